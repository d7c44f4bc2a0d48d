"""What the reference engine makes of a query: every token of every record is looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.query import (
    And,
    Boosted,
    Carries,
    DateRange,
    FacetIs,
    Fuzzy,
    MatchAll,
    Near,
    Not,
    OneOf,
    Or,
    Phrase,
    Prefix,
    Query,
    Wildcard,
    Word,
)
from app.domain.records import RecordId
from app.domain.searches import FacetName
from app.search.analysis import ANY_TOKEN, forms_of, is_cjk, is_single_character, query_terms
from app.search.engine import (
    IndexedRecord,
    SearchField,
)
from app.search.expansion import NEAR_SPELLING, is_one_edit_away, wildcard_pattern, window
from app.search.ranking import (
    FIELD_NUMBERS,
    FIELD_WEIGHTS,
    K1,
    OTHER_FORM,
    dampening,
    rarity,
)
from app.search.stems import language_number, stem_of, stems_of


@dataclass
class Found:
    """What a node of the query matches: record -> score."""

    scores: dict[RecordId, float]


class Asked:
    """One question over a list of records."""

    def __init__(self, records: list[IndexedRecord]) -> None:
        self._records = records
        self._tokens = {one.id: [(p, forms_of(p.text)) for p in one.passages] for one in records}
        self._lengths = {
            name: sum(len(tokens) for _, tokens in passages)
            for name, passages in self._tokens.items()
        }
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
        if isinstance(query, Boosted):
            scores = self.evaluate(query.child, is_marked=is_marked).scores
            return Found({name: score * query.factor for name, score in scores.items()})
        return self._leaf(query, is_marked)

    def _leaf(self, leaf: Query, is_marked: bool) -> Found:
        if isinstance(leaf, MatchAll | DateRange | FacetIs | Carries | OneOf):
            return Found({one.id: 0.0 for one in self._records if _has(one, leaf)})
        if isinstance(leaf, Word):
            return self._word(leaf, is_marked)
        if isinstance(leaf, Wildcard):
            fitting = filter(wildcard_pattern(leaf.text).match, self._vocabulary())
            return self._forms(dict.fromkeys(fitting, 1.0), leaf.field, is_marked)
        if isinstance(leaf, Fuzzy):
            return self._fuzzy(leaf, is_marked)
        if isinstance(leaf, Near):
            return self._near(leaf, is_marked)
        assert isinstance(leaf, Phrase | Prefix)
        terms = query_terms(leaf.text)
        if isinstance(leaf, Prefix) and len(terms) == 1:
            return self._beginning(terms[0], leaf.field, is_marked)
        return self._phrase(terms, leaf.field, is_marked)

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
        good = {token: 1.0 for token in self._vocabulary() if token.startswith(prefix)}
        return self._forms(good, field, is_marked)

    def _fuzzy(self, fuzzy: Fuzzy, is_marked: bool) -> Found:
        terms = query_terms(fuzzy.text)
        if len(terms) != 1 or is_cjk(terms[0]):
            return self._phrase(terms, fuzzy.field, is_marked)
        near = (token for token in self._vocabulary() if is_one_edit_away(token, terms[0]))
        weights = dict.fromkeys(near, NEAR_SPELLING)
        return self._forms({**weights, terms[0]: 1.0}, fuzzy.field, is_marked)

    def _near(self, near: Near, is_marked: bool) -> Found:
        terms, span = window(near.text, near.within)
        if len(terms) < 2:
            return self._phrase(terms, near.field, is_marked)
        frequencies: Counter[RecordId] = Counter()
        for name, passages in self._tokens.items():
            for passage, tokens in passages:
                often = _windows(terms, tokens, span)
                if often and near.field in (None, passage.field):
                    frequencies[name] += FIELD_WEIGHTS[FIELD_NUMBERS[passage.field]] * often
        if is_marked and frequencies:
            self.phrases.update((term,) for term in terms)
        return self._scored(frequencies)

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
        return Found(
            {
                name: weight * often * (K1 + 1) / (often + dampening(self._lengths[name]))
                for name, often in frequencies.items()
            }
        )

    def _vocabulary(self) -> set[str]:
        return {token for _, every in self._passages() for token in every}

    def _passages(self) -> Iterator[tuple[object, list[str]]]:
        for passages in self._tokens.values():
            yield from passages


def _rows(terms: tuple[str, ...], tokens: list[str]) -> int:
    """How often the terms stand side by side."""
    places = range(len(tokens) - len(terms) + 1)
    return sum(all(map(_fits, terms, tokens[at:])) for at in places)


def _windows(terms: tuple[str, ...], tokens: list[str], span: int) -> int:
    """How many words end a window in which all the terms stand."""
    return sum(
        any(_fits(term, token) for term in terms)
        and all(
            any(_fits(term, other) for other in tokens[max(0, at + 1 - span) : at + 1])
            for term in terms
        )
        for at, token in enumerate(tokens)
    )


def _fits(term: str, token: str) -> bool:
    return term in (ANY_TOKEN, token) or (is_single_character(term) and token.startswith(term))


def _has(record: IndexedRecord, leaf: MatchAll | DateRange | FacetIs | Carries | OneOf) -> bool:
    if isinstance(leaf, DateRange):
        return overlaps(record, leaf.lower, leaf.upper)
    if isinstance(leaf, FacetIs):
        return _carries(record, leaf)
    if isinstance(leaf, Carries):
        return leaf.code in record.attributes
    return isinstance(leaf, MatchAll) or record.id in leaf.ids


def _carries(record: IndexedRecord, wanted: FacetIs) -> bool:
    codes = record.facets.get(wanted.facet, ())
    if wanted.facet is FacetName.LANGUAGE:
        return any(wanted.code in (code, code.partition("-")[0]) for code in codes)
    return wanted.code in codes


def overlaps(record: IndexedRecord, lower: date | None, upper: date | None) -> bool:
    if record.date_lower is None and record.date_upper is None:
        return False
    first, last = record.date_lower or date.min, record.date_upper or date.max
    return first <= (upper or date.max) and last >= (lower or date.min)
