"""The file around the objects of a PDF: object streams and a reference stream (ISO 32000-1, 7.5.7, 7.5.8).

Open `written`. A tagged book has more structure elements than lines; packed together they take a tenth of the
room. ReportLab formats its objects, we only put them into the file; the same objects give the same bytes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable, Iterator

from reportlab.pdfbase import pdfdoc

from app.pdf.objects import Store

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_EACH = 200
"""Objects in one object stream."""
_STREAM = b"stream\n"
_LOOKED_AT = 4096
_FREE = struct.pack(">BIH", 0, 0, 0xFFFF)
Tell = Callable[[int, int], None]
"""Is told how many objects of how many are written."""


def written(store: Store, root: str, info: str, identifier: bytes, tell: Tell) -> bytes:
    """The whole file. `root` and `info` name the catalogue and the document information."""
    return _File(store, tell).written(root, info, identifier)


class _File:
    def __init__(self, store: Store, tell: Tell) -> None:
        self._store, self._document, self._tell = store, store.document, tell
        self._parts = [_HEADER]
        self._size = len(_HEADER)
        self._entries: dict[int, bytes] = {}
        """By number, packed: kind of entry, then offset and 0, or object stream and place in it."""
        self._done = 0

    def written(self, root: str, info: str, identifier: bytes) -> bytes:
        own = self._store
        self._next_stream = own.first_later + own.count_later
        self._pack(self._plain())
        self._pack(enumerate(own.contents_later(), start=own.first_later))
        self._add_references(self._number(root), self._number(info), identifier)
        return b"".join(self._parts)

    def _plain(self) -> Iterator[tuple[int, bytes]]:
        """ReportLab's objects that are no streams; those that are go into the file as they come."""
        for number, content in self._objects():
            if _STREAM in content[:_LOOKED_AT] and content.rstrip().endswith(b"endstream"):
                self._add(number, content)
            else:
                yield number, content.strip()

    def _objects(self) -> Iterator[tuple[int, bytes]]:
        """Each object with its number; formatting one may bring others, which come after it."""
        known = self._document.numberToId
        number = 1
        while number in known:
            name = known[number]
            one = self._document.idToObject[name]
            content: bytes = pdfdoc.format(one, self._document, toplevel=1)
            self._document.idToObject[name] = None  # a large book is not kept twice
            yield number, content
            number += 1

    def _number(self, name: str) -> int:
        return int(self._document.idToObjectNumberAndVersion[name][0])

    def _pack(self, objects: Iterable[tuple[int, bytes]]) -> None:
        batch: list[tuple[int, bytes]] = []
        for one in objects:
            batch.append(one)
            if len(batch) == _EACH:
                self._add_packed(batch)
                batch.clear()
        if batch:
            self._add_packed(batch)

    def _add(self, number: int, content: bytes) -> None:
        self._entries[number] = struct.pack(">BIH", 1, self._size, 0)
        self._put(b"%d 0 obj\n%s\nendobj\n" % (number, content.rstrip(b"\n")))
        self._count(1)

    def _add_packed(self, objects: list[tuple[int, bytes]]) -> None:
        number = self._next_stream
        self._next_stream += 1
        index, offset = [], 0
        for place, (one, content) in enumerate(objects):
            self._entries[one] = struct.pack(">BIH", 2, number, place)
            index.append(b"%d %d" % (one, offset))
            offset += len(content) + 1
        head = b" ".join(index) + b"\n"
        packed = zlib.compress(head + b"\n".join(content for _, content in objects), 6)
        entries = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d" % (
            len(objects),
            len(head),
            len(packed),
        )
        self._add(number, b"<< %s >>\nstream\n%s\nendstream" % (entries, packed))
        self._count(len(objects))

    def _add_references(self, root: int, info: int, identifier: bytes) -> None:
        start, number = self._size, self._next_stream
        self._entries[number] = struct.pack(">BIH", 1, start, 0)
        low = max(one for one in self._entries if one < self._store.first_later)
        high = range(self._store.first_later, number + 1)
        rows = [_FREE, *(self._entries[one] for one in range(1, low + 1))]
        rows += [self._entries[one] for one in high]
        packed = zlib.compress(b"".join(rows), 9)
        entries = (
            b"/Type /XRef /Size %d /Index [0 %d %d %d] /W [1 4 2] /Root %d 0 R /Info %d 0 R "
            b"/ID [<%s> <%s>] /Filter /FlateDecode /Length %d"
            % (
                number + 1,
                low + 1,
                high.start,
                len(high),
                root,
                info,
                identifier,
                identifier,
                len(packed),
            )
        )
        self._put(
            b"%d 0 obj\n<< %s >>\nstream\n%s\nendstream\nendobj\n" % (number, entries, packed)
        )
        self._put(b"startxref\n%d\n%%%%EOF\n" % start)

    def _put(self, content: bytes) -> None:
        self._parts.append(content)
        self._size += len(content)

    def _count(self, more: int) -> None:
        self._done += more
        known = len(self._document.numberToId) + self._store.count_later
        self._tell(min(self._done, known), known)
