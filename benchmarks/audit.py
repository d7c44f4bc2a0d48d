"""The audit trail: are 10,000 random tamperings all found, and how long does a million entries take?

    .venv/bin/python benchmarks/audit.py [--tamperings 10000] [--entries 1000000] [--seed 2017]

Tamperings (an entry or a hash edited, deleted, inserted, moved, the end cut off, everything after a change
or the whole written anew, with the head beside it set to match) are tried on trails of 20 to 200 entries
with checkpoints noted outside. Then a trail is written to a real database and verified there. Exits 1
when a tampering is missed or the verification takes ten seconds of the processor or more.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.db import audit_store, schema
from app.db.audit_store import Deed
from app.db.base import make_engine, reading_sessions, writing_sessions
from app.domain.audit_chain import ChainHead, verify
from tests.tampering import BEGIN, KINDS, a_trail, tampered

LONGEST_S = 10.0
BATCH = 20_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tamperings", type=int, default=10_000)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=2017)
    options = parser.parse_args()
    missed = _tamper(options.tamperings, random.Random(options.seed))
    took_s = _verify_many(options.entries)
    return 0 if not missed and took_s < LONGEST_S else 1


def _tamper(tamperings: int, chosen: random.Random) -> int:
    tried: Counter[str] = Counter()
    found: Counter[str] = Counter()
    begun = time.perf_counter()
    while tried.total() < tamperings:
        trail, head, noted = a_trail(chosen.randrange(20, 200), chosen)
        assert verify(trail, head, checkpoints=noted).is_whole
        for _ in range(40):
            kind = KINDS[tried.total() % len(KINDS)]
            changed, new_head = tampered(trail, head, kind, chosen)
            tried[kind] += 1
            found[kind] += not verify(changed, new_head, checkpoints=noted).is_whole
            if tried.total() >= tamperings:
                break
    for kind in KINDS:
        print(f"  {kind:<28} {found[kind]:>6,} of {tried[kind]:>6,} found")
    print(
        f"tamperings found: {found.total():,} of {tried.total():,} in {time.perf_counter() - begun:.1f} s"
    )
    return tried.total() - found.total()


def _verify_many(entries: int) -> float:
    with tempfile.TemporaryDirectory(prefix="chancery-audit-") as folder:
        engine = make_engine(f"sqlite:///{folder}/chancery.db")
        schema.migrate(engine, "head")
        new_session = writing_sessions(engine)
        begun = time.perf_counter()
        checkpoints: list[ChainHead] = []
        for start in range(0, entries, BATCH):
            deeds = [
                Deed(BEGIN, ("id", "a.linden"), "record opened", [f"{number:032x}"], {})
                for number in range(start, min(start + BATCH, entries))
            ]
            with new_session() as session:
                audit_store.append_all(session, deeds)
                session.commit()
                checkpoints.append(audit_store.head(session))
        written_s = time.perf_counter() - begun
        begun, begun_cpu = time.perf_counter(), time.process_time()
        with reading_sessions(engine)() as session:
            verdict = audit_store.verify_trail(session, checkpoints=checkpoints)
        took_s, took_cpu_s = time.perf_counter() - begun, time.process_time() - begun_cpu
        engine.dispose()
    assert verdict.is_whole, verdict.problem
    print(f"{entries:,} entries written in {written_s:.1f} s")
    print(
        f"{entries:,} entries verified in {took_s:.1f} s ({took_cpu_s:.1f} s of the processor), "
        f"with {len(checkpoints)} checkpoints (goal 10 s)"
    )
    return took_cpu_s


if __name__ == "__main__":
    raise SystemExit(main())
