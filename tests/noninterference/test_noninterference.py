"""What a reader may not see might as well not exist: every answer is the same, byte for byte.

An archive and its twin (without what the reader may not see) answer the same requests in two rounds;
between them others register and change hidden records in the archive alone. `CHANCERY_EXAMPLES` sets
how many archives are tried (25 by default), in five shares, so that they run side by side.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings

from tests.contract.embedded import EMBEDDED
from tests.houses import MEMORY
from tests.noninterference.comparing import compare, known_endpoints, unlisted_endpoints
from tests.noninterference.plans import Plan, is_visible, moving_plan, plans, telling_plan
from tests.noninterference.worlds import build_world

AT_ONCE = 5
EXAMPLES = int(os.environ.get("CHANCERY_EXAMPLES", "25"))
on_each_engine = pytest.mark.parametrize("search_engine", ["whoosh", "tantivy"])
SEARCHES = "search"
"""In every address that asks an engine; other pages do not know which it is, nor what left a partition."""


@pytest.mark.parametrize("_share", range(AT_ONCE))
@settings(max_examples=-(-EXAMPLES // AT_ONCE), phases=(Phase.explicit, Phase.generate))
@given(plan=plans())
def test_hidden_and_absent_are_the_same(_share: int, plan: Plan) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        differences = compare(Path(folder), plan)
    assert differences == []


def test_tantivy_tells_nothing_in_the_telling_plan(memory_folder: Path) -> None:
    """Whoosh is asked the same in test_planted_leaks.py, beside the leaks."""
    assert compare(memory_folder, telling_plan(), "tantivy", SEARCHES) == []


@on_each_engine
def test_a_partition_tells_nothing_of_what_has_left_it(
    search_engine: str, memory_folder: Path
) -> None:
    assert compare(memory_folder, moving_plan(), search_engine, SEARCHES) == []


@on_each_engine
def test_the_worlds_search_with_the_engine_asked_for(
    search_engine: str, memory_folder: Path
) -> None:
    world = build_world(memory_folder / "home", moving_plan(), search_engine)
    try:
        assert isinstance(world.house.search, EMBEDDED[search_engine])
    finally:
        world.close()


def test_the_telling_plan_hides_and_shows_enough_to_tell(memory_folder: Path) -> None:
    plan = telling_plan()
    visible = [one for one in plan.records if is_visible(one)]
    assert len(visible) >= 5
    assert len(plan.records) - len(visible) >= 5
    world = build_world(memory_folder / "home", plan)
    try:
        found = world.client.get("/search?q=zanzibarium")
        assert found.status_code == 200
        assert "/records/" not in found.text
        assert "/records/" in world.client.get("/search?q=detention").text
        assert world.client.get(f"/records/{world.ids['beta']}").status_code == 200
    finally:
        world.close()


def test_every_route_is_compared_or_exempt_for_a_reason(memory_folder: Path) -> None:
    world = build_world(memory_folder / "home", telling_plan())
    try:
        assert unlisted_endpoints(world) == set()
        assert known_endpoints(world) >= {"records.show", "search.results", "sheets.record_sheet"}
    finally:
        world.close()
