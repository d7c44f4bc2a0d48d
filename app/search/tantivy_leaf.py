"""A segment of few records: one page of its own on the disk, without Tantivy.

To make, seal and open a Tantivy index takes some fifty milliseconds whatever it holds, and registrars save
one record at a time. So what comes in small commits is written as a leaf, and small leaves are merged into
larger ones, until there is enough for an index (`tantivy_commit.py`). A leaf is read whole.
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from app.search.columns import Array
from app.search.expansion import is_one_edit_away, wildcard_beginning, wildcard_pattern
from app.search.partition_files import DamagedPartition, make_private
from app.search.postings import Numbers, Postings, Stretch
from app.search.tantivy_pages import LAST_CHARACTER, Page, blocks_of, places_in

MOST_ENTRIES = 1 << 16
"""So many postings, of all forms together, are still read whole: some hundreds of records."""
LEAF_FILE = "leaf"
_HEADER = struct.Struct("<QQ")


def write_leaf(folder: Path, rows: Array, book: Stretch) -> list[str]:
    """Write the terms as one file in a folder; its name. `rows` as `tantivy_dictionary.py` has them."""
    page, places = blocks_of(book)
    numbers = rows.astype("<i8").tobytes()
    content = b"".join((_HEADER.pack(len(numbers), len(page)), numbers, page, places))
    (make_private(folder) / LEAF_FILE).write_bytes(content)
    return [f"{folder.name}/{LEAF_FILE}"]


def is_leaf(folder: Path) -> bool:
    return (folder / LEAF_FILE).is_file()


def rows_of_leaf(folder: Path) -> Array:
    with (folder / LEAF_FILE).open("rb") as file:
        size, _ = _HEADER.unpack(file.read(_HEADER.size))
        return np.frombuffer(file.read(size), dtype="<i8")


class Leaf:
    """Read whole. Safe to share between threads; verify its file before."""

    def __init__(self, folder: Path) -> None:
        content = (folder / LEAF_FILE).read_bytes()
        try:
            rows, page = _HEADER.unpack_from(content)
            at = _HEADER.size
            self.rows: Array = np.frombuffer(content[at : at + rows], dtype="<i8")
            self._page = Page(0, content[at + rows : at + rows + page])
            self._places: Numbers = places_in(content[at + rows + page :])
        except (struct.error, ValueError, UnicodeDecodeError) as error:
            raise DamagedPartition("a leaf cannot be read") from error
        self.most_forms = len(self._page.forms)
        self.entries = int(self._page.sizes.sum())

    def postings(self, form: str, *, with_places: bool) -> Postings | None:
        at = self._page.index_of(form)
        return None if at is None else self._stretch(at, at + 1, with_places).postings

    def beginning_with(self, prefix: str, *, with_places: bool) -> Iterator[Stretch]:
        """Every term with this beginning, in order."""
        first = bisect_left(self._page.forms, prefix)
        last = bisect_left(self._page.forms, prefix + LAST_CHARACTER)
        if first < last:
            yield self._stretch(first, last, with_places)

    def every_stretch(self) -> Iterator[Stretch]:
        """All terms in order with their places, for merging."""
        yield self._stretch(0, len(self._page.forms), with_places=True)

    def forms_fitting(self, wildcard: str) -> Iterator[str]:
        fits = wildcard_pattern(wildcard).match
        for found in self.beginning_with(wildcard_beginning(wildcard), with_places=False):
            yield from filter(fits, found.forms)

    def forms_near(self, form: str) -> Iterator[str]:
        for other in self._page.forms:
            if abs(len(other) - len(form)) <= 1 and is_one_edit_away(other, form):
                yield other

    def _stretch(self, first: int, last: int, with_places: bool) -> Stretch:
        return self._page.stretch(first, last, self._places if with_places else None)
