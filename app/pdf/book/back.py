"""The end of the book before its index: what changed since the last one, and the sources."""

from __future__ import annotations

from app.domain.dates import CalendarDate
from app.domain.nothing import Nothing
from app.domain.views import RecordView
from app.domain.wording import said
from app.pdf.blocks import Block, Heading, Place, Text
from app.pdf.book.letters import mentions_of
from app.pdf.book.plan import Book, letter_place
from app.pdf.citing import cited
from app.pdf.reports.texts import title_of
from app.pdf.speech import say, tongue
from app.pdf.tables import AUTO, Cell, PlacedCell, Table, cell
from app.pdf.text import para
from app.pdf.typography import BODY, CODE, LABEL, NOTE, SMALL_HEADING
from app.pdf.wording import capitalised, short_date, term_or


def changes(book: Book) -> list[Block]:
    """What has changed since the last book; nothing where no earlier one may be told of."""
    heading = Heading(para(say(said("Since the last book")), style=SMALL_HEADING), level=2)
    if book.earlier is None:
        return []
    since, at = book.earlier.since, book.earlier.built_at
    day = tongue().date(CalendarDate.parse(at.date().isoformat()))
    day = say(said("{day}, {time} UTC", day=day, time=f"{at:%H:%M}"))
    if since.is_nothing:
        words = said("Nothing has changed since the book of {day}.", day=day)
        return [heading, Text(para(say(words), style=BODY))]
    rows = [
        (one.reference, said("version {old}, now {new}", old=one.revision, new=revision))
        for one, revision in since.changed
    ]
    rows += [(one.reference, said("added")) for one in since.added]
    rows += [(one.reference, said("left out")) for one in since.removed]
    rows += [
        (one.reference, said("{old}, now {new}", old=old.label, new=new.label))
        for one, old, new in since.deeper
    ]
    rows += [(say(one.title), said("written anew")) for one in since.rewritten]
    rows += [(say(one.title), said("section added")) for one in since.sections_added]
    rows += [(say(one.title), said("section left out")) for one in since.sections_left_out]
    rows += [(capitalised(say(one)), said("changed")) for one in since.settings]
    return [
        heading,
        Text(para(say(said("Compared with the book of {day}.", day=day)), style=NOTE)),
        Table(
            (110.0, AUTO),
            tuple(
                (cell(para(reference, style=CODE)), cell(para(say(words), style=BODY)))
                for reference, words in rows
            ),
            head=_head(said("What"), said("What changed")),
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
            tuple(_source_row(book, view) for view in records),
            head=_head(said("Record"), said("Source"), said("Held as")),
        ),
    ]


def _source_row(book: Book, view: RecordView) -> tuple[Cell, ...]:
    """A record without a page of its own has its place here: citations and the index lead to it."""
    told = view.description
    names = list(told.sources) or [_plain(told.evidence.source)]
    name: Cell = cell(para(*cited(view, "", told.evidence), style=CODE))
    what = [para(one, style=BODY) for one in names]
    if not book.own_page(view):
        name = PlacedCell(name, Place(letter_place(view.reference), mentions_of(view)))
        day = short_date(told.calendar_date)
        what = [para(f"{title_of(view)}, ", day, style=BODY), *what]
    return (
        name,
        cell(*what),
        cell(para(term_or(told.holding), style=BODY)),
    )


def _plain(value: object) -> str:
    return say(said("not known")) if isinstance(value, Nothing) else str(value)


def _head(*names: str) -> tuple[Cell, ...]:
    return tuple(cell(para(capitalised(say(one)), style=LABEL)) for one in names)
