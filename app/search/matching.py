"""Evaluating a query over the readable partitions as if they were one index, with numpy.

Open `Reading.evaluate`. Records of all partitions stand in one row of numbers; each leaf of the query
becomes a mask and a score over that row, and the tree combines them. Number of records and document
frequencies are counted over live records that are not withheld, and word forms are expanded only with
forms that such a record holds. So nothing here depends on what is hidden, on deleted records whose words
linger in an engine's files, or on how records are spread over partitions and segments.

How scores are made is in `ranking.py`.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from app.domain.errors import QueryTooCostly
from app.domain.query import (
    And,
    Boosted,
    Carries,
    DateRange,
    FacetIs,
    Fuzzy,
    Leaf,
    MatchAll,
    Near,
    Not,
    OneOf,
    Or,
    Phrase,
    Prefix,
    Query,
    SearchField,
    Wildcard,
    Word,
    folded,
    negation_below,
)
from app.domain.records import RecordId
from app.domain.searches import FacetName
from app.search.analysis import is_cjk, is_single_character, query_terms
from app.search.columns import FACETS, NEVER, Array, FacetColumn
from app.search.expansion import NEAR_SPELLING, window
from app.search.hits import Hits, boosted, both, either
from app.search.parts import Gathered, Part, lives_in, part_of
from app.search.phrases import close_together, side_by_side
from app.search.postings import Segment, Snapshot
from app.search.ranking import K1, OTHER_FORM, dampening, rarity
from app.search.stems import stems_of

LIMIT_S = 2.5
"""Longer than this no question is looked at. The clock is asked at each segment for each word."""


@dataclass(slots=True)
class Reading:
    """The readable partitions for the time of one question."""

    parts: tuple[Part, ...]
    live: Array
    lengths: Array
    count: int
    matched_forms: set[str] = field(default_factory=set)
    matched_phrases: set[tuple[str, ...]] = field(default_factory=set)
    until: float = field(default_factory=lambda: time.monotonic() + LIMIT_S)
    _nothing: Hits = field(init=False)
    """What a word matches that stands nowhere; nobody writes into it."""

    def __post_init__(self) -> None:
        size = len(self.live)
        self._nothing = Hits(np.zeros(size, dtype=bool), np.zeros(size))

    @classmethod
    def of(cls, opened: Sequence[tuple[Snapshot, frozenset[RecordId]]]) -> Reading:
        """Put the snapshots in a row, each without its withheld ids."""
        parts, base = [], 0
        for snapshot, withheld in opened:
            parts.append(part_of(snapshot, withheld, base))
            base += len(snapshot.columns)
        none = np.empty(0, dtype=bool)
        live = np.concatenate([part.live for part in parts] or [none])
        words = np.concatenate([part.snapshot.columns.lengths for part in parts] or [none])
        count = int(live.sum())
        return cls(tuple(parts), live, words, count)

    @property
    def days(self) -> Array:
        return self._column([part.snapshot.columns.days for part in self.parts])

    @property
    def years(self) -> Array:
        return self._column([part.snapshot.tally.years for part in self.parts])

    @property
    def counters(self) -> Array:
        return self._column([part.snapshot.columns.counters for part in self.parts])

    def ids_of(self, rows: Array) -> Array:
        """The ids of some records, which are taken one by one."""
        bases = np.array([part.base for part in self.parts])
        owners = np.searchsorted(bases, rows, side="right") - 1
        found = [
            self.parts[owner].snapshot.columns.ids[row - int(bases[owner])]
            for owner, row in zip(owners.tolist(), rows.tolist(), strict=True)
        ]
        return np.array(found)

    def _column(self, pieces: list[Array]) -> Array:
        return np.concatenate(pieces or [np.empty(0, dtype=np.int64)])

    def evaluate(self, query: Query) -> Hits:
        """The records a query matches, with scores.

        Raises QueryTooCostly when that takes longer than LIMIT_S.
        """
        known: dict[tuple[Leaf, bool], Hits] = {}  # a word may stand in many branches of one tree

        def hits(node: Query, is_negated: bool, taken: list[Hits]) -> Hits:
            if isinstance(node, And):
                return both(self.live, taken)
            if isinstance(node, Or):
                return either(self._nothing, taken)
            if isinstance(node, Not):
                return Hits(self.live & ~taken[0].mask)
            if isinstance(node, Boosted):
                return boosted(taken[0], node.factor)
            if (node, is_negated) not in known:
                known[node, is_negated] = self._leaf(node, not is_negated)
            return known[node, is_negated]

        return folded(query, hits, False, negation_below)

    def between(self, lower: int, upper: int) -> Array:
        """Mask of the live records whose date may lie between both ordinal days."""
        masks = [
            (part.snapshot.columns.lower <= upper) & (part.snapshot.columns.upper >= lower)
            for part in self.parts
        ]
        return np.concatenate([*masks, np.empty(0, dtype=bool)]) & self.live

    def with_codes(self, facet: FacetName, codes: Iterable[str], *, subtags: bool = False) -> Array:
        """Mask of the live records that carry one of the codes (`subtags`: fr also finds fr-CA)."""
        wanted, at = set(codes), FACETS.index(facet)
        columns = (part.snapshot.columns.facets[at] for part in self.parts)
        return self._rows_with(columns, wanted, subtags=subtags)

    def _rows_with(
        self, columns: Iterable[FacetColumn], wanted: set[str], *, subtags: bool = False
    ) -> Array:
        masks = []
        for column in columns:
            numbers = [
                number
                for number, code in enumerate(column.vocabulary)
                if code in wanted or (subtags and code.partition("-")[0] in wanted)
            ]
            masks.append(column.rows_with(numbers))
        return np.concatenate([*masks, np.empty(0, dtype=bool)]) & self.live

    def _one_of(self, ids: frozenset[RecordId]) -> Array:
        masks = []
        for part in self.parts:
            mask = np.zeros(len(part.live), dtype=bool)
            mask[part.snapshot.columns.positions_of(ids)] = True
            masks.append(mask)
        return np.concatenate([*masks, np.empty(0, dtype=bool)]) & self.live

    def _leaf(self, leaf: Leaf, is_marked: bool) -> Hits:
        if isinstance(leaf, DateRange):
            lower = leaf.lower.toordinal() if leaf.lower else 0
            return Hits(self.between(lower, leaf.upper.toordinal() if leaf.upper else NEVER - 1))
        if isinstance(leaf, FacetIs):
            subtags = leaf.facet is FacetName.LANGUAGE
            return Hits(self.with_codes(leaf.facet, [leaf.code], subtags=subtags))
        if isinstance(leaf, Carries):
            columns = (part.snapshot.columns.attributes for part in self.parts)
            return Hits(self._rows_with(columns, {leaf.code}))
        if isinstance(leaf, OneOf):
            return Hits(self._one_of(leaf.ids))
        if isinstance(leaf, MatchAll):
            return Hits(self.live)
        return self._words(leaf, is_marked)

    def _words(
        self, leaf: Word | Phrase | Prefix | Wildcard | Fuzzy | Near, is_marked: bool
    ) -> Hits:
        if isinstance(leaf, Word):
            return self._word(leaf, is_marked)
        if isinstance(leaf, Phrase):
            return self._phrase(query_terms(leaf.text), leaf.field, is_marked)
        if isinstance(leaf, Prefix):
            return self._prefix(leaf, is_marked)
        if isinstance(leaf, Wildcard):
            return self._forms(dict.fromkeys(self._fitting(leaf), 1.0), leaf.field, is_marked)
        if isinstance(leaf, Fuzzy):
            return self._fuzzy(leaf, is_marked)
        return self._near(leaf, is_marked)

    def _segments(self) -> Iterator[tuple[Segment, Array, bool]]:
        """Those of all parts, as `Part.segments` has them, as long as there is time."""
        for part in self.parts:
            for one in part.segments:
                if time.monotonic() > self.until:
                    raise QueryTooCostly
                yield one

    def _fitting(self, wildcard: Wildcard) -> set[str]:
        return {
            form
            for segment, _, _ in self._segments()
            for form in segment.forms_fitting(wildcard.text)
        }

    def _fuzzy(self, fuzzy: Fuzzy, is_marked: bool) -> Hits:
        terms = query_terms(fuzzy.text)
        if len(terms) != 1 or is_cjk(terms[0]):
            return self._phrase(terms, fuzzy.field, is_marked)
        spelt = {
            form for segment, _, _ in self._segments() for form in segment.forms_near(terms[0])
        }
        weights = dict.fromkeys(spelt, NEAR_SPELLING)
        weights[terms[0]] = 1.0
        return self._forms(weights, fuzzy.field, is_marked)

    def _near(self, near: Near, is_marked: bool) -> Hits:
        terms, span = window(near.text, near.within)
        if len(terms) < 2:
            return self._phrase(terms, near.field, is_marked)
        gathered = Gathered()
        for segment, row, has_gaps in self._segments():
            found = close_together(segment, terms, span)
            if found is not None:
                gathered.take(found, row, has_gaps, near.field, 1.0)
        hits = self._scored(gathered)
        if is_marked and hits.mask.any():
            self.matched_phrases.update((term,) for term in terms)
        return hits

    def _word(self, word: Word, is_marked: bool) -> Hits:
        terms = query_terms(word.text)
        if len(terms) != 1:
            hits = self._phrase(terms, word.field, is_marked)
            if "-" not in word.text or not terms:
                return hits
            joined = query_terms(word.text.replace("-", ""))
            return either(
                self._nothing, [hits, self._forms({joined[0]: 1.0}, word.field, is_marked)]
            )
        if is_single_character(terms[0]):
            return self._beginning(terms[0], word.field, is_marked)
        forms = {terms[0]: 1.0} if word.exact else self._expanded(terms[0])
        return self._forms(forms, word.field, is_marked)

    def _prefix(self, prefix: Prefix, is_marked: bool) -> Hits:
        terms = query_terms(prefix.text)
        if len(terms) != 1:
            return self._phrase(terms, prefix.field, is_marked)
        return self._beginning(terms[0], prefix.field, is_marked)

    def _expanded(self, form: str) -> dict[str, float]:
        """The form and those that share a stem with it in some readable live passage's language."""
        others: set[str] = set()
        for language, stem in stems_of(form):
            for part in self.parts:
                listed = {f for table in part.snapshot.forms for f in table.forms(language, stem)}
                others.update(
                    other
                    for other in listed - others
                    if part.is_pure or lives_in(part, other, language)
                )
        weights = dict.fromkeys(sorted(others), OTHER_FORM)
        weights[form] = 1.0
        return weights

    def _forms(self, weights: dict[str, float], scope: SearchField | None, is_marked: bool) -> Hits:
        gathered = Gathered()
        for form in sorted(weights):
            found_any = False
            for segment, row, has_gaps in self._segments():
                found = segment.postings(form, with_places=scope is not None)
                if found is not None:
                    found_any |= gathered.take(found, row, has_gaps, scope, weights[form])
            if found_any and is_marked:
                self.matched_forms.add(form)
        return self._scored(gathered)

    def _beginning(self, prefix: str, scope: SearchField | None, is_marked: bool) -> Hits:
        gathered = Gathered()
        for segment, row, has_gaps in self._segments():
            for found in segment.beginning_with(prefix, with_places=scope is not None):
                forms = gathered.take_stretch(found, row, has_gaps, scope)
                if is_marked:
                    self.matched_forms.update(forms)
        return self._scored(gathered)

    def _phrase(self, terms: tuple[str, ...], scope: SearchField | None, is_marked: bool) -> Hits:
        if len(terms) == 1 and not is_single_character(terms[0]):
            return self._forms({terms[0]: 1.0}, scope, is_marked)
        gathered = Gathered()
        for segment, row, has_gaps in self._segments():
            found = side_by_side(segment, terms) if terms else None
            if found is not None:
                gathered.take(found, row, has_gaps, scope, 1.0)
        hits = self._scored(gathered)
        if is_marked and hits.mask.any():
            self.matched_phrases.add(terms)
        return hits

    def _scored(self, gathered: Gathered) -> Hits:
        if gathered.is_empty:
            return self._nothing
        size = len(self.live)
        frequencies = gathered.frequencies(size)
        mask = frequencies > 0
        rows = np.flatnonzero(mask)
        often = frequencies.take(rows)
        factor = rarity(self.count, len(rows)) * (K1 + 1)
        scores = np.zeros(size)
        scores[rows] = factor * often / (often + dampening(self.lengths.take(rows)))
        return Hits(mask, scores)
