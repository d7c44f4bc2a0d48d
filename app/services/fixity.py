"""Reading originals and comparing them with what was registered: all at once, a few by themselves, or the
one that somebody is about to take away.

Open `check_all`. A damage is written to the audit trail when it is found, not at every check, with the ids
of the files and never their names. What a reader gets has been read whole, from the same open file,
before the first byte leaves (`opened_sound`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy.orm import Session

from app.db import fixity_store
from app.db.fixity_store import DueOriginal
from app.domain.errors import Unavailable
from app.domain.fixity import CHECK_WITHIN, FixityCheck, FixityResult
from app.domain.principals import Action, Principal
from app.domain.wording import said
from app.services import audit
from app.services.work import OpenWork, Work

FOUND_DAMAGED, FOUND_SOUND_AGAIN = "original found damaged", "original sound again"
CHUNK_BYTES = 1024 * 1024
CHECKS_PER_COMMIT = 200
ROUNDS_PER_PERIOD = 20 * 24
"""Hourly rounds in twenty days: ten days are left for a machine that is switched off at times."""
LEAST_BYTES_PER_ROUND = 64 * 1024**2
NOT_SERVED = said(
    "This original has changed on disk or is missing, so it was not handed out. Tell "
    "your administrator; it can be put back from a backup."
)

Progress = Callable[[int, int], None]
"""Told how many bytes are read, and of how many."""


@dataclass(frozen=True, slots=True)
class FixityReport:
    """What reading the originals found."""

    checked: int
    read_bytes: int
    unsound: tuple[FixityCheck, ...]

    @property
    def is_sound(self) -> bool:
        return not self.unsound


def check_all(
    principal: Principal,
    open_work: OpenWork,
    on_progress: Progress = lambda _done, _of: None,
) -> FixityReport:
    """Read every original that a record refers to. What was found is kept batch by batch."""
    principal.require(Action.ADMINISTER)
    with open_work() as work:
        wanted = fixity_store.originals_by_age(work.session)
    return _check(principal, open_work, wanted, on_progress)


def check_some(
    principal: Principal, open_work: OpenWork, stop: Callable[[], bool] = lambda: False
) -> FixityReport:
    """Read the longest unread, so many that hourly rounds get through all of them in twenty days."""
    principal.require(Action.ADMINISTER)
    with open_work() as work:
        wanted = fixity_store.originals_by_age(work.session)
        newest = work.clock.now() - CHECK_WITHIN / 2
    budget = max(sum(one.size_bytes for one in wanted) // ROUNDS_PER_PERIOD, LEAST_BYTES_PER_ROUND)
    chosen = []
    for one in wanted:
        if budget <= 0 or (one.checked_at is not None and one.checked_at > newest):
            break
        chosen.append(one)
        budget -= one.size_bytes
    return _check(principal, open_work, chosen, lambda _done, _of: None, stop)


def opened_sound(principal: Principal, work: Work, sha256: str, size_bytes: int) -> BinaryIO:
    """A stream that was read to its end and found to be what was registered, back at its beginning.

    Raises Unavailable("storage") otherwise, after the damage has been noted and told. Costs one reading of
    the file, which is then in the machine's memory for the second.
    """
    try:
        stream = work.originals.open(sha256, size_bytes)
    except Unavailable:
        result = FixityResult.DAMAGED if work.originals.exists(sha256) else FixityResult.MISSING
        _tell_at_once(principal, work, sha256, result)
        raise Unavailable("storage", NOT_SERVED) from None
    try:
        if _digest(stream) == sha256:
            stream.seek(0)
            return stream
    except OSError:
        pass  # a disk that cannot be read holds a damaged original
    except BaseException:
        stream.close()
        raise
    stream.close()
    _tell_at_once(principal, work, sha256, FixityResult.DAMAGED)
    raise Unavailable("storage", NOT_SERVED)


def _check(
    principal: Principal,
    open_work: OpenWork,
    wanted: Sequence[DueOriginal],
    on_progress: Progress,
    stop: Callable[[], bool] = lambda: False,
) -> FixityReport:
    total = sum(one.size_bytes for one in wanted)
    checked = done = 0
    unsound: list[FixityCheck] = []
    for batch in _batches(wanted):
        results: dict[str, FixityResult] = {}
        with open_work() as work:
            for one in batch:
                if stop():
                    break
                results[one.sha256] = result_of(work, one)
                done += one.size_bytes
                on_progress(done, total)
        unsound += _noted(principal, open_work, results)
        checked += len(results)
    return FixityReport(checked, done, tuple(unsound))


def result_of(work: Work, one: DueOriginal) -> FixityResult:
    """Read one original to its end and compare it. Keeps nothing."""
    try:
        with work.originals.open(one.sha256, one.size_bytes) as stream:
            is_sound = _digest(stream) == one.sha256
    except (Unavailable, OSError):
        return FixityResult.DAMAGED if work.originals.exists(one.sha256) else FixityResult.MISSING
    return FixityResult.SOUND if is_sound else FixityResult.DAMAGED


def _noted(
    principal: Principal, open_work: OpenWork, results: dict[str, FixityResult]
) -> list[FixityCheck]:
    if not results:
        return []
    with open_work(writing=True) as work:
        checks = _note(principal, work, work.session, results)
        work.commit()
    return [one for one in checks if not one.is_sound]


def _note(
    principal: Principal, work: Work, session: Session, results: dict[str, FixityResult]
) -> list[FixityCheck]:
    """Keep the results; what is not as it was before goes into the trail."""
    now = work.clock.now()
    before = fixity_store.known(session, list(results))
    checks = []
    for sha256, result in results.items():
        was = before.get(sha256)
        is_news = was.result is not result if was else result is not FixityResult.SOUND
        since = was.since if was and not is_news else now
        checks.append(FixityCheck(sha256, now, result, since))
        if is_news:
            action = FOUND_SOUND_AGAIN if result is FixityResult.SOUND else FOUND_DAMAGED
            files = fixity_store.file_ids_of(session, sha256)
            audit.record_in(session, principal, work, action, files, {"result": result.value})
    fixity_store.note(session, checks)
    return checks


def _tell_at_once(principal: Principal, work: Work, sha256: str, result: FixityResult) -> None:
    """Note a damage met while reading, in a short transaction of its own."""
    with work.new_session() as session:
        _note(principal, work, session, {sha256: result})
        session.commit()


def _digest(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := stream.read(CHUNK_BYTES):
        digest.update(chunk)
    return digest.hexdigest()


def _batches(wanted: Sequence[DueOriginal]) -> Iterator[Sequence[DueOriginal]]:
    for start in range(0, len(wanted), CHECKS_PER_COMMIT):
        yield wanted[start : start + CHECKS_PER_COMMIT]
