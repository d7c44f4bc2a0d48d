"""Words of the house for its readers: English for every machine, the reader's language on a page.

`said("There is no level {name!r}.", name=name)` is the English text, a `str` like any other: it is
compared, kept and printed in English. It remembers the sentence it was made from, and
where a page is made of it (`__html__`, which every template asks for) the door says it in the language
of who reads. Domain and services know no language and no Flask: the door lends its tongue by
`speak_with`.

The sentences are the message ids of `app/translations`; `make messages` finds them by the name `said`.
Values are escaped on a page, whatever they hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Self

_NO_VALUES: Mapping[str, object] = {}
_NO_OTHERS: Mapping[str, str] = {}


class Wording(str):
    """An English text that knows the sentence and the values it was made of."""

    __slots__ = ("many", "number", "sentence", "values")

    sentence: str
    values: Mapping[str, object]
    many: str
    """The sentence for several, where there is one; then `number` says how many there are."""
    number: int

    def __new__(
        cls,
        english: str,
        sentence: str = "",
        values: Mapping[str, object] = _NO_VALUES,
        many: str = "",
        number: int = 0,
    ) -> Self:
        made = super().__new__(cls, english)
        made.sentence, made.values = sentence or english, values
        made.many, made.number = many, number
        return made

    def __html__(self) -> str:
        """How it stands on a page, with everything escaped that has to be."""
        return _tongue[0](self)


class Name(Wording):
    """A name on record in several languages: English as a text, on a page that of its language.

    Only as it stands on record: a language without a name of its own reads the English one.
    """

    __slots__ = ("others",)

    others: Mapping[str, str]
    """The name in other languages, by BCP 47 tag."""

    @classmethod
    def of(cls, english: str, others: Mapping[str, str] = _NO_OTHERS) -> Self:
        made = cls(english)
        made.others = others
        return made

    def in_language(self, tag: str) -> str:
        """The name in a language, else in English. A plain text."""
        return self.others.get(tag) or str.__str__(self)


def every_name(name: str) -> tuple[str, ...]:
    """A name in all its languages, English first; a plain text alone."""
    others = name.others.values() if isinstance(name, Name) else ()
    return tuple(dict.fromkeys((str.__str__(name), *others)))


@dataclass(frozen=True, slots=True)
class LanguageName:
    """A language by its BCP 47 tag, for a sentence. English as a text."""

    tag: str
    english: str

    def __str__(self) -> str:
        return self.english

    def in_words(self) -> Wording:
        return Wording(self.english, "{language}", {"language": self})


def said(sentence: str, /, **values: object) -> Wording:
    """A sentence with its values in braces: `said("Write at most {most:,} names.", most=9)`.

    Without values the braces of a sentence are braces. Numbers with `,` are grouped as the reader
    groups them; a value that is itself said, or a date, speaks the reader's language too.
    """
    return Wording(sentence.format(**values) if values else sentence, sentence, values)


def said_many(one: str, many: str, number: int, /, **values: object) -> Wording:
    """One of two sentences, as the number asks: `said_many("{number:,} text", "{number:,} texts", 3)`."""
    values = {"number": number, **values}
    return Wording((one if number == 1 else many).format(**values), one, values, many, number)


def plural(one: str, many: str) -> tuple[str, str]:
    """Two sentences for `said_many`, where they stand apart from their number."""
    return one, many


def joined(texts: Iterable[str], between: str = " ") -> Wording:
    """Several wordings as one text, each still said in the reader's language; empty ones are left out."""
    parts = [text for text in texts if text]
    keys = [f"part{place}" for place in range(len(parts))]
    pattern = between.replace("{", "{{").replace("}", "}}").join(f"{{{key}}}" for key in keys)
    return said(pattern, **dict(zip(keys, parts, strict=True))) if parts else Wording("")


def stripped(text: str) -> str:
    """The text without blanks at its ends; a wording that has none stays a wording."""
    tidy = text.strip()
    return text if text == tidy else tidy


def alternatives(texts: Iterable[str]) -> Wording:
    """`a or b or c`."""
    first, *others = texts
    words = said("{text}", text=first)
    for other in others:
        words = said("{text} or {other}", text=words, other=other)
    return words


def together(texts: Iterable[str]) -> Wording:
    """`a and b and c`."""
    first, *others = texts
    words = said("{text}", text=first)
    for other in others:
        words = said("{text} and {other}", text=words, other=other)
    return words


def speak_with(tongue: Callable[[Wording], str]) -> None:
    """The door says how a wording stands on its pages: translated, and escaped for HTML."""
    _tongue[0] = tongue


def _in_english(wording: Wording) -> str:
    return escape(wording)


_tongue: list[Callable[[Wording], str]] = [_in_english]
