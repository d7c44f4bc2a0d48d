"""What is due, and disposal lists: read through the gate and written. Open `due` and `lists`.

Withdrawn records stay due like others: they are read in readable cells here, as their stubs are. A list
exists for those who may read every record on it as it is labelled now, in whatever state it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import ColumnElement, Select, case, exists, extract, insert, select, update
from sqlalchemy.orm import Session

from app.db import deciding
from app.db.deciding import proposed_values
from app.db.gate import Gate, Located
from app.db.mapping import Row
from app.db.models.files import record_file
from app.db.models.records import record
from app.db.models.retention import disposal_item, disposal_list, series, series_record
from app.db.registrar import Hand
from app.db.series_store import series_of_row
from app.db.summaries import calendar_date
from app.domain.disposals import DisposalItem, DisposalList, DueRecord, FilePrint, ListState
from app.domain.errors import Conflict
from app.domain.records import RecordId
from app.domain.retention import TriggerDates
from app.domain.retention_terms import KeptBecause, RetentionTrigger
from app.domain.vocabularies import RecordState

_KEPT = (RecordState.REGISTERED, RecordState.WITHDRAWN)
decide = partial(deciding.decide, disposal_list)


@dataclass(frozen=True, slots=True)
class FoundDue:
    """A record whose rule names a day, with the place where it stands."""

    record: DueRecord
    located: Located


def due(gate: Gate, today: date, *, only: Iterable[RecordId] | None = None) -> list[FoundDue]:
    """Readable records, withdrawn ones too, whose day has come, the longest due first.

    Holds are not looked at here. The years are compared in SQL, the days below.
    """
    statement = (
        _DUE.where(gate.in_readable_cell(record.c.cell_id), record.c.state.in_(_KEPT))
        .where(series.c.years.is_not(None))
        .where(extract("year", _STARTS) + series.c.years <= today.year)
    )
    if only is not None:
        statement = statement.where(record.c.public_id.in_(list(only)))
    found = (_found_due(gate, row) for row in gate.session.execute(statement).mappings())
    chosen = [one for one in found if one is not None and one.record.due_on <= today]
    return sorted(chosen, key=lambda one: (one.record.due_on, one.record.reference))


def prints(session: Session, keys: Sequence[int]) -> Mapping[int, tuple[FilePrint, ...]]:
    """The digests of the files of records that came through the gate."""
    rows = session.execute(
        select(record_file.c.record_id, record_file.c.sha256, record_file.c.size_bytes)
        .where(record_file.c.record_id.in_(keys))
        .order_by(record_file.c.id)
    )
    found: dict[int, list[FilePrint]] = defaultdict(list)
    for key, sha256, size_bytes in rows:
        found[key].append(FilePrint(sha256, size_bytes))
    return {key: tuple(one) for key, one in found.items()}


def add(session: Session, made: DisposalList, keys: Mapping[RecordId, int]) -> None:
    """Write a new list with its items; it waits."""
    key = session.execute(
        insert(disposal_list)
        .values(
            **proposed_values(made),
            method=made.method,
            receiver="",
            confirmation="",
        )
        .returning(disposal_list.c.id)
    ).scalar_one()
    rows = [
        {
            "list_id": key,
            "position": one.position,
            "record_id": keys[one.record_id],
            "reference": one.reference,
            "title": one.title,
            "dated": one.dated,
            "label": str(one.label),
            "revision": one.revision,
            "series_code": one.series_code,
            "rule": one.rule,
            "authority": one.authority,
            "due_on": one.due_on,
            "why": one.why,
            "files": [[file.sha256, file.size_bytes] for file in one.files],
            "taken_off_by": "",
            "taken_off_reason": "",
            "is_disposed_of": False,
        }
        for one in made.items
    ]
    session.execute(insert(disposal_item), rows)


def lists(gate: Gate, *, waiting_only: bool = False) -> list[DisposalList]:
    """The lists this reader may see, newest first."""
    statement = _LISTS.where(_is_readable_whole(gate)).order_by(disposal_list.c.id.desc())
    if waiting_only:
        statement = statement.where(disposal_list.c.state == ListState.WAITING.value)
    return _lists(gate, statement)


def one_list(gate: Gate, list_id: str) -> DisposalList | None:
    """One list; None for hidden and absent alike."""
    statement = _LISTS.where(disposal_list.c.public_id == list_id, _is_readable_whole(gate))
    found = _lists(gate, statement)
    return found[0] if found else None


def take_off(session: Session, list_id: str, record_id: RecordId, hand: Hand) -> None:
    """Take one record off a waiting list. Raises Conflict when that is not possible any more."""
    changed = session.scalar(
        update(disposal_item)
        .where(
            disposal_item.c.list_id.in_(_key_of(list_id, is_waiting=True)),
            disposal_item.c.record_id.in_(_record_key(record_id)),
            disposal_item.c.taken_off_at.is_(None),
        )
        .values(taken_off_at=hand.at, taken_off_by=hand.by, taken_off_reason=hand.reason)
        .returning(disposal_item.c.id)
    )
    if changed is None:
        raise Conflict(deciding.DECIDED_MEANWHILE)


def settle(
    session: Session, list_id: str, item: DisposalItem, kept_because: KeptBecause | None
) -> None:
    """Write what became of one record of a list; None says that it was disposed of."""
    session.execute(
        update(disposal_item)
        .where(
            disposal_item.c.list_id.in_(_key_of(list_id)),
            disposal_item.c.position == item.position,
        )
        .values(kept_because=kept_because, is_disposed_of=kept_because is None)
    )


def is_taken(session: Session, certificate: str) -> bool:
    """Whether some certificate has this number, whoever may see it."""
    found = exists().where(disposal_list.c.certificate == certificate)
    return bool(session.scalar(select(found)))


_STARTS = case(
    (series.c.trigger == RetentionTrigger.DATED, record.c.dated_upper),
    (series.c.trigger == RetentionTrigger.REGISTERED, record.c.registered_at),
    else_=record.c.changed_at,
)
_DUE = (
    select(
        series,
        record.c.id.label("key"),
        record.c.public_id.label("record_public_id"),
        record.c.reference,
        record.c.title.label("record_title"),
        record.c.cell_id,
        record.c.revision.label("record_revision"),
        record.c.state,
        record.c.registered_at,
        record.c.changed_at,
        record.c.dated_edtf,
        record.c.dated_lower,
        record.c.dated_upper,
    )
    .join(series_record, series_record.c.series_id == series.c.id)
    .join(record, record.c.id == series_record.c.record_id)
)
_LISTS = select(disposal_list)


def _found_due(gate: Gate, row: Row) -> FoundDue | None:
    own, is_withdrawn = series_of_row(row), row["state"] is RecordState.WITHDRAWN
    days = TriggerDates(
        row["dated_upper"],
        row["registered_at"].date(),
        row["changed_at"].date() if is_withdrawn else None,
    )
    due_on, start = own.rule.due_on(days), days.of(own.rule.trigger)
    if due_on is None or start is None:
        return None
    cell, dated = gate.cells_by_id[row["cell_id"]], calendar_date(row)
    record_id = RecordId(row["record_public_id"])
    revision = row["record_revision"]
    found = DueRecord(
        id=record_id,
        reference=row["reference"],
        title=row["record_title"],
        dated=dated.in_words() if dated else "",
        label=cell.label,
        revision=revision,
        state=row["state"],
        series=own,
        due_on=due_on,
        counted_from=start,
    )
    return FoundDue(found, Located(row["key"], record_id, row["reference"], revision, cell))


def _is_readable_whole(gate: Gate) -> ColumnElement[bool]:
    """No record of the list stands in a cell that this reader may not read."""
    hidden = (
        select(disposal_item.c.id)
        .join(record, record.c.id == disposal_item.c.record_id)
        .where(disposal_item.c.list_id == disposal_list.c.id)
        .where(~gate.in_readable_cell(record.c.cell_id))
    )
    return ~hidden.exists()


def _lists(gate: Gate, statement: Select[tuple[object, ...]]) -> list[DisposalList]:
    heads = gate.session.execute(statement).mappings().all()
    items = _items(gate, [row["id"] for row in heads])
    return [
        DisposalList(
            id=row["public_id"],
            method=row["method"],
            reason=row["reason"],
            proposed_by=row["proposed_by"],
            proposer_id=row["proposer_id"],
            proposed_at=row["proposed_at"],
            state=ListState(row["state"]),
            items=tuple(items[row["id"]]),
            decided_by=row["decided_by"],
            decided_at=row["decided_at"],
            decision_reason=row["decision_reason"],
            receiver=row["receiver"],
            confirmation=row["confirmation"],
            certificate=row["certificate"] or "",
        )
        for row in heads
    ]


def _items(gate: Gate, list_keys: Sequence[int]) -> Mapping[int, list[DisposalItem]]:
    rows = gate.session.execute(
        select(disposal_item, record.c.public_id.label("record_public_id"))
        .join(record, record.c.id == disposal_item.c.record_id)
        .where(disposal_item.c.list_id.in_(list_keys))
        .order_by(disposal_item.c.list_id, disposal_item.c.position)
    ).mappings()
    found: dict[int, list[DisposalItem]] = defaultdict(list)
    for row in rows:
        found[row["list_id"]].append(item_of_row(gate, row))
    return found


def item_of_row(gate: Gate, row: Row) -> DisposalItem:
    """One item from its row with its record's public id."""
    return DisposalItem(
        position=row["position"],
        record_id=RecordId(row["record_public_id"]),
        reference=row["reference"],
        title=row["title"],
        dated=row["dated"],
        label=gate.labels.parse_or_intake(row["label"]),
        revision=row["revision"],
        series_code=row["series_code"],
        rule=row["rule"],
        authority=row["authority"],
        due_on=row["due_on"],
        why=row["why"],
        files=tuple(FilePrint(*one) for one in row["files"]),
        taken_off_by=row["taken_off_by"],
        taken_off_at=row["taken_off_at"],
        taken_off_reason=row["taken_off_reason"],
        kept_because=row["kept_because"],
        is_disposed_of=row["is_disposed_of"],
    )


def _key_of(list_id: str, *, is_waiting: bool = False) -> Select[tuple[int]]:
    statement = select(disposal_list.c.id).where(disposal_list.c.public_id == list_id)
    if is_waiting:
        statement = statement.where(disposal_list.c.state == ListState.WAITING.value)
    return statement


def _record_key(record_id: RecordId) -> Select[tuple[int]]:
    return select(record.c.id).where(record.c.public_id == record_id)
