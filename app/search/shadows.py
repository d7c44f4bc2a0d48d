"""A text's shadow: folded character by character, so that every place stays where it was.

A pattern runs over it faster than words could be read; where a character folds to none or to several, and
a word may hold it, stands ODD, and the text itself must be read.
"""

from __future__ import annotations

import re
from functools import lru_cache

from app.domain.folding import fold
from app.search.letters import DOTS, PARTS
from app.search.runs import REPEATS, SELECTORS

ODD = "\ue000"
_NAME = 400  # characters of what may be a row of names
_FEW = 24  # kinds of letters beyond ASCII up to which replacing each is faster than translating all
_IS_PART = re.compile(f"[{PARTS}{DOTS}{SELECTORS}{REPEATS}]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


class _Shadows(dict[int, str]):
    """Character -> its folded form where that is one character, ODD where a word changes length."""

    def __missing__(self, number: int) -> str:
        character = chr(number)
        folded = fold(character)
        is_plain = len(folded) == 1 and not _IS_PART.match(character)
        self[number] = folded if is_plain else ODD if _is_in_words(character) else character
        return self[number]


def _is_in_words(character: str) -> bool:
    """Whether it may stand in a word, though in no form as it is."""
    is_part = _IS_PART.match(character) is not None
    return is_part or character.isalnum() or not fold(character)


_shadows = _Shadows()


def shadow_of(text: str) -> str:
    """The text folded character by character, so that every place stays where it was."""
    if text.isascii():
        return text.lower()
    return _shadow_of_name(text) if len(text) <= _NAME else _made_shadow(text)


def _made_shadow(text: str) -> str:
    shadow = text.lower()
    foreign = set(_NOT_ASCII.findall(shadow))
    if len(shadow) != len(text) or len(foreign) > _FEW:
        return text.translate(_shadows)
    for character in foreign:
        shadow = shadow.replace(character, _shadows[ord(character)])
    return shadow


_shadow_of_name = lru_cache(maxsize=4_000)(_made_shadow)
"""The names of parties in all languages stand in record after record."""
