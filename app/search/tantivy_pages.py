"""How a segment's words lie in Tantivy: pages of neighbouring forms, each with its postings.

Tantivy's binding hands out matches one Python object at a time, and no frequencies or positions; a stored
value comes in one piece. So a Tantivy document is here a page of its dictionary: some neighbouring forms,
which Tantivy indexes, and their postings, which it stores, compressed. It finds the page of a form, of a
beginning, of a wildcard, of a near spelling with its automata; the page comes out as flat arrays.

The places stand in a document of their own right after the page, as most questions do not ask for them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import tantivy

from app.search.columns import Array
from app.search.postings import Numbers, Postings, Stretch

FORM, BLOCK = "form", "block"
FORMS_PER_PAGE = 128
BYTES_PER_PAGE = 1 << 14
LAST_CHARACTER = chr(0x10FFFF)
"""A page is full when one of both is reached; a form always stands on one page whole."""

_HEADER = struct.Struct("<IIII")
_WIDTHS: dict[int, np.dtype[Any]] = {1: np.dtype("u1"), 2: np.dtype("<u2"), 4: np.dtype("<u4")}


class Page:
    """Neighbouring forms of a dictionary with their postings, without the places."""

    def __init__(self, number: int, block: bytes) -> None:
        self.number = number
        text_bytes, forms, entries, places = _HEADER.unpack_from(block)
        at = _HEADER.size
        self.forms = block[at : at + text_bytes].decode("utf-8").split("\n")
        at += text_bytes
        (self.sizes, self._documents, self._weights, self._counts), _ = _unpacked(
            block, at, (forms, entries, entries, entries)
        )
        self._ends = np.cumsum(self.sizes, dtype=np.int64)
        self._place_count = places
        self._place_ends: Array | None = None
        self._number_by_form = {form: at for at, form in enumerate(self.forms)}
        self.size_bytes = 2 * len(block) + 200 * forms

    def index_of(self, form: str) -> int | None:
        return self._number_by_form.get(form)

    def stretch(self, first: int, last: int, places: Numbers | None) -> Stretch:
        """The forms from `first` to before `last`; `places` are all of the page, None if not asked for."""
        start = int(self._ends[first - 1]) if first else 0
        end = int(self._ends[last - 1])
        if places is not None:
            if self._place_ends is None:
                self._place_ends = np.cumsum(self._counts, dtype=np.int64)
            begin = int(self._place_ends[start - 1]) if start else 0
            places = places[begin : int(self._place_ends[end - 1])]
        here = slice(start, end)
        found = Postings(
            self._documents[here], self._weights[here], self._counts[here],
            _NOTHING if places is None else places,
        )  # fmt: skip
        return Stretch(self.forms[first:last], self.sizes[first:last], found)


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(FORM, stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field(BLOCK, stored=True)
    return builder.build()


def documents(book: Stretch) -> Iterator[tantivy.Document]:
    """Terms with places, as Tantivy takes them: a page with its forms, then the page's places."""
    found = book.postings
    ends = np.concatenate([[0], np.cumsum(book.sizes, dtype=np.int64)])
    place_ends = np.concatenate([[0], np.cumsum(found.counts, dtype=np.int64)])
    for first, last in _cuts(book):
        here = slice(int(ends[first]), int(ends[last]))
        places = found.places[int(place_ends[here.start]) : int(place_ends[here.stop])]
        forms = book.forms[first:last]
        entries = (found.documents[here], found.weights[here], found.counts[here])
        page, of_places = tantivy.Document(), tantivy.Document()
        for form in forms:
            page.add_text(FORM, form)
        one = Stretch(forms, book.sizes[first:last], Postings(*entries, places))
        block, block_of_places = blocks_of(one)
        page.add_bytes(BLOCK, block)
        of_places.add_bytes(BLOCK, block_of_places)
        yield page
        yield of_places


def blocks_of(one: Stretch) -> tuple[bytes, bytes]:
    """A page of these forms, of which there is at least one, as `Page` reads it; and its places."""
    text, found = "\n".join(one.forms).encode("utf-8"), one.postings
    arrays = (one.sizes, found.documents, found.weights, found.counts)
    header = _HEADER.pack(len(text), len(one.forms), len(found.documents), len(found.places))
    page = b"".join((header, text, *map(_packed, arrays)))
    return page, found.places.astype("<u4", copy=False).tobytes()


def places_in(block: bytes) -> Numbers:
    return np.frombuffer(block, dtype="<u4")


def _cuts(book: Stretch) -> Iterator[tuple[int, int]]:
    """Where pages begin and end, by number of forms and by size."""
    entries = np.cumsum(book.sizes, dtype=np.int64)
    first, total = 0, len(book.forms)
    while first < total:
        before = int(entries[first - 1]) if first else 0
        full = int(np.searchsorted(entries, before + BYTES_PER_PAGE // 4))
        last = min(first + FORMS_PER_PAGE, max(full, first + 1), total)
        yield first, last
        first = last


def _packed(numbers: Array) -> bytes:
    """A byte that says how wide the numbers are, then the numbers."""
    most = int(numbers.max())
    width = 1 if most < 1 << 8 else 2 if most < 1 << 16 else 4
    return bytes([width]) + numbers.astype(_WIDTHS[width], copy=False).tobytes()


def _unpacked(block: bytes, at: int, lengths: Sequence[int]) -> tuple[list[Numbers], int]:
    arrays = []
    for length in lengths:
        kind = _WIDTHS[block[at]]
        arrays.append(np.frombuffer(block, dtype=kind, count=length, offset=at + 1))
        at += 1 + length * kind.itemsize
    return arrays, at


_NOTHING = np.empty(0, dtype="<u4")
