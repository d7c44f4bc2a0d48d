"""How the domain's values stand in columns: the three nothings, terms, UTC times, lists of texts.

Of the three nothings, *not known* is NULL; *none* and *withheld* are two marks that begin with a
control character no text begins with (one that did would be escaped). So all three differ from each
other and from the empty text, and a text comes back exactly as it went in.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator

from app.domain.kept_wordings import kept, told
from app.domain.nothing import NONE, NOT_KNOWN, WITHHELD, MaybeText, Nothing
from app.domain.vocabularies import Term

_MARK = "\x02"
_STORED_NOTHINGS: dict[Nothing, str | None] = {
    NOT_KNOWN: None,
    NONE: f"{_MARK}none",
    WITHHELD: f"{_MARK}withheld",
}
_NOTHINGS = {stored: nothing for nothing, stored in _STORED_NOTHINGS.items()}
_ESCAPE = f"{_MARK}="
TERM_LENGTH = 40


def stored_text(value: MaybeText) -> str | None:
    """The column's value for a text or one of the three nothings."""
    if isinstance(value, Nothing):
        return _STORED_NOTHINGS[value]
    return _ESCAPE + value if value.startswith(_MARK) else value


def read_text(stored: str | None) -> MaybeText:
    """The text or nothing that `stored_text` made the column's value from."""
    if stored is None:
        return NOT_KNOWN
    if not stored.startswith(_MARK):
        return stored
    nothing = _NOTHINGS.get(stored)
    return stored.removeprefix(_ESCAPE) if nothing is None else nothing


class MaybeTextType(TypeDecorator[MaybeText]):
    """A text or one of the three nothings; never None in Python."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: MaybeText | None, dialect: Dialect) -> str | None:
        return None if value is None else stored_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> MaybeText:
        return read_text(value)


class WordingType(TypeDecorator[str]):
    """A text that may be a wording of ours, which comes back as one (`domain/kept_wordings.py`)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else kept(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else told(value)


class TermType(TypeDecorator[Term]):
    """A member of a closed vocabulary, stored by its code. NULL is None."""

    impl = String
    cache_ok = True

    def __init__(self, vocabulary: type[Term]) -> None:
        super().__init__(TERM_LENGTH)
        self.vocabulary = vocabulary

    def process_bind_param(self, value: Term | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value.value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Term | None:
        return None if value is None else self.vocabulary(value)


class MaybeTermType(TypeDecorator[Term | Nothing]):
    """A member of a closed vocabulary or one of the three nothings."""

    impl = String
    cache_ok = True

    def __init__(self, vocabulary: type[Term]) -> None:
        super().__init__(TERM_LENGTH)
        self.vocabulary = vocabulary

    def process_bind_param(self, value: Term | Nothing | None, dialect: Dialect) -> str | None:
        if value is None or isinstance(value, Nothing):
            return _STORED_NOTHINGS[value or NOT_KNOWN]
        return str(value.value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Term | Nothing:
        nothing = _NOTHINGS.get(value)
        return self.vocabulary(value) if nothing is None else nothing


class TextsType(TypeDecorator[tuple[str, ...]]):
    """Several short texts in order, as a JSON list. For what no query asks for by itself."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:
        return json.dumps(value or (), ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        return tuple(json.loads(value)) if value else ()


class TermsType(TypeDecorator[tuple[Term, ...]]):
    """Several members of one vocabulary in order, as a JSON list of codes."""

    impl = Text
    cache_ok = True

    def __init__(self, vocabulary: type[Term]) -> None:
        super().__init__()
        self.vocabulary = vocabulary

    def process_bind_param(self, value: tuple[Term, ...] | None, dialect: Dialect) -> str:
        return json.dumps([term.value for term in value or ()], separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Term, ...]:
        return tuple(self.vocabulary(code) for code in json.loads(value or "[]"))


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC moment. SQLite keeps it without its zone; it never comes back naive."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone must not be stored.")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class JsonType(TypeDecorator[Any]):
    """A small JSON value whose shape one module owns on both sides."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)
