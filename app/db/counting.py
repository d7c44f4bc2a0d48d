"""Counts for the start page: by kind, by year, what changed lately, what waits for a reply.

Every number counts only what the gate lets through.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select

from app.db.gate import Gate
from app.db.models.parts import addressee
from app.db.models.records import record
from app.db.relation_finding import is_answered
from app.domain.records import RecordId
from app.domain.vocabularies import AddresseeRole, RecordKind

# Kinds of texts that ask their addressee for an answer.
ANSWERABLE = (
    RecordKind.JOINT_LETTER,
    RecordKind.OPEN_LETTER,
    RecordKind.COLLECTIVE_NOTE,
    RecordKind.NOTE_VERBALE,
    RecordKind.DEMARCHE_RECORD,
    RecordKind.AIDE_MEMOIRE,
)


@dataclass(frozen=True, slots=True)
class Years:
    first: int | None
    last: int | None


def by_kind(gate: Gate) -> tuple[tuple[RecordKind, int], ...]:
    """How many records of each kind, most first."""
    statement = select(record.c.kind, func.count()).select_from(record).group_by(record.c.kind)
    rows = gate.session.execute(gate.within(statement))
    counts = [(kind, int(count)) for kind, count in rows]
    return tuple(sorted(counts, key=lambda pair: (-pair[1], pair[0].label)))


def years(gate: Gate) -> Years:
    """The years of the oldest and the newest dated record."""
    statement = select(func.min(record.c.dated_lower), func.max(record.c.dated_lower))
    first, last = gate.session.execute(gate.within(statement)).one()
    return Years(first.year if first else None, last.year if last else None)


def changed_since(gate: Gate, since: datetime) -> int:
    """How many records were registered or changed since a moment."""
    statement = select(func.count()).where(record.c.changed_at >= since)
    return int(gate.session.execute(gate.within(statement)).scalar_one())


def awaiting_reply(gate: Gate, limit: int, offset: int = 0) -> tuple[list[RecordId], int]:
    """Letters and notes to somebody, to which no answer is known: those that wait longest, and the number."""
    awaiting = gate.within(select(record.c.public_id).where(*_unanswered(gate)))
    oldest = awaiting.order_by(record.c.dated_lower.asc().nulls_last(), record.c.public_id)
    ids = [RecordId(one) for one in gate.session.scalars(oldest.limit(limit).offset(offset))]
    return ids, _count(gate, awaiting)


def _count(gate: Gate, statement: Select[Any]) -> int:
    counted = select(func.count()).select_from(statement.subquery())
    return int(gate.session.execute(counted).scalar_one())


def _unanswered(gate: Gate) -> tuple[ColumnElement[bool], ...]:
    addressed = exists().where(
        addressee.c.record_id == record.c.id, addressee.c.role == AddresseeRole.TO
    )
    return record.c.kind.in_(ANSWERABLE), addressed, ~is_answered(gate)
