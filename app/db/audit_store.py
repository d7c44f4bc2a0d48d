"""Appending to the audit trail, reading it back for auditors, and streaming it to be verified.

Open `append` first. What an entry is and how the chain is made: `domain/audit_chain.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import cast

from sqlalchemy import ColumnElement, Table, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.db.models.audit import AuditEntryRow, AuditHeadRow
from app.domain.audit_chain import (
    START,
    AuditEntry,
    AuditFilter,
    ChainHead,
    EntryRow,
    StoredEntry,
    Verdict,
    moment_text,
    next_hash,
    verify_rows,
)
from app.domain.errors import Unavailable

SHORT_ID_LENGTH = 8
"""So many signs of an id stand before its first hyphen."""
_HEAD_ID = 1
_BATCH = 5_000
# Tables, not classes: nothing is kept in the session's identity map, and inserting is thrice as fast.
_ENTRIES, _HEADS = cast(Table, AuditEntryRow.__table__), cast(Table, AuditHeadRow.__table__)
_TRAIL = _ENTRIES.c
_ENTRY_COLUMNS = (
    _TRAIL.sequence,
    _TRAIL.moment,
    _TRAIL.actor_id,
    _TRAIL.actor_name,
    _TRAIL.action,
    _TRAIL.objects_json,
    _TRAIL.details_json,
)

_HEAD = select(_HEADS.c.sequence, _HEADS.c.hash).where(_HEADS.c.id == _HEAD_ID)


@dataclass(frozen=True, slots=True)
class Deed:
    """What is to be written: who (public id, name) did what to which objects, and when."""

    at: datetime
    actor: tuple[str, str]
    action: str
    objects: Sequence[str]
    details: Mapping[str, str]


def append(session: Session, deed: Deed) -> None:
    """Append one entry in the session's transaction, which must be a writing one."""
    append_all(session, [deed])


def append_all(session: Session, deeds: Sequence[Deed]) -> None:
    """Append several entries in order; the chain's end is read and written once.

    Writers are in single file: SQLite by BEGIN IMMEDIATE, PostgreSQL by the lock on the head row.
    Raises Unavailable("audit"); the caller's transaction must then not be committed.
    """
    try:
        _append(session, deeds)
    except SQLAlchemyError as error:
        raise Unavailable("audit", _CANNOT_RECORD) from error


def append_at_once(new_session: Callable[[], Session], deed: Deed) -> None:
    """Append one entry in a short transaction of its own. Raises Unavailable("audit")."""
    try:
        with new_session() as session:
            _append(session, [deed])
            session.commit()
    except SQLAlchemyError as error:
        raise Unavailable("audit", _CANNOT_RECORD) from error


_CANNOT_RECORD = (
    "What you asked for must be recorded first, and it cannot be recorded now. "
    "Try again in a minute; if it stays so, tell your administrator."
)


def page(
    session: Session, wanted: AuditFilter, *, offset: int, limit: int
) -> tuple[list[AuditEntry], int]:
    """One page of matching entries, newest first, and how many match in all.

    An offset past the end gives the last page; `offset` is a multiple of `limit`.
    """
    conditions = _conditions(wanted)
    total = session.scalar(select(func.count()).select_from(_ENTRIES).where(*conditions)) or 0
    offset = min(offset, max(total - 1, 0) // limit * limit)
    rows = session.execute(
        select(*_ENTRY_COLUMNS)
        .where(*conditions)
        .order_by(_TRAIL.sequence.desc())
        .offset(offset)
        .limit(limit)
    )
    return [AuditEntry(*row) for row in rows], total


def of_actor(session: Session, actor_id: str, first: datetime, last: datetime) -> list[AuditEntry]:
    """Everything one account did from `first` to `last`, oldest first."""
    rows = session.execute(
        select(*_ENTRY_COLUMNS)
        .where(
            _TRAIL.actor_id == actor_id,
            _TRAIL.moment >= moment_text(first),
            _TRAIL.moment <= moment_text(last),
        )
        .order_by(_TRAIL.sequence)
    )
    return [AuditEntry(*row) for row in rows]


def actions(session: Session) -> list[str]:
    """Every action that occurs in the trail, in alphabetical order."""
    return list(session.scalars(select(_TRAIL.action).distinct().order_by(_TRAIL.action)))


def head(session: Session) -> ChainHead:
    """Where the chain ends, as kept apart from the entries."""
    row = session.execute(_HEAD).one_or_none()
    return ChainHead(row.sequence, row.hash) if row else START


def hash_at(session: Session, sequence: int) -> bytes | None:
    """The hash stored with one entry; None where there is no such entry."""
    found: bytes | None = session.scalar(select(_TRAIL.hash).where(_TRAIL.sequence == sequence))
    return found


def verify_trail(
    session: Session, checkpoint: ChainHead = START, checkpoints: Sequence[ChainHead] = ()
) -> Verdict:
    """Verify the whole trail from one snapshot, streaming; under ten seconds a million entries."""
    return verify_rows(_rows(session), head(session), [checkpoint, *checkpoints])


def _append(session: Session, deeds: Sequence[Deed]) -> None:
    end = session.execute(_HEAD.with_for_update()).one_or_none()
    last, previous = (end.sequence, end.hash) if end else (START.sequence, START.hash)
    rows = []
    for sequence, deed in enumerate(deeds, start=last + 1):
        entry = AuditEntry.of(
            sequence, deed.at, deed.actor, deed.action, deed.objects, deed.details
        )
        entry_hash = next_hash(previous, entry)
        rows.append(_row(entry, previous, entry_hash))
        previous = entry_hash
    if not rows:
        return
    session.execute(insert(_ENTRIES), rows)
    new_end = {"sequence": last + len(rows), "hash": previous}
    if end:
        session.execute(update(_HEADS).where(_HEADS.c.id == _HEAD_ID).values(new_end))
    else:
        session.execute(insert(_HEADS).values(id=_HEAD_ID, **new_end))


def _row(entry: AuditEntry, previous: bytes, entry_hash: bytes) -> dict[str, object]:
    return {
        "sequence": entry.sequence,
        "moment": entry.moment,
        "actor_id": entry.actor_id,
        "actor_name": entry.actor_name,
        "action": entry.action,
        "objects_json": entry.objects_json,
        "details_json": entry.details_json,
        "previous_hash": previous,
        "hash": entry_hash,
    }


def stored_entries(session: Session) -> Iterator[StoredEntry]:
    """Every entry in order with its hashes, streamed."""
    for row in _rows(session):
        yield StoredEntry.of_row(row)


def _rows(session: Session) -> Iterator[EntryRow]:
    """Plain rows from the driver's own cursor: a third of the time of the same through SQLAlchemy."""
    connection = session.connection()
    statement = select(*_ENTRY_COLUMNS, _TRAIL.previous_hash, _TRAIL.hash).order_by(_TRAIL.sequence)
    cursor = connection.connection.cursor()
    try:
        cursor.execute(str(statement.compile(dialect=connection.dialect)))
        while batch := cursor.fetchmany(_BATCH):
            yield from batch
    finally:
        cursor.close()


def _conditions(wanted: AuditFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.actor:
        conditions.append(_TRAIL.actor_name == wanted.actor)
    if wanted.action:
        conditions.append(_TRAIL.action == wanted.action)
    if wanted.object_id:
        # Objects are a JSON list of texts: the quotes make a partial id match nothing.
        # Of a short id only the beginning is known: the rest follows behind its first hyphen.
        ending = "-" if len(wanted.object_id) == SHORT_ID_LENGTH else '"'
        within = f'"{wanted.object_id}{ending}'
        conditions.append(_TRAIL.objects_json.contains(within, autoescape=True))
    if wanted.first_day:
        conditions.append(_TRAIL.moment >= _beginning(wanted.first_day))
    if wanted.last_day:
        conditions.append(_TRAIL.moment < _beginning(wanted.last_day + timedelta(days=1)))
    return conditions


def _beginning(day: date) -> str:
    return moment_text(datetime.combine(day, time(), UTC))
