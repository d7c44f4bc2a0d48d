"""One line in the order in which it is drawn, from left to right, whatever scripts are in it.

Open `in_drawing_order`. The Unicode bidirectional algorithm runs over the whole line, so that a reference or
a number keeps its place inside of an Arabic sentence although it is a piece of its own style. The steps are
those of `python-bidi`; each character carries the piece it came from through them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from bidi import algorithm

from app.pdf.faces import PLACEHOLDER
from app.pdf.text import Piece

_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LATIN = re.compile("[A-Za-z]")
_STRONG = {"L": False, "R": True, "AL": True}


def has_right_to_left(text: str) -> bool:
    """Whether a character of a script that runs from right to left is in it."""
    return not text.isascii() and bool(_RIGHT_TO_LEFT.search(text))


def runs_right_to_left(text: str, *, otherwise: bool = False) -> bool:
    """By the first letter that has a direction (Unicode UAX 9, P2 and P3); `otherwise` where none has."""
    if text.isascii():
        return otherwise and not _LATIN.search(text)
    for one in text:
        direction = _STRONG.get(unicodedata.bidirectional(one))
        if direction is not None:
            return direction
    return otherwise


def in_drawing_order(
    parts: Sequence[tuple[Piece, str]], *, is_right_to_left: bool
) -> list[tuple[Piece, str]]:
    """Runs of one piece each from left to right; brackets mirrored where they must be.

    Characters that Unicode has not assigned have no direction; they become the placeholder they would be
    drawn as.
    """
    owners = [at for at, (_, text) in enumerate(parts) for _ in text]
    text = "".join(
        one if unicodedata.bidirectional(one) else PLACEHOLDER for _, text in parts for one in text
    )
    storage: dict[str, Any] = algorithm.get_empty_storage()
    storage["base_level"] = int(is_right_to_left)
    storage["base_dir"] = "R" if is_right_to_left else "L"
    algorithm.get_embedding_levels(text, storage)
    for at, character in enumerate(storage["chars"]):
        character["at"] = at
    algorithm.explicit_embed_and_overrides(storage, False)
    algorithm.resolve_weak_types(storage, False)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    algorithm.reorder_resolved_levels(storage, False)
    algorithm.apply_mirroring(storage, False)
    drawn = [(owners[one["at"]], one["ch"]) for one in storage["chars"]]
    return [
        (parts[owner][0], "".join(one for _, one in run))
        for owner, run in groupby(drawn, key=lambda pair: pair[0])
    ]
