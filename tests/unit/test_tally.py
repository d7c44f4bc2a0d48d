"""Facets are counted right however many of a partition's rows match."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest

from app.domain.records import RecordId
from app.domain.searches import FacetName
from app.search.columns import NewRow, empty_columns, updated
from app.search.tally import Tally, by_facet, no_totals

ROWS = 400


def rows_with_codes(dice: random.Random) -> list[NewRow]:
    codes = [f"tally{number}" for number in range(30)]
    return [
        NewRow(
            row, RecordId(f"r{row:03}"), 1, 0, 1, None, None, False,
            {
                FacetName.SIGNATORY: tuple(dice.sample(codes, dice.randint(0, 9))),
                FacetName.SUBJECT: tuple(dice.sample(codes, dice.randint(0, 2))),
            },
        )
        for row in range(ROWS)
    ]  # fmt: skip


@pytest.mark.parametrize("matching", [0, 1, 10, 60, 200, 399, 400])
def test_codes_are_counted_as_one_would_by_hand(matching: int) -> None:
    dice = random.Random(matching)  # noqa: S311 - repeatable
    rows = rows_with_codes(dice)
    tally = Tally(updated(empty_columns(), np.empty(0, np.int64), rows, ROWS + 1))
    chosen = dice.sample(range(ROWS), matching)
    mask = np.zeros(ROWS, dtype=bool)
    mask[chosen] = True
    totals = no_totals()
    tally.add_to(totals, mask)
    counted = by_facet(totals)
    for facet in (FacetName.SIGNATORY, FacetName.SUBJECT):
        by_hand = Counter(code for row in chosen for code in rows[row].facets[facet])
        assert counted[facet] == dict(by_hand)


def test_rows_without_codes_count_for_nothing() -> None:
    plain = [NewRow(0, RecordId("a"), 1, 0, 1, None, None, False, {})] * 2
    tally = Tally(updated(empty_columns(), np.empty(0, np.int64), plain, 3))
    totals = no_totals()
    tally.add_to(totals, np.array([True, False]))
    assert not totals.any()
