"""A search engine that is obviously right: lists, loops and the formula, nothing kept between questions.

It shares with the real engines only what is not theirs: the analysis of texts, the stems, the numbers of
the ranking. It finds by looking at every token of every record.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.query import And, DateRange, FacetIs, MatchAll, Not, Or, Phrase, Prefix, Query, Word
from app.domain.records import RecordId
from app.domain.views import FacetFilter, FacetName, SortOrder
from app.search.analysis import ANY_TOKEN, forms_of, is_single_character, query_terms
from app.search.engine import (
    EngineAnswer,
    EngineQuestion,
    IndexedRecord,
    PartitionState,
    PartitionView,
    SearchField,
)
from app.search.ranking import FIELD_NUMBERS, FIELD_WEIGHTS, K1, OTHER_FORM, SCORE_DIGITS, B, rarity
from app.search.stems import language_number, stem_of, stems_of


@dataclass
class Found:
    """What a node of the query matches: record -> score."""

    scores: dict[RecordId, float]


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
        asked = _Asked(records)
        found = asked.evaluate(question.query or MatchAll())
        left = [one for one in records if one.id in found.scores and _passes(one, question)]
        ordered = sorted(left, key=lambda one: _order(one, found.scores[one.id], question.sort))
        page = ordered[question.offset : question.offset + question.limit]
        return EngineAnswer(
            ids=tuple(one.id for one in page),
            total=len(left),
            facets={name: _counts(left, name) for name in FacetName},
            by_year=_years(left),
            matched_forms=frozenset(asked.forms),
            matched_phrases=frozenset(asked.phrases),
            unavailable_cells=tuple(
                sorted(view.cell for view in partitions if view.cell not in self._cells)
            ),
        )

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


class _Asked:
    """One question over a list of records."""

    def __init__(self, records: list[IndexedRecord]) -> None:
        self._records = records
        self._tokens = {one.id: [(p, forms_of(p.text)) for p in one.passages] for one in records}
        self._lengths = {
            name: sum(FIELD_WEIGHTS[FIELD_NUMBERS[p.field]] * len(t) for p, t in passages)
            for name, passages in self._tokens.items()
        }
        self._average = sum(self._lengths.values()) / len(records) if records else 1.0
        self.forms: set[str] = set()
        self.phrases: set[tuple[str, ...]] = set()

    def evaluate(self, query: Query, *, is_marked: bool = True) -> Found:
        every = {one.id for one in self._records}
        if isinstance(query, And):
            parts = [self.evaluate(child, is_marked=is_marked) for child in query.children]
            both = set(every).intersection(*(part.scores.keys() for part in parts))
            return Found({name: sum(part.scores[name] for part in parts) for name in both})
        if isinstance(query, Or):
            parts = [self.evaluate(child, is_marked=is_marked) for child in query.children]
            some = set().union(*(part.scores.keys() for part in parts))
            return Found({name: sum(p.scores.get(name, 0.0) for p in parts) for name in some})
        if isinstance(query, Not):
            left_out = self.evaluate(query.child, is_marked=not is_marked).scores
            return Found(dict.fromkeys(every - left_out.keys(), 0.0))
        return self._leaf(query, is_marked)

    def _leaf(self, leaf: Query, is_marked: bool) -> Found:
        if isinstance(leaf, Word):
            return self._word(leaf, is_marked)
        if isinstance(leaf, Phrase):
            return self._phrase(query_terms(leaf.text), leaf.field, is_marked)
        if isinstance(leaf, Prefix):
            terms = query_terms(leaf.text)
            if len(terms) == 1:
                return self._beginning(terms[0], leaf.field, is_marked)
            return self._phrase(terms, leaf.field, is_marked)
        if isinstance(leaf, DateRange):
            good = [one for one in self._records if _overlaps(one, leaf.lower, leaf.upper)]
        elif isinstance(leaf, FacetIs):
            good = [one for one in self._records if _carries(one, leaf)]
        else:
            good = self._records
        return Found({one.id: 0.0 for one in good})

    def _word(self, word: Word, is_marked: bool) -> Found:
        terms = query_terms(word.text)
        if len(terms) != 1:
            whole = self._phrase(terms, word.field, is_marked)
            if "-" not in word.text or not terms:
                return whole
            joined = query_terms(word.text.replace("-", ""))[0]
            other = self._forms({joined: 1.0}, word.field, is_marked)
            names = whole.scores.keys() | other.scores.keys()
            return Found({n: whole.scores.get(n, 0.0) + other.scores.get(n, 0.0) for n in names})
        if is_single_character(terms[0]):
            return self._beginning(terms[0], word.field, is_marked)
        weights = {terms[0]: 1.0}
        if not word.exact:
            wanted = set(stems_of(terms[0]))
            for passage, tokens in self._passages():
                language = language_number(passage.language)
                for token in tokens:
                    if (language, stem_of(language, token)) in wanted:
                        weights.setdefault(token, OTHER_FORM)
        return self._forms(weights, word.field, is_marked)

    def _beginning(self, prefix: str, field: SearchField | None, is_marked: bool) -> Found:
        tokens = {token for _, every in self._passages() for token in every}
        good = {token: 1.0 for token in tokens if token.startswith(prefix)}
        return self._forms(good, field, is_marked)

    def _forms(
        self, weights: dict[str, float], field: SearchField | None, is_marked: bool
    ) -> Found:
        frequencies: Counter[RecordId] = Counter()
        seen = set()
        for name, passages in self._tokens.items():
            for passage, tokens in passages:
                if field not in (None, passage.field):
                    continue
                for token in tokens:
                    if token in weights:
                        seen.add(token)
                        frequencies[name] += (
                            FIELD_WEIGHTS[FIELD_NUMBERS[passage.field]] * weights[token]
                        )
        if is_marked:
            self.forms |= seen
        return self._scored(frequencies)

    def _phrase(self, terms: tuple[str, ...], field: SearchField | None, is_marked: bool) -> Found:
        if not terms:
            return Found({})
        if len(terms) == 1 and not is_single_character(terms[0]):
            return self._forms({terms[0]: 1.0}, field, is_marked)
        frequencies: Counter[RecordId] = Counter()
        for name, passages in self._tokens.items():
            for passage, tokens in passages:
                if field not in (None, passage.field):
                    continue
                often = _rows(terms, tokens)
                if often:
                    frequencies[name] += FIELD_WEIGHTS[FIELD_NUMBERS[passage.field]] * often
        if is_marked and frequencies:
            self.phrases.add(terms)
        return self._scored(frequencies)

    def _scored(self, frequencies: Counter[RecordId]) -> Found:
        weight = rarity(len(self._records), len(frequencies))
        average = max(self._average, 1.0)
        return Found(
            {
                name: weight
                * (often * (K1 + 1))
                / (often + K1 * (1 - B + B * self._lengths[name] / average))
                for name, often in frequencies.items()
            }
        )

    def _passages(self) -> Iterator[tuple[object, list[str]]]:
        for passages in self._tokens.values():
            yield from passages


def _rows(terms: tuple[str, ...], tokens: list[str]) -> int:
    """How often the terms stand side by side."""
    places = range(len(tokens) - len(terms) + 1)
    return sum(all(map(_fits, terms, tokens[at:])) for at in places)


def _fits(term: str, token: str) -> bool:
    return term in (ANY_TOKEN, token) or (is_single_character(term) and token.startswith(term))


def _passes(record: IndexedRecord, question: EngineQuestion) -> bool:
    if (question.date_from or question.date_to) and not _overlaps(
        record, question.date_from, question.date_to
    ):
        return False
    chosen: dict[FacetName, list[FacetFilter]] = {}
    for one in question.filters:
        has_it = one.code in record.facets.get(one.facet, ())
        if one.negated and has_it:
            return False
        if not one.negated:
            chosen.setdefault(one.facet, []).append(one)
    return all(
        any(one.code in record.facets.get(facet, ()) for one in filters)
        for facet, filters in chosen.items()
    )


def _overlaps(record: IndexedRecord, lower: date | None, upper: date | None) -> bool:
    if record.date_lower is None and record.date_upper is None:
        return False
    first, last = record.date_lower or date.min, record.date_upper or date.max
    return first <= (upper or date.max) and last >= (lower or date.min)


def _carries(record: IndexedRecord, wanted: FacetIs) -> bool:
    codes = record.facets.get(wanted.facet, ())
    if wanted.facet is FacetName.LANGUAGE:
        return any(wanted.code in (code, code.partition("-")[0]) for code in codes)
    return wanted.code in codes


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
