"""Cells: the distinct access labels in use, and the records each must act as if it never held.

`key` names the cell's search partition and says nothing about the label. A record that leaves a
cell stands in its `withheld` set and makes it impure until the partition has been rebuilt.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, text

from app.db.base import Base
from app.db.models.columns import PUBLIC_ID_LENGTH
from app.db.types import TextsType, UtcDateTime

access_cell = Table(
    "access_cell",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(PUBLIC_ID_LENGTH), nullable=False, unique=True),
    Column("label", Text, nullable=False, unique=True),
    Column("level", Text, nullable=False),
    Column("compartments", TextsType, nullable=False),
    Column("releasable_to", TextsType),
    Column("is_releasable_to_all", Boolean, nullable=False),
    Column("is_impure", Boolean, nullable=False, server_default=text("0")),
    # Counts every record withheld from the cell, so that a rebuild clears only what it has seen.
    Column("generation", Integer, nullable=False, server_default=text("0")),
    Column("created_at", UtcDateTime, nullable=False),
)

withheld = Table(
    "withheld",
    Base.metadata,
    Column("cell_id", ForeignKey("access_cell.id", ondelete="CASCADE"), primary_key=True),
    Column("record_public_id", String(PUBLIC_ID_LENGTH), primary_key=True),
    Column("generation", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_withheld_record_public_id", "record_public_id"),
)
