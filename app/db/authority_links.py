"""Linking what a description names to the authorities on record: persons, offices, subjects.

A description keeps the wording it was given; the link is added beside it where the wording is one of
the names of exactly one authority. Registering a letter never makes an authority.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.authority_entries import roots
from app.db.mapping import Columns
from app.db.models import authorities as tables
from app.db.parts import Link, Part
from app.domain.authorities import EntryKind
from app.domain.parties import fold_name

_KEPT_AS = "authority links"
_Keys = Mapping[str, int]


def authority_links(session: Session) -> Link:
    """The function that adds keys of authorities to a row. Reads the names once per session."""
    known: Link | None = session.info.get(_KEPT_AS)
    if known is None:
        known = _link(
            persons=_by_name(
                _names(session, tables.person_name, tables.person_name.c.person_id),
                roots(session, EntryKind.PERSON),
            ),
            subjects=_by_name(
                _names(session, tables.subject_name, tables.subject_name.c.subject_id),
                roots(session, EntryKind.SUBJECT),
            ),
            offices=_by_name(_office_titles(session), roots(session, EntryKind.OFFICE)),
        )
        session.info[_KEPT_AS] = known
    return known


def forget_links(session: Session) -> None:
    """Read the names again; after an entry was added, merged or parted in this session."""
    session.info.pop(_KEPT_AS, None)


def _link(*, persons: _Keys, subjects: _Keys, offices: _Keys) -> Link:
    def person_and_office(row: Columns) -> None:
        row["person_id"] = _key(persons, row["person"])
        row["office_id"] = _key(offices, row["office"])

    def named_person(row: Columns) -> None:
        row["person_id"] = _key(persons, row["name"])

    def subject(row: Columns) -> None:
        row["subject_id"] = _key(subjects, row["wording"])

    by_field: Mapping[str, Callable[[Columns], None]] = {
        "signatures": person_and_office,
        "addressees": person_and_office,
        "persons": named_person,
        "subjects": subject,
    }

    def link(part: Part, row: Columns) -> None:
        add = by_field.get(part.field)
        if add:
            add(row)

    return link


def _key(keys: _Keys, wording: object) -> int | None:
    return keys.get(fold_name(wording)) if keys and isinstance(wording, str) else None


def _names(session: Session, table: Any, key: Any) -> list[tuple[str, int]]:
    return [(name, owner) for name, owner in session.execute(select(table.c.name, key))]


def _office_titles(session: Session) -> list[tuple[str, int]]:
    office = tables.office
    rows = session.execute(select(office.c.id, office.c.title, office.c.other_titles))
    return [(title, key) for key, first, others in rows for title in (first, *others)]


def _by_name(names: Iterable[tuple[str, int]], merged: Mapping[int, int]) -> _Keys:
    """Folded name -> key, without the names that more than one authority bears.

    An entry that was merged into another keeps its own key, so that the merge can be undone; a name
    that both bear leads to the one that stands for both.
    """
    keys: dict[str, set[int]] = defaultdict(set)
    for name, key in names:
        keys[fold_name(name)].add(key)
    single: dict[str, int] = {}
    for name, found in keys.items():
        together = found if len(found) == 1 else {merged.get(key, key) for key in found}
        if len(together) == 1:
            single[name] = next(iter(together))
    return single
