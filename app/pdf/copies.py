"""Copies of a built book: each names its recipient on every page; a copy may be encrypted. Open `stamped`.

The book itself stays as it was built. One shared form is laid over every page, as an artifact: the number
at the foot, number and recipient faintly along both edges, so that a page that is photographed names them.
Fonts come embedded, whatever script the recipient is written in.
"""

from __future__ import annotations

import io
import re
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Encryption, Matrix, Name, Permissions, Stream

from app.domain.wording import said
from app.fonts.cabinet import SANS_REGULAR, FontCabinet
from app.pdf.faces import DocumentFaces
from app.pdf.lines import natural_width
from app.pdf.metadata import Particulars
from app.pdf.pen import Pen
from app.pdf.press import Press
from app.pdf.speech import say, tongue
from app.pdf.strips import Strip, lines_of
from app.pdf.text import Para, Style, clean, para
from app.pdf.typography import INK2, MARGIN_PT, MARKING, Colour

LONGEST_RECIPIENT = 60
_FAINT: Colour = (0.72, 0.72, 0.72)
_FOOT = Style(SANS_REGULAR, 7.0, 10.0, INK2)
_EDGE = replace(_FOOT, size_pt=6.0, colour=_FAINT)
_FOOT_PT = 13.0
"""The baseline's height above the lower edge: beside the marking, which stands in the middle."""
_FROM_EDGE_PT = 15.0
_BETWEEN_PT = 90.0
_BESIDE_PT = 8.0
_BASELINE_PT = 20.0
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without the letters and digits that are taken for one another."""
_GROUPS, _GROUP_LENGTH = 5, 4
_TAG = re.compile(r"/[A-Z]{6}\+")
_NAME = Name("/ChanceryCopy")
_LAID_OVER = b"/Artifact <</Type /Pagination /Subtype /Watermark>> BDC\nq /ChanceryCopy Do Q\nEMC"


def stamped(
    base: bytes | Path,
    cabinet: FontCabinet,
    *,
    number: int,
    copies: int | None,
    recipient: str,
    marking: str,
) -> bytes:
    """The copy of a book. The same book and recipient give the same bytes; nothing else of it changes.

    `copies` is None where nobody said how many there are. `marking` is the book's label, as it is written:
    the number stands beside it at the foot, where there is room.
    """
    mark = _Mark(number, copies, clean(recipient, LONGEST_RECIPIENT), marking.upper())
    with pikepdf.open(io.BytesIO(base) if isinstance(base, bytes) else base) as book:
        lines = _Lines(book, mark, cabinet)
        over = book.make_indirect(Stream(book, _LAID_OVER))
        forms: dict[tuple[float, float], Any] = {}
        done: set[tuple[int, int]] = set()
        for page in book.pages:
            size = _size(page.obj)
            if size not in forms:
                forms[size] = lines.over_page(*size)
            _lay_over(page.obj, forms[size], over, done)
        out = io.BytesIO()
        book.save(out, deterministic_id=True, fix_metadata_version=False)
    return out.getvalue()


def encrypted(content: bytes, password: str) -> bytes:
    """The same book, AES-256, opened by this password; it may be printed and read aloud.

    The owner's password is random and kept nowhere, so the bytes differ each time.
    """
    if not password:
        raise ValueError("a book is not encrypted without a password")
    allowed = Permissions(
        accessibility=True,
        extract=False,
        modify_annotation=False,
        modify_assembly=False,
        modify_form=False,
        modify_other=False,
        print_highres=True,
        print_lowres=True,
    )
    how = Encryption(owner=secrets.token_urlsafe(32), user=password, R=6, allow=allowed)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as book:
        book.save(out, encryption=how, fix_metadata_version=False)
    return out.getvalue()


def new_password() -> str:
    """`k4mz-...`: five groups of four, 98 bits, to be shown once and stored nowhere."""
    groups = (
        "".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS)
    )
    return "-".join(groups)


@dataclass(frozen=True, slots=True)
class _Mark:
    number: int
    copies: int | None
    recipient: str
    marking: str

    @property
    def short(self) -> str:
        """`Copy 1 of 3`."""
        if self.copies is None:
            return say(said("Copy {number}", number=self.number))
        return say(said("Copy {number} of {copies}", number=self.number, copies=self.copies))

    @property
    def long(self) -> str:
        """`Copy 1 of 3 for A. Linden`."""
        reader = self.recipient
        if self.copies is None:
            return say(said("Copy {number} for {reader}", number=self.number, reader=reader))
        return say(
            said(
                "Copy {number} of {copies} for {reader}",
                number=self.number,
                copies=self.copies,
                reader=reader,
            )
        )


class _Lines:
    """The mark in its two sizes, as forms of the book, and how they lie over a page."""

    def __init__(self, book: pikepdf.Pdf, mark: _Mark, cabinet: FontCabinet) -> None:
        self._book = book
        pieces = [para(mark.short, style=_FOOT), para(mark.long, style=_EDGE)]
        middle = para(mark.marking, style=MARKING)
        words = [pair for one in (*pieces, middle) for pair in one.words()]
        faces = DocumentFaces(cabinet, words)
        self._foot_width, self._width = (natural_width(one, faces) for one in pieces)
        self._middle_width = natural_width(middle, faces)
        with pikepdf.open(io.BytesIO(_on_paper(pieces, faces, cabinet))) as drawn:
            fonts = book.copy_foreign(_fonts(drawn))
            self._foot, self._edge = (
                self._form(page.obj.Contents[0].read_bytes(), fonts) for page in drawn.pages
            )

    def over_page(self, width: float, height: float) -> Stream:
        """The form for pages of a size: once at the foot, and down both edges as often as there is room."""
        drawn = []
        if MARGIN_PT + self._foot_width + _BESIDE_PT < (width - self._middle_width) / 2:
            is_turned = tongue().is_right_to_left
            left = width - MARGIN_PT - self._foot_width if is_turned else MARGIN_PT
            drawn.append(_placed("Foot", Matrix(1, 0, 0, 1, left, _FOOT_PT - _BASELINE_PT)))
        step = self._width + _BETWEEN_PT
        for number in range(max(1, int((height - 2 * MARGIN_PT) // step))):
            up = MARGIN_PT + _BETWEEN_PT / 2 + number * step
            drawn += [
                _placed("Edge", Matrix(0, 1, -1, 0, x + _BASELINE_PT, up))
                for x in (_FROM_EDGE_PT, width - _FROM_EDGE_PT + 4)
            ]
        form = self._form(b"\n".join(drawn), None)
        form.BBox = Array([0, 0, round(width, 2), round(height, 2)])
        form.Resources = Dictionary(XObject=Dictionary(Foot=self._foot, Edge=self._edge))
        return form

    def _form(self, operators: bytes, fonts: Any) -> Stream:
        form = Stream(self._book, operators)
        form.Type, form.Subtype = Name.XObject, Name.Form
        form.BBox = Array([-10, 0, 2_000, 2 * _BASELINE_PT])
        form.Resources = Dictionary() if fonts is None else Dictionary(Font=fonts)
        return form


class _Slip:
    """A stage without a frame: nothing but what is set."""

    size_pt = (2_000.0, 2 * _BASELINE_PT)
    left_pt = 0.0
    body_pt = 2 * _BASELINE_PT

    def __init__(self) -> None:
        self.top_pt = _BASELINE_PT + 0.5 * _FOOT.leading_pt + 0.36 * _FOOT.size_pt

    def draw(self, pen: Pen, *, is_cover: bool) -> None:
        """There is no frame."""

    def number(self, pen: Pen, number: int, count: int) -> None:
        """There is no number."""


def _on_paper(pieces: list[Para], faces: DocumentFaces, cabinet: FontCabinet) -> bytes:
    """Each line on a page of its own, without any structure."""
    told = Particulars("", "", _NEVER, tongue().language)
    press = Press(_Slip(), faces, cabinet, told)
    for number, one in enumerate(pieces, start=1):
        # In its own width, so that a line of either direction begins at the left edge.
        width = natural_width(one, faces) + 1.0
        press.set([_unmarked(lines_of(one, faces, width)[0])], number)
    return press.finish()


def _unmarked(strip: Strip) -> Strip:
    def draw(pen: Pen, x: float, top: float) -> None:
        with pen.without_marks(is_silent=True):
            strip.draw(pen, x, top)

    return Strip(strip.height, draw)


def _placed(name: str, matrix: Matrix) -> bytes:
    return b"q %s cm /%s Do Q" % (matrix.encode(), name.encode("ascii"))


def _fonts(drawn: pikepdf.Pdf) -> Any:
    """The fonts of the lines, under names that none of the book's own has."""
    fonts: Any = drawn.pages[0].obj.Resources.Font
    for font in fonts.values():
        for holder, key in ((font, "/BaseFont"), (font.get("/FontDescriptor"), "/FontName")):
            if holder is not None and key in holder:
                holder[key] = Name(_TAG.sub("/CHCOPY+", str(holder[key])))
    return drawn.make_indirect(fonts)


def _size(page: Any) -> tuple[float, float]:
    left, lower, right, upper = (float(one) for one in page.MediaBox)
    return right - left, upper - lower


def _lay_over(page: Any, form: Any, over: Any, done: set[tuple[int, int]]) -> None:
    """Name the form in the resources of a page, which it may share with others, and draw it last."""
    resources = page.Resources
    if not resources.is_indirect or resources.objgen not in done:
        done.add(resources.objgen)
        if "/XObject" not in resources:
            resources.XObject = Dictionary()
        resources.XObject[_NAME] = form
    contents = page.get("/Contents")
    drawn = list(contents) if isinstance(contents, Array) else [contents] if contents else []
    page.Contents = Array([*drawn, over])
