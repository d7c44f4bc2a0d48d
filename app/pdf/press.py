"""The press: pages go in as strips, in any order; out comes one tagged PDF. Open `Press`.

A page's content is packed as soon as it is drawn, so that a book of thousands of pages needs little memory.
What can be known only at the end (how many pages there are, on which page a link's end stands, the structure)
is written at the end, in one pass: no page is ever laid out twice.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import md5
from typing import Protocol

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFObject, PDFObjectReference
from reportlab.pdfgen.canvas import Canvas

from app.fonts.cabinet import SANS_REGULAR, FontCabinet
from app.pdf.container import Tell, written
from app.pdf.faces import DocumentFaces, base_font
from app.pdf.metadata import PRODUCER, Particulars, information, write_metadata
from app.pdf.objects import Store, packed_stream
from app.pdf.outline import Bookmark, write_outline
from app.pdf.pages import paginated
from app.pdf.pen import Drawn, Pen
from app.pdf.strips import Strip
from app.pdf.structure import Node
from app.pdf.tree import StructureTree, Written

_TOLD_EACH = 500
"""Pages after which somebody is told that the work goes on."""
_IDENTIFIER = md5(PRODUCER.encode(), usedforsecurity=False).hexdigest().encode()
_finishing = threading.Lock()
"""A font object holds the reading position of its file; only finishing reads it."""


def page_place(number: int) -> str:
    """Links to `#...` lead to the top of that page."""
    return f"page-{number}"


class Stage(Protocol):
    """The frame that stands around every page's body."""

    size_pt: tuple[float, float]
    left_pt: float
    top_pt: float
    """The upper edge of the body, from the foot of the page."""
    body_pt: float
    """How high the body is."""

    def draw(self, pen: Pen, *, is_cover: bool) -> None:
        """What is the same on every page but a cover, or on every cover."""
        ...

    def number(self, pen: Pen, number: int, count: int) -> None:
        """What differs: the number of the page among how many."""
        ...


@dataclass(slots=True)
class _Sheet:
    """A page that is drawn and packed."""

    content: bytes
    drawn: Drawn
    is_cover: bool = False


class Press:
    """One document on its way to paper."""

    def __init__(
        self,
        stage: Stage,
        faces: DocumentFaces,
        cabinet: FontCabinet,
        told: Particulars,
        leads: Callable[[str], str] = str,
        on_page: Callable[[int], None] | None = None,
    ) -> None:
        """`leads` says where a piece's link goes; empty for nowhere. `on_page` is told how many are set."""
        self.root = Node("Document")
        self._stage, self._faces, self._told, self._on_page = stage, faces, told, on_page
        self._sheets: dict[int, _Sheet] = {}
        with _finishing:
            first_font = base_font(cabinet, SANS_REGULAR, is_extended=False)
            pdfmetrics.registerFont(first_font)
            self._canvas = Canvas(
                io.BytesIO(),
                pagesize=stage.size_pt,
                pageCompression=1,
                invariant=1,
                initialFontName=first_font.fontName,
                lang=told.language,
                pdfVersion=(1, 7),
            )
        self._document = self._canvas._doc
        self._canvas._code.clear()
        self._pen = Pen(self._canvas, faces, self.root, leads)

    @property
    def drawn_by_page(self) -> Mapping[int, Drawn]:
        """Links, places and mentions of what was set so far, by page."""
        return {number: sheet.drawn for number, sheet in self._sheets.items()}

    def set(
        self,
        strips: Iterable[Strip],
        first: int = 1,
        *,
        is_cover: bool = False,
        under: Node | None = None,
    ) -> int:
        """Set strips on pages numbered from `first`; in the structure they stand under a node.

        Returns the number of the page after them.
        """
        number = first
        self._pen.root = under or self.root
        for page in paginated(strips, self._stage.body_pt):
            self._pen.turn(number)
            self._pen.place(page_place(number), self._stage.top_pt)
            for offset, strip in page.placed:
                strip.put(self._pen, self._stage.left_pt, self._stage.top_pt - offset)
            content = packed_stream(self._pen.leave().encode("latin-1"))
            self._sheets[number] = _Sheet(content, self._pen.drawn, is_cover)
            number += 1
            if self._on_page is not None:
                self._on_page(len(self._sheets))
        return number

    def finish(
        self, bookmarks: Iterable[Bookmark] = (), tell: Tell = lambda _done, _of: None
    ) -> bytes:
        """The PDF. Its pages are numbered without a gap from 1. `tell` hears of each part that is written."""
        store = Store(self._document)
        numbers = sorted(self._sheets)
        frames = self._frames(store)
        self._late: dict[int, bytes] = {}
        for number in numbers:
            self._late[number] = self._late_content(number, len(numbers))
            if number % _TOLD_EACH == 0:
                tell(0, len(numbers))
        pages = {number: store.new(f"Page{number}") for number in numbers}
        tree = StructureTree(store, self.root, pages, self.drawn_by_page)
        begun = tree.begin()
        tell(0, len(numbers))
        self._write_pages(store, pages, frames, begun)
        tell(0, len(numbers))
        self._write_catalogue(store, pages, begun, [*bookmarks, *self._bookmarks()])
        with _finishing:
            for font in self._document.delayedFonts:
                font.addObjects(self._document)
            self._document.delayedFonts.clear()
        store.rewrite_streams()
        document = self._document
        catalogue, info = document.Reference(document.Catalog), document.Reference(document.info)
        tell(0, len(numbers))
        tree.finish()
        return written(store, catalogue.name, info.name, _IDENTIFIER, tell)

    def _frames(self, store: Store) -> Mapping[bool, str]:
        """The frame as a form that all pages share, one for covers if there are any."""
        named: dict[bool, str] = {}
        width, height = self._stage.size_pt
        kinds = [False, True] if any(one.is_cover for one in self._sheets.values()) else [False]
        for is_cover in kinds:
            self._pen.turn(0)
            with self._pen.without_marks(is_silent=True):
                self._stage.draw(self._pen, is_cover=is_cover)
            content = self._pen.leave().encode("latin-1")
            number = store.new()
            store.fill_stream(
                number,
                content,
                f"/Type /XObject /Subtype /Form /BBox [0 0 {width:g} {height:g}] "
                f"/Resources << /Font {self._fonts_number()} 0 R >>",
            )
            named[is_cover] = f"{number} 0 R"
        return named

    def _late_content(self, number: int, count: int) -> bytes:
        self._pen.turn(0)
        with self._pen.without_marks(is_silent=True):
            self._stage.number(self._pen, number, count)
        name = "Cover" if self._sheets[number].is_cover else "Frame"
        inside = self._pen.leave()
        return f"/Artifact BMC\nq /{name} Do Q\n{inside}\nEMC".encode("latin-1")

    def _fonts_number(self) -> int:
        return int(self._document.idToObjectNumberAndVersion["BasicFonts"][0])

    def _write_pages(
        self, store: Store, pages: Mapping[int, int], frames: Mapping[bool, str], tree: Written
    ) -> None:
        forms = [f"/Frame {frames[False]}"] + ([f"/Cover {frames[True]}"] if True in frames else [])
        resources = store.new_with(
            f"<< /Font {self._fonts_number()} 0 R /XObject << {' '.join(forms)} >> "
            "/ProcSet [/PDF /Text] >>"
        )
        width, height = self._stage.size_pt
        parent = self._document.Reference(self._document.Pages, "Pages")
        above = int(self._document.idToObjectNumberAndVersion[parent.name][0])
        for place, (number, page) in enumerate(sorted(pages.items())):
            sheet = self._sheets[number]
            content, late = store.new(), store.new()
            store.fill_packed(content, sheet.content, "/Filter /FlateDecode")
            store.fill_stream(late, self._late[number], packed=False)
            annotations = tree.annotations.get(number, ())
            links = (
                f" /Annots [{' '.join(f'{one} 0 R' for one in annotations)}]" if annotations else ""
            )
            store.fill(
                page,
                f"<< /Type /Page /Parent {above} 0 R /MediaBox [0 0 {width:g} {height:g}] "
                f"/Resources {resources} 0 R /Contents [{content} 0 R {late} 0 R] "
                f"/StructParents {place} /Tabs /S{links} >>",
            )
            self._document.Pages.addPage(PDFObjectReference(f"Page{number}"))

    def _write_catalogue(
        self,
        store: Store,
        pages: Mapping[int, int],
        tree: Written,
        bookmarks: list[Bookmark],
    ) -> None:
        document, catalogue = self._document, self._document.Catalog
        xmp, intent = write_metadata(store, self._told)
        catalogue.__NoDefault__ = [*catalogue.__NoDefault__, "OutputIntents"]
        catalogue.Metadata = PDFObjectReference(f"R{xmp}")
        catalogue.OutputIntents = f"[{intent} 0 R]"
        catalogue.StructTreeRoot = PDFObjectReference(f"R{tree.root}")
        catalogue.MarkInfo = PDFDictionary({"Marked": "true"})
        catalogue.ViewerPreferences = PDFDictionary(
            {"DisplayDocTitle": "true"}
            | ({"Direction": "/R2L"} if self._faces.is_right_to_left else {})
        )
        outline = write_outline(store, bookmarks, pages)
        catalogue.Outlines = PDFObjectReference(f"R{outline}") if outline else None
        if outline:
            catalogue.setPageMode("UseOutlines")
        document.info = _Information(information(self._told))

    def _bookmarks(self) -> list[Bookmark]:
        return [
            Bookmark(words, level, number, top)
            for number, sheet in sorted(self._sheets.items())
            for words, level, top in sheet.drawn.bookmarks
        ]


class _Information(PDFObject):  # type: ignore[misc]
    """The document information as we write it."""

    __RefOnly__ = 1

    def __init__(self, content: str) -> None:
        self._content = content

    def format(self, _document: object) -> bytes:
        return self._content.encode("latin-1")
