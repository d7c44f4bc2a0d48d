"""Stems of folded words in seven languages: what makes `charges` find `charged`.

A stem is a function of language and folded form alone, never of who wrote it where, so that which
forms belong together cannot tell anything about a text. Stems are not indexed: an engine keeps which
forms occur in which language, and expands a query word with the forms that share its stem.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import lru_cache

import Stemmer

LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "ru")
"""The position in this tuple plus one is the language's number; 0 is any other language."""

_SHORTEST = 3
_LATIN_END = 0x250
_CYRILLIC = range(0x400, 0x530)
# What folding took away and a stemmer needs to see an ending.
_RESTORED = {
    "fr": ((re.compile("ee(s?)$"), r"ée\1"), (re.compile("ees$"), "ées")),
    "es": ((re.compile("cion$"), "ción"),),
    "pt": ((re.compile("coes$"), "ções"), (re.compile("cao$"), "ção")),
    "it": ((re.compile("([^aeiou])ita$"), r"\1ità"),),
}
_here = threading.local()


def language_number(tag: str) -> int:
    """The number of a BCP 47 tag's language; an unknown language is taken for English."""
    code = tag.partition("-")[0].casefold() or "en"
    return LANGUAGES.index(code) + 1 if code in LANGUAGES else 0


def stems_of(form: str) -> Iterator[tuple[int, str]]:
    """(language number, stem) for every language the word may be in by its script."""
    for number in range(1, len(LANGUAGES) + 1):
        stem = stem_of(number, form)
        if stem:
            yield number, stem


@lru_cache(maxsize=200_000)
def stem_of(number: int, form: str) -> str:
    """The stem of a folded form in a language; empty where the word has none."""
    if number == 0 or len(form) < _SHORTEST or not form.isalpha():
        return ""
    language = LANGUAGES[number - 1]
    first = ord(form[0])
    if first not in _CYRILLIC if language == "ru" else first >= _LATIN_END:
        return ""
    for pattern, ending in _RESTORED.get(language, ()):
        form = pattern.sub(ending, form)
    stem: str = _stemmer(language).stemWord(form)
    return stem


def _stemmer(language: str) -> Stemmer.Stemmer:
    """A stemmer of this thread's own: the C library's are not safe to share."""
    stemmers: dict[str, Stemmer.Stemmer] = _here.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = Stemmer.Stemmer(language)
    return stemmers[language]
