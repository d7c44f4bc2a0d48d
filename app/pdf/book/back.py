"""The end of the book: what changed since the last one, sources, index of parties and persons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.domain.nothing import Nothing
from app.domain.parties import fold_name
from app.domain.records import PartyCode
from app.domain.views import RecordView
from app.domain.wording import said
from app.pdf.blocks import Block, Heading, Space, Text
from app.pdf.book.letters import PARTIES_INDEX, PERSONS_INDEX
from app.pdf.book.plan import Book
from app.pdf.citing import cited
from app.pdf.pen import Drawn
from app.pdf.press import page_place
from app.pdf.speech import say
from app.pdf.tables import AUTO, Cell, Table, cell
from app.pdf.text import Piece, inline, para
from app.pdf.typography import BODY, CODE, LABEL, NOTE, SMALL_HEADING
from app.pdf.wording import capitalised, term_or

_COLUMNS = 2
_ROWS = 24
"""Of one half of the index: less than a page, so that its order is read to the end before the next."""
_MOST_PAGES = 60
"""Pages that one entry of the index names."""


def changes(book: Book) -> list[Block]:
    """What has changed since the last book; nothing where no earlier one may be told of."""
    heading = Heading(para(say(said("Since the last book")), style=SMALL_HEADING), level=2)
    if book.earlier is None:
        return []
    since, day = book.earlier.since, book.earlier.built_on.in_words()
    if since.is_nothing:
        words = said("Nothing has changed since the book of {day}.", day=day)
        return [heading, Text(para(say(words), style=BODY))]
    rows = [
        (one.reference, said("version {old}, now {new}", old=one.revision, new=revision))
        for one, revision in since.changed
    ]
    rows += [(one.reference, said("added")) for one in since.added]
    rows += [(one.reference, said("left out")) for one in since.removed]
    rows += [(say(one.title), said("written anew")) for one in since.rewritten]
    return [
        heading,
        Text(para(say(said("Compared with the book of {day}.", day=day)), style=NOTE)),
        Table(
            (110.0, AUTO),
            tuple(
                (cell(para(reference, style=CODE)), cell(para(say(words), style=BODY)))
                for reference, words in rows
            ),
            head=_head(said("Record or section"), said("What changed")),
        ),
    ]


def sources(book: Book) -> list[Block]:
    """Every record with where it is from, how it is graded and how the register holds it."""
    heading = Heading(para(say(said("Sources")), style=SMALL_HEADING), level=2)
    records = book.dossier.records
    if not records:
        return [heading, Text(para(say(said("No record is in this book.")), style=BODY))]
    return [
        heading,
        Table(
            (104.0, AUTO, 112.0),
            tuple(_source_row(view) for view in records),
            head=_head(said("Record"), said("Source"), said("Held as")),
        ),
    ]


def _source_row(view: RecordView) -> tuple[Cell, ...]:
    told = view.description
    names = list(told.sources) or [_plain(told.evidence.source)]
    return (
        cell(para(*cited(view, "", told.evidence), style=CODE)),
        cell(*(para(one, style=BODY) for one in names)),
        cell(para(term_or(told.holding), style=BODY)),
    )


def _plain(value: object) -> str:
    return say(said("not known")) if isinstance(value, Nothing) else str(value)


def index(book: Book, drawn: Mapping[int, Drawn]) -> list[Block]:
    """Parties and persons with the pages of the letters that name them. Made when those pages are set."""
    found: dict[str, dict[str, list[int]]] = {PARTIES_INDEX: {}, PERSONS_INDEX: {}}
    for page in sorted(drawn):
        for kind, name in drawn[page].mentions:
            pages = found[kind].setdefault(name, [])
            if page not in pages:
                pages.append(page)
    parties: dict[str, list[int]] = defaultdict(list)
    for code, pages in found[PARTIES_INDEX].items():
        parties[say(book.dossier.name_of(PartyCode(code)))] += pages
    return [
        *_index(say(said("Index of parties")), parties),
        *_index(say(said("Index of persons")), found[PERSONS_INDEX]),
    ]


def _index(title: str, entries: Mapping[str, list[int]]) -> Iterator[Block]:
    yield Heading(para(title, style=SMALL_HEADING), level=2)
    if not entries:
        yield Text(para(say(said("The letters of this book name nobody here.")), style=BODY))
        return
    ordered = sorted(entries, key=lambda name: (fold_name(name), name))
    cells = [
        cell(para(inline(f"{name}  ", BODY), *_pages(entries[name]), style=BODY))
        for name in ordered
    ]
    for first in range(0, len(cells), _COLUMNS * _ROWS):
        yield _in_halves(cells[first : first + _COLUMNS * _ROWS])
        yield Space(10)


def _in_halves(cells: Sequence[Cell]) -> Table:
    half = -(-len(cells) // _COLUMNS)
    empty = cell(para("", style=BODY))
    right = [*cells[half:], *([empty] * (_COLUMNS * half - len(cells)))]
    return Table((AUTO, AUTO), tuple(zip(cells[:half], right, strict=True)), padding_pt=0.6)


def _pages(numbers: Iterable[int]) -> list[Piece]:
    pieces: list[Piece] = []
    every = sorted(numbers)
    for at, number in enumerate(every[:_MOST_PAGES]):
        if at:
            pieces.append(inline(", ", CODE))
        pieces.append(Piece(str(number), CODE, link=f"#{page_place(number)}"))
    if len(every) > _MOST_PAGES:
        more = len(every) - _MOST_PAGES
        pieces.append(inline(f" {say(said('and {number} more', number=more))}", CODE))
    return pieces


def _head(*names: str) -> tuple[Cell, ...]:
    return tuple(cell(para(capitalised(say(one)), style=LABEL)) for one in names)
