"""The authorities as values, built from their tables once per process: parties and groupings.

They are public knowledge and change only when seeds are loaded (`seeding.py` calls `forget`) or a party
is added by hand (`authority_writing.py`), so one copy serves all readers.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from app.db.mapping import Row
from app.db.models import authorities as tables
from app.db.models.authority_work import authority_addition
from app.domain.dates import CalendarDate
from app.domain.groupings import Grouping, Groupings, Membership
from app.domain.parties import DatedName, NameUse, Party, PartyDirectory, PartyKind
from app.domain.records import PartyCode


@dataclass(frozen=True, slots=True)
class Authorities:
    parties: PartyDirectory
    groupings: Groupings
    additions: int = 0
    """The last addition by hand that is among them."""


_known: WeakKeyDictionary[Any, Authorities] = WeakKeyDictionary()
_lock = Lock()


def authorities(session: Session) -> Authorities:
    """Parties and groupings of this session's database. The first call costs about 50 ms."""
    pool = session.get_bind().engine.pool
    with _lock:
        found = _known.get(pool)
    if found is None:
        found = Authorities(
            PartyDirectory.from_rows(_parties(session)),
            Groupings.from_rows(_groupings(session)),
            _last_addition(session),
        )
        if len(found.parties):
            with _lock:
                _known[pool] = found
    return found


def forget(session: Session) -> None:
    """Read the tables again at the next call; after the seeds have been loaded."""
    with _lock:
        _known.pop(session.get_bind().engine.pool, None)


def forget_after_commit(session: Session) -> None:
    """As `forget`, once the session's changes can be seen by those who read them again."""
    event.listen(session, "after_commit", forget, once=True)


def refresh(session: Session) -> None:
    """Forget the copy where another process has added a party since. One statement."""
    if authorities(session).additions != _last_addition(session):
        forget(session)


def _last_addition(session: Session) -> int:
    return session.scalar(select(func.max(authority_addition.c.id))) or 0


def _parties(session: Session) -> list[Party]:
    names: dict[int, list[DatedName]] = defaultdict(list)
    for row in session.execute(
        select(tables.party_name).order_by(
            tables.party_name.c.party_id, tables.party_name.c.position
        )
    ).mappings():
        names[row["party_id"]].append(
            DatedName(
                row["name"],
                NameUse(row["use"]),
                row["language"],
                _date(row, "first"),
                _date(row, "last"),
                row["note"],
            )
        )
    return [
        Party(
            code=PartyCode(row["code"]),
            kind=PartyKind(row["kind"]),
            names=tuple(names[row["id"]]),
            alpha2=row["alpha2"],
            m49=row["m49"],
            tags=row["tags"],
            first=_date(row, "first"),
            last=_date(row, "last"),
            note=row["note"],
        )
        for row in session.execute(select(tables.party).order_by(tables.party.c.code)).mappings()
    ]


def _groupings(session: Session) -> list[Grouping]:
    members: dict[int, list[Membership]] = defaultdict(list)
    table = tables.membership
    for row in session.execute(
        select(table).order_by(table.c.grouping_id, table.c.position)
    ).mappings():
        members[row["grouping_id"]].append(
            Membership(
                PartyCode(row["party"]), _date(row, "first"), _date(row, "last"), row["note"]
            )
        )
    return [
        Grouping(
            row["code"],
            row["name"],
            row["short_name"],
            row["kind"],
            tuple(members[row["id"]]),
            row["notes"],
        )
        for row in session.execute(
            select(tables.grouping).order_by(tables.grouping.c.position)
        ).mappings()
    ]


def _date(row: Row, column: str) -> CalendarDate | None:
    text = row[column]
    return CalendarDate.parse(text) if text else None
