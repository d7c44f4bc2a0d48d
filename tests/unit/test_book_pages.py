"""Where pages of a book break: what holds together, and what has no page of its own."""

from __future__ import annotations

from dataclasses import replace

from app.domain.briefings import Depth, Section
from app.domain.records import Description
from app.domain.views import RecordView
from app.domain.vocabularies import RecordKind
from app.pdf.book.binding import FLOWING_FROM
from tests.books import a_book, pages
from tests.papers import founding_description
from tests.reports import a_text


def described(count: int) -> list[RecordView]:
    return [
        a_text(
            f"JL-2016-{number:05}",
            replace(founding_description(), title=f"Letter number {number}"),
        )
        for number in range(count)
    ]


def undescribed(count: int, lines: int = 3) -> list[RecordView]:
    """Letters as an import leaves them: a source in the list, no grade, nothing asked."""
    return [
        a_text(
            f"JL-2016-{number:05}",
            Description(RecordKind.LETTER, f"Number {number}", sources=("FRUS 1901",)),
            text="\n\n".join(["One more paragraph of it."] * (lines + number % 7)),
        )
        for number in range(count)
    ]


def test_a_letter_of_which_little_is_known_says_so_and_names_its_source() -> None:
    found = " ".join(pages(a_book(undescribed(1), depth=Depth.FULL, sections=(Section.LETTERS,))))
    assert "To none, no addressee is named" in found
    assert "Signed by no signatory is recorded" in found
    assert "Source FRUS 1901" in found


def test_the_facts_of_a_letter_stand_on_one_page_with_the_beginning_of_its_text() -> None:
    views = undescribed(FLOWING_FROM + 30)
    book = a_book(views, depth=Depth.FULL, sections=(Section.LETTERS,))
    found = [page for page in pages(book) if "in the register" in page]
    assert len(found) > 10
    for page in found:
        opened = page.count("in the register")
        assert page.count("Source FRUS 1901") == page.count("Full text One more") == opened


def test_the_note_on_the_contents_has_no_page_of_its_own() -> None:
    opens_a_section = 0
    for count in range(27, 34):
        found = pages(a_book(described(count), sections=tuple(Section)))
        (page,) = [one for one in found if "Titles in square brackets" in one]
        is_beneath = "Sources and index" in page.partition("Sections that people write")[0]
        opens_a_section += not is_beneath
        assert is_beneath or "1 Objectives" in page
    assert opens_a_section
