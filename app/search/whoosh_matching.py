"""Evaluating a query over the readable partitions as if they were one index, with numpy.

Open `Reading.evaluate`. Records of all partitions stand in one row of numbers; each leaf of the query
becomes a mask and a score over that row, and the tree combines them. Number of records, document
frequencies and average length are counted over live records that are not withheld, and word forms are
expanded only with forms that such a record holds. So nothing here depends on what is hidden, on deleted
records whose words linger in Whoosh's files, or on how records are spread over partitions and segments.

How scores are made is in `ranking.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from app.domain.query import (
    And,
    DateRange,
    FacetIs,
    Leaf,
    MatchAll,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    SearchField,
    Word,
    children,
)
from app.domain.records import RecordId
from app.domain.views import FacetName
from app.search.analysis import is_single_character, query_terms
from app.search.columns import FACETS, NEVER, Array
from app.search.ranking import FIELD_NUMBERS, FIELD_WEIGHTS, K1, OTHER_FORM, B, rarity
from app.search.stems import stems_of
from app.search.whoosh_codec import (
    FIELD_SHIFT,
    LANGUAGE_MASK,
    LANGUAGE_SHIFT,
    Postings,
)
from app.search.whoosh_phrases import side_by_side
from app.search.whoosh_reader import Segment, Snapshot


@dataclass(frozen=True, slots=True)
class Part:
    """One partition in the row of all: its records stand from `base` on."""

    snapshot: Snapshot
    base: int
    live: Array
    """Mask over its columns: False for withheld records."""
    segments: tuple[tuple[Segment, Array, bool], ...]
    """Each with the place in the row of every document (-1: not there), and whether any is -1."""

    @property
    def is_pure(self) -> bool:
        """Whether every form its table lists stands in a live record."""
        return not self.snapshot.columns.has_lost_rows and bool(self.live.all())


@dataclass(frozen=True, slots=True)
class Hits:
    """What a node matches. `scores` None = matches without a score (dates, facets, Not)."""

    mask: Array
    scores: Array | None = None


@dataclass(slots=True)
class Reading:
    """The readable partitions for the time of one question."""

    parts: tuple[Part, ...]
    live: Array
    lengths: Array
    count: int
    matched_forms: set[str] = field(default_factory=set)
    matched_phrases: set[tuple[str, ...]] = field(default_factory=set)

    @classmethod
    def of(cls, opened: Sequence[tuple[Snapshot, frozenset[RecordId]]]) -> Reading:
        """Put the snapshots in a row, each without its withheld ids."""
        parts, base = [], 0
        for snapshot, withheld in opened:
            parts.append(_part(snapshot, withheld, base))
            base += len(snapshot.columns)
        none = np.empty(0, dtype=bool)
        live = np.concatenate([part.live for part in parts] or [none])
        words = np.concatenate([part.snapshot.columns.lengths for part in parts] or [none])
        count = int(live.sum())
        average = int(words[live].sum()) / count if count else 1.0
        lengths = K1 * (1 - B + B * words / max(average, 1.0))
        return cls(tuple(parts), live, lengths, count)

    def evaluate(self, query: Query) -> Hits:
        """The records a query matches, with scores. Walks with a stack: trees may be deep."""
        order: list[tuple[Query, bool]] = []
        stack: list[tuple[Query, bool]] = [(query, False)]
        while stack:
            node, is_negated = stack.pop()
            order.append((node, is_negated))
            below = is_negated ^ isinstance(node, Not)
            stack.extend((child, below) for child in children(node))
        done: list[Hits] = []
        for node, is_negated in reversed(order):
            if isinstance(node, And | Or):
                size = len(done) - len(node.children)
                taken, done = done[size:], done[:size]
                done.append(self._both(taken) if isinstance(node, And) else self._either(taken))
            elif isinstance(node, Not):
                done.append(Hits(self.live & ~done.pop().mask))
            else:
                done.append(self._leaf(node, not is_negated))
        return done[0]

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
        masks = []
        for part in self.parts:
            column = part.snapshot.columns.facets[at]
            numbers = [
                number
                for number, code in enumerate(column.vocabulary)
                if code in wanted or (subtags and code.partition("-")[0] in wanted)
            ]
            masks.append(column.rows_with(numbers))
        return np.concatenate([*masks, np.empty(0, dtype=bool)]) & self.live

    def _both(self, taken: list[Hits]) -> Hits:
        mask, scores = self.live, None
        for hits in taken:
            mask = mask & hits.mask
            scores = _sum(scores, hits.scores)
        return Hits(mask, None if scores is None else np.where(mask, scores, 0.0))

    def _either(self, taken: list[Hits]) -> Hits:
        mask, scores = np.zeros_like(self.live), None
        for hits in taken:
            mask = mask | hits.mask
            scores = _sum(scores, hits.scores)
        return Hits(mask, scores)

    def _leaf(self, leaf: Leaf, is_marked: bool) -> Hits:
        if isinstance(leaf, Word):
            return self._word(leaf, is_marked)
        if isinstance(leaf, Phrase):
            return self._phrase(query_terms(leaf.text), leaf.field, is_marked)
        if isinstance(leaf, Prefix):
            return self._prefix(leaf, is_marked)
        if isinstance(leaf, DateRange):
            lower = leaf.lower.toordinal() if leaf.lower else 0
            return Hits(self.between(lower, leaf.upper.toordinal() if leaf.upper else NEVER - 1))
        if isinstance(leaf, FacetIs):
            subtags = leaf.facet is FacetName.LANGUAGE
            return Hits(self.with_codes(leaf.facet, [leaf.code], subtags=subtags))
        assert isinstance(leaf, MatchAll)  # noqa: S101 - mypy: nothing else is left
        return Hits(self.live)

    def _word(self, word: Word, is_marked: bool) -> Hits:
        terms = query_terms(word.text)
        if len(terms) != 1:
            hits = self._phrase(terms, word.field, is_marked)
            if "-" not in word.text or not terms:
                return hits
            joined = query_terms(word.text.replace("-", ""))
            return self._either([hits, self._forms({joined[0]: 1.0}, word.field, is_marked)])
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
                    if part.is_pure or _lives(part, other, language)
                )
        weights = dict.fromkeys(sorted(others), OTHER_FORM)
        weights[form] = 1.0
        return weights

    def _forms(self, weights: dict[str, float], scope: SearchField | None, is_marked: bool) -> Hits:
        gathered = _Gathered()
        for form in sorted(weights):
            encoded, found_any = form.encode("utf-8"), False
            for part in self.parts:
                for segment, row, has_gaps in part.segments:
                    found = segment.postings(encoded, with_places=scope is not None)
                    if found is not None:
                        found_any |= gathered.take(found, row, has_gaps, scope, weights[form])
            if found_any and is_marked:
                self.matched_forms.add(form)
        return self._scored(gathered)

    def _beginning(self, prefix: str, scope: SearchField | None, is_marked: bool) -> Hits:
        encoded, gathered = prefix.encode("utf-8"), _Gathered()
        forms: set[bytes] = set()
        for part in self.parts:
            for segment, row, has_gaps in part.segments:
                every = segment.beginning_with(encoded, with_places=scope is not None)
                for form, found in every:
                    if gathered.take(found, row, has_gaps, scope, 1.0):
                        forms.add(form)
        if is_marked:
            self.matched_forms.update(form.decode("utf-8") for form in forms)
        return self._scored(gathered)

    def _phrase(self, terms: tuple[str, ...], scope: SearchField | None, is_marked: bool) -> Hits:
        if len(terms) == 1 and not is_single_character(terms[0]):
            return self._forms({terms[0]: 1.0}, scope, is_marked)
        gathered = _Gathered()
        for part in self.parts:
            for segment, row, has_gaps in part.segments:
                found = side_by_side(segment, terms) if terms else None
                if found is not None:
                    gathered.take(found, row, has_gaps, scope, 1.0)
        hits = self._scored(gathered)
        if is_marked and hits.mask.any():
            self.matched_phrases.add(terms)
        return hits

    def _scored(self, gathered: _Gathered) -> Hits:
        size = len(self.live)
        frequencies = gathered.frequencies(size)
        mask = frequencies > 0
        found = int(mask.sum())
        scores = rarity(self.count, found) * (frequencies * (K1 + 1)) / (frequencies + self.lengths)
        return Hits(mask, scores)


class _Gathered:
    """Occurrences of one term, its other forms included, over all partitions."""

    def __init__(self) -> None:
        self._rows: list[Array] = []
        self._weights: list[Array] = []

    def take(
        self, found: Postings, row: Array, has_gaps: bool, scope: SearchField | None, weight: float
    ) -> bool:
        """Add a list of postings, only what stands in the row and the field. True if any is left."""
        at = row[found.documents]
        if scope is None:
            weights = found.weights * weight
        else:
            number = FIELD_NUMBERS[scope]
            at = np.repeat(at, found.counts)[found.places >> FIELD_SHIFT == number]
            weights = np.full(len(at), FIELD_WEIGHTS[number] * weight)
        if has_gaps:
            keep = at >= 0
            at, weights = at[keep], weights[keep]
        self._rows.append(at)
        self._weights.append(weights)
        return len(at) > 0

    def frequencies(self, size: int) -> Array:
        if not self._rows:
            return np.zeros(size)
        rows, weights = np.concatenate(self._rows), np.concatenate(self._weights)
        return np.bincount(rows, weights=weights, minlength=size)


def _part(snapshot: Snapshot, withheld: frozenset[RecordId], base: int) -> Part:
    live = np.ones(len(snapshot.columns), dtype=bool)
    if withheld:
        live[snapshot.columns.positions_of(withheld)] = False
    segments = []
    has_withheld = not live.all()
    for segment in snapshot.segments:
        row = segment.at + base
        if segment.has_dead or has_withheld:
            is_there = segment.at >= 0
            is_there[is_there] = live[segment.at[is_there]]
            row = np.where(is_there, row, -1)
            segments.append((segment, row, not is_there.all()))
        else:
            segments.append((segment, row, False))
    return Part(snapshot, base, live, tuple(segments))


def _lives(part: Part, form: str, language: int) -> bool:
    """Whether a live record of the partition holds the form in a passage of that language."""
    encoded = form.encode("utf-8")
    for segment, row, _ in part.segments:
        found = segment.postings(encoded, with_places=True)
        if found is None:
            continue
        is_there = np.repeat(row[found.documents] >= 0, found.counts)
        languages = (found.places >> LANGUAGE_SHIFT) & LANGUAGE_MASK
        if (is_there & (languages == language)).any():
            return True
    return False


def _sum(left: Array | None, right: Array | None) -> Array | None:
    if left is None or right is None:
        return left if right is None else right
    return left + right
