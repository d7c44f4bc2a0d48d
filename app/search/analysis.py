"""Text into tokens, the same for documents, queries, excerpts and every engine.

Open `forms_of` first: the folded tokens of a text, one for each position. `spans_of` gives the same
tokens with their places in the text, `query_terms` the tokens of a word or phrase somebody asks for.

Rules, beyond folding each word by itself (`domain/folding.py`); why: docs/decisions/analysis.md.
- `Chen Jian'gang` holds the word `jiangang`; an elided article is a word apart (`d'Ivoire`: d, ivoire)
  and an English genitive is dropped (`China's`: china).
- A hyphen, slash or point ends a word, so a document symbol is a row of words, found whole as a phrase
  and by its parts; `U.N.` is the word `un`. A hyphen at the end of a line between small letters ends none.
- Scripts without spaces, and Korean: each pair of neighbouring characters, and the last character alone,
  so that every character begins a token and a run of n characters fills n positions (`search/runs.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from app.domain.folding import fold
from app.search.letters import (
    APOSTROPHES,
    DOTS,
    IS_APOSTROPHE,
    IS_RUNNING,
    MARKS,
    RUNNING,
    UNSEEN,
)
from app.search.runs import SELECTORS, characters_of

_LETTER = rf"[^\W_{RUNNING}\u02b9-\u02bf\u02c8\u02ee]"
_BODY = rf"{_LETTER}+(?:[{MARKS}{UNSEEN}]+{_LETTER}*)*"
_SMALL = "a-z\u00df-\u00f6\u00f8-\u00ff\u03ac-\u03ce\u0430-\u045f"
_DIVIDED = rf"(?<=[{_SMALL}])-\n(?=[{_SMALL}])"
_ANY = re.compile(
    r"[A-Za-z0-9]++(?=[ \n,;:)/]|\.[ \n])"  # most words, without the trouble of the rest
    rf"|[{RUNNING}]+(?:[{UNSEEN}{DOTS}{SELECTORS}]+[{RUNNING}]+)*"
    r"|[^\W\d_](?:\.[^\W\d_])+(?![^\W_])"
    rf"|{_BODY}(?:(?:[{APOSTROPHES}]|(?<=[\u05d0-\u05ea])\"(?=[\u05d0-\u05ea])|{_DIVIDED}){_BODY})*"
)
_ASCII = re.compile(
    r"[A-Za-z](?:\.[A-Za-z])+(?![A-Za-z0-9])"
    r"|[A-Za-z0-9]+(?:(?:['`]|(?<=[a-z])-\n(?=[a-z]))[A-Za-z0-9]+)*"
)
_ELIDED = frozenset(
    (
        *("l", "d", "j", "m", "n", "s", "t", "c", "qu"),
        *("jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu"),
        *("dell", "all", "nell", "dall", "sull", "un", "quest"),
    )
)
_VOWELS = frozenset("aeiouyh")
_JOINTS = re.compile(f'[{APOSTROPHES}"]|-\n')
_CACHE_LIMIT = 300_000
_NAME = 40  # signs without a space of what may be a name
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
            known = _pieces_of_name if len(surface) <= _NAME else _pieces
            for piece in known(surface):
                yield Span(piece.form, begin + piece.start, begin + piece.end)


def query_terms(text: str) -> tuple[str, ...]:
    """The tokens to look for side by side; ANY_TOKEN where a run without spaces ends.

    A single character of such a run stands alone in the answer: see `is_single_character`.
    """
    terms: list[str] = []
    for surface in _pattern(text).findall(text):
        form = _dictionary[surface]
        if isinstance(form, str):
            terms.append(form)
        elif IS_RUNNING.match(surface):
            terms.extend((*form[:-1], ANY_TOKEN))
        else:
            terms.extend(form)
    while terms and terms[-1] == ANY_TOKEN:
        terms.pop()
    return tuple(terms)


def is_single_character(form: str) -> bool:
    """True for one character of such a run, which is the beginning of the pairs it stands in."""
    return len(form) == 1 and IS_RUNNING.match(form) is not None


def is_cjk(form: str) -> bool:
    """True for a token of a script without spaces, or Korean, which may begin anywhere in a run."""
    return IS_RUNNING.match(form) is not None


def _pattern(text: str) -> re.Pattern[str]:
    return _ASCII if text.isascii() else _ANY


def _pieces(surface: str) -> tuple[Span, ...]:
    """One match of the word pattern as tokens. Never empty."""
    if IS_RUNNING.match(surface):
        return _pairs(surface)
    if "." in surface:
        return (Span(_folded(surface.replace(".", "")), 0, len(surface)),)
    if not _JOINTS.search(surface):
        return (Span(_folded(surface), 0, len(surface)),)
    return _joined(surface)


_pieces_of_name = lru_cache(maxsize=4_000)(_pieces)
"""Of names in scripts without spaces, which stand in record after record."""


def _pairs(run: str) -> tuple[Span, ...]:
    characters = list(characters_of(run))
    pairs = [
        Span(form + following, start, end)
        for (form, start, _), (following, _, end) in pairwise(characters)
    ]
    return (*pairs, Span(*characters[-1]))


def _joined(surface: str) -> tuple[Span, ...]:
    """Elided articles apart, a genitive s dropped, everything else joined."""
    pieces: list[Span] = []
    start = 0
    for match in IS_APOSTROPHE.finditer(surface):
        head = fold(surface[start : match.start()])
        if head in _ELIDED and fold(surface[match.end() :])[:1] in _VOWELS:
            pieces.append(Span(head, start, match.start()))
            start = match.end()
    rest = surface[start:]
    bare = (
        rest[:-2] if len(rest) > 2 and IS_APOSTROPHE.match(rest[-2]) and rest[-1] in "sS" else rest
    )
    form = _folded(_JOINTS.sub("", bare))
    return (*pieces, Span(form, start, len(surface)))


def _folded(word: str) -> str:
    """Never empty: a word of nothing but what folding takes away stays as it is."""
    cut = word[:_LONGEST]
    return fold(cut)[:_LONGEST] or cut
