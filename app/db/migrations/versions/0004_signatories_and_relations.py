"""Signatures, addressees, targets, subjects; relations and sealed notes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "addressee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("party", sa.Text(), nullable=True),
        sa.Column("organ", sa.Text(), nullable=True),
        sa.Column("office", sa.Text(), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_addressee_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_addressee_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["record.id"],
            name=op.f("fk_addressee_record_id_record"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addressee")),
    )
    with op.batch_alter_table("addressee", schema=None) as batch_op:
        batch_op.create_index("ix_addressee_party_record_id", ["party", "record_id"], unique=False)
        batch_op.create_index(
            "ix_addressee_record_id_position", ["record_id", "position"], unique=False
        )

    op.create_table(
        "record_subject",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["record.id"],
            name=op.f("fk_record_subject_record_id_record"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_record_subject_subject_id_subject")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_subject")),
    )
    with op.batch_alter_table("record_subject", schema=None) as batch_op:
        batch_op.create_index(
            "ix_record_subject_record_id_position", ["record_id", "position"], unique=False
        )
        batch_op.create_index(
            "ix_record_subject_subject_id_record_id", ["subject_id", "record_id"], unique=False
        )

    op.create_table(
        "relation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_record_id", sa.Integer(), nullable=False),
        sa.Column("to_record_id", sa.Integer(), nullable=True),
        sa.Column("to_source_key", sa.Text(), nullable=True),
        sa.Column("to_external", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("date_edtf", sa.String(length=64), nullable=True),
        sa.Column("date_lower", sa.Date(), nullable=True),
        sa.Column("date_upper", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("evidence_source", sa.Text(), nullable=True),
        sa.Column("evidence_grade", sa.String(length=2), nullable=True),
        sa.Column("evidence_is_anonymous", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_record_id"],
            ["record.id"],
            name=op.f("fk_relation_from_record_id_record"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["to_record_id"],
            ["record.id"],
            name=op.f("fk_relation_to_record_id_record"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relation")),
    )
    with op.batch_alter_table("relation", schema=None) as batch_op:
        batch_op.create_index("ix_relation_from_record_id", ["from_record_id"], unique=False)
        batch_op.create_index("ix_relation_to_record_id", ["to_record_id"], unique=False)
        batch_op.create_index("ix_relation_to_source_key", ["to_source_key"], unique=False)

    op.create_table(
        "sealed_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cell_id"], ["access_cell.id"], name=op.f("fk_sealed_note_cell_id_access_cell")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["record.id"],
            name=op.f("fk_sealed_note_record_id_record"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_note")),
    )
    with op.batch_alter_table("sealed_note", schema=None) as batch_op:
        batch_op.create_index(
            "ix_sealed_note_record_id_position", ["record_id", "position"], unique=False
        )

    op.create_table(
        "signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(length=16), nullable=False),
        sa.Column("name_as_signed", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("office", sa.Text(), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("ranks", sa.Text(), nullable=False),
        sa.Column("capacity", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("date_edtf", sa.String(length=64), nullable=True),
        sa.Column("date_lower", sa.Date(), nullable=True),
        sa.Column("date_upper", sa.Date(), nullable=True),
        sa.Column("reservation", sa.Text(), nullable=False),
        sa.Column("evidence_source", sa.Text(), nullable=True),
        sa.Column("evidence_grade", sa.String(length=2), nullable=True),
        sa.Column("evidence_is_anonymous", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_signature_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_signature_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["record.id"],
            name=op.f("fk_signature_record_id_record"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
    )
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.create_index("ix_signature_party_record_id", ["party", "record_id"], unique=False)
        batch_op.create_index(
            "ix_signature_record_id_position", ["record_id", "position"], unique=False
        )

    op.create_table(
        "signature_status",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("signature_position", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("date_edtf", sa.String(length=64), nullable=True),
        sa.Column("date_lower", sa.Date(), nullable=True),
        sa.Column("date_upper", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("evidence_source", sa.Text(), nullable=True),
        sa.Column("evidence_grade", sa.String(length=2), nullable=True),
        sa.Column("evidence_is_anonymous", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["record.id"],
            name=op.f("fk_signature_status_record_id_record"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature_status")),
    )
    with op.batch_alter_table("signature_status", schema=None) as batch_op:
        batch_op.create_index(
            "ix_signature_status_record_id",
            ["record_id", "signature_position", "position"],
            unique=False,
        )

    op.create_table(
        "target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["record.id"],
            name=op.f("fk_target_record_id_record"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
    )
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.create_index("ix_target_party_record_id", ["party", "record_id"], unique=False)
        batch_op.create_index(
            "ix_target_record_id_position", ["record_id", "position"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.drop_index("ix_target_record_id_position")
        batch_op.drop_index("ix_target_party_record_id")

    op.drop_table("target")
    with op.batch_alter_table("signature_status", schema=None) as batch_op:
        batch_op.drop_index("ix_signature_status_record_id")

    op.drop_table("signature_status")
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.drop_index("ix_signature_record_id_position")
        batch_op.drop_index("ix_signature_party_record_id")

    op.drop_table("signature")
    with op.batch_alter_table("sealed_note", schema=None) as batch_op:
        batch_op.drop_index("ix_sealed_note_record_id_position")

    op.drop_table("sealed_note")
    with op.batch_alter_table("relation", schema=None) as batch_op:
        batch_op.drop_index("ix_relation_to_source_key")
        batch_op.drop_index("ix_relation_to_record_id")
        batch_op.drop_index("ix_relation_from_record_id")

    op.drop_table("relation")
    with op.batch_alter_table("record_subject", schema=None) as batch_op:
        batch_op.drop_index("ix_record_subject_subject_id_record_id")
        batch_op.drop_index("ix_record_subject_record_id_position")

    op.drop_table("record_subject")
    with op.batch_alter_table("addressee", schema=None) as batch_op:
        batch_op.drop_index("ix_addressee_record_id_position")
        batch_op.drop_index("ix_addressee_party_record_id")

    op.drop_table("addressee")
