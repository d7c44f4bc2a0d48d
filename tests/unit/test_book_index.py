"""Where the book leads: citations, related texts, the index."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from app.domain.briefings import Depth, Section
from app.domain.records import NamedPerson, PartyCode, Signature
from app.domain.vocabularies import SignatureStatus
from app.pdf.book import index
from app.pdf.book.binding import FLOWING_FROM
from app.pdf.strips import height_of, space
from tests.books import a_book, pages, set_book
from tests.papers import a_relation, founding_description, founding_letter
from tests.printing import links_of
from tests.reports import a_text


def test_a_citation_leads_to_the_letters_page() -> None:
    with_page = links_of(set_book(a_book([founding_letter()])).content)
    assert any(target == "page" for _, target in with_page)


@pytest.mark.parametrize("has_sources", [True, False])
def test_without_a_page_it_leads_to_the_sources_and_without_these_to_the_register(
    *, has_sources: bool
) -> None:
    sections = tuple(one for one in Section if has_sources or one is not Section.SOURCES)
    without = a_book([founding_letter()], depth=Depth.FACTS, sections=sections)
    found = links_of(set_book(without).content)
    targets = {target for words, target in found if words == "JL-2017-7K3QF"}
    there = "https://register.example/r/JL-2017-7K3QF"
    assert targets == ({"page"} if has_sources else {there})


def test_a_related_text_leads_to_its_page_and_without_one_to_the_register() -> None:
    precursor = a_relation("JL-2016-4QX2B", "Letter of four")
    view = replace(founding_letter(), relations=(precursor,))
    alone = links_of(set_book(a_book([view], sections=(Section.LETTERS,))).content)
    there = "https://register.example/r/JL-2016-4QX2B"
    assert ("JL-2016-4QX2B", there) in alone
    other = replace(a_text("JL-2016-4QX2B", founding_description()), relations=())
    both = list(links_of(set_book(a_book([view, other], sections=(Section.LETTERS,))).content))
    assert ("JL-2016-4QX2B", "page") in both
    assert ("JL-2016-4QX2B", there) not in both


def test_the_index_names_the_pages_of_parties_and_persons() -> None:
    found = pages(a_book([founding_letter()]))
    page = next(n for n, one in enumerate(found, start=1) if "The letters" in one and n > 2)
    assert re.search(rf"Australia\s+{page}\b", found[-1])
    assert re.search(rf"Xie Yang\s+{page}\b", found[-1])


def test_who_withdrew_and_who_signed_in_person_stand_in_the_index() -> None:
    told = replace(
        founding_description(),
        signatures=(
            Signature(PartyCode("CAN"), person="Jim Nickel"),
            Signature(PartyCode("UKR"), status=SignatureStatus.WITHDREW),
        ),
    )
    found = pages(a_book([a_text("JL-2021-R5EW3", told)]))
    assert re.search(r"Ukraine\s+\d", found[-1])
    assert re.search(r"Jim Nickel\s+\d", found[-1])


def test_a_text_of_which_the_book_holds_facts_only_is_indexed_at_its_source() -> None:
    found = pages(a_book([founding_letter()], depth=Depth.FACTS))
    page = next(n for n, one in enumerate(found, start=1) if "Held as" in one and n > 2)
    assert re.search(rf"Australia\s+{page}\b", found[-1])


def test_the_columns_are_read_down_on_each_page_and_in_order_over_pages() -> None:
    names = [
        f"Person {first}{second}" for first in "ABCDEFGHIJKLMNOP" for second in "abcdefghijklmno"
    ]
    persons = tuple(NamedPerson(one, is_public_here=True) for one in names)
    told = replace(founding_description(), persons=persons)
    found = pages(
        a_book([a_text("JL-2017-7K3QF", told)], sections=(Section.LETTERS, Section.SOURCES))
    )
    start = next(n for n, page in enumerate(found) if "Index of persons" in page)
    order = [name for page in found[start:] for name in re.findall(r"Person [A-P][a-o]", page)]
    assert order == names
    assert len(found) - start >= 2


@pytest.mark.parametrize("room", [40.0, 95.0, 700.0])
def test_every_entry_stands_once_and_no_column_is_higher_than_its_room(room: float) -> None:
    entries = [[space(10.0)] * (1 + number % 3) for number in range(30)] + [[space(10.0)] * 9]
    waiting, lines = list(entries), 0
    while waiting:
        left, right, waiting = index._columns(waiting, room)
        assert height_of(left) <= room
        assert height_of(right) <= room
        assert left
        lines += len(left) + len(right)
    assert lines == sum(map(len, entries))


def test_many_letters_keep_their_places() -> None:
    views = [
        replace(founding_letter(), reference=f"JL-2017-{n:05}", relations=())
        for n in range(FLOWING_FROM + 2)
    ]
    found = links_of(set_book(a_book(views)).content)
    assert {target for words, target in found if words.startswith("JL-2017-0")} == {"page"}
