"""How a partition's words lie in Whoosh: one field, our own postings, no pickles among them.

Whoosh keeps what it is good at (term dictionary, sorting pool, segments, merging). The postings of a
term are written as flat arrays, so that a whole list becomes numpy arrays in one step:

    header | documents, weights, counts | places

`documents` are numbers in the segment, `weights` the term's frequency with each field's weight, `counts`
the number of its `places` (`postings.py`).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from whoosh import columns, fields, formats
from whoosh.codec.whoosh3 import W3Codec, W3TermInfo
from whoosh.matching import ListMatcher

from app.search.postings import Numbers, Postings

Item = tuple[bytes, int, int, bytes]
"""Term, frequency, weight, places: what Whoosh asks of a field for one document."""

WORDS, ROW = "words", "row"
_HEADER = struct.Struct("<IIIII")
_SMALL_BYTES = 256  # below, packing costs more than it saves
_INFO = struct.Struct("!BfIBBfIIqi")  # Whoosh's own term record, as written when nothing is inlined


class WordField(fields.FieldType):  # type: ignore[misc]
    """Takes a document's items ready made: Whoosh never sees a text or an analyser."""

    def __init__(self) -> None:
        self.format = PlacesFormat()
        self.scorable = self.stored = self.unique = False
        self.indexed = True
        self.vector = self.column_type = self.analyzer = None

    def index(self, value: Iterable[Item], **_: object) -> Iterator[Item]:
        return iter(value)


class PlacesFormat(formats.Format):  # type: ignore[misc]
    """The value of a posting is its places as little-endian 32-bit numbers."""

    def decode_frequency(self, value: bytes) -> int:
        return len(value) // 4


class PlacesCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's third codec with the postings above."""

    length_stats = False

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> PlacesWriter:
        return PlacesWriter(dbfile)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> ListMatcher:
        """For merging: Whoosh walks the list posting by posting."""
        offset, length = terminfo.extent()
        if isinstance(length, tuple):  # as Whoosh reads its own record back
            (length,) = length
        found = unpack(dbfile.get(offset, length))
        ends = (np.cumsum(found.counts) * 4).tolist()
        blob = found.places.tobytes()
        values = [blob[a:b] for a, b in zip([0, *ends[:-1]], ends, strict=True)]
        documents, weights = found.documents.tolist(), found.weights.tolist()
        return ListMatcher(documents, weights, values, format_, term=term, terminfo=terminfo)


class PlacesWriter:
    """Gathers a term's postings and writes them as one block."""

    def __init__(self, postfile: Any) -> None:
        self._postfile = postfile

    def start_postings(self, format_: Any, terminfo: W3TermInfo) -> None:
        self._terminfo = terminfo
        self._documents: list[int] = []
        self._weights: list[int] = []
        self._values: list[bytes] = []

    def add_posting(self, document: int, weight: int, value: bytes, length: int = 0) -> None:
        self._documents.append(document)
        self._weights.append(weight)
        self._values.append(value)

    def finish_postings(self) -> W3TermInfo:
        terminfo = self._terminfo
        start = self._postfile.tell()
        self._postfile.write(pack(self._documents, self._weights, self._values))
        terminfo._df = len(self._documents)
        terminfo._weight = float(sum(self._weights))
        terminfo._minid, terminfo._maxid = self._documents[0], self._documents[-1]
        terminfo.set_extent(start, self._postfile.tell() - start)
        return terminfo


def schema() -> fields.Schema:
    """One searchable field, and the row of our own columns that a document belongs to."""
    return fields.Schema(**{WORDS: WordField(), ROW: fields.COLUMN(columns.NumericColumn("I"))})


def row_numbers(reader: Any) -> Numbers:
    """The row of every document of a segment, in the order of the documents, dead ones too."""
    column = reader._perdoc.column_reader(ROW, reader.schema[ROW].column_type)
    raw = column._dbfile.get(column._basepos, column._count * 4)
    return np.frombuffer(raw, dtype=">u4").astype(np.uint32)


def pack(documents: list[int], weights: list[int], values: list[bytes]) -> bytes:
    counts = [len(value) // 4 for value in values]
    heads = np.array((documents, weights, counts), dtype="<u4").tobytes()
    places = b"".join(values)
    small = len(heads) + len(places) <= _SMALL_BYTES
    first = heads if small else _squeeze(heads)
    second = places if small else _squeeze(places)
    header = _HEADER.pack(len(documents), len(places) // 4, len(first), len(second), not small)
    return header + first + second


def unpack(block: bytes, *, with_places: bool = True) -> Postings:
    """The arrays of one block; without places only the front is unpacked."""
    size, place_count, first_size, second_size, is_squeezed = _HEADER.unpack_from(block)
    at = _HEADER.size
    first = block[at : at + first_size]
    heads = np.frombuffer(_stretch(first) if is_squeezed else first, dtype="<u4")
    documents, weights, counts = heads.reshape(3, size)
    places = np.empty(0, dtype="<u4")
    if with_places and place_count:
        second = block[at + first_size : at + first_size + second_size]
        places = np.frombuffer(_stretch(second) if is_squeezed else second, dtype="<u4")
    return Postings(documents, weights, counts, places)


def block_range(term_record: bytes) -> tuple[int, int]:
    """Offset and length of a term's block from Whoosh's record of the term."""
    fields_of_record = _INFO.unpack(term_record)
    return fields_of_record[-2], fields_of_record[-1]


def _squeeze(numbers: bytes) -> bytes:
    """zlib over the bytes sorted by significance: high bytes are nearly all the same."""
    planes = np.frombuffer(numbers, dtype=np.uint8).reshape(-1, 4).T
    return zlib.compress(planes.tobytes(), 1)


def _stretch(squeezed: bytes) -> bytes:
    planes = np.frombuffer(zlib.decompress(squeezed), dtype=np.uint8)
    return planes.reshape(4, -1).T.tobytes()
