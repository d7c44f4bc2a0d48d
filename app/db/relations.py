"""Relations as they read from one record. An edge exists for a reader when both ends are readable.

The other end is a record by its key, or by the source key it was or will be imported with: which
record that is, is found anew for each reader, so that an edge never depends on what is hidden. An
edge to a text outside the register is part of the record that carries it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from app.db.gate import Gate, Located
from app.db.mapping import Row, read_date, read_evidence
from app.db.models.parts import relation
from app.db.models.records import record, source_key
from app.db.summaries import summaries
from app.domain.records import RecordId
from app.domain.views import RecordSummary, RelatedRecord
from app.domain.vocabularies import RelationKind


def related(gate: Gate, located: Located) -> tuple[RelatedRecord, ...]:
    """The relations of one record in both directions, by date. Five statements."""
    return tuple(relation for _, relation in edges(gate, located))


def edges(gate: Gate, located: Located) -> list[tuple[Row, RelatedRecord]]:
    """As `related`, each with the row it was read from, for whoever changes relations."""
    outgoing = _outgoing(gate, located.key)
    incoming = _incoming(gate, located.key)
    others = {RecordId(row["other"]) for row in (*outgoing, *incoming) if row["other"]}
    by_id = {one.id: one for one in summaries(gate, sorted(others))}
    found = [(row, related_record(row, by_id, is_inverse=False)) for row in outgoing]
    found += [(row, related_record(row, by_id, is_inverse=True)) for row in incoming]
    return sorted(found, key=lambda pair: by_date(pair[1]))


def _outgoing(gate: Gate, key: int) -> list[Row]:
    """Edges that the record carries; those to a hidden record only if they name an outside text."""
    named = aliased(source_key)
    rows = gate.session.execute(
        select(relation, record.c.public_id.label("other"))
        .outerjoin(named, named.c.key == relation.c.to_source_key)
        .outerjoin(
            record,
            and_(
                record.c.id == func.coalesce(relation.c.to_record_id, named.c.record_id),
                gate.readable(),
            ),
        )
        .where(relation.c.from_record_id == key)
        .order_by(relation.c.id, record.c.id)
    ).mappings()
    edges: dict[int, Row] = {}
    for row in rows:
        known = edges.get(row["id"])
        if known is None or (known["other"] is None and row["other"] is not None):
            edges[row["id"]] = row
    return [row for row in edges.values() if row["other"] or row["to_external"]]


def _incoming(gate: Gate, key: int) -> list[Row]:
    own_key = select(source_key.c.key).where(source_key.c.record_id == key).scalar_subquery()
    statement = (
        select(relation, record.c.public_id.label("other"))
        .join(record, record.c.id == relation.c.from_record_id)
        .where(or_(relation.c.to_record_id == key, relation.c.to_source_key == own_key))
        .where(relation.c.from_record_id != key)
    )
    return list(gate.session.execute(gate.within(statement).order_by(relation.c.id)).mappings())


def related_record(
    row: Row, by_id: Mapping[RecordId, RecordSummary], *, is_inverse: bool
) -> RelatedRecord:
    """The row of an edge as it reads from one of its ends; `other` is the id of the other end."""
    kind: RelationKind = row["kind"]
    other = by_id.get(RecordId(row["other"])) if row["other"] else None
    return RelatedRecord(
        kind=kind,
        is_inverse=is_inverse,
        label=kind.inverse_label if is_inverse else kind.label,
        record=other,
        external="" if other else row["to_external"],
        date=read_date(row, "date"),
        note=row["note"],
        evidence=read_evidence(row),
    )


def by_date(one: RelatedRecord) -> tuple[bool, date, str, str]:
    """The order in which relations stand: by date, undated ones last."""
    when = one.date or (one.record.date if one.record else None)
    day = (when.lower or when.upper) if when else None
    reference = one.record.reference if one.record else one.external
    return day is None, day or date.min, reference, one.kind.value
