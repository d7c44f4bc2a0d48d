"""Links that work once, second factors, recovery codes, half sign-ins and preferences: rows only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, joinedload

from app.db.models.credentials import (
    AccountLinkRow,
    FactorRow,
    HalfSignInRow,
    PreferenceRow,
    RecoveryCodeRow,
)


def link_by_token(session: Session, token_hash: bytes) -> AccountLinkRow | None:
    """The link with its account, both read anew even when the session has seen them before."""
    return session.scalar(
        select(AccountLinkRow)
        .where(AccountLinkRow.token_hash == token_hash)
        .options(joinedload(AccountLinkRow.account))
        .execution_options(populate_existing=True)
    )


def links_of(session: Session, account_id: int) -> Sequence[AccountLinkRow]:
    """Every link the account was given, newest first."""
    return session.scalars(
        select(AccountLinkRow)
        .where(AccountLinkRow.account_id == account_id)
        .order_by(AccountLinkRow.id.desc())
    ).all()


def void_links(session: Session, account_id: int, now: datetime) -> None:
    """Let none of the account's open links work any more."""
    session.execute(
        update(AccountLinkRow)
        .where(
            AccountLinkRow.account_id == account_id,
            AccountLinkRow.used_at.is_(None),
            AccountLinkRow.voided_at.is_(None),
        )
        .values(voided_at=now)
    )


def accounts_never_opened(session: Session) -> set[int]:
    """Integer keys of accounts that were invited and whose invitation was not accepted yet."""
    used = func.max(AccountLinkRow.used_at)
    return set(
        session.scalars(
            select(AccountLinkRow.account_id)
            .where(AccountLinkRow.purpose == "invitation")
            .group_by(AccountLinkRow.account_id)
            .having(used.is_(None))
        )
    )


def factor(session: Session, account_id: int, *, is_confirmed: bool) -> FactorRow | None:
    """The account's factor, or the one still to be confirmed; read anew."""
    return session.scalar(
        select(FactorRow)
        .where(FactorRow.account_id == account_id, FactorRow.is_confirmed.is_(is_confirmed))
        .execution_options(populate_existing=True)
    )


def has_factor(session: Session, account_id: int) -> bool:
    found = session.scalar(
        select(FactorRow.id).where(
            FactorRow.account_id == account_id, FactorRow.is_confirmed.is_(True)
        )
    )
    return found is not None


def accounts_with_factor(session: Session) -> set[int]:
    """Integer keys of the accounts that have a second factor."""
    return set(session.scalars(select(FactorRow.account_id).where(FactorRow.is_confirmed)))


def remove_factor(session: Session, account_id: int, *, is_confirmed: bool) -> None:
    session.execute(
        delete(FactorRow).where(
            FactorRow.account_id == account_id, FactorRow.is_confirmed.is_(is_confirmed)
        )
    )


def set_recovery_codes(session: Session, account_id: int, hashes: Iterable[bytes]) -> None:
    """These and no others open the account from now on; none when there are none."""
    session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.account_id == account_id))
    session.add_all(RecoveryCodeRow(account_id=account_id, code_hash=each) for each in hashes)
    session.flush()


def use_recovery_code(session: Session, account_id: int, code_hash: bytes, now: datetime) -> bool:
    """Use the code up; False when it is not one of the account's unused ones."""
    row = session.scalar(
        select(RecoveryCodeRow)
        .where(
            RecoveryCodeRow.account_id == account_id,
            RecoveryCodeRow.code_hash == code_hash,
            RecoveryCodeRow.used_at.is_(None),
        )
        .execution_options(populate_existing=True)
    )
    if row is None:
        return False
    row.used_at = now
    session.flush()
    return True


def recovery_codes_left(session: Session, account_id: int) -> int:
    statement = select(func.count()).where(
        RecoveryCodeRow.account_id == account_id, RecoveryCodeRow.used_at.is_(None)
    )
    return session.scalar(statement) or 0


def half_sign_in(session: Session, token_hash: bytes) -> HalfSignInRow | None:
    """The half sign-in with its account, both read anew."""
    return session.scalar(
        select(HalfSignInRow)
        .where(HalfSignInRow.token_hash == token_hash)
        .options(joinedload(HalfSignInRow.account))
        .execution_options(populate_existing=True)
    )


def forget_half_sign_ins(session: Session, account_id: int, before: datetime) -> None:
    """Remove those of the account, and everybody's that have run out."""
    session.execute(
        delete(HalfSignInRow).where(
            (HalfSignInRow.account_id == account_id) | (HalfSignInRow.expires_at <= before)
        )
    )


def preference(session: Session, account_id: int) -> PreferenceRow | None:
    return session.get(PreferenceRow, account_id)


def add(session: Session, row: AccountLinkRow | FactorRow | HalfSignInRow | PreferenceRow) -> None:
    session.add(row)
    session.flush()
