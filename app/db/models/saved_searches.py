"""Searches that accounts keep, what the watched ones found last, and how a person wants the digest.

What was found stands here as keyed digests of ids (`domain/saved_searches.py`), in a table of its own:
lists of searches need none of it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db.base import Base
from app.db.models.accounts import AccountRow
from app.db.types import JsonType, UtcDateTime

SEARCH_NAME_LENGTH = 120
WATCH_KEY_LENGTH = 16
ADDRESS_LENGTH = 254
PERIOD_LENGTH = 16


class SavedSearchRow(Base):
    """`state` is what `packed_request` made; `share_id` None: no link leads here."""

    __tablename__ = "saved_search"
    __table_args__ = (UniqueConstraint("account_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(36), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(SEARCH_NAME_LENGTH))
    note: Mapped[str] = mapped_column(Text)
    state: Mapped[Any] = mapped_column(JsonType)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    share_id: Mapped[str | None] = mapped_column(String(36), unique=True)

    account: Mapped[AccountRow] = relationship()
    watch: Mapped[SearchWatchRow | None] = relationship(
        back_populates="search", cascade="all, delete-orphan", passive_deletes=True
    )


class SearchWatchRow(Base):
    """`seen`: found at the last visit. `before`: found at the one before, to mark what was new at it.
    `told`: found since the last visit and announced by mail already."""

    __tablename__ = "saved_search_watch"

    saved_search_id: Mapped[int] = mapped_column(
        ForeignKey("saved_search.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[bytes] = mapped_column(LargeBinary(WATCH_KEY_LENGTH))
    visited_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen: Mapped[bytes] = mapped_column(LargeBinary)
    before: Mapped[bytes] = mapped_column(LargeBinary)
    told: Mapped[bytes] = mapped_column(LargeBinary)

    search: Mapped[SavedSearchRow] = relationship(back_populates="watch")


class SearchDigestRow(Base):
    """How an account wants the digest. `period` is the last one that is done with, mail or no mail."""

    __tablename__ = "search_digest"

    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    frequency: Mapped[str] = mapped_column(String(16))
    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    period: Mapped[str] = mapped_column(String(PERIOD_LENGTH))

    account: Mapped[AccountRow] = relationship()
