"""Other spellings of a word that somebody asks for: numbers, ordinals, umlauts, closed compounds.

They are added to the query, as words and phrases that every engine knows; documents are never read
otherwise than they are written. What stands under a NOT is left as it is. Open `with_other_spellings`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from app.domain.folding import fold
from app.domain.query import Boosted, Or, Phrase, Query, SearchField, Word, rewrite
from app.search.letters import HYPHENS
from app.search.ranking import OTHER_FORM

_PLAIN = re.compile(r"[1-9]\d{3,14}\Z", re.ASCII)
_YEARS = range(1500, 2100)
_GROUPED = re.compile(
    "\\d{1,3}(?:([.,'\u2019\u00a0\u202f\u2009])\\d{3})(?:\\1\\d{3})*\\Z", re.ASCII
)
_SMALL = re.compile(r"\d{1,3}\Z", re.ASCII)
_ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th|er|ère|ere|e|ème|eme|º|ª)\Z", re.IGNORECASE)
_SUFFIXES = {1: "st", 2: "nd", 3: "rd"}
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae"})
_CLOSED = re.compile(
    "(anti|co|counter|inter|multi|non|post|pre|semi|sub|trans|ultra|vice)([a-z]{4,})\\Z"
)
_RUNNING_WORDS = frozenset(
    {None, SearchField.TITLE, SearchField.SUMMARY, SearchField.TEXT, SearchField.DEMAND}
)
_NOT_ASCII_HYPHENS = re.compile(f"[{HYPHENS[1:]}]")


def with_other_spellings(query: Query) -> Query:
    """Every word that is not exact also finds its other spellings."""
    return rewrite(query, _widened)


def _widened(node: Query, is_negated: bool) -> Query:
    if is_negated or not isinstance(node, Word) or node.exact:
        return node
    others = tuple(dict.fromkeys(_others(node)))
    return Or((node, *others)) if others else node


def _others(word: Word) -> Iterator[Query]:
    text, field = word.text, word.field
    yield from _numbers(text, field)
    spelt_out = unicodedata.normalize("NFC", text).casefold().translate(_SPELT_OUT)
    if fold(spelt_out) != fold(text):
        yield Word(spelt_out, field, exact=True)
    closed = _CLOSED.match(text.lower()) if field in _RUNNING_WORDS else None
    if closed:
        yield Phrase(f"{closed[1]} {closed[2]}", field)
    if _NOT_ASCII_HYPHENS.search(text):
        yield Word(_NOT_ASCII_HYPHENS.sub("", text), field, exact=True)


def _numbers(text: str, field: SearchField | None) -> Iterator[Query]:
    if _PLAIN.match(text):
        if int(text) not in _YEARS:
            yield Phrase(f"{int(text):,}".replace(",", " "), field)
    elif grouped := _GROUPED.match(text):
        parts = text.split(grouped[1])
        yield Word("".join(parts), field, exact=True)
        if len(parts) > 1 and grouped[1] in "'\u2019":
            yield Phrase(" ".join(parts), field)
    elif _SMALL.match(text):
        number = int(text)
        suffix = "th" if 10 < number % 100 < 14 else _SUFFIXES.get(number % 10, "th")
        for ordinal in (f"{text}{suffix}", f"{text}er" if number == 1 else f"{text}e"):
            yield Boosted(Word(ordinal, field, exact=True), OTHER_FORM)
    elif ordinal_of := _ORDINAL.match(text):
        yield Boosted(Word(ordinal_of[1], field, exact=True), OTHER_FORM)
