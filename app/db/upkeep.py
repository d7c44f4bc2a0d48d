"""What the worker and the reconciler ask of the database: due jobs, and what each partition must hold.

None of it is for readers; what readers see comes through the gate (`catalogue.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from app.db import cells
from app.db.jobs import JobKind, JobState
from app.db.models.access import access_cell
from app.db.models.jobs import job
from app.db.models.records import record
from app.domain.access import LabelScheme
from app.domain.records import RecordId
from app.domain.vocabularies import RecordState

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class CellStanding:
    """A cell as its partition must reflect it. `label` is for administrators' eyes."""

    id: int
    key: str
    label: str
    is_impure: bool
    withheld: frozenset[RecordId]


def is_work_due(session: Session, now: datetime, kinds: Iterable[JobKind]) -> bool:
    """Whether a claim would find a job. A read only: polling must not take the write lock."""
    due = or_(
        and_(job.c.state == JobState.WAITING.value, job.c.not_before <= now),
        and_(job.c.state == JobState.RUNNING.value, job.c.lease_until < now),
    )
    return _exists(session, due, _of(kinds))


def is_work_running(session: Session) -> bool:
    """Whether somebody is at work, or died at it."""
    return _exists(session, job.c.state == JobState.RUNNING.value)


def waiting_count(session: Session, kinds: Iterable[JobKind]) -> int:
    """How many jobs wait or run; for progress bars."""
    statement = select(func.count()).select_from(job).where(job.c.state.in_(_OPEN), _of(kinds))
    return session.execute(statement).scalar_one()


def release_running(session: Session, now: datetime) -> None:
    """Give back every running job at once: the one who may work them all has just begun.

    The caller holds the worker's lock, so whoever ran them is dead, and nobody need wait for the
    lease to run out.
    """
    session.execute(
        update(job)
        .where(job.c.state == JobState.RUNNING.value)
        .values(state=JobState.WAITING.value, lease_until=None, not_before=now)
    )


def forget_failed(session: Session, kinds: Iterable[JobKind]) -> None:
    """Remove the rows of jobs that were given up; what they were for has been done meanwhile."""
    session.execute(delete(job).where(job.c.state == JobState.FAILED.value, _of(kinds)))


def without_waiting_job(session: Session, kind: JobKind, subjects: Sequence[str]) -> list[str]:
    """Those of the subjects for which no job of the kind is waiting, in order."""
    waiting: set[str] = set()
    for start in range(0, len(subjects), _AT_ONCE):
        chunk = subjects[start : start + _AT_ONCE]
        waiting.update(
            session.scalars(
                select(job.c.subject).where(
                    job.c.subject.in_(chunk),
                    job.c.kind == kind.value,
                    job.c.state == JobState.WAITING.value,
                )
            )
        )
    return [one for one in subjects if one not in waiting]


def cell_standings(session: Session, labels: LabelScheme) -> Iterator[CellStanding]:
    """Every cell, with what is withheld from its partition. Two statements."""
    found = cells.all_cells(session, labels)
    withheld = cells.withheld_ids(session, [cell.id for cell in found])
    for cell in found:
        hidden = withheld.get(cell.id, frozenset())
        yield CellStanding(cell.id, cell.key, str(cell.label), cell.is_impure, hidden)


def cells_in_use(session: Session, keys: Sequence[str]) -> frozenset[str]:
    """Those of the cells that hold a registered record now; the others need no partition."""
    has_record = exists().where(
        record.c.cell_id == access_cell.c.id, record.c.state == RecordState.REGISTERED
    )
    statement = select(access_cell.c.key).where(access_cell.c.key.in_(keys), has_record)
    return frozenset(session.scalars(statement))


def cells_with_settled_records(session: Session, keys: Sequence[str]) -> frozenset[str]:
    """Those of the cells that hold a registered record which does not wait to be indexed."""
    waits = exists().where(
        job.c.subject == record.c.public_id,
        job.c.kind == JobKind.INDEX_RECORD.value,
        job.c.state.in_(_OPEN),
    )
    settled = exists().where(
        record.c.cell_id == access_cell.c.id, record.c.state == RecordState.REGISTERED, ~waits
    )
    statement = select(access_cell.c.key).where(access_cell.c.key.in_(keys), settled)
    return frozenset(session.scalars(statement))


_OPEN = (JobState.WAITING.value, JobState.RUNNING.value)


def _of(kinds: Iterable[JobKind]) -> ColumnElement[bool]:
    return job.c.kind.in_([kind.value for kind in kinds])


def _exists(session: Session, *conditions: ColumnElement[bool]) -> bool:
    return session.scalar(select(job.c.id).where(*conditions).limit(1)) is not None
