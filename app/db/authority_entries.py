"""Authority entries as they stand now: those merged into another give it their names and records.

A merge moves no row. What points at an entry goes on pointing at it, and is read as pointing at the one
that stands for it; so undoing a merge restores everything exactly, whatever happened meanwhile.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Column, Select, Table, select, union
from sqlalchemy.orm import Session

from app.db import synonym_store
from app.db.authorities import authorities
from app.db.gate import Gate
from app.db.models import authorities as tables
from app.db.models import parts
from app.db.models.authority_work import authority_addition, authority_merge
from app.db.models.records import record
from app.db.party_codes import naming
from app.domain import entry_merges
from app.domain.authorities import Entry, EntryKind, EntryName
from app.domain.errors import NotFound
from app.domain.parties import fold_name
from app.domain.records import RecordId

NOT_HERE = "There is no such entry on record."
TABLES: Mapping[EntryKind, Table] = {
    EntryKind.PERSON: tables.person,
    EntryKind.OFFICE: tables.office,
    EntryKind.SUBJECT: tables.subject,
    EntryKind.PARTY: tables.party,
}
_NAMES: Mapping[EntryKind, Table] = {
    EntryKind.PERSON: tables.person_name,
    EntryKind.SUBJECT: tables.subject_name,
    EntryKind.PARTY: tables.party_name,
}
LINKS: Mapping[EntryKind, tuple[tuple[Column[Any], Column[Any]], ...]] = {
    EntryKind.PERSON: (
        (parts.signature.c.person_id, parts.signature.c.person),
        (parts.addressee.c.person_id, parts.addressee.c.person),
        (parts.named_person.c.person_id, parts.named_person.c.name),
    ),
    EntryKind.OFFICE: (
        (parts.signature.c.office_id, parts.signature.c.office),
        (parts.addressee.c.office_id, parts.addressee.c.office),
    ),
    EntryKind.SUBJECT: ((parts.record_subject.c.subject_id, parts.record_subject.c.wording),),
}
"""Where records name entries: the key of the entry, and the words it was linked by.

Parties are named by their codes instead (`party_codes.py`).
"""


def entries(session: Session, kind: EntryKind) -> tuple[Entry, ...]:
    """Every entry that stands for itself, by name. Four statements."""
    found = _plain(session, kind)
    by_key = {key: one for one in found.values() for key in one.keys}
    into = roots(session, kind)
    merged: dict[int, list[Entry]] = defaultdict(list)
    for key, root in into.items():
        merged[root].append(by_key[key])
    standing = [_with(one, merged[key]) for key, one in sorted(by_key.items()) if key not in into]
    return tuple(sorted(standing, key=lambda one: (fold_name(one.name), one.name, one.code)))


def entry(session: Session, kind: EntryKind, code: str) -> Entry:
    """The entry of a code; of one that was merged, the one that stands for it. Raises NotFound."""
    for one in entries(session, kind):
        if one.code == code:
            return one
    target = _merges(session, kind).get(code)
    if target is None:
        raise NotFound(NOT_HERE)
    return entry(session, kind, target)


def names_by_code(session: Session, kind: EntryKind) -> Mapping[str, str]:
    """The main name of every entry by its code, merged ones included."""
    return {one.code: one.name for one in _plain(session, kind).values()}


def roots(session: Session, kind: EntryKind) -> Mapping[int, int]:
    """Key of every merged entry -> key of the entry that stands for it now. Two statements."""
    merges = _merges(session, kind)
    if not merges:
        return {}
    table = TABLES[kind]
    keys = {row.code: row.id for row in session.execute(select(table.c.code, table.c.id))}
    return {
        keys[gone]: keys[root]
        for gone, root in entry_merges.roots(merges).items()
        if gone in keys and root in keys
    }


def counts(gate: Gate, kind: EntryKind) -> Mapping[int, frozenset[int]]:
    """For every entry's key, which readable records point at it. One statement."""
    statement = union(*_naming(gate, kind))
    found: dict[int, set[int]] = defaultdict(set)
    for key, record_key, _, _ in gate.session.execute(statement):
        found[key].add(record_key)
    return {key: frozenset(records) for key, records in found.items()}


def records_of(gate: Gate, kind: EntryKind, keys: Collection[int]) -> tuple[RecordId, ...]:
    """The readable records that point at any of the entries, newest first. One statement."""
    wanted = list(keys)
    narrowed = (one.where(one.selected_columns.entry.in_(wanted)) for one in _naming(gate, kind))
    everything = union(*narrowed).subquery()
    newest = (everything.c.day.desc().nulls_last(), everything.c.public_id)
    statement = select(everything.c.public_id, everything.c.day).distinct().order_by(*newest)
    return tuple(RecordId(one) for one, _ in gate.session.execute(statement))


def _naming(gate: Gate, kind: EntryKind) -> Sequence[Select[Any]]:
    """For every place in readable records that names an entry, the entry's key and the record."""
    if kind is EntryKind.PARTY:
        return naming(gate)
    return [_linked(gate, key) for key, _ in LINKS[kind]]


def _linked(gate: Gate, key: Column[Any]) -> Select[Any]:
    statement = select(
        key.label("entry"),
        record.c.id.label("record"),
        record.c.public_id.label("public_id"),
        record.c.dated_lower.label("day"),
    ).join(record, record.c.id == key.table.c.record_id)
    return gate.within(statement.where(key.is_not(None)))


def _merges(session: Session, kind: EntryKind) -> Mapping[str, str]:
    """Code of every merged entry -> code it was merged into."""
    table = authority_merge
    rows = session.execute(
        select(table.c.gone_code, table.c.kept_code).where(
            table.c.kind == kind.value, table.c.undone_at.is_(None)
        )
    )
    return {row.gone_code: row.kept_code for row in rows}


def _with(one: Entry, merged: Iterable[Entry]) -> Entry:
    names = dict.fromkeys([*one.names, *(name for other in merged for name in other.names)])
    keys = one.keys.union(*(other.keys for other in merged))
    return replace(one, names=tuple(names), keys=keys)


def _plain(session: Session, kind: EntryKind) -> dict[int, Entry]:
    added = frozenset(
        session.scalars(
            select(authority_addition.c.code).where(authority_addition.c.kind == kind.value)
        )
    )
    if kind is EntryKind.OFFICE:
        return _offices(session, added)
    table = TABLES[kind]
    names_table = _NAMES[kind]
    owner = names_table.c[f"{table.name}_id"]
    names: dict[int, list[EntryName]] = defaultdict(list)
    statement = select(owner, names_table.c.name, names_table.c.language)
    for key, name, language in session.execute(statement.order_by(owner, names_table.c.position)):
        names[key].append(EntryName(name, language))
    added_names: dict[str, list[EntryName]] = defaultdict(list)
    for one in synonym_store.standing(session) if kind is EntryKind.SUBJECT else ():
        added_names[one.subject].append(EntryName(one.name, one.language))
    called = _put_today_first(session, names) if kind is EntryKind.PARTY else {}
    return {
        row.id: Entry(
            kind,
            row.code,
            (*names[row.id], *added_names[row.code]),
            frozenset({row.id}),
            row.note,
            is_added=row.code in added,
            called=called.get(row.code, ""),
        )
        for row in session.execute(select(table))
    }


def _put_today_first(session: Session, names: Mapping[int, list[EntryName]]) -> Mapping[str, str]:
    """A party is listed under what it is called today, whatever it was called before.

    Returns what each party is called, by its code.
    """
    directory = authorities(session).parties
    called = {}
    for key, code in session.execute(select(tables.party.c.id, tables.party.c.code)):
        today = called[code] = directory.own_name(code)
        found = names.get(key, [])
        found[:] = [one for one in found if one.name == today] + [
            one for one in found if one.name != today
        ]
    return called


def _offices(session: Session, added: Collection[str]) -> dict[int, Entry]:
    standing = authorities(session).parties.standing
    return {
        row.id: Entry(
            EntryKind.OFFICE,
            row.code,
            tuple(EntryName(title) for title in (row.title, *row.other_titles)),
            frozenset({row.id}),
            party=standing(row.party) if row.party else "",
            organ=row.organ,
            is_added=row.code in added,
        )
        for row in session.execute(select(tables.office))
    }
