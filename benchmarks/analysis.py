"""How fast texts become tokens, beside the least that any analysis must do, in one run on one core.

    .venv/bin/python benchmarks/analysis.py [--documents 3000] [--rounds 3] [--profile]

The baseline is `re.findall(r"\\w+", text.lower())`: no folding, no names, no scripts without spaces. Prints
documents and tokens a second, the best of the rounds. Exits 1 below 600 documents a second, 0 with a word
where the data folder is absent.
"""

from __future__ import annotations

import argparse
import cProfile
import gzip
import json
import pstats
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.search.analysis import forms_of, spans_of

DATA = ROOT.parent / "shared" / "data" / "frus_volumes.jsonl.gz"
ALL = 8_909
LEAST_DOCUMENTS_A_SECOND = 600
_WORD = re.compile(r"\w+")


def texts(documents: int) -> list[str]:
    """Titles and texts of real documents, spread evenly over the file."""
    found = []
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number * documents // ALL != (number + 1) * documents // ALL:
                row = json.loads(line)
                found.append(f"{row['title']}\n{row['text']}")
    return found


def bare(text: str) -> int:
    return len(_WORD.findall(text.lower()))


def ours(text: str) -> int:
    return len(forms_of(text))


def with_places(text: str) -> int:
    return sum(1 for _ in spans_of(text))


def best(read: Callable[[str], int], among: Sequence[str], rounds: int) -> tuple[float, float]:
    """(documents, tokens) a second of processor time, in the fastest round."""
    fastest, tokens = float("inf"), 0
    for _ in range(rounds):
        start = time.process_time()
        tokens = sum(map(read, among))
        fastest = min(fastest, time.process_time() - start)
    return len(among) / fastest, tokens / fastest


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=3_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--profile", action="store_true", help="where the time goes")
    options = parser.parse_args()
    if not DATA.exists():
        print(f"{DATA} is absent; there is nothing to measure.")
        return 0
    among = texts(options.documents)
    letters = sum(map(len, among))
    print(f"{len(among):,} documents, {letters:,} characters")
    rates = {}
    for name, read in (("bare", bare), ("ours", ours), ("ours with places", with_places)):
        rates[name] = best(read, among, options.rounds)
        documents, tokens = rates[name]
        times = rates["bare"][1] / tokens
        print(f"{name:18} {documents:8,.0f} documents/s {tokens:11,.0f} tokens/s {times:6.2f} x")
    if options.profile:
        _profile(among)
    if rates["ours"][0] < LEAST_DOCUMENTS_A_SECOND:
        print(f"Missed: at least {LEAST_DOCUMENTS_A_SECOND} documents a second.")
        return 1
    return 0


def _profile(among: Sequence[str]) -> None:
    profile = cProfile.Profile()
    profile.runcall(lambda: sum(map(ours, among)))
    pstats.Stats(profile).sort_stats("tottime").print_stats(12)


if __name__ == "__main__":
    sys.exit(main())
