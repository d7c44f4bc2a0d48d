"""Adding and removing edges, and what is kept of both for whoever may read both ends.

No edge raises a record's revision. What was removed is kept whole, so that it can be added again.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, delete, insert, or_, select
from sqlalchemy.orm import Session

from app.db.gate import Gate, Located
from app.db.mapping import Columns, Row, read_date, read_evidence, to_columns
from app.db.models.changes_beside import relation_change
from app.db.models.parts import relation
from app.db.models.records import record
from app.db.registrar import Hand
from app.db.relations import related_record
from app.db.summaries import summaries
from app.domain.errors import NotFound
from app.domain.records import RecordId, RelationDraft
from app.domain.registry_views import RelationChange

ADDED, REMOVED = "added", "removed"
CHANGES_SHOWN = 50
NOT_HERE = "There is no such relation among those you may read."
_EDGE = ("from_record_id", "to_record_id", "to_source_key", "to_external", "kind")


def note_added(
    session: Session,
    change_id: str,
    located: Located,
    to: Located | None,
    draft: RelationDraft,
    hand: Hand,
) -> None:
    """Keep that this edge was added."""
    row = to_columns(draft) | {
        "from_record_id": located.key,
        "to_record_id": to.key if to else None,
    }
    session.execute(insert(relation_change), [row | _hand(change_id, ADDED, hand)])


def remove(session: Session, change_id: str, edge: Row, end: Located | None, hand: Hand) -> None:
    """Take an edge away and keep what it was. `end` is the record it led to, None for a text outside."""
    columns: Columns = {
        column.name: edge[column.name] for column in relation.columns if column.name != "id"
    }
    if end:
        columns["to_record_id"] = end.key  # perhaps found by its source key until now
    session.execute(delete(relation).where(relation.c.id == edge["id"]))
    session.execute(insert(relation_change), [columns | _hand(change_id, REMOVED, hand)])


def changes(gate: Gate, located: Located) -> tuple[RelationChange, ...]:
    """What was added and removed, newest first, as far as both ends are readable. Six statements."""
    rows = _rows(gate, located)
    standing = _standing(gate, rows)
    ids = _other_ids(gate, located, rows)
    by_id = {one.id: one for one in summaries(gate, sorted(set(ids.values())))}
    found = []
    for row in rows:
        is_inverse = row["from_record_id"] != located.key
        read = dict(row) | {"other": ids.get(row["id"])}
        found.append(
            RelationChange(
                id=row["public_id"],
                deed=row["deed"],
                relation=related_record(read, by_id, is_inverse=is_inverse),
                at=row["at"],
                by=row["by"],
                reason=row["reason"],
                may_be_added_again=row["deed"] == REMOVED and _edge_of(row) not in standing,
            )
        )
    return tuple(found)


def removed(gate: Gate, located: Located, change_id: str) -> tuple[RecordId, RelationDraft, Row]:
    """An edge that was removed: the record it leads from, what it said, its row. Raises NotFound."""
    row = next((one for one in _rows(gate, located) if one["public_id"] == change_id), None)
    if row is None or row["deed"] != REMOVED:
        raise NotFound(NOT_HERE)
    draft = RelationDraft(
        kind=row["kind"],
        to_source_key=None if row["to_record_id"] else row["to_source_key"],
        to_external=row["to_external"],
        date=read_date(row, "date"),
        note=row["note"],
        evidence=read_evidence(row),
    )
    return _id_of(gate, row["from_record_id"]), draft, row


def other_end(gate: Gate, row: Row) -> RecordId | None:
    """The record that a removed edge led to; None for a text outside. Raises NotFound."""
    return _id_of(gate, row["to_record_id"]) if row["to_record_id"] else None


def _rows(gate: Gate, located: Located) -> Sequence[Row]:
    """Entries of this record whose ends are both readable; a text outside is readable by its record."""
    start, end = record.alias("start_of"), record.alias("end_of")
    table = relation_change
    statement = (
        select(table)
        .join(start, and_(start.c.id == table.c.from_record_id, gate.readable(start)))
        .outerjoin(end, and_(end.c.id == table.c.to_record_id, gate.readable(end)))
        .where(or_(table.c.from_record_id == located.key, table.c.to_record_id == located.key))
        .where(or_(table.c.to_record_id.is_(None), end.c.id.is_not(None)))
        .order_by(table.c.id.desc())
        .limit(CHANGES_SHOWN)
    )
    return gate.session.execute(statement).mappings().all()


def _standing(gate: Gate, rows: Sequence[Row]) -> set[tuple[object, ...]]:
    """Edges that stand now among those the entries speak of."""
    starts = {row["from_record_id"] for row in rows}
    found = gate.session.execute(
        select(relation).where(relation.c.from_record_id.in_(starts))
    ).mappings()
    return {_edge_of(row) for row in found}


def _edge_of(row: Row) -> tuple[object, ...]:
    return tuple(row[name] for name in _EDGE if name != "to_source_key")


def _other_ids(gate: Gate, located: Located, rows: Sequence[Row]) -> dict[int, RecordId]:
    keys = {
        row["id"]: row["to_record_id"]
        if row["from_record_id"] == located.key
        else row["from_record_id"]
        for row in rows
    }
    statement = select(record.c.id, record.c.public_id).where(record.c.id.in_(keys.values()))
    ids = {key: RecordId(found) for key, found in gate.session.execute(gate.within(statement))}
    return {entry: ids[key] for entry, key in keys.items() if key in ids}


def _id_of(gate: Gate, key: int) -> RecordId:
    found = gate.session.scalar(gate.within(select(record.c.public_id).where(record.c.id == key)))
    if found is None:
        raise NotFound(NOT_HERE)
    return RecordId(found)


def _hand(change_id: str, deed: str, hand: Hand) -> Columns:
    return {
        "public_id": change_id,
        "deed": deed,
        "at": hand.at,
        "by": hand.by,
        "account_id": hand.account_id,
        "reason": hand.reason,
    }
