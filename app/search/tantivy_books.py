"""Postings of many records at once, inverted and merged with numpy: what Tantivy is given to keep.

Open `Run`, which takes records one by one and turns all their words into stretches by one sort, and
`merged`, which makes one row of stretches out of several segments without those whose records are gone.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import itemgetter

import numpy as np

from app.search.columns import Array
from app.search.engine import IndexedRecord
from app.search.postings import (
    FIELD_SHIFT,
    LANGUAGE_MASK,
    Postings,
    Stretch,
    language_at,
    placed,
)
from app.search.ranking import FIELD_WEIGHTS

_WEIGHTS = np.array(FIELD_WEIGHTS + (0,) * (16 - len(FIELD_WEIGHTS)), dtype=np.uint32)
_TERM_SHIFT = np.uint64(32)
_INDEX = np.uint64(0xFFFFFFFF)
_WORDS_AT_ONCE = 1 << 18
"""So many words are made postings at a time, and those of the last term with them."""
_ENTRIES_AT_ONCE = 1 << 20
"""So many entries are merged in memory at a time."""


class Run:
    """Records on their way into one segment; their documents are numbered as they come."""

    def __init__(self) -> None:
        numbers: defaultdict[str, int] = defaultdict()
        numbers.default_factory = numbers.__len__
        self._numbers = numbers
        self._words = array("I")
        self._firsts: list[int] = []
        self._sizes: list[int] = []
        self._documents: list[int] = []
        self.rows: list[int] = []

    def __len__(self) -> int:
        """Words so far."""
        return len(self._words)

    def add(self, row: int, record: IndexedRecord) -> int:
        """Take a record's words; how many there are."""
        length, sizes = 0, len(self._sizes)
        words: list[str] = []
        for tokens, first, room in placed(record):
            length += len(tokens)
            words += tokens if room == len(tokens) else tokens[:room]
            self._firsts.append(first)
            self._sizes.append(room)
        self._documents += [len(self.rows)] * (len(self._sizes) - sizes)
        self._words.extend(_all_of(words, self._numbers))
        self.rows.append(row)
        return length

    def forms(self) -> dict[int, set[str]]:
        """The forms that have a place in passages of each language, by its number."""
        names, words = list(self._numbers), np.frombuffer(self._words, dtype=np.uint32)
        languages = language_at(np.array(self._firsts, dtype=np.uint32))
        stands_in = np.zeros((LANGUAGE_MASK + 1) * len(names), dtype=bool)
        cells = np.repeat(languages * len(names), self._sizes)
        cells += words
        stands_in[cells] = True
        by_language = stands_in.reshape(LANGUAGE_MASK + 1, -1)
        return {
            language: set(compress(names, by_language[language].tolist()))
            for language in np.unique(languages).tolist()
        }

    @property
    def most_forms(self) -> int:
        """How many different words there are, those without a place included."""
        return len(self._numbers)

    def books(self) -> Iterator[Stretch]:
        """Everything so far, sorted by form, document and place: some terms at a time.

        All that is made for every word at once is a number to be sorted and its passage: memory that
        is touched for the first time costs more than what is done with it.
        """
        forms, ranks = _in_order(list(self._numbers))
        keys = self._sorted_keys(ranks)
        sizes = np.array(self._sizes, dtype=np.int64)
        # A passage's places less the indexes of its words; below zero they go round the clock and back.
        firsts = np.array(self._firsts, dtype=np.int64)
        shifts = (firsts - (np.cumsum(sizes) - sizes)).astype(np.uint32)
        document_of = np.array(self._documents, dtype=np.uint32)
        passage_of = np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)
        start, first = 0, 0
        while start < len(keys):
            last = int(keys[min(start + _WORDS_AT_ONCE, len(keys)) - 1] >> _TERM_SHIFT)
            end = int(np.searchsorted(keys, np.uint64(last + 1) << _TERM_SHIFT))
            index = (keys[start:end] & _INDEX).astype(np.int64)
            terms = (keys[start:end] >> _TERM_SHIFT).astype(np.int64) - first
            passages = passage_of.take(index)
            places = shifts.take(passages)
            places += index.astype(np.uint32)
            here = forms[first : last + 1]
            yield Stretch(here, *_entries(terms, document_of.take(passages), places, len(here)))
            start, first = end, last + 1

    def _sorted_keys(self, ranks: Array) -> Array:
        """For each word the rank of its form and, below, its index; sorted."""
        words, ranks = np.frombuffer(self._words, dtype=np.uint32), ranks.astype(np.uint64)
        ranks <<= _TERM_SHIFT
        keys = np.empty(len(words), dtype=np.uint64)
        for start in range(0, len(words), _WORDS_AT_ONCE):
            here = words[start : start + _WORDS_AT_ONCE]
            index = np.arange(start, start + len(here), dtype=np.uint64)
            np.bitwise_or(ranks[here], index, out=keys[start : start + len(here)])
        keys.sort()
        return keys


def _entries(terms: Array, documents: Array, places: Array, size: int) -> tuple[Array, Postings]:
    """Sorted occurrences of terms 0 to `size` as postings: how many entries each term has, and these."""
    is_new = np.ones(len(terms), dtype=bool)
    is_new[1:] = (terms[1:] != terms[:-1]) | (documents[1:] != documents[:-1])
    starts = np.flatnonzero(is_new)
    counts = np.diff(starts, append=len(terms))
    sums = np.cumsum(_WEIGHTS.take(places >> FIELD_SHIFT), dtype=np.uint32)
    postings = Postings(
        documents=documents[starts],
        weights=np.diff(sums[starts + (counts - 1)], prepend=np.uint32(0)),
        counts=counts.astype(np.uint32),
        places=places,
    )
    return np.bincount(terms[starts], minlength=size), postings


def _all_of(words: list[str], numbers: Mapping[str, int]) -> Sequence[int]:
    """The number of each word: one call for all, which is a fifth faster than one for each."""
    return itemgetter(*words)(numbers) if len(words) > 1 else [numbers[word] for word in words]


@dataclass(frozen=True, slots=True)
class Source:
    """One segment to be merged: its terms in order, with places, and the new number of each of its
    documents, -1 for those that are gone."""

    stretches: Iterable[Stretch]
    numbers: Array


def merged(sources: Sequence[Source]) -> Iterator[Stretch]:
    """The living postings of all sources, some terms in memory at a time, in the order of the terms."""
    readers = [_Reader(source) for source in sources]
    while ahead := [reader for reader in readers if reader.fill()]:
        last = min(reader.waiting[-1].forms[-1] for reader in ahead)
        pieces = [(reader.numbers, one) for reader in ahead for one in reader.up_to(last)]
        book = _joined(pieces)
        if len(book.forms):
            yield book


class _Reader:
    """What was read of a source and not yet merged."""

    def __init__(self, source: Source) -> None:
        self.numbers = source.numbers
        self.waiting: list[Stretch] = []
        self._rest = iter(source.stretches)

    def fill(self) -> bool:
        """Read on until enough is waiting; False when nothing is."""
        waits = sum(len(one.postings.documents) for one in self.waiting)
        while waits < _ENTRIES_AT_ONCE:
            read = next(self._rest, None)
            if read is None:
                break
            self.waiting.append(read)
            waits += len(read.postings.documents)
        return bool(self.waiting)

    def up_to(self, last: str) -> list[Stretch]:
        """Take what waits of the terms up to this one."""
        taken, kept = [], []
        for one in self.waiting:
            at = bisect_right(one.forms, last)
            if at:
                taken.append(_cut(one, 0, at))
            if at < len(one.forms):
                kept.append(_cut(one, at, len(one.forms)))
        self.waiting = kept
        return taken


def _cut(one: Stretch, first: int, last: int) -> Stretch:
    """Some of the terms of a stretch with places."""
    if (first, last) == (0, len(one.forms)):
        return one
    start, end = int(one.sizes[:first].sum()), int(one.sizes[:last].sum())
    counts = one.postings.counts
    begin, stop = int(counts[:start].sum()), int(counts[:end].sum())
    found = one.postings
    entries = slice(start, end)
    postings = Postings(
        found.documents[entries],
        found.weights[entries],
        counts[entries],
        found.places[begin:stop],
    )
    return Stretch(one.forms[first:last], one.sizes[first:last], postings)


def _joined(pieces: Sequence[tuple[Array, Stretch]]) -> Stretch:
    """One book out of stretches; documents that are gone are left out, and terms of no other."""
    names = list({form for _, one in pieces for form in one.forms})
    forms, ranks = _in_order(names)
    rank_by_form = dict(zip(names, ranks.tolist(), strict=True))
    terms = np.concatenate(
        [
            np.repeat(np.array([rank_by_form[form] for form in one.forms]), one.sizes)
            for _, one in pieces
        ]
    )
    documents = np.concatenate([numbers[one.postings.documents] for numbers, one in pieces])
    weights = np.concatenate([one.postings.weights for _, one in pieces])
    counts = np.concatenate([one.postings.counts for _, one in pieces]).astype(np.int64)
    places = np.concatenate([one.postings.places for _, one in pieces])
    begins = np.cumsum(counts) - counts
    order = np.argsort(terms, kind="stable")  # a later source has the higher numbers
    order = order[documents[order] >= 0]
    counts = counts[order]
    shifts = begins[order] - (np.cumsum(counts) - counts)
    places = places[np.repeat(shifts, counts) + np.arange(counts.sum())]
    sizes = np.bincount(terms[order], minlength=len(forms))
    there = np.flatnonzero(sizes)
    postings = Postings(documents[order], weights[order], counts, places)
    return Stretch([forms[at] for at in there.tolist()], sizes[there], postings)


def _in_order(forms: list[str]) -> tuple[list[str], Array]:
    """The forms in the order of their code points, which is that of their bytes, and each one's rank."""
    order = sorted(range(len(forms)), key=forms.__getitem__)
    ranks = np.empty(len(forms), dtype=np.uint32)
    ranks[order] = np.arange(len(forms), dtype=np.uint32)
    return [forms[at] for at in order], ranks
