"""What changed beside a record's own history: its sealed notes and its relations.

Neither raises a record's revision. An entry on a note stands in the note's cell, the entry of a note
that was marked anew in both cells; an entry on a relation is for those who may read both its ends.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from app.db.base import Base
from app.db.models.columns import PUBLIC_ID_LENGTH, calendar_date, evidence
from app.db.models.jobs import WORD_LENGTH
from app.db.models.records import NAME_LENGTH
from app.db.types import JsonType, TermType, UtcDateTime, WordingType
from app.domain.vocabularies import RelationKind

note_history = Table(
    "note_history",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("record_id", ForeignKey("record.id", ondelete="CASCADE"), nullable=False),
    Column("note_id", String(PUBLIC_ID_LENGTH), nullable=False),
    Column("cell_id", ForeignKey("access_cell.id"), nullable=False),
    Column("left_cell_id", ForeignKey("access_cell.id")),
    Column("deed", String(WORD_LENGTH), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", String(NAME_LENGTH), nullable=False),
    Column("account_id", String(PUBLIC_ID_LENGTH), nullable=False),
    Column("reason", Text, nullable=False),
    Column("changes", JsonType, nullable=False),
    Index("ix_note_history_record_id", "record_id"),
)

relation_change = Table(
    "relation_change",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("public_id", String(PUBLIC_ID_LENGTH), nullable=False, unique=True),
    Column("from_record_id", ForeignKey("record.id", ondelete="CASCADE"), nullable=False),
    Column("to_record_id", ForeignKey("record.id", ondelete="CASCADE")),
    Column("to_source_key", Text),
    Column("to_external", Text, nullable=False),
    Column("kind", TermType(RelationKind), nullable=False),
    *calendar_date("date"),
    Column("note", Text, nullable=False),
    *evidence(),
    Column("deed", String(WORD_LENGTH), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", String(NAME_LENGTH), nullable=False),
    Column("account_id", String(PUBLIC_ID_LENGTH), nullable=False),
    Column("reason", WordingType, nullable=False),
    Index("ix_relation_change_from_record_id", "from_record_id"),
    Index("ix_relation_change_to_record_id", "to_record_id"),
)
