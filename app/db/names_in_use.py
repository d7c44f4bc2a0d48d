"""Names as they stand in the records that the gate lets through, for completing what is typed.

They are asked for anew each time: a name that only a hidden letter holds is in no list, and none is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, select

from app.db.authority_entries import LINKS
from app.db.gate import Gate
from app.db.models import parts
from app.db.models.records import record
from app.domain.authorities import EntryKind


def names_in_use(gate: Gate, kind: EntryKind) -> frozenset[str]:
    """Every wording of a person, office or subject in a readable record. One statement per place."""
    return frozenset(_wordings(gate, kind))


def party_codes_in_use(gate: Gate) -> frozenset[str]:
    """The codes of all parties in readable records. Three statements."""
    columns = (parts.signature.c.party, parts.addressee.c.party, parts.target.c.party)
    return frozenset(one for column in columns for one in _distinct(gate, column))


def _wordings(gate: Gate, kind: EntryKind) -> Iterator[str]:
    for _, wording in LINKS[kind]:
        yield from _distinct(gate, wording)
    if kind is EntryKind.PERSON:
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
