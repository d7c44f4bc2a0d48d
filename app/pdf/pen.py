"""Drawing on a page: words, lines, boxes, signs. Measures in points, `y` from the foot of the page.

Words go to ReportLab's content stream through the embedded fonts only, so that no built-in font can
slip in. Where a placeholder is drawn for want of a glyph, the words themselves are attached, so that
they can still be copied, searched and read aloud.
"""

from __future__ import annotations

from itertools import pairwise

from reportlab.pdfgen.canvas import Canvas

from app.pdf.faces import DocumentFaces
from app.pdf.text import Style, in_visual_order
from app.pdf.typography import Colour


class Pen:
    """Draws on the current page of a canvas with the faces of one document."""

    def __init__(self, canvas: Canvas, faces: DocumentFaces) -> None:
        self._canvas = canvas
        self.faces = faces
        self._fill: Colour | None = None

    def new_page(self) -> None:
        """Begin the next page; colours start anew on it."""
        self._canvas.showPage()
        self._fill = None

    def words(self, x: float, y: float, text: str, style: Style) -> None:
        """Draw one line of one style with its baseline at `y`."""
        self._colour(style.colour)
        is_as_written = self.faces.can_show(text)
        code = self._canvas._code
        if not is_as_written:
            code.append(f"/Span <</ActualText <FEFF{_utf16(text)}>>> BDC")
        code.append(f"BT {x:.2f} {y:.2f} Td")
        if style.tracking_pt:
            code.append(f"{style.tracking_pt:g} Tc")
        document = self._canvas._doc
        for font, run in self.faces.spans(style.face, in_visual_order(text)):
            for subset, encoded in font.splitString(run, document):
                name = font.getSubsetInternalName(subset, document)
                code.append(f"{name} {style.size_pt:g} Tf ({self._canvas._escape(encoded)}) Tj")
        code.append("0 Tc ET" if style.tracking_pt else "ET")
        if not is_as_written:
            code.append("EMC")

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        colour: Colour,
        width_pt: float = 0.5,
    ) -> None:
        """A straight line."""
        self._stroke(colour, width_pt)
        self._canvas.line(*start, *end)

    def box(
        self, x: float, y: float, width: float, height: float, colour: Colour, width_pt: float = 0.5
    ) -> None:
        """An empty rectangle with slightly rounded corners; (x, y) is its lower left corner."""
        self._stroke(colour, width_pt)
        self._canvas.roundRect(x, y, width, height, 1.4, stroke=1, fill=0)

    def ring(
        self, x: float, y: float, radius: float, colour: Colour, *, is_dashed: bool = False
    ) -> None:
        """A circle around (x, y)."""
        self._stroke(colour, 0.9)
        if is_dashed:
            self._canvas.setDash(1.5, 1.25)
        self._canvas.circle(x, y, radius, stroke=1, fill=0)
        if is_dashed:
            self._canvas.setDash()

    def disc(
        self, x: float, y: float, radius: float, colour: Colour, *, half: bool = False
    ) -> None:
        """A filled circle around (x, y), or its right half."""
        self._colour(colour)
        if not half:
            self._canvas.circle(x, y, radius, stroke=0, fill=1)
            return
        path = self._canvas.beginPath()
        path.arc(x - radius, y - radius, x + radius, y + radius, -90, 180)
        path.close()
        self._canvas.drawPath(path, stroke=0, fill=1)

    def strokes(self, points: list[tuple[float, float]], colour: Colour, width_pt: float) -> None:
        """Straight strokes from point to point."""
        for start, end in pairwise(points):
            self.line(start, end, colour, width_pt)

    def _colour(self, colour: Colour) -> None:
        if colour != self._fill:
            self._canvas.setFillColorRGB(*colour)
            self._fill = colour

    def _stroke(self, colour: Colour, width_pt: float) -> None:
        self._canvas.setStrokeColorRGB(*colour)
        self._canvas.setLineWidth(width_pt)


def _utf16(text: str) -> str:
    return text.encode("utf-16-be").hex().upper()
