"""Work on authorities, changes beside the history, bulk amendments; sealed notes get addresses."""

from __future__ import annotations

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "authority_addition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authority_addition")),
        sa.UniqueConstraint("kind", "code", name=op.f("uq_authority_addition_kind_code")),
    )
    op.create_table(
        "authority_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("kept_code", sa.String(length=64), nullable=False),
        sa.Column("gone_code", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("undone_by", sa.String(length=200), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authority_merge")),
        sa.UniqueConstraint("public_id", name=op.f("uq_authority_merge_public_id")),
    )
    with op.batch_alter_table("authority_merge", schema=None) as batch_op:
        batch_op.create_index(
            "ix_authority_merge_kind_gone_code", ["kind", "gone_code"], unique=False
        )

    op.create_table(
        "bulk_operation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("spec", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("undo_reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_operation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_bulk_operation_public_id")),
    )
    with op.batch_alter_table("bulk_operation", schema=None) as batch_op:
        batch_op.create_index(
            "ix_bulk_operation_account_id", ["account_id", "begun_at"], unique=False
        )

    op.create_table(
        "bulk_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("operation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record_public_id", sa.String(length=36), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("undo_outcome", sa.String(length=32), nullable=False),
        sa.Column("undo_why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operation_id"],
            ["bulk_operation.id"],
            name=op.f("fk_bulk_item_operation_id_bulk_operation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_item")),
        sa.UniqueConstraint(
            "operation_id", "position", name=op.f("uq_bulk_item_operation_id_position")
        ),
    )
    with op.batch_alter_table("bulk_item", schema=None) as batch_op:
        batch_op.create_index(
            "ix_bulk_item_operation_id_outcome", ["operation_id", "outcome"], unique=False
        )

    op.create_table(
        "authority_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("other_names", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("party", sa.String(length=16), nullable=False),
        sa.Column("organ", sa.Text(), nullable=False),
        sa.Column("party_kind", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cell_id"], ["access_cell.id"], name=op.f("fk_authority_proposal_cell_id_access_cell")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["record.id"],
            name=op.f("fk_authority_proposal_record_id_record"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authority_proposal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_authority_proposal_public_id")),
    )
    with op.batch_alter_table("authority_proposal", schema=None) as batch_op:
        batch_op.create_index("ix_authority_proposal_record_id", ["record_id"], unique=False)
        batch_op.create_index("ix_authority_proposal_state_kind", ["state", "kind"], unique=False)

    op.create_table(
        "note_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.String(length=36), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("left_cell_id", sa.Integer(), nullable=True),
        sa.Column("deed", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cell_id"], ["access_cell.id"], name=op.f("fk_note_history_cell_id_access_cell")
        ),
        sa.ForeignKeyConstraint(
            ["left_cell_id"],
            ["access_cell.id"],
            name=op.f("fk_note_history_left_cell_id_access_cell"),
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["record.id"],
            name=op.f("fk_note_history_record_id_record"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_history")),
    )
    with op.batch_alter_table("note_history", schema=None) as batch_op:
        batch_op.create_index("ix_note_history_record_id", ["record_id"], unique=False)

    op.create_table(
        "relation_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
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
        sa.Column("deed", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_record_id"],
            ["record.id"],
            name=op.f("fk_relation_change_from_record_id_record"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["to_record_id"],
            ["record.id"],
            name=op.f("fk_relation_change_to_record_id_record"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relation_change")),
        sa.UniqueConstraint("public_id", name=op.f("uq_relation_change_public_id")),
    )
    with op.batch_alter_table("relation_change", schema=None) as batch_op:
        batch_op.create_index("ix_relation_change_from_record_id", ["from_record_id"], unique=False)
        batch_op.create_index("ix_relation_change_to_record_id", ["to_record_id"], unique=False)

    _give_notes_addresses()


def _give_notes_addresses() -> None:
    with op.batch_alter_table("sealed_note", schema=None) as batch_op:
        batch_op.add_column(sa.Column("public_id", sa.String(length=36), nullable=True))
    connection = op.get_bind()
    note = sa.table("sealed_note", sa.column("id"), sa.column("public_id"))
    for key in connection.scalars(sa.select(note.c.id)).all():
        change = sa.update(note).where(note.c.id == key).values(public_id=str(uuid4()))
        connection.execute(change)
    with op.batch_alter_table("sealed_note", schema=None) as batch_op:
        batch_op.alter_column("public_id", existing_type=sa.String(length=36), nullable=False)
        batch_op.create_unique_constraint(op.f("uq_sealed_note_public_id"), ["public_id"])


def downgrade() -> None:
    with op.batch_alter_table("sealed_note", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("uq_sealed_note_public_id"), type_="unique")
        batch_op.drop_column("public_id")
    op.drop_table("relation_change")
    op.drop_table("note_history")
    op.drop_table("authority_proposal")
    op.drop_table("bulk_item")
    op.drop_table("bulk_operation")
    op.drop_table("authority_merge")
    op.drop_table("authority_addition")
