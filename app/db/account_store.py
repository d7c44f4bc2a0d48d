"""Finding and adding accounts, and counting attempts to sign in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.db.models.accounts import AccountRow, AttemptCounterRow


def by_name(session: Session, name: str) -> AccountRow | None:
    """The account of that name, case ignored."""
    return session.scalar(select(AccountRow).where(AccountRow.name == name.strip().casefold()))


def by_name_now(session: Session, name: str) -> AccountRow | None:
    """As `by_name`, read again even when the session has seen the row before."""
    statement = select(AccountRow).where(AccountRow.name == name)
    return session.scalar(statement.execution_options(populate_existing=True))


def by_public_id(session: Session, public_id: str) -> AccountRow | None:
    return session.scalar(select(AccountRow).where(AccountRow.public_id == public_id))


def all_accounts(session: Session) -> Sequence[AccountRow]:
    """Every account, by name."""
    return session.scalars(select(AccountRow).order_by(AccountRow.name)).all()


def serves_any(session: Session, codes: Collection[str]) -> bool:
    """Whether one of the parties is that of an account, open or closed."""
    statement = select(AccountRow.id).where(AccountRow.party.in_(list(codes))).limit(1)
    return session.scalar(statement) is not None


def add(session: Session, account: AccountRow) -> None:
    session.add(account)
    session.flush()


def attempts(session: Session, kind: str, subject_hash: bytes) -> AttemptCounterRow | None:
    """The counter of one name or address."""
    return session.scalar(
        select(AttemptCounterRow).where(
            AttemptCounterRow.kind == kind, AttemptCounterRow.subject_hash == subject_hash
        )
    )


def add_attempts(session: Session, counter: AttemptCounterRow) -> None:
    session.add(counter)
    session.flush()


def forget_attempts(session: Session, kind: str, subject_hash: bytes) -> None:
    """Forget one counter: after a good sign-in, or when an officer resets the password."""
    session.execute(
        delete(AttemptCounterRow).where(
            AttemptCounterRow.kind == kind, AttemptCounterRow.subject_hash == subject_hash
        )
    )


def forget_attempts_before(session: Session, moment: datetime) -> None:
    """Forget counters that have been quiet since `moment`."""
    session.execute(delete(AttemptCounterRow).where(AttemptCounterRow.last_at < moment))
