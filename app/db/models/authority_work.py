"""Work on authorities: entries added by hand, proposals for new ones, merges of two that are one.

An addition says only that an entry did not come with the seeds. A proposal stands in the cell of the
record its name came from, and is public knowledge only once it is confirmed. A merge moves nothing: it
says that one entry stands for another until it is undone (docs/decisions/merging-authorities.md).
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from app.db.base import Base
from app.db.models.authorities import CODE_LENGTH, LANGUAGE_LENGTH
from app.db.models.columns import PARTY_LENGTH, PUBLIC_ID_LENGTH
from app.db.models.records import NAME_LENGTH
from app.db.types import TextsType, UtcDateTime

ENTRY_CODE_LENGTH = CODE_LENGTH * 2

authority_addition = Table(
    "authority_addition",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(CODE_LENGTH), nullable=False),
    Column("code", String(ENTRY_CODE_LENGTH), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("account_id", String(PUBLIC_ID_LENGTH), nullable=False),
    UniqueConstraint("kind", "code"),
)

authority_proposal = Table(
    "authority_proposal",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("public_id", String(PUBLIC_ID_LENGTH), nullable=False, unique=True),
    Column("kind", String(CODE_LENGTH), nullable=False),
    Column("name", Text, nullable=False),
    Column("other_names", TextsType, nullable=False),
    Column("language", String(LANGUAGE_LENGTH), nullable=False),
    Column("code", String(ENTRY_CODE_LENGTH), nullable=False),
    Column("party", String(PARTY_LENGTH), nullable=False),
    Column("organ", Text, nullable=False),
    Column("party_kind", String(CODE_LENGTH), nullable=False),
    Column("note", Text, nullable=False),
    Column("cell_id", ForeignKey("access_cell.id"), nullable=False),
    Column("record_id", ForeignKey("record.id", ondelete="CASCADE")),
    Column("state", String(CODE_LENGTH), nullable=False),
    Column("by", String(NAME_LENGTH), nullable=False),
    Column("account_id", String(PUBLIC_ID_LENGTH), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("decided_by", String(NAME_LENGTH), nullable=False),
    Column("decided_at", UtcDateTime),
    Column("reason", Text, nullable=False),
    Index("ix_authority_proposal_state_kind", "state", "kind"),
    Index("ix_authority_proposal_record_id", "record_id"),
)

authority_merge = Table(
    "authority_merge",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("public_id", String(PUBLIC_ID_LENGTH), nullable=False, unique=True),
    Column("kind", String(CODE_LENGTH), nullable=False),
    Column("kept_code", String(ENTRY_CODE_LENGTH), nullable=False),
    Column("gone_code", String(ENTRY_CODE_LENGTH), nullable=False),
    Column("by", String(NAME_LENGTH), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("reason", Text, nullable=False),
    Column("undone_by", String(NAME_LENGTH), nullable=False),
    Column("undone_at", UtcDateTime),
    Column("undone_reason", Text, nullable=False),
    Index("ix_authority_merge_kind_gone_code", "kind", "gone_code"),
)
