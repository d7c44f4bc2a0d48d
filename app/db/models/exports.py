"""Exports of many records that wait for a second registrar, or were decided.

Records stand by their public ids: whether they may be read is asked of the gate each time, and a
proposal exists only for whoever may read every one of them.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from app.db.base import Base
from app.db.models.columns import PUBLIC_ID_LENGTH
from app.db.models.records import NAME_LENGTH
from app.db.models.releases import STATE_LENGTH
from app.db.types import UtcDateTime

export_proposal = Table(
    "export_proposal",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("public_id", String(PUBLIC_ID_LENGTH), nullable=False, unique=True),
    Column("reason", Text, nullable=False),
    Column("proposed_by", String(NAME_LENGTH), nullable=False),
    Column("proposer_id", String(PUBLIC_ID_LENGTH), nullable=False),
    Column("proposed_at", UtcDateTime, nullable=False),
    Column("state", String(STATE_LENGTH), nullable=False),
    Column("decided_by", String(NAME_LENGTH), nullable=False),
    Column("decider_id", String(PUBLIC_ID_LENGTH), nullable=False),
    Column("decided_at", UtcDateTime),
    Column("decision_reason", Text, nullable=False),
    Index("ix_export_proposal_state", "state"),
)

export_item = Table(
    "export_item",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("proposal_id", ForeignKey("export_proposal.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("record_public_id", String(PUBLIC_ID_LENGTH), nullable=False),
    UniqueConstraint("proposal_id", "position"),
)
