"""Files of records and the text read from them. The bytes live in `documents/`, named by SHA-256."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from app.db.base import Base
from app.db.models.columns import PUBLIC_ID_LENGTH
from app.db.types import MaybeTextType, TermType, UtcDateTime, WordingType
from app.domain.vocabularies import FileRole

SHA256_LENGTH = 64
STATE_LENGTH = 16

record_file = Table(
    "record_file",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("public_id", String(PUBLIC_ID_LENGTH), nullable=False, unique=True),
    Column("record_id", ForeignKey("record.id", ondelete="CASCADE"), nullable=False),
    Column("sha256", String(SHA256_LENGTH), nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", TermType(FileRole), nullable=False),
    Column("language", MaybeTextType),
    Column("note", Text, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("extraction", String(STATE_LENGTH), nullable=False),
    Column("extraction_reason", WordingType, nullable=False),
    Column("pages", Integer),
    Index("ix_record_file_record_id", "record_id"),
    Index("ix_record_file_sha256", "sha256"),
)

file_text = Table(
    "file_text",
    Base.metadata,
    Column("file_id", ForeignKey("record_file.id", ondelete="CASCADE"), primary_key=True),
    Column("page", Integer, primary_key=True),
    Column("text", Text, nullable=False),
)
