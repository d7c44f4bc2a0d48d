"""What is being worked on, and every version of a description.

A working draft holds what its owner typed, as it was typed: it may hold text above Public, so it is
here and nowhere else, and its owner alone gets it. `record_version` keeps the description of each
revision whole, in the cell the record was in.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from app.db.base import Base
from app.db.models.columns import PUBLIC_ID_LENGTH
from app.db.models.files import SHA256_LENGTH
from app.db.types import JsonType, UtcDateTime

# A new letter's draft bears the id its form carries, one of a record an id of ours. The id is not unique:
# an id that is taken would tell of another's draft, or of one whose record went out of sight.
working_draft = Table(
    "working_draft",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("public_id", String(PUBLIC_ID_LENGTH), nullable=False),
    Column("account_id", ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
    Column("record_id", ForeignKey("record.id", ondelete="CASCADE")),
    Column("revision", Integer),
    Column("fields", JsonType, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Index("ix_working_draft_account_id_public_id", "account_id", "public_id"),
    Index("ix_working_draft_record_id", "record_id"),
)

draft_file = Table(
    "draft_file",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("public_id", String(PUBLIC_ID_LENGTH), nullable=False, unique=True),
    Column("draft_id", ForeignKey("working_draft.id", ondelete="CASCADE"), nullable=False),
    Column("sha256", String(SHA256_LENGTH), nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("name", Text, nullable=False),
    Index("ix_draft_file_draft_id", "draft_id"),
)

record_version = Table(
    "record_version",
    Base.metadata,
    Column("record_id", ForeignKey("record.id", ondelete="CASCADE"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("cell_id", ForeignKey("access_cell.id"), nullable=False),
    Column("description", JsonType, nullable=False),
)
