"""Hostile searches on the demo archive: refused with a reason or answered, never anything else.

The generator is that of `benchmarks/hostile_queries.py`, which asks far more of them and takes the time.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.services import demonstration, search
from app.wiring import House
from app.worker import run_pending_jobs
from benchmarks import hostile_queries
from tests.demo_letters import everything
from tests.houses import a_house

PRINCIPAL = everything()
QUERIES = 300


@pytest.fixture(scope="module")
def indexed_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A demo archive of its own, since indexing writes."""
    house = a_house(tmp_path_factory.mktemp("hostile") / "home")
    with house.work(writing=True) as work:
        demonstration.load(work)
        work.commit()
    run_pending_jobs(house)
    yield house
    house.close()


def test_hostile_queries_are_answered_or_refused_with_a_reason(indexed_demo: House) -> None:
    outcome = hostile_queries.ask(indexed_demo, PRINCIPAL, hostile_queries.queries(QUERIES))
    assert outcome.crashes == []
    reached = outcome.answers["found"] + outcome.answers["nothing"]
    assert reached > QUERIES / 5, "enough of them must reach the engine"
    assert outcome.answers["found"]
    assert outcome.answers["QuerySyntaxError"] > QUERIES / 20
    assert sum(outcome.answers.values()) == QUERIES


def test_the_same_seed_asks_the_same() -> None:
    assert list(hostile_queries.queries(50)) == list(hostile_queries.queries(50))
    assert list(hostile_queries.queries(50)) != list(hostile_queries.queries(50, seed=1))


def test_a_crash_is_noticed(indexed_demo: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(search, "read_facets", crash)
    outcome = hostile_queries.ask(indexed_demo, PRINCIPAL, hostile_queries.queries(20))
    assert outcome.crashes
