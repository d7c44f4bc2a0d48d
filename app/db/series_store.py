"""The file plan: series, their history, and which record stands in which. Written and read here.

Series themselves are not records and pass no gate; what stands in one is read only through it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.db.gate import Gate, Located
from app.db.kept_changes import read_changes, written_changes
from app.db.mapping import Columns, Row
from app.db.models.records import record
from app.db.models.retention import series, series_history, series_move, series_record
from app.db.registrar import Hand
from app.domain.errors import Conflict, NotFound
from app.domain.records import RecordId
from app.domain.retention import (
    RULE,
    RetentionRule,
    Series,
    SeriesChange,
    SeriesDraft,
    SeriesMove,
    rule_in_words,
)
from app.domain.views import FieldChange

NOT_HERE = "There is no such series."
CODE_TAKEN = "There is a series with this code already."
CHANGED_MEANWHILE = "Somebody else changed this series after you opened it. Open it again."


def all_series(session: Session) -> list[Series]:
    """Every series, by code."""
    rows = session.execute(select(series).order_by(series.c.code)).mappings()
    return [series_of_row(row) for row in rows]


def find(session: Session, series_id: str) -> Series:
    """One series by its public id. Raises NotFound."""
    row = session.execute(select(series).where(series.c.public_id == series_id)).mappings()
    found = row.one_or_none()
    if found is None:
        raise NotFound(NOT_HERE)
    return series_of_row(found)


def history(session: Session, series_id: str) -> tuple[SeriesChange, ...]:
    """What was said of a series, newest first."""
    table = series_history
    rows = session.execute(
        select(table)
        .join(series, series.c.id == table.c.series_id)
        .where(series.c.public_id == series_id)
        .order_by(table.c.revision.desc())
    )
    return tuple(
        SeriesChange(
            row.revision,
            row.at,
            row.by,
            row.reason,
            tuple(map(_with_rule, read_changes(row.changes))),
        )
        for row in rows
    )


def _with_rule(change: FieldChange) -> FieldChange:
    if change.field != RULE:
        return change
    return FieldChange(change.field, rule_in_words(change.old), rule_in_words(change.new))


def add(session: Session, series_id: str, draft: SeriesDraft, hand: Hand) -> None:
    """Write a new series. Raises Conflict when its code is taken."""
    try:
        key = session.execute(
            insert(series)
            .values(public_id=series_id, revision=1, **_columns(draft))
            .returning(series.c.id)
        ).scalar_one()
    except IntegrityError as error:
        raise Conflict(CODE_TAKEN) from error
    changes = [FieldChange(name, "", value) for name, value in draft.fields.items()]
    _write_history(session, key, 1, hand, changes)


def amend(
    session: Session, before: Series, draft: SeriesDraft, changes: Iterable[FieldChange], hand: Hand
) -> None:
    """Say something else of a series. Raises Conflict for a taken code and a change in between."""
    try:
        key = session.scalar(
            update(series)
            .where(series.c.public_id == before.id, series.c.revision == before.revision)
            .values(revision=before.revision + 1, **_columns(draft))
            .returning(series.c.id)
        )
    except IntegrityError as error:
        raise Conflict(CODE_TAKEN) from error
    if key is None:
        raise Conflict(CHANGED_MEANWHILE)
    _write_history(session, key, before.revision + 1, hand, changes)


def counts(gate: Gate) -> Mapping[str, int]:
    """How many readable records stand in each series; a series without one is not there."""
    statement = (
        select(series.c.public_id, func.count())
        .join(series_record, series_record.c.series_id == series.c.id)
        .join(record, record.c.id == series_record.c.record_id)
        .group_by(series.c.public_id)
    )
    return {str(one): int(count) for one, count in gate.session.execute(gate.within(statement))}


def records_in(gate: Gate, series_id: str) -> list[RecordId]:
    """The readable records of a series, by date and reference."""
    statement = (
        select(record.c.public_id)
        .join(series_record, series_record.c.record_id == record.c.id)
        .join(series, series.c.id == series_record.c.series_id)
        .where(series.c.public_id == series_id)
        .order_by(record.c.dated_lower, record.c.reference)
    )
    return [RecordId(one) for one in gate.session.scalars(gate.within(statement))]


def series_of(session: Session, located: Located) -> Series | None:
    """The series of a record that came through the gate."""
    row = session.execute(
        select(series)
        .join(series_record, series_record.c.series_id == series.c.id)
        .where(series_record.c.record_id == located.key)
    ).mappings()
    found = row.one_or_none()
    return series_of_row(found) if found else None


def series_by_key(session: Session, keys: Sequence[int]) -> Mapping[int, Series]:
    """The series of each of these records, which came through the gate. One statement."""
    rows = session.execute(
        select(series_record.c.record_id, series)
        .join(series, series.c.id == series_record.c.series_id)
        .where(series_record.c.record_id.in_(keys))
    ).mappings()
    return {row["record_id"]: series_of_row(row) for row in rows}


def put(
    session: Session, located: Located, before: Series | None, into: Series | None, hand: Hand
) -> None:
    """Put a record into a series, or into none; it keeps its revision."""
    session.execute(delete(series_record).where(series_record.c.record_id == located.key))
    if into is not None:
        key = select(series.c.id).where(series.c.public_id == into.id).scalar_subquery()
        session.execute(insert(series_record).values(record_id=located.key, series_id=key))
    session.execute(
        insert(series_move).values(
            record_id=located.key,
            cell_id=located.cell.id,
            from_code=before.code if before else "",
            to_code=into.code if into else "",
            at=hand.at,
            by=hand.by,
            account_id=hand.account_id,
            reason=hand.reason,
        )
    )


def moves(gate: Gate, located: Located) -> tuple[SeriesMove, ...]:
    """How the record came where it stands, newest first, as far as this reader may know."""
    table = series_move
    rows = gate.session.execute(
        select(table)
        .where(table.c.record_id == located.key, gate.in_readable_cell(table.c.cell_id))
        .order_by(table.c.id.desc())
    )
    return tuple(
        SeriesMove(
            row.from_code, row.to_code, row.at, row.by, row.reason, gate.label_of(row.cell_id)
        )
        for row in rows
    )


def series_of_row(row: Row) -> Series:
    """A series from a row that has its columns."""
    rule = RetentionRule(row["years"], row["trigger"], row["action"], row["authority"])
    return Series(row["public_id"], row["revision"], SeriesDraft(row["code"], row["title"], rule))


def _columns(draft: SeriesDraft) -> Columns:
    rule = draft.rule
    return {
        "code": draft.code,
        "title": draft.title,
        "years": rule.years,
        "trigger": rule.trigger,
        "action": rule.action,
        "authority": rule.authority,
    }


def _write_history(
    session: Session, key: int, revision: int, hand: Hand, changes: Iterable[FieldChange]
) -> None:
    session.execute(
        insert(series_history).values(
            series_id=key,
            revision=revision,
            at=hand.at,
            by=hand.by,
            account_id=hand.account_id,
            reason=hand.reason,
            changes=written_changes(changes),
        )
    )
