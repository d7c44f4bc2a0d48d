"""From a question to an answer: filters, order, page, facets and years over what a query matches."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from app.domain.records import RecordId
from app.domain.views import FacetFilter, FacetName, SortOrder
from app.search.columns import FACETS, NEVER, Array, decoded, years_of
from app.search.engine import EngineAnswer, EngineQuestion
from app.search.matching import Hits, Reading
from app.search.postings import Snapshot
from app.search.ranking import SCORE_DIGITS


def answer(
    opened: Sequence[tuple[Snapshot, frozenset[RecordId]]],
    question: EngineQuestion,
    unavailable: tuple[str, ...],
) -> EngineAnswer:
    """Ask the opened partitions, each without its withheld ids."""
    reading = Reading.of(opened)
    hits = Hits(reading.live) if question.query is None else reading.evaluate(question.query)
    mask = hits.mask & _filtered(reading, question)
    return EngineAnswer(
        ids=_page(reading, mask, hits.scores, question),
        total=int(mask.sum()),
        facets=_facets(reading, mask),
        by_year=_by_year(reading, mask),
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
    reading: Reading, mask: Array, scores: Array | None, question: EngineQuestion
) -> tuple[RecordId, ...]:
    """Order all matches, then cut the page: equal scores by date, the newest first, then by id.

    Records without a date come last in every order by date.
    """
    matched = np.flatnonzero(mask)
    if not len(matched):
        return ()
    ids = _column(reading, "ids", mask)
    days = _column(reading, "days", mask)
    if question.sort is SortOrder.OLDEST:
        order = np.lexsort((ids, np.where(days == 0, NEVER, days)))
    elif question.sort is SortOrder.NEWEST or scores is None:
        order = np.lexsort((ids, -days))
    else:
        order = np.lexsort((ids, -days, -np.round(scores[matched], SCORE_DIGITS)))
    start = max(question.offset, 0)
    return tuple(decoded(ids[order[start : start + max(question.limit, 0)]]))


def _facets(reading: Reading, mask: Array) -> dict[FacetName, dict[str, int]]:
    facets: dict[FacetName, dict[str, int]] = {}
    for at, name in enumerate(FACETS):
        counts: Counter[str] = Counter()
        for part in reading.parts:
            column = part.snapshot.columns.facets[at]
            counts.update(column.counts(mask[part.base : part.base + len(part.live)]))
        facets[name] = dict(counts)
    return facets


def _by_year(reading: Reading, mask: Array) -> dict[int, tuple[int, int]]:
    days, counters = _column(reading, "days", mask), _column(reading, "counters", mask)
    has_date = days > 0
    years, counters = years_of(days[has_date]), counters[has_date]
    found: dict[int, tuple[int, int]] = {}
    for year in np.unique(years).tolist():
        here = counters[years == year]
        found[year] = (int((~here).sum()), int(here.sum()))
    return found


def _column(reading: Reading, name: str, mask: Array) -> Array:
    """One column of the matched records, in the order of the row."""
    pieces = [
        getattr(part.snapshot.columns, name)[mask[part.base : part.base + len(part.live)]]
        for part in reading.parts
    ]
    return np.concatenate(pieces) if pieces else np.empty(0, dtype=np.int64)
