"""The worker in its threads, beside other processes, and after it was killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.services import reconciliation
from app.services.jobs import count_open_jobs
from app.wiring import House, build_house
from app.worker import LOCK_FILE, Worker, WorkerLock, run_pending_jobs, start_worker_thread
from config import Settings
from tests.searching import ids_of, indexed, registered, searched

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 20.0


@pytest.fixture
def worker(house: House) -> Iterator[Worker]:
    started = start_worker_thread(house)
    yield started
    started.stop()


def _soon(is_true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if is_true():
            return True
        time.sleep(0.02)
    return False


def _spawned(house: House, code: str) -> subprocess.Popen[str]:
    """Another process of the same installation."""
    environment = os.environ | {"CHANCERY_HOME": str(house.settings.home)}
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


_OPEN_HOUSE = """
from app.wiring import build_house
from config import Settings
house = build_house(Settings.from_environment())
"""


@pytest.mark.usefixtures("worker")
def test_what_is_saved_is_found_soon(house: House) -> None:
    record_id = registered(house, title="Letter", text="custody")
    assert _soon(lambda: ids_of(searched(house, "custody")) == [record_id])


@pytest.mark.usefixtures("worker")
def test_rows_of_another_process_are_found_by_looking(house: House) -> None:
    other = build_house(Settings.from_environment({"CHANCERY_HOME": str(house.settings.home)}))
    record_id = registered(other, title="Letter", text="custody")
    other.close()
    assert _soon(lambda: ids_of(searched(house, "custody")) == [record_id])


def test_a_second_worker_stands_by_and_takes_over(house: House, worker: Worker) -> None:
    second = start_worker_thread(house)
    assert (worker.is_working, second.is_working) == (True, False)
    worker.stop()
    assert _soon(lambda: second.is_working)
    record_id = registered(house, title="Letter", text="custody")
    assert _soon(lambda: ids_of(searched(house, "custody")) == [record_id])
    second.stop()


def test_a_stopped_worker_works_no_more(house: House) -> None:
    worker = start_worker_thread(house)
    worker.stop()
    worker.stop()
    assert not worker.is_working
    registered(house, title="Letter")
    time.sleep(0.3)
    assert count_open_jobs(house.work) == 1
    assert not any(one.name.startswith(("Worker-", "Scheduler")) for one in threading.enumerate())


def test_the_start_compares_before_anybody_is_answered(house: House) -> None:
    indexed(house, title="Letter", text="custody")
    for cell in house.search.cells():
        house.search.drop(cell)
    worker = start_worker_thread(house)
    assert _soon(lambda: searched(house, "custody").total == 1)
    worker.stop()


def test_a_command_waits_for_the_worker_that_is_at_it(house: House) -> None:
    lock = WorkerLock(house.settings.home / LOCK_FILE)
    assert lock.take()
    registered(house, title="Letter")
    timer = threading.Timer(0.3, lock.release)
    timer.start()
    assert run_pending_jobs(house) == 1
    timer.join()


def test_the_lock_dies_with_its_process(house: House) -> None:
    code = _OPEN_HOUSE + (
        "from app.worker import LOCK_FILE, WorkerLock\n"
        "print(WorkerLock(house.settings.home / LOCK_FILE).take(), flush=True)\n"
        "import time; time.sleep(60)"
    )
    process = _spawned(house, code)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "True"
    lock = WorkerLock(house.settings.home / LOCK_FILE)
    assert not lock.take()
    process.kill()
    process.communicate()
    assert _soon(lock.take)
    lock.release()


@pytest.mark.parametrize("seed", range(6))
def test_after_a_kill_in_the_middle_all_agree_again(house: House, seed: int) -> None:
    for number in range(60):
        registered(
            house,
            title=f"Letter {number}",
            text="custody " * 300,
            label=["Public", "Official", "Secret"][number % 3],
        )
    if seed % 2:
        reconciliation.ask_for_rebuild(house.work)
    code = _OPEN_HOUSE + (
        "from app.worker import run_pending_jobs\n"
        "print('at work', flush=True)\n"
        "run_pending_jobs(house)"
    )
    process = _spawned(house, code)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(random.Random(seed).uniform(0.0, 0.4))  # noqa: S311 - a moment, not a secret
    process.send_signal(signal.SIGKILL)
    process.communicate()
    started = time.monotonic()
    reconciliation.reconcile(house.work)
    run_pending_jobs(house)
    assert reconciliation.differences(house.work) == ()
    assert time.monotonic() - started < 10
    assert searched(house, "custody").total == 40
