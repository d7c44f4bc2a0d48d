"""Text into tokens, the same for documents, queries, excerpts and every engine.

Open `forms_of` first: the folded tokens of a text, one for each position. `spans_of` gives the same
tokens with their places in the text, `query_terms` the tokens of a word or phrase somebody asks for.

Rules, beyond folding each word by itself (`domain/folding.py`):
- `Chen Jian'gang` holds the word `jiangang`; an elided article is a word apart (`d'Ivoire`: d, ivoire)
  and an English genitive is dropped (`China's`: china).
- A hyphen, slash or point ends a word, so a document symbol is a row of words, found whole as a phrase
  and by its parts; `U.N.` is the word `un`.
- Chinese and Japanese: each pair of neighbouring characters, and the last character alone, so that
  every character begins a token and a run of n characters fills n positions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from app.domain.folding import fold

_CJK = (
    "\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff66-\uff9f\U00020000-\U000323af"
)
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u064b-\u065f\u0670"
    "\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u3099\u309a"
)
_APOSTROPHES = "'\u2019\u02bc"
_BODY = rf"[^\W_{_CJK}]+(?:[{_MARKS}]+[^\W_{_CJK}]*)*"
_ANY = re.compile(
    rf"[{_CJK}]+"
    rf"|[^\W\d_{_CJK}](?:\.[^\W\d_{_CJK}])+(?![^\W_])"
    rf"|{_BODY}(?:[{_APOSTROPHES}]{_BODY})*"
)
_ASCII = re.compile(r"[A-Za-z](?:\.[A-Za-z])+(?![A-Za-z0-9])|[A-Za-z0-9]+(?:'[A-Za-z0-9]+)*")
_APOSTROPHE = re.compile(f"[{_APOSTROPHES}]")
_IS_CJK = re.compile(f"[{_CJK}]")
_ELIDED = frozenset(
    (
        *("l", "d", "j", "m", "n", "s", "t", "c", "qu"),
        *("jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu"),
        *("dell", "all", "nell", "dall", "sull", "un", "quest"),
    )
)
_VOWELS = frozenset("aeiouyh")
_CACHE_LIMIT = 300_000
_LONGEST = 64  # a longer word is data, not language: its beginning is enough to find it
ANY_TOKEN = ""
"""Stands in a phrase for a position where every token is right."""


class Span(NamedTuple):
    """A token and the half-open range of characters it was read from."""

    form: str
    start: int
    end: int


class _Dictionary(dict[str, str | tuple[str, ...]]):
    """Surface -> its form, or its forms where it is several tokens. Emptied when it grows too large."""

    def __missing__(self, surface: str) -> str | tuple[str, ...]:
        if len(self) >= _CACHE_LIMIT:
            self.clear()
        pieces = _pieces(surface)
        found = pieces[0].form if len(pieces) == 1 else tuple(piece.form for piece in pieces)
        self[surface] = found
        return found


_dictionary = _Dictionary()


def forms_of(text: str) -> list[str]:
    """The folded tokens of a text in order; the index in the list is the token's position."""
    dictionary = _dictionary
    forms: list[str] = []
    add = forms.append
    for surface in _pattern(text).findall(text):
        form = dictionary[surface]
        if form.__class__ is str:
            add(form)
        else:
            forms.extend(form)
    return forms


def spans_of(text: str, start: int = 0) -> Iterator[Span]:
    """The same tokens with their places, from the first word that begins at or after `start`."""
    dictionary = _dictionary
    for match in _pattern(text).finditer(text, start):
        surface = match.group()
        form = dictionary[surface]
        begin = match.start()
        if isinstance(form, str):
            yield Span(form, begin, match.end())
        else:
            for piece in _pieces(surface):
                yield Span(piece.form, begin + piece.start, begin + piece.end)


def query_terms(text: str) -> tuple[str, ...]:
    """The tokens to look for side by side; ANY_TOKEN where a run of Chinese or Japanese ends.

    A single Chinese or Japanese character stands alone in the answer: see `is_single_character`.
    """
    terms: list[str] = []
    for surface in _pattern(text).findall(text):
        form = _dictionary[surface]
        if isinstance(form, str):
            terms.append(form)
        elif _IS_CJK.match(surface):
            terms.extend((*form[:-1], ANY_TOKEN))
        else:
            terms.extend(form)
    while terms and terms[-1] == ANY_TOKEN:
        terms.pop()
    return tuple(terms)


def is_single_character(form: str) -> bool:
    """True for one Chinese or Japanese character, which is the beginning of the pairs it stands in."""
    return len(form) == 1 and _IS_CJK.match(form) is not None


def is_cjk(form: str) -> bool:
    """True for a token of Chinese or Japanese, which may begin anywhere in a run."""
    return _IS_CJK.match(form) is not None


def _pattern(text: str) -> re.Pattern[str]:
    return _ASCII if text.isascii() else _ANY


def _pieces(surface: str) -> tuple[Span, ...]:
    """One match of the word pattern as tokens. Never empty."""
    if _IS_CJK.match(surface):
        return _pairs(surface)
    if "." in surface:
        return (Span(_folded(surface.replace(".", "")), 0, len(surface)),)
    if not _APOSTROPHE.search(surface):
        return (Span(_folded(surface), 0, len(surface)),)
    return _apostrophes(surface)


def _pairs(run: str) -> tuple[Span, ...]:
    folded = [fold(character) or character for character in run]
    last = len(run) - 1
    pairs = [Span(folded[at] + folded[at + 1], at, at + 2) for at in range(last)]
    return (*pairs, Span(folded[last], last, len(run)))


def _apostrophes(surface: str) -> tuple[Span, ...]:
    """Elided articles apart, a genitive s dropped, everything else joined."""
    pieces: list[Span] = []
    start = 0
    for match in _APOSTROPHE.finditer(surface):
        head = fold(surface[start : match.start()])
        if head in _ELIDED and fold(surface[match.end() :])[:1] in _VOWELS:
            pieces.append(Span(head, start, match.start()))
            start = match.end()
    rest = surface[start:]
    bare = rest[:-2] if len(rest) > 2 and rest[-2] in _APOSTROPHES and rest[-1] in "sS" else rest
    form = _folded(_APOSTROPHE.sub("", bare))
    return (*pieces, Span(form, start, len(surface)))


def _folded(word: str) -> str:
    return fold(word[:_LONGEST])[:_LONGEST]
