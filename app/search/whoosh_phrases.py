"""Phrases: where the words of a row stand side by side, by merging sorted arrays of places."""

from __future__ import annotations

import numpy as np

from app.search.analysis import ANY_TOKEN, is_single_character
from app.search.columns import Array
from app.search.ranking import FIELD_WEIGHTS
from app.search.whoosh_codec import FIELD_SHIFT, Postings
from app.search.whoosh_reader import Segment

_WEIGHTS = np.array(FIELD_WEIGHTS + (0,) * (16 - len(FIELD_WEIGHTS)), dtype=np.float64)
_DOCUMENT_SHIFT = np.uint64(32)
_PLACE = np.uint64(0xFFFFFFFF)


def side_by_side(segment: Segment, terms: tuple[str, ...]) -> Postings | None:
    """The places in a segment where the terms stand in a row, as postings of one occurrence each."""
    keys: list[Array] = []
    for offset, term in enumerate(terms):
        if term == ANY_TOKEN:
            continue
        found = _one_or_pairs(segment, term)
        if found is None:
            return None
        keys.append(found - np.uint64(offset))
    keys.sort(key=len)
    places = keys[0]
    for others in keys[1:]:
        at = np.searchsorted(others, places)
        at[at == len(others)] = 0
        places = places[others[at] == places]
    return _occurrences(places)


def close_together(segment: Segment, terms: tuple[str, ...], span: int) -> Postings | None:
    """The occurrences that end a window of `span` positions in which all the terms stand.

    Passages lie farther apart than any window, and the fields of a place are its highest bits.
    """
    keys: list[Array] = []
    for term in terms:
        found = _one_or_pairs(segment, term)
        if found is None:
            return None
        keys.append(found)
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


def _one_or_pairs(segment: Segment, term: str) -> Array | None:
    """Sorted (document, place) keys of a term; of a lone character, those of all its pairs."""
    encoded = term.encode("utf-8")
    if is_single_character(term):
        pairs = [_keys(found) for _, found in segment.beginning_with(encoded, with_places=True)]
        return np.sort(np.concatenate(pairs)) if pairs else None
    found = segment.postings(encoded, with_places=True)
    return None if found is None else _keys(found)


def _keys(found: Postings) -> Array:
    documents = np.repeat(found.documents.astype(np.uint64), found.counts)
    return (documents << _DOCUMENT_SHIFT) | found.places
