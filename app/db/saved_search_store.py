"""Saved searches, what the watched ones found last, and who wants the digest: rows only."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from app.db.models.accounts import AccountRow
from app.db.models.saved_searches import SavedSearchRow, SearchDigestRow, SearchWatchRow


def of_account(session: Session, account_id: str) -> Sequence[SavedSearchRow]:
    """Every search of the account, by name. `account_id` is the public one."""
    rows = session.scalars(
        select(SavedSearchRow)
        .join(SavedSearchRow.account)
        .where(AccountRow.public_id == account_id)
        .options(joinedload(SavedSearchRow.watch))
    )
    return sorted(rows, key=lambda row: (row.name.casefold(), row.id))


def watched(session: Session, account_id: str) -> list[SavedSearchRow]:
    """Those of the account that are watched, by name."""
    return [row for row in of_account(session, account_id) if row.watch is not None]


def one(session: Session, account_id: str, search_id: str) -> SavedSearchRow | None:
    """A search of this account; those of others are not there."""
    return session.scalar(
        select(SavedSearchRow)
        .join(SavedSearchRow.account)
        .where(SavedSearchRow.public_id == search_id, AccountRow.public_id == account_id)
        .options(joinedload(SavedSearchRow.watch))
    )


def count(session: Session, account_key: int) -> int:
    statement = select(func.count()).where(SavedSearchRow.account_id == account_key)
    return session.scalar(statement) or 0


def shared(session: Session, share_id: str) -> SavedSearchRow | None:
    """The search that a link leads to, with its account."""
    return session.scalar(
        select(SavedSearchRow)
        .where(SavedSearchRow.share_id == share_id)
        .options(joinedload(SavedSearchRow.account))
    )


def add(session: Session, row: SavedSearchRow | SearchWatchRow | SearchDigestRow) -> None:
    session.add(row)
    session.flush()


def remove(session: Session, row: SavedSearchRow | SearchWatchRow) -> None:
    session.delete(row)
    session.flush()


def digest(session: Session, account_id: str) -> SearchDigestRow | None:
    """What the account chose, read anew, with the account; None when it never chose."""
    return session.scalar(
        select(SearchDigestRow)
        .join(SearchDigestRow.account)
        .where(AccountRow.public_id == account_id)
        .options(joinedload(SearchDigestRow.account))
        .execution_options(populate_existing=True)
    )


def digests(session: Session, frequency: str) -> Sequence[SearchDigestRow]:
    """Everybody who wants the digest so often and whose account is open."""
    return session.scalars(
        select(SearchDigestRow)
        .join(SearchDigestRow.account)
        .where(SearchDigestRow.frequency == frequency, AccountRow.is_disabled.is_(False))
        .options(joinedload(SearchDigestRow.account))
        .order_by(SearchDigestRow.account_id)
    ).all()
