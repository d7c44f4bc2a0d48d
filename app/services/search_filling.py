"""From the text of a search to the fields of the builder, where the fields can say all of it.

Each part of the query has one field; a part without a field, or a second one for a field that is
taken, means that the text was written by hand and stays so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.db.authorities import Authorities
from app.domain.errors import QuerySyntaxError
from app.domain.query import (
    And,
    Carries,
    DateRange,
    FacetIs,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    SearchField,
    Word,
)
from app.domain.search_forms import ALL, ANY, SearchForm
from app.domain.searches import FacetName
from app.search.syntax import parse
from app.search.syntax_fields import GROUP, HAS
from app.search.syntax_writing import write
from app.services.search_form_fields import NAMES, PARTIES, TERMS, WORDS, BareWord, is_bare

_OF_NAMES = {scope: name for name, scope in NAMES.items()}
_OF_WORDS = {scope: name for name, scope in WORDS.items()}
_OF_PARTIES = {written: name for name, written in PARTIES.items()}


class _NoField(Exception):
    """A part that no field can say."""


def filled(text: str, known: Authorities) -> SearchForm | None:
    """The form that stands for the text; None where none does, or the text cannot be read."""
    try:
        query = parse(text).query
    except QuerySyntaxError:
        return None
    form = _Form(known)
    try:
        for part in _parts(query):
            form.take(part)
    except _NoField:
        return None
    return form.done()


def _parts(query: Query | None) -> Iterator[Query]:
    """What must all hold, from left to right; brackets around such parts mean nothing."""
    stack = [] if query is None else [query]
    while stack:
        node = stack.pop()
        if isinstance(node, And):
            stack.extend(reversed(node.children))
        else:
            yield node


@dataclass(slots=True)
class _Form:
    known: Authorities
    texts: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    lower: date | None = None
    upper: date | None = None

    def take(self, part: Query) -> None:
        """Put a part into its field. Raises _NoField."""
        if isinstance(part, Or):
            self._any(part.children)
        elif isinstance(part, Not):
            self._none(part.child)
        elif isinstance(part, Near) and part.field is None:
            self._once("near", part.text)
            self._once("within", str(part.within))
        elif isinstance(part, DateRange):
            self._dates(part)
        elif isinstance(part, Carries | FacetIs):
            self._code(part)
        else:
            self._words(part)

    def done(self) -> SearchForm:
        joined = {name: " ".join(found) for name, found in self.lists.items() if name != HAS}
        for name in ("signed_by", *PARTIES, *NAMES):
            joined[name] = "; ".join(self.lists.get(name, []))
        dates = _written_dates(self.lower, self.upper)
        has = tuple(self.lists.get(HAS, ()))
        return SearchForm(**{**self.texts, **joined, **dates}, has=has)

    def _once(self, name: str, value: str) -> None:
        if name in self.texts:
            raise _NoField
        self.texts[name] = value

    def _add(self, name: str, value: str) -> None:
        self.lists.setdefault(name, []).append(value)

    def _words(self, part: Query) -> None:
        if not isinstance(part, BareWord):
            raise _NoField
        if isinstance(part, Phrase) and part.field is None and "phrase" not in self.texts:
            self._once("phrase", part.text)
        elif part.field in _OF_WORDS:
            self._add(_OF_WORDS[part.field], _bare(part))
        elif part.field is SearchField.SIGNATORY:
            self._once_of("signed_how", ALL)
            self._add("signed_by", self._party(part))
        elif part.field in _OF_NAMES and isinstance(part, Word | Phrase):
            if ";" in part.text:
                raise _NoField
            self._add(_OF_NAMES[part.field], part.text)
        else:
            raise _NoField

    def _any(self, children: Sequence[Query]) -> None:
        if all(is_bare(one) for one in children):
            self._once("any_words", " ".join(_bare(one) for one in children))
            return
        if "signed_how" in self.texts:
            raise _NoField
        self.texts["signed_how"] = ANY
        for one in children:
            self._add("signed_by", self._party(one))

    def _none(self, child: Query) -> None:
        for one in child.children if isinstance(child, Or) else (child,):
            if is_bare(one):
                self._add("no_words", _bare(one))
            else:
                self._add("not_signed_by", self._party(one))

    def _once_of(self, name: str, value: str) -> None:
        if self.texts.setdefault(name, value) != value:
            raise _NoField

    def _party(self, leaf: Query) -> str:
        """The name of a party in a signatory's field; persons have none in the builder."""
        if not isinstance(leaf, Word | Phrase) or leaf.field is not SearchField.SIGNATORY:
            raise _NoField
        return self._on_record(leaf.text)

    def _on_record(self, name: str) -> str:
        if ";" in name or self.known.parties.find(name) is None:
            raise _NoField
        return name

    def _code(self, part: Carries | FacetIs) -> None:
        if isinstance(part, FacetIs):
            if part.facet not in (FacetName.KIND, FacetName.LANGUAGE):
                raise _NoField
            self._once(part.facet.value, part.code)
            return
        name, _, value = part.code.partition(":")
        if name in _OF_PARTIES:
            self._add(_OF_PARTIES[name], self._on_record(value))
        elif name == HAS:
            self._add(HAS, value)
        elif name == GROUP:
            self._group(value)
        elif name in TERMS:
            self._once(name, value)
        else:
            raise _NoField

    def _group(self, value: str) -> None:
        name, sign, number = value.partition(">=")
        grouping = next(
            (one for one in self.known.groupings.groupings if name in (one.code, one.name)), None
        )
        if grouping is None or not grouping.is_dated or set(name) & set("<="):
            raise _NoField
        self._once("group", grouping.code)
        if sign:
            self._once("at_least", number)

    def _dates(self, part: DateRange) -> None:
        """Two ranges that are open on different sides are one."""
        if (part.lower and self.lower) or (part.upper and self.upper):
            raise _NoField
        if not part.lower and not part.upper:
            raise _NoField
        self.lower, self.upper = self.lower or part.lower, self.upper or part.upper


def _bare(leaf: Query) -> str:
    """The leaf without its field, as the field of words holds it."""
    return write(leaf).partition(":")[2] if getattr(leaf, "field", None) else write(leaf)


def _written_dates(lower: date | None, upper: date | None) -> dict[str, str]:
    """Years where they are whole, else days."""
    first = last = ""
    if lower:
        first = f"{lower.year:04d}" if (lower.month, lower.day) == (1, 1) else lower.isoformat()
    if upper:
        last = f"{upper.year:04d}" if (upper.month, upper.day) == (12, 31) else upper.isoformat()
    return {"date_from": first, "date_to": last}
