"""Builds of briefings with the records in them, and the register of copies.

A build belongs to the account that began it. It names its briefing by the public id alone: when the draft
goes, the book and the register of its copies stay. Bytes are in the store of originals, by their digest.
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
from app.db.models.columns import PUBLIC_ID_LENGTH
from app.db.models.jobs import WORD_LENGTH
from app.db.models.records import NAME_LENGTH
from app.db.types import JsonType, UtcDateTime, WordingType

DIGEST_LENGTH = 64
REFERENCE_LENGTH = 32

briefing_build = Table(
    "briefing_build",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("public_id", String(PUBLIC_ID_LENGTH), nullable=False, unique=True),
    Column("briefing_public_id", String(PUBLIC_ID_LENGTH), nullable=False),
    Column("account_id", String(PUBLIC_ID_LENGTH), nullable=False),
    Column("begun_by", String(NAME_LENGTH), nullable=False),
    Column("begun_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("state", String(WORD_LENGTH), nullable=False),
    Column("step", String(WORD_LENGTH), nullable=False),
    Column("done", Integer, nullable=False),
    Column("of", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("is_stopped", Boolean, nullable=False),
    Column("error", WordingType, nullable=False),
    Column("spec", JsonType, nullable=False),
    Column("recipients", JsonType, nullable=False),
    Column("floor", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("sha256", String(DIGEST_LENGTH)),
    Column("size_bytes", Integer, nullable=False),
    Index("ix_briefing_build_briefing_public_id", "briefing_public_id", "id"),
    Index("ix_briefing_build_account_id", "account_id", "id"),
)

built_record = Table(
    "built_record",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("build_id", ForeignKey("briefing_build.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("record_public_id", String(PUBLIC_ID_LENGTH), nullable=False),
    Column("reference", String(REFERENCE_LENGTH), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("depth", String(WORD_LENGTH), nullable=False),
    UniqueConstraint("build_id", "position"),
    Index("ix_built_record_record_public_id", "record_public_id"),
)

briefing_copy = Table(
    "briefing_copy",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("public_id", String(PUBLIC_ID_LENGTH), nullable=False, unique=True),
    Column("build_id", ForeignKey("briefing_build.id", ondelete="CASCADE"), nullable=False),
    Column("briefing_public_id", String(PUBLIC_ID_LENGTH), nullable=False),
    Column("number", Integer, nullable=False),
    Column("of", Integer, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("made_by", String(NAME_LENGTH), nullable=False),
    Column("sha256", String(DIGEST_LENGTH)),
    Column("size_bytes", Integer, nullable=False),
    Column("is_encrypted", Boolean, nullable=False),
    UniqueConstraint("briefing_public_id", "number"),
    Index("ix_briefing_copy_build_id", "build_id"),
)
