"""A query tree as OpenSearch's JSON. Open `compiled`: the tree first, its leaves to be asked, then `scored`.

Nodes without a score (dates, facets, Not) add nothing to the score of others, as in every engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from app.domain.errors import QuerySyntaxError
from app.domain.folding import fold
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
    depth,
    folded,
)
from app.domain.records import RecordId
from app.domain.searches import FacetName
from app.search.analysis import is_cjk, is_single_character, query_terms
from app.search.expansion import NEAR_SPELLING, window
from app.search.opensearch_leaves import (
    FittingLeaf,
    FormsLeaf,
    RowLeaf,
    TextLeaf,
    WindowLeaf,
    WordLeaf,
    any_of,
)
from app.search.opensearch_schema import (
    FARTHEST_DAY,
    Json,
    beginning_with,
    escaped,
    facet_column,
)

MOST_CLAUSES = 1_000
"""A little less than a node allows in one query (`indices.query.bool.max_clause_count`)."""
MOST_LEVELS = 100
_FEWEST_FORMS = 8
_MOST_IDS = 50_000  # in one clause; a node allows 65,536
_EVERYTHING: Json = {"match_all": {}}
_SIGN = re.compile(r"([*?])")


class Node(Protocol):
    def matching(self) -> Json: ...

    def scored(self, total: int, allowed: int) -> Json: ...


@dataclass(frozen=True, slots=True)
class Plain:
    """Matches without a score."""

    query: Json

    def matching(self) -> Json:
        return self.query

    def scored(self, total: int, allowed: int) -> Json:
        return {"constant_score": {"filter": self.query, "boost": 0}}


@dataclass(frozen=True, slots=True)
class Both:
    parts: tuple[Node, ...]

    def matching(self) -> Json:
        return {"bool": {"filter": [one.matching() for one in self.parts]}}

    def scored(self, total: int, allowed: int) -> Json:
        return {"bool": {"must": [one.scored(total, allowed) for one in self.parts]}}


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple[Node, ...]

    def matching(self) -> Json:
        return any_of([one.matching() for one in self.parts])

    def scored(self, total: int, allowed: int) -> Json:
        return any_of([one.scored(total, allowed) for one in self.parts])


@dataclass(frozen=True, slots=True)
class Without:
    """Everything else; said only when the forms of the part are known."""

    part: Node

    def matching(self) -> Json:
        return {"bool": {"must_not": [self.part.matching()]}}

    def scored(self, total: int, allowed: int) -> Json:
        return Plain(self.matching()).scored(total, allowed)


@dataclass(slots=True)
class Compiled:
    root: Node
    leaves: list[TextLeaf] = field(default_factory=list)

    def scored(self, total: int) -> Json:
        """The whole with scores. Leaves of many forms share the clauses that are left."""
        fixed = sum(leaf.clauses for leaf in self.leaves)
        flexible = sum(isinstance(leaf, FormsLeaf) for leaf in self.leaves)
        allowed = max((MOST_CLAUSES - fixed) // max(flexible, 1), _FEWEST_FORMS)
        return self.root.scored(total, allowed)


def compiled(query: Query) -> Compiled:
    """Raises QuerySyntaxError for a tree that is too deep."""
    if depth(query) > MOST_LEVELS:
        raise QuerySyntaxError("Too many brackets stand inside each other. Use fewer.")
    leaves: list[TextLeaf] = []

    def node_of(node: Query, at: _Standing, taken: list[Node]) -> Node:
        if isinstance(node, And | Or | Not | Boosted):
            return _joined(node, taken)
        return _leaf(node, at.is_marked, at.factor, leaves)

    return Compiled(folded(query, node_of, _Standing(), _below), leaves)


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a node stands: whether what it matches is marked, and the weight of all boosts above it."""

    is_marked: bool = True
    factor: float = 1.0


def _below(node: Query, at: _Standing) -> _Standing:
    if isinstance(node, Boosted):
        return replace(at, factor=at.factor * node.factor)
    return replace(at, is_marked=not at.is_marked) if isinstance(node, Not) else at


def between(lower: date | None, upper: date | None) -> Json:
    """Records whose date may lie between both days."""
    first = lower.toordinal() if lower else 0
    last = upper.toordinal() if upper else FARTHEST_DAY
    return {"bool": {"filter": [_range("lower", lte=last), _range("upper", gte=first)]}}


def with_ids(ids: Iterable[RecordId]) -> Json:
    listed = sorted(ids)
    pieces = [listed[at : at + _MOST_IDS] for at in range(0, len(listed), _MOST_IDS)]
    return any_of([{"terms": {"id": piece}} for piece in pieces])


def _range(name: str, **bound: int) -> Json:
    return {"range": {name: bound}}


def _joined(node: And | Or | Not | Boosted, taken: list[Node]) -> Node:
    if isinstance(node, Boosted):
        return taken[0]
    if isinstance(node, Not):
        return Without(taken[0])
    if isinstance(node, Or):
        return Either(tuple(taken))
    return Both(tuple(taken)) if taken else Plain(_EVERYTHING)


def _leaf(leaf: Leaf, is_marked: bool, factor: float, noted: list[TextLeaf]) -> Node:
    plain = _plain(leaf)
    if plain is not None:
        return Plain(plain)
    parts = list(_texts(leaf, is_marked, factor))
    noted.extend(parts)
    return parts[0] if len(parts) == 1 else Either(tuple(parts))


def _plain(leaf: Leaf) -> Json | None:
    if isinstance(leaf, MatchAll):
        return _EVERYTHING
    if isinstance(leaf, DateRange):
        return between(leaf.lower, leaf.upper)
    if isinstance(leaf, Carries):
        return {"term": {"attributes": leaf.code}}
    if isinstance(leaf, OneOf):
        return with_ids(leaf.ids)
    if isinstance(leaf, FacetIs):
        column = facet_column(leaf.facet)
        codes = [{"term": {column: leaf.code}}]
        if leaf.facet is FacetName.LANGUAGE:
            codes.append({"prefix": {column: f"{leaf.code}-"}})
        return any_of(codes)
    return None


def _texts(leaf: Leaf, is_marked: bool, factor: float) -> Iterator[TextLeaf]:
    """The text leaves of which the scores are added up; none: nothing is found."""
    reader = _Texts(is_marked, factor)
    if isinstance(leaf, Word):
        yield from reader.word(leaf)
    elif isinstance(leaf, Phrase):
        yield from reader.row(query_terms(leaf.text), leaf.field)
    elif isinstance(leaf, Prefix):
        yield from reader.prefix(leaf)
    elif isinstance(leaf, Wildcard):
        yield reader.fitting(_wildcard(leaf.text), leaf.field)
    elif isinstance(leaf, Fuzzy):
        yield from reader.fuzzy(leaf)
    elif isinstance(leaf, Near):
        terms, span = window(leaf.text, leaf.within)
        if len(terms) < 2:
            yield from reader.row(terms, leaf.field)
        else:
            yield WindowLeaf(leaf.field, is_marked, factor, terms, span)


@dataclass(frozen=True, slots=True)
class _Texts:
    is_marked: bool
    factor: float

    def word(self, word: Word) -> Iterator[TextLeaf]:
        terms = query_terms(word.text)
        if len(terms) == 1 and is_single_character(terms[0]):
            yield self.fitting(beginning_with(terms[0]), word.field)
        elif len(terms) == 1 and word.exact:
            yield self.forms({terms[0]: 1.0}, word.field)
        elif len(terms) == 1:
            yield WordLeaf(word.field, self.is_marked, self.factor, {terms[0]: 1.0})
        else:
            yield from self.row(terms, word.field)
            if "-" in word.text and terms:
                joined = query_terms(word.text.replace("-", ""))[0]
                yield self.forms({joined: 1.0}, word.field)

    def prefix(self, prefix: Prefix) -> Iterator[TextLeaf]:
        terms = query_terms(prefix.text)
        if len(terms) == 1:
            yield self.fitting(beginning_with(terms[0]), prefix.field)
        else:
            yield from self.row(terms, prefix.field)

    def fuzzy(self, fuzzy: Fuzzy) -> Iterator[TextLeaf]:
        terms = query_terms(fuzzy.text)
        if len(terms) != 1 or is_cjk(terms[0]):
            yield from self.row(terms, fuzzy.field)
        else:
            yield FittingLeaf(
                *(fuzzy.field, self.is_marked, self.factor),
                weights={terms[0]: 1.0},
                pattern=one_edit(terms[0]),
                weight=NEAR_SPELLING,
            )

    def row(self, terms: tuple[str, ...], scope: SearchField | None) -> Iterator[TextLeaf]:
        while terms and not terms[0]:
            terms = terms[1:]
        if len(terms) == 1 and not is_single_character(terms[0]):
            yield self.forms({terms[0]: 1.0}, scope)
        elif terms:
            yield RowLeaf(scope, self.is_marked, self.factor, terms)

    def forms(self, weights: dict[str, float], scope: SearchField | None) -> TextLeaf:
        return FormsLeaf(scope, self.is_marked, self.factor, weights)

    def fitting(self, pattern: str, scope: SearchField | None) -> TextLeaf:
        return FittingLeaf(scope, self.is_marked, self.factor, {}, pattern=pattern, weight=1.0)


def _wildcard(text: str) -> str:
    signs = {"*": ".*", "?": "."}
    return "".join(signs.get(part) or escaped(fold(part)) for part in _SIGN.split(text))


def one_edit(form: str) -> str:
    """The form, and every form with one letter more, less or another."""
    ways = [escaped(form)]
    for at in range(len(form) + 1):
        before, after = escaped(form[:at]), escaped(form[at:])
        ways.append(f"{before}.{after}")
        if after:
            rest = escaped(form[at + 1 :])
            ways += [f"{before}.{rest}", f"{before}{rest}"]
    return "|".join(way for way in dict.fromkeys(ways) if way)
