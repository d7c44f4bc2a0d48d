"""Session rows: found by the hash of their token, listed, revoked, purged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, joinedload

from app.db.models.accounts import SessionRow
from app.domain.errors import Unavailable


def by_token_hash(session: Session, token_hash: bytes) -> SessionRow | None:
    """The session with its account, in one statement. Raises Unavailable when the database is down."""
    statement = (
        select(SessionRow)
        .where(SessionRow.token_hash == token_hash)
        .options(joinedload(SessionRow.account))
    )
    try:
        return session.scalar(statement)
    except SQLAlchemyError as error:
        raise Unavailable("database", "Chancery cannot read its database now.") from error


def by_public_id(session: Session, public_id: str) -> SessionRow | None:
    return session.scalar(select(SessionRow).where(SessionRow.public_id == public_id))


def add(session: Session, row: SessionRow) -> None:
    session.add(row)
    session.flush()


def count_of_account(session: Session, account_id: int) -> int:
    """How many sessions the account has had, as far as rows are kept."""
    statement = select(func.count()).where(SessionRow.account_id == account_id)
    return session.scalar(statement) or 0


def open_sessions(
    session: Session, account_id: int, *, now: datetime, seen_after: datetime
) -> Sequence[SessionRow]:
    """Sessions of the account that would still be accepted, latest use first."""
    return session.scalars(
        select(SessionRow)
        .where(
            SessionRow.account_id == account_id,
            SessionRow.revoked_at.is_(None),
            SessionRow.expires_at > now,
            SessionRow.last_seen_at > seen_after,
        )
        .order_by(SessionRow.last_seen_at.desc(), SessionRow.public_id)
    ).all()


def touch_at_once(new_session: Callable[[], Session], token_hash: bytes, now: datetime) -> None:
    """Note, in a short transaction of its own, that the session was used; never moves the time back.

    Raises Unavailable when another writer keeps the database too long.
    """
    statement = update(SessionRow).where(
        SessionRow.token_hash == token_hash, SessionRow.last_seen_at < now
    )
    try:
        with new_session() as session:
            session.execute(statement.values(last_seen_at=now))
            session.commit()
    except SQLAlchemyError as error:
        raise Unavailable("database", "The use of the session cannot be noted now.") from error


def revoke_all(
    session: Session, account_id: int, now: datetime, *, except_token_hash: bytes | None = None
) -> int:
    """Revoke the account's sessions but one; says how many it ended."""
    statement = update(SessionRow).where(
        SessionRow.account_id == account_id, SessionRow.revoked_at.is_(None)
    )
    if except_token_hash is not None:
        statement = statement.where(SessionRow.token_hash != except_token_hash)
    result = cast(CursorResult[Any], session.execute(statement.values(revoked_at=now)))
    return result.rowcount


def purge_expired(session: Session, before: datetime) -> None:
    """Remove rows whose absolute end lies before `before`; the audit trail keeps the sign-ins."""
    session.execute(delete(SessionRow).where(SessionRow.expires_at < before))


def last_starts(session: Session) -> dict[int, datetime]:
    """Account key -> when its latest session began, as far as rows are kept."""
    rows = session.execute(
        select(SessionRow.account_id, func.max(SessionRow.started_at)).group_by(
            SessionRow.account_id
        )
    )
    return {row[0]: row[1] for row in rows}


def open_counts(session: Session, *, now: datetime, seen_after: datetime) -> dict[int, int]:
    """Account key -> how many sessions would still be accepted."""
    rows = session.execute(
        select(SessionRow.account_id, func.count())
        .where(
            SessionRow.revoked_at.is_(None),
            SessionRow.expires_at > now,
            SessionRow.last_seen_at > seen_after,
        )
        .group_by(SessionRow.account_id)
    )
    return {row[0]: row[1] for row in rows}
