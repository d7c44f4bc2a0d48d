"""Baskets of accounts, drafts of briefings with every version of them, and with whom they are shared.

A draft is kept as `domain.briefings.packed` makes it: it names records by their public ids, which are asked
of the gate whenever it is opened. `floor` and `label` are labels as people write them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db.base import Base
from app.db.models.accounts import AccountRow
from app.db.models.columns import PUBLIC_ID_LENGTH
from app.db.models.records import NAME_LENGTH
from app.db.types import JsonType, TextsType, UtcDateTime

basket_item = Table(
    "basket_item",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("account_id", ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
    Column("record_id", ForeignKey("record.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    UniqueConstraint("account_id", "record_id"),
    Index("ix_basket_item_record_id", "record_id"),
)


class BriefingRow(Base):
    """A draft as it stands. `floor`: how guarded its own words are, whatever records it holds."""

    __tablename__ = "briefing"
    __table_args__ = (Index("ix_briefing_account_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    revision: Mapped[int]
    spec: Mapped[Any] = mapped_column(JsonType)
    floor: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_by: Mapped[str] = mapped_column(String(NAME_LENGTH))

    account: Mapped[AccountRow] = relationship()
    shares: Mapped[list[BriefingShareRow]] = relationship(
        order_by="BriefingShareRow.shared_at, BriefingShareRow.account_id",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )


class BriefingVersionRow(Base):
    """A draft as it stood after one change, whole. `label`: what its words and records asked for then.

    `parts` are codes of what was changed (`domain/briefing_drafts.py`).
    """

    __tablename__ = "briefing_version"

    briefing_id: Mapped[int] = mapped_column(
        ForeignKey("briefing.id", ondelete="CASCADE"), primary_key=True
    )
    revision: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(NAME_LENGTH))
    account_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH))
    parts: Mapped[tuple[str, ...]] = mapped_column(TextsType)
    label: Mapped[str] = mapped_column(Text)
    spec: Mapped[Any] = mapped_column(JsonType)


class BriefingShareRow(Base):
    """A colleague who may open and change a draft while every part of it is open to them."""

    __tablename__ = "briefing_share"
    __table_args__ = (Index("ix_briefing_share_account_id", "account_id"),)

    briefing_id: Mapped[int] = mapped_column(
        ForeignKey("briefing.id", ondelete="CASCADE"), primary_key=True
    )
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    shared_by: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH))
    shared_at: Mapped[datetime] = mapped_column(UtcDateTime)

    account: Mapped[AccountRow] = relationship()
