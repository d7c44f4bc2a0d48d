"""What wildcards, near spellings and windows mean, once for every engine and for the reference.

Each is a function of the words alone. Engines list the forms that fit from the records a reader may read,
never from a dictionary that others have written into.
"""

from __future__ import annotations

import re

from app.domain.folding import fold
from app.search.analysis import ANY_TOKEN, is_cjk, query_terms

MOST_WORDS_NEAR = 4
"""Different words of a `Near`; engines may ask for every order of them."""
FARTHEST = 100
"""The largest `within`."""
WIDEST_WINDOW = FARTHEST + MOST_WORDS_NEAR
NEAR_SPELLING = 0.5
"""What an occurrence of a form one letter away counts, beside 1 for the form asked for."""
SHORTEST_MISSPELT = 4
"""Letters of a word, and of what is suggested for it: shorter ones are all near each other."""
_SIGN = re.compile(r"([*?])")


def wildcard_pattern(text: str) -> re.Pattern[str]:
    """A pattern to be matched against whole folded forms."""
    parts = (_SIGNS.get(part) or re.escape(fold(part)) for part in _SIGN.split(text))
    return re.compile("".join(parts) + r"\Z", re.DOTALL)


def wildcard_beginning(text: str) -> str:
    """The folded letters before the first sign, with which every form that fits begins."""
    return fold(_SIGN.split(text, maxsplit=1)[0])


def is_one_edit_away(form: str, other: str) -> bool:
    """At most one letter inserted, left out or replaced; the same form is none away."""
    if abs(len(form) - len(other)) > 1:
        return False
    shorter, longer = sorted((form, other), key=len)
    at = 0
    while at < len(shorter) and shorter[at] == longer[at]:
        at += 1
    if len(shorter) == len(longer):
        return shorter[at + 1 :] == longer[at + 1 :]
    return shorter[at:] == longer[at + 1 :]


def sought_spelling(word: str) -> str:
    """The form whose near spellings are looked for; empty where none would be worth telling: short words,
    numbers, rows of words, Chinese and Japanese."""
    terms = query_terms(word)
    return terms[0] if len(terms) == 1 and _may_be_misspelt(terms[0]) else ""


def is_spelt_nearly(form: str, other: str) -> bool:
    """Another form one edit away, or with two neighbouring letters exchanged."""
    if form == other or not _may_be_misspelt(other):
        return False
    return is_one_edit_away(form, other) or other in swaps(form)


def swaps(form: str) -> set[str]:
    """Every form with two neighbouring letters exchanged: the slip that a fuzzy word counts as two."""
    return {
        f"{form[:at]}{form[at + 1]}{form[at]}{form[at + 2 :]}" for at in range(len(form) - 1)
    } - {form}


def _may_be_misspelt(form: str) -> bool:
    return (
        len(form) >= SHORTEST_MISSPELT
        and not is_cjk(form)
        and not any(letter.isdigit() for letter in form)
    )


def window(text: str, within: int) -> tuple[tuple[str, ...], int]:
    """The different words of a `Near`, and how many positions the window that holds them all spans."""
    terms = tuple(dict.fromkeys(term for term in query_terms(text) if term != ANY_TOKEN))
    return terms, len(terms) + min(within, FARTHEST)


_SIGNS = {"*": ".*", "?": "."}
