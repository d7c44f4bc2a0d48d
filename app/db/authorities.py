"""The authorities as values, built from their tables once per process: parties and groupings.

They are public knowledge and change only when seeds are loaded (`seeding.py` calls `forget`), a party is
added by hand or two are merged (`authority_writing.py`), so one copy serves all readers. A session asks
once whether another process has changed them since, and keeps what it was given to its end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from app.db.mapping import Row
from app.db.models import authorities as tables
from app.db.models.authority_work import authority_addition, authority_merge
from app.domain.authorities import EntryKind
from app.domain.dated_names import DatedName, NameUse
from app.domain.dates import CalendarDate
from app.domain.groupings import Grouping, Groupings, Membership
from app.domain.parties import PartyDirectory
from app.domain.party import Party, PartyKind
from app.domain.records import PartyCode
from app.domain.wording import Name

_Stamp = tuple[int, int, int]
"""The last addition by hand, how many merges of parties there ever were, and how many were undone."""
_KEPT_AS = "authorities"


@dataclass(frozen=True, slots=True)
class Authorities:
    parties: PartyDirectory
    groupings: Groupings
    stamp: _Stamp = (0, 0, 0)
    """What they were built from."""


_known: WeakKeyDictionary[Any, Authorities] = WeakKeyDictionary()
_lock = Lock()


def authorities(session: Session) -> Authorities:
    """Parties and groupings of this session's database. Building them costs about 50 ms.

    One statement the first time in a session, none after. A session that has not read anything yet
    goes on as if it still had not: what it reads then is as new as before.
    """
    kept: Authorities | None = session.info.get(_KEPT_AS)
    if kept is not None:
        return kept
    was_idle = not session.in_transaction()
    found = _found(session)
    if was_idle:
        session.commit()  # nothing was written; it only lets go of what the reading looked at
    if len(found.parties):
        session.info[_KEPT_AS] = found
    return found


def _found(session: Session) -> Authorities:
    pool = session.get_bind().engine.pool
    stamp = _stamp(session)
    with _lock:
        found = _known.get(pool)
    if found is None or found.stamp != stamp:
        found = Authorities(
            PartyDirectory.from_rows(_parties(session), _merged(session)),
            Groupings.from_rows(_groupings(session)),
            stamp,
        )
        if len(found.parties):
            with _lock:
                _known[pool] = found
    return found


def forget(session: Session) -> None:
    """Read the tables again at the next call; after the seeds have been loaded."""
    session.info.pop(_KEPT_AS, None)
    with _lock:
        _known.pop(session.get_bind().engine.pool, None)


def forget_after_commit(session: Session) -> None:
    """As `forget`, once the session's changes can be seen by those who read them again.

    Until then this session goes on with what was known, so that nothing uncommitted is kept for others.
    """
    authorities(session)
    event.listen(session, "after_commit", forget, once=True)


def _stamp(session: Session) -> _Stamp:
    table = authority_merge
    merges = select(func.count(table.c.id), func.count(table.c.undone_at)).where(
        table.c.kind == EntryKind.PARTY.value
    )
    counted = merges.subquery()
    last = select(func.coalesce(func.max(authority_addition.c.id), 0)).scalar_subquery()
    row = session.execute(select(last, *counted.c)).one()
    return (row[0], row[1], row[2])


def _merged(session: Session) -> dict[PartyCode, PartyCode]:
    table = authority_merge
    rows = session.execute(
        select(table.c.gone_code, table.c.kept_code).where(
            table.c.kind == EntryKind.PARTY.value, table.c.undone_at.is_(None)
        )
    )
    return {PartyCode(gone): PartyCode(kept) for gone, kept in rows}


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
    names = _names_of_groupings(session)
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
            Name.of(row["name"], names[row["id"]]["name"]),
            Name.of(row["short_name"], names[row["id"]]["short_name"]),
            row["kind"],
            tuple(members[row["id"]]),
            row["notes"],
        )
        for row in session.execute(
            select(tables.grouping).order_by(tables.grouping.c.position)
        ).mappings()
    ]


def _names_of_groupings(session: Session) -> Mapping[int, Mapping[str, Mapping[str, str]]]:
    """Key of a grouping -> `name` and `short_name` -> by language."""
    found: dict[int, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for row in session.execute(select(tables.grouping_name)).mappings():
        for field in ("name", "short_name"):
            found[row["grouping_id"]][field][row["language"]] = row[field]
    return found


def _date(row: Row, column: str) -> CalendarDate | None:
    text = row[column]
    return CalendarDate.parse(text) if text else None
