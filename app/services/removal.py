"""Finishing a disposal: the bytes of originals that nothing holds any more, and the database's own log.

Open `finish`. The order to remove stands in a row written with the disposal, so that a crash loses none;
the row goes when the bytes have gone, or when something else turns out to hold them. Whether it does is
told to nobody. Backups made before still hold the bytes until they age out.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from app.db import disposing
from app.db.jobs import Job, JobKind
from app.domain.errors import Unavailable
from app.services import accounts, audit, leases
from app.services.files import left_before
from app.services.work import OpenWork, Work

REMOVED = "original removed"
TRIES, PAUSE_S = 20, 0.1


def finish_due_disposal(open_work: OpenWork) -> int:
    """One job `finish disposal`. Returns how many jobs were claimed."""

    def do(_claimed: Sequence[Job]) -> dict[str, str]:
        finish(open_work)
        return {}

    return leases.work_on(open_work, [JobKind.FINISH_DISPOSAL], 1, do)


def finish(open_work: OpenWork) -> int:
    """Remove what is ordered and old enough, then cut the log. Returns how many originals went.

    Doing it twice is doing it once. An original put within the last day is left for the timetable: the
    same bytes may be on their way into another record.
    """
    with open_work() as work:
        ordered = disposing.ordered_removals(work.session)
    removed = 0
    for sha256 in ordered:
        with open_work(writing=True) as work:  # nobody registers meanwhile: the write lock is ours
            removed += _settle(work, sha256)
            work.session.commit()
    _cut_the_log(open_work)
    return removed


def _cut_the_log(open_work: OpenWork) -> None:
    """A few tries between other people's reading; the timetable tries again every hour."""
    for _ in range(TRIES):
        with open_work() as work:
            if disposing.empty_the_log(work.session):
                return
        time.sleep(PAUSE_S)


def _settle(work: Work, sha256: str) -> bool:
    if not disposing.is_ordered(work.session, sha256):
        return False
    if disposing.is_referred_to(work.session, sha256):
        disposing.settle_removal(work.session, sha256, is_gone=False)
        return False
    if not _is_old_enough(work, sha256):
        return False
    # Audit and row first, bytes last: what fails after them is done again, and finds nothing to remove.
    principal = accounts.system_principal(work.labels)
    audit.record_change(principal, work, REMOVED, [sha256], {})
    disposing.settle_removal(work.session, sha256, is_gone=True)
    work.originals.remove(sha256)
    return True


def _is_old_enough(work: Work, sha256: str) -> bool:
    try:
        return work.originals.written_at(sha256) < left_before(work.clock.now())
    except Unavailable:
        return True  # it is gone already
