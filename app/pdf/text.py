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

from app.domain.nothing import MaybeText, Nothing
from app.domain.wording import said
from app.fonts.cabinet import SANS_ITALIC_REGULAR, Face
from app.pdf.faces import PLACEHOLDER
from app.pdf.speech import say, say_nothing

MAX_CHARACTERS = 20_000
"""The longest string that is printed; what is cut off is said."""

_SPACES = re.compile(r"[\s\u0085\u2028\u2029\u00a0]+")
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_COMBINING = re.compile(r"[^\u0300-\u036f][\u0300-\u036f]+")
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")
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
    link: str = ""
    """Where it leads: `#name` of a place in the same paper, else an address; empty for nowhere."""


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph: pieces that run on in one measure.

    `align` is `start`, `end` or `centre` as the paper runs, or `own` as the words themselves run.
    """

    pieces: tuple[Piece, ...]
    style: Style
    align: str = "start"

    def words(self) -> Iterator[tuple[Face, str]]:
        """What the document's fonts must hold for this paragraph."""
        for piece in self.pieces:
            yield piece.style.face, piece.text


def clean(text: str, limit: int = MAX_CHARACTERS) -> str:
    """One line of printable characters: spaces collapsed, unseen characters gone, capped at `limit`."""
    if len(text) <= limit and text.isascii() and text.isprintable() and "  " not in text:
        return text
    shown = text[: limit + 1]
    is_cut = len(shown) > limit
    shown = _LONE_SURROGATES.sub(PLACEHOLDER, shown[:limit])
    shown = _SPACES.sub(" ", shown)
    shown = _UNSEEN.sub("", shown)
    shown = _COMBINING.sub(_composed, shown)
    if not is_cut:
        return shown
    return f"{shown} {say(said('[cut after {limit:,} characters]', limit=limit))}"


def inline(value: MaybeText, style: Style) -> Piece:
    """A value in running text; of the three nothings, not known is slanted and withheld boxed."""
    if not isinstance(value, Nothing):
        return Piece(_JOINERS.sub("", _joined(clean(value))), style)
    words = as_drawn(say_nothing(value))
    if value is Nothing.NOT_KNOWN:
        return Piece(words, replace(style, face=SANS_ITALIC_REGULAR))
    is_withheld = value is Nothing.WITHHELD
    return Piece(words, style, is_boxed=is_withheld, holds_together=is_withheld)


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


def as_drawn(text: str) -> str:
    """A text of whatever length with the characters that are drawn for it, in the order written."""
    return _joined(_COMBINING.sub(_composed, text))


def _joined(text: str) -> str:
    return str(_reshaper().reshape(text)) if _ARABIC.search(text) else text


@lru_cache(maxsize=1)
def _reshaper() -> ArabicReshaper:
    return ArabicReshaper({"delete_harakat": False, "support_zwj": True})


def _composed(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", found[0])
