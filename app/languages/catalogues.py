"""The catalogues of one language: what an English sentence is in it, and sentences taken apart for filling.

Catalogues are gettext's, compiled and committed under `app/translations`: `messages` holds the sentences of
pages and papers, `papers` those of papers alone (languages that pages are not offered in). A sentence that no
catalogue knows stays English. Everything here is read once per process and kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from string import Formatter
from typing import NamedTuple, cast

from babel.support import NullTranslations, Translations

CATALOGUES = Path(__file__).parents[1] / "translations"
DOMAINS = ("messages", "papers")
_WORDS = re.compile(r"[^\W\d_]")
_PUNCTUATION: Mapping[str, tuple[tuple[str, str], ...]] = {
    "ar": ((",", "\N{ARABIC COMMA}"), (";", "\N{ARABIC SEMICOLON}")),
    "zh": (
        *((", ", "\N{FULLWIDTH COMMA}"), ("; ", "\N{FULLWIDTH SEMICOLON}")),
        *((": ", "\N{FULLWIDTH COLON}"), (". ", "\N{IDEOGRAPHIC FULL STOP}")),
    ),
}
"""How sentences without words of their own (`{a}, {b}`), which no catalogue holds, are punctuated."""


class Part(NamedTuple):
    """A stretch of a sentence as it stands, and the value after it; `name` empty where none follows."""

    text: str
    name: str = ""
    spec: str = ""
    conversion: str = ""


@lru_cache(maxsize=8192)
def parts_of(sentence: str) -> tuple[Part, ...]:
    """A sentence with values in braces, taken apart."""
    return tuple(
        Part(text, name or "", spec or "", conversion or "")
        for text, name, spec, conversion in Formatter().parse(sentence)
    )


class Catalogue:
    """All sentences of one language, by their English."""

    def __init__(self, language: str) -> None:
        self._known = _loaded(language)
        self._signs = _PUNCTUATION.get(language, ())
        self._found: dict[str, str] = {}

    def sentence(self, english: str) -> str:
        """What it is in this language; itself where that is not known."""
        found = self._found.get(english)
        if found is None:
            found = self._found[english] = self._looked_up(english)
        return found

    def plural(self, one: str, many: str, number: int) -> str:
        """The one of its wordings that this number asks for."""
        return self._known.ngettext(one, many, number)

    def wordings(self) -> tuple[str, ...]:
        """Everything it can say, sentences with their braces."""
        held: Mapping[object, str] = getattr(self._known, "_catalog", {})
        return tuple(str(text) for key, text in held.items() if key)

    def _looked_up(self, english: str) -> str:
        known: str = self._known.gettext(english)
        if known is not english or not self._signs or has_words(english):
            return known
        return "".join(_put_together(part, self._signs) for part in parts_of(english))


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of one language; an empty one where there is none."""
    return Catalogue(language)


def has_words(sentence: str) -> bool:
    """Whether there is something to translate besides the values."""
    return any(_WORDS.search(part.text) for part in parts_of(sentence))


def _put_together(part: Part, signs: tuple[tuple[str, str], ...]) -> str:
    text = part.text
    for plain, sign in signs:
        text = text.replace(plain, sign)
    text = text.replace("{", "{{").replace("}", "}}")
    if not part.name:
        return text
    conversion = f"!{part.conversion}" if part.conversion else ""
    spec = f":{part.spec}" if part.spec else ""
    return f"{text}{{{part.name}{conversion}{spec}}}"


def _loaded(language: str) -> NullTranslations:
    load = cast(Callable[..., NullTranslations], Translations.load)
    first, *others = (load(CATALOGUES, [language], domain) for domain in DOMAINS)
    found = first
    for one in others:
        if isinstance(found, Translations) and isinstance(one, Translations):
            found.merge(one)
        elif isinstance(one, Translations):
            found = one
    return found
