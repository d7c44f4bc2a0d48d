"""The table of contents: one line an entry, filled in when all pages are set. Open `ContentsLine`.

Each line is as high as every other, so that the pages it takes are known before any number is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from app.domain.briefings import Briefing
from app.domain.wording import said
from app.fonts.cabinet import Face
from app.pdf.blocks import Heading, Space, Text
from app.pdf.book.plan import Chapter
from app.pdf.faces import DocumentFaces
from app.pdf.lines import broken, natural_width
from app.pdf.pen import Pen
from app.pdf.speech import say
from app.pdf.strips import Strip, drawing_of, lefts_of
from app.pdf.structure import ARTIFACT, Node
from app.pdf.text import Para, Piece, Style, inline, para
from app.pdf.typography import CHAPTER, CONTENTS, CONTENTS_NUMBER, CONTENTS_SUB, EDGE, NOTE

_NUMBER_PT, _PAGE_PT, _GAP_PT = 26.0, 30.0, 6.0
_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
_LINE_PT, _SUB_LINE_PT = 20.0, 14.5


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """`number` of the section, empty for what stands beneath one; `place` where it leads."""

    number: str
    words: str
    place: str
    page_of: Callable[[str], int | None]
    """The page of a place, once it is set."""
    is_last_of_group: bool = False

    @property
    def is_sub(self) -> bool:
        return not self.number

    @property
    def style(self) -> Style:
        return CONTENTS_SUB if self.is_sub else CONTENTS

    def words_set(self) -> Iterator[tuple[Face, str]]:
        yield self.style.face, self.words
        yield CONTENTS_NUMBER.face, f"{self.number}0123456789"

    def strip(self, faces: DocumentFaces, width: float, parent: Node) -> Strip:
        """The line in a measure of `width`: number, words, dots, page."""
        height = _SUB_LINE_PT if self.is_sub else _LINE_PT
        measure = width - _NUMBER_PT - _PAGE_PT - 2 * _GAP_PT
        clipped = self._clipped(faces, measure)
        line = broken(clipped, measure + 1.0, faces)[0]
        (at_number, at_words, at_page), _ = lefts_of(
            (_NUMBER_PT, measure, _PAGE_PT), _GAP_PT, faces
        )
        used = line.width
        is_turned = faces.is_right_to_left

        def draw(pen: Pen, x: float, top: float) -> None:
            item = Node("TOCI", parent)
            link = Node("Link", item)
            page = self.page_of(self.place)
            base = top - height + 5.0
            if self.number:
                _set(pen, faces, self.number, CONTENTS_NUMBER, (x + at_number, base), item)
            pen.mark(link)
            drawing_of([line], clipped, measure, faces, link)(
                pen,
                x + at_words,
                base + clipped.style.leading_pt * 0.5 + clipped.style.size_pt * 0.36,
            )
            _dots(pen, x + at_words, base + 1.2, measure, used, is_turned)
            if page is not None:
                align = "start" if is_turned else "end"
                _set(pen, faces, str(page), CONTENTS_NUMBER, (x + at_page, base), item, align)
                box = (x, base - 3.0, x + width, base + height - 8.0)
                pen.link(box, f"#{self.place}", self.words, link)

        return Strip(height, draw)

    def _clipped(self, faces: DocumentFaces, measure: float) -> Para:
        """One line, cut after a word where it is too long."""
        piece = inline(self.words, self.style)
        whole = Para((piece,), self.style)
        if natural_width(whole, faces) <= measure:
            return whole
        words = piece.text.split(" ")
        while len(words) > 1:
            words.pop()
            shorter = Piece(f"{' '.join(words)} {_ELLIPSIS}", self.style)
            if natural_width(Para((shorter,), self.style), faces) <= measure:
                return Para((shorter,), self.style)
        return Para((Piece(_cut(piece.text, self.style, faces, measure), self.style),), self.style)


def _cut(text: str, style: Style, faces: DocumentFaces, measure: float) -> str:
    """A single word that is longer than a line."""
    kept = text
    while (
        kept and natural_width(Para((Piece(f"{kept}{_ELLIPSIS}", style),), style), faces) > measure
    ):
        kept = kept[: max(1, len(kept) * 3 // 4)] if len(kept) > 1 else ""
    return f"{kept}{_ELLIPSIS}"


def _dots(pen: Pen, x: float, y: float, measure: float, used: float, is_turned: bool) -> None:
    """A fine line from the words to the number."""
    if used + 8 >= measure:
        return
    start, end = (x + used + 5, x + measure) if not is_turned else (x, x + measure - used - 5)
    pen.mark(ARTIFACT)
    pen.line((start, y), (end, y), EDGE, 0.35)


def _set(
    pen: Pen,
    faces: DocumentFaces,
    text: str,
    style: Style,
    at: tuple[float, float],
    node: Node,
    align: str = "start",
) -> None:
    x, y = at
    width = faces.word_widths(style)[text]
    room = _PAGE_PT if align == "end" else 0.0
    pen.mark(node)
    pen.words(x + (room - width if align == "end" else 0.0), y, text, style)


def contents_strips(
    lines: Sequence[ContentsLine],
    note: Text | None,
    toc: Node,
    faces: DocumentFaces,
    width: float,
) -> list[Strip]:
    """Heading, lines and, beneath them, the note."""
    heading = Heading(
        para(say(said("Contents")), style=CHAPTER),
        space_before_pt=6.0,
        space_after_pt=8.0,
        level=1,
        has_rule=False,
        place="contents",
    )
    measure = width if faces.is_right_to_left else width * 0.62
    beneath = [*Space(12).strips(faces, width), *note.strips(faces, measure)] if note else []
    return [
        *heading.strips(faces, width),
        *(line.strip(faces, width, toc) for line in lines),
        *beneath,
    ]


def note_on(briefing: Briefing, chapters: Sequence[Chapter]) -> Text:
    """Which sections people wrote, which are made, which are empty."""
    words = said(
        "Sections that people write are kept apart from those made from the register; in these every "
        "line names its record, and the reference leads to its page in this book, or to its row "
        "among the sources. Titles in square brackets are the register's own."
    )
    empty = [
        str(one.number)
        for one in chapters
        if one.section.is_written and not briefing.text(one.section).strip()
    ]
    told = say(words)
    if empty:
        told = f"{told} {say(said('Not written: {sections}.', sections=', '.join(empty)))}"
    return Text(para(told, style=NOTE))
