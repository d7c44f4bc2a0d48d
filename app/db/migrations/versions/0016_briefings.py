"""Baskets, drafts of briefings with their versions, and with whom they are shared."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_basket()
    op.create_table(
        "briefing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("spec", sa.Text(), nullable=False),
        sa.Column("floor", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.String(length=200), nullable=False),
        _account("briefing"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefing")),
        sa.UniqueConstraint("public_id", name=op.f("uq_briefing_public_id")),
    )
    op.create_index("ix_briefing_account_id", "briefing", ["account_id"])
    _create_versions()
    op.create_table(
        "briefing_share",
        sa.Column("briefing_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("shared_by", sa.String(length=36), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        _account("briefing_share"),
        _briefing("briefing_share"),
        sa.PrimaryKeyConstraint("briefing_id", "account_id", name=op.f("pk_briefing_share")),
    )
    op.create_index("ix_briefing_share_account_id", "briefing_share", ["account_id"])


def downgrade() -> None:
    op.drop_table("briefing_share")
    op.drop_table("briefing_version")
    op.drop_table("briefing")
    op.drop_table("basket_item")


def _create_basket() -> None:
    op.create_table(
        "basket_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        _account("basket_item"),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["record.id"],
            name=op.f("fk_basket_item_record_id_record"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_basket_item")),
        sa.UniqueConstraint(
            "account_id", "record_id", name=op.f("uq_basket_item_account_id_record_id")
        ),
    )
    op.create_index("ix_basket_item_record_id", "basket_item", ["record_id"])


def _create_versions() -> None:
    op.create_table(
        "briefing_version",
        sa.Column("briefing_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("spec", sa.Text(), nullable=False),
        _briefing("briefing_version"),
        sa.PrimaryKeyConstraint("briefing_id", "revision", name=op.f("pk_briefing_version")),
    )


def _account(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_account_id_account")
    return sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=name, ondelete="CASCADE")


def _briefing(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_briefing_id_briefing")
    return sa.ForeignKeyConstraint(["briefing_id"], ["briefing.id"], name=name, ondelete="CASCADE")
