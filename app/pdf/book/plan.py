"""What a book is made of, as the service hands it over: plain values of one reader. Open `Book`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.briefings import Briefing, Depth, Section
from app.domain.build_changes import Since
from app.domain.dossiers import Dossier
from app.domain.records import PartyCode, RecordId
from app.domain.views import RecordView
from app.pdf.frame import Imprint

LETTER_PLACE = "letter-"
"""Begins the name of the place where a letter stands in the book; its reference follows."""


@dataclass(frozen=True, slots=True)
class Annex:
    """A file of a record at the end of the book: cleaned pages to bind in, or why there are none.

    `text` is what the register read in a file that has no pages to bind in.
    """

    record: RecordView
    name: str
    pages: int
    reason: str = ""
    text: str = ""
    is_about_it: bool = False
    """Whether the file is our own on the letter, and not the letter's."""
    names_persons: bool = False
    """Whether its pages may name somebody who is masked elsewhere: what is bound in is never changed."""

    @property
    def is_bound(self) -> bool:
        return self.pages > 0


@dataclass(frozen=True, slots=True)
class Earlier:
    """The book that was built before this one, and what has changed since."""

    built_at: datetime
    since: Since


@dataclass(frozen=True, slots=True)
class Book:
    """`dossier` holds every record without its text; `letters` gives those that have a page, with texts.

    `depths` says how much of each record the book holds, in the order of the selection; `characters` are all
    that stand in the letters, because large scripts are cut down to them before anything is set.
    """

    briefing: Briefing
    dossier: Dossier
    depths: Mapping[RecordId, Depth]
    imprint: Imprint
    made_by: str
    raised_by: tuple[str, ...]
    """References of the records that raise the marking."""
    own_party: PartyCode | None
    audience: str
    """For whom, in words; empty where nobody is named."""
    letters: Callable[[], Iterator[RecordView]]
    characters: frozenset[str]
    annexes: tuple[Annex, ...] = ()
    earlier: Earlier | None = None
    counts_all: bool = True
    """Whether it says how many records its maker may read; a book for somebody else does not."""

    @property
    def with_pages(self) -> frozenset[RecordId]:
        """The records that have a page of their own."""
        if Section.LETTERS not in self.briefing.sections:
            return frozenset()
        return frozenset(one for one, depth in self.depths.items() if depth is not Depth.FACTS)

    def own_page(self, view: RecordView) -> bool:
        return view.id in self.with_pages


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section with its number in this book."""

    number: int
    section: Section

    @property
    def place(self) -> str:
        """Links to `#place` lead to its heading."""
        return f"section-{self.section.value}"


def chapters_of(briefing: Briefing) -> tuple[Chapter, ...]:
    return tuple(
        Chapter(number, section) for number, section in enumerate(briefing.sections, start=1)
    )


def letter_place(reference: str) -> str:
    return f"{LETTER_PLACE}{reference}"


def annex_place(number: int) -> str:
    return f"annex-{number}"
