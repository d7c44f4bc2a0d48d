"""All forms of a segment by their length, to find those spelt nearly like a word without reading each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from app.search.columns import Array


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`letters[n]` has one row of n code points for each form of n letters."""

    letters: Mapping[int, Array]

    @classmethod
    def of(cls, forms: Iterable[str]) -> Vocabulary:
        by_length: dict[int, list[str]] = defaultdict(list)
        for form in forms:
            by_length[len(form)].append(form)
        return cls(
            {
                length: np.array(some, dtype=f"<U{length}").view("<u4").reshape(-1, length)
                for length, some in by_length.items()
                if length
            }
        )

    def one_edit_away(self, form: str) -> Iterator[str]:
        """The forms that `expansion.is_one_edit_away` accepts, the form itself among them."""
        sought, size = _letters(form), len(form)
        if size in self.letters:
            here = self.letters[size]
            yield from _words(here[(here != sought).sum(axis=1) <= 1])
        if size + 1 in self.letters:
            here = self.letters[size + 1]
            lead, trail = _lead(here[:, :-1] == sought), _lead((here[:, 1:] == sought)[:, ::-1])
            yield from _words(here[lead + trail >= size])
        if size - 1 in self.letters:
            here = self.letters[size - 1]
            lead, trail = _lead(here == sought[:-1]), _lead((here == sought[1:])[:, ::-1])
            yield from _words(here[lead + trail >= size - 1])


def _letters(form: str) -> Array:
    return np.array([form], dtype=f"<U{len(form)}").view("<u4")


def _lead(equal: Array) -> Array:
    """How many of a row's first entries are True."""
    counts: Array = np.cumprod(equal, axis=1, dtype=np.int64).sum(axis=1)
    return counts


def _words(rows: Array) -> list[str]:
    if not len(rows):
        return []
    joined = np.ascontiguousarray(rows, dtype="<u4").view(f"<U{rows.shape[1]}")
    words: list[str] = joined.ravel().tolist()
    return words
