"""Breaking a paragraph into lines. Open `broken` first.

Lines break at spaces and between Chinese or Japanese characters. Pieces that follow each other without
a space stay together, so that a comma never begins a line. A word longer than the line is cut after its
hyphens and slashes where that suffices, else where it must be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.pdf.faces import DocumentFaces
from app.pdf.text import Para, Piece

BOX_PADDING_PT = 2.6
BOX_GAP_PT = 1.2

_HAN = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U000323af"
_NOT_FIRST = "、。，．：；？！）］｝〕〉》」』】〗’”…"
_TOKENS = re.compile(f" |[{_HAN}][{_NOT_FIRST}]*|[^ {_HAN}]+")
_PARTS_OF_A_WORD = re.compile(r"[^-/\u2010\u2013]*[-/\u2010\u2013]+|[^-/\u2010\u2013]+")
_IS_HAN = re.compile(f"[{_HAN}]")


@dataclass(slots=True)
class Fragment:
    """Words of one piece on one line, `x` from the line's start."""

    piece: Piece
    text: str
    x: float
    width: float


@dataclass(slots=True)
class Line:
    fragments: list[Fragment] = field(default_factory=list)
    width: float = 0.0

    def add(self, piece: Piece, text: str, width: float) -> None:
        """Put words at the end; words of the same piece become one fragment."""
        last = self.fragments[-1] if self.fragments else None
        if last is not None and last.piece is piece and not piece.is_boxed:
            last.text += text
            last.width += width
        else:
            self.fragments.append(Fragment(piece, text, self.width, width))
        self.width += width


@dataclass(slots=True)
class _Unit:
    """What must stay on one line: words of one or more pieces without a space between."""

    parts: list[tuple[Piece, str, float]] = field(default_factory=list)
    width: float = 0.0
    space: tuple[Piece, float] | None = None
    """The space before it, dropped where the unit begins a line."""


def broken(para: Para, width_pt: float, faces: DocumentFaces) -> list[Line]:
    """The lines of `para` in a measure of `width_pt`; at least one, which may be empty."""
    if len(para.pieces) == 1 and _is_plain(para.pieces[0]):
        plain = _broken_plainly(para.pieces[0], width_pt, faces)
        if plain is not None:
            return plain
    return _broken_by_units(para, width_pt, faces)


def _broken_by_units(para: Para, width_pt: float, faces: DocumentFaces) -> list[Line]:
    lines = [Line()]
    for unit in _units(para, faces):
        gap = unit.space[1] if unit.space and lines[-1].fragments else 0.0
        if lines[-1].fragments and lines[-1].width + gap + unit.width > width_pt:
            if unit.space:
                lines[-1].fragments[-1].text += " "  # whoever copies or hears it gets two words
            lines.append(Line())
            gap = 0.0
        if unit.space and gap:
            lines[-1].add(unit.space[0], " ", gap)
        if unit.width > width_pt:
            _cut_into(lines, unit, width_pt, faces)
            continue
        for part in unit.parts:
            lines[-1].add(*part)
    return lines


def _is_plain(piece: Piece) -> bool:
    text = piece.text
    return not piece.holds_together and (text.isascii() or not _IS_HAN.search(text))


def _broken_plainly(piece: Piece, width_pt: float, faces: DocumentFaces) -> list[Line] | None:
    """As `broken`, for words of one style between spaces: most of what is printed, and so made quick.

    None where a word is wider than the measure.
    """
    words = [word for word in piece.text.split(" ") if word]
    if not words:
        return [Line()]
    measured = faces.word_widths(piece.style)
    space = measured[" "]
    widths = [measured[word] for word in words]
    if max(widths) > width_pt:
        return None
    lines: list[Line] = []
    start, used = 0, widths[0]
    room = width_pt - space
    for at in range(1, len(words)):
        width = widths[at]
        if used + width > room:
            lines.append(_line(piece, words[start:at], used, is_last=False))
            start, used = at, width
        else:
            used += space + width
    lines.append(_line(piece, words[start:], used, is_last=True))
    return lines


def _line(piece: Piece, words: list[str], width: float, *, is_last: bool) -> Line:
    text = " ".join(words) if is_last else f"{' '.join(words)} "
    return Line([Fragment(piece, text, 0.0, width)], width)


def natural_width(para: Para, faces: DocumentFaces) -> float:
    """How wide `para` would be on one line."""
    return sum(part_width(piece, piece.text, faces) for piece in para.pieces)


def part_width(piece: Piece, text: str, faces: DocumentFaces) -> float:
    """The width of `text` in the style of `piece`, with its box if it has one."""
    width = faces.word_widths(piece.style)[text]
    return width + 2 * (BOX_PADDING_PT + BOX_GAP_PT) if piece.is_boxed else width


def _units(para: Para, faces: DocumentFaces) -> Iterator[_Unit]:
    unit = _Unit()
    for piece in para.pieces:
        words = [piece.text] if piece.holds_together else _TOKENS.findall(piece.text)
        for word in words:
            if word == " ":
                if unit.parts:
                    yield unit
                    unit = _Unit()
                unit.space = (piece, part_width(piece, " ", faces))
                continue
            is_han = bool(_IS_HAN.match(word))
            if unit.parts and (is_han or _IS_HAN.match(unit.parts[-1][1])) and _may_begin(word):
                yield unit
                unit = _Unit()
            width = part_width(piece, word, faces)
            unit.parts.append((piece, word, width))
            unit.width += width
    if unit.parts:
        yield unit


def _may_begin(word: str) -> bool:
    return word[0] not in _NOT_FIRST + ",.;:)]}!?"


def _cut_into(lines: list[Line], unit: _Unit, width_pt: float, faces: DocumentFaces) -> None:
    """Place a unit wider than the measure: by its parts between hyphens, and what is still too wide character
    by character."""
    for piece, text, _ in unit.parts:
        for part in _PARTS_OF_A_WORD.findall(text):
            width = part_width(piece, part, faces)
            is_whole = width <= width_pt
            for some in (part,) if is_whole else part:
                width = part_width(piece, some, faces)
                if lines[-1].fragments and lines[-1].width + width > width_pt:
                    lines.append(Line())
                lines[-1].add(piece, some, width)
