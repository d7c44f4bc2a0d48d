"""The query language: text in, tree and notices out.

Open `parse`. Words side by side must all match; AND binds tighter than OR, and both tighter than mere
neighbourhood (`a b OR c` is a, and b or c); NOT and a leading minus leave records out; a field takes one
word, a phrase or a bracket. The first reading is in `syntax_scan.py`, values of dates and codes in
`syntax_values.py`. luqum is only ever called through `luqum.thread`: its plain parser mixes the queries
of threads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from luqum import tree
from luqum.exceptions import ParseError
from luqum.thread import parse as parse_lucene

from app.domain.errors import QuerySyntaxError
from app.domain.query import (
    And,
    MatchAll,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    SearchField,
    Word,
    leaves,
)
from app.domain.views import Notice
from app.domain.wording import said
from app.search import syntax_values
from app.search.analysis import query_terms
from app.search.syntax_scan import DATE_FIELDS, Scanned, scan

MOST_CLAUSES = 32
_PLACE = re.compile(r"at position (\d+)")
_OPERATOR_AT = re.compile(r"(AND|OR|NOT)\b")


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """`query` None = everything one may read."""

    query: Query | None
    notices: tuple[Notice, ...] = ()


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
    query = _converted(parsed, scanned)
    if sum(1 for _ in leaves(query)) > MOST_CLAUSES:
        raise QuerySyntaxError(
            said(
                "A search holds at most {most_clauses} words, phrases and dates. Remove some.",
                most_clauses=MOST_CLAUSES,
            )
        )
    return ParsedQuery(query, tuple(scanned.notices))


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


def _converted(parsed: tree.Item, scanned: Scanned) -> Query:
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
        done.append(_node(node, field, taken, scanned))
    return done[0]


def _node(node: tree.Item, field: str, taken: list[Query], scanned: Scanned) -> Query:
    if isinstance(node, tree.Term):
        return _leaf(node, field, _position(node, scanned))
    if isinstance(node, tree.OrOperation):
        return Or(tuple(taken))
    if isinstance(node, tree.AndOperation | tree.UnknownOperation):
        return And(tuple(taken))
    if isinstance(node, tree.Not | tree.Prohibit):
        child = taken[0]
        return child.child if isinstance(child, Not) else Not(child)
    if isinstance(node, tree.SearchField | tree.BaseGroup | tree.Plus):
        return taken[0]
    raise QuerySyntaxError("This cannot be searched. Use words, phrases, AND, OR and NOT.")


def _leaf(node: tree.Term, field: str, position: int) -> Query:
    is_phrase = isinstance(node, tree.Phrase)
    value: str = node.value[1:-1] if is_phrase else re.sub(r"\\(.)", r"\1", node.value)
    if field in DATE_FIELDS:
        return syntax_values.date_range(field, value, position)
    if field in ("kind", "language"):
        named = syntax_values.kind if field == "kind" else syntax_values.language
        return named(value, position)
    scope = SearchField(field) if field else None
    if is_phrase:
        return Phrase(value, scope)
    if "*" in value:
        return _prefix(value[: value.index("*")], scope, position)
    return Word(value, scope) if query_terms(value) else MatchAll()


def _prefix(beginning: str, scope: SearchField | None, position: int) -> Prefix:
    if len(query_terms(beginning)) > 1:
        raise QuerySyntaxError(
            said(
                "“{beginning}” is several words, and a * may follow only one. Leave the * out: "
                "the words are found together, whatever follows them.",
                beginning=beginning,
            ),
            position,
        )
    return Prefix(beginning, scope)


def _position(node: tree.Item, scanned: Scanned) -> int:
    at = node.pos or 0
    return scanned.places[min(at, len(scanned.places) - 1)] + 1
