"""Filling the authority tables from the seeds that ship with Chancery, as often as one likes.

The seeds are the whole truth of the parties and groupings they name: their rows are written anew.
Subjects and persons keep their keys, because records point at them. Entries added by hand are left alone,
until a seed of the same code takes their place. Records that name a party whose names or memberships are
others by now get a new edition, so that the next reconciliation has them indexed anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence, Set
from pathlib import Path

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.orm import Session

from app.db import authorities
from app.db.authority_writing import raise_editions
from app.db.models import authorities as tables
from app.db.models.authority_work import authority_addition
from app.domain.dates import CalendarDate
from app.domain.groupings import Grouping, groupings_from_json
from app.domain.party import Party
from app.domain.party_seed import parties_from_json

SEEDS = Path(__file__).with_name("seeds")
_NamesByCode = Mapping[str, Mapping[str, Sequence[str]]]


def seed_authorities(session: Session) -> None:
    """Bring parties, groupings, subjects, persons and offices to what the seeds say."""
    before = _by_party(session)
    _seed_parties(session, parties_from_json(_seed("parties.json")))
    _seed_groupings(session, groupings_from_json(_seed("groups.json")))
    _seed_named(session, tables.subject, tables.subject_name, _names_of("thesaurus.json", "labels"))
    _seed_named(session, tables.person, tables.person_name, _names_of("persons.json", "names"))
    _seed_offices(session)
    after = _by_party(session)
    changed = [code for code in {*before, *after} if before.get(code) != after.get(code)]
    raise_editions(session, changed)
    authorities.forget(session)  # the next reader shall see what is committed by then


def _by_party(session: Session) -> Mapping[str, tuple[object, ...]]:
    """What is indexed of each party: itself with its names, and its stays in each grouping."""
    authorities.forget(session)
    known = authorities.authorities(session)
    found: dict[str, list[object]] = {one.code: [one] for one in known.parties.parties}
    for grouping in known.groupings.groupings:
        for stay in grouping.members:
            found.setdefault(stay.party, []).append((grouping.code, stay))
    return {code: tuple(one) for code, one in found.items()}


def _seed(name: str) -> str:
    return (SEEDS / name).read_text(encoding="utf-8")


def _seed_parties(session: Session, parties: tuple[Party, ...]) -> None:
    is_by_hand = tables.party.c.code.in_(
        _added_by_hand(session, "parties", {p.code for p in parties})
    )
    seeded = select(tables.party.c.id).where(~is_by_hand)
    session.execute(delete(tables.party_name).where(tables.party_name.c.party_id.in_(seeded)))
    session.execute(delete(tables.party).where(~is_by_hand))
    session.execute(
        insert(tables.party),
        [
            {
                "code": one.code,
                "kind": one.kind.value,
                "alpha2": one.alpha2,
                "m49": one.m49,
                "tags": one.tags,
                "first": _edtf(one.first),
                "last": _edtf(one.last),
                "note": one.note,
            }
            for one in parties
        ],
    )
    keys = _keys(session, tables.party)
    session.execute(
        insert(tables.party_name),
        [
            {
                "party_id": keys[one.code],
                "position": position,
                "name": name.name,
                "use": name.use.value,
                "language": name.language,
                "first": _edtf(name.first),
                "last": _edtf(name.last),
                "note": name.note,
            }
            for one in parties
            for position, name in enumerate(one.names, start=1)
        ],
    )


def _seed_groupings(session: Session, groupings: tuple[Grouping, ...]) -> None:
    session.execute(delete(tables.membership))
    session.execute(delete(tables.grouping_name))
    session.execute(delete(tables.grouping))
    session.execute(
        insert(tables.grouping),
        [
            {
                "position": position,
                "code": one.code,
                "name": one.name,
                "short_name": one.short_name,
                "kind": one.kind,
                "notes": one.notes,
            }
            for position, one in enumerate(groupings, start=1)
        ],
    )
    keys = _keys(session, tables.grouping)
    session.execute(
        insert(tables.grouping_name),
        [
            {
                "grouping_id": keys[one.code],
                "language": language,
                "name": one.name.in_language(language),
                "short_name": one.short_name.in_language(language),
            }
            for one in groupings
            for language in one.name.others
        ],
    )
    session.execute(
        insert(tables.membership),
        [
            {
                "grouping_id": keys[one.code],
                "position": position,
                "party": member.party,
                "first": _edtf(member.first),
                "last": _edtf(member.last),
                "note": member.note,
            }
            for one in groupings
            for position, member in enumerate(one.members, start=1)
        ],
    )


def _names_of(seed: str, field: str) -> _NamesByCode:
    """Code -> names by language, for subjects and persons."""
    return {one["code"]: one[field] for one in json.loads(_seed(seed))}


def _seed_named(session: Session, table: Table, names: Table, seed: _NamesByCode) -> None:
    """Add what is new and write all names anew; rows that records point at keep their keys."""
    known = _keys(session, table)
    new = [{"code": code, "note": ""} for code in seed if code not in known]
    if new:
        session.execute(insert(table), new)
    keys = _keys(session, table)
    owner = names.c[f"{table.name}_id"]
    by_hand = _added_by_hand(session, f"{table.name}s", set(seed))
    kept = [key for code, key in keys.items() if code in by_hand]
    session.execute(delete(names).where(owner.not_in(kept)))
    rows = [
        {
            f"{table.name}_id": keys[code],
            "position": position,
            "name": name,
            "language": language,
        }
        for code, by_language in seed.items()
        for position, (language, name) in enumerate(_in_order(by_language), start=1)
    ]
    session.execute(insert(names), rows)


def _in_order(by_language: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    return [(language, name) for language, names in by_language.items() for name in names]


def _seed_offices(session: Session) -> None:
    known = _keys(session, tables.office)
    for one in json.loads(_seed("offices.json")):
        values = {
            "code": one["code"],
            "title": one["title"],
            "other_titles": tuple(one.get("other_titles", ())),
            "party": one.get("party"),
            "organ": one["organ"],
            "first": one.get("from"),
            "last": one.get("until"),
        }
        if one["code"] in known:
            session.execute(
                update(tables.office).where(tables.office.c.code == one["code"]).values(values)
            )
        else:
            session.execute(insert(tables.office), [values])


def _added_by_hand(session: Session, kind: str, seeded: Set[str]) -> frozenset[str]:
    """Codes of entries added by hand; one that a seed brings by now counts as the seed's."""
    table = authority_addition
    session.execute(delete(table).where(table.c.kind == kind, table.c.code.in_(seeded)))
    return frozenset(session.scalars(select(table.c.code).where(table.c.kind == kind)))


def _keys(session: Session, table: Table) -> dict[str, int]:
    rows = session.execute(select(table.c.code, table.c.id))
    return {str(code): int(key) for code, key in rows}


def _edtf(date: CalendarDate | None) -> str | None:
    return date.edtf if date else None
