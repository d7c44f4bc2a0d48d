"""Bulk operations and their items; and what of many records decides about them, through the gate.

An operation is found for its owner alone. Items hold public ids: whether a record may be read is asked
of the gate each time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from app.db.authorities import authorities
from app.db.gate import Gate, Located
from app.db.models.bulk import bulk_item, bulk_operation
from app.db.models.parts import record_subject, relation, target
from app.db.models.records import record
from app.domain.bulk import BulkRelation, BulkSpec, BulkState, Outcome, Standing, UndoOutcome
from app.domain.errors import NotFound
from app.domain.records import PartyCode, RecordId

NOT_HERE = "There is no such bulk amendment of yours."
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation. `key` never leaves the database."""

    key: int
    id: str
    account_id: str
    spec: BulkSpec
    reason: str
    undo_reason: str
    state: BulkState
    begun_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Item:
    """One record of an operation; `before` says how to undo what was done to it."""

    key: int
    record: RecordId
    outcome: Outcome
    why: str
    before: Mapping[str, Any]
    undo_outcome: UndoOutcome
    undo_why: str


def add(
    session: Session,
    operation_id: str,
    account_id: str,
    spec: BulkSpec,
    reason: str,
    record_ids: Sequence[RecordId],
    now: datetime,
) -> None:
    """Write an operation with all its items waiting."""
    key = session.execute(
        insert(bulk_operation)
        .values(
            public_id=operation_id,
            account_id=account_id,
            spec=spec.to_json(),
            reason=reason,
            undo_reason="",
            state=BulkState.RUNNING.value,
            begun_at=now,
        )
        .returning(bulk_operation.c.id)
    ).scalar_one()
    rows = [
        {
            "operation_id": key,
            "position": position,
            "record_public_id": record_id,
            "outcome": Outcome.WAITING.value,
            "why": "",
            "before": {},
            "undo_outcome": UndoOutcome.NOT_ASKED.value,
            "undo_why": "",
        }
        for position, record_id in enumerate(record_ids, start=1)
    ]
    session.execute(insert(bulk_item), rows)


def find(session: Session, operation_id: str) -> Operation:
    """One operation, whoever owns it: the caller asks. Raises NotFound."""
    row = session.execute(
        select(bulk_operation).where(bulk_operation.c.public_id == operation_id)
    ).one_or_none()
    if row is None:
        raise NotFound(NOT_HERE)
    return _operation(row)


def of_account(session: Session, account_id: str) -> list[Operation]:
    """The operations of an account, newest first."""
    rows = session.execute(
        select(bulk_operation)
        .where(bulk_operation.c.account_id == account_id)
        .order_by(bulk_operation.c.begun_at.desc(), bulk_operation.c.id.desc())
        .limit(SHOWN)
    )
    return [_operation(row) for row in rows]


def items(session: Session, operation: Operation) -> list[Item]:
    """All items, in order."""
    return _items(session, operation, None)


def next_items(session: Session, operation: Operation, limit: int) -> list[Item]:
    """The items still to be done, or still to be undone, in order."""
    if operation.state is BulkState.RUNNING:
        return _items(session, operation, limit, bulk_item.c.outcome == Outcome.WAITING.value)
    return _items(
        session,
        operation,
        limit,
        bulk_item.c.outcome == Outcome.CHANGED.value,
        bulk_item.c.undo_outcome == UndoOutcome.NOT_ASKED.value,
    )


def progress(session: Session, operation: Operation) -> tuple[int, int]:
    """How many items are done, of how many; while it is undone, of those that were changed."""
    is_undo = operation.state in (BulkState.UNDOING, BulkState.UNDONE)
    table = bulk_item
    of_it = table.c.operation_id == operation.key
    among = table.c.outcome == Outcome.CHANGED.value if is_undo else of_it
    left = (
        table.c.undo_outcome == UndoOutcome.NOT_ASKED.value
        if is_undo
        else table.c.outcome == Outcome.WAITING.value
    )
    total = session.scalar(select(func.count()).where(of_it, among)) or 0
    open_items = session.scalar(select(func.count()).where(of_it, among, left)) or 0
    return total - open_items, total


def settle(
    session: Session, item: Item, outcome: Outcome, why: str, before: Mapping[str, Any]
) -> None:
    """Note what became of one item, in the transaction of its change."""
    values = {"outcome": outcome.value, "why": why, "before": dict(before)}
    session.execute(update(bulk_item).where(bulk_item.c.id == item.key).values(values))


def settle_undo(session: Session, item: Item, outcome: UndoOutcome, why: str) -> None:
    """Note what became of undoing one item, in the same transaction."""
    values = {"undo_outcome": outcome.value, "undo_why": why}
    session.execute(update(bulk_item).where(bulk_item.c.id == item.key).values(values))


def set_state(
    session: Session,
    operation: Operation,
    state: BulkState,
    *,
    ended_at: datetime | None = None,
    undo_reason: str = "",
) -> None:
    """Begin undoing, or note that all is done."""
    values = {
        "state": state.value,
        "ended_at": ended_at,
        "undo_reason": undo_reason or operation.undo_reason,
    }
    session.execute(
        update(bulk_operation).where(bulk_operation.c.id == operation.key).values(values)
    )


def standings(
    gate: Gate, record_ids: Sequence[RecordId], asked: BulkRelation | None, end: Located | None
) -> dict[RecordId, Standing]:
    """The readable ones of the records, with what decides about them. Four statements at most."""
    rows = gate.session.execute(
        gate.within(
            select(record.c.id, record.c.public_id, record.c.cell_id).where(
                record.c.public_id.in_(record_ids)
            )
        )
    ).all()
    keys = [row.id for row in rows]
    subjects = _by_record(gate.session, record_subject, "wording", keys)
    targets = _by_record(gate.session, target, "party", keys)
    merged = authorities(gate.session).parties.merged
    related = _related(gate.session, asked, end, keys) if asked and end else frozenset()
    return {
        RecordId(row.public_id): Standing(
            RecordId(row.public_id),
            gate.label_of(row.cell_id),
            tuple(subjects.get(row.id, ())),
            tuple(PartyCode(one) for one in targets.get(row.id, ())),
            row.id in related,
            merged,
        )
        for row in rows
    }


def _by_record(
    session: Session, table: Any, column: str, keys: Sequence[int]
) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = {}
    statement = (
        select(table.c.record_id, table.c[column])
        .where(table.c.record_id.in_(keys))
        .order_by(table.c.record_id, table.c.position)
    )
    for key, value in session.execute(statement):
        found.setdefault(key, []).append(value)
    return found


def _related(
    session: Session, asked: BulkRelation, end: Located, keys: Sequence[int]
) -> frozenset[int]:
    near, far = relation.c.from_record_id, relation.c.to_record_id
    if asked.is_inverse:
        near, far = far, near
    statement = select(near).where(near.in_(keys), far == end.key, relation.c.kind == asked.kind)
    return frozenset(session.scalars(statement))


def _items(session: Session, operation: Operation, limit: int | None, *narrowed: Any) -> list[Item]:
    statement = (
        select(bulk_item)
        .where(bulk_item.c.operation_id == operation.key, *narrowed)
        .order_by(bulk_item.c.position)
        .limit(limit)
    )
    return [
        Item(
            row.id,
            RecordId(row.record_public_id),
            Outcome(row.outcome),
            row.why,
            row.before or {},
            UndoOutcome(row.undo_outcome),
            row.undo_why,
        )
        for row in session.execute(statement)
    ]


def _operation(row: Any) -> Operation:
    return Operation(
        row.id,
        row.public_id,
        row.account_id,
        BulkSpec.from_json(row.spec),
        row.reason,
        row.undo_reason,
        BulkState(row.state),
        row.begun_at,
        row.ended_at,
    )
