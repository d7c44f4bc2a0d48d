"""Putting the book together: the order of its parts, their pages, and what can be filled in only at the end.

Open `bound`. Everything is laid out once. The contents take as many pages as they have lines, which is known
before any page is; the body is set, then the index, then the contents, then the cover before all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from app.domain.briefings import Section
from app.domain.builds import Progress, Step
from app.domain.views import RecordView
from app.domain.wording import said
from app.fonts.cabinet import (
    MONO_REGULAR,
    SANS_REGULAR,
    SANS_SEMIBOLD,
    SERIF_REGULAR,
    SERIF_SEMIBOLD,
    Face,
    FontCabinet,
)
from app.pdf.blocks import Block, Heading, NewPage, Room, Space, Text
from app.pdf.book import cover, index
from app.pdf.book.annexes import Slot, annex
from app.pdf.book.contents import ContentsLine, contents_strips, note_on
from app.pdf.book.letters import letter
from app.pdf.book.plan import (
    Book,
    Chapter,
    annex_place,
    chapters_of,
    letter_place,
)
from app.pdf.book.sections import blocks_of
from app.pdf.characters import characters_of
from app.pdf.citing import RECORD_LINK
from app.pdf.faces import DocumentFaces
from app.pdf.frame import MISSING, Frame
from app.pdf.outline import Bookmark
from app.pdf.pages import paginated
from app.pdf.press import Press
from app.pdf.speech import say, tongue
from app.pdf.strips import Strip
from app.pdf.structure import Node
from app.pdf.text import para
from app.pdf.typography import BODY, CHAPTER, NOTE, Paper

_TOLD_EACH = 200
"""Blocks after which somebody is told that the work goes on."""
_FORMS = {False: set[str](), True: {chr(code) for code in range(0xFE80, 0xFEFD)}}
"""Arabic letters as they are joined; which form a label needs hangs on what stands beside it."""
FLOWING_FROM = 30
"""From so many summaries on they follow each other wherever a page ends."""
_ROOM_FOR_A_SECTION = 0.35
"""Of a page, that must be left for a section to begin on it."""
_ROOM = 0.45
"""Of a page, that must be left for a letter to begin on it: so no page holds three lines, and few are cut."""
_FACES: tuple[Face, ...] = (
    SANS_REGULAR,
    SANS_SEMIBOLD,
    SERIF_REGULAR,
    SERIF_SEMIBOLD,
    MONO_REGULAR,
)


@dataclass(frozen=True, slots=True)
class Bound:
    """A book but for its annexes, which are bound into `slots`. `pages_of` says where sections begin."""

    content: bytes
    pages: int
    slots: tuple[Slot, ...]
    section_pages: dict[Section, int]


def bound(
    book: Book,
    cabinet: FontCabinet,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> Bound:
    """The book as one PDF. Memory grows by what a page takes when packed, not by what it says."""
    return _Binder(book, cabinet, on_progress).bind()


class _Binder:
    def __init__(
        self, book: Book, cabinet: FontCabinet, on_progress: Callable[[Progress], None]
    ) -> None:
        self._book = book
        self._cabinet = cabinet
        self._on_progress = on_progress
        self._chapters = chapters_of(book.briefing)
        self._slots: list[Slot] = []
        self._set = self._count = 0
        self._note_is_beneath = True
        """The contents. Where it would stand alone on a page, it opens that of the first section."""
        self._letters = len(book.with_pages)
        self._placed = {
            view.reference
            for view in book.dossier.records
            if book.own_page(view) or Section.SOURCES in book.briefing.sections
        }
        self._frame = Frame(book.imprint, Paper(book.briefing.paper))

    def bind(self) -> Bound:
        made, count = self._made(), len(self._chapters)
        self._faces = DocumentFaces(
            self._cabinet, self._words(made.values()), is_right_to_left=tongue().is_right_to_left
        )
        self._frame.fit(self._faces)
        self._press = Press(
            self._frame,
            self._faces,
            self._cabinet,
            self._frame.particulars,
            self._leads,
            self._on_page,
        )
        self._pages: dict[str, int] = {}
        self._on_progress(Progress(Step.MAKING, count, count))
        lines = list(self._contents())
        contents_pages = self._fit_contents(lines)
        cover_strips = cover.strips(self._book, self._faces, self._frame.width, self._frame.body_pt)
        self._on_progress(Progress(Step.MAKING, count, count))
        contents_page = self._press.set(cover_strips, 1, is_cover=True)
        first = contents_page + contents_pages
        front = Node("Sect", self._press.root)
        front.place(self._press.root)  # read after the cover, although it is set last
        last = self._press.set(self._strips(self._body(made)), first)
        last = self._set_index(last)
        self._find_places()
        self._press.set(
            self._contents_strips(lines, Node("TOC", front)), contents_page, under=front
        )
        content = self._press.finish([self._bookmark(contents_page)], self._on_part)
        sections = {
            one.section: self._pages[one.place]
            for one in self._chapters
            if one.place in self._pages
        }
        return Bound(content, last - 1, tuple(self._slots), sections)

    def _made(self) -> dict[Section, list[Block]]:
        """The sections that are in memory as a whole: all but letters and annexes."""
        made: dict[Section, list[Block]] = {}
        for number, one in enumerate(self._chapters):
            self._on_progress(Progress(Step.MAKING, number, len(self._chapters)))
            if one.section not in (Section.LETTERS, Section.ANNEXES):
                made[one.section] = [*self._heading(one), *blocks_of(self._book, one)]
        return made

    def _words(self, made: Iterable[Sequence[Block]]) -> Iterator[tuple[Face, str]]:
        book = self._book
        count = len(self._chapters)
        for number, block in enumerate(chain(cover.upper(book), cover.lower(book), *made)):
            yield from block.words()
            if number % _TOLD_EACH == 0:
                self._on_progress(Progress(Step.MAKING, count, count))
        for line in self._contents():
            yield from line.words_set()
        yield from self._frame.words()
        for chapter in self._chapters:
            for block in self._heading(chapter):
                yield from block.words()
        letters = "".join(sorted(book.characters | self._of_the_language()))
        for face in _FACES:
            yield face, letters

    def _of_the_language(self) -> set[str]:
        """What the labels of letters, which are set one after the other, may need."""
        own = tongue()
        if own.is_english:
            return set()
        found = characters_of(own.everything_said())
        known = self._book.dossier
        names = [say(party.name_today) for party in known.parties.parties]
        for one in known.groupings.groupings:
            names += [say(one.name), say(one.short_name)]
        return found | characters_of(names) | _FORMS[own.is_right_to_left]

    def _heading(self, chapter: Chapter) -> list[Block]:
        """The first section, letters and annexes begin on a page of their own, the others where enough of one
        is left; those that people wrote follow each other."""
        title = f"{chapter.number}  {say(chapter.section.title)}"
        opening: list[Block] = []
        if chapter.number == 1 or chapter.section in (Section.LETTERS, Section.ANNEXES):
            opening = [NewPage()]
        elif not chapter.section.is_written:
            opening = [Space(10), Room(_ROOM_FOR_A_SECTION)]
        return [
            *opening,
            Heading(
                para(title, style=CHAPTER),
                space_before_pt=14.0,
                space_after_pt=4.0,
                level=1,
                place=chapter.place,
                has_rule=False,
                outline=title,
            ),
        ]

    def _body(self, made: dict[Section, list[Block]]) -> Iterator[Block]:
        blocks = self._chapter_blocks(made)
        if not self._note_is_beneath:
            yield next(blocks)  # the new page of the first section
            yield self._note()
        yield from blocks

    def _chapter_blocks(self, made: dict[Section, list[Block]]) -> Iterator[Block]:
        for chapter in self._chapters:
            if chapter.section is Section.LETTERS:
                yield from self._heading(chapter)
                yield from self._letter_blocks()
            elif chapter.section is Section.ANNEXES:
                yield from self._heading(chapter)
                yield from self._annex_blocks()
            else:
                yield from made[chapter.section]
        if self._faces.missing:
            yield Text(para(say(MISSING), style=NOTE))

    def _letter_blocks(self) -> Iterator[Block]:
        if not self._letters:
            words = said("No letter has a page of its own in this book.")
            yield Text(para(say(words), style=BODY))
        is_short = self._letters <= FLOWING_FROM
        room = _ROOM if is_short else 0.0
        for view in self._book.letters():
            yield from letter(self._book, view, room=room)
            self._set += 1

    def _annex_blocks(self) -> Iterator[Block]:
        if not self._book.annexes:
            yield Text(para(say(said("No original is bound in.")), style=BODY))
        for number, one in enumerate(self._book.annexes, start=1):
            yield from annex(number, one, self._slots, self._frame.body_pt)

    def _set_index(self, first: int) -> int:
        """The index, on pages of its own; only where the book has sources."""
        if Section.SOURCES not in self._book.briefing.sections:
            return first
        frame = self._frame
        found = index.strips(
            self._book, self._press.drawn_by_page, self._faces, frame.width, frame.body_pt
        )
        return self._press.set(found, first)

    def _strips(self, blocks: Iterable[Block]) -> Iterator[Strip]:
        for block in blocks:
            yield from block.strips(self._faces, self._frame.width)

    def _contents(self) -> Iterator[ContentsLine]:
        for chapter in self._chapters:
            title = say(chapter.section.title)
            yield ContentsLine(str(chapter.number), title, chapter.place, self._page_of)
            if chapter.section is Section.LETTERS:
                yield from self._letter_lines()
            elif chapter.section is Section.ANNEXES:
                yield from self._annex_lines()

    def _letter_lines(self) -> Iterator[ContentsLine]:
        by_id = {view.id: view for view in self._book.dossier.records}
        for record_id in self._book.depths:
            view = by_id.get(record_id)
            if view is not None and self._book.own_page(view):
                words = f"{view.reference}  {_short_title(view)}"
                yield ContentsLine("", words, letter_place(view.reference), self._page_of)

    def _annex_lines(self) -> Iterator[ContentsLine]:
        for number, one in enumerate(self._book.annexes, start=1):
            words = said("Annex {number}: {name}", number=number, name=one.name)
            yield ContentsLine("", say(words), annex_place(number), self._page_of)

    def _contents_strips(self, lines: Sequence[ContentsLine], toc: Node) -> list[Strip]:
        note = self._note() if self._note_is_beneath else None
        return contents_strips(lines, note, toc, self._faces, self._frame.width)

    def _fit_contents(self, lines: Sequence[ContentsLine]) -> int:
        """How many pages they take; the note on them goes elsewhere where it alone would take one more."""
        pages = self._pages_of(self._contents_strips(lines, Node("TOC")))
        self._note_is_beneath = False
        without = self._pages_of(self._contents_strips(lines, Node("TOC")))
        self._note_is_beneath = pages == without
        return without

    def _pages_of(self, strips: Iterable[Strip]) -> int:
        return sum(1 for _ in paginated(strips, self._frame.body_pt))

    def _note(self) -> Text:
        return note_on(self._book.briefing, self._chapters)

    def _leads(self, link: str) -> str:
        """A record's reference leads to its page in the book, without one to its row among the sources; in a
        book without sources, to the register."""
        if link.startswith(RECORD_LINK):
            reference = link.removeprefix(RECORD_LINK)
            if reference in self._placed:
                return f"#{letter_place(reference)}"
        return self._frame.leads(link)

    def _page_of(self, place: str) -> int | None:
        return self._pages.get(place)

    def _find_places(self) -> None:
        for page, drawn in self._press.drawn_by_page.items():
            for name, _ in drawn.places:
                self._pages.setdefault(name, page)

    def _bookmark(self, page: int) -> Bookmark:
        return Bookmark(say(said("Contents")), 1, page, self._frame.top_pt)

    def _on_part(self, done: int, of: int) -> None:
        self._on_progress(Progress(Step.WRITING, done, of, self._count))

    def _on_page(self, pages: int) -> None:
        self._count = pages
        self._on_progress(Progress(Step.SETTING, self._set, self._letters, pages))


def _short_title(view: RecordView) -> str:
    title = view.description.title.strip()
    return title[1:-1] if title.startswith("[") and title.endswith("]") else title
