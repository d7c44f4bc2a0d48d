"""Rows of builds and copies. A build is read through the gate: with one record of it that may not be read,
and with its own label, the whole build is not there, whoever began it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.orm import Session

from app.db.gate import Gate
from app.db.models.builds import briefing_build, briefing_copy, built_record
from app.db.models.records import record
from app.domain.access import LabelScheme
from app.domain.briefings import Depth, unpacked
from app.domain.builds import Build, BuildState, BuiltRecord, Copy, Progress, Step
from app.domain.records import RecordId

SHOWN = 50
_GOING_ON = briefing_build.c.state.in_([one.value for one in BuildState if one.is_going_on])


@dataclass(frozen=True, slots=True)
class StoredBuild:
    """What the worker needs of a build. `key` never leaves the database."""

    key: int
    id: str
    briefing_id: str
    account_id: str
    state: BuildState
    is_stopped: bool
    begun_at: datetime
    spec: Mapping[str, Any]
    floor: str
    label: str
    recipients: tuple[str, ...]
    records: tuple[tuple[RecordId, Depth], ...]


def add(
    session: Session,
    values: Mapping[str, Any],
    records: Iterable[tuple[BuiltRecord, Depth]],
) -> None:
    """Write a build that waits, with its records in their order."""
    key = session.execute(
        insert(briefing_build)
        .values(
            state=BuildState.WAITING.value,
            step=Step.WAITING.value,
            done=0,
            of=0,
            pages=0,
            is_stopped=False,
            error="",
            size_bytes=0,
            **values,
        )
        .returning(briefing_build.c.id)
    ).scalar_one()
    rows = [
        {
            "build_id": key,
            "position": position,
            "record_public_id": one.id,
            "reference": one.reference,
            "revision": one.revision,
            "depth": depth.value,
        }
        for position, (one, depth) in enumerate(records)
    ]
    if rows:
        session.execute(insert(built_record), rows)


def stored(session: Session, build_id: str) -> StoredBuild | None:
    """A build as the worker finds it; None for one that is gone."""
    row = _row(session, briefing_build.c.public_id == build_id)
    if row is None:
        return None
    records = session.execute(
        select(built_record.c.record_public_id, built_record.c.depth)
        .where(built_record.c.build_id == row["id"])
        .order_by(built_record.c.position)
    )
    return StoredBuild(
        key=row["id"],
        id=row["public_id"],
        briefing_id=row["briefing_public_id"],
        account_id=row["account_id"],
        state=BuildState(row["state"]),
        is_stopped=row["is_stopped"],
        begun_at=row["begun_at"],
        spec=row["spec"],
        floor=row["floor"],
        label=row["label"],
        recipients=tuple(row["recipients"]),
        records=tuple((RecordId(one), Depth(depth)) for one, depth in records),
    )


def progress(session: Session, build_id: str, now: Progress) -> bool:
    """Note how far a build has come. Returns whether it is to go on."""
    values: dict[str, Any] = {"state": BuildState.RUNNING.value, "step": now.step.value}
    values |= {"done": now.done, "of": now.of}
    if now.pages:
        values["pages"] = now.pages
    session.execute(
        update(briefing_build)
        .where(briefing_build.c.public_id == build_id, _GOING_ON)
        .values(values)
    )
    is_stopped = session.scalar(
        select(briefing_build.c.is_stopped).where(briefing_build.c.public_id == build_id)
    )
    return is_stopped is False


def stop(session: Session, build_id: str) -> None:
    """Ask a build that is going on to end."""
    session.execute(
        update(briefing_build).where(briefing_build.c.public_id == build_id).values(is_stopped=True)
    )


def settle(
    session: Session, build_id: str, state: BuildState, now: datetime, **values: Any
) -> None:
    """How a build ended."""
    session.execute(
        update(briefing_build)
        .where(briefing_build.c.public_id == build_id)
        .values(state=state.value, ended_at=now, **values)
    )


def is_going_on(session: Session, briefing_id: str) -> bool:
    """Whether a book of this briefing waits or is being built."""
    found = session.scalar(
        select(briefing_build.c.id)
        .where(briefing_build.c.briefing_public_id == briefing_id, _GOING_ON)
        .limit(1)
    )
    return found is not None


def going_on(session: Session) -> list[str]:
    """The ids of all builds that wait or are being made."""
    return list(session.scalars(select(briefing_build.c.public_id).where(_GOING_ON)))


def set_revisions(session: Session, key: int, revisions: Mapping[RecordId, int]) -> None:
    """Keep the revisions that were set, where a record was amended since the build was begun."""
    rows = session.execute(
        select(built_record.c.id, built_record.c.record_public_id, built_record.c.revision).where(
            built_record.c.build_id == key
        )
    ).all()
    for row in rows:
        revision = revisions.get(RecordId(row.record_public_id), row.revision)
        if revision != row.revision:
            session.execute(
                update(built_record).where(built_record.c.id == row.id).values(revision=revision)
            )


def empty(session: Session, key: int) -> set[str]:
    """Take the bytes and the copies of a build that does not stand. Returns the digests that go."""
    copies = briefing_copy.c.build_id == key
    digests = set(session.scalars(select(briefing_copy.c.sha256).where(copies)))
    digests |= set(
        session.scalars(select(briefing_build.c.sha256).where(briefing_build.c.id == key))
    )
    session.execute(delete(briefing_copy).where(copies))
    session.execute(update(briefing_build).where(briefing_build.c.id == key).values(sha256=None))
    return {one for one in digests if one}


def next_number(session: Session, briefing_id: str) -> int:
    """The number that the next copy of a briefing bears."""
    last = session.scalar(
        select(func.max(briefing_copy.c.number)).where(
            briefing_copy.c.briefing_public_id == briefing_id
        )
    )
    return (last or 0) + 1


def recipients_with_copies(session: Session, build_id: str) -> frozenset[str]:
    """Who has a copy of a build already."""
    statement = (
        select(briefing_copy.c.recipient)
        .join(briefing_build, briefing_build.c.id == briefing_copy.c.build_id)
        .where(briefing_build.c.public_id == build_id)
    )
    return frozenset(session.scalars(statement))


def add_copy(session: Session, values: Mapping[str, Any]) -> None:
    session.execute(insert(briefing_copy).values(values))


def find(gate: Gate, build_id: str, labels: LabelScheme) -> tuple[Build, str] | None:
    """A build every part of which may be read, and the account that began it; else None."""
    row = _row(gate.session, briefing_build.c.public_id == build_id)
    found = list(_readable(gate, [row] if row else [], labels))
    return found[0] if found else None


def of_briefing(gate: Gate, briefing_id: str, labels: LabelScheme) -> list[tuple[Build, str]]:
    """The last builds of a briefing, newest first; those with a part that may not be read are not there."""
    rows = gate.session.execute(
        select(briefing_build)
        .where(briefing_build.c.briefing_public_id == briefing_id)
        .order_by(briefing_build.c.id.desc())
        .limit(SHOWN)
    ).mappings()
    return list(_readable(gate, list(rows), labels))


def forget_record(session: Session, record_id: RecordId) -> set[str]:
    """Empty every build that holds a record; returns the digests of bytes that nothing names any more."""
    keys = list(
        session.scalars(
            select(built_record.c.build_id).where(built_record.c.record_public_id == record_id)
        )
    )
    digests: set[str] = set()
    for table, column in ((briefing_build, "id"), (briefing_copy, "build_id")):
        held = table.c[column].in_(keys)
        digests |= {one for one in session.scalars(select(table.c.sha256).where(held)) if one}
        session.execute(update(table).where(held).values(sha256=None))
    return digests


def _readable(
    gate: Gate, rows: Sequence[RowMapping], labels: LabelScheme
) -> Iterable[tuple[Build, str]]:
    for row in rows:
        label = labels.parse_or_intake(row["label"])
        records = _records(gate, row["id"])
        floor = labels.parse_or_intake(row["floor"])
        if records is not None and gate.may_read(label) and gate.may_read(floor):
            copies = _copies(gate.session, row["id"])
            yield _build(row, label, records, copies), row["account_id"]


def _records(gate: Gate, key: int) -> tuple[BuiltRecord, ...] | None:
    """The records of a build; None where one of them may not be read now."""
    table = built_record
    rows = gate.session.execute(
        select(table, record.c.id.label("readable"))
        .outerjoin(record, (record.c.public_id == table.c.record_public_id) & gate.readable())
        .where(table.c.build_id == key)
        .order_by(table.c.position)
    ).mappings()
    found = []
    for row in rows:
        if row["readable"] is None:
            return None
        found.append(
            BuiltRecord(RecordId(row["record_public_id"]), row["reference"], row["revision"])
        )
    return tuple(found)


def _copies(session: Session, key: int) -> tuple[Copy, ...]:
    rows = session.execute(
        select(briefing_copy)
        .where(briefing_copy.c.build_id == key)
        .order_by(briefing_copy.c.number)
    ).mappings()
    return tuple(
        Copy(
            row["public_id"],
            row["number"],
            row["of"],
            row["recipient"],
            row["made_at"],
            row["made_by"],
            row["sha256"] or "",
            row["size_bytes"],
            row["is_encrypted"],
        )
        for row in rows
    )


def _build(
    row: RowMapping, label: Any, records: tuple[BuiltRecord, ...], copies: tuple[Copy, ...]
) -> Build:
    return Build(
        id=row["public_id"],
        briefing_id=row["briefing_public_id"],
        briefing=unpacked(row["spec"]),
        label=label,
        state=BuildState(row["state"]),
        progress=Progress(Step(row["step"]), row["done"], row["of"], row["pages"]),
        begun_at=row["begun_at"],
        begun_by=row["begun_by"],
        ended_at=row["ended_at"],
        error=row["error"],
        records=records,
        copies=copies,
        sha256=row["sha256"] or "",
        pages=row["pages"],
        size_bytes=row["size_bytes"],
    )


def _row(session: Session, condition: ColumnElement[bool]) -> RowMapping | None:
    return session.execute(select(briefing_build).where(condition)).mappings().one_or_none()
