"""Words, patterns, phrases and windows as OpenSearch queries.

A leaf is asked in up to three rounds: which forms there are that fit it (`expansion`), how many records
hold it and which of its forms stand there (`counting`), and then the records with their scores (`scored`).
The first two see the readable live records and nothing else, so nothing of what is hidden or gone is in
a number that moves an order.

The score of a leaf is made by our script from the number of weighted occurrences, which the similarity
`count` gives, and from the length column: the formula of `ranking.py`. It is rounded to a multiple of
2^-20, so that sums of scores are exact whatever order they are added in.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.domain.query import SearchField
from app.search.analysis import ANY_TOKEN, is_single_character
from app.search.opensearch_schema import (
    MOST_FORMS,
    Json,
    beginning_character,
    beginning_with,
    form_of_entry,
    forms_column,
    included,
    position_fields,
    read_back,
    stem_entry,
    stored,
)
from app.search.ranking import K1, OTHER_FORM, USUAL_LENGTH, B, rarity
from app.search.stems import stems_of

NOTHING: Json = {"match_none": {}}
_SCORE = (
    "double often = Math.round(_score * 100.0) / 100.0;"
    "double score = params.weight * (often * (params.k1 + 1))"
    " / (often + params.k1 * (1 - params.b + params.b * doc['length'].value / params.usual));"
    "return Math.round(score * 1048576.0) / 1048576.0;"
)
_ASKED_SINGLY = 64  # so many forms are looked up one by one; of more a column is read


@dataclass(slots=True)
class TextLeaf(ABC):
    """One thing to find in texts, with what was found of it so far. `scope` None = anywhere."""

    scope: SearchField | None
    is_marked: bool
    factor: float
    found: int = field(default=0, init=False)
    """Readable records that hold it."""

    @abstractmethod
    def matching(self) -> Json:
        """The records that hold it, whatever their score."""

    @abstractmethod
    def frequency(self, allowed: int) -> Json:
        """The same with the weighted occurrences as score; `allowed` clauses, if it can do with fewer."""

    def expansion(self) -> dict[str, Json]:
        """Aggregations over all readable records, by name."""
        return {}

    def take_expansion(self, answers: dict[str, Json]) -> None:  # noqa: B027 - most ask for nothing
        """What came of `expansion`."""

    def counting(self) -> Json:
        """One aggregation that counts the records that hold it."""
        return {"filter": self.matching()}

    def take_count(self, answer: Json) -> None:
        """What came of `counting`."""
        self.found = answer["doc_count"]

    @property
    def clauses(self) -> int:
        """How many clauses it takes in any case."""
        return 1

    @property
    def forms(self) -> Iterable[str]:
        """To be marked as single words."""
        return ()

    @property
    def phrases(self) -> Iterable[tuple[str, ...]]:
        """To be marked where they stand side by side."""
        return ()

    def scored(self, total: int, allowed: int) -> Json:
        """With scores; `total` readable records."""
        if not self.found:
            return NOTHING
        script = {
            "source": _SCORE,
            "params": {
                "weight": rarity(total, self.found) * self.factor,
                "k1": K1,
                "b": B,
                "usual": float(USUAL_LENGTH),
            },
        }
        return {"script_score": {"query": self.frequency(allowed), "script": script}}


@dataclass(slots=True)
class FormsLeaf(TextLeaf):
    """Any of some forms, each with what an occurrence of it counts."""

    weights: dict[str, float]
    _seen: set[str] = field(default_factory=set, init=False)

    def matching(self) -> Json:
        return {"terms": {forms_column(self.scope): [stored(form) for form in self.weights]}}

    def counting(self) -> Json:
        return {"filter": self.matching(), "aggs": {"seen": self._sightings()}}

    def take_count(self, answer: Json) -> None:
        self.found = answer["doc_count"]
        buckets = answer["seen"]["buckets"]
        if self._is_short:
            pairs = zip(self.weights, buckets, strict=True)
            self._seen = {form for form, bucket in pairs if bucket["doc_count"]}
        else:
            self._seen = {read_back(bucket["key"]) for bucket in buckets}

    def frequency(self, allowed: int) -> Json:
        """Forms beyond what is allowed count once together: no record is lost, only fineness."""
        order = sorted(self._seen, key=self._importance)
        name, weight = ("all", 1) if self.scope is None else position_fields(self.scope)[0]
        should = [
            {"term": {name: {"value": stored(form), "boost": self.weights[form] * weight}}}
            for form in order[:allowed]
        ]
        rest = order[allowed:]
        if rest:
            should.append(_constant(self._holding(rest), self.weights[rest[0]] * weight))
        return any_of(should)

    @property
    def forms(self) -> Iterable[str]:
        return self._seen

    @property
    def _is_short(self) -> bool:
        return len(self.weights) <= _ASKED_SINGLY

    def _importance(self, form: str) -> tuple[float, str]:
        return -self.weights[form], form

    def _holding(self, forms: list[str]) -> Json:
        return {"terms": {forms_column(self.scope): [stored(form) for form in forms]}}

    def _sightings(self) -> Json:
        column, terms = forms_column(self.scope), [stored(form) for form in self.weights]
        if self._is_short:
            return {"filters": {"filters": [{"term": {column: term}} for term in terms]}}
        return {"terms": {"field": column, "include": terms, "size": len(terms)}}


@dataclass(slots=True)
class WordLeaf(FormsLeaf):
    """A word and the forms that share a stem with it in the language of a readable passage."""

    def expansion(self) -> dict[str, Json]:
        (form,) = self.weights
        found: dict[str, Json] = {}
        for language, stem in stems_of(form):
            column, beginning = stem_entry(language, stem)
            of_stem = {
                "field": column,
                "include": included(beginning_with(beginning)),
                "size": MOST_FORMS,
            }
            found[str(language)] = {
                "filter": {"prefix": {column: beginning}},
                "aggs": {"forms": {"terms": of_stem}},
            }
        return found

    def take_expansion(self, answers: dict[str, Json]) -> None:
        (asked,) = self.weights
        for answer in answers.values():
            for bucket in answer["forms"]["buckets"]:
                form = form_of_entry(bucket["key"])
                self.weights.setdefault(form, OTHER_FORM if form != asked else 1.0)


@dataclass(slots=True)
class FittingLeaf(FormsLeaf):
    """Every form that fits a pattern; `weights` holds those that count otherwise than `weight`."""

    pattern: str
    """In Lucene's syntax, for whole forms."""
    weight: float
    is_cut: bool = field(default=False, init=False)
    """There are more forms than are listed: the others are found, but neither marked nor told apart."""
    _common: dict[str, int] = field(default_factory=dict, init=False)

    def matching(self) -> Json:
        return {"regexp": {forms_column(self.scope): {"value": self.pattern}}}

    def expansion(self) -> dict[str, Json]:
        column = forms_column(self.scope)
        fitting = {"field": column, "include": included(self.pattern), "size": MOST_FORMS}
        return {"all": {"filter": self.matching(), "aggs": {"forms": {"terms": fitting}}}}

    def take_expansion(self, answers: dict[str, Json]) -> None:
        answer = answers["all"]
        self.found = answer["doc_count"]
        self.is_cut = answer["forms"]["sum_other_doc_count"] > 0
        for bucket in answer["forms"]["buckets"]:
            form = read_back(bucket["key"])
            self.weights.setdefault(form, self.weight)
            self._common[form] = bucket["doc_count"]
            self._seen.add(form)

    def counting(self) -> Json:
        return {"filter": self.matching()}

    def take_count(self, answer: Json) -> None:
        self.found = answer["doc_count"]

    def frequency(self, allowed: int) -> Json:
        counted = FormsLeaf.frequency(self, allowed)
        if not self.is_cut:
            return counted
        return any_of([counted, _constant(self.matching(), self.weight)])

    def _importance(self, form: str) -> tuple[float, str]:
        return -self._common[form], form


@dataclass(slots=True)
class RowLeaf(TextLeaf):
    """Terms side by side; ANY_TOKEN leaves a place open."""

    terms: tuple[str, ...]

    def matching(self) -> Json:
        return any_of([self._in(name, 1) for name, _ in position_fields(self.scope)])

    def frequency(self, allowed: int) -> Json:
        return any_of([self._in(name, weight) for name, weight in position_fields(self.scope)])

    @property
    def clauses(self) -> int:
        return len(self.terms) * len(position_fields(self.scope))

    @property
    def phrases(self) -> Iterable[tuple[str, ...]]:
        return [self.terms] if self.found else ()

    def _in(self, name: str, weight: int) -> Json:
        clauses = [_span(name, term) for term in self.terms]
        boost = _per_term(weight, self.terms)
        return {"span_near": {"clauses": clauses, "slop": 0, "in_order": True, "boost": boost}}


@dataclass(slots=True)
class WindowLeaf(TextLeaf):
    """All terms within so many places. Counted are the words of theirs that end such a window."""

    terms: tuple[str, ...]
    span: int

    def matching(self) -> Json:
        return any_of([self._in(name, 1) for name, _ in position_fields(self.scope)])

    def frequency(self, allowed: int) -> Json:
        return any_of([self._in(name, weight) for name, weight in position_fields(self.scope)])

    @property
    def clauses(self) -> int:
        per_field = (len(self.terms) + 1) ** 2
        return per_field * len(position_fields(self.scope))

    @property
    def phrases(self) -> Iterable[tuple[str, ...]]:
        return [(term,) for term in self.terms] if self.found else ()

    def _in(self, name: str, weight: int) -> Json:
        """Any of the terms, less those before which another one is missing: a `not` of a `not`.

        Lucene's own windows are counted otherwise: once for each way to choose the words.
        """
        any_term = {"span_or": {"clauses": [_span(name, term) for term in self._apart()]}}
        ends: Json = any_term
        for term in self.terms:
            without = {"include": any_term, "exclude": _span(name, term), "pre": self.span - 1}
            ends = {"span_not": {"include": ends, "exclude": {"span_not": without}}}
        ends["span_not"]["boost"] = _per_term(weight, self._apart())
        return ends

    def _apart(self) -> list[str]:
        """The terms less those that a lone character among them finds too: a place counts once."""
        characters = tuple(term for term in self.terms if is_single_character(term))
        return [
            term
            for term in self.terms
            if is_single_character(term) or not (characters and term.startswith(characters))
        ]


def any_of(queries: list[Json]) -> Json:
    if len(queries) == 1:
        return queries[0]
    return {"bool": {"should": queries, "minimum_should_match": 1}} if queries else NOTHING


def _span(name: str, term: str) -> Json:
    if term == ANY_TOKEN:
        return {"span_gap": {name: 1}}
    if is_single_character(term):
        return {"span_term": {name: beginning_character(term)}}
    return {"span_term": {name: stored(term)}}


def _per_term(weight: int, terms: Iterable[str]) -> float:
    """The similarity is asked once for each different term of a span, and its answers are added up."""
    return weight / len({term for term in terms if term != ANY_TOKEN})


def _constant(query: Json, score: float) -> Json:
    return {"constant_score": {"filter": query, "boost": score}}
