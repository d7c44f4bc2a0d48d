"""Which readable records stand in a relation to others that the same reader may read.

What `has:reply` and its like ask. A relation counts when both ends pass the gate: a hidden reply
answers nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased

from app.db.gate import Gate
from app.db.models.parts import relation, response
from app.db.models.records import record, source_key
from app.domain.records import RecordId
from app.domain.vocabularies import RelationKind, ResponseKind

# What counts as an answer; silence, the press and third parties do not.
ANSWERS = (
    ResponseKind.ACKNOWLEDGEMENT,
    ResponseKind.SUBSTANTIVE_REPLY,
    ResponseKind.REJECTION,
    ResponseKind.COUNTER_LETTER,
    ResponseKind.SUMMONS,
    ResponseKind.CONSULTATION_OFFERED,
    ResponseKind.LEGAL_CHANGE,
    ResponseKind.RELEASE,
)
_INCOMING: Mapping[str, RelationKind] = {
    "counter": RelationKind.COUNTERS,
    "precursor": RelationKind.PRECURSOR_OF,
    "parallel": RelationKind.PARALLEL_TO,
    "translation": RelationKind.TRANSLATES,
    "correction": RelationKind.CORRECTS,
}
"""What a record has when another points at it so."""


def records_with(gate: Gate, what: str) -> frozenset[RecordId]:
    """The readable records that have a `reply`, `counter`, `precursor` ... or any `relation`.

    One statement. `reply` is what ends the waiting for one: a record that replies, or a response noted.
    """
    statement = gate.within(select(record.c.public_id).where(_condition(gate, what)))
    return frozenset(RecordId(one) for one in gate.session.scalars(statement))


def is_answered(gate: Gate) -> ColumnElement[bool]:
    """Whether an answer is noted on the record, or a record this reader may read too replies to it."""
    return or_(_has_noted(*ANSWERS), _is_pointed_at(gate, RelationKind.REPLIES_TO))


def _condition(gate: Gate, what: str) -> ColumnElement[bool]:
    if what == "reply":
        return is_answered(gate)
    if what == "relation":
        return or_(_is_pointed_at(gate), _points(gate))
    if what == "counter":
        return or_(_has_noted(ResponseKind.COUNTER_LETTER), _is_pointed_at(gate, _INCOMING[what]))
    kind = _INCOMING[what]
    incoming = _is_pointed_at(gate, kind)
    # Parallel reads the same from both sides.
    return or_(incoming, _points(gate, kind)) if what == "parallel" else incoming


def _has_noted(*kinds: ResponseKind) -> ColumnElement[bool]:
    return exists().where(response.c.record_id == record.c.id, response.c.kind.in_(kinds))


def _is_pointed_at(gate: Gate, *kinds: RelationKind) -> ColumnElement[bool]:
    """Whether another readable record has a relation to this one, of one of the kinds or of any."""
    other = record.alias("pointing")
    own_key = (  # correlated by hand: two SELECTs further in, SQLAlchemy would read all records again
        select(source_key.c.key)
        .where(source_key.c.record_id == record.c.id)
        .correlate(record)
        .scalar_subquery()
    )
    return (
        select(relation.c.id)
        .join(other, other.c.id == relation.c.from_record_id)
        .where(gate.readable(other), other.c.id != record.c.id, *_of(kinds))
        .where(or_(relation.c.to_record_id == record.c.id, relation.c.to_source_key == own_key))
        .correlate(record)
        .exists()
    )


def _points(gate: Gate, *kinds: RelationKind) -> ColumnElement[bool]:
    """Whether this record has a relation to a readable one, or to a text outside the register."""
    other, named = record.alias("pointed"), aliased(source_key)
    to_readable = (
        select(other.c.id)
        .outerjoin(named, named.c.record_id == other.c.id)
        .where(gate.readable(other))
        .where(or_(relation.c.to_record_id == other.c.id, relation.c.to_source_key == named.c.key))
        .correlate(relation)
        .exists()
    )
    return (
        select(relation.c.id)
        .where(relation.c.from_record_id == record.c.id, *_of(kinds))
        .where(or_(relation.c.to_external != "", to_readable))
        .correlate(record)
        .exists()
    )


def _of(kinds: tuple[RelationKind, ...]) -> tuple[ColumnElement[bool], ...]:
    return (relation.c.kind.in_(kinds),) if kinds else ()
