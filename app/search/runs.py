"""Runs of letters without spaces, character by character: Chinese, Japanese, Korean, Thai and others.

What a reader takes for one character may be several in the text (Korean letters that make a syllable, a
kana and its voicing) or say something else (`々` repeats what stands before it); signs that nobody reads
(the point in 巴拉克·奥巴马) are left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from app.domain.folding import fold
from app.search.letters import DOTS, UNSEEN

SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
"""They choose the shape of a character, never another character."""

_CHARACTER = re.compile(
    "[\u1100-\u115f\ua960-\ua97c][\u1160-\u11a7\ud7b0-\ud7c6]+[\u11a8-\u11ff\ud7cb-\ud7fb]*"
    "|[\u3041-\u30fa\uff66-\uff9d][\u3099\u309a\uff9e\uff9f]"
    f"|[^{UNSEEN}{DOTS}{SELECTORS}]"
)
REPEATS = "\u3005\u303b\u309d\u309e\u30fd\u30fe"
"""Iteration marks, which say again what stands before them."""
_VOICED = frozenset("\u309e\u30fe")
_VOICING = "\u3099"


def characters_of(run: str) -> Iterator[tuple[str, int, int]]:
    """(folded character, start, end) in order. Never empty."""
    before = ""
    for found in _CHARACTER.finditer(run):
        written = found.group()
        form = _repeated(written, before) if before and written in REPEATS else _folded(written)
        yield form, found.start(), found.end()
        before = form


def _folded(written: str) -> str:
    return fold(written) or written


def _repeated(sign: str, before: str) -> str:
    """What an iteration mark stands for: 人々 is 人人, さゞ is さざ."""
    plain = unicodedata.normalize("NFD", before)[0]
    return unicodedata.normalize("NFC", plain + _VOICING) if sign in _VOICED else before
