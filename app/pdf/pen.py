"""Drawing on a page: words, lines, boxes, signs, links. Measures in points, `y` from the foot of the page.

Words go to ReportLab's content stream through the embedded fonts only, so that no built-in font can slip in.
Where a placeholder is drawn for want of a glyph, the words themselves are attached, so that they can still be
copied, searched and read aloud. What is drawn belongs to the node that `mark` opened; without one it is an
artifact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise

from reportlab.pdfgen.canvas import Canvas

from app.pdf.faces import DocumentFaces
from app.pdf.structure import ARTIFACT, Node
from app.pdf.text import Style
from app.pdf.typography import Colour


@dataclass(frozen=True, slots=True)
class Link:
    """A place on a page that leads somewhere: `target` is a piece's link, `node` the element around it."""

    box: tuple[float, float, float, float]
    target: str
    words: str
    node: Node


@dataclass(slots=True)
class Drawn:
    """What one page holds besides its content: links, places that links lead to, who is mentioned on it."""

    links: list[Link] = field(default_factory=list)
    places: list[tuple[str, float]] = field(default_factory=list)
    bookmarks: list[tuple[str, int, float]] = field(default_factory=list)
    mentions: list[tuple[str, str]] = field(default_factory=list)
    """Pairs of an index and a name in it."""
    marked: list[Node] = field(default_factory=list)
    """Whose the marked content is, by its number."""


class Pen:
    """Draws on the current page of a canvas with the faces of one document."""

    def __init__(
        self, canvas: Canvas, faces: DocumentFaces, root: Node, leads: Callable[[str], str]
    ) -> None:
        """`leads` turns the link of a piece into a place (`#name`) or an address; empty for nowhere."""
        self.leads = leads
        self._canvas = canvas
        self._code: list[str] = canvas._code
        self.root = root
        self.faces = faces
        self._is_unmarked = self._is_silent = False
        self.turn(0)

    def turn(self, page: int) -> None:
        """Begin on an empty page of that number; colours and fonts start anew on it."""
        self.page = page
        self.drawn = Drawn()
        self._open: Node | None = None
        self._fill: Colour | None = None
        self._pencil: tuple[Colour, float] | None = None
        self._font: tuple[str, float] | None = None

    def leave(self) -> str:
        """The content of the page that is done. The next one begins with `turn`."""
        self.close()
        code = "\n".join(self._code)
        self._code.clear()
        return code

    def mark(self, node: Node) -> None:
        """What is drawn from now on belongs to the node; `ARTIFACT` for what belongs to none."""
        if self._is_silent:
            return
        if self._is_unmarked:
            node = ARTIFACT
        if node is self._open:
            return
        self.close()
        self._open = node
        if node is ARTIFACT:
            self._code.append("/Artifact BMC")
            return
        node.place(self.root)
        number = len(self.drawn.marked)
        self.drawn.marked.append(node)
        node.kids.append((self.page, number))
        self._code.append(f"/{node.role} <</MCID {number}>> BDC")

    def reserve(self, node: Node) -> int:
        """The number of marked content of the node that somebody else will draw on this page."""
        self.close()
        node.place(self.root)
        number = len(self.drawn.marked)
        self.drawn.marked.append(node)
        node.kids.append((self.page, number))
        return number

    def keep(self, node: Node) -> None:
        """Give a node its place although nothing may be drawn for it: an empty cell."""
        if not self._is_unmarked:
            node.place(self.root)

    @contextmanager
    def without_marks(self, *, is_silent: bool = False) -> Iterator[None]:
        """Whatever is drawn inside is an artifact, whosever it was; `is_silent`: as whoever uses it says."""
        self._is_unmarked, self._is_silent = True, is_silent
        try:
            yield
        finally:
            self._is_unmarked = self._is_silent = False

    def close(self) -> None:
        """End the marked content that is open."""
        if self._open is not None:
            self._code.append("EMC")
            self._open = None

    def words(self, x: float, y: float, text: str, style: Style) -> None:
        """Draw one line of one style with its baseline at `y`; the text is in the order of drawing."""
        if self._open is None:
            self.mark(ARTIFACT)
        if style.colour != self._fill:
            self._colour(style.colour)
        code = self._code
        is_as_written = text.isascii() or self.faces.can_show(text)
        if not is_as_written:
            code.append(f"/Span <</ActualText <FEFF{_utf16(text)}>>> BDC")
        if style.tracking_pt:
            code.append(f"{style.tracking_pt:g} Tc")
        code.append(f"BT {x:.2f} {y:.2f} Td {self._shown(text, style)}ET")
        if style.tracking_pt:
            code.append("0 Tc")
        if not is_as_written:
            code.append("EMC")

    def _shown(self, text: str, style: Style) -> str:
        parts = []
        for name, letters in self.faces.encoded(style.face, text, self._canvas._doc):
            font = (name, style.size_pt)
            if font != self._font:
                parts.append(f"{name} {style.size_pt:g} Tf ")
                self._font = font
            parts.append(f"({letters}) Tj ")
        return "".join(parts)

    def link(
        self, box: tuple[float, float, float, float], target: str, words: str, node: Node
    ) -> None:
        """Let a box (left, bottom, right, top) lead to `target`; `node` is the link's element."""
        if not self._is_unmarked:
            self.drawn.links.append(Link(box, target, words, node))

    def place(self, name: str, y: float) -> None:
        """Links to `#name` lead to here."""
        self.drawn.places.append((name, y))

    def bookmark(self, words: str, level: int, y: float) -> None:
        """The reader's list of bookmarks leads to here. `level` 1 is the highest."""
        self.drawn.bookmarks.append((words, level, y))

    def mention(self, index: str, name: str) -> None:
        """The index at the end names this page."""
        self.drawn.mentions.append((index, name))

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        colour: Colour,
        width_pt: float = 0.5,
    ) -> None:
        """A straight line."""
        self._stroke(colour, width_pt)
        self._code.append(f"{start[0]:.2f} {start[1]:.2f} m {end[0]:.2f} {end[1]:.2f} l S")

    def box(
        self, x: float, y: float, width: float, height: float, colour: Colour, width_pt: float = 0.5
    ) -> None:
        """An empty rectangle with slightly rounded corners; (x, y) is its lower left corner."""
        self._stroke(colour, width_pt)
        self._canvas.roundRect(x, y, width, height, 1.4, stroke=1, fill=0)

    def block(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """A filled rectangle; (x, y) is its lower left corner."""
        self._filled(colour)
        self._code.append(f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")

    def shape(
        self,
        points: list[tuple[float, float]],
        fill: Colour | None,
        stroke: Colour | None,
        width_pt: float = 0.5,
    ) -> None:
        """A closed shape of straight sides, filled, outlined or both."""
        if fill is not None:
            self._filled(fill)
        if stroke is not None:
            self._stroke(stroke, width_pt)
        paint = "b" if fill and stroke else "f" if fill else "s"
        (x, y), *others = points
        path = [f"{x:.2f} {y:.2f} m", *(f"{x:.2f} {y:.2f} l" for x, y in others), paint]
        self._code.append(" ".join(path))

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
        self._filled(colour)
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

    def _filled(self, colour: Colour) -> None:
        if self._open is None:
            self.mark(ARTIFACT)
        if colour != self._fill:
            self._colour(colour)

    def _colour(self, colour: Colour) -> None:
        red, green, blue = colour
        self._code.append(f"{red:g} {green:g} {blue:g} rg")
        self._fill = colour

    def _stroke(self, colour: Colour, width_pt: float) -> None:
        if self._open is None:
            self.mark(ARTIFACT)
        if (colour, width_pt) != self._pencil:
            red, green, blue = colour
            self._code.append(f"{red:g} {green:g} {blue:g} RG {width_pt:g} w")
            self._pencil = (colour, width_pt)


def _utf16(text: str) -> str:
    return text.encode("utf-16-be").hex().upper()
