"""The queue: job rows, claimed with a lease and a heartbeat, safe to run twice.

`enqueue` belongs to the transaction of the change that needs the job; `claim` to a short writing
transaction of its own. A job whose lease has run out is claimed again: its worker is taken for dead.
SQLite lets one writer in at a time (BEGIN IMMEDIATE); other databases skip rows that are locked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import ColumnElement, CursorResult, and_, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from app.db.models.jobs import job
from app.domain.clock import Identifiers

LEASE = timedelta(minutes=2)
FIRST_PAUSE = timedelta(seconds=2)
ATTEMPTS_AT_MOST = 6
ERROR_LENGTH = 500
_PARAMETERS_AT_ONCE = 500


class JobKind(Enum):
    """What is to be done. The subject is a public id: of a file, a record, a cell, an operation,
    an account."""

    EXTRACT_FILE = "extract file"
    INDEX_RECORD = "index record"
    REBUILD_PARTITION = "rebuild partition"
    EMERGENCY_REPORT = "emergency report"
    BULK_AMENDMENT = "bulk amendment"
    FINISH_DISPOSAL = "finish disposal"
    SEARCH_DIGEST = "search digest"
    BUILD_BRIEFING = "build briefing"


class JobState(Enum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """One claimed job. `attempts` counts this attempt."""

    id: str
    kind: JobKind
    subject: str
    attempts: int


@dataclass(frozen=True, slots=True)
class JobCounts:
    """How many jobs stand in each state; for the administrator's eyes only."""

    waiting: int
    running: int
    failed: int
    oldest_waiting: datetime | None


def enqueue(
    session: Session, kind: JobKind | str, subject: str, now: datetime, ids: Identifiers
) -> str:
    """Write a job row, or find the one that already waits for the same thing. Returns its id."""
    kind = JobKind(kind)
    waiting = session.scalar(
        select(job.c.public_id).where(
            job.c.subject == subject, job.c.kind == kind.value, _is(JobState.WAITING)
        )
    )
    return waiting or enqueue_new(session, kind, (subject,), now, ids)[0]


def enqueue_new(
    session: Session, kind: JobKind, subjects: Sequence[str], now: datetime, ids: Identifiers
) -> list[str]:
    """Write a job row each for subjects that are new and so can have none waiting."""
    rows = [
        {
            "public_id": ids.new_id("job", f"{kind.value} {subject}"),
            "kind": kind.value,
            "subject": subject,
            "state": JobState.WAITING.value,
            "attempts": 0,
            "not_before": now,
            "error": "",
            "created_at": now,
        }
        for subject in subjects
    ]
    if rows:
        session.execute(insert(job), rows)
    return [str(row["public_id"]) for row in rows]


def claim(
    session: Session,
    now: datetime,
    *,
    kinds: Iterable[JobKind] = tuple(JobKind),
    limit: int = 1,
    lease: timedelta = LEASE,
) -> list[Job]:
    """Take up to `limit` jobs, oldest first, for `lease`. The session must be a writing one."""
    due = or_(
        and_(_is(JobState.WAITING), job.c.not_before <= now),
        and_(_is(JobState.RUNNING), job.c.lease_until < now),
    )
    chosen = (
        select(job.c.id)
        .where(due, job.c.kind.in_([kind.value for kind in kinds]))
        .order_by(job.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claimed = session.execute(
        update(job)
        .where(job.c.id.in_(chosen.scalar_subquery()))
        .values(
            state=JobState.RUNNING.value,
            attempts=job.c.attempts + 1,
            lease_until=now + lease,
            heartbeat_at=now,
        )
        .returning(job.c.id, job.c.public_id, job.c.kind, job.c.subject, job.c.attempts)
    ).all()
    return [
        Job(row.public_id, JobKind(row.kind), row.subject, row.attempts) for row in sorted(claimed)
    ]


def heartbeat(
    session: Session, job_ids: Sequence[str], now: datetime, lease: timedelta = LEASE
) -> int:
    """Say that the jobs are alive. Returns how many still are the caller's to work on."""
    values = {"heartbeat_at": now, "lease_until": now + lease}
    alive = [_change(session, batch, values) for batch in _batches(job_ids)]
    return sum(alive)


def finish(session: Session, job_ids: Sequence[str], now: datetime) -> None:
    """Mark running jobs as done. Done twice is done once."""
    values = {"state": JobState.DONE.value, "finished_at": now, "lease_until": None, "error": ""}
    for batch in _batches(job_ids):
        _change(session, batch, values)


def fail(session: Session, claimed: Job, now: datetime, reason: str) -> JobState:
    """Put a running job back to be tried later, or give it up after `ATTEMPTS_AT_MOST`.

    `reason` is for the administrator and holds no title, name or word of a record.
    """
    gives_up = claimed.attempts >= ATTEMPTS_AT_MOST
    state = JobState.FAILED if gives_up else JobState.WAITING
    values = {
        "state": state.value,
        "error": reason if len(reason) <= ERROR_LENGTH else reason[:ERROR_LENGTH],
        "lease_until": None,
        "not_before": now + FIRST_PAUSE * (2 ** (claimed.attempts - 1)),
        "finished_at": now if gives_up else None,
    }
    _change(session, [claimed.id], values)
    return state


def is_waiting(session: Session, subject: str, kinds: Iterable[JobKind] = tuple(JobKind)) -> bool:
    """Whether work on this subject is still to be done or going on."""
    unfinished = or_(_is(JobState.WAITING), _is(JobState.RUNNING))
    wanted = [kind.value for kind in kinds]
    found = session.scalar(
        select(job.c.id)
        .where(job.c.subject == subject, job.c.kind.in_(wanted), unfinished)
        .limit(1)
    )
    return found is not None


def counts(session: Session) -> JobCounts:
    """How long the queue is and how old its oldest job."""
    rows = session.execute(select(job.c.state, func.count()).group_by(job.c.state))
    by_state = {str(state): int(count) for state, count in rows}
    oldest = session.scalar(
        select(job.c.created_at).where(_is(JobState.WAITING)).order_by(job.c.id).limit(1)
    )
    return JobCounts(
        by_state.get(JobState.WAITING.value, 0),
        by_state.get(JobState.RUNNING.value, 0),
        by_state.get(JobState.FAILED.value, 0),
        oldest,
    )


def forget_done(session: Session, before: datetime) -> int:
    """Remove the rows of jobs done before a moment; the audit trail keeps what was changed."""
    result = session.execute(delete(job).where(_is(JobState.DONE), job.c.finished_at < before))
    return _rowcount(result)


def _is(state: JobState) -> ColumnElement[bool]:
    return job.c.state == state.value


def _change(session: Session, job_ids: Sequence[str], values: Mapping[str, object]) -> int:
    result = session.execute(
        update(job).where(job.c.public_id.in_(job_ids), _is(JobState.RUNNING)).values(values)
    )
    return _rowcount(result)


def _rowcount(result: object) -> int:
    return result.rowcount if isinstance(result, CursorResult) else 0


def _batches(job_ids: Sequence[str]) -> Iterable[Sequence[str]]:
    for start in range(0, len(job_ids), _PARAMETERS_AT_ONCE):
        yield job_ids[start : start + _PARAMETERS_AT_ONCE]
