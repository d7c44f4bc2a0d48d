"""One Tantivy index, written once and opened for reading: the dictionary and the pages of one segment.

Open `write_dictionary` and `Dictionary`. An index lies in a folder of its own, is never changed after its
seal, and is read through memory maps, which outlive the files' names. Tantivy keeps one sleeping thread for
each index that is open; pages that were read stay in memory for the next question (`PageShelf`).
"""

from __future__ import annotations

import itertools
import re
import threading
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import tantivy

from app.search.columns import Array
from app.search.expansion import is_one_edit_away, wildcard_beginning, wildcard_pattern
from app.search.partition_files import DamagedPartition, make_private
from app.search.postings import Numbers, Postings, Stretch
from app.search.tantivy_leaf import Leaf, is_leaf, rows_of_leaf
from app.search.tantivy_pages import (
    BLOCK,
    FORM,
    FORMS_PER_PAGE,
    LAST_CHARACTER,
    Page,
    documents,
    places_in,
    schema,
)

ROWS_FILE = "rows"
SHELF_BYTES = 256 * 1024**2
_SCRATCH = (".tantivy-meta.lock", ".tantivy-writer.lock", ".managed.json")
_LEAST_HEAP, _MOST_HEAP = 15_000_000, 4_000_000_000
_HEAP_PER_FORM = 400
_EVERY = 100_000_000
_REMEMBERED = 5_000
"""So many forms a dictionary knows the pages of: those that were asked for lately."""
_UNKNOWN, _NOWHERE = -1, -2  # no numbers of pages
_NO_LETTERS = re.compile(r"[^\w*?]")
_numbers = itertools.count(1)


class PageShelf:
    """Pages and their places that were asked for lately, up to a number of bytes. For all threads."""

    def __init__(self, limit_bytes: int = SHELF_BYTES) -> None:
        self._limit = limit_bytes
        self._size = 0
        self._kept: OrderedDict[tuple[int, int], tuple[Page | Numbers, int]] = OrderedDict()
        self._guard = threading.Lock()

    def get(self, key: tuple[int, int]) -> Page | Numbers | None:
        with self._guard:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def put(self, key: tuple[int, int], what: Page | Numbers, size_bytes: int) -> None:
        with self._guard:
            if key in self._kept:
                return
            self._kept[key] = (what, size_bytes)
            self._size += size_bytes
            while self._size > self._limit:
                _, (_, freed) = self._kept.popitem(last=False)
                self._size -= freed


def write_dictionary(folder: Path, rows: Array, forms: int, books: Iterable[Stretch]) -> list[str]:
    """Write the terms, which come in order, as an index of its own; the names of its files.

    `rows` are the columns' rows by number of document; `forms` is how many terms there are at most.
    """
    heap = min(_LEAST_HEAP + forms * _HEAP_PER_FORM, _MOST_HEAP)
    index = tantivy.Index(schema(), path=str(make_private(folder)))
    writer = index.writer(heap_size=heap, num_threads=1)
    for book in books:
        for document in documents(book):
            writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    if index.searcher().num_segments > 1:  # a page and its places must not be parted
        raise OSError(f"Tantivy split {forms} forms in spite of {heap} bytes of memory")
    for name in _SCRATCH:
        (folder / name).unlink(missing_ok=True)
    (folder / ROWS_FILE).write_bytes(rows.astype("<i8").tobytes())
    # Tantivy's watching thread may lay its lock down again half a second later: never sealed.
    names = [path.name for path in folder.iterdir() if path.name not in _SCRATCH]
    return [f"{folder.name}/{name}" for name in names]


def rows_of(folder: Path) -> Array:
    """The rows of a segment's documents, without opening it."""
    if is_leaf(folder):
        return rows_of_leaf(folder)
    return np.frombuffer((folder / ROWS_FILE).read_bytes(), dtype="<i8")


def opened_segment(folder: Path, shelf: PageShelf) -> Dictionary | Leaf:
    """Whatever lies there. Raises DamagedPartition."""
    return Leaf(folder) if is_leaf(folder) else Dictionary(folder, shelf)


class Dictionary:
    """Opened for reading. Safe to share between threads; verify its files before."""

    def __init__(self, folder: Path, shelf: PageShelf) -> None:
        self.rows = rows_of(folder)
        self._shelf, self._number = shelf, next(_numbers)
        try:
            index = tantivy.Index.open(str(folder))
            self._searcher = index.searcher()
        except ValueError as error:
            raise DamagedPartition("a dictionary cannot be opened") from error
        (folder / _SCRATCH[0]).unlink(missing_ok=True)  # made by opening; nobody writes here again
        self._schema = index.schema
        self._pages = self._searcher.num_docs // 2
        self.most_forms = self._pages * FORMS_PER_PAGE
        self._page_by_form: dict[str, int] = {}

    def postings(self, form: str, *, with_places: bool) -> Postings | None:
        number = self._page_of(form)
        if number is None:
            return None
        page = self._page(number)
        at = page.index_of(form)
        return None if at is None else self._stretch(page, at, at + 1, with_places).postings

    def beginning_with(self, prefix: str, *, with_places: bool) -> Iterator[Stretch]:
        """Every term with this beginning, in order, a page at a time."""
        number = self._first_page(prefix)
        while number is not None and number < 2 * self._pages:
            page = self._page(number)
            first = bisect_left(page.forms, prefix)
            last = bisect_left(page.forms, prefix + LAST_CHARACTER)
            if first < last:
                yield self._stretch(page, first, last, with_places)
            if last < len(page.forms):
                return
            number += 2

    def every_stretch(self) -> Iterator[Stretch]:
        """All terms in order with their places, for merging; nothing is kept on the shelf."""
        for number in range(0, 2 * self._pages, 2):
            page = Page(number, self._block(number))
            yield page.stretch(0, len(page.forms), places_in(self._block(number + 1)))

    def forms_fitting(self, wildcard: str) -> Iterator[str]:
        """Tantivy's automaton finds the pages, our own pattern the forms on them."""
        beginning, fits = wildcard_beginning(wildcard), wildcard_pattern(wildcard).match
        if beginning:
            for found in self.beginning_with(beginning, with_places=False):
                yield from filter(fits, found.forms)
        else:
            for number in self._pages_fitting(wildcard):
                yield from filter(fits, self._page(number).forms)

    def forms_near(self, form: str) -> Iterator[str]:
        """Tantivy's automaton finds the pages, our own comparison the forms on them."""
        query = tantivy.Query.fuzzy_term_query(
            self._schema, FORM, form, distance=1, transposition_cost_one=False, prefix=False
        )
        for number in self._matching(query, _EVERY):
            for other in self._page(number).forms:
                if abs(len(other) - len(form)) <= 1 and is_one_edit_away(other, form):
                    yield other

    def _pages_fitting(self, wildcard: str) -> Sequence[int]:
        """All pages where the automaton would be too large for Tantivy; what is no letter fits nothing."""
        folded = "".join(
            part if part in ("*", "?") else wildcard_beginning(part)
            for part in re.split(r"([*?])", wildcard)
        )
        if _NO_LETTERS.search(folded):
            return ()
        pattern = folded.replace("*", ".*").replace("?", ".")
        try:
            return self._matching(tantivy.Query.regex_query(self._schema, FORM, pattern), _EVERY)
        except ValueError:
            return range(0, 2 * self._pages, 2)

    def _page_of(self, form: str) -> int | None:
        number = self._page_by_form.get(form, _UNKNOWN)
        if number == _UNKNOWN:
            query = tantivy.Query.term_query(self._schema, FORM, form, index_option="basic")
            number = next(iter(self._matching(query, 1)), _NOWHERE)
            if len(self._page_by_form) >= _REMEMBERED:
                self._page_by_form.clear()
            self._page_by_form[form] = number
        return None if number == _NOWHERE else number

    def _first_page(self, prefix: str) -> int | None:
        if not prefix:
            return 0
        found = self._searcher.terms_with_prefix(FORM, prefix, limit=1)
        if not found:
            return None
        query = tantivy.Query.term_query(self._schema, FORM, found[0][0], index_option="basic")
        return min(self._matching(query, 1))

    def _matching(self, query: tantivy.Query, limit: int) -> list[int]:
        """Numbers of the pages that hold what is asked for."""
        found = self._searcher.search(query, limit=min(limit, max(self._pages, 1)), count=False)
        return [address.doc for _, address in found.hits]

    def _stretch(self, page: Page, first: int, last: int, with_places: bool) -> Stretch:
        return page.stretch(first, last, self._places(page) if with_places else None)

    def _page(self, number: int) -> Page:
        found = self._shelf.get((self._number, number))
        if not isinstance(found, Page):
            found = Page(number, self._block(number))
            self._shelf.put((self._number, number), found, found.size_bytes)
        return found

    def _places(self, page: Page) -> Numbers:
        key = (self._number, page.number + 1)
        found = self._shelf.get(key)
        if found is None or isinstance(found, Page):
            found = places_in(self._block(page.number + 1))
            self._shelf.put(key, found, found.nbytes)
        return found

    def _block(self, number: int) -> bytes:
        block = self._searcher.doc(tantivy.DocAddress(0, number)).get_first(BLOCK)
        if not isinstance(block, bytes):
            raise DamagedPartition("a dictionary lacks a page")
        return block
