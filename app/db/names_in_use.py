"""Names as they stand in the records that the gate lets through, for completing what is typed.

They are asked for anew each time: a name that only a hidden letter holds is in no list, and none is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any

from sqlalchemy import Column, select

from app.db.authority_entries import LINKS
from app.db.gate import Gate
from app.db.models import parts
from app.db.models.records import record
from app.domain.authorities import EntryKind


class Role(Enum):
    """As what somebody stands in a record."""

    SIGNATORY = "signatory"
    ADDRESSEE = "addressee"
    TARGET = "target"
    NAMED = "named"


_TABLES = {
    Role.SIGNATORY: parts.signature,
    Role.ADDRESSEE: parts.addressee,
    Role.TARGET: parts.target,
    Role.NAMED: parts.named_person,
}


def names_in_use(gate: Gate, kind: EntryKind, role: Role | None = None) -> frozenset[str]:
    """Every wording of a person, office or subject in a readable record, in any role or in one of them.
    One statement per place."""
    return frozenset(_wordings(gate, kind, role))


def party_codes_in_use(gate: Gate, role: Role | None = None) -> frozenset[str]:
    """The codes of all parties in readable records, likewise. One statement for each role."""
    roles = (Role.SIGNATORY, Role.ADDRESSEE, Role.TARGET) if role is None else (role,)
    columns = [_TABLES[one].c.party for one in roles]
    return frozenset(one for column in columns for one in _distinct(gate, column))


def _wordings(gate: Gate, kind: EntryKind, role: Role | None) -> Iterator[str]:
    for _, wording in LINKS[kind]:
        if role is None or wording.table is _TABLES[role]:
            yield from _distinct(gate, wording)
    if kind is EntryKind.PERSON and role in (None, Role.NAMED):
        for others in _rows(gate, parts.named_person.c.other_names):
            yield from others


def _distinct(gate: Gate, column: Column[Any]) -> Iterator[str]:
    """The texts of a column, without the three nothings."""
    return (one for one in _rows(gate, column) if isinstance(one, str))


def _rows(gate: Gate, column: Column[Any]) -> Iterator[Any]:
    statement = (
        select(column)
        .join(record, record.c.id == column.table.c.record_id)
        .where(column.is_not(None))
        .distinct()
    )
    return iter(gate.session.scalars(gate.within(statement)).all())
