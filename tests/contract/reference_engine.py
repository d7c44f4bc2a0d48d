"""A search engine that is obviously right: lists, loops and the formula, nothing kept between questions.

It shares with the real engines only what is not theirs: the analysis of texts, the stems, the numbers of
the ranking. It finds by looking at every token of every record.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from app.domain.query import MatchAll
from app.domain.records import RecordId
from app.domain.searches import FacetName, SortOrder
from app.search.analysis import forms_of, is_cjk, query_terms
from app.search.engine import (
    EngineAnswer,
    EngineQuestion,
    HeldForms,
    IndexedRecord,
    PartitionState,
    PartitionView,
)
from app.search.ranking import SCORE_DIGITS
from tests.contract.reference_reading import Asked, overlaps


class ReferenceEngine:
    """Implements `search.engine.SearchEngine` in memory."""

    def __init__(self) -> None:
        self._cells: dict[str, dict[RecordId, IndexedRecord]] = {}

    def search(self, partitions: Sequence[PartitionView], question: EngineQuestion) -> EngineAnswer:
        known = [view for view in partitions if view.cell in self._cells]
        records = [
            record
            for view in known
            for record in self._cells[view.cell].values()
            if record.id not in view.withheld
        ]
        asked = Asked(records)
        found = asked.evaluate(question.query or MatchAll())
        matching = [one for one in records if one.id in found.scores]
        left = [one for one in matching if _passes(one, question)]
        ordered = sorted(left, key=lambda one: _order(one, found.scores[one.id], question.sort))
        page = ordered[question.offset : question.offset + question.limit]
        return EngineAnswer(
            ids=tuple(one.id for one in page),
            total=len(left),
            facets={
                name: _counts(
                    [one for one in matching if _passes(one, _aside(question, name))], name
                )
                for name in FacetName
                if question.with_counts
            },
            by_year=_years(left) if question.with_counts else {},
            matched_forms=frozenset(asked.forms),
            matched_phrases=frozenset(asked.phrases),
            unavailable_cells=tuple(
                sorted(view.cell for view in partitions if view.cell not in self._cells)
            ),
        )

    def held(self, partitions: Sequence[PartitionView], forms: Collection[str]) -> HeldForms:
        every = self._forms(partitions)
        counts = Counter(form for one in every for form in one if form in set(forms))
        return HeldForms(len(every), dict(counts))

    def spellings(self, partitions: Sequence[PartitionView], word: str) -> Mapping[str, int]:
        terms = query_terms(word)
        if len(terms) != 1 or not _is_worth_it(terms[0]):
            return {}
        counts = Counter(form for one in self._forms(partitions) for form in one)
        return {f: n for f, n in counts.items() if _is_worth_it(f) and _slips(terms[0], f) == 1}

    def _forms(self, partitions: Sequence[PartitionView]) -> list[set[str]]:
        """The different words of each record."""
        return [
            {form for passage in record.passages for form in forms_of(passage.text)}
            for view in partitions
            for record in self._cells.get(view.cell, {}).values()
            if record.id not in view.withheld
        ]

    def apply(
        self, cell: str, upserts: Iterable[IndexedRecord], removals: Iterable[RecordId] = ()
    ) -> None:
        records = self._cells.setdefault(cell, {})
        for record_id in removals:
            records.pop(record_id, None)
        for record in upserts:
            here = records.get(record.id)
            if here is None or here.revision <= record.revision:
                records[record.id] = record

    def rebuild(self, cell: str, records: Iterator[IndexedRecord]) -> None:
        self._cells.pop(cell, None)
        self.apply(cell, records)

    def drop(self, cell: str) -> None:
        self._cells.pop(cell, None)

    def state(self, cell: str) -> PartitionState:
        if cell not in self._cells:
            return PartitionState(cell, False, "missing", {})
        revisions = {one.id: one.revision for one in self._cells[cell].values()}
        return PartitionState(cell, True, "healthy", revisions)

    def cells(self) -> tuple[str, ...]:
        return tuple(sorted(self._cells))


def _is_worth_it(form: str) -> bool:
    return len(form) >= 4 and not is_cjk(form) and not any(sign.isdigit() for sign in form)


def _slips(one: str, other: str) -> int:
    """Damerau's distance, by its definition."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, 1):
        rows.append([i])
        for j, there in enumerate(other, 1):
            is_same = letter == there
            steps = [rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (not is_same)]
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == there:
                steps.append(rows[i - 2][j - 2] + 1)
            rows[i].append(min(steps))
    return rows[-1][-1]


def _passes(record: IndexedRecord, question: EngineQuestion) -> bool:
    if (question.date_from or question.date_to) and not overlaps(
        record, question.date_from, question.date_to
    ):
        return False
    for one in question.filters:
        carried = record.facets.get(one.facet, ())
        if one.negated:
            is_met = one.code not in carried
        elif one.facet in (FacetName.KIND, FacetName.YEAR):
            is_met = any(
                other.code in carried
                for other in question.filters
                if other.facet is one.facet and not other.negated
            )
        else:
            is_met = one.code in carried
        if not is_met:
            return False
    return True


def _aside(question: EngineQuestion, facet: FacetName) -> EngineQuestion:
    """The question under which a facet is counted: without its own choice, where one of several will do."""
    if facet not in (FacetName.KIND, FacetName.YEAR):
        return question
    kept = (one for one in question.filters if one.negated or one.facet is not facet)
    return replace(question, filters=tuple(kept))


def _order(record: IndexedRecord, score: float, sort: SortOrder) -> tuple[float, float, str]:
    day = record.date_lower or record.date_upper
    if sort is SortOrder.OLDEST:
        return 0.0, day.toordinal() if day else float("inf"), record.id
    rank = 0.0 if sort is SortOrder.NEWEST else -round(score, SCORE_DIGITS)
    return rank, -day.toordinal() if day else 0.0, record.id


def _counts(records: list[IndexedRecord], facet: FacetName) -> dict[str, int]:
    return dict(Counter(code for one in records for code in set(one.facets.get(facet, ()))))


def _years(records: list[IndexedRecord]) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    for one in records:
        day = one.date_lower or one.date_upper
        if day:
            letters, counters = found.get(day.year, (0, 0))
            found[day.year] = (letters + (not one.is_counter), counters + one.is_counter)
    return found
