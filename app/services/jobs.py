"""The worker's round: which kinds of jobs there are and who does each. Open `run_due_jobs`.

Rounds take turns between the kinds, so that a long queue of files to read never keeps a new letter out
of the search. How rows are claimed and kept alive is in `leases.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.db import upkeep
from app.db.jobs import Job, JobKind
from app.services import (
    building,
    emergency_reports,
    files,
    leases,
    removal,
    search_digests,
)
from app.services.bulk_work import amend_due_batch
from app.services.indexing import (
    KINDS,
    Progress,
    Stop,
    index_due_records,
    rebuild_due_partition,
)
from app.services.work import OpenWork

__all__ = [
    "JobKind",
    "build_due_books",
    "count_open_jobs",
    "is_work_going_on",
    "release_running_jobs",
    "run_due_jobs",
]


def run_due_jobs(
    open_work: OpenWork, *, on_progress: Progress | None = None, stop: Stop | None = None
) -> int:
    """Work until no job is due or `stop()` says so. Returns how many jobs were claimed."""
    claimed = 0
    while not (stop and stop()):
        done = (
            index_due_records(open_work)
            + rebuild_due_partition(open_work, on_progress)
            + _extract_due_file(open_work)
            + emergency_reports.make_due_report(open_work)
            + amend_due_batch(open_work)
            + removal.finish_due_disposal(open_work)
            + search_digests.send_due_digest(open_work)
        )
        if not done:
            break
        claimed += done
    return claimed


def build_due_books(open_work: OpenWork, *, stop: Stop | None = None) -> int:
    """Build books until none is due; apart from the other jobs, which must not wait for one."""
    claimed = 0
    while not (stop and stop()) and building.build_due_book(open_work):
        claimed += 1
    return claimed


def release_running_jobs(open_work: OpenWork) -> None:
    """Take over what a dead worker left running. Only for the holder of the worker's lock."""
    with open_work() as work:
        if not upkeep.is_work_running(work.session):
            return
    with open_work(writing=True) as work:
        upkeep.release_running(work.session, work.clock.now())
        work.session.commit()


def is_work_going_on(open_work: OpenWork) -> bool:
    """Whether any job is due or running; one that waits for its next attempt is neither."""
    with open_work() as work:
        session = work.session
        return upkeep.is_work_running(session) or upkeep.is_work_due(
            session, work.clock.now(), JobKind
        )


def count_open_jobs(open_work: OpenWork) -> int:
    """How many jobs of the index are still to be done; for progress bars."""
    with open_work() as work:
        return upkeep.waiting_count(work.session, KINDS)


def _extract_due_file(open_work: OpenWork) -> int:
    def extract(claimed: Sequence[Job]) -> dict[str, str]:
        for one in claimed:
            with open_work(writing=True) as work:
                files.extract(work, one.subject)
        return {}

    return leases.work_on(open_work, [JobKind.EXTRACT_FILE], 1, extract)
