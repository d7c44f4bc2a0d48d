"""Backup drills: an archive under load, backups of it at random moments, each restored and compared.

Used by a test with few drills and by `benchmarks/drills.py` with many.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from app.domain.errors import ChanceryError
from app.domain.records import RecordId
from app.services import audit, backups, fixity, records, registration, restoring
from app.services.importing import importing_principal
from app.storage import backup_folder
from app.wiring import House
from tests.builders import SCHEME
from tests.houses import FrozenClock
from tests.keeping import (
    LABELS,
    a_keeper,
    an_archive,
    an_empty_home,
    fill,
    readable_ids,
    readable_in_copy,
)
from tests.people import operator

WRITERS = 2
LONGEST_PAUSE_S = 0.2


@dataclass(frozen=True, slots=True)
class Drill:
    """What one drill found."""

    number: int
    moment_s: float
    records: int
    same_digest: bool
    same_readable: bool
    damaged: int
    trail_is_whole: bool
    backup_s: float
    restore_s: float

    @property
    def is_sound(self) -> bool:
        compared = self.same_digest and self.same_readable and self.trail_is_whole
        return compared and not self.damaged and self.records > 0


def drills(folder: Path, number: int, chosen: random.Random) -> Iterator[Drill]:
    """Run drills one after the other while writers write with hardly a pause."""
    clock = FrozenClock()
    house = an_archive(folder / "home", clock)
    load = _Load(house, chosen.randrange(10**6))
    load.start()
    begun = time.perf_counter()
    try:
        for at in range(1, number + 1):
            time.sleep(chosen.uniform(0.0, 0.6))
            clock.time += timedelta(seconds=1)  # each backup has a name of its own
            yield _drill(folder, house, at, time.perf_counter() - begun)
        assert load.written > number, "the archive was not under load"
        assert load.failure is None, load.failure
    finally:
        load.stop()
        house.close()


def _drill(folder: Path, house: House, number: int, moment_s: float) -> Drill:
    begun = time.perf_counter()
    made = backups.make(a_keeper(), house.work, house.engine, house.settings, folder / "safe")
    backup_s = time.perf_counter() - begun
    expected = readable_in_copy(made.path / backup_folder.DATABASE)
    other = an_empty_home(folder / f"restored-{number}")
    try:
        begun = time.perf_counter()
        done = restoring.restore(a_keeper(), other.work, other.engine, other.settings, made.path)
        restore_s = time.perf_counter() - begun
        report = fixity.check_all(a_keeper(), other.work)
        with other.work() as work:
            verdict = audit.verify(operator(other), work)
        found = readable_ids(other)
        return Drill(
            number,
            moment_s,
            records=max(map(len, expected)),
            same_digest=done.digest == made.manifest.digest,
            same_readable=found == expected,
            damaged=len(report.unsound) + len(made.manifest.left_out),
            trail_is_whole=verdict.is_whole,
            backup_s=backup_s,
            restore_s=restore_s,
        )
    finally:
        other.close()


class _Load:
    """Threads that register, amend, relabel and withdraw until told to stop."""

    def __init__(self, house: House, seed: int) -> None:
        self._house = house
        self._is_over = threading.Event()
        self._threads = [
            threading.Thread(target=self._write, args=(number, seed), daemon=True)
            for number in range(WRITERS)
        ]
        self.written = 0
        self.failure: Exception | None = None

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._is_over.set()
        for thread in self._threads:
            thread.join()

    def _write(self, writer: int, seed: int) -> None:
        chosen = random.Random(seed + writer)  # noqa: S311 - nothing is kept secret by it
        ids: list[RecordId] = []
        at = 1000 * (writer + 1)
        try:
            while not self._is_over.is_set():
                ids += fill(self._house, 1, first=at)
                at += 1
                if len(ids) > 3:
                    self._change(chosen.choice(ids), chosen)
                self.written += 1
                self._is_over.wait(chosen.uniform(0.0, LONGEST_PAUSE_S))
        except Exception as failure:
            self.failure = failure

    def _change(self, record_id: RecordId, chosen: random.Random) -> None:
        principal = importing_principal(SCHEME)
        with self._house.work(writing=True) as work:
            try:
                view = records.read_record(principal, work, record_id)
                deed = chosen.choice(("amend", "amend", "relabel", "withdraw"))
                if deed == "amend":
                    told = replace(view.description, notes=f"Seen {view.revision} times.")
                    registration.amend(
                        principal, work, record_id, view.revision, told, "More is known"
                    )
                elif deed == "relabel":
                    label = SCHEME.parse(chosen.choice(LABELS))
                    registration.relabel(principal, work, record_id, label, "Reviewed")
                else:
                    registration.withdraw(principal, work, record_id, "Registered twice")
            except ChanceryError:
                return  # withdrawn earlier, or it carries the label already
            work.commit()
