"""Counting what matched: facets and years of one partition, with one look at each for all facets at once.

A `Tally` belongs to an opened partition. It numbers codes across all partitions of this process
(`_numbers`), so that the counts of many partitions are added as arrays. Numbers are given and kept, but
nothing is ever said of a code that no matching record carries.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable

import numpy as np

from app.domain.searches import FacetName
from app.search.columns import FACETS, Array, Columns, years_of

_DATELESS = 0
_SPARSE = 8  # with fewer rows than one in so many, each is looked up


class _Numbers:
    """A number for each facet and code that was ever seen here. For all threads."""

    def __init__(self) -> None:
        self._number_by_code: dict[tuple[int, str], int] = {}
        self.codes: list[tuple[int, str]] = []
        """Each with the place of its facet in FACETS."""
        self._guard = threading.Lock()

    def of(self, facet: int, codes: Iterable[str]) -> list[int]:
        with self._guard:
            found = []
            for code in codes:
                number = self._number_by_code.get((facet, code))
                if number is None:
                    number = self._number_by_code[(facet, code)] = len(self.codes)
                    self.codes.append((facet, code))
                found.append(number)
            return found


_numbers = _Numbers()


class Tally:
    """What is counted of one partition's rows."""

    def __init__(self, columns: Columns) -> None:
        owners, codes = [], []
        numbers: list[int] = []
        for facet, column in enumerate(columns.facets):
            owners.append(np.repeat(np.arange(len(columns)), np.diff(column.starts)))
            codes.append(column.codes.astype(np.int64) + len(numbers))
            numbers += _numbers.of(facet, column.vocabulary)
        every_owner, every_code = np.concatenate(owners), np.concatenate(codes)
        by_row = np.argsort(every_owner, kind="stable")
        self._codes = every_code[by_row]
        self._sizes = np.bincount(every_owner, minlength=len(columns))
        self._starts = np.cumsum(self._sizes) - self._sizes
        self._owners_by_code = every_owner[np.argsort(every_code, kind="stable")]
        self._numbers = np.array(numbers, dtype=np.int64)
        self._of_all = np.bincount(every_code, minlength=len(numbers))
        self._carried = np.flatnonzero(self._of_all)  # the codes that stand in rows at all
        self._first_owners = (np.cumsum(self._of_all) - self._of_all)[self._carried]
        self.years = np.where(columns.days > 0, years_of(columns.days), _DATELESS)

    def add_to(self, totals: Array, mask: Array) -> None:
        """Add how many rows of the mask carry each code; `totals` by number, long enough for all."""
        rows = np.flatnonzero(mask)
        if len(rows) == len(mask):
            totals[self._numbers] += self._of_all
            return
        if len(rows) * _SPARSE < len(mask):
            sizes = self._sizes[rows]
            shifts = self._starts[rows] - (np.cumsum(sizes) - sizes)
            chosen = self._codes[np.repeat(shifts, sizes) + np.arange(sizes.sum())]
            totals[self._numbers] += np.bincount(chosen, minlength=len(self._numbers))
        elif len(self._carried):
            is_in = mask.view(np.uint8).take(self._owners_by_code)
            counts = np.add.reduceat(is_in, self._first_owners, dtype=np.int64)
            totals[self._numbers[self._carried]] += counts


def no_totals() -> Array:
    """Zero for each code that any tally made so far knows."""
    return np.zeros(len(_numbers.codes), dtype=np.int64)


def by_facet(totals: Array) -> dict[FacetName, dict[str, int]]:
    """Code -> number of records for each facet; codes of none are left out."""
    facets: list[dict[str, int]] = [{} for _ in FACETS]
    present = np.flatnonzero(totals)
    for number, count in zip(present.tolist(), totals[present].tolist(), strict=True):
        facet, code = _numbers.codes[number]
        facets[facet][code] = count
    return dict(zip(FACETS, facets, strict=True))


def by_year(years: Array, counters: Array) -> dict[int, tuple[int, int]]:
    """Year -> (letters and statements, counter-letters) of the rows that have a date."""
    counts = np.bincount(2 * years + counters, minlength=2 * (_DATELESS + 1))
    pairs = np.append(counts, np.zeros(len(counts) % 2, counts.dtype)).reshape(-1, 2)
    present = np.flatnonzero(pairs.any(axis=1))
    return {
        year: (letters, others)
        for year, (letters, others) in zip(present.tolist(), pairs[present].tolist(), strict=True)
        if year != _DATELESS
    }
