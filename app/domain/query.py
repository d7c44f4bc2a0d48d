"""The query tree: what a reader asks, as a value.

`Query` is the union of all nodes. Leaves hold the words as they were written; folding them into tokens
is the search room's business, and so is the text syntax (`search/syntax.py`). Trees come from readers
and may be deep: `leaves` and `folded` walk them with a stack of their own, never by recursion; whoever
makes something of a whole tree calls `folded`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from app.domain.records import RecordId
from app.domain.searches import FacetName


class SearchField(StrEnum):
    """The fields one may name in a query (`title:torture`)."""

    TITLE = "title"
    SUMMARY = "summary"
    TEXT = "text"
    SIGNATORY = "signatory"
    ADDRESSEE = "addressee"
    PERSON = "person"
    SUBJECT = "subject"
    TARGET = "target"
    REFERENCE = "reference"
    DEMAND = "demand"


@dataclass(frozen=True, slots=True)
class MatchAll:
    """Every record one may read."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word, with its other grammatical forms unless `exact`. `field` None = anywhere.

    `is_small`: an article or the like, which beside others need not match (`without_small_words`).
    """

    text: str
    field: SearchField | None = None
    exact: bool = False
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words side by side in this order, exactly these forms (case and accents apart)."""

    text: str
    field: SearchField | None = None


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word that begins so; `text` is without the `*`."""

    text: str
    field: SearchField | None = None


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Every word that fits: `*` stands for any letters or none, `?` for exactly one."""

    text: str
    field: SearchField | None = None


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Every word at most one letter away: one more, one fewer or another. A swap is two."""

    text: str
    field: SearchField | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """Different words in one passage, in any order, with at most `within` other words among them."""

    text: str
    within: int
    field: SearchField | None = None


@dataclass(frozen=True, slots=True)
class DateRange:
    """Records whose date may lie between both days, inclusive; None = open on that side."""

    lower: date | None
    upper: date | None


@dataclass(frozen=True, slots=True)
class FacetIs:
    """Records that carry this code in a facet (`kind:joint_letter`, `language:fr`)."""

    facet: FacetName
    code: str


@dataclass(frozen=True, slots=True)
class Carries:
    """Records with this attribute, a code such as `status:withdrew` that stands on the record itself."""

    code: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """These records: what the gate found of relations between records (`has:reply`)."""

    ids: frozenset[RecordId]


@dataclass(frozen=True, slots=True)
class And:
    children: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    children: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Every readable record that the child does not match."""

    child: Query


@dataclass(frozen=True, slots=True)
class Boosted:
    """What the child matches, with its score times `factor`."""

    child: Query
    factor: float


Leaf = (
    MatchAll
    | Word
    | Phrase
    | Prefix
    | Wildcard
    | Fuzzy
    | Near
    | DateRange
    | FacetIs
    | Carries
    | OneOf
)
Query = Leaf | And | Or | Not | Boosted
Made = TypeVar("Made")
Context = TypeVar("Context")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A leaf and whether it stands under an odd number of Nots."""

    leaf: Leaf
    is_negated: bool


def children(query: Query) -> tuple[Query, ...]:
    """The nodes directly below; empty for a leaf."""
    if isinstance(query, And | Or):
        return query.children
    if isinstance(query, Not | Boosted):
        return (query.child,)
    return ()


def leaves(query: Query) -> Iterator[Occurrence]:
    """All leaves from left to right."""
    stack: list[tuple[Query, bool]] = [(query, False)]
    while stack:
        node, is_negated = stack.pop()
        if isinstance(node, And | Or | Not | Boosted):
            below = negation_below(node, is_negated)
            stack.extend((child, below) for child in reversed(children(node)))
        else:
            yield Occurrence(node, is_negated)


def depth(query: Query) -> int:
    """Levels of nodes; a leaf alone has one."""
    deepest, stack = 0, [(query, 1)]
    while stack:
        node, level = stack.pop()
        deepest = max(deepest, level)
        stack.extend((child, level + 1) for child in children(node))
    return deepest


def rewrite(query: Query, change: Callable[[Query, bool], Query]) -> Query:
    """Rebuild the tree from the leaves up: `change(node, is_negated)` may replace every node.

    The node it is given already has its changed children.
    """

    def changed(node: Query, is_negated: bool, taken: list[Query]) -> Query:
        return change(_with_children(node, taken), is_negated)

    return folded(query, changed, False, negation_below)


def folded(
    query: Query,
    make: Callable[[Query, Context, list[Made]], Made],
    context: Context,
    below: Callable[[Query, Context], Context],
) -> Made:
    """What `make(node, context, taken)` makes of the whole tree, from the leaves up.

    `taken` is what it made of the node's children, from left to right. `context` is that of the whole;
    `below(node, context)` says that of a node's children.
    """
    order: list[tuple[Query, Context]] = []
    stack = [(query, context)]
    while stack:
        node, at = stack.pop()
        order.append((node, at))
        further = below(node, at)
        stack.extend((child, further) for child in children(node))
    # `order` visits the last child first, so that reversed it leaves the first child deepest in `done`.
    done: list[Made] = []
    for node, at in reversed(order):
        first = len(done) - len(children(node))
        done[first:] = [make(node, at, done[first:])]
    return done[0]


def without_small_words(query: Query) -> Query:
    """The tree without its small words, but where nothing else is asked for."""

    def leave_out(node: Query, _is_negated: bool) -> Query:
        if not isinstance(node, And):
            return node
        wanted = tuple(one for one in node.children if not (isinstance(one, Word) and one.is_small))
        if len(wanted) == 1:
            return wanted[0]
        return And(wanted) if wanted else node

    return rewrite(query, leave_out)


def negation_below(node: Query, is_negated: bool) -> bool:
    """Whether a node's children stand under an odd number of Nots, as the context of `folded`."""
    return is_negated ^ isinstance(node, Not)


def _with_children(node: Query, taken: list[Query]) -> Query:
    if isinstance(node, Not | Boosted):
        return replace(node, child=taken[0])
    if isinstance(node, And | Or):
        return replace(node, children=tuple(taken))
    return node
