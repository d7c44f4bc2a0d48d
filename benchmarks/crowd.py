"""Eight threads, each asking with words of its own through one engine: nobody meets another's words.

    .venv/bin/python benchmarks/crowd.py [--queries 300]

Every thread owns eight records and the words in them. Each question is first asked alone; in the crowd its
tree, numbers, forms and order must be the same. Prints one line for each engine; exits 1 when a thread met
a word, a record or a number that is not its own. `tests/contract/test_engine_crowd.py` does it in small.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.domain.query import Query
from app.domain.records import RecordId
from app.domain.searches import FacetName
from app.search.engine import (
    EngineAnswer,
    EngineQuestion,
    IndexedRecord,
    PartitionView,
    Passage,
    SearchEngine,
    SearchField,
)
from app.search.syntax import parse
from app.search.tantivy_engine import TantivyEngine
from app.search.whoosh_engine import WhooshEngine

OWNERS = ("amber", "birch", "cobalt", "dahlia", "indigo", "fennel", "garnet", "hazel")
_ENDINGS = ("ade", "ium", "oth", "uva", "ent")
_RECORDS_EACH, _CELLS = 8, ("one", "two")
_SHAPES = (
    "{0}",
    "{0} {1}",
    '"{0} {1}"',
    "{0} OR {1} OR {2}",
    "({0} OR {1}) NOT {2}",
    "{0} AND NOT ({1} AND {2})",
    "title:{0}",
    "text:{0} OR title:{1}",
    "{0}~1",
    '"{0} {1}"~4',
    "{0}^3 {1}",
    "{owner}*",
    "{owner}?de OR {2}",
)


def fill(engine: SearchEngine) -> None:
    """Records of all owners side by side in both cells."""
    dice = random.Random(1895)
    for cell in _CELLS:
        engine.rebuild(
            cell,
            (
                _record(dice, owner, cell, number)
                for number in range(_RECORDS_EACH // len(_CELLS))
                for owner in OWNERS
            ),
        )


def strangers_met(engine: SearchEngine, queries: int) -> list[str]:
    """What any thread met that is not its own; empty when all is well. `queries` for each thread."""
    asked = {owner: list(_texts(owner, queries)) for owner in OWNERS}
    alone = {text: _ask(engine, text) for texts in asked.values() for text in texts}
    start = threading.Barrier(len(OWNERS))

    def one_thread(owner: str) -> list[str]:
        start.wait()
        met = []
        for text in asked[owner]:
            tree, answer = _ask(engine, text)
            if (tree, answer) != alone[text]:
                met.append(f"{text}: another answer than alone")
            met += [f"{text}: met {word}" for word in _words(answer) if not word.startswith(owner)]
        return met

    with ThreadPoolExecutor(len(OWNERS)) as pool:
        return [one for met in pool.map(one_thread, OWNERS) for one in met]


def _record(dice: random.Random, owner: str, cell: str, number: int) -> IndexedRecord:
    words = [owner + ending for ending in _ENDINGS]
    passages = (
        Passage(SearchField.TITLE, "title", " ".join(dice.sample(words, 2))),
        Passage(SearchField.TEXT, "text", " ".join(dice.choices(words, k=dice.randint(3, 30)))),
    )
    day = date(1950 + dice.randrange(70), 1, 1)
    facets = {FacetName.SUBJECT: (f"{owner} {number}",), FacetName.YEAR: (str(day.year),)}
    name = RecordId(f"{owner}-{cell}-{number}")
    return IndexedRecord(name, 1, passages, day, day, facets)


def _texts(owner: str, count: int) -> Iterator[str]:
    dice = random.Random(owner)
    for _ in range(count):
        words = dice.sample([owner + ending for ending in _ENDINGS], 3)
        yield dice.choice(_SHAPES).format(*words, owner=owner)


def _ask(engine: SearchEngine, text: str) -> tuple[Query | None, EngineAnswer]:
    tree = parse(text).query
    return tree, engine.search([PartitionView(cell) for cell in _CELLS], EngineQuestion(tree))


def _words(answer: EngineAnswer) -> Sequence[str]:
    """Every word an answer holds: of ids, facets, forms and phrases."""
    return (
        *answer.ids,
        *answer.facets.get(FacetName.SUBJECT, ()),
        *answer.matched_forms,
        *(form for phrase in answer.matched_phrases for form in phrase),
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--queries", type=int, default=300, help="for each of the eight threads")
    wanted = parser.parse_args()
    failed = False
    for engine_class in (WhooshEngine, TantivyEngine):
        with tempfile.TemporaryDirectory(prefix="chancery-crowd-") as folder:
            engine = engine_class(Path(folder))
            fill(engine)
            started = time.perf_counter()
            met = strangers_met(engine, wanted.queries)
            took = time.perf_counter() - started
        failed |= bool(met)
        print(
            f"{engine.name}: {len(OWNERS)} threads of {wanted.queries} queries, asked alone and in the "
            f"crowd in {took:.1f} s; strangers met: {len(met)}"
        )
        for one in met[:10]:
            print(f"  {one}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
