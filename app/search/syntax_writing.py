"""From a query tree back to the text that means it: `parse(write(tree)).query == tree`.

For every tree that `parse` makes. What only the service knows (`OneOf`, an exact `Word`) has no text of
its own.
"""

from __future__ import annotations

import re
from datetime import date

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
    Or,
    Phrase,
    Prefix,
    Query,
    SearchField,
    Wildcard,
    Word,
    folded,
)
from app.domain.searches import FacetName
from app.search.function_words import is_function_word
from app.search.syntax_fields import GROUP

_PLAIN = re.compile(r"\w[\w\-/]*\Z", re.UNICODE)
_COUNTED = re.compile(r"(?:>=|<|=)\d+\Z")
_Written = tuple[Query, str]
"""A node with its text."""
_FIELD_OF_FACET = {FacetName.SIGNATORY: "signedby", FacetName.ADDRESSEE: "to"}


def write(query: Query) -> str:
    """The text of a tree. Raises ValueError for `OneOf`, which stands for no words."""

    def written(node: Query, _context: None, taken: list[_Written]) -> _Written:
        return node, _joined(node, taken)

    return folded(query, written, None, lambda _node, _context: None)[1]


def field_value(field: str, value: str) -> str:
    """`signedby:Canada`, `group:"European Union">=7`."""
    name, count = value, ""
    if field == GROUP and (found := _COUNTED.search(value)):
        name, count = value[: found.start()], found.group()
    return f"{field}:{quoted(name)}{count}"


def quoted(value: str) -> str:
    """The value of a field, in quotation marks where it needs them."""
    return value if _PLAIN.match(value) else f'"{value}"'


def _joined(node: Query, taken: list[_Written]) -> str:
    if isinstance(node, And):
        return _between(node).join(_bracketed(*one) for one in taken)
    if isinstance(node, Or):
        return " OR ".join(_bracketed(*one) for one in taken)
    if isinstance(node, Not):
        return f"NOT {_bracketed(*taken[0])}"
    if isinstance(node, Boosted):
        child, text = taken[0]
        is_whole = isinstance(child, And | Or | Not | Boosted)
        return f"{f'({text})' if is_whole else text}^{node.factor!r}".removesuffix(".0")
    return _leaf(node)


def _between(node: And) -> str:
    """AND where a word must match that side by side with others would be taken for a small one."""
    is_wanted = any(
        isinstance(one, Word) and not one.is_small and not one.field and is_function_word(one.text)
        for one in node.children
    )
    return " AND " if is_wanted else " "


def _bracketed(node: Query, text: str) -> str:
    return f"({text})" if isinstance(node, And | Or) else text


def _leaf(leaf: Leaf) -> str:
    if isinstance(leaf, MatchAll):
        return "*"
    if isinstance(leaf, DateRange):
        return _dates(leaf)
    if isinstance(leaf, FacetIs):
        return field_value(_FIELD_OF_FACET.get(leaf.facet, leaf.facet.value), leaf.code)
    if isinstance(leaf, Carries):
        field, _, value = leaf.code.partition(":")
        return field_value(field, value)
    return _words(leaf)


def _words(leaf: Leaf) -> str:
    if isinstance(leaf, Word | Wildcard):
        return f"{_scope(leaf.field)}{leaf.text}"
    if isinstance(leaf, Prefix):
        return f"{_scope(leaf.field)}{leaf.text}*"
    if isinstance(leaf, Fuzzy):
        return f"{_scope(leaf.field)}{leaf.text}~"
    if isinstance(leaf, Phrase):
        return f'{_scope(leaf.field)}"{leaf.text}"'
    if isinstance(leaf, Near):
        return f'{_scope(leaf.field)}"{leaf.text}"~{leaf.within}'
    raise ValueError("records found by the gate are not words")


def _scope(field: SearchField | None) -> str:
    if field is None:
        return ""
    return f"{'signedby' if field is SearchField.SIGNATORY else field.value}:"


def _dates(dates: DateRange) -> str:
    """By year where the range is whole years, else by day."""
    lower, upper = dates.lower, dates.upper
    begins_year = lower is None or (lower.month, lower.day) == (1, 1)
    ends_year = upper is None or (upper.month, upper.day) == (12, 31)
    first, last = (
        (_year(lower), _year(upper)) if begins_year and ends_year else (_day(lower), _day(upper))
    )
    return f"date:{first}" if first == last != "*" else f"date:[{first} TO {last}]"


def _year(day: date | None) -> str:
    return f"{day.year:04d}" if day else "*"


def _day(day: date | None) -> str:
    return day.isoformat() if day else "*"
