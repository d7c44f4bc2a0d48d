"""One language in which Chancery speaks: sentences, numbers, dates and names. Open `Tongue`.

Papers ask it through `pdf/speech.py`, pages through `web/language.py`. English is the language in which
sentences are written and needs no catalogue: a wording is its English text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal, get_decimal_symbol

from app.domain.dates import CalendarDate, Point
from app.domain.wording import LanguageName, Name, Wording, said
from app.languages.calendar_words import point_words
from app.languages.catalogues import Part, catalogue, parts_of

SOURCE_LANGUAGE = "en"
"""The language in which sentences are written."""
_YEAR, _YEAR_AND_STOP = "г.", "г.."
"""A Russian date ends in a stop of its own; at the end of a sentence one is enough."""
_RIGHT_TO_LEFT = frozenset({"ar"})
_BETWEEN_NAMES = {"ar": "\N{ARABIC COMMA} ", "zh": "\N{IDEOGRAPHIC COMMA}"}
_AFTER_A_LABEL = {"fr": "\N{NO-BREAK SPACE}: ", "zh": "\N{FULLWIDTH COLON}"}


@dataclass(frozen=True, slots=True)
class Tongue:
    """`language` is a BCP 47 tag of `LABEL_LANGUAGES`."""

    language: str = SOURCE_LANGUAGE

    @property
    def is_english(self) -> bool:
        return self.language == SOURCE_LANGUAGE

    @property
    def is_right_to_left(self) -> bool:
        return self.language in _RIGHT_TO_LEFT

    def say(self, words: str) -> str:
        """A wording, a name or a word of a vocabulary, as a plain text. Any other text stays as it is."""
        if not words or not isinstance(words, Wording) or self.is_english:
            return str.__str__(words)
        if isinstance(words, Name):
            return words.in_language(self.language)
        known = catalogue(self.language)
        sentence = (
            known.plural(words.sentence, words.many, words.number)
            if words.many
            else known.sentence(words.sentence)
        )
        return self._filled(sentence, words.values) if words.values else sentence

    def everything_said(self) -> tuple[str, ...]:
        """Every sentence it has and the names of the months: what a paper in it may need letters for."""
        months = (Point("2000", month, 1) for month in range(1, 13))
        short = (Point("2000", month, 1, is_short=True) for month in range(1, 13))
        days = tuple(self.point(one) for one in (*months, *short))
        return (*catalogue(self.language).wordings(), *days)

    def word(self, text: str) -> str:
        """A plain text of ours (a code that is a word) looked up whole; itself where no catalogue has it."""
        return catalogue(self.language).sentence(text) if text and not self.is_english else text

    def date(self, date: CalendarDate, *, short: bool = False) -> str:
        """`27 February 2017`, `27 Feb 2017`."""
        return self.say(date.in_words(short=short))

    def point(self, point: Point) -> str:
        """A day, month, year or decade: `27 février 2017`, `févr. 2017`."""
        if self.is_english:
            return str(point)
        if point.is_decade:
            return self.say(said("{year}s", year=point.year))
        return point_words(self.language, point)

    def number(self, value: int) -> str:
        """`1,204`, grouped as the language groups it."""
        return f"{value:,}" if self.is_english else _grouped(self.language, value)

    def language_name(self, tag: str) -> str:
        """What a language is called in this one; the tag where it has no name."""
        return _language_name(self.language, tag)

    def listed(self, texts: Iterable[str]) -> str:
        """Plain texts one after the other: `Canada, Japan`, `加拿大、日本`."""
        return _BETWEEN_NAMES.get(self.language, ", ").join(texts)

    def lead(self, label: str) -> str:
        """A label that runs into what it labels, with the space between: `Sources: `."""
        return f"{self.say(label)}{_AFTER_A_LABEL.get(self.language, ': ')}"

    def _filled(self, sentence: str, values: Mapping[str, object]) -> str:
        words = "".join(
            part.text + self._value(part, values) if part.name else part.text
            for part in parts_of(sentence)
        )
        return words.replace(_YEAR_AND_STOP, _YEAR) if self.language == "ru" else words

    def _value(self, part: Part, values: Mapping[str, object]) -> str:
        """Numbers, dates, names and wordings in a sentence speak the language; other texts are quoted."""
        value, spec = values[part.name], part.spec
        if isinstance(value, Wording):
            value = self.say(value)
        elif isinstance(value, Point):
            return self.point(value)
        elif isinstance(value, LanguageName):
            return self.language_name(value.tag)
        if part.conversion:
            value = Formatter().convert_field(value, part.conversion)
        if isinstance(value, int) and spec == ",":
            return self.number(value)
        if isinstance(value, float):
            return format(value, spec).replace(".", _decimal_sign(self.language))
        return format(value, spec)


ENGLISH = Tongue()


@lru_cache(maxsize=4096)
def _grouped(language: str, value: int) -> str:
    return str(format_decimal(value, locale=language))


@lru_cache(maxsize=64)
def _decimal_sign(language: str) -> str:
    return str(get_decimal_symbol(language))


@lru_cache(maxsize=4096)
def _language_name(language: str, tag: str) -> str:
    try:
        return Locale.parse(tag, sep="-").get_display_name(language) or tag
    except (UnknownLocaleError, ValueError):
        return tag
