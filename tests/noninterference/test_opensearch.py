"""The pages of an archive that searches with a cluster: hidden and absent are the same there too."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from tests.noninterference.comparing import Pair, differences
from tests.noninterference.leaks.planted import Leak, what_left_a_cell_is_still_searched
from tests.noninterference.plans import Plan, moving_plan, telling_plan
from tests.services.opensearch_here import opensearch

SEARCHES = "/search?q="


def _differences(folder: Path, plan: Plan) -> list[str]:
    with (
        opensearch() as one,
        opensearch() as other,
        closing(Pair.build(folder, plan, engines=(one, other))) as pair,
    ):
        return list(differences(pair, SEARCHES))


@pytest.mark.parametrize("plan", [telling_plan(), moving_plan()], ids=["telling", "moving"])
def test_a_search_by_the_cluster_tells_nothing(memory_folder: Path, plan: Plan) -> None:
    assert _differences(memory_folder, plan) == []


@pytest.mark.parametrize("leak", [what_left_a_cell_is_still_searched])
def test_a_leak_planted_there_is_caught(
    leak: Leak, memory_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leak(monkeypatch)
    assert _differences(memory_folder, telling_plan()) != []
