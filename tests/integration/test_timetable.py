"""The timetable: what is due runs, once, in order; one task that fails stops no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.db import backup_store, checkpoint_store, fixity_store, periodic_tasks
from app.domain.errors import Unavailable
from app.services import timetable, timetable_tasks
from app.services.timetable import PeriodicTask, Stop
from app.services.work import OpenWork
from app.storage import backup_folder
from app.wiring import House
from tests.houses import FrozenClock
from tests.keeping import fill

HOUR = timedelta(hours=1)


@pytest.fixture
def ran() -> list[str]:
    return []


def a_task(ran: list[str], name: str, fails: bool = False) -> PeriodicTask:
    def do(_open_work: OpenWork, _stop: Stop) -> None:
        ran.append(name)
        if fails:
            raise Unavailable("disk", "The disk is full.")

    return PeriodicTask(name, HOUR, do)


def test_a_task_runs_when_it_is_due(house: House, clock: FrozenClock, ran: list[str]) -> None:
    tasks = [a_task(ran, "one")]
    for minutes in (0, 59, 1, 1):
        clock.advance(minutes=minutes)
        timetable.run_due_tasks(house.work, tasks)
    assert ran == ["one", "one"]


def test_one_that_fails_stops_no_other_and_is_tried_again(
    house: House, clock: FrozenClock, ran: list[str]
) -> None:
    tasks = [a_task(ran, "bad", fails=True), a_task(ran, "good")]
    timetable.run_due_tasks(house.work, tasks)
    clock.advance(minutes=31)
    timetable.run_due_tasks(house.work, tasks)
    assert ran == ["bad", "good", "bad"]
    with house.work() as work:
        last = periodic_tasks.last_runs(work.session)
    assert last["bad"].error == "The disk is full."
    assert last["good"].error == ""


def test_an_error_nobody_foresaw_is_kept_without_its_words(house: House) -> None:
    def do(_open_work: OpenWork, _stop: Stop) -> None:
        raise KeyError("the title of a letter")

    timetable.run_due_tasks(house.work, [PeriodicTask("odd", HOUR, do)])
    with house.work() as work:
        assert "title" not in periodic_tasks.last_runs(work.session)["odd"].error


def test_what_was_cut_short_is_begun_again(
    house: House, clock: FrozenClock, ran: list[str]
) -> None:
    with house.work(writing=True) as work:
        periodic_tasks.begin(work.session, "one", clock.now())
        work.session.commit()
    clock.advance(minutes=31)
    timetable.run_due_tasks(house.work, [a_task(ran, "one")])
    assert ran == ["one"]


def test_a_worker_that_ends_begins_nothing(house: House, ran: list[str]) -> None:
    timetable.run_due_tasks(house.work, [a_task(ran, "one")], stop=lambda: True)
    assert ran == []


@pytest.fixture
def keeping(house: House, tmp_path: Path) -> Callable[[], None]:
    fill(house, 4)
    house.settings = replace(
        house.settings, backup_folder=tmp_path / "safe", backup_keep_days=2, backup_keep_weeks=1
    )

    def run() -> None:
        timetable.run_due_tasks(house.work, timetable_tasks.tasks(house.engine, house.settings))

    return run


def test_a_day_of_the_machine(house: House, keeping: Callable[[], None], tmp_path: Path) -> None:
    keeping()
    with house.work() as work:
        (made,) = backup_store.latest(work.session, 5)
        assert made.is_sound is True
        assert checkpoint_store.latest(work.session) is not None
        assert fixity_store.counts(work.session).never_checked == 0
        errors = {one.error for one in periodic_tasks.last_runs(work.session).values()}
    assert errors == {""}
    assert [path.name for path in backup_folder.backups_in(tmp_path / "safe")] == [made.name]


def test_old_backups_go_but_not_the_last_that_was_tried_out(
    clock: FrozenClock, keeping: Callable[[], None], tmp_path: Path
) -> None:
    keeping()
    (first,) = backup_folder.backups_in(tmp_path / "safe")
    for _ in range(5):
        clock.advance(days=1)
        keeping()
    kept = [path.name for path in backup_folder.backups_in(tmp_path / "safe")]
    assert kept[0] == first.name
    assert len(kept) == 3


def test_a_failed_trial_is_told_and_the_next_backup_links_nothing(
    house: House, clock: FrozenClock, keeping: Callable[[], None], tmp_path: Path
) -> None:
    keeping()
    (first,) = backup_folder.backups_in(tmp_path / "safe")
    original = backup_folder.read_manifest(first).originals[0]
    (first / original.path).chmod(0o600)
    (first / original.path).write_bytes(b"?" * original.size_bytes)
    clock.advance(days=7)
    keeping()
    with house.work() as work:
        assert (
            "could not be restored" in periodic_tasks.last_runs(work.session)["trial restore"].error
        )
    clock.advance(days=1)
    keeping()
    with house.work() as work:
        newest = backup_store.latest(work.session, 1)[0]
        assert newest.is_sound is True


def test_what_a_kill_left_is_removed_after_a_day(
    keeping: Callable[[], None], tmp_path: Path
) -> None:
    left = tmp_path / "safe" / ".chancery-20261101T000000Z.part"
    left.mkdir(parents=True)
    keeping()
    assert not left.exists()
