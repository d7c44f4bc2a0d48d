"""The names on record as searches use them: built once per process, and anew when an entry has changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db.authorities import authorities
from app.db.authority_entries import entries
from app.db.models import authorities as tables
from app.db.models.authority_work import authority_addition, authority_merge
from app.domain.authorities import EntryKind
from app.domain.names import NamesOnRecord
from app.domain.parties import PartyDirectory
from app.domain.thesaurus import Label

_Stamp = tuple[int | None, ...]
_COUNTED = (
    func.max(authority_addition.c.id),
    func.count(authority_merge.c.id),
    func.count(authority_merge.c.undone_at),
    func.count(tables.person_name.c.id),
    func.max(tables.person_name.c.id),
    func.count(tables.office.c.id),
    func.max(tables.office.c.id),
)
"""Entries are only ever added, merged and parted again: these numbers move with each."""


@dataclass(frozen=True, slots=True)
class _Kept:
    stamp: _Stamp
    directory: PartyDirectory
    names: NamesOnRecord


_known: WeakKeyDictionary[Any, _Kept] = WeakKeyDictionary()
_lock = Lock()


def names_on_record(session: Session) -> NamesOnRecord:
    """Public, the same for every reader. One statement where nothing has changed, nine where it has."""
    directory = authorities(session).parties
    stamp = _stamp(session)
    pool = session.get_bind().engine.pool
    with _lock:
        kept = _known.get(pool)
    if kept is None or kept.stamp != stamp or kept.directory is not directory:
        every = (*entries(session, EntryKind.PERSON), *entries(session, EntryKind.OFFICE))
        kept = _Kept(stamp, directory, NamesOnRecord.of(every, _organisations(directory)))
        with _lock:
            _known[pool] = kept
    return kept.names


def _stamp(session: Session) -> _Stamp:
    row = session.execute(select(*(select(one).scalar_subquery() for one in _COUNTED))).one()
    return tuple(row)


def _organisations(directory: PartyDirectory) -> Iterable[Sequence[Label]]:
    """Those that stand, with the names of the parties merged into them."""
    for party in directory.standing_parties:
        if party.is_organisation:
            yield [Label(one.name, one.language) for one in directory.names(party.code)]
