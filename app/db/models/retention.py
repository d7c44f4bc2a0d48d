"""The file plan, holds, disposal lists and what is left of records that were disposed of.

A series is everybody's who registers; what stands on a record (its series, a hold that names it, an item
of a list) is read through the gate, joined with `record`. An item is what the list said of the record
when it was proposed, and after the disposal all that is kept of it.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from app.db.base import Base
from app.db.models.columns import PUBLIC_ID_LENGTH
from app.db.models.files import SHA256_LENGTH
from app.db.models.jobs import WORD_LENGTH
from app.db.models.records import NAME_LENGTH, REFERENCE_LENGTH
from app.db.types import JsonType, TermType, UtcDateTime, WordingType
from app.domain.retention import LONGEST_CODE
from app.domain.retention_terms import (
    DisposalAction,
    DisposalMethod,
    KeptBecause,
    RetentionTrigger,
)

series = Table(
    "series",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("public_id", String(PUBLIC_ID_LENGTH), nullable=False, unique=True),
    Column("code", String(LONGEST_CODE), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("years", Integer),
    Column("trigger", TermType(RetentionTrigger), nullable=False),
    Column("action", TermType(DisposalAction), nullable=False),
    Column("authority", Text, nullable=False),
    Column("revision", Integer, nullable=False),
)

series_history = Table(
    "series_history",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("series_id", ForeignKey("series.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", String(NAME_LENGTH), nullable=False),
    Column("account_id", String(PUBLIC_ID_LENGTH), nullable=False),
    Column("reason", WordingType, nullable=False),
    Column("changes", JsonType, nullable=False),
    UniqueConstraint("series_id", "revision"),
)

series_record = Table(
    "series_record",
    Base.metadata,
    Column("record_id", ForeignKey("record.id", ondelete="CASCADE"), primary_key=True),
    Column("series_id", ForeignKey("series.id"), nullable=False),
    Index("ix_series_record_series_id", "series_id"),
)

# A move stands in the cell the record was in when it was made, like an entry of its history.
series_move = Table(
    "series_move",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("record_id", ForeignKey("record.id", ondelete="CASCADE"), nullable=False),
    Column("cell_id", ForeignKey("access_cell.id"), nullable=False),
    Column("from_code", String(LONGEST_CODE), nullable=False),
    Column("to_code", String(LONGEST_CODE), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", String(NAME_LENGTH), nullable=False),
    Column("account_id", String(PUBLIC_ID_LENGTH), nullable=False),
    Column("reason", WordingType, nullable=False),
    Index("ix_series_move_record_id", "record_id"),
)

hold = Table(
    "hold",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("public_id", String(PUBLIC_ID_LENGTH), nullable=False, unique=True),
    Column("reason", Text, nullable=False),
    Column("authority", Text, nullable=False),
    Column("set_by", String(NAME_LENGTH), nullable=False),
    Column("setter_id", String(PUBLIC_ID_LENGTH), nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
)

# One row for the series, or one for each named record: each is lifted by whoever may know of it.
hold_scope = Table(
    "hold_scope",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("hold_id", ForeignKey("hold.id", ondelete="CASCADE"), nullable=False),
    Column("series_id", ForeignKey("series.id")),
    Column("record_id", ForeignKey("record.id", ondelete="CASCADE")),
    Column("lifted_at", UtcDateTime),
    Column("lifted_by", String(NAME_LENGTH), nullable=False),
    Column("lifter_id", String(PUBLIC_ID_LENGTH), nullable=False),
    Column("lift_reason", Text, nullable=False),
    UniqueConstraint("hold_id", "record_id"),
    Index("ix_hold_scope_record_id", "record_id"),
    Index("ix_hold_scope_series_id", "series_id"),
)

disposal_list = Table(
    "disposal_list",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("public_id", String(PUBLIC_ID_LENGTH), nullable=False, unique=True),
    Column("method", TermType(DisposalMethod), nullable=False),
    Column("reason", Text, nullable=False),
    Column("proposed_by", String(NAME_LENGTH), nullable=False),
    Column("proposer_id", String(PUBLIC_ID_LENGTH), nullable=False),
    Column("proposed_at", UtcDateTime, nullable=False),
    Column("state", String(WORD_LENGTH), nullable=False),
    Column("decided_by", String(NAME_LENGTH), nullable=False),
    Column("decider_id", String(PUBLIC_ID_LENGTH), nullable=False),
    Column("decided_at", UtcDateTime),
    Column("decision_reason", Text, nullable=False),
    Column("receiver", Text, nullable=False),
    Column("confirmation", Text, nullable=False),
    Column("certificate", String(REFERENCE_LENGTH), unique=True),
    Index("ix_disposal_list_state", "state"),
)

disposal_item = Table(
    "disposal_item",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("list_id", ForeignKey("disposal_list.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("record_id", ForeignKey("record.id", ondelete="CASCADE"), nullable=False),
    Column("reference", String(REFERENCE_LENGTH), nullable=False),
    Column("title", Text, nullable=False),
    Column("dated", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("series_code", String(LONGEST_CODE), nullable=False),
    Column("rule", WordingType, nullable=False),
    Column("authority", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("why", WordingType, nullable=False),
    Column("files", JsonType, nullable=False),
    Column("taken_off_by", String(NAME_LENGTH), nullable=False),
    Column("taken_off_at", UtcDateTime),
    Column("taken_off_reason", Text, nullable=False),
    Column("kept_because", TermType(KeptBecause)),
    Column("is_disposed_of", Boolean, nullable=False),
    UniqueConstraint("list_id", "record_id"),
    Index("ix_disposal_item_record_id", "record_id"),
)

# Bytes that nothing may refer to any more; a row goes when the worker has settled what becomes of them.
disposed_original = Table(
    "disposed_original",
    Base.metadata,
    Column("sha256", String(SHA256_LENGTH), primary_key=True),
    Column("ordered_at", UtcDateTime, nullable=False),
)
