"""Accounts, their sessions, and the counters that slow down guessing.

What a person may see (level, compartments, party) is kept by name, as settings write it; the services
turn it into a `Clearance` at each request and give the least when a name is no longer in use.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db.base import Base
from app.db.types import TextsType, UtcDateTime

NAME_LENGTH = 64


class AccountRow(Base):
    """`name` is casefolded and unique; `role` is the value of `domain.principals.Role`."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(36), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH), unique=True)
    display_name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(255))
    role: Mapped[str] = mapped_column(String(32))
    level: Mapped[str] = mapped_column(String(64))
    compartments: Mapped[tuple[str, ...]] = mapped_column(TextsType)
    party: Mapped[str | None] = mapped_column(String(12))
    is_disabled: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SessionRow(Base):
    """One sign-in. The token itself is only in the person's cookie; here is its SHA-256."""

    __tablename__ = "account_session"
    __table_args__ = (
        Index("ix_account_session_account_id_started_at", "account_id", "started_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(36), unique=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    address: Mapped[str] = mapped_column(String(64))
    agent: Mapped[str] = mapped_column(String(200))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    account: Mapped[AccountRow] = relationship()


class AttemptCounterRow(Base):
    """Attempts to sign in with one name or from one address; kept by hash, forgotten after a day.

    A name that belongs to nobody is counted like any other, so that waiting tells nothing.
    """

    __tablename__ = "sign_in_attempts"
    __table_args__ = (UniqueConstraint("kind", "subject_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    subject_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    count: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    blocked_until: Mapped[datetime] = mapped_column(UtcDateTime)
