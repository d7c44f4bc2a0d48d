"""Rows of drafts of briefings, their versions and shares; and how guarded the records are that they name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.db.gate import Gate
from app.db.models.accounts import AccountRow
from app.db.models.briefings import BriefingRow, BriefingShareRow, BriefingVersionRow
from app.db.models.records import record
from app.domain.access import AccessLabel
from app.domain.records import RecordId
from app.domain.vocabularies import RecordState

_AT_ONCE = 500


def visible(session: Session, account_id: str) -> Sequence[BriefingRow]:
    """Drafts of an account and those shared with it, the one saved last first. By the public id."""
    return session.scalars(
        _of(account_id).order_by(BriefingRow.saved_at.desc(), BriefingRow.id.desc())
    ).all()


def one(session: Session, account_id: str, briefing_id: str) -> BriefingRow | None:
    """A draft of this account or shared with it, read anew; those of others are not there."""
    found = _of(account_id).where(BriefingRow.public_id == briefing_id)
    return session.scalar(found.execution_options(populate_existing=True))


def count(session: Session, account: int) -> int:
    """How many drafts an account has of its own. `account` is its key."""
    statement = select(func.count()).where(BriefingRow.account_id == account)
    return session.scalar(statement) or 0


def add(session: Session, row: BriefingRow | BriefingVersionRow | BriefingShareRow) -> None:
    session.add(row)
    session.flush()


def remove(session: Session, row: BriefingRow | BriefingShareRow) -> None:
    session.delete(row)
    session.flush()


def version(session: Session, briefing: int, revision: int) -> BriefingVersionRow | None:
    """A draft as it stood at a revision. `briefing` is its key."""
    return session.get(BriefingVersionRow, (briefing, revision))


def versions(session: Session, briefing: int, limit: int) -> Sequence[BriefingVersionRow]:
    """The last versions, newest first."""
    return session.scalars(
        select(BriefingVersionRow)
        .where(BriefingVersionRow.briefing_id == briefing)
        .order_by(BriefingVersionRow.revision.desc())
        .limit(limit)
    ).all()


def labels_of(gate: Gate, record_ids: Collection[RecordId]) -> dict[RecordId, AccessLabel]:
    """The labels of those of the records that may be read; the others are not there."""
    found: dict[RecordId, AccessLabel] = {}
    for some in _in_parts(record_ids):
        statement = select(record.c.public_id, record.c.cell_id).where(record.c.public_id.in_(some))
        for public_id, cell_id in gate.session.execute(gate.within(statement)):
            found[RecordId(public_id)] = gate.label_of(cell_id)
    return found


def registered(session: Session, record_ids: Collection[RecordId]) -> frozenset[RecordId]:
    """Which of the records are registered now, whoever may read them: only to refuse a whole draft to
    somebody who may not read every part of it, never to show anything."""
    found: set[RecordId] = set()
    for some in _in_parts(record_ids):
        standing = record.c.state == RecordState.REGISTERED
        statement = select(record.c.public_id).where(record.c.public_id.in_(some), standing)
        found.update(RecordId(one) for one in session.scalars(statement))
    return frozenset(found)


def _in_parts(record_ids: Collection[RecordId]) -> Iterator[list[RecordId]]:
    """A few hundred ids at a time, so that no statement grows beyond what a database takes."""
    everything = list(record_ids)
    for start in range(0, len(everything), _AT_ONCE):
        yield everything[start : start + _AT_ONCE]


def _of(account_id: str) -> Select[BriefingRow]:
    shared = (
        select(BriefingShareRow.briefing_id)
        .join(AccountRow, AccountRow.id == BriefingShareRow.account_id)
        .where(AccountRow.public_id == account_id)
    )
    return (
        select(BriefingRow)
        .join(BriefingRow.account)
        .where(or_(AccountRow.public_id == account_id, BriefingRow.id.in_(shared)))
        .options(
            joinedload(BriefingRow.account),
            selectinload(BriefingRow.shares).joinedload(BriefingShareRow.account),
        )
    )
