"""The cover: title, occasion, date, audience; at its foot who built it, from which records. Open `strips`."""

from __future__ import annotations

from app.domain.dates import CalendarDate
from app.domain.errors import InvalidInput
from app.domain.wording import said, said_many
from app.pdf.blocks import Block, Space, Text, stacked
from app.pdf.book.plan import Book
from app.pdf.faces import DocumentFaces
from app.pdf.speech import listed, say, tongue
from app.pdf.strips import Strip, height_of, space
from app.pdf.tables import AUTO, Table, cell
from app.pdf.text import para
from app.pdf.typography import (
    BOOK,
    BOOK_LABEL,
    COVER_SUBTITLE,
    COVER_TITLE,
    HEADING,
    KIND,
    NOTE,
)

_ABOVE_TITLE_PT = 108.0
_MOST_NAMED = 12
"""References that the foot of the cover names; of more it says how many."""


def upper(book: Book) -> list[Block]:
    """What stands from the top of the cover downwards."""
    told = book.briefing
    owner = book.imprint.organisation or say(said("Chancery"))
    name = cell(para(say(said("Briefing book")), style=KIND, align="end"))
    head = Table((AUTO, 130.0), ((cell(para(owner, style=HEADING)), name),), rule=None)
    subtitle = [Text(para(told.subtitle, style=COVER_SUBTITLE))] if told.subtitle.strip() else []
    return [
        Space(8),
        head,
        Space(_ABOVE_TITLE_PT),
        Text(para(told.title, style=COVER_TITLE), role="H1"),
        Space(7),
        *subtitle,
        Space(22),
        _facts(book),
    ]


def lower(book: Book) -> list[Block]:
    """What stands at the foot of the cover."""
    records = book.dossier.records
    versions = [
        say(said("{reference} version {revision}", reference=one.reference, revision=one.revision))
        for one in records[:_MOST_NAMED]
    ]
    sentences = [
        say(said("Built {moment} by {name}.", moment=book.imprint.moment, name=book.made_by)),
        say(
            said_many(
                "Made from {number} record of the register.",
                "Made from {number:,} records of the register.",
                len(records),
            )
        ),
    ]
    if len(records) <= _MOST_NAMED:
        sentences.append(say(said("{list}.", list=listed(versions))))
    if book.raised_by:
        sentences.append(
            say(
                said(
                    "The marking is that of everything inside; raised by {references}.",
                    references=listed(book.raised_by[:_MOST_NAMED]),
                )
            )
        )
    digest = book.imprint.content_sha256
    sentences.append(
        say(
            said(
                "The same input gives the same bytes: sha-256 of the input {digest}.",
                digest=f"{digest[:4]}\N{HORIZONTAL ELLIPSIS}{digest[-4:]}",
            )
        )
    )
    return [Text(para(" ".join(sentences), style=NOTE))]


def strips(book: Book, faces: DocumentFaces, width: float, body_pt: float) -> list[Strip]:
    """The cover as strips of one page: the upper part, free space, the lower part."""
    above = stacked(upper(book), faces, width)
    below = stacked(lower(book), faces, width)
    free = max(0.0, body_pt - height_of(above) - height_of(below) - 1.0)
    return [*above, space(free), *below]


def _facts(book: Book) -> Block:
    told = book.briefing
    rows = [
        (said("Occasion"), told.occasion),
        (said("Date"), _day(told.date)),
        (said("Meeting with"), _counterpart(book)),
        (said("Prepared for"), told.prepared_for),
        (said("Audience"), say(book.audience)),
    ]
    not_given = say(said("not given"))
    return Table(
        (96.0, AUTO),
        tuple(
            (
                cell(para(say(name), style=BOOK_LABEL)),
                cell(para(value.strip() or not_given, style=BOOK if value.strip() else NOTE)),
            )
            for name, value in rows
        ),
        rule=None,
        padding_pt=1.2,
        has_row_heads=True,
    )


def _counterpart(book: Book) -> str:
    code = book.briefing.counterpart
    return say(book.dossier.name_of(code)) if code else ""  # type: ignore[arg-type]


def _day(text: str) -> str:
    """The day of the meeting in words; as it was written where it is no day."""
    if not text:
        return ""
    try:
        return tongue().date(CalendarDate.parse(text))
    except InvalidInput:
        return text
