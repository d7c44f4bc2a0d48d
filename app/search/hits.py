"""What a node of a query matches in the row of all readable records, and how nodes are put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.search.columns import Array


@dataclass(frozen=True, slots=True)
class Hits:
    """What a node matches. `scores` None = matches without a score (dates, facets, Not)."""

    mask: Array
    scores: Array | None = None


def both(live: Array, taken: Sequence[Hits]) -> Hits:
    """What stands in all of them, of the live records."""
    mask, scores = live, None
    for hits in taken:
        mask = mask & hits.mask
        scores = _sum(scores, hits.scores)
    return Hits(mask, None if scores is None else np.where(mask, scores, 0.0))


def either(nothing: Hits, taken: Sequence[Hits]) -> Hits:
    """What stands in one of them; `nothing` is what a word matches that stands nowhere."""
    mask, scores = nothing.mask, None
    for hits in taken:
        if hits is nothing and scores is not None:
            continue  # most words in other languages
        mask = mask | hits.mask
        scores = _sum(scores, hits.scores)
    return Hits(mask, scores)


def boosted(hits: Hits, factor: float) -> Hits:
    return hits if hits.scores is None else Hits(hits.mask, hits.scores * factor)


def _sum(left: Array | None, right: Array | None) -> Array | None:
    if left is None or right is None:
        return left if right is None else right
    return left + right
