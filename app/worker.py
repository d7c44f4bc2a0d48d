"""The worker: the third door. It works job rows off, in a thread of the server or in a process of its own.

Open `start_worker_thread`; `run_pending_jobs` does the same once, for commands and tests. The rows in the
database are the queue. Huey only wakes and times: its queue lives in memory and holds nothing but "look
again" and "reconcile", so that losing it loses nothing. One worker works per home, by a lock that dies
with its process; another one stands by and takes over.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from huey import MemoryHuey, crontab
from huey.consumer import Consumer, Scheduler
from huey.registry import Message
from huey.serializer import Serializer

from app.logs import log_failure
from app.services import jobs, reconciliation, timetable, timetable_tasks
from app.services.indexing import Progress
from app.wiring import House

LOCK_FILE = "worker.lock"
POLL_S = 1
"""How soon job rows are found that another process wrote."""
WAKE_WITHIN_S = 0.05
PAUSE_AFTER_TROUBLE_S = 5.0
STOP_WITHIN_S = 15.0
WAIT_STEP_S = 0.1


class Worker:
    """Works the jobs of one house. `wake` may be called from any thread, as often as one likes."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._wake_before = house.wake_worker
        self._lock = WorkerLock(house.settings.home / LOCK_FILE)
        self._is_woken = threading.Event()
        self._is_stopping = threading.Event()
        self._wakes = _Wakes(self.wake)
        self._look = self._wakes.task(name="look")(self._work)
        self._wakes.periodic_task(crontab(minute="0"), name="reconcile")(self._reconcile_hourly)
        self._wakes.periodic_task(crontab(minute="*"), name="timetable")(self._keep_timetable)
        self._tasks = threading.Thread(target=self._run_due_tasks, name="timetable", daemon=True)
        self._books = threading.Thread(target=self._build_due_books, name="books", daemon=True)
        self._consumer = _QuietConsumer(
            self._wakes,
            initial_delay=WAKE_WITHIN_S,
            max_delay=WAKE_WITHIN_S,
            scheduler_interval=POLL_S,
            check_worker_health=False,
        )

    @property
    def is_working(self) -> bool:
        """False while another process has the lock and this worker stands by."""
        return self._lock.is_held

    def start(self) -> None:
        """Begin. Partitions that must not answer are found before this returns."""
        self._take_over()
        self._house.wake_worker = self.wake
        atexit.register(self.stop)
        self._consumer.start()
        self.wake()

    def wake(self) -> None:
        """Look for jobs now; many calls at once are one."""
        if not self._is_woken.is_set():
            self._is_woken.set()
            self._look()

    def stop(self) -> None:
        """End after the job in hand. What is left stays in its rows."""
        atexit.unregister(self.stop)
        self._is_stopping.set()
        self._consumer.stop_and_wait(STOP_WITHIN_S)
        for thread in (self._tasks, self._books):
            if thread.is_alive():
                thread.join(STOP_WITHIN_S)
        self._house.wake_worker = self._wake_before
        self._lock.release()

    def _take_over(self) -> bool:
        """Have the lock, or try to get it; whoever gets it begins by comparing everything."""
        if self._lock.is_held:
            return True
        if not self._lock.take():
            return False
        try:
            jobs.release_running_jobs(self._house.work)
            reconciliation.reconcile(self._house.work)
        except BaseException:
            self._lock.release()  # whoever gets it next compares again
            raise
        return True

    def _work(self) -> None:
        self._is_woken.clear()
        with self._trouble_logged("look"):
            if self._take_over():
                self._build_books()
                jobs.run_due_jobs(self._house.work, stop=self._is_stopping.is_set)

    def _build_books(self) -> None:
        """Build in a thread of its own: a book of thousands of pages must not keep a letter waiting."""
        if not self._books.is_alive():
            self._books = threading.Thread(target=self._build_due_books, name="books", daemon=True)
            self._books.start()

    def _build_due_books(self) -> None:
        with self._trouble_logged("books"):
            jobs.build_due_books(self._house.work, stop=self._is_stopping.is_set)

    def _reconcile_hourly(self) -> None:
        with self._trouble_logged("reconcile"):
            if self._lock.is_held:
                reconciliation.reconcile(self._house.work)
                self.wake()

    def _keep_timetable(self) -> None:
        """Begin what is due in a thread of its own: a backup must not keep a letter waiting."""
        if self._lock.is_held and not self._tasks.is_alive():
            self._tasks = threading.Thread(
                target=self._run_due_tasks, name="timetable", daemon=True
            )
            self._tasks.start()

    def _run_due_tasks(self) -> None:
        with self._trouble_logged("timetable"):
            tasks = timetable_tasks.tasks(self._house.engine, self._house.settings)
            timetable.run_due_tasks(self._house.work, tasks, stop=self._is_stopping.is_set)

    @contextlib.contextmanager
    def _trouble_logged(self, task: str) -> Iterator[None]:
        """Whatever happens, the worker goes on; a pause keeps a broken disk from filling the log."""
        try:
            yield
        except Exception as error:
            log_failure(error, error_id="worker", method="JOB", route=task)
            self._is_stopping.wait(PAUSE_AFTER_TROUBLE_S)


class WorkerLock:
    """One worker per home, across processes and threads. The lock dies with its process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    @property
    def is_held(self) -> bool:
        return self._handle is not None

    def take(self) -> bool:
        """Get the lock; False when another worker has it."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        self._handle = handle
        return True

    def release(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def start_worker_thread(house: House) -> Worker:
    """A worker in threads of this process; stop it with `.stop()`, it also stops at exit.

    Where another process works for this home already, it stands by and takes over when that one ends.
    """
    worker = Worker(house)
    worker.start()
    return worker


def is_working(house: House) -> bool:
    """Whether any process works for this home now."""
    lock = WorkerLock(house.settings.home / LOCK_FILE)
    if not lock.take():
        return True
    lock.release()
    return False


def run_pending_jobs(house: House, *, on_progress: Progress | None = None) -> int:
    """Return when no job is due any more: done here, or by whoever is working for this home.

    Returns how many jobs were done here.
    """
    lock = WorkerLock(house.settings.home / LOCK_FILE)
    while not lock.take():
        if not jobs.is_work_going_on(house.work):
            return 0
        time.sleep(WAIT_STEP_S)
    try:
        jobs.release_running_jobs(house.work)
        done = jobs.run_due_jobs(house.work, on_progress=on_progress)
        return done + jobs.build_due_books(house.work)
    finally:
        lock.release()


class _JsonSerializer(Serializer):  # type: ignore[misc]
    """Messages as JSON lists; nothing that is read back can be more than plain values."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps(list(data)).encode()

    def _deserialize(self, data: bytes) -> Message:
        return Message(*json.loads(data))


class _PollingScheduler(Scheduler):  # type: ignore[misc]
    """Looks for rows of other processes as often as it looks at the clock."""

    def loop(self, now: object = None) -> None:
        self.huey.poll()
        super().loop(now)


class _Wakes(MemoryHuey):  # type: ignore[misc]
    """The queue of wakes."""

    def __init__(self, poll: Callable[[], None]) -> None:
        super().__init__("chancery", results=False, serializer=_JsonSerializer())
        self.poll = poll


class _QuietConsumer(Consumer):  # type: ignore[misc]
    """Huey's consumer in threads of somebody else's process: signals are not its business."""

    scheduler_class = _PollingScheduler

    def _set_signal_handlers(self) -> None:
        """Leave the process its own handlers."""

    def stop_and_wait(self, timeout_s: float) -> None:
        self.stop_flag.set()
        threads = [self.scheduler, *(thread for _, thread in self.worker_threads)]
        deadline = time.monotonic() + timeout_s
        for thread in threads:
            if thread.is_alive():
                thread.join(max(deadline - time.monotonic(), 0.0))
