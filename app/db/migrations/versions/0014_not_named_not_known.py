"""Absences of parties that no source names, and lists of which nobody knows whether they are complete."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None
_STORED_NOTHINGS = ("\x02none", "\x02withheld")


def upgrade() -> None:
    with op.batch_alter_table("absence_report") as batch_op:
        batch_op.add_column(sa.Column("among", sa.Text(), nullable=False, server_default=""))
        batch_op.alter_column(
            "party", existing_type=sa.String(length=16), type_=sa.Text(), nullable=True
        )
    with op.batch_alter_table("record") as batch_op:
        batch_op.alter_column("signatures_are_complete", existing_type=sa.Boolean(), nullable=True)


def downgrade() -> None:
    # The earlier schema has no word for either: a report without a party goes rather than name one, and
    # a list of which nobody knows enters no figure, as an incomplete one does not.
    absence = sa.table("absence_report", sa.column("party", sa.Text()))
    nobody = absence.c.party.is_(None) | absence.c.party.in_(_STORED_NOTHINGS)
    op.execute(sa.delete(absence).where(nobody))
    record = sa.table("record", sa.column("signatures_are_complete", sa.Boolean()))
    is_unknown = record.c.signatures_are_complete.is_(None)
    op.execute(sa.update(record).where(is_unknown).values(signatures_are_complete=False))
    with op.batch_alter_table("record") as batch_op:
        batch_op.alter_column("signatures_are_complete", existing_type=sa.Boolean(), nullable=False)
    with op.batch_alter_table("absence_report") as batch_op:
        batch_op.alter_column(
            "party", existing_type=sa.Text(), type_=sa.String(length=16), nullable=False
        )
        batch_op.drop_column("among")
