"""The job "build briefing": a draft becomes a book, with the rights its owner has now. Open `build_due_book`.

A book is built from one reading transaction and the owner's gate. How far it has come is written about twice
a second, each time in a short transaction of its own, which also asks whether to go on. A build that was cut
short is begun anew and gives the same bytes, because the moment it bears is that of the request.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from app.db import account_store, build_store, disposing, jobs
from app.db.build_store import StoredBuild
from app.db.catalogue import Catalogue
from app.db.jobs import Job, JobKind
from app.domain.briefings import unpacked
from app.domain.builds import BuildState, Progress, Step
from app.domain.errors import ChanceryError, NotFound
from app.domain.principals import Principal
from app.domain.wording import said
from app.languages.tongue import Tongue
from app.pdf.speech import speaking
from app.services import audit, books, leases
from app.services.books import MadeBook
from app.services.copies import make_copies
from app.services.principals import principal_unattended
from app.services.work import OpenWork, Work

BUILT = "briefing built"
NO_LONGER = said("The account that began it may not make briefings any more.")
ABANDONED = said("The work was begun several times and never came to its end. Build it again.")
_TOLD_EVERY_S = 0.5
LIMIT_BYTES = 2_000_000_000


class Stopped(Exception):
    """Whoever began the build wants it no more."""


def build_due_book(open_work: OpenWork) -> int:
    """One job. Returns how many jobs were claimed."""

    def do(claimed: Sequence[Job]) -> dict[str, str]:
        for one in claimed:
            build(open_work, one.subject)
        return {}

    done = leases.work_on(open_work, [JobKind.BUILD_BRIEFING], 1, do)
    _settle_abandoned(open_work)
    return done


def build(open_work: OpenWork, build_id: str) -> None:
    """Build one book and its copies. Done twice is done once; what has ended stays as it is.

    Whatever stops it is settled: a build that nobody works on is not shown as going on.
    """
    with open_work() as work:
        found = build_store.stored(work.session, build_id)
    if found is None or not found.state.is_going_on:
        return
    teller = _Teller(open_work, build_id)
    try:
        teller.tell(Progress(Step.READING))
        with open_work() as work, TemporaryDirectory(prefix="chancery-book-") as folder:
            principal = _owner(work, found)
            made = _made(principal, work, found, Path(folder), teller.tell)
            _keep(open_work, principal, work, found, made, teller)
    except Stopped:
        _settle(open_work, found, BuildState.CANCELLED, "")
    except ChanceryError as error:
        _settle(open_work, found, BuildState.FAILED, error.words)
    except Exception as error:
        _settle(open_work, found, BuildState.FAILED, leases.reason_for(error))
        raise


def _settle_abandoned(open_work: OpenWork) -> None:
    """Builds whose job was given up, after a machine went down under them several times."""
    with open_work() as work:
        lost = [
            one
            for one in build_store.going_on(work.session)
            if not jobs.is_waiting(work.session, one, (JobKind.BUILD_BRIEFING,))
        ]
        rows = [found for one in lost if (found := build_store.stored(work.session, one))]
    for found in rows:
        _settle(open_work, found, BuildState.FAILED, ABANDONED)


def _made(
    principal: Principal,
    work: Work,
    found: StoredBuild,
    folder: Path,
    tell: Callable[[Progress], None],
) -> MadeBook:
    briefing = unpacked(found.spec)
    with speaking(Tongue(briefing.language)):
        return books.make(principal, work, found, briefing, folder, tell)


def _keep(
    open_work: OpenWork,
    principal: Principal,
    work: Work,
    found: StoredBuild,
    made: MadeBook,
    teller: _Teller,
) -> None:
    stored = work.originals.put(io.BytesIO(made.content), LIMIT_BYTES)
    with open_work(writing=True) as writing:
        session, now = writing.session, writing.clock.now()
        disposing.order_removal(session, stored.sha256, now)  # unless it is kept after all, below
        session.commit()
    with open_work(writing=True) as writing:
        session, now = writing.session, writing.clock.now()
        if not build_store.progress(session, found.id, Progress(Step.COPIES)):
            raise Stopped
        gate = Catalogue(session, principal.clearance, writing.labels)
        ids = [one for one, _ in found.records]
        if len(gate.keys(ids)) != len(ids):
            raise NotFound(books.NOT_ALL_THERE)
        _order_removal(session, build_store.empty(session, found.key), now)
        disposing.settle_removal(session, stored.sha256, is_gone=False)
        audit.record_change(principal, writing, BUILT, [found.id, *ids])
        build_store.set_revisions(session, found.key, made.revisions)
        build_store.settle(
            session,
            found.id,
            BuildState.RUNNING,
            now,
            sha256=stored.sha256,
            size_bytes=stored.size_bytes,
            pages=made.pages,
            label=str(made.label),
        )
        session.commit()
    make_copies(open_work, principal, found.id, found.recipients, made.content, teller.tell)
    with open_work(writing=True) as writing:
        build_store.settle(writing.session, found.id, BuildState.DONE, writing.clock.now())
        writing.session.commit()


def _owner(work: Work, found: StoredBuild) -> Principal:
    """Who began it, as the account stands now; without emergency access, which is for who is there."""
    row = account_store.by_public_id(work.session, found.account_id)
    principal = principal_unattended(work, row) if row else None
    if principal is None:
        raise NotFound(NO_LONGER)
    return principal


def _settle(open_work: OpenWork, found: StoredBuild, state: BuildState, error: str) -> None:
    """How it ended short of a book: nothing of it is kept, and what was stored is ordered to go."""
    with open_work(writing=True) as work:
        now = work.clock.now()
        gone = build_store.empty(work.session, found.key)
        _order_removal(work.session, gone, now)
        if gone:
            jobs.enqueue(work.session, JobKind.FINISH_DISPOSAL, found.id, now, work.ids)
        build_store.settle(work.session, found.id, state, now, error=error)
        work.session.commit()


def _order_removal(session: Session, digests: Collection[str], now: datetime) -> None:
    for one in sorted(digests):
        disposing.order_removal(session, one, now)


@dataclass(slots=True)
class _Teller:
    """Writes down how far a build has come, not more often than anybody looks."""

    open_work: OpenWork
    build_id: str
    last_s: float = 0.0
    step: Step | None = None

    def tell(self, now: Progress) -> None:
        """Raises Stopped when whoever began it wants it no more."""
        moment = time.monotonic()
        if now.step is self.step and moment - self.last_s < _TOLD_EVERY_S:
            return
        self.last_s, self.step = moment, now.step
        with self.open_work(writing=True) as work:
            goes_on = build_store.progress(work.session, self.build_id, now)
            work.session.commit()
        if not goes_on:
            raise Stopped
