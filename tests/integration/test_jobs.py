"""The queue: claimed once, claimed again when its worker died, tried again, given up at last."""

from __future__ import annotations

import threading
from datetime import timedelta

from app.db import jobs
from app.db.jobs import ATTEMPTS_AT_MOST, LEASE, Job, JobKind, JobState
from app.wiring import House
from tests.houses import NOON, FrozenClock


def _enqueue(house: House, *subjects: str, kind: JobKind = JobKind.INDEX_RECORD) -> None:
    with house.work(writing=True) as work:
        for subject in subjects:
            jobs.enqueue(work.session, kind, subject, house.clock.now(), house.ids)
        work.commit()


def _claim(house: House, limit: int = 10) -> list[Job]:
    with house.work(writing=True) as work:
        claimed = jobs.claim(work.session, house.clock.now(), limit=limit)
        work.commit()
    return claimed


def test_jobs_are_claimed_once_and_oldest_first(house: House) -> None:
    _enqueue(house, "a", "b", "c")
    assert [job.subject for job in _claim(house, 2)] == ["a", "b"]
    assert [job.subject for job in _claim(house)] == ["c"]
    assert _claim(house) == []


def test_the_same_thing_waits_once(house: House) -> None:
    _enqueue(house, "a", "a")
    claimed = _claim(house)
    assert len(claimed) == 1
    _enqueue(house, "a")  # what changed after the claim needs another run
    assert len(_claim(house)) == 1


def test_only_asked_kinds_are_claimed(house: House) -> None:
    _enqueue(house, "a", kind=JobKind.EXTRACT_FILE)
    with house.work(writing=True) as work:
        assert jobs.claim(work.session, NOON, kinds=[JobKind.INDEX_RECORD]) == []
        assert len(jobs.claim(work.session, NOON, kinds=[JobKind.EXTRACT_FILE])) == 1


def test_a_dead_workers_job_is_claimed_again_and_a_living_ones_is_not(
    house: House, clock: FrozenClock
) -> None:
    _enqueue(house, "a", "b")
    dead, alive = _claim(house)
    clock.advance(seconds=LEASE.total_seconds() - 1)
    with house.work(writing=True) as work:
        assert jobs.heartbeat(work.session, [alive.id], clock.now()) == 1
        work.commit()
    clock.advance(seconds=2)
    assert [(job.id, job.attempts) for job in _claim(house)] == [(dead.id, 2)]


def test_a_failed_job_waits_longer_each_time_and_is_given_up(
    house: House, clock: FrozenClock
) -> None:
    _enqueue(house, "a")
    for attempt in range(1, ATTEMPTS_AT_MOST + 1):
        (claimed,) = _claim(house)
        assert claimed.attempts == attempt
        with house.work(writing=True) as work:
            state = jobs.fail(work.session, claimed, clock.now(), "the disk is full")
            work.commit()
        assert _claim(house) == []
        clock.advance(hours=1)
    assert state is JobState.FAILED
    assert _claim(house) == []
    with house.work() as work:
        assert jobs.counts(work.session).failed == 1


def test_finishing_twice_is_finishing_once(house: House, clock: FrozenClock) -> None:
    _enqueue(house, "a")
    (claimed,) = _claim(house)
    for _ in range(2):
        with house.work(writing=True) as work:
            jobs.finish(work.session, [claimed.id], clock.now())
            work.commit()
    with house.work(writing=True) as work:
        assert not jobs.is_waiting(work.session, "a")
        assert jobs.forget_done(work.session, clock.now() + timedelta(seconds=1)) == 1
        assert jobs.forget_done(work.session, clock.now() + timedelta(seconds=1)) == 0


def test_two_workers_never_get_the_same_job(house: House) -> None:
    _enqueue(house, *(f"record {number}" for number in range(40)))
    claimed: list[str] = []

    def work_through() -> None:
        while found := _claim(house, 3):
            claimed.extend(job.subject for job in found)

    workers = [threading.Thread(target=work_through) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(claimed) == len(set(claimed)) == 40
