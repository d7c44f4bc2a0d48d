"""The query language: text in, tree and notices out.

Open `parse`. Words side by side must all match; AND binds tighter than OR, and both tighter than mere
neighbourhood (`a b OR c` is a, and b or c); NOT and a leading minus leave records out; a field takes one
word, a phrase or a bracket. The first reading is in `syntax_scan.py`, single words in `syntax_words.py`,
values of dates and codes in `syntax_values.py`; `syntax_writing.py` goes the other way. luqum is only
ever called through `luqum.thread`: its plain parser mixes the queries of threads.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from luqum import tree
from luqum.exceptions import ParseError
from luqum.thread import parse as parse_lucene

from app.domain.errors import QuerySyntaxError
from app.domain.query import (
    And,
    Boosted,
    Carries,
    Fuzzy,
    MatchAll,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    SearchField,
    Wildcard,
    Word,
    leaves,
)
from app.domain.searches import Notice, NoticeKind
from app.domain.wording import said
from app.search.analysis import query_terms
from app.search.function_words import is_function_word
from app.search.syntax_fields import VALUE_FIELDS
from app.search.syntax_scan import scan
from app.search.syntax_scanned import Cut, Scanned
from app.search.syntax_values import value_of
from app.search.syntax_words import EVERYTHING, is_prefix

MOST_CLAUSES = 32
_PLACE = re.compile(r"at position (\d+)")
_OPERATOR_AT = re.compile(r"(AND|OR|NOT)\b")


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """`query` None = everything one may read.

    Codes of `group:`, `without:`, `missing:` and `has:` stand in it as `Carries`, as they were written:
    what they mean hangs on the authorities and on the reader. `places` says where each stood, counted
    from 1.
    """

    query: Query | None
    notices: tuple[Notice, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)
    cuts: Mapping[Notice, Cut] = field(default_factory=dict)
    """Which of the notices say that a field took one word, and of what."""
    words: tuple[tuple[Word, int], ...] = ()
    """Every single word and where it begins in the text, counted from 0; also what stands under a NOT."""


def parse(text: str) -> ParsedQuery:
    """Read what somebody typed. Raises QuerySyntaxError, and nothing else, for any text.

    Positions count the characters of `text` from 1.
    """
    if not text.strip():
        return ParsedQuery(None)
    scanned = scan(text)
    if not scanned.text.strip():
        raise QuerySyntaxError("There is no word to look for. Write one.", 1)
    try:
        parsed = parse_lucene(scanned.text)
    except ParseError as error:
        raise _explained(str(error), scanned) from error
    places: dict[str, int] = {}
    words: list[tuple[Word, int]] = []
    query = _converted(parsed, scanned, places, words)
    if sum(1 for _ in leaves(query)) > MOST_CLAUSES:
        raise QuerySyntaxError(
            said(
                "A search holds at most {most_clauses} words, phrases and dates. Remove some.",
                most_clauses=MOST_CLAUSES,
            )
        )
    return ParsedQuery(query, tuple(scanned.notices), places, scanned.cuts, tuple(words))


def _explained(message: str, scanned: Scanned) -> QuerySyntaxError:
    found = _PLACE.search(message)
    at = int(found[1]) if found else len(scanned.text)
    if at >= len(scanned.text):
        last = scanned.places[-1] + 1 if scanned.places else 1
        return QuerySyntaxError(
            "The search ends too early: a word must follow AND, OR and NOT.", last
        )
    operator = _OPERATOR_AT.match(scanned.text, at)
    what = operator[1] if operator else scanned.text[at]
    return QuerySyntaxError(
        said(
            "{what} cannot stand here. AND and OR stand between two words, NOT before one; "
            "to search for the word itself put it in quotation marks.",
            what=what,
        ),
        scanned.places[at] + 1,
    )


def _converted(
    parsed: tree.Item, scanned: Scanned, places: dict[str, int], words: list[tuple[Word, int]]
) -> Query:
    """luqum's tree as ours, with a stack: its own visitors recurse."""
    order: list[tuple[tree.Item, str]] = []
    stack: list[tuple[tree.Item, str]] = [(parsed, "")]
    while stack:
        node, field = stack.pop()
        order.append((node, field))
        if isinstance(node, tree.SearchField):
            if field:
                raise QuerySyntaxError(
                    said(
                        "{node}: cannot stand inside {field}:(...). Close the bracket first.",
                        node=node.name,
                        field=field,
                    ),
                    _position(node, scanned),
                )
            field = node.name
        stack.extend((child, field) for child in node.children)
    done: list[Query] = []
    for node, field in reversed(order):
        size = len(done) - len(node.children)
        taken, done = done[size:], done[:size]
        made = _node(node, field, taken, scanned)
        if isinstance(made, Carries) and isinstance(node, tree.Term):
            places[made.code] = _position(node, scanned)
        elif isinstance(made, Word) and isinstance(node, tree.Term):
            words.append((made, _position(node, scanned) - 1))
        done.append(made)
    return done[0]


def _node(node: tree.Item, field: str, taken: list[Query], scanned: Scanned) -> Query:
    if isinstance(node, tree.Term):
        return _leaf(node, field, scanned)
    if isinstance(node, tree.OrOperation):
        return Or(tuple(taken))
    if isinstance(node, tree.AndOperation):
        return And(tuple(taken))
    if isinstance(node, tree.UnknownOperation):
        return _side_by_side(node, taken)
    if isinstance(node, tree.Not | tree.Prohibit):
        child = taken[0]
        return child.child if isinstance(child, Not) else Not(child)
    if isinstance(node, tree.SearchField | tree.BaseGroup | tree.Plus):
        return taken[0]
    return _with_number(node, taken[0] if taken else None)


def _side_by_side(node: tree.UnknownOperation, taken: list[Query]) -> Query:
    """All of them, with the small words among them known as such."""
    return And(
        tuple(
            replace(query, is_small=True)
            if isinstance(query, Word)
            and isinstance(written, tree.Word)
            and is_function_word(written.value)
            else query
            for written, query in zip(node.children, taken, strict=True)
        )
    )


def _with_number(node: tree.Item, child: Query | None) -> Query:
    if isinstance(node, tree.Boost) and child is not None:
        return Boosted(child, float(node.force))
    if isinstance(node, tree.Fuzzy) and isinstance(child, Word):
        return Fuzzy(child.text, child.field)
    if isinstance(node, tree.Proximity) and isinstance(child, Phrase):
        return Near(child.text, int(node.degree), child.field)
    raise QuerySyntaxError("This cannot be searched. Use words, phrases, AND, OR and NOT.")


def _leaf(node: tree.Term, field: str, scanned: Scanned) -> Query:
    position = _position(node, scanned)
    is_phrase = isinstance(node, tree.Phrase)
    value: str = node.value[1:-1] if is_phrase else re.sub(r"\\(.)", r"\1", node.value)
    if field in VALUE_FIELDS:
        query, read_as = value_of(field, value, position)
        if read_as:
            lead = said(
                "{field}:{value} was read as {read_as}.", field=field, value=value, read_as=read_as
            )
            scanned.note(NoticeKind.OTHER, lead, "")
        return query
    scope = SearchField(field) if field else None
    if is_phrase:
        return Phrase(value, scope)
    if value == EVERYTHING and scope is None:
        return MatchAll()
    if "*" in value or "?" in value:
        return _open(value, scope, position)
    return Word(value, scope) if query_terms(value) else MatchAll()


def _open(value: str, scope: SearchField | None, position: int) -> Query:
    """A word with * or ? in it."""
    if value == EVERYTHING:
        raise QuerySyntaxError("Write the beginning of a word before the *.", position)
    return Prefix(value[:-1], scope) if is_prefix(value) else Wildcard(value, scope)


def _position(node: tree.Item, scanned: Scanned) -> int:
    at = node.pos or 0
    return scanned.places[min(at, len(scanned.places) - 1)] + 1
