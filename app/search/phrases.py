"""Phrases: where the words of a row stand side by side, by merging sorted arrays of places."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.search.analysis import ANY_TOKEN, is_single_character
from app.search.columns import Array
from app.search.postings import FIELD_SHIFT, Postings, Segment, Stretch
from app.search.ranking import FIELD_WEIGHTS

_WEIGHTS = np.array(FIELD_WEIGHTS + (0,) * (16 - len(FIELD_WEIGHTS)), dtype=np.float64)
_DOCUMENT_SHIFT = np.uint64(32)
_PLACE = np.uint64(0xFFFFFFFF)
_FEW = 8  # when the term has more than so many places for each that is sought, few are looked at


def side_by_side(segment: Segment, terms: tuple[str, ...]) -> Postings | None:
    """The places in a segment where the terms stand in a row, as postings of one occurrence each.

    From the rarest term on; each other one is looked up only where it would have to stand.
    """
    found: list[tuple[int, list[Postings]]] = []
    for offset, term in enumerate(terms):
        if term == ANY_TOKEN:
            continue
        pieces = _one_or_pairs(segment, term)
        if not pieces:
            return None
        found.append((offset, pieces))
    found.sort(key=lambda one: sum(len(piece.places) for piece in one[1]))
    offset, pieces = found[0]
    places = _in_one_row([_keys(piece) for piece in pieces]) - np.uint64(offset)
    for offset, pieces in found[1:]:
        sought = places + np.uint64(offset)
        places = _in_one_row([_common(piece, sought) for piece in pieces]) - np.uint64(offset)
    return _occurrences(places)


def close_together(segment: Segment, terms: tuple[str, ...], span: int) -> Postings | None:
    """The occurrences that end a window of `span` positions in which all the terms stand.

    Passages lie farther apart than any window, and the fields of a place are its highest bits.
    """
    keys: list[Array] = []
    for term in terms:
        pieces = _one_or_pairs(segment, term)
        if not pieces:
            return None
        keys.append(_in_one_row([_keys(piece) for piece in pieces]))
    ends = np.unique(np.concatenate(keys))
    first = ends - np.minimum(ends, np.uint64(span - 1))
    good = np.ones(len(ends), dtype=bool)
    for found in keys:
        at = np.searchsorted(found, ends, side="right").astype(np.int64) - 1
        good &= (at >= 0) & (found[np.maximum(at, 0)] >= first)
    return _occurrences(ends[good])


def _occurrences(places: Array) -> Postings:
    """Sorted (document, place) keys as postings of one occurrence each."""
    documents = (places >> _DOCUMENT_SHIFT).astype(np.uint32)
    spots = (places & _PLACE).astype(np.uint32)
    weights = _WEIGHTS[spots >> np.uint32(FIELD_SHIFT)]
    return Postings(documents, weights, np.ones(len(documents), dtype=np.uint32), spots)


def _in_one_row(keys: list[Array]) -> Array:
    """Sorted arrays of keys, of which no two have one in common, as one."""
    return keys[0] if len(keys) == 1 else np.sort(np.concatenate(keys), kind="stable")


def _common(found: Postings, sought: Array) -> Array:
    """Those of the sorted (document, place) keys that are among a term's."""
    if len(sought) * _FEW <= len(found.places):
        return sought[_stand(found, sought)]
    both = np.concatenate([sought, _keys(found)])
    both.sort(kind="stable")  # which sees two sorted rows and merges them
    return np.asarray(both[1:][both[1:] == both[:-1]])


def _stand(found: Postings, sought: Array) -> Array:
    """Which of the keys, few beside the term's, are among these."""
    ends = np.cumsum(found.counts, dtype=np.int64)
    documents = (sought >> _DOCUMENT_SHIFT).astype(np.int64)
    spots = (sought & _PLACE).astype(np.uint32)
    entry = np.searchsorted(found.documents, documents.astype(found.documents.dtype))
    entry[entry == len(ends)] = 0
    low = ends[entry] - found.counts[entry]
    last = ends[entry] - 1
    high = last.copy()
    for _ in range(int(found.counts.max()).bit_length()):
        middle = (low + high) // 2
        is_below = found.places[middle] < spots
        low = np.minimum(np.where(is_below, middle + 1, low), last)
        high = np.maximum(np.where(is_below, high, middle), low)
    return np.asarray((found.documents[entry] == documents) & (found.places[low] == spots))


def _one_or_pairs(segment: Segment, term: str) -> list[Postings]:
    """A term's postings; of a lone character, those of all its pairs."""
    if is_single_character(term):
        stretches = segment.beginning_with(term, with_places=True)
        return [piece for found in stretches for piece in _apart(found)]
    found = segment.postings(term, with_places=True)
    return [] if found is None else [found]


def _apart(stretch: Stretch) -> Iterator[Postings]:
    """The postings of each term of a stretch by itself."""
    found, start, begin = stretch.postings, 0, 0
    for size in stretch.sizes.tolist():
        here = slice(start, start + size)
        counts = found.counts[here]
        stop = begin + int(counts.sum())
        yield Postings(found.documents[here], found.weights[here], counts, found.places[begin:stop])
        start, begin = start + size, stop


def _keys(found: Postings) -> Array:
    documents = np.repeat(found.documents.astype(np.uint64) << _DOCUMENT_SHIFT, found.counts)
    return documents | found.places
