"""From a question to an answer: filters, order, page, facets and years over what a query matches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from app.domain.records import RecordId
from app.domain.searches import ANY_WILL_DO, FacetName, SortOrder
from app.search.columns import NEVER, Array, decoded
from app.search.engine import EngineAnswer, EngineQuestion
from app.search.hits import Hits
from app.search.matching import Reading
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
    narrowed = _narrowed(reading, hits.mask, question)
    choices = _choices(reading, question)
    mask = _both(narrowed, *choices.values())
    rows = np.flatnonzero(mask)
    return EngineAnswer(
        ids=_page(reading, rows, hits.scores, question),
        total=len(rows),
        facets=_facets(reading, narrowed, choices) if question.with_counts else {},
        by_year=_years(reading, rows) if question.with_counts else {},
        matched_forms=frozenset(reading.matched_forms),
        matched_phrases=frozenset(reading.matched_phrases),
        unavailable_cells=unavailable,
    )


def _narrowed(reading: Reading, mask: Array, question: EngineQuestion) -> Array:
    """Those of the mask that keep to the dates and to every filter that must hold by itself."""
    mask = mask & reading.live
    if question.date_from or question.date_to:
        lower = question.date_from.toordinal() if question.date_from else 0
        upper = question.date_to.toordinal() if question.date_to else NEVER - 1
        mask = mask & reading.between(lower, upper)
    for one in question.filters:
        if one.negated:
            mask = mask & ~reading.with_codes(one.facet, [one.code])
        elif one.facet not in ANY_WILL_DO:
            mask = mask & reading.with_codes(one.facet, [one.code])
    return mask


def _choices(reading: Reading, question: EngineQuestion) -> dict[FacetName, Array]:
    """By facet of which any will do: the records with one of the chosen values."""
    chosen: dict[FacetName, list[str]] = defaultdict(list)
    for one in question.filters:
        if not one.negated and one.facet in ANY_WILL_DO:
            chosen[one.facet].append(one.code)
    return {facet: reading.with_codes(facet, codes) for facet, codes in chosen.items()}


def _both(mask: Array, *others: Array) -> Array:
    for other in others:
        mask = mask & other
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


def _facets(
    reading: Reading, narrowed: Array, choices: Mapping[FacetName, Array]
) -> dict[FacetName, dict[str, int]]:
    """Counts under all that is chosen; of a facet of which any will do, under the other facets alone."""
    facets = _counted(reading, _both(narrowed, *choices.values()))
    for facet in choices:
        others = (mask for name, mask in choices.items() if name is not facet)
        facets[facet] = _counted(reading, _both(narrowed, *others))[facet]
    return facets


def _counted(reading: Reading, mask: Array) -> dict[FacetName, dict[str, int]]:
    totals = no_totals()
    for part in reading.parts:
        part.snapshot.tally.add_to(totals, mask[part.base : part.base + len(part.live)])
    return by_facet(totals)
