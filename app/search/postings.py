"""Where words stand, as flat arrays: what a segment of any embedded engine answers with.

A place is 32 bits: field (4), language (4), position (24). Passages lie farther apart than any window, so
that no phrase reaches from one into the next. Open `placed` for how a record's passages get their places,
`Segment` for what the matching (`matching.py`) asks of an engine's files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol, TypeVar

import numpy as np

from app.search.analysis import forms_of
from app.search.columns import Array, Columns
from app.search.engine import IndexedRecord, SearchField
from app.search.expansion import WIDEST_WINDOW
from app.search.forms_table import FormsTable
from app.search.partition_files import Manifest, Stamp
from app.search.ranking import FIELD_NUMBERS
from app.search.stems import language_number
from app.search.tally import Tally

Numbers = np.ndarray[Any, np.dtype[Any]]
_Places = TypeVar("_Places", int, Array)

FIELD_SHIFT, LANGUAGE_SHIFT = 28, 24
LANGUAGE_MASK = 0b1111
LAST_POSITION = (1 << LANGUAGE_SHIFT) - 1
_PASSAGE_GAP = WIDEST_WINDOW


@dataclass(frozen=True, slots=True)
class Postings:
    """A term's postings in one segment: `documents` are numbers in the segment, `weights` the term's
    frequency with each field's weight, `counts` the number of its `places`, which are empty unless
    asked for."""

    documents: Numbers
    weights: Numbers
    counts: Numbers
    places: Numbers


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring terms of a dictionary: their postings one after another, `sizes` documents each."""

    forms: Sequence[str]
    sizes: Numbers
    postings: Postings


class Segment(Protocol):
    """A part of a partition that never changes, and the way from its documents to the columns."""

    @property
    def at(self) -> Array:
        """For each document the position of its row in the columns, -1 where the row is gone."""
        ...

    @property
    def has_dead(self) -> bool: ...

    def postings(self, form: str, *, with_places: bool) -> Postings | None: ...

    def beginning_with(self, prefix: str, *, with_places: bool) -> Iterable[Stretch]:
        """Every term with this beginning, in order."""
        ...

    def forms_fitting(self, wildcard: str) -> Iterable[str]:
        """Every term that `expansion.wildcard_pattern` accepts, dead ones too."""
        ...

    def forms_near(self, form: str) -> Iterable[str]:
        """Every term that `expansion.is_one_edit_away` accepts, dead ones too."""
        ...


class Snapshot(Protocol):
    """One partition opened for reading, at one commit."""

    @property
    def stamp(self) -> Stamp: ...
    @property
    def manifest(self) -> Manifest: ...
    @property
    def columns(self) -> Columns: ...
    @property
    def tally(self) -> Tally: ...
    @property
    def forms(self) -> tuple[FormsTable, ...]: ...
    @property
    def segments(self) -> Sequence[Segment]: ...


Placed = tuple[list[str], int, int]
"""A passage's tokens, the place of the first, which the others follow, and how many have a place."""


def placed(record: IndexedRecord) -> Iterator[Placed]:
    """The passages in the order of their places, which rise from one token to the next."""
    position = 0
    passages = record.passages
    keyed = [(_first_place(one.field, one.language), at) for at, one in enumerate(passages)]
    keyed.sort()
    for first, at in keyed:
        tokens = forms_of(passages[at].text)
        size = len(tokens)
        yield tokens, first | position, min(size, LAST_POSITION - position)
        position = min(position + size + _PASSAGE_GAP, LAST_POSITION)


def language_at(place: _Places) -> _Places:
    """The number of the language in which a place stands, or each of many places."""
    return (place >> LANGUAGE_SHIFT) & LANGUAGE_MASK


@lru_cache(maxsize=1_000)
def _first_place(field: SearchField, language: str) -> int:
    return (FIELD_NUMBERS[field] << FIELD_SHIFT) | (language_number(language) << LANGUAGE_SHIFT)


def positions_of_rows(rows: Array, numbers: Array) -> Array:
    """For each document the position of its row in the columns, -1 where the row is gone."""
    if not len(rows):
        return np.full(len(numbers), -1, dtype=np.int64)
    found = np.searchsorted(rows, numbers)
    found[found == len(rows)] = 0
    return np.where(rows[found] == numbers, found, -1)
