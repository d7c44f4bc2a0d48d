"""The one way from a stored string to words on paper. Open `inline` and `para` first.

No markup is ever built from data: a string goes into a `Piece` and from there glyph by glyph into the
page, so `<img src=...>` is nothing but its letters. Here it is cleaned (control characters, direction
overrides, lone surrogates), capped in length and, for Arabic, joined into its forms.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from arabic_reshaper import ArabicReshaper
from bidi.algorithm import get_base_level, get_display

from app.domain.nothing import MaybeText, Nothing
from app.fonts.cabinet import SANS_ITALIC_REGULAR, Face
from app.pdf.faces import PLACEHOLDER

MAX_CHARACTERS = 20_000
"""The longest string that is printed; what is cut off is said."""

_SPACES = re.compile(r"[\s\u0085\u2028\u2029\u00a0]+")
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_COMBINING = re.compile(r"[^\u0300-\u036f][\u0300-\u036f]+")
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_JOINERS = re.compile("[\u200c\u200d\ufe00-\ufe0f]")


@dataclass(frozen=True, slots=True)
class Style:
    """How words look. Sizes and leading in points."""

    face: Face
    size_pt: float
    leading_pt: float
    colour: tuple[float, float, float]
    tracking_pt: float = 0.0
    """Extra space after every letter."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one style, already clean. `is_boxed` draws a border around them (a grade)."""

    text: str
    style: Style
    is_boxed: bool = False
    holds_together: bool = False

    @property
    def is_right_to_left(self) -> bool:
        return bool(_RIGHT_TO_LEFT.search(self.text)) and get_base_level(self.text) == 1


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph: pieces that run on in one measure. `align` is `start`, `end` or `centre`."""

    pieces: tuple[Piece, ...]
    style: Style
    align: str = "start"

    def words(self) -> Iterator[tuple[Face, str]]:
        """What the document's fonts must hold for this paragraph."""
        for piece in self.pieces:
            yield piece.style.face, piece.text


def clean(text: str, limit: int = MAX_CHARACTERS) -> str:
    """One line of printable characters: spaces collapsed, unseen characters gone, capped at `limit`."""
    shown = text[: limit + 1]
    is_cut = len(shown) > limit
    shown = _LONE_SURROGATES.sub(PLACEHOLDER, shown[:limit])
    shown = _SPACES.sub(" ", shown)
    shown = _UNSEEN.sub("", shown)
    shown = _COMBINING.sub(_composed, shown)
    return f"{shown} [cut after {limit:,} characters]" if is_cut else shown


def inline(value: MaybeText, style: Style) -> Piece:
    """A value in running text; of the three nothings, not known is slanted and withheld boxed."""
    if not isinstance(value, Nothing):
        return Piece(_JOINERS.sub("", _joined(clean(value))), style)
    if value is Nothing.NOT_KNOWN:
        return Piece(value.value, replace(style, face=SANS_ITALIC_REGULAR))
    is_withheld = value is Nothing.WITHHELD
    return Piece(value.value, style, is_boxed=is_withheld, holds_together=is_withheld)


def para(
    *parts: MaybeText | Piece,
    style: Style,
    align: str = "start",
) -> Para:
    """A paragraph of strings, nothings and pieces of other styles, in order, nothing between them."""
    pieces = tuple(part if isinstance(part, Piece) else inline(part, style) for part in parts)
    return Para(tuple(piece for piece in pieces if piece.text), style, align)


def boxed(text: str, style: Style) -> Piece:
    """A short code in a border: a grade."""
    return Piece(clean(text), style, is_boxed=True, holds_together=True)


def gap(style: Style) -> Piece:
    """A wide space that neither collapses nor breaks."""
    return Piece("\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}", style)


def in_visual_order(text: str) -> str:
    """One line as it is drawn from left to right; brackets mirrored where they must be.

    Characters that Unicode has not assigned have no direction; in such a line they become the
    placeholder they would be drawn as.
    """
    if not _RIGHT_TO_LEFT.search(text):
        return text
    known = [one if unicodedata.bidirectional(one) else PLACEHOLDER for one in text]
    return str(get_display("".join(known)))


def _joined(text: str) -> str:
    return str(_reshaper().reshape(text)) if _ARABIC.search(text) else text


@lru_cache(maxsize=1)
def _reshaper() -> ArabicReshaper:
    return ArabicReshaper({"delete_harakat": False, "support_zwj": True})


def _composed(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", found[0])
