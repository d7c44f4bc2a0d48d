"""Fixity: are 1,000 flipped bits all found, how fast is a pass, what does a checked download cost?

    .venv/bin/python benchmarks/fixity.py [--flips 1000] [--originals 200] [--kilobytes 500] [--seed 2017]

A throw-away home gets originals of random bytes. A pass over all of them is timed; then bits are flipped
at random places, each followed by a pass over that original, and put back. Opening a file for a reader is
timed with its check and without. Exits 1 when a flip is missed or a pass is slower than 150 MB/s.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.db.fixity_store import DueOriginal
from app.domain.fixity import FixityResult
from app.domain.records import Draft, FileDraft
from app.services import fixity, installation, registration
from app.services.importing import importing_principal
from app.services.keeper import keeper
from app.services.work import Work
from app.storage.originals import StoredOriginal
from app.wiring import House, build_house
from config import Settings
from tests.builders import a_draft

LEAST_MB_PER_S = 150
LARGE_MB = (1, 16, 64, 200)
MB = 1024 * 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flips", type=int, default=1000)
    parser.add_argument("--originals", type=int, default=200)
    parser.add_argument("--kilobytes", type=int, default=500)
    parser.add_argument("--seed", type=int, default=2017)
    options = parser.parse_args()
    chosen = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="chancery-fixity-") as folder:
        house = _house(Path(folder))
        try:
            _fill(house, options.originals, options.kilobytes * 1024, chosen)
            rate = _pass(house)
            found = _flips(house, options.flips, chosen)
            _downloads(house)
        finally:
            house.close()
    print(f"a pass over all originals        {rate:9.0f} MB/s   (goal {LEAST_MB_PER_S})")
    print(f"flipped bits found               {found:9,} of {options.flips:,}")
    return 0 if found == options.flips and rate >= LEAST_MB_PER_S else 1


def _house(home: Path) -> House:
    settings = Settings.from_environment(
        {"CHANCERY_HOME": str(home), "CHANCERY_SECRET_KEY": "k" * 48}
    )
    house = build_house(settings)
    installation.prepare(house.engine, settings.home, house.clock.now())
    return house


def _fill(house: House, originals: int, size: int, chosen: random.Random) -> None:
    with house.work(writing=True) as work:
        drafts: list[Draft] = []
        for number in range(originals):
            content = io.BytesIO(chosen.randbytes(size))
            stored = work.originals.put(content, size)
            file = FileDraft(stored.sha256, stored.size_bytes, "application/pdf", f"{number}.pdf")
            drafts.append(a_draft(title=f"Letter {number}", draft={"files": (file,)}))
        registration.register_many(importing_principal(work.labels), work, drafts)
        work.commit()


def _pass(house: House) -> float:
    """MB/s of the second pass: the machine has the files in memory, so that the code is measured."""
    principal = keeper(house.settings.label_scheme)
    fixity.check_all(principal, house.work)
    begun = time.perf_counter()
    report = fixity.check_all(principal, house.work)
    assert report.is_sound
    return report.read_bytes / MB / (time.perf_counter() - begun)


def _flips(house: House, flips: int, chosen: random.Random) -> int:
    """How many of the flips are found; each bit is put back before the next."""
    paths = [path for path in house.settings.documents_dir.rglob("*") if path.is_file()]
    found = 0
    for _ in range(flips):
        path = chosen.choice(paths)
        path.chmod(0o600)
        place, bit = chosen.randrange(path.stat().st_size), 1 << chosen.randrange(8)
        _flip(path, place, bit)
        with house.work() as work:
            due = DueOriginal(path.name, path.stat().st_size, None)
            found += fixity.result_of(work, due) is FixityResult.DAMAGED
        _flip(path, place, bit)
    assert fixity.check_all(keeper(house.settings.label_scheme), house.work).is_sound
    return found


def _flip(path: Path, place: int, bit: int) -> None:
    with path.open("r+b") as target:
        target.seek(place)
        (byte,) = target.read(1)
        target.seek(place)
        target.write(bytes([byte ^ bit]))


def _downloads(house: House) -> None:
    print("opening a file for its reader    without check   with check")
    for size in LARGE_MB:
        with house.work() as work:
            stored = work.originals.put(io.BytesIO(os.urandom(size * MB)), 300 * MB)
            plain, checked = _opening_ms(work, stored)
        print(f"  {size:>4} MB                        {plain:9.2f} ms {checked:9.1f} ms")


def _opening_ms(work: Work, stored: StoredOriginal) -> tuple[float, float]:
    principal, named = keeper(work.labels), (stored.sha256, stored.size_bytes)
    return (
        _median_ms(lambda: work.originals.open(*named).close()),
        _median_ms(lambda: fixity.opened_sound(principal, work, *named).close()),
    )


def _median_ms(do: Callable[[], object], times: int = 5) -> float:
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        do()
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took)


if __name__ == "__main__":
    raise SystemExit(main())
