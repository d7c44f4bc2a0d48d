"""Books for tests: a plan of a book from views, set and bound, read back page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from app.domain.briefings import Briefing, Depth, Pick
from app.domain.builds import Progress
from app.domain.views import RecordView
from app.languages.tongue import Tongue
from app.pdf.book.binding import Bound, bound
from app.pdf.book.plan import Book
from app.pdf.characters import characters_of
from app.pdf.frame import Imprint
from app.pdf.speech import speaking
from tests.dossiers import a_dossier
from tests.papers import OFFICIAL
from tests.printing import AFTERNOON, DIGEST, cabinet, pages_of

TITLE = "Meeting with the Minister of Public Security"


def a_book(
    views: Sequence[RecordView], *, depth: Depth = Depth.SUMMARY, plan: Any = None, **told: Any
) -> Book:
    """A book of these records; `told` are fields of the briefing, `plan` fields of the book."""
    told = {"title": TITLE, "picks": tuple(Pick(one.id, depth) for one in views)} | told
    briefing = Briefing(**told)
    made = Book(
        briefing=briefing,
        dossier=a_dossier([replace(one, text="") for one in views]),
        depths={one.record: one.depth for one in briefing.picks},
        imprint=Imprint(
            title="Briefing book",
            organisation="",
            reference="",
            label=OFFICIAL,
            reader="A. Linden",
            printed_at=AFTERNOON,
            copy_number=0,
            copies=None,
            revision=0,
            readable_total=70,
            content_sha256=DIGEST,
            emergency="",
            colophon=("23 Nov 2026 14:05 UTC", ""),
            running=briefing.title,
            base_url="https://register.example",
        ),
        made_by="A. Linden",
        raised_by=(),
        own_party=None,
        audience="",
        letters=_letters([one for one in views if depth is not Depth.FACTS]),
        characters=frozenset(
            one
            for view in views
            for one in characters_of(view.description) | characters_of(view.text)
        ),
    )
    return replace(made, **(plan or {}))


def set_book(book: Book, tell: Callable[[Progress], None] = lambda _: None) -> Bound:
    """The book as its own language has it."""
    with speaking(Tongue(book.briefing.language)):
        return bound(book, cabinet(), tell)


def pages(book: Book) -> list[str]:
    return pages_of(set_book(book).content)


def _letters(views: Sequence[RecordView]) -> Callable[[], Iterator[RecordView]]:
    return lambda: iter(views)
