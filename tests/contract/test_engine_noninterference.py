"""Ranking over many records: what is hidden or gone moves nothing, however the statistics would differ.

The archives of `test_engine_laws.py` are too small for an order to turn on a frequency. These are larger,
and their hidden records are built to disturb: other words are common in them, and they are longer.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from app.domain.query import Or, Phrase, Prefix, Query, Word
from app.domain.records import RecordId
from app.search.engine import EngineQuestion, IndexedRecord, PartitionView, SearchEngine
from app.search.opensearch_engine import OpenSearchEngine
from tests.contract.embedded import EMBEDDED, in_memory
from tests.contract.records import a_letter
from tests.contract.reference_engine import ReferenceEngine
from tests.services.opensearch_here import opensearch

WORDS = [
    f"{stem}{ending}"
    for stem in ("trad", "lawyer", "report", "charg")
    for ending in ("s", "ed", "ing")
]
CELLS = ("one", "two")
VIEWS = [PartitionView(cell) for cell in CELLS]


@pytest.fixture
def dice() -> random.Random:
    return random.Random(20170227)  # noqa: S311 - repeatable


@pytest.fixture(params=[*EMBEDDED, "opensearch"])
def engine(request: pytest.FixtureRequest) -> Iterator[SearchEngine]:
    if request.param == "opensearch":
        with opensearch() as found:
            yield found
        return
    with in_memory(request.param) as made:
        yield made


def visible_letters(dice: random.Random) -> dict[str, list[IndexedRecord]]:
    weights = [1 / (rank + 1) for rank in range(len(WORDS))]
    return {
        cell: [
            a_letter(
                f"{cell}-{number}",
                " ".join(dice.choices(WORDS, weights, k=dice.randint(3, 30))),
                title=" ".join(dice.choices(WORDS, weights, k=2)),
            )
            for number in range(40)
        ]
        for cell in CELLS
    }


def hidden_letters(dice: random.Random, cell: str, revision: int = 1) -> list[IndexedRecord]:
    weights = [float(rank + 1) ** 2 for rank in range(len(WORDS))]
    return [
        a_letter(
            f"{cell}-hidden-{number}",
            " ".join(dice.choices([*WORDS, "charger", "lawyerly"], [*weights, 50, 50], k=200)),
            revision=revision,
        )
        for number in range(60)
    ]


def questions(dice: random.Random, count: int) -> list[EngineQuestion]:
    trees: list[Query] = []
    for _ in range(count):
        parts: list[Query] = [Word(word) for word in dice.sample(WORDS, 3)]
        parts.append(Phrase(" ".join(dice.sample(WORDS, 2))))
        parts.append(Prefix(dice.choice(["trad", "lawy", "repo"])))
        trees.append(Or(tuple(parts)))
    return [EngineQuestion(tree, limit=100) for tree in trees]


def answers(engine: SearchEngine, views: list[PartitionView], dice: random.Random) -> list[object]:
    """A third as many from a cluster, which takes longer over each."""
    count = 20 if isinstance(engine, OpenSearchEngine) else 60
    return [engine.search(views, question) for question in questions(dice, count)]


def test_withheld_records_move_no_order(engine: SearchEngine, dice: random.Random) -> None:
    seed = dice.getrandbits(32)
    for cell, letters in visible_letters(dice).items():
        engine.rebuild(cell, iter(letters))
    before = answers(engine, VIEWS, random.Random(seed))  # noqa: S311
    withheld: dict[str, frozenset[RecordId]] = {}
    for cell in CELLS:
        hidden = hidden_letters(dice, cell)
        engine.apply(cell, hidden)
        withheld[cell] = frozenset(one.id for one in hidden)
    moved = answers(engine, VIEWS, random.Random(seed))  # noqa: S311
    assert moved != before, "the hidden records must be such that they would disturb"
    views = [PartitionView(cell, withheld[cell], is_impure=True) for cell in CELLS]
    assert answers(engine, views, random.Random(seed)) == before  # noqa: S311


def test_removed_and_changed_records_move_no_order(
    engine: SearchEngine, dice: random.Random
) -> None:
    seed = dice.getrandbits(32)
    for cell, letters in visible_letters(dice).items():
        engine.rebuild(cell, iter(letters))
    before = answers(engine, VIEWS, random.Random(seed))  # noqa: S311
    for cell in CELLS:
        hidden = hidden_letters(dice, cell)
        engine.apply(cell, hidden)
        engine.apply(cell, hidden_letters(dice, cell, revision=2))
        engine.apply(cell, (), [one.id for one in hidden])
    assert answers(engine, VIEWS, random.Random(seed)) == before  # noqa: S311


def test_cells_rank_as_one_index_and_as_the_reference(
    engine: SearchEngine, dice: random.Random
) -> None:
    seed = dice.getrandbits(32)
    reference, everything = ReferenceEngine(), []
    for cell, letters in visible_letters(dice).items():
        for start in range(0, len(letters), 7):
            engine.apply(cell, letters[start : start + 7])
        reference.rebuild(cell, iter(letters))
        everything += letters
    engine.rebuild("whole", iter(everything))
    over_cells = answers(engine, VIEWS, random.Random(seed))  # noqa: S311
    assert over_cells == answers(engine, [PartitionView("whole")], random.Random(seed))  # noqa: S311
    expected = answers(reference, VIEWS, random.Random(seed))  # noqa: S311
    assert over_cells == expected[: len(over_cells)]
