"""What opens an account beside its password: links that work once, second factors, half sign-ins.

Tokens and recovery codes stand here as SHA-256; the secret of a second factor is sealed with a key
derived from the installation's secret key (`signatures/seals.py`), so that a copy of the database alone
makes no codes.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db.base import Base
from app.db.models.accounts import AccountRow
from app.db.types import UtcDateTime

WORD_LENGTH = 16


class AccountLinkRow(Base):
    """An invitation or a password link. `ended_at` is set when it was used or took no effect."""

    __tablename__ = "account_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(36), unique=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    purpose: Mapped[str] = mapped_column(String(WORD_LENGTH))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    voided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    account: Mapped[AccountRow] = relationship()


class FactorRow(Base):
    """The second factor of an account, and the one that is to take its place (not confirmed yet).

    `last_step` is the time step of the last code accepted: no code of it or before works again.
    """

    __tablename__ = "account_factor"
    __table_args__ = (UniqueConstraint("account_id", "is_confirmed"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    is_confirmed: Mapped[bool]
    sealed_secret: Mapped[bytes] = mapped_column(LargeBinary(128))
    last_step: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RecoveryCodeRow(Base):
    """One code that takes the place of the second factor, once."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("account_id", "code_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class HalfSignInRow(Base):
    """A right password that still waits for its code. `password_hash` is the one that was right."""

    __tablename__ = "half_sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    password_hash: Mapped[str] = mapped_column(String(255))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    account: Mapped[AccountRow] = relationship()


class PreferenceRow(Base):
    """What a person chose for the pages: language of the interface, single letters as keys."""

    __tablename__ = "account_preference"

    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str] = mapped_column(String(35))
    has_single_keys: Mapped[bool]
