"""Proposals of wider release, and what originators say to one: both hang on a record and its cell.

Labels stand as text, not as cells: a proposed label may never come into use. Entries of consent are
only ever added; the newest of an originator counts. Neither raises the record's revision.
"""

from __future__ import annotations

from sqlalchemy import (
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
from app.db.models.columns import PARTY_LENGTH, PUBLIC_ID_LENGTH
from app.db.models.records import NAME_LENGTH
from app.db.types import TermType, UtcDateTime
from app.domain.consents import ConsentState

STATE_LENGTH = 16

release_proposal = Table(
    "release_proposal",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("public_id", String(PUBLIC_ID_LENGTH), nullable=False, unique=True),
    Column("record_id", ForeignKey("record.id", ondelete="CASCADE"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("from_label", Text, nullable=False),
    Column("to_label", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("not_before", Date),
    Column("proposed_by", String(NAME_LENGTH), nullable=False),
    Column("proposer_id", String(PUBLIC_ID_LENGTH), nullable=False),
    Column("proposed_at", UtcDateTime, nullable=False),
    Column("state", String(STATE_LENGTH), nullable=False),
    Column("decided_by", String(NAME_LENGTH), nullable=False),
    Column("decider_id", String(PUBLIC_ID_LENGTH), nullable=False),
    Column("decided_at", UtcDateTime),
    Column("decision_reason", Text, nullable=False),
    Index("ix_release_proposal_record_id", "record_id"),
    Index("ix_release_proposal_state", "state"),
)

release_consent = Table(
    "release_consent",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("record_id", ForeignKey("record.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("originator", String(PARTY_LENGTH), nullable=False),
    Column("state", TermType(ConsentState), nullable=False),
    Column("contact", Text, nullable=False),
    Column("answered_on", Date),
    Column("silence_counts_after", Date),
    Column("note", Text, nullable=False),
    Column("by", String(NAME_LENGTH), nullable=False),
    Column("account_id", String(PUBLIC_ID_LENGTH), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("record_id", "number"),
)
