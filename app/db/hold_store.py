"""Holds, read through the gate and written. Open `holds`.

A hold on a series is known to every registrar; one on named records to those who may read one of them,
and to each of those it names only what they may read. Lifting ends what its hand may know of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, insert, or_, select, update
from sqlalchemy.orm import Session

from app.db import summaries
from app.db.gate import Gate, Located
from app.db.mapping import Row
from app.db.models.records import record
from app.db.models.retention import hold, hold_scope, series, series_record
from app.db.registrar import Hand
from app.db.series_store import series_of_row
from app.domain.records import RecordId
from app.domain.retention import HeldRecord, Hold, Lifting, Series


def holds(gate: Gate, *, hold_id: str | None = None) -> list[Hold]:
    """All that this reader may know of, oldest first; or the one of that id, if it is among them."""
    wanted = hold.c.public_id == hold_id if hold_id is not None else hold.c.id.is_not(None)
    return _holds(gate, wanted)


def in_force_on(gate: Gate, keys: Sequence[int]) -> Mapping[int, tuple[Hold, ...]]:
    """The holds in force on each of these readable records, by name or by its series."""
    rows = gate.session.execute(
        select(hold_scope.c.record_id, hold.c.public_id)
        .join(hold, hold.c.id == hold_scope.c.hold_id)
        .where(hold_scope.c.record_id.in_(keys), hold_scope.c.lifted_at.is_(None))
        .union(
            select(series_record.c.record_id, hold.c.public_id)
            .join(hold_scope, hold_scope.c.series_id == series_record.c.series_id)
            .join(hold, hold.c.id == hold_scope.c.hold_id)
            .where(series_record.c.record_id.in_(keys), hold_scope.c.lifted_at.is_(None))
        )
    ).all()
    if not rows:
        return {}
    known = {one.id: one for one in _holds(gate, hold.c.public_id.in_({row[1] for row in rows}))}
    found: dict[int, list[Hold]] = defaultdict(list)
    for key, hold_id in sorted(rows):
        if hold_id in known:
            found[key].append(known[hold_id])
    return {key: tuple(one) for key, one in found.items()}


def add(
    session: Session,
    hold_id: str,
    authority: str,
    hand: Hand,
    scope: Series | Sequence[Located],
) -> None:
    """Write a hold on a series, or on each of these records."""
    key = session.execute(
        insert(hold)
        .values(
            public_id=hold_id,
            reason=hand.reason,
            authority=authority,
            set_by=hand.by,
            setter_id=hand.account_id,
            set_at=hand.at,
        )
        .returning(hold.c.id)
    ).scalar_one()
    blank = {"hold_id": key, "lifted_by": "", "lifter_id": "", "lift_reason": ""}
    if isinstance(scope, Series):
        of_series = select(series.c.id).where(series.c.public_id == scope.id).scalar_subquery()
        session.execute(insert(hold_scope).values(**blank, series_id=of_series))
    else:
        session.execute(insert(hold_scope), [{**blank, "record_id": one.key} for one in scope])


def lift(gate: Gate, hold_id: str, hand: Hand) -> list[RecordId]:
    """End the hold on its series, or on those of its records that are readable: their ids.

    Whether it goes on for others is told to nobody who may not read them.
    """
    readable = select(record.c.id).where(gate.in_readable_cell(record.c.cell_id))
    rows = gate.session.scalars(
        update(hold_scope)
        .where(
            hold_scope.c.hold_id.in_(select(hold.c.id).where(hold.c.public_id == hold_id)),
            hold_scope.c.lifted_at.is_(None),
            or_(hold_scope.c.record_id.is_(None), hold_scope.c.record_id.in_(readable)),
        )
        .values(
            lifted_at=hand.at,
            lifted_by=hand.by,
            lifter_id=hand.account_id,
            lift_reason=hand.reason,
        )
        .returning(hold_scope.c.record_id)
    ).all()
    ids = select(record.c.public_id).where(record.c.id.in_([one for one in rows if one]))
    return [RecordId(one) for one in gate.session.scalars(ids.order_by(record.c.public_id))]


def _holds(gate: Gate, wanted: ColumnElement[bool]) -> list[Hold]:
    heads = gate.session.execute(select(hold).where(wanted).order_by(hold.c.id)).mappings().all()
    keys = [row["id"] for row in heads]
    on_series = _series_scopes(gate.session, keys)
    on_records = _record_scopes(gate, keys)
    found = []
    for row in heads:
        if row["id"] not in on_series and row["id"] not in on_records:
            continue
        of_series, lifting = on_series.get(row["id"], (None, None))
        found.append(
            Hold(
                id=row["public_id"],
                reason=row["reason"],
                authority=row["authority"],
                set_by=row["set_by"],
                set_at=row["set_at"],
                series=of_series,
                series_lifting=lifting,
                records=on_records.get(row["id"], ()),
            )
        )
    return found


def _series_scopes(
    session: Session, keys: Sequence[int]
) -> Mapping[int, tuple[Series, Lifting | None]]:
    rows = session.execute(
        select(hold_scope, *(column for column in series.c if column.name != "id"))
        .join(series, series.c.id == hold_scope.c.series_id)
        .where(hold_scope.c.hold_id.in_(keys))
    ).mappings()
    return {row["hold_id"]: (series_of_row(row), _lifting(row)) for row in rows}


def _record_scopes(gate: Gate, keys: Sequence[int]) -> Mapping[int, tuple[HeldRecord, ...]]:
    rows = (
        gate.session.execute(
            select(hold_scope, record.c.public_id, record.c.reference, record.c.cell_id)
            .join(record, record.c.id == hold_scope.c.record_id)
            .where(hold_scope.c.hold_id.in_(keys), gate.in_readable_cell(record.c.cell_id))
            .order_by(record.c.dated_lower, record.c.reference)
        )
        .mappings()
        .all()
    )
    ids = [RecordId(row["public_id"]) for row in rows]
    lines = {one.id: one for one in summaries.summaries(gate, ids)} if ids else {}
    found: dict[int, list[HeldRecord]] = defaultdict(list)
    for row in rows:
        record_id = RecordId(row["public_id"])
        found[row["hold_id"]].append(
            HeldRecord(
                record_id,
                row["reference"],
                lines.get(record_id),
                gate.label_of(row["cell_id"]),
                _lifting(row),
            )
        )
    return {key: tuple(one) for key, one in found.items()}


def _lifting(row: Row) -> Lifting | None:
    if row["lifted_at"] is None:
        return None
    return Lifting(row["lifted_at"], row["lifted_by"], row["lift_reason"])
