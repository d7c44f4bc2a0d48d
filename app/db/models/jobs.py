"""Job rows are the queue: written in the transaction of the change that needs them."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table

from app.db.base import Base
from app.db.models.columns import PUBLIC_ID_LENGTH
from app.db.types import UtcDateTime, WordingType

WORD_LENGTH = 32

job = Table(
    "job",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("public_id", String(PUBLIC_ID_LENGTH), nullable=False, unique=True),
    Column("kind", String(WORD_LENGTH), nullable=False),
    Column("subject", String(PUBLIC_ID_LENGTH), nullable=False),
    Column("state", String(WORD_LENGTH), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("lease_until", UtcDateTime),
    Column("heartbeat_at", UtcDateTime),
    Column("error", WordingType, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    Index("ix_job_state_kind_id", "state", "kind", "id"),
    Index("ix_job_subject_kind_state", "subject", "kind", "state"),
)
