"""PDF objects as we write them ourselves, beside those that ReportLab writes: pages, structure, links.

`Store` hands out numbers first and takes bodies later, so that objects can name each other in any order.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator

from reportlab.pdfbase.pdfdoc import PDFDocument, PDFObject, PDFStream

_MARGIN = 64
"""Numbers left free for objects that ReportLab may still make while it formats others."""


class Body(PDFObject):  # type: ignore[misc]
    """The bytes of one object."""

    __RefOnly__ = 1

    def __init__(self) -> None:
        self.content = b""

    def format(self, document: PDFDocument) -> bytes:
        return self.content


class Store:
    """Objects of one document, by the numbers under which they refer to each other."""

    def __init__(self, document: PDFDocument) -> None:
        self.document = document
        self._bodies: dict[int, Body] = {}
        self._later: list[Callable[[], Iterator[str]]] = []
        self.first_later = self._next_later = 0

    def new(self, name: str | None = None) -> int:
        """A number for an object whose body follows; `name` where ReportLab must know it."""
        assert not self.first_later, "numbers of later objects are given already"  # noqa: S101
        body = Body()
        self.document.Reference(body, name)
        number = int(self.document.objectcounter)
        self._bodies[number] = body
        return number

    def later(self, count: int, contents: Callable[[], Iterator[str]]) -> int:
        """The first number of `count` objects that are no streams; asked for when the file is written.

        Once this is called, no more objects may be made by `new`.
        """
        if not self.first_later:
            self.first_later = self._next_later = int(self.document.objectcounter) + _MARGIN
        first = self._next_later
        self._next_later += count
        self._later.append(contents)
        return first

    @property
    def count_later(self) -> int:
        return self._next_later - self.first_later

    def contents_later(self) -> Iterator[bytes]:
        """What the objects of `later` say, in the order of their numbers."""
        for contents in self._later:
            for content in contents():
                yield content.encode("latin-1")

    def fill(self, number: int, content: str) -> None:
        """The body of an object that is no stream."""
        self._bodies[number].content = content.encode("latin-1")

    def fill_stream(
        self, number: int, content: bytes, entries: str = "", *, packed: bool = True
    ) -> None:
        """The body of a stream, compressed; `entries` of its dictionary besides length and filter."""
        if packed:
            content = packed_stream(content)
            entries = f"{entries} /Filter /FlateDecode"
        self.fill_packed(number, content, entries)

    def fill_packed(self, number: int, content: bytes, entries: str) -> None:
        """The body of a stream whose content is as its dictionary says."""
        head = f"<< {entries} /Length {len(content)} >>\nstream\n".encode("latin-1")
        self._bodies[number].content = b"".join((head, content, b"\nendstream"))

    def new_with(self, content: str) -> int:
        number = self.new()
        self.fill(number, content)
        return number

    def rewrite_streams(self) -> None:
        """Let each stream of ReportLab's end in a line of its own, as ISO 19005-2, 6.1.7.1 asks."""
        for name, one in list(self.document.idToObject.items()):
            if type(one) is PDFStream:
                written: bytes = one.format(self.document)
                body = Body()
                body.content = written.removesuffix(b"endstream\n") + b"\nendstream"
                body.__InternalName__ = name
                self.document.idToObject[name] = body


def packed_stream(content: bytes) -> bytes:
    return zlib.compress(content, 6)


def literal(text: str) -> str:
    """A text string (ISO 32000-1, 7.9.2.2): as it is where it is ASCII, else as UTF-16 in hexadecimal."""
    if text.isascii() and text.isprintable():
        for sign in "\\()":
            text = text.replace(sign, f"\\{sign}")
        return f"({text})"
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"
