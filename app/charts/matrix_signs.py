"""The signs of the matrix: what a state did with a text, told by shape, in the colour of the side."""

from __future__ import annotations

from enum import Enum

from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import Color

from app.charts.chart import (
    EDGE,
    SAID,
    SHEET,
    disc,
    filled,
    line,
    outline,
    outlined,
    shape,
)
from app.domain.wording import Wording, said

SIZE_PT = 7.2


class Sign(Enum):
    """What stands in one place of the matrix, in the order of the legend."""

    SIGNED = "signed"
    READ_OUT = "read-out"
    JOINED_LATER = "joined-later"
    WITHDREW = "withdrew"
    REPORTED_ABSENT = "reported-absent"
    NOT_LISTED = "not-listed"

    @property
    def label(self) -> Wording:
        return _LABELS[self]

    @property
    def stands(self) -> bool:
        """Whether the state is a signatory now."""
        return self in (Sign.SIGNED, Sign.READ_OUT, Sign.JOINED_LATER)

    @staticmethod
    def on_counter_letters() -> Wording:
        """The word for a square in the other colour."""
        return said("signed counter-letter")


_LABELS = {
    Sign.SIGNED: said("signed"),
    Sign.READ_OUT: said("read it out"),
    Sign.JOINED_LATER: said("joined later"),
    Sign.WITHDREW: said("withdrew"),
    Sign.REPORTED_ABSENT: said("reported absent"),
    Sign.NOT_LISTED: said("not on the list"),
}


def draw_sign(drawing: Drawing, sign: Sign, x: float, y: float, colour: Color) -> None:
    """Draw a sign around (x, y)."""
    half = SIZE_PT / 2
    left, foot, right, top = x - half, y - half, x + half, y + half
    if sign is Sign.NOT_LISTED:
        drawing.add(disc(x, y, 0.6, EDGE))
    elif sign is Sign.REPORTED_ABSENT:
        drawing.add(outline(((x, foot), (right, y), (x, top), (left, y)), SAID, 1.0))
    elif sign in (Sign.SIGNED, Sign.READ_OUT):
        drawing.add(filled(left, foot, SIZE_PT, SIZE_PT, colour))
        if sign is Sign.READ_OUT:
            drawing.add(disc(x, y, 1.5, SHEET))
    else:
        drawing.add(outlined(left, foot, SIZE_PT, SIZE_PT, colour))
        if sign is Sign.JOINED_LATER:
            drawing.add(shape(((left, foot), (right, foot), (right, top)), colour))
        else:
            drawing.add(line((left + 1, foot + 1), (right - 1, top - 1), colour, 0.9))
            drawing.add(line((left + 1, top - 1), (right - 1, foot + 1), colour, 0.9))
