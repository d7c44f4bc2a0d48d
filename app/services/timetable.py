"""The timetable: what happens by itself, how often, and when it happened last.

Open `run_due_tasks`; the worker calls it every minute in a thread of its own, so that a long backup keeps
no letter out of the search. The tasks themselves are in `timetable_tasks.py`. One that fails stops no
other; it is tried again after a pause, and `flask doctor` tells why it failed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.db import periodic_tasks
from app.db.periodic_tasks import LastRun
from app.domain.errors import ChanceryError
from app.services.leases import reason_for
from app.services.work import OpenWork

PAUSE_AFTER_FAILURE = timedelta(minutes=30)

Stop = Callable[[], bool]
"""Asked between two steps of a long task: is the worker about to end?"""


@dataclass(frozen=True, slots=True)
class PeriodicTask:
    """`do` runs every `every`, counted from its last beginning. It may be run twice: it must not mind."""

    name: str
    every: timedelta
    do: Callable[[OpenWork, Stop], None]


def run_due_tasks(
    open_work: OpenWork, tasks: Sequence[PeriodicTask], *, stop: Stop = lambda: False
) -> tuple[str, ...]:
    """Run every task that is due, one after the other. Returns the names of those that ran.

    Only for the holder of the worker's lock: two processes must not run the same task.
    """
    with open_work() as work:
        last = periodic_tasks.last_runs(work.session)
        now = work.clock.now()
    due = [one for one in tasks if is_due(one, last.get(one.name), now)]
    ran = []
    for task in due:
        if stop():
            break
        _run(open_work, task, stop)
        ran.append(task.name)
    return tuple(ran)


def is_due(task: PeriodicTask, last: LastRun | None, now: datetime) -> bool:
    """Whether it is time. What failed, or was cut short, waits for a pause and not for its turn."""
    if last is None or last.started_at > now:  # never, or the clock went back
        return True
    has_ended_well = last.finished_at is not None and not last.error
    pause = task.every if has_ended_well else min(task.every, PAUSE_AFTER_FAILURE)
    return now - last.started_at >= pause


def _run(open_work: OpenWork, task: PeriodicTask, stop: Stop) -> None:
    with open_work(writing=True) as work:
        periodic_tasks.begin(work.session, task.name, work.clock.now())
        work.session.commit()
    error: str = ""
    try:
        task.do(open_work, stop)
    except ChanceryError as failure:
        error = failure.words
    except Exception as failure:  # the timetable must outlive whatever one task meets
        error = reason_for(failure)
    with open_work(writing=True) as work:
        periodic_tasks.end(work.session, task.name, work.clock.now(), error)
        work.session.commit()
