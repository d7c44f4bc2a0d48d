"""The record itself: one row with everything of a description that stands once, its text, history.

Column names are the field names of `domain.records.Description` (see `db/mapping.py`). `revision`
is the counter for optimistic locking; `edition` together with the public id is what a partition holds.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from app.db.base import Base
from app.db.models.columns import PUBLIC_ID_LENGTH, dated_fact, evidence
from app.db.types import (
    JsonType,
    MaybeTermType,
    MaybeTextType,
    TermType,
    TextsType,
    UtcDateTime,
    WordingType,
)
from app.domain.vocabularies import (
    Channel,
    ConcernStep,
    Disclosure,
    Holding,
    Publicity,
    RecordKind,
    RecordState,
)

REFERENCE_LENGTH = 16
NAME_LENGTH = 200

record = Table(
    "record",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("public_id", String(PUBLIC_ID_LENGTH), nullable=False, unique=True),
    Column("reference", String(REFERENCE_LENGTH), nullable=False, unique=True),
    Column("cell_id", ForeignKey("access_cell.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    # Counts every change of what is searched: also when a file's text has been read.
    Column("edition", Integer, nullable=False),
    Column("state", TermType(RecordState), nullable=False),
    Column("registered_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("kind", TermType(RecordKind), nullable=False),
    Column("title", Text, nullable=False),
    Column("title_is_supplied", Boolean, nullable=False),
    Column("title_language", MaybeTextType),
    Column("summary", Text, nullable=False),
    Column("scope", Text, nullable=False),
    *dated_fact("dated"),
    *dated_fact("dispatched"),
    *dated_fact("received"),
    *dated_fact("published"),
    *dated_fact("disclosed"),
    Column("place", MaybeTextType),
    Column("place_is_inferred", Boolean, nullable=False),
    Column("channel", MaybeTermType(Channel)),
    Column("publicity", MaybeTermType(Publicity)),
    Column("disclosure", MaybeTermType(Disclosure)),
    Column("holding", MaybeTermType(Holding)),
    Column("languages", TextsType, nullable=False),
    Column("document_symbol", MaybeTextType),
    Column("signatures_are_complete", Boolean),
    Column("signatories_published", Integer),
    Column("signatures_note", Text, nullable=False),
    Column("capacity_note", Text, nullable=False),
    Column("concern_text", Text),
    Column("concern_step", TermType(ConcernStep)),
    Column("instruments", TextsType, nullable=False),
    Column("marking_original", MaybeTextType),
    Column("sources", TextsType, nullable=False),
    *evidence(),
    Column("notes", Text, nullable=False),
    Index("ix_record_cell_id_state_dated_lower", "cell_id", "state", "dated_lower"),
    Index("ix_record_cell_id_state_changed_at", "cell_id", "state", "changed_at"),
    Index("ix_record_cell_id_state_kind", "cell_id", "state", "kind"),
)

record_text = Table(
    "record_text",
    Base.metadata,
    Column("record_id", ForeignKey("record.id", ondelete="CASCADE"), primary_key=True),
    Column("text", Text, nullable=False),
)

# An entry stands in the cell the record was in when it was written; the entry of a relabelling in
# both cells. So what happened in a guarded place is not told in an open one.
record_history = Table(
    "record_history",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("record_id", ForeignKey("record.id", ondelete="CASCADE"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("cell_id", ForeignKey("access_cell.id"), nullable=False),
    Column("left_cell_id", ForeignKey("access_cell.id")),
    Column("at", UtcDateTime, nullable=False),
    Column("by", String(NAME_LENGTH), nullable=False),
    Column("account_id", String(PUBLIC_ID_LENGTH), nullable=False),
    Column("reason", WordingType, nullable=False),
    Column("changes", JsonType, nullable=False),
    UniqueConstraint("record_id", "revision"),
)

# The key stands in the record's cell: the same document may be registered in a cell whose reader
# must not learn that another cell holds it too.
source_key = Table(
    "source_key",
    Base.metadata,
    Column("record_id", ForeignKey("record.id", ondelete="CASCADE"), primary_key=True),
    Column("cell_id", ForeignKey("access_cell.id"), nullable=False),
    Column("source", Text, nullable=False),
    Column("identifier", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    UniqueConstraint("source", "identifier", "cell_id"),
    Index("ix_source_key_key", "key"),
)
