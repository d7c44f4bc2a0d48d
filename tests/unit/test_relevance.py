"""The judged searches and the measure that `benchmarks/relevance.py` prints."""

from __future__ import annotations

import pytest

from benchmarks.relevance import judged_queries, ndcg

GRADES = {"best": 3, "good": 2, "kin": 1}


def test_there_are_enough_judged_searches_each_with_a_reason() -> None:
    judged = judged_queries()
    assert len({one.text for one in judged}) == len(judged) >= 60
    assert all(one.reason.endswith(".") for one in judged)
    assert all(set(one.grades.values()) <= {1, 2, 3} for one in judged)
    assert any(not name.startswith("frus-") for one in judged for name in one.grades)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (["best", "good", "kin"], 1.0),
        ([], 0.0),
        (["other"] * 10 + ["best"], 0.0),
        (["kin", "good", "best"], (1 + 3 / 1.584963 + 7 / 2) / (7 + 3 / 1.584963 + 1 / 2)),
        (["other", "best"], (7 / 1.584963) / (7 + 3 / 1.584963 + 1 / 2)),
    ],
)
def test_the_measure(found: list[str], expected: float) -> None:
    assert ndcg(found, GRADES) == pytest.approx(expected, abs=1e-6)
