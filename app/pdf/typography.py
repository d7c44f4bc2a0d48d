"""Sizes, colours and measures of everything printed. Text styles by what they are for.

Body 9 pt on 1.42; margins of 16 mm; colours print as grey without loss of meaning.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.units import mm

from app.fonts.cabinet import (
    MONO_REGULAR,
    MONO_SEMIBOLD,
    SANS_BOLD,
    SANS_REGULAR,
    SANS_SEMIBOLD,
    SERIF_REGULAR,
    SERIF_SEMIBOLD,
    Face,
)
from app.pdf.text import Style

Colour = tuple[float, float, float]


class Paper(Enum):
    """Paper sizes, by the word a command or a form takes."""

    A4 = "a4"
    LETTER = "letter"

    @property
    def size_pt(self) -> tuple[float, float]:
        width, height = A4 if self is Paper.A4 else LETTER
        return float(width), float(height)


def _colour(code: str) -> Colour:
    red, green, blue = (int(code[start : start + 2], 16) / 255 for start in (0, 2, 4))
    return round(red, 3), round(green, 3), round(blue, 3)


def _style(face: Face, size_pt: float, leading: float, colour: Colour) -> Style:
    return Style(face, size_pt, round(size_pt * leading, 2), colour)


INK = _colour("1B1F24")
INK2 = _colour("4C5057")
BLACK = _colour("000000")
RULE = _colour("DCD6C9")
EDGE = _colour("857C6B")
SAID = _colour("874312")
BRASS = _colour("B1893C")
LINK = _colour("1A4B7C")
CELL_A = _colour("244F79")
CELL_B = _colour("A65B1F")

MARGIN_PT = 16 * mm
LEADING = 1.42

MARKING = replace(_style(SANS_BOLD, 9.5, 1.3, BLACK), tracking_pt=0.5)
RUNNING = _style(SANS_REGULAR, 8, 1.4, INK2)
RUNNING_STRONG = _style(SANS_SEMIBOLD, 8, 1.4, INK)
REFERENCE = _style(MONO_REGULAR, 9, LEADING, INK2)
KIND = _style(SANS_REGULAR, 9, LEADING, INK)
KIND_QUIET = _style(SANS_REGULAR, 9, LEADING, INK2)
TITLE = _style(SERIF_SEMIBOLD, 15.4, 1.22, INK)
ABSTRACT = _style(SERIF_REGULAR, 9.9, 1.34, INK)
HEADING = _style(SERIF_SEMIBOLD, 10.5, 1.3, INK)
LABEL = _style(SANS_SEMIBOLD, 8, 1.554, INK2)
BODY = _style(SANS_REGULAR, 8.5, LEADING, INK)
QUIET = _style(SANS_REGULAR, 8.5, LEADING, INK2)
STRONG = _style(SANS_SEMIBOLD, 8.5, LEADING, INK)
STATUS = _style(SANS_SEMIBOLD, 8.5, LEADING, INK2)
SAID_HEADING = _style(SANS_SEMIBOLD, 8.5, LEADING, SAID)
CODE = _style(MONO_REGULAR, 8.25, 1.485, INK2)
GRADE = _style(MONO_SEMIBOLD, 7.25, LEADING, INK)
NOTE = _style(SANS_REGULAR, 7.75, LEADING, INK2)
NOTE_STRONG = _style(SANS_SEMIBOLD, 7.75, LEADING, INK2)
DOT = _style(SANS_REGULAR, 19, 0.52, INK)

# The book: body of 10 pt, headings and cover in the serif.
BOOK = _style(SANS_REGULAR, 10, LEADING, INK)
BOOK_QUIET = _style(SANS_REGULAR, 10, LEADING, INK2)
BOOK_STRONG = _style(SANS_SEMIBOLD, 10, LEADING, INK)
BOOK_LABEL = _style(SANS_SEMIBOLD, 9, 1.578, INK2)
READING = _style(SERIF_REGULAR, 10.6, 1.36, INK)
COVER_TITLE = _style(SERIF_SEMIBOLD, 26, 1.2, INK)
COVER_SUBTITLE = _style(SERIF_REGULAR, 12.5, 1.35, INK2)
CHAPTER = _style(SERIF_SEMIBOLD, 15.4, 1.25, INK)
SMALL_HEADING = _style(SERIF_SEMIBOLD, 11.5, 1.3, INK)
LETTER_TITLE = _style(SERIF_SEMIBOLD, 13.5, 1.24, INK)
MARKED = _style(SANS_SEMIBOLD, 8, 1.5, INK2)
CONTENTS = _style(SERIF_SEMIBOLD, 10.4, 1.3, INK)
CONTENTS_SUB = _style(SANS_REGULAR, 8.5, 1.4, INK)
CONTENTS_NUMBER = _style(SANS_SEMIBOLD, 8.5, 1.4, INK)
