"""Working job rows off: alone, again after trouble, and after whoever had them is dead."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest
from sqlalchemy import select, update

from app.db import jobs
from app.db.jobs import ATTEMPTS_AT_MOST, LEASE, Job, JobKind
from app.db.models.jobs import job
from app.domain.errors import Unavailable
from app.services import leases
from app.services.jobs import release_running_jobs
from app.wiring import House
from tests.houses import FrozenClock

INDEX = [JobKind.INDEX_RECORD]


def _enqueued(house: House, count: int = 1) -> list[str]:
    with house.work(writing=True) as work:
        subjects = [f"record {number}" for number in range(count)]
        jobs.enqueue_new(work.session, INDEX[0], subjects, work.clock.now(), work.ids)
        work.session.commit()
    return subjects


def _rows(house: House) -> list[tuple[str, int, str]]:
    with house.work() as work:
        return [
            (row.state, row.attempts, row.error)
            for row in work.session.execute(select(job).order_by(job.c.id))
        ]


def _nothing(_claimed: Sequence[Job]) -> dict[str, str]:
    return {}


def test_a_job_is_done_once(house: House) -> None:
    _enqueued(house)
    seen: list[str] = []

    def do(claimed: Sequence[Job]) -> dict[str, str]:
        seen.extend(one.subject for one in claimed)
        return {}

    assert leases.work_on(house.work, INDEX, 10, do) == 1
    assert leases.work_on(house.work, INDEX, 10, do) == 0
    assert seen == ["record 0"]
    assert _rows(house) == [("done", 1, "")]


def test_only_what_failed_is_tried_again(house: House, clock: FrozenClock) -> None:
    _enqueued(house, 3)

    def do(claimed: Sequence[Job]) -> dict[str, str]:
        return {claimed[1].id: "The disk is full."}

    leases.work_on(house.work, INDEX, 10, do)
    assert _rows(house) == [("done", 1, ""), ("waiting", 1, "The disk is full."), ("done", 1, "")]
    assert leases.work_on(house.work, INDEX, 10, _nothing) == 0
    clock.advance(minutes=1)
    assert leases.work_on(house.work, INDEX, 10, _nothing) == 1


def test_the_pauses_grow_and_the_work_is_given_up(house: House, clock: FrozenClock) -> None:
    _enqueued(house)
    pauses = []

    def do(_claimed: Sequence[Job]) -> dict[str, str]:
        raise RuntimeError("the title of a letter")

    for _ in range(ATTEMPTS_AT_MOST):
        waited = 0
        while not leases.work_on(house.work, INDEX, 10, do):
            clock.advance(seconds=1)
            waited += 1
        pauses.append(waited)
    assert pauses == sorted(pauses)
    ((state, attempts, error),) = _rows(house)
    assert (state, attempts) == ("failed", ATTEMPTS_AT_MOST)
    assert error == "An unexpected error stopped the work (RuntimeError)."


def test_what_kills_its_worker_each_time_is_given_up_too(house: House) -> None:
    _enqueued(house)
    for _ in range(ATTEMPTS_AT_MOST):
        with house.work(writing=True) as work:
            assert jobs.claim(work.session, work.clock.now())
            work.session.commit()
        release_running_jobs(house.work)

    def do(_claimed: Sequence[Job]) -> dict[str, str]:
        pytest.fail("it was tried often enough")

    leases.work_on(house.work, INDEX, 10, do)
    assert _rows(house)[0][0] == "failed"


def test_the_jobs_of_a_dead_worker_are_taken_over_when_the_lease_is_over(
    house: House, clock: FrozenClock
) -> None:
    _enqueued(house)
    with house.work(writing=True) as work:
        jobs.claim(work.session, work.clock.now())
        work.session.commit()
    assert leases.work_on(house.work, INDEX, 10, _nothing) == 0
    clock.advance(seconds=LEASE.total_seconds() + 1)
    assert leases.work_on(house.work, INDEX, 10, _nothing) == 1


def test_the_holder_of_the_lock_takes_them_over_at_once(house: House) -> None:
    _enqueued(house)
    with house.work(writing=True) as work:
        jobs.claim(work.session, work.clock.now())
        work.session.commit()
    release_running_jobs(house.work)
    assert leases.work_on(house.work, INDEX, 10, _nothing) == 1


def test_two_at_work_never_have_the_same_job(house: House) -> None:
    _enqueued(house, 40)
    seen: list[str] = []

    def do(claimed: Sequence[Job]) -> dict[str, str]:
        seen.extend(one.subject for one in claimed)
        return {}

    def work_off() -> None:
        while leases.work_on(house.work, INDEX, 3, do):
            pass

    threads = [threading.Thread(target=work_off) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == len(set(seen)) == 40


def test_a_job_written_meanwhile_is_not_lost(house: House) -> None:
    """A record amended while it is being indexed is indexed once more."""
    _enqueued(house)

    def do(claimed: Sequence[Job]) -> dict[str, str]:
        with house.work(writing=True) as work:
            jobs.enqueue(work.session, INDEX[0], claimed[0].subject, work.clock.now(), work.ids)
            work.session.commit()
        return {}

    leases.work_on(house.work, INDEX, 10, do)
    assert [state for state, _, _ in _rows(house)] == ["done", "waiting"]


def test_a_heartbeat_keeps_the_lease(house: House, clock: FrozenClock) -> None:
    _enqueued(house)
    with house.work(writing=True) as work:
        (claimed,) = jobs.claim(work.session, work.clock.now())
        work.session.commit()
    clock.advance(seconds=100)
    with house.work(writing=True) as work:
        assert jobs.heartbeat(work.session, [claimed.id], work.clock.now()) == 1
        work.session.commit()
    clock.advance(seconds=100)
    assert leases.work_on(house.work, INDEX, 10, _nothing) == 0


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Unavailable("storage", "The original is missing."), "The original is missing."),
        (OSError(28, "No space left on device"), "The machine refused: No space left on device."),
        (MemoryError(), "The machine ran out of memory."),
        (ValueError("a title"), "An unexpected error stopped the work (ValueError)."),
    ],
)
def test_reasons_are_plain_and_hold_nothing_of_a_record(error: Exception, words: str) -> None:
    assert leases.reason_for(error) == words


def test_a_claimed_row_of_an_unknown_worker_is_left_alone(house: House) -> None:
    _enqueued(house, 2)
    with house.work(writing=True) as work:
        first = update(job).where(job.c.subject == "record 0")
        work.session.execute(first.values(state="running", lease_until=work.clock.now() + LEASE))
        work.session.commit()
    assert leases.work_on(house.work, INDEX, 10, _nothing) == 1
