"""Builds of briefings, the records in them, and the register of copies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_builds()
    op.create_table(
        "built_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("build_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record_public_id", sa.String(length=36), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("depth", sa.String(length=32), nullable=False),
        _build("built_record"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_built_record")),
        sa.UniqueConstraint("build_id", "position", name=op.f("uq_built_record_build_id_position")),
    )
    op.create_index("ix_built_record_record_public_id", "built_record", ["record_public_id"])
    op.create_table(
        "briefing_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("build_id", sa.Integer(), nullable=False),
        sa.Column("briefing_public_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64)),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("is_encrypted", sa.Boolean(), nullable=False),
        _build("briefing_copy"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefing_copy")),
        sa.UniqueConstraint("public_id", name=op.f("uq_briefing_copy_public_id")),
        sa.UniqueConstraint(
            "briefing_public_id", "number", name=op.f("uq_briefing_copy_briefing_public_id_number")
        ),
    )
    op.create_index("ix_briefing_copy_build_id", "briefing_copy", ["build_id"])


def downgrade() -> None:
    op.drop_table("briefing_copy")
    op.drop_table("built_record")
    op.drop_table("briefing_build")
    op.execute(sa.text("DELETE FROM job WHERE kind = 'build briefing'"))


def _create_builds() -> None:
    op.create_table(
        "briefing_build",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("briefing_public_id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("begun_by", sa.String(length=200), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("is_stopped", sa.Boolean(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("spec", sa.Text(), nullable=False),
        sa.Column("recipients", sa.Text(), nullable=False),
        sa.Column("floor", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64)),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefing_build")),
        sa.UniqueConstraint("public_id", name=op.f("uq_briefing_build_public_id")),
    )
    op.create_index(
        "ix_briefing_build_briefing_public_id", "briefing_build", ["briefing_public_id", "id"]
    )
    op.create_index("ix_briefing_build_account_id", "briefing_build", ["account_id", "id"])


def _build(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_build_id_briefing_build")
    return sa.ForeignKeyConstraint(
        ["build_id"], ["briefing_build.id"], name=name, ondelete="CASCADE"
    )
