"""The file plan with its retention rules, holds, disposal lists and their certificates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "disposal_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.String(length=200), nullable=False),
        sa.Column("proposer_id", sa.String(length=36), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decider_id", sa.String(length=36), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("confirmation", sa.Text(), nullable=False),
        sa.Column("certificate", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal_list")),
        sa.UniqueConstraint("certificate", name=op.f("uq_disposal_list_certificate")),
        sa.UniqueConstraint("public_id", name=op.f("uq_disposal_list_public_id")),
    )
    with op.batch_alter_table("disposal_list", schema=None) as batch_op:
        batch_op.create_index("ix_disposal_list_state", ["state"], unique=False)

    op.create_table(
        "disposed_original",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_disposed_original")),
    )
    op.create_table(
        "hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("set_by", sa.String(length=200), nullable=False),
        sa.Column("setter_id", sa.String(length=36), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
        sa.UniqueConstraint("public_id", name=op.f("uq_hold_public_id")),
    )
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("years", sa.Integer(), nullable=True),
        sa.Column("trigger", sa.String(length=40), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("code", name=op.f("uq_series_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_series_public_id")),
    )
    op.create_table(
        "series_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_series_history_series_id_series")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_history")),
        sa.UniqueConstraint(
            "series_id", "revision", name=op.f("uq_series_history_series_id_revision")
        ),
    )
    op.create_table(
        "disposal_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("dated", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("series_code", sa.String(length=32), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.Column("taken_off_by", sa.String(length=200), nullable=False),
        sa.Column("taken_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_off_reason", sa.Text(), nullable=False),
        sa.Column("kept_because", sa.String(length=40), nullable=True),
        sa.Column("is_disposed_of", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"],
            ["disposal_list.id"],
            name=op.f("fk_disposal_item_list_id_disposal_list"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["record.id"],
            name=op.f("fk_disposal_item_record_id_record"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal_item")),
        sa.UniqueConstraint(
            "list_id", "record_id", name=op.f("uq_disposal_item_list_id_record_id")
        ),
    )
    with op.batch_alter_table("disposal_item", schema=None) as batch_op:
        batch_op.create_index("ix_disposal_item_record_id", ["record_id"], unique=False)

    op.create_table(
        "hold_scope",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hold_id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.String(length=200), nullable=False),
        sa.Column("lifter_id", sa.String(length=36), nullable=False),
        sa.Column("lift_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hold_id"], ["hold.id"], name=op.f("fk_hold_scope_hold_id_hold"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["record.id"],
            name=op.f("fk_hold_scope_record_id_record"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_hold_scope_series_id_series")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold_scope")),
        sa.UniqueConstraint("hold_id", "record_id", name=op.f("uq_hold_scope_hold_id_record_id")),
    )
    with op.batch_alter_table("hold_scope", schema=None) as batch_op:
        batch_op.create_index("ix_hold_scope_record_id", ["record_id"], unique=False)
        batch_op.create_index("ix_hold_scope_series_id", ["series_id"], unique=False)

    op.create_table(
        "series_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("from_code", sa.String(length=32), nullable=False),
        sa.Column("to_code", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cell_id"], ["access_cell.id"], name=op.f("fk_series_move_cell_id_access_cell")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["record.id"],
            name=op.f("fk_series_move_record_id_record"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_move")),
    )
    with op.batch_alter_table("series_move", schema=None) as batch_op:
        batch_op.create_index("ix_series_move_record_id", ["record_id"], unique=False)

    op.create_table(
        "series_record",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["record.id"],
            name=op.f("fk_series_record_record_id_record"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_series_record_series_id_series")
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_series_record")),
    )
    with op.batch_alter_table("series_record", schema=None) as batch_op:
        batch_op.create_index("ix_series_record_series_id", ["series_id"], unique=False)


def downgrade() -> None:
    op.execute("UPDATE record SET state = 'withdrawn' WHERE state = 'disposed'")
    with op.batch_alter_table("series_record", schema=None) as batch_op:
        batch_op.drop_index("ix_series_record_series_id")

    op.drop_table("series_record")
    with op.batch_alter_table("series_move", schema=None) as batch_op:
        batch_op.drop_index("ix_series_move_record_id")

    op.drop_table("series_move")
    with op.batch_alter_table("hold_scope", schema=None) as batch_op:
        batch_op.drop_index("ix_hold_scope_series_id")
        batch_op.drop_index("ix_hold_scope_record_id")

    op.drop_table("hold_scope")
    with op.batch_alter_table("disposal_item", schema=None) as batch_op:
        batch_op.drop_index("ix_disposal_item_record_id")

    op.drop_table("disposal_item")
    op.drop_table("series_history")
    op.drop_table("series")
    op.drop_table("hold")
    op.drop_table("disposed_original")
    with op.batch_alter_table("disposal_list", schema=None) as batch_op:
        batch_op.drop_index("ix_disposal_list_state")

    op.drop_table("disposal_list")
