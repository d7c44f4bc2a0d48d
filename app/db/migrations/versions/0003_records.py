"""Records, their texts, history, source keys and files; the queue of jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("public_id", name=op.f("uq_job_public_id")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_state_kind_id", ["state", "kind", "id"], unique=False)
        batch_op.create_index(
            "ix_job_subject_kind_state", ["subject", "kind", "state"], unique=False
        )

    op.create_table(
        "record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_is_supplied", sa.Boolean(), nullable=False),
        sa.Column("title_language", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("dated_edtf", sa.Text(), nullable=True),
        sa.Column("dated_lower", sa.Date(), nullable=True),
        sa.Column("dated_upper", sa.Date(), nullable=True),
        sa.Column("dated_basis", sa.String(length=40), nullable=True),
        sa.Column("dated_source", sa.Text(), nullable=True),
        sa.Column("dispatched_edtf", sa.Text(), nullable=True),
        sa.Column("dispatched_lower", sa.Date(), nullable=True),
        sa.Column("dispatched_upper", sa.Date(), nullable=True),
        sa.Column("dispatched_basis", sa.String(length=40), nullable=True),
        sa.Column("dispatched_source", sa.Text(), nullable=True),
        sa.Column("received_edtf", sa.Text(), nullable=True),
        sa.Column("received_lower", sa.Date(), nullable=True),
        sa.Column("received_upper", sa.Date(), nullable=True),
        sa.Column("received_basis", sa.String(length=40), nullable=True),
        sa.Column("received_source", sa.Text(), nullable=True),
        sa.Column("published_edtf", sa.Text(), nullable=True),
        sa.Column("published_lower", sa.Date(), nullable=True),
        sa.Column("published_upper", sa.Date(), nullable=True),
        sa.Column("published_basis", sa.String(length=40), nullable=True),
        sa.Column("published_source", sa.Text(), nullable=True),
        sa.Column("disclosed_edtf", sa.Text(), nullable=True),
        sa.Column("disclosed_lower", sa.Date(), nullable=True),
        sa.Column("disclosed_upper", sa.Date(), nullable=True),
        sa.Column("disclosed_basis", sa.String(length=40), nullable=True),
        sa.Column("disclosed_source", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("place_is_inferred", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=True),
        sa.Column("publicity", sa.String(length=40), nullable=True),
        sa.Column("disclosure", sa.String(length=40), nullable=True),
        sa.Column("holding", sa.String(length=40), nullable=True),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("document_symbol", sa.Text(), nullable=True),
        sa.Column("signatures_are_complete", sa.Boolean(), nullable=False),
        sa.Column("signatories_published", sa.Integer(), nullable=True),
        sa.Column("signatures_note", sa.Text(), nullable=False),
        sa.Column("capacity_note", sa.Text(), nullable=False),
        sa.Column("concern_text", sa.Text(), nullable=True),
        sa.Column("concern_step", sa.String(length=40), nullable=True),
        sa.Column("instruments", sa.Text(), nullable=False),
        sa.Column("marking_original", sa.Text(), nullable=True),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("evidence_source", sa.Text(), nullable=True),
        sa.Column("evidence_grade", sa.String(length=2), nullable=True),
        sa.Column("evidence_is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cell_id"], ["access_cell.id"], name=op.f("fk_record_cell_id_access_cell")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
        sa.UniqueConstraint("public_id", name=op.f("uq_record_public_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_record_reference")),
    )
    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.create_index(
            "ix_record_cell_id_state_changed_at", ["cell_id", "state", "changed_at"], unique=False
        )
        batch_op.create_index(
            "ix_record_cell_id_state_dated_lower", ["cell_id", "state", "dated_lower"], unique=False
        )
        batch_op.create_index(
            "ix_record_cell_id_state_kind", ["cell_id", "state", "kind"], unique=False
        )

    op.create_table(
        "record_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("extraction", sa.String(length=16), nullable=False),
        sa.Column("extraction_reason", sa.Text(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["record.id"],
            name=op.f("fk_record_file_record_id_record"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_record_file_public_id")),
    )
    with op.batch_alter_table("record_file", schema=None) as batch_op:
        batch_op.create_index("ix_record_file_record_id", ["record_id"], unique=False)
        batch_op.create_index("ix_record_file_sha256", ["sha256"], unique=False)

    op.create_table(
        "record_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("left_cell_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cell_id"], ["access_cell.id"], name=op.f("fk_record_history_cell_id_access_cell")
        ),
        sa.ForeignKeyConstraint(
            ["left_cell_id"],
            ["access_cell.id"],
            name=op.f("fk_record_history_left_cell_id_access_cell"),
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["record.id"],
            name=op.f("fk_record_history_record_id_record"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_history")),
        sa.UniqueConstraint(
            "record_id", "revision", name=op.f("uq_record_history_record_id_revision")
        ),
    )
    op.create_table(
        "record_text",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["record.id"],
            name=op.f("fk_record_text_record_id_record"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_record_text")),
    )
    op.create_table(
        "source_key",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["cell_id"], ["access_cell.id"], name=op.f("fk_source_key_cell_id_access_cell")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["record.id"],
            name=op.f("fk_source_key_record_id_record"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_source_key")),
        sa.UniqueConstraint(
            "source", "identifier", "cell_id", name=op.f("uq_source_key_source_identifier_cell_id")
        ),
    )
    with op.batch_alter_table("source_key", schema=None) as batch_op:
        batch_op.create_index("ix_source_key_key", ["key"], unique=False)

    op.create_table(
        "file_text",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["record_file.id"],
            name=op.f("fk_file_text_file_id_record_file"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("file_id", "page", name=op.f("pk_file_text")),
    )


def downgrade() -> None:
    op.drop_table("file_text")
    with op.batch_alter_table("source_key", schema=None) as batch_op:
        batch_op.drop_index("ix_source_key_key")

    op.drop_table("source_key")
    op.drop_table("record_text")
    op.drop_table("record_history")
    with op.batch_alter_table("record_file", schema=None) as batch_op:
        batch_op.drop_index("ix_record_file_sha256")
        batch_op.drop_index("ix_record_file_record_id")

    op.drop_table("record_file")
    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.drop_index("ix_record_cell_id_state_kind")
        batch_op.drop_index("ix_record_cell_id_state_dated_lower")
        batch_op.drop_index("ix_record_cell_id_state_changed_at")

    op.drop_table("record")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index("ix_job_subject_kind_state")
        batch_op.drop_index("ix_job_state_kind_id")

    op.drop_table("job")
