"""Exports of many records by two registrars; synonyms of subjects added by hand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "export_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.String(length=200), nullable=False),
        sa.Column("proposer_id", sa.String(length=36), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decider_id", sa.String(length=36), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_proposal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_export_proposal_public_id")),
    )
    op.create_index("ix_export_proposal_state", "export_proposal", ["state"], unique=False)
    op.create_table(
        "export_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record_public_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["export_proposal.id"],
            name=op.f("fk_export_item_proposal_id_export_proposal"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_item")),
        sa.UniqueConstraint(
            "proposal_id", "position", name=op.f("uq_export_item_proposal_id_position")
        ),
    )
    op.create_table(
        "subject_synonym",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_by", sa.String(length=200), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_synonym")),
        sa.UniqueConstraint("public_id", name=op.f("uq_subject_synonym_public_id")),
    )
    op.create_index("ix_subject_synonym_subject", "subject_synonym", ["subject"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_subject_synonym_subject", table_name="subject_synonym")
    op.drop_table("subject_synonym")
    op.drop_table("export_item")
    op.drop_index("ix_export_proposal_state", table_name="export_proposal")
    op.drop_table("export_proposal")
