"""When each periodic task ran last, and how it ended. Who runs them: `services/timetable.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from app.db.models.keeping import periodic_task

_ERROR_LENGTH = 500


@dataclass(frozen=True, slots=True)
class LastRun:
    """The last run of a task; `finished_at` None while it runs, or when it was cut short."""

    name: str
    started_at: datetime
    finished_at: datetime | None
    error: str


def last_runs(session: Session) -> dict[str, LastRun]:
    """The last run of every task that ever ran, by name."""
    rows = session.execute(select(periodic_task))
    return {row.name: LastRun(*row) for row in rows}


def begin(session: Session, name: str, now: datetime) -> None:
    """Note that a task begins; the session must be a writing one."""
    session.execute(delete(periodic_task).where(periodic_task.c.name == name))
    session.execute(insert(periodic_task).values(name=name, started_at=now, error=""))


def end(session: Session, name: str, now: datetime, error: str) -> None:
    """Note that it ended; `error` empty when it went well. It holds no word of a record."""
    session.execute(
        update(periodic_task)
        .where(periodic_task.c.name == name)
        .values(
            finished_at=now,
            error=error if len(error) <= _ERROR_LENGTH else error[:_ERROR_LENGTH],
        )
    )
