"""Backup drills: is every backup, made at a random moment under load, restored to the same archive?

    .venv/bin/python benchmarks/drills.py [--drills 20] [--seed 2017]

Threads register, amend, relabel and withdraw letters while backups are made. Each is restored into an
empty home: the logical digest must be that of the copy, for each of several readers the set of readable
ids that of the copy, no original may be damaged or missing, and the audit trail must be whole. Exits 1
otherwise.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.drilling import Drill, drills


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--drills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=2017)
    options = parser.parse_args()
    print(" no.  moment   records  digest  readable  originals  trail   backup  restore")
    failed = 0
    with tempfile.TemporaryDirectory(prefix="chancery-drills-") as folder:
        for drill in drills(Path(folder), options.drills, random.Random(options.seed)):
            failed += not drill.is_sound
            print(_line(drill))
    print(f"sound: {options.drills - failed} of {options.drills}")
    return 1 if failed else 0


def _line(drill: Drill) -> str:
    said = ["same" if one else "DIFFERS" for one in (drill.same_digest, drill.same_readable)]
    return (
        f"{drill.number:>4} {drill.moment_s:>6.2f} s {drill.records:>8,}  {said[0]:<7} {said[1]:<9} "
        f"{drill.damaged} damaged  {'whole' if drill.trail_is_whole else 'BROKEN':<6} "
        f"{drill.backup_s:>6.2f} s {drill.restore_s:>6.2f} s"
    )


if __name__ == "__main__":
    raise SystemExit(main())
