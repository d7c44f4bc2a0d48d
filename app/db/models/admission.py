"""Access beyond the standing clearance: grants with an end, requests for access, emergencies.

A grant counts from `starts_at` until `ends_at`, or until somebody ended it; nothing has to run for it
to end. People are named by the public ids of their accounts, as in the audit trail.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db.base import Base
from app.db.models.accounts import AccountRow
from app.db.types import JsonType, TextsType, UtcDateTime

STATE_LENGTH = 16
COMPARTMENT_LENGTH = 24
LEVEL_LENGTH = 64
PUBLIC_ID_LENGTH = 36


class EmergencyRow(Base):
    """Emergency access: asked for, granted by an officer and a second person, ended, reported."""

    __tablename__ = "emergency"
    __table_args__ = (Index("ix_emergency_account_id_state", "account_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(STATE_LENGTH))
    asked_for: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    level: Mapped[str | None] = mapped_column(String(LEVEL_LENGTH))
    compartments: Mapped[tuple[str, ...]] = mapped_column(TextsType)
    hours: Mapped[int]
    first_by: Mapped[str | None] = mapped_column(String(PUBLIC_ID_LENGTH))
    first_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    second_by: Mapped[str | None] = mapped_column(String(PUBLIC_ID_LENGTH))
    starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refused_by: Mapped[str | None] = mapped_column(String(PUBLIC_ID_LENGTH))
    answer: Mapped[str] = mapped_column(Text)
    report: Mapped[Any | None] = mapped_column(JsonType)
    reported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    acknowledged_by: Mapped[str | None] = mapped_column(String(PUBLIC_ID_LENGTH))
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    account: Mapped[AccountRow] = relationship()


class GrantRow(Base):
    """A compartment, or in an emergency also a level, for a while."""

    __tablename__ = "access_grant"
    __table_args__ = (Index("ix_access_grant_account_id_ends_at", "account_id", "ends_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    emergency_id: Mapped[int | None] = mapped_column(ForeignKey("emergency.id", ondelete="CASCADE"))
    level: Mapped[str | None] = mapped_column(String(LEVEL_LENGTH))
    compartments: Mapped[tuple[str, ...]] = mapped_column(TextsType)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text)
    granted_by: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_by: Mapped[str | None] = mapped_column(String(PUBLIC_ID_LENGTH))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    emergency: Mapped[EmergencyRow | None] = relationship()


class AccessRequestRow(Base):
    """What somebody asked to see, in words of their own, and what they were told."""

    __tablename__ = "access_request"
    __table_args__ = (Index("ix_access_request_state_asked_at", "state", "asked_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), unique=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[str] = mapped_column(String(STATE_LENGTH))
    asked_for: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(Text)
    granted_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by: Mapped[str | None] = mapped_column(String(PUBLIC_ID_LENGTH))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    account: Mapped[AccountRow] = relationship()
