"""Stems of folded words in thirteen languages: what makes `charges` find `charged`.

A stem is a function of language and folded form alone, never of who wrote it where, so that which
forms belong together cannot tell anything about a text. Stems are not indexed: an engine keeps which
forms occur in which language, and expands a query word with the forms that share its stem.

The language is the passage's for words in Latin letters. A word in Cyrillic or Arabic letters is read as
Russian or Arabic wherever the passage's language is one of ours: names and quotations stand in letters
of every language.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import Stemmer

from app.search.arabic import arabic_stem

LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "ru", "nl", "sv", "da", "no", "fi", "ar")
"""The position in this tuple plus one is the language's number; 0 is any other language."""

_SAME = {"nb": "no", "nn": "no"}
_SHORTEST = 3
_LATIN_END = 0x250
_CYRILLIC, _ARABIC = range(0x400, 0x530), range(0x600, 0x700)


def _rules(*pairs: tuple[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(f"{pattern}$"), ending) for pattern, ending in pairs)


# What folding took away and a stemmer needs to see an ending; endings that it does not know.
_RESTORED = {
    "fr": _rules(
        ("ee(s?)", r"ée\1"),
        ("(en|nd|tt|nn|ec|ol|cl)us", r"\1u"),
        ("iere(s?)", r"ière\1"),
        ("(ang|ch)er(s|es?)", r"\1er"),
        ("(?<!h)(?<!ff)erent", "èrent"),
    ),
    "es": _rules(("cion", "ción"), ("ia(s|n|mos|is)?", r"ía\1"), ("(ar|er|ir)a(s|n)?", r"\1á\2")),
    "pt": _rules(("oes", "ao"), ("cao", "ção"), ("sao", "são")),
    "it": _rules(("([^aeiou])ita", r"\1ità")),
    "nl": _rules(("ieen", "ie")),
    "sv": _rules(("los(t|a)?", r"lös\1")),
    "da": _rules(("los(t|e)?", r"løs\1")),
    "no": _rules(("los(t|e)?", r"løs\1")),
    "fi": _rules(("([uy])ks[ei][a-z]{0,6}", r"\1s"), ("([aeiou]u|[ey]y)de(n|ssa|sta|ksi)", r"\1s")),
}
_TWICE = frozenset({"sv", "da", "no"})
"""Where `advokat` would lose what looks like an ending, and `advokater` keeps it."""
_DOUBLE_A = re.compile("aa")  # how Danish and Norwegian wrote å
_here = threading.local()


def language_number(tag: str) -> int:
    """The number of a BCP 47 tag's language; an unknown language is taken for English."""
    code = tag.partition("-")[0].casefold() or "en"
    code = _SAME.get(code, code)
    return LANGUAGES.index(code) + 1 if code in LANGUAGES else 0


def stems_of(form: str) -> Iterator[tuple[int, str]]:
    """(language number, stem) for every language of a passage in which the word may stand."""
    for number in range(1, len(LANGUAGES) + 1):
        stem = stem_of(number, form)
        if stem:
            yield number, stem


@lru_cache(maxsize=200_000)
def stem_of(number: int, form: str) -> str:
    """The stem of a folded form in a passage of that language; empty where the word has none."""
    if number == 0 or len(form) < _SHORTEST or not form.isalpha():
        return ""
    language, first = LANGUAGES[number - 1], ord(form[0])
    if first in _ARABIC:
        return arabic_stem(form)
    if first in _CYRILLIC:
        return _stemmed("ru", form)
    if first >= _LATIN_END or language in ("ru", "ar"):
        return ""
    return _stemmed(language, form)


def stems_of_all(number: int, forms: Sequence[str]) -> Iterable[tuple[str, str]]:
    """(form, stem) of those that have one, as `stem_of` says, in any order; faster than one by one."""
    if number == 0:
        return
    language = LANGUAGES[number - 1]
    if language in _RESTORED or language in _TWICE or language in ("ru", "ar"):
        plain: list[str] = []
    else:
        plain = [
            form
            for form in forms
            if len(form) >= _SHORTEST and form.isalpha() and ord(form[0]) < _LATIN_END
        ]
        found = zip(plain, _stemmer(language).stemWords(plain), strict=True)
        yield from (pair for pair in found if pair[1])
    if len(plain) < len(forms):
        done = set(plain)
        for form in forms:
            if form not in done and (stem := stem_of(number, form)):
                yield form, stem


def _stemmed(language: str, form: str) -> str:
    if language in ("da", "no"):
        form = _DOUBLE_A.sub("a", form)
    for pattern, ending in _RESTORED.get(language, ()):
        form = pattern.sub(ending, form)
    stemmer = _stemmer(language)
    stem: str = stemmer.stemWord(form)
    return stemmer.stemWord(stem) if language in _TWICE else stem


def _stemmer(language: str) -> Stemmer.Stemmer:
    """A stemmer of this thread's own: the C library's are not safe to share."""
    stemmers: dict[str, Stemmer.Stemmer] = _here.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        # Its own memory of words is slower than stemming them anew, and `stem_of` remembers them all.
        stemmers[language] = Stemmer.Stemmer(language, 0)
    return stemmers[language]
