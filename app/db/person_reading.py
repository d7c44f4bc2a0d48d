"""Which readable records name a person: linked to an entry, or by one of its names as written."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, func, or_, select, type_coerce, union

from app.db.authority_entries import LINKS
from app.db.gate import Gate
from app.db.models.parts import named_person
from app.db.models.records import record
from app.domain.authorities import EntryKind
from app.domain.records import RecordId


def records_naming(
    gate: Gate, names: Sequence[str], keys: Collection[int] = ()
) -> tuple[RecordId, ...]:
    """The readable records that name a person so, or by the keys of entries; newest first.

    In names, the case of plain Latin letters does not matter. One statement.
    """
    if not names and not keys:
        return ()
    places = [_where(gate, key.table, condition) for key, condition in _conditions(names, keys)]
    everything = union(*places).subquery()
    newest = (everything.c.day.desc().nulls_last(), everything.c.public_id)
    statement = select(everything.c.public_id, everything.c.day).order_by(*newest)
    return tuple(RecordId(one) for one, _ in gate.session.execute(statement))


def newest_first(gate: Gate, ids: Sequence[RecordId], limit: int) -> tuple[RecordId, ...]:
    """The readable ones of the ids that are dated last, the undated after them. One statement."""
    statement = (
        select(record.c.public_id)
        .where(record.c.public_id.in_(ids))
        .order_by(record.c.dated_lower.desc().nulls_last(), record.c.public_id)
        .limit(limit)
    )
    return tuple(RecordId(one) for one in gate.session.scalars(gate.within(statement)))


def _conditions(
    names: Sequence[str], keys: Collection[int]
) -> list[tuple[Any, ColumnElement[bool]]]:
    """For every place where a record names persons, when it means this one."""
    lowered = [name.lower() for name in names]
    found = []
    for key, wording in LINKS[EntryKind.PERSON]:
        plain = type_coerce(wording, Text)
        condition = or_(key.in_(list(keys)), plain.in_(names), func.lower(plain).in_(lowered))
        if wording.table is named_person:
            condition = or_(condition, *(_among_others(name) for name in names))
        found.append((key, condition))
    return found


def _among_others(name: str) -> ColumnElement[bool]:
    """Whether it is one of the other names, which stand as a JSON list."""
    others = func.lower(type_coerce(named_person.c.other_names, Text))
    return func.instr(others, json.dumps(name.lower(), ensure_ascii=False)) > 0


def _where(gate: Gate, table: Any, condition: ColumnElement[bool]) -> Select[Any]:
    statement = select(
        record.c.public_id.label("public_id"), record.c.dated_lower.label("day")
    ).join(record, record.c.id == table.c.record_id)
    return gate.within(statement.where(condition))
