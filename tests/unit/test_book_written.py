"""What people write in a book, and the names to raise."""

from __future__ import annotations

from dataclasses import replace

from app.domain.briefings import Section
from app.domain.records import Demand, NamedPerson
from app.domain.vocabularies import DemandClass, OutcomeStatus, PersonRole
from app.pdf.book.sections import _lines
from tests.books import a_book, pages
from tests.papers import founding_description
from tests.reports import a_text

XIE = NamedPerson("Xie Yang", PersonRole.SUBJECT, is_public_here=True)
CHEN = NamedPerson(
    "Chen Jian'gang", PersonRole.COUNSEL, (), "lawyer", is_public_here=True, note="of Xie Yang"
)


def names_to_raise(*demands: Demand) -> str:
    told = replace(founding_description(), persons=(CHEN, XIE), demands=demands)
    book = a_book([a_text("JL-2017-7K3QF", told)], sections=(Section.PERSONS,))
    return " ".join(pages(book))


def test_whoever_is_named_beside_a_case_is_not_a_name_to_raise() -> None:
    found = names_to_raise()
    raised, heading, beside = found.partition("Also named, and not to be raised as a case")
    assert heading
    assert "Xie Yang" in raised
    assert "Chen Jian'gang" not in raised
    assert "Chen Jian'gang" in beside
    assert "Counsel; lawyer; of Xie Yang" in beside


def test_each_name_has_what_was_asked_for_it_where_it_stands_and_its_source() -> None:
    found = names_to_raise(
        Demand("Release Xie Yang", DemandClass.RELEASE, None, ("Xie Yang",), OutcomeStatus.OPEN),
        Demand("Ratify the convention", DemandClass.OTHER),
    )
    assert "Release Xie Yang: open. JL-2017-7K3QF, demand 1" in found
    assert "Ratify" not in found


def test_that_nothing_was_asked_for_a_name_is_said() -> None:
    assert "Nothing for this person alone." in names_to_raise()


def test_items_of_a_list_stay_lines_and_what_runs_on_is_one() -> None:
    typed = (
        "We ask for\nprogress:\n- a named contact\n  in the Ministry;\n\u2022 dates\n2) an answer"
    )
    assert list(_lines(typed)) == [
        "We ask for progress:",
        "- a named contact in the Ministry;",
        "\u2022 dates",
        "2) an answer",
    ]
    assert list(_lines("a well-known\n-minus\n1.5 million")) == ["a well-known -minus 1.5 million"]


def test_a_list_stands_in_the_book_as_it_was_typed() -> None:
    texts = {Section.OBJECTIVES: "Progress:\r\n- one contact;\r\n- one date."}
    book = a_book([], texts=texts, sections=(Section.OBJECTIVES,))
    assert "Progress: - one contact; - one date." in " ".join(pages(book))
