"""Amendments of many records at once: what is to be done, and what became of each record.

An operation belongs to the account that began it and is nobody else's to see. An item is written in the
transaction of the change it speaks of, so that an operation that was cut short goes on where it stood.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from app.db.base import Base
from app.db.models.columns import PUBLIC_ID_LENGTH
from app.db.models.jobs import WORD_LENGTH
from app.db.types import JsonType, UtcDateTime, WordingType

bulk_operation = Table(
    "bulk_operation",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("public_id", String(PUBLIC_ID_LENGTH), nullable=False, unique=True),
    Column("account_id", String(PUBLIC_ID_LENGTH), nullable=False),
    Column("spec", JsonType, nullable=False),
    Column("reason", Text, nullable=False),
    Column("undo_reason", Text, nullable=False),
    Column("state", String(WORD_LENGTH), nullable=False),
    Column("begun_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Index("ix_bulk_operation_account_id", "account_id", "begun_at"),
)

bulk_item = Table(
    "bulk_item",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("operation_id", ForeignKey("bulk_operation.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("record_public_id", String(PUBLIC_ID_LENGTH), nullable=False),
    Column("outcome", String(WORD_LENGTH), nullable=False),
    Column("why", WordingType, nullable=False),
    Column("before", JsonType),
    Column("undo_outcome", String(WORD_LENGTH), nullable=False),
    Column("undo_why", WordingType, nullable=False),
    UniqueConstraint("operation_id", "position"),
    Index("ix_bulk_item_operation_id_outcome", "operation_id", "outcome"),
)
