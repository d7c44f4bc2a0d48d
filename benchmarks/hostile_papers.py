"""Five thousand hostile strings in every field of every paper: record sheet, reports and briefing book.

    .venv/bin/python benchmarks/hostile_papers.py [--strings 5000]

Each string goes into every field of the records of one paper, each paper takes its turn. No error may come of
any; every page is marked twice; nothing in the file acts or leads out of it. Prints how many of each and the
strings that failed; exits 1 where one did. The unit tests print some dozens of them.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.domain.briefings import Depth
from tests.hostile_papers import (
    HOSTILE,
    a_hostile_book,
    a_hostile_dossier,
    filled_with,
    is_only_paper,
    only_leads_home,
)
from tests.printing import framed, pages_of, printed
from tests.reports import ON_SEVERAL, printed_report

SEED = 1895
STRINGS = 5_000
MARKED = "OFFICIAL · HR-CHN"
_LONGEST = 8
_SCRIPTS = ((0x20, 0x7E), (0xA0, 0x24F), (0x370, 0x6FF), (0x900, 0xE7F), (0x2000, 0x206F))
_MORE = ((0x3040, 0x9FFF), (0xD800, 0xDFFF), (0xE000, 0xFFFF), (0x1F300, 0x1FAFF), (0, 0x1F))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strings", type=int, default=STRINGS)
    wanted = parser.parse_args().strings
    chance = random.Random(SEED)
    papers = _papers(chance)
    failed: Counter[str] = Counter()
    made: Counter[str] = Counter()
    began = time.perf_counter()
    for at in range(wanted):
        name = list(papers)[at % len(papers)]
        words = _string(chance)
        made[name] += 1
        wrong = _fault(name, papers[name], words)
        if wrong:
            failed[name] += 1
            print(f"{name}: {words!a}: {wrong}")
    for name, number in made.items():
        print(f"{name:24} {number:6,} strings {failed[name]:4,} failed")
    print(f"{wanted:,} strings in {time.perf_counter() - began:.0f} s")
    return 1 if failed else 0


def _papers(chance: random.Random) -> dict[str, Callable[[str], bytes]]:
    papers: dict[str, Callable[[str], bytes]] = {
        "record-sheet": lambda words: printed(filled_with(words)),
        "book": lambda words: a_hostile_book(words, chance.choice(list(Depth))),
    }
    for name in ON_SEVERAL:
        papers[name] = lambda words, name=name: printed_report(name, a_hostile_dossier(words))  # type: ignore[misc]
    return papers


def _string(chance: random.Random) -> str:
    """A known one, one that random pieces of known ones make, or characters of any script."""
    number = chance.randint(1, _LONGEST)
    kind = chance.random()
    if kind < 0.2:
        return chance.choice(HOSTILE)
    if kind < 0.6:
        return "".join(_piece(chance) for _ in range(number))
    return "".join(_character(chance) for _ in range(number * 6))


def _piece(chance: random.Random) -> str:
    whole = chance.choice(HOSTILE)
    start = chance.randint(0, len(whole))
    return whole[start : start + chance.randint(1, 12)]


def _character(chance: random.Random) -> str:
    return chr(chance.randint(*chance.choice((*_SCRIPTS, *_MORE))))


def _fault(name: str, paper: Callable[[str], bytes], words: str) -> str:
    """What is wrong with the paper of a string; empty where it is only paper."""
    try:
        pdf = paper(words)
    except Exception as error:
        return repr(error)
    if not is_only_paper(pdf, with_links=name == "book") or not only_leads_home(pdf):
        return "something in it acts or leads out of it"
    unmarked = [page for page in pages_of(pdf) if framed(page, MARKED) < 2]
    return f"{len(unmarked)} pages without the marking" if unmarked else ""


if __name__ == "__main__":
    sys.exit(main())
