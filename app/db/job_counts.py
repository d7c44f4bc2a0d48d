"""How many jobs of each kind stand in each state, and why some were given up; for administrators."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db.jobs import JobState
from app.db.models.jobs import job

MOST_REASONS = 50


@dataclass(frozen=True, slots=True)
class FailedReason:
    """A reason, how many jobs of the kind were given up for it, after how many attempts at most."""

    kind: str
    reason: str
    count: int
    attempts: int


def by_kind_and_state(session: Session) -> dict[tuple[str, str], int]:
    """(kind, state) -> number."""
    rows = session.execute(
        select(job.c.kind, job.c.state, func.count()).group_by(job.c.kind, job.c.state)
    )
    return {(row[0], row[1]): row[2] for row in rows}


def failed_reasons(session: Session) -> list[FailedReason]:
    """Reasons of jobs given up, the commonest first. They hold no word of a record."""
    rows = session.execute(
        select(job.c.kind, job.c.error, func.count(), func.max(job.c.attempts))
        .where(job.c.state == JobState.FAILED.value)
        .group_by(job.c.kind, job.c.error)
        .order_by(func.count().desc(), job.c.kind, job.c.error)
        .limit(MOST_REASONS)
    )
    return [FailedReason(*row) for row in rows]
