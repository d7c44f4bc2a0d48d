"""The index: parties and persons with the pages that name them, in two columns read down page by page.

Open `strips`. It is made when the pages of the book are set, so it knows where its own begin and end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from app.domain.parties import fold_name
from app.domain.records import PartyCode
from app.domain.wording import said
from app.pdf.blocks import Heading, Text
from app.pdf.book.letters import PARTIES_INDEX, PERSONS_INDEX
from app.pdf.book.plan import Book
from app.pdf.faces import DocumentFaces
from app.pdf.pen import Drawn
from app.pdf.press import page_place
from app.pdf.speech import say
from app.pdf.strips import Strip, height_of, lefts_of, lines_of, side_by_side, space
from app.pdf.structure import Node
from app.pdf.text import Piece, inline, para
from app.pdf.typography import BODY, CODE, SMALL_HEADING

MOST_PAGES = 60
"""Pages that one entry names."""
_GAP_PT = 16.0
_AFTER_PT = 10.0
_BETWEEN_PT = 1.2
_LEAST_PT = 72.0
"""What must be left of a page beneath a heading."""
_Entry = Sequence[Strip]


def strips(
    book: Book, drawn: Mapping[int, Drawn], faces: DocumentFaces, width: float, body_pt: float
) -> Iterator[Strip]:
    """The whole index on pages whose body is `body_pt` points high, beginning at the head of one."""
    parties, persons = _entries(book, drawn)
    used = 0.0
    for title, entries in (
        (say(said("Index of parties")), parties),
        (say(said("Index of persons")), persons),
    ):
        heading = Heading(para(title, style=SMALL_HEADING), level=2).strips(faces, width)
        used = yield from _headed(heading, used, body_pt)
        if not entries:
            words = said("The letters of this book name nobody here.")
            lines = Text(para(say(words), style=BODY)).strips(faces, width)
            yield from lines
            used += height_of(lines)
            continue
        used = yield from _in_columns(entries, faces, width, used, body_pt)


def _headed(heading: list[Strip], used: float, body_pt: float) -> Generator[Strip, None, float]:
    """The heading, on the next page where too little would stand beneath it; how much is used then."""
    if used + height_of(heading) + _LEAST_PT > body_pt:
        used = 0.0
    if not used:
        heading = [one for one in heading if not one.is_space or one is not heading[0]]
        heading[0] = replace(heading[0], starts_page=True)
    yield from heading
    return used + height_of(heading)


def _entries(
    book: Book, drawn: Mapping[int, Drawn]
) -> tuple[Mapping[str, list[int]], Mapping[str, list[int]]]:
    found: dict[str, dict[str, list[int]]] = {PARTIES_INDEX: {}, PERSONS_INDEX: {}}
    for page in sorted(drawn):
        for kind, name in drawn[page].mentions:
            pages = found[kind].setdefault(name, [])
            if page not in pages:
                pages.append(page)
    parties: dict[str, list[int]] = defaultdict(list)
    for code, pages in found[PARTIES_INDEX].items():
        parties[say(book.dossier.name_of(PartyCode(code)))] += pages
    return parties, found[PERSONS_INDEX]


def _in_columns(
    entries: Mapping[str, list[int]],
    faces: DocumentFaces,
    width: float,
    used: float,
    body_pt: float,
) -> Generator[Strip, None, float]:
    """Two columns a page, as long as entries wait; how much of the last page is used."""
    column = (width - _GAP_PT) / 2
    lefts, _ = lefts_of((column, column), _GAP_PT, faces)
    listed = Node("L")
    ordered = sorted(entries, key=lambda name: (fold_name(name), name))
    waiting = [_entry(name, entries[name], faces, column, listed) for name in ordered]
    while waiting:
        left, right, waiting = _columns(waiting, body_pt - used)
        page = side_by_side((left, right), lefts, width)
        yield replace(page, starts_page=not used)
        used = 0.0 if waiting else used + page.height + _AFTER_PT
    yield space(_AFTER_PT)
    return used


def _entry(
    name: str, pages: list[int], faces: DocumentFaces, column: float, listed: Node
) -> _Entry:
    words = para(inline(f"{name}  ", BODY), *_numbers(pages), style=BODY)
    body = Node("LBody", Node("LI", listed))
    return [*lines_of(words, faces, column, body), space(_BETWEEN_PT)]


def _columns(waiting: list[_Entry], room: float) -> tuple[list[Strip], list[Strip], list[_Entry]]:
    """What fits beside each other in so many points, and what waits on: the last page is balanced."""
    whole = sum(map(height_of, waiting))
    half, rest = _filled(waiting, whole / 2 + height_of(waiting[0]))
    if height_of(half) <= room:
        other, rest = _filled(rest, room)
        if not rest:
            return half, other, []
    left, rest = _filled(waiting, room)
    right, rest = _filled(rest, room)
    return left, right, rest


def _filled(waiting: Sequence[_Entry], room: float) -> tuple[list[Strip], list[_Entry]]:
    """As many entries as fit; of one that fits nowhere as many lines."""
    column: list[Strip] = []
    used = 0.0
    for at, entry in enumerate(waiting):
        height = height_of(entry)
        if used + height > room:
            if column:
                return column, list(waiting[at:])
            lines = max(1, int(room // entry[0].height))
            rest = [entry[lines:]] if lines < len(entry) else []
            return list(entry[:lines]), [*rest, *waiting[at + 1 :]]
        column += entry
        used += height
    return column, []


def _numbers(pages: Iterable[int]) -> list[Piece]:
    pieces: list[Piece] = []
    every = sorted(pages)
    for at, number in enumerate(every[:MOST_PAGES]):
        if at:
            pieces.append(inline(", ", CODE))
        pieces.append(Piece(str(number), CODE, link=f"#{page_place(number)}"))
    if len(every) > MOST_PAGES:
        more = len(every) - MOST_PAGES
        pieces.append(inline(f" {say(said('and {number} more', number=more))}", CODE))
    return pieces
