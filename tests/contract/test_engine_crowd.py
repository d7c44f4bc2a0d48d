"""Eight threads ask one engine at the same time, each with words of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from app.search.engine import SearchEngine
from benchmarks import crowd
from tests.contract.embedded import EMBEDDED, in_memory


@pytest.fixture(params=EMBEDDED)
def engine(request: pytest.FixtureRequest) -> Iterator[SearchEngine]:
    with in_memory(request.param) as made:
        crowd.fill(made)
        yield made


@pytest.fixture
def _hurried_threads() -> Iterator[None]:
    """Threads that take turns so often that each is interrupted within its query."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("_hurried_threads")
def test_nobody_meets_the_words_of_another(engine: SearchEngine) -> None:
    assert crowd.strangers_met(engine, 30) == []


@pytest.mark.usefixtures("_hurried_threads")
def test_a_parser_that_mixes_threads_is_noticed(
    engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[str] = []

    def mixed(text: str) -> object:
        """The query of whoever came before."""
        kept.append(text)
        return parse(kept[-2] if len(kept) > len(crowd.OWNERS) * 30 + 1 else text)

    parse = crowd.parse
    monkeypatch.setattr(crowd, "parse", mixed)
    assert crowd.strangers_met(engine, 30) != []
