"""Working job rows off: claimed for a while, kept alive, finished or given back with a reason.

Open `work_on`. A claim, its end and each heartbeat are short transactions of their own; the work itself
holds no write lock. A worker that dies leaves its rows to the next one, so everything done here must be
safe to do twice. Reasons are for the administrator and hold no title, name or word of a record.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import TracebackType

from app.db import jobs, upkeep
from app.db.jobs import ATTEMPTS_AT_MOST, LEASE, Job, JobKind
from app.domain.errors import Unavailable
from app.domain.wording import said
from app.services.work import OpenWork

HEARTBEATS_PER_LEASE = 4
Failures = Mapping[str, str]
"""Job id -> why it failed."""


def work_on(
    open_work: OpenWork,
    kinds: Iterable[JobKind],
    limit: int,
    do: Callable[[Sequence[Job]], Failures],
) -> int:
    """Claim up to `limit` due jobs and do them together. Returns how many were claimed.

    What `do` raises fails all of them; they are tried again later, each time after a longer pause.
    """
    kinds = tuple(kinds)
    with open_work() as work:
        if not upkeep.is_work_due(work.session, work.clock.now(), kinds):
            return 0
    with open_work(writing=True) as work:
        claimed = jobs.claim(work.session, work.clock.now(), kinds=kinds, limit=limit)
        work.session.commit()
    if not claimed:
        return 0
    fit = [one for one in claimed if one.attempts <= ATTEMPTS_AT_MOST]
    worn_out = {one.id: _WORN_OUT for one in claimed if one.attempts > ATTEMPTS_AT_MOST}
    _settle(open_work, claimed, worn_out | _done(open_work, fit, do))
    return len(claimed)


def reason_for(error: Exception) -> str:
    """Why a job failed, in words that hold nothing of what it was about."""
    if isinstance(error, Unavailable):
        return error.message
    if isinstance(error, MemoryError):
        return said("The machine ran out of memory.")
    if isinstance(error, OSError):
        return said("The machine refused: {why}.", why=error.strerror or type(error).__name__)
    return said("An unexpected error stopped the work ({error}).", error=type(error).__name__)


def is_trouble_of_the_machine(error: Exception) -> bool:
    """Whether the next record would meet the same error: disk, memory, database."""
    return isinstance(error, Unavailable | OSError | MemoryError)


_WORN_OUT = said("The work was begun several times and never came to its end.")


def _done(
    open_work: OpenWork, claimed: Sequence[Job], do: Callable[[Sequence[Job]], Failures]
) -> dict[str, str]:
    if not claimed:
        return {}
    with _Heartbeat(open_work, [one.id for one in claimed]):
        try:
            return dict(do(claimed))
        except Exception as error:  # the worker must outlive whatever one job meets
            reason = reason_for(error)
            return {one.id: reason for one in claimed}


def _settle(open_work: OpenWork, claimed: Sequence[Job], failures: Failures) -> None:
    with open_work(writing=True) as work:
        now = work.clock.now()
        done = [one.id for one in claimed if one.id not in failures]
        jobs.finish(work.session, done, now)
        for one in claimed:
            if one.id in failures:
                jobs.fail(work.session, one, now, failures[one.id])
        work.session.commit()


class _Heartbeat:
    """Renews the lease from a thread of its own while the work goes on."""

    def __init__(self, open_work: OpenWork, job_ids: Sequence[str]) -> None:
        self._open_work = open_work
        self._job_ids = job_ids
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="job heartbeat", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._is_over.set()
        self._thread.join()

    def _beat(self) -> None:
        pause_s = LEASE.total_seconds() / HEARTBEATS_PER_LEASE
        while not self._is_over.wait(pause_s):
            try:
                with self._open_work(writing=True) as work:
                    jobs.heartbeat(work.session, self._job_ids, work.clock.now())
                    work.session.commit()
            except Exception:  # noqa: S112 - a missed beat costs at most a second run of the job
                continue
