"""From a question to an answer: filters, order, page, facets and years over what a query matches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from app.domain.records import RecordId
from app.domain.searches import FacetFilter, FacetName, SortOrder
from app.search.columns import NEVER, Array, decoded
from app.search.engine import EngineAnswer, EngineQuestion
from app.search.matching import Hits, Reading
from app.search.postings import Snapshot
from app.search.ranking import SCORE_DIGITS
from app.search.tally import by_facet, by_year, no_totals


def answer(
    opened: Sequence[tuple[Snapshot, frozenset[RecordId]]],
    question: EngineQuestion,
    unavailable: tuple[str, ...],
) -> EngineAnswer:
    """Ask the opened partitions, each without its withheld ids."""
    reading = Reading.of(opened)
    hits = Hits(reading.live) if question.query is None else reading.evaluate(question.query)
    mask = hits.mask & _filtered(reading, question)
    rows = np.flatnonzero(mask)
    return EngineAnswer(
        ids=_page(reading, rows, hits.scores, question),
        total=len(rows),
        facets=_facets(reading, mask) if question.with_counts else {},
        by_year=_years(reading, rows) if question.with_counts else {},
        matched_forms=frozenset(reading.matched_forms),
        matched_phrases=frozenset(reading.matched_phrases),
        unavailable_cells=unavailable,
    )


def _filtered(reading: Reading, question: EngineQuestion) -> Array:
    """Chosen values of one facet are alternatives; facets narrow each other; negated ones exclude."""
    mask = reading.live
    if question.date_from or question.date_to:
        lower = question.date_from.toordinal() if question.date_from else 0
        upper = question.date_to.toordinal() if question.date_to else NEVER - 1
        mask = mask & reading.between(lower, upper)
    chosen: dict[tuple[FacetName, bool], list[FacetFilter]] = defaultdict(list)
    for one in question.filters:
        chosen[(one.facet, one.negated)].append(one)
    for (facet, is_negated), filters in chosen.items():
        found = reading.with_codes(facet, [one.code for one in filters])
        mask = mask & (~found if is_negated else found)
    return mask


def _page(
    reading: Reading, rows: Array, scores: Array | None, question: EngineQuestion
) -> tuple[RecordId, ...]:
    """The page of the matches in order: equal scores by date, the newest first, then by id.

    Records without a date come last in every order by date.
    """
    start, size = max(question.offset, 0), max(question.limit, 0)
    if not size or start >= len(rows):
        return ()
    days = reading.days.take(rows)
    if question.sort is SortOrder.OLDEST:
        keys = [np.where(days == 0, NEVER, days)]
    elif question.sort is SortOrder.NEWEST or scores is None:
        keys = [-days]
    else:
        keys = [-np.round(scores.take(rows), SCORE_DIGITS), -days]
    first = _smallest(keys, start + size)
    ids = reading.ids_of(rows[first])
    order = np.lexsort((ids, *(key[first] for key in reversed(keys))))
    return tuple(decoded(ids[order[start : start + size]]))


def _smallest(keys: list[Array], wanted: int) -> Array:
    """Where the `wanted` smallest stand, and all that tie with the last of them in every key."""
    sure: list[Array] = []
    open_ = np.arange(len(keys[0]))
    for key in keys:
        if len(open_) <= wanted:
            break
        here = key[open_]
        last = np.partition(here, wanted - 1)[wanted - 1]
        sure.append(open_[here < last])
        open_ = open_[here == last]
        wanted -= len(sure[-1])
    return np.concatenate([*sure, open_])


def _years(reading: Reading, rows: Array) -> dict[int, tuple[int, int]]:
    return by_year(reading.years.take(rows), reading.counters.take(rows))


def _facets(reading: Reading, mask: Array) -> dict[FacetName, dict[str, int]]:
    totals = no_totals()
    for part in reading.parts:
        part.snapshot.tally.add_to(totals, mask[part.base : part.base + len(part.live)])
    return by_facet(totals)
