"""The frame of every page: marking at head and foot, running title, who holds which copy, page x of y.

Open `render` first: it turns blocks into the bytes of a PDF. Same input, same bytes: the time and the
number of the copy are parameters, and nothing of the machine goes into the file.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import md5

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from app.domain.access import AccessLabel
from app.domain.dates import CalendarDate
from app.fonts.cabinet import SANS_REGULAR, Face, FontCabinet
from app.pdf.blocks import Block, Text, stacked
from app.pdf.faces import DocumentFaces, base_font
from app.pdf.pages import Page, paginated
from app.pdf.pen import Pen
from app.pdf.strips import Strip, height_of, lines_of
from app.pdf.text import Para, clean, para
from app.pdf.typography import (
    INK,
    MARGIN_PT,
    MARKING,
    NOTE,
    RUNNING,
    RUNNING_STRONG,
    Paper,
)

PRODUCER = "Chancery"
LANGUAGE = "en-GB"
_EDGE_PT = 11.0
"""From the paper's edge to the marking."""
_MARKING_GAP_PT = 3.0
_RULE_GAP_PT = 3.5
_BODY_GAP_PT = 4.5
_MISSING = (
    "Characters shown as \N{REPLACEMENT CHARACTER} have no shape in the fonts of this register; "
    "they can be copied from the file."
)
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the frame says of a paper: for whom, when, of which version, on which basis."""

    title: str
    """The running title, and with `reference` the title of the file."""
    organisation: str
    reference: str
    label: AccessLabel
    reader: str
    printed_at: datetime
    copy_number: int
    copies: int | None
    """How many copies there are in all; None when nobody said."""
    revision: int
    readable_total: int
    content_sha256: str
    emergency: str
    """The public id of the emergency under which it was made; empty for none. Never left out by chance."""
    colophon: tuple[str, str] | None = None
    """What stands at the foot of a paper that is no copy of one record, in place of the usual lines."""


def render(
    blocks: Sequence[Block], imprint: Imprint, cabinet: FontCabinet, paper: Paper = Paper.A4
) -> bytes:
    """The PDF. Its fonts are embedded, its author and title come from the template only."""
    frame = _Frame(imprint, paper)
    faces = DocumentFaces(cabinet, _all_words(blocks, frame))
    if faces.missing:
        blocks = [*blocks, Text(para(_MISSING, style=NOTE))]
    header, footer = frame.header(faces), frame.footer(faces)
    body_height = frame.height - height_of(header) - height_of(footer) - frame.gaps
    pages = paginated(stacked(blocks, faces, frame.width), body_height)
    with _one_at_a_time:  # a font object holds the reading position of its file
        return _drawn(pages, frame, faces, cabinet)


class _Frame:
    """Header and footer as strips; the footer's height does not depend on the page's number."""

    gaps = 2 * (_EDGE_PT + _MARKING_GAP_PT + _RULE_GAP_PT + _BODY_GAP_PT)

    def __init__(self, imprint: Imprint, paper: Paper) -> None:
        self.imprint = imprint
        self.paper_width, self.height = paper.size_pt
        self.width = self.paper_width - 2 * MARGIN_PT

    @property
    def marking(self) -> Para:
        return para(self.imprint.label.as_marked, style=MARKING, align="centre")

    @property
    def running(self) -> tuple[Para, Para]:
        owner = clean(self.imprint.organisation, 80) or PRODUCER
        return (
            para(self.imprint.title, style=RUNNING),
            para(owner, style=RUNNING, align="end"),
        )

    @property
    def colophon(self) -> tuple[Para, ...]:
        told = self.imprint
        if told.colophon is not None:
            first, second = told.colophon
            lines = (para(first, style=RUNNING), para(second, style=RUNNING))
            return (*lines, *self.under_emergency)
        texts = "text" if told.readable_total == 1 else "texts"
        at = told.printed_at.astimezone(UTC)
        day = CalendarDate.parse(at.date().isoformat()).in_words(short=True)
        moment = f"{day} {at:%H:%M} UTC"
        copies = "" if told.copies is None else f" of {told.copies}"
        digest = f"{told.content_sha256[:4]}…{told.content_sha256[-4:]}"
        return (
            para(
                f"Copy {told.copy_number}{copies} for {clean(told.reader, 60)} · {moment}"
                f" · record version {told.revision}",
                style=RUNNING,
            ),
            para(
                f"Based on the {told.readable_total} {texts} this reader may read"
                f" · sha-256 {digest}",
                style=RUNNING,
            ),
            *self.under_emergency,
        )

    @property
    def under_emergency(self) -> tuple[Para, ...]:
        """A line of its own on a paper that only an emergency let its reader have."""
        if not self.imprint.emergency:
            return ()
        number = self.imprint.emergency[:8]
        text = (
            f"Made under emergency access {number}, which ends; every use of it is recorded and "
            "reported to the security officers."
        )
        return (para(text, style=RUNNING_STRONG),)

    def page_number(self, number: int, count: int) -> Para:
        return para(f"Page {number} of {count}", style=RUNNING_STRONG, align="end")

    def words(self) -> Iterator[tuple[Face, str]]:
        for one in (self.marking, *self.running, *self.colophon):
            yield from one.words()

    def header(self, faces: DocumentFaces) -> list[Strip]:
        return [
            *lines_of(self.marking, faces, self.width),
            *lines_of(self.running[0], faces, self.width),
        ]

    def footer(self, faces: DocumentFaces) -> list[Strip]:
        measure = self.width - 70
        return [
            *(strip for one in self.colophon for strip in lines_of(one, faces, measure)),
            *lines_of(self.marking, faces, self.width),
        ]

    def draw(self, pen: Pen, number: int, count: int) -> float:
        """Draw head and foot of a page; the upper edge of its body, from the foot of the page."""
        left, faces = MARGIN_PT, pen.faces
        top = _draw_down(pen, lines_of(self.marking, faces, self.width), self.height - _EDGE_PT)
        top -= _MARKING_GAP_PT
        for one in self.running:
            below = _draw_down(pen, lines_of(one, faces, self.width), top)
        top = below - _RULE_GAP_PT
        pen.line((left, top), (left + self.width, top), INK, 0.7)
        self._draw_foot(pen, number, count)
        return top - _BODY_GAP_PT

    def _draw_foot(self, pen: Pen, number: int, count: int) -> None:
        faces = pen.faces
        top = _EDGE_PT + _MARKING_GAP_PT + height_of(self.footer(faces))
        rule = top + _RULE_GAP_PT
        pen.line((MARGIN_PT, rule), (MARGIN_PT + self.width, rule), INK, 0.7)
        _draw_down(pen, lines_of(self.page_number(number, count), faces, self.width), top)
        for one in self.colophon:
            top = _draw_down(pen, lines_of(one, faces, self.width - 70), top)
        _draw_down(pen, lines_of(self.marking, faces, self.width), top - _MARKING_GAP_PT)


@dataclass(frozen=True, slots=True)
class _Moment:
    """The time that goes into the file, in the shape ReportLab asks for."""

    YMDhms: tuple[int, int, int, int, int, int]
    dhh: int = 0
    dmm: int = 0


def _all_words(blocks: Sequence[Block], frame: _Frame) -> Iterator[tuple[Face, str]]:
    for block in blocks:
        yield from block.words()
    yield from frame.words()


def _drawn(
    pages: Sequence[Page], frame: _Frame, faces: DocumentFaces, cabinet: FontCabinet
) -> bytes:
    out = io.BytesIO()
    canvas = _canvas(out, frame, cabinet)
    pen = Pen(canvas, faces)
    for number, page in enumerate(pages, start=1):
        top = frame.draw(pen, number, len(pages))
        for offset, strip in page.placed:
            strip.draw(pen, MARGIN_PT, top - offset)
        pen.new_page()
    canvas.save()
    return out.getvalue()


def _canvas(out: io.BytesIO, frame: _Frame, cabinet: FontCabinet) -> Canvas:
    first_font = base_font(cabinet, SANS_REGULAR, is_extended=False)
    pdfmetrics.registerFont(first_font)
    canvas = Canvas(
        out,
        pagesize=(frame.paper_width, frame.height),
        pageCompression=1,
        invariant=1,
        initialFontName=first_font.fontName,
        lang=LANGUAGE,
    )
    told = frame.imprint
    canvas.setTitle(f"{told.title} {told.reference}")
    canvas.setAuthor(PRODUCER)
    canvas.setCreator(PRODUCER)
    canvas.setProducer(PRODUCER)
    version = "" if told.colophon else f"Record version {told.revision}, "
    canvas.setSubject(f"{version}sha-256 {told.content_sha256}")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    at = told.printed_at.astimezone(UTC)
    moment = (at.year, at.month, at.day, at.hour, at.minute, at.second)
    canvas._doc._timeStamp = _Moment(moment)
    canvas._doc.signature = md5(PRODUCER.encode(), usedforsecurity=False)
    return canvas


def _draw_down(pen: Pen, strips: Sequence[Strip], top: float) -> float:
    for strip in strips:
        strip.draw(pen, MARGIN_PT, top)
        top -= strip.height
    return top
