"""The frame of every page: marking at head and foot, running title, who holds which copy, page x of y.

Open `render` first: it turns blocks into the bytes of a PDF. Same input, same bytes: the time and the
number of the copy are parameters, and nothing of the machine goes into the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app.domain.access import AccessLabel
from app.domain.dates import CalendarDate
from app.domain.wording import Wording, said, said_many
from app.fonts.cabinet import Face, FontCabinet
from app.pdf.blocks import Block, Text, stacked
from app.pdf.citing import RECORD_LINK
from app.pdf.faces import DocumentFaces
from app.pdf.metadata import PRODUCER, Particulars
from app.pdf.pen import Pen
from app.pdf.press import Press
from app.pdf.speech import say, tongue
from app.pdf.strips import Strip, height_of, lines_of, moved
from app.pdf.text import Para, clean, para
from app.pdf.typography import (
    BRASS,
    INK,
    MARGIN_PT,
    MARKING,
    NOTE,
    RUNNING,
    RUNNING_STRONG,
    Paper,
)

_NUMBER_PT = 70.0
"""Kept free for the number of the page."""
_EDGE_PT = 11.0
"""From the paper's edge to the marking."""
_MARKING_GAP_PT = 3.0
_RULE_GAP_PT = 3.5
_BODY_GAP_PT = 4.5
MISSING = said(
    "Characters shown as \N{REPLACEMENT CHARACTER} have no shape in the fonts of this register; "
    "they can be copied from the file."
)


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
    running: str = ""
    """What runs at the head of each page in place of the title; what a book is called."""
    base_url: str = ""
    """What addresses of the register begin with; empty where none is known."""

    @property
    def moment(self) -> str:
        """`23 Nov 2026 14:05 UTC`."""
        at = self.printed_at.astimezone(UTC)
        day = tongue().date(CalendarDate.parse(at.date().isoformat()), short=True)
        return f"{day} {at:%H:%M} UTC"


def render(
    blocks: Sequence[Block], imprint: Imprint, cabinet: FontCabinet, paper: Paper = Paper.A4
) -> bytes:
    """The PDF. Its fonts are embedded, its author and title come from the template only."""
    frame = Frame(imprint, paper)
    faces = DocumentFaces(
        cabinet, _all_words(blocks, frame), is_right_to_left=tongue().is_right_to_left
    )
    if faces.missing:
        blocks = [*blocks, Text(para(say(MISSING), style=NOTE))]
    frame.fit(faces)
    press = Press(frame, faces, cabinet, frame.particulars, frame.leads)
    press.set(stacked(blocks, faces, frame.width))
    return press.finish()


class Frame:
    """Header and footer of every page; the footer's height does not depend on the page's number."""

    def __init__(self, imprint: Imprint, paper: Paper) -> None:
        self.imprint = imprint
        self.size_pt = paper.size_pt
        self.left_pt = MARGIN_PT
        self.width = self.size_pt[0] - 2 * MARGIN_PT
        self.top_pt = self.body_pt = 0.0

    def fit(self, faces: DocumentFaces) -> None:
        """Find out how much of a page is left for its body, once the faces are known."""
        self._foot = self._lower_lines(faces)
        above = height_of(self._upper_lines(faces)) + _MARKING_GAP_PT + _RULE_GAP_PT + _BODY_GAP_PT
        below = height_of(self._foot) + _MARKING_GAP_PT + _RULE_GAP_PT + _BODY_GAP_PT
        self.top_pt = self.size_pt[1] - _EDGE_PT - above
        self.body_pt = self.top_pt - _EDGE_PT - below

    @property
    def particulars(self) -> Particulars:
        """What the file says of itself."""
        told = self.imprint
        version = "" if told.colophon else f"Record version {told.revision}, "
        return Particulars(
            title=f"{say(told.title)} {told.reference}".strip(),
            subject=f"{version}sha-256 {told.content_sha256}",
            made_at=told.printed_at,
            language="en-GB" if tongue().language == "en" else tongue().language,
        )

    def leads(self, link: str) -> str:
        """A record's reference leads to the register, where its address is known."""
        if not link.startswith(RECORD_LINK):
            return link
        base = self.imprint.base_url
        return f"{base}/r/{link.removeprefix(RECORD_LINK)}" if base else ""

    @property
    def marking(self) -> Para:
        return para(self.imprint.label.as_marked, style=MARKING, align="centre")

    @property
    def running(self) -> tuple[Para, Para]:
        owner = clean(self.imprint.organisation, 80) or PRODUCER
        return (
            para(clean(self.imprint.running, 90) or say(self.imprint.title), style=RUNNING),
            para(owner, style=RUNNING, align="end"),
        )

    @property
    def colophon(self) -> tuple[Para, ...]:
        told = self.imprint
        if told.colophon is not None:
            first, second = told.colophon
            lines = [para(one, style=RUNNING) for one in (first, second) if one]
            return (*lines, *self.under_emergency)
        based = said_many(
            "Based on the {number} text this reader may read",
            "Based on the {number} texts this reader may read",
            told.readable_total,
        )
        digest = f"sha-256 {told.content_sha256[:4]}…{told.content_sha256[-4:]}"
        version = say(said("record version {revision}", revision=told.revision))
        return (
            para(f"{say(copy_words(told))} · {told.moment} · {version}", style=RUNNING),
            para(f"{say(based)} · {digest}", style=RUNNING),
            *self.under_emergency,
        )

    @property
    def under_emergency(self) -> tuple[Para, ...]:
        """A line of its own on a paper that only an emergency let its reader have."""
        if not self.imprint.emergency:
            return ()
        words = said(
            "Made under emergency access {number}, which ends; every use of it is recorded and "
            "reported to the security officers.",
            number=self.imprint.emergency[:8],
        )
        return (para(say(words), style=RUNNING_STRONG),)

    def page_number(self, number: int, count: int) -> Para:
        words = said("Page {number} of {count}", number=number, count=count)
        return para(say(words), style=RUNNING_STRONG, align="end")

    def words(self) -> Iterator[tuple[Face, str]]:
        """What the document's fonts must hold for the frame."""
        for one in (self.marking, *self.running, *self.colophon, self.page_number(1, 234567890)):
            yield from one.words()

    def draw(self, pen: Pen, *, is_cover: bool) -> None:
        """Marking, running title and foot; a cover has a double line instead of the title."""
        left, right, faces = self.left_pt, self.left_pt + self.width, pen.faces
        top = self.size_pt[1] - _EDGE_PT
        top = self._down(pen, lines_of(self.marking, faces, self.width), top) - _MARKING_GAP_PT
        if is_cover:
            for below in (4.0, 6.2):
                pen.line((left, top - below), (right, top - below), BRASS, 0.8)
        else:
            for one in self.running:
                below_title = self._down(pen, lines_of(one, faces, self.width), top)
            rule = below_title - _RULE_GAP_PT
            pen.line((left, rule), (right, rule), INK, 0.7)
        foot = self._foot_pt
        pen.line((left, foot + _RULE_GAP_PT), (right, foot + _RULE_GAP_PT), INK, 0.7)
        lower = self._foot
        for strip in lower[: -self._marking_lines]:
            strip.put(pen, left, foot)
            foot -= strip.height
        self._down(pen, lower[-self._marking_lines :], foot - _MARKING_GAP_PT)

    def number(self, pen: Pen, number: int, count: int) -> None:
        """`Page 3 of 18`, at the end of the first line of the foot."""
        lines = lines_of(self.page_number(number, count), pen.faces, self.width)
        self._down(pen, lines, self._foot_pt)

    @property
    def _foot_pt(self) -> float:
        return _EDGE_PT + _MARKING_GAP_PT + height_of(self._foot)

    def _upper_lines(self, faces: DocumentFaces) -> list[Strip]:
        return [
            *lines_of(self.marking, faces, self.width),
            *lines_of(self.running[0], faces, self.width),
        ]

    def _lower_lines(self, faces: DocumentFaces) -> list[Strip]:
        measure = self.width - _NUMBER_PT
        shift = _NUMBER_PT if faces.is_right_to_left else 0.0
        lines = [strip for one in self.colophon for strip in lines_of(one, faces, measure)]
        marking = lines_of(self.marking, faces, self.width)
        self._marking_lines = len(marking)
        return [*(moved(strip, shift) for strip in lines), *marking]

    def _down(self, pen: Pen, strips: Sequence[Strip], top: float) -> float:
        for strip in strips:
            strip.put(pen, self.left_pt, top)
            top -= strip.height
        return top


def copy_words(told: Imprint) -> Wording:
    """`Copy 3 of 5 for A. Linden`."""
    reader = clean(told.reader, 60)
    if told.copies is None:
        return said("Copy {number} for {reader}", number=told.copy_number, reader=reader)
    return said(
        "Copy {number} of {copies} for {reader}",
        number=told.copy_number,
        copies=told.copies,
        reader=reader,
    )


def _all_words(blocks: Sequence[Block], frame: Frame) -> Iterator[tuple[Face, str]]:
    for block in blocks:
        yield from block.words()
    yield from frame.words()
