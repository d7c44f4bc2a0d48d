"""Kill -9 during registering, importing, indexing and PDF: is anything acknowledged lost?

    .venv/bin/python benchmarks/kills.py [--kills 100] [--seed 2017]

A child process registers letters, imports a file, indexes and makes record sheets in a throw-away home,
and tells its parent each reference, and each number of rows imported, only after the commit. The parent
kills it at random moments, starts the repair that every start of Chancery does, and compares: every
acknowledged record is there and whole, database and partitions agree, within ten seconds. Exits 1 otherwise.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.wiring import House

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
WORDS = "treaty minister embassy detention lawyers grain harbour railway loan war".split()  # noqa: SIM905
LONGEST_REPAIR_S = 10.0
ROWS_TO_IMPORT = 400
SOURCE = "kills benchmark"


@dataclass(slots=True)
class Score:
    """What the kills found."""

    acknowledged: set[str] = field(default_factory=set)
    """References of registered letters, and identifiers of imported rows."""
    unchecked: set[str] = field(default_factory=set)
    """Acknowledged since the last comparison; everything is compared again at the end."""
    lost: set[str] = field(default_factory=set)
    disagreements: int = 0
    repairs_s: list[float] = field(default_factory=list)
    activities: Counter[str] = field(default_factory=Counter)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=2017)
    parser.add_argument("--child", metavar="FILE", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        return _work_until_killed(Path(options.child))
    with tempfile.TemporaryDirectory(prefix="chancery-kills-") as folder:
        return _run(Path(folder), options.kills, random.Random(options.seed))


def _run(folder: Path, kills: int, chosen: random.Random) -> int:
    os.environ["CHANCERY_HOME"] = str(folder / "home")
    score = Score()
    for number in range(kills):
        rows = folder / f"rows-{number}.jsonl"
        rows.write_text("".join(_row(number, line) for line in range(ROWS_TO_IMPORT)))
        _kill_once(number, rows, score, chosen)
        _repair_and_compare(score)
        rows.unlink()
    score.unchecked |= score.acknowledged
    _repair_and_compare(score)
    return _report(score, kills)


def _kill_once(number: int, rows: Path, score: Score, chosen: random.Random) -> None:
    """Start the child, kill it up to 2.5 s after its first word, collect what it acknowledged."""
    child = subprocess.Popen(
        [sys.executable, __file__, "--child", str(rows)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(chosen.uniform(0.0, 2.5))
    child.send_signal(signal.SIGKILL)
    said = child.stdout.read()
    child.wait()
    for line in said.splitlines(keepends=True):
        if line.endswith("\n"):  # a torn last line acknowledges nothing
            activity, what = line.split()
            score.activities[activity] += 1
            if activity == "registered":
                score.unchecked.add(what)
            elif activity == "imported":
                score.unchecked |= {_identifier(number, row) for row in range(int(what))}
    score.acknowledged |= score.unchecked


def _repair_and_compare(score: Score) -> None:
    from app.services import reconciliation
    from app.wiring import build_house
    from app.worker import run_pending_jobs
    from config import Settings

    started = time.monotonic()
    house = build_house(Settings.from_environment())
    try:
        reconciliation.reconcile(house.work)
        run_pending_jobs(house)
        score.repairs_s.append(time.monotonic() - started)
        if reconciliation.differences(house.work):
            score.disagreements += 1
        score.lost |= {one for one in score.unchecked if not _is_whole(house, one)}
        score.unchecked.clear()
    finally:
        house.close()


def _is_whole(house: House, acknowledged: str) -> bool:
    """Whether a registered letter has its text and both signatures, an imported row its text."""
    from app.domain.errors import NotFound
    from app.domain.records import SourceKey
    from app.services import accounts, records, registration

    principal = accounts.system_principal(house.settings.label_scheme)
    is_row = acknowledged.startswith("row-")
    with house.work() as work:
        try:
            if is_row:
                key = SourceKey(SOURCE, acknowledged)
                match = registration.find_source_key(principal, work, key)
                if match is None:
                    return False
                view = records.read_record(principal, work, match.id)
            else:
                record_id = records.find_reference(principal, work, acknowledged)
                view = records.read_record(principal, work, record_id)
        except NotFound:
            return False
    return bool(view.text) and (is_row or len(view.description.signatures) == 2)


def _work_until_killed(rows: Path) -> int:
    """Register, import, index and print, for ever; the parent ends it."""
    from app.domain.records import Draft
    from app.services import accounts, importing, installation, records, registration, sheets
    from app.services.importing import ImportRequest
    from app.wiring import build_house
    from app.worker import start_worker_thread
    from config import Settings
    from tests.builders import a_draft

    house = build_house(Settings.from_environment())
    installation.prepare(house.engine, house.settings.home, house.clock.now())
    start_worker_thread(house)
    principal = accounts.system_principal(house.settings.label_scheme)
    print("ready -", flush=True)
    chosen = random.Random(str(rows))

    def import_rows() -> None:
        label = house.settings.label_scheme.bottom
        request = ImportRequest(rows, house.settings.home / "reports", label=label)
        importing.import_file(
            principal,
            house.work,
            request,
            lambda progress: print(f"imported {progress.records}", flush=True),
        )

    threading.Thread(target=import_rows, daemon=True).start()
    while True:
        text = " ".join(chosen.choices(WORDS, k=400))
        draft: Draft = a_draft(signed_by=["CAN", "JPN"], text=text, label="Official")
        with house.work(writing=True) as work:
            record_id = registration.register(principal, work, draft)
            work.commit()
        with house.work() as work:
            reference = records.read_record(principal, work, record_id).reference
        print(f"registered {reference}", flush=True)
        if chosen.random() < 0.2:
            with house.work() as work:
                sheets.record_sheet(principal, work, record_id, printed_at=house.clock.now())
            print(f"printed {reference}", flush=True)


def _row(number: int, line: int) -> str:
    chosen = random.Random(f"{number}-{line}")
    row = {
        "id": _identifier(number, line),
        "title": " ".join(chosen.choices(WORDS, k=5)),
        "date": str(chosen.randint(1900, 2020)),
        "kind": "letter",
        "language": "en",
        "source": SOURCE,
        "text": " ".join(chosen.choices(WORDS, k=300)),
    }
    return json.dumps(row) + "\n"


def _identifier(number: int, line: int) -> str:
    return f"row-{number}-{line}"


def _report(score: Score, kills: int) -> int:
    slowest = max(score.repairs_s)
    print(f"kills                          {kills}")
    print(
        f"acknowledged by the child      {len(score.acknowledged)} records; {dict(score.activities)}"
    )
    print(f"acknowledged and lost          {len(score.lost)}")
    print(f"database and partitions differ {score.disagreements} times after repair")
    print(f"repair: median {statistics.median(score.repairs_s):.2f} s, longest {slowest:.2f} s")
    return 1 if score.lost or score.disagreements or slowest > LONGEST_REPAIR_S else 0


if __name__ == "__main__":
    raise SystemExit(main())
