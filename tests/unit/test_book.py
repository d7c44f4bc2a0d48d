"""The briefing book: what stands on its pages, where its contents and citations lead, what it leaves out."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from app.domain.access import AccessLabel, Level
from app.domain.briefings import Depth, Section
from app.domain.build_changes import Since
from app.domain.builds import BuiltRecord, Progress, Step
from app.domain.dates import CalendarDate
from app.domain.records import Description, PartyCode, RecordId
from app.domain.views import RecordView
from app.domain.vocabularies import FileRole, Holding, PersonRole, RecordKind
from app.domain.wording import said
from app.pdf.book.plan import Annex, Earlier
from app.pdf.typography import Paper
from tests.books import TITLE, a_book, pages, set_book
from tests.papers import a_file, founding_description, founding_letter
from tests.printing import FONT_FOLDER, font_folder, framed, pages_of
from tests.reports import a_text

ROOT = Path(__file__).resolve().parents[2]
MADE = (Section.BACKGROUND, Section.ASKS, Section.PERSONS, Section.COALITION, Section.SOURCES)


def letters(count: int, text: str = "One paragraph.\n\nAnother one.") -> list[RecordView]:
    return [
        a_text(
            f"JL-2016-{number:05}",
            replace(founding_description(), title=f"Letter number {number}"),
            text=text,
        )
        for number in range(count)
    ]


def test_the_book_holds_its_sections_in_their_order_with_numbers() -> None:
    everything = " ".join(
        pages(a_book([founding_letter()], texts={Section.ARGUMENTS: "Say this."}))
    )
    places = [everything.index(f"{n} {one.title}") for n, one in enumerate(Section, start=1)]
    assert places == sorted(places)
    assert "Say this." in everything


def test_an_empty_written_section_says_so_and_the_contents_name_it() -> None:
    found = pages(a_book([founding_letter()], texts={Section.ARGUMENTS: "Say this."}))
    assert "Not written: 1, 3, 4, 5, 6." in found[1]
    assert " ".join(found).count("Nothing has been written here.") == 5


def test_sections_left_out_are_in_neither_contents_nor_book() -> None:
    found = " ".join(pages(a_book([founding_letter()], sections=(Section.LETTERS, Section.ASKS))))
    assert "1 The letters" in found
    assert "2 Open asks" in found
    assert "Press line" not in found


def test_the_contents_name_the_page_on_which_each_section_stands() -> None:
    book = set_book(a_book(letters(4)))
    found = pages_of(book.content)
    for section, page in book.section_pages.items():
        assert str(section.title) in found[page - 1]
        assert re.search(rf"{re.escape(str(section.title))} {page}\b", found[1])


def test_contents_of_many_letters_take_several_pages_and_stay_true() -> None:
    views = letters(130)
    found = pages(a_book(views, depth=Depth.SUMMARY, sections=(Section.LETTERS,)))
    contents = " ".join(found[1:5])
    for view in (views[0], views[64], views[129]):
        told = re.search(rf"{view.reference} Letter number \d+ (\d+)", contents)
        assert told is not None
        assert view.reference in found[int(told[1]) - 1]


def test_every_page_bears_the_marking_twice_and_its_number() -> None:
    label = AccessLabel(Level(2, "Restricted"), frozenset({"HR-CHN"}))
    book = a_book(letters(3))
    book = replace(book, imprint=replace(book.imprint, label=label))
    found = pages(book)
    for number, page in enumerate(found, start=1):
        assert framed(page, "RESTRICTED · HR-CHN") >= 2
        assert f"Page {number} of {len(found)}" in page


def test_every_line_made_from_the_register_ends_in_its_reference() -> None:
    view = founding_letter()
    for section in (Section.BACKGROUND, Section.ASKS, Section.PERSONS):
        found = " ".join(pages(a_book([view], sections=(section,))))
        assert view.reference in found


def test_a_letter_in_full_holds_every_paragraph_of_its_text() -> None:
    text = "\n\n".join(f"Paragraph {number} of the text, in full." for number in range(60))
    found = " ".join(pages(a_book(letters(1, text), depth=Depth.FULL)))
    assert all(f"Paragraph {number} of the text, in full." in found for number in range(60))


def test_a_letter_in_full_tells_what_was_asked_too() -> None:
    view = replace(founding_letter(), text="One paragraph.")
    found = " ".join(pages(a_book([view], sections=(Section.LETTERS,), depth=Depth.FULL)))
    assert "What was asked" in found
    assert "One paragraph." in found


def test_a_note_on_a_letter_is_not_taken_for_its_words() -> None:
    held = replace(founding_letter(), text="A note on it.")
    about = replace(
        held,
        files=(a_file(FileRole.SOURCE),),
        description=replace(held.description, holding=Holding.SECONDARY_SOURCE_ONLY),
    )
    copied = replace(about, description=replace(about.description, holding=Holding.COPY))
    words = "Our file on it: not the words of the letter"
    assert words in " ".join(pages(a_book([about], depth=Depth.FULL)))
    assert words not in " ".join(pages(a_book([copied], depth=Depth.FULL)))


def test_those_whose_cases_are_raised_come_before_their_counsel() -> None:
    told = founding_description()
    first = told.persons[0]
    persons = (
        replace(first, name="Aaron Counsel", role=PersonRole.COUNSEL),
        replace(first, name="Zoe Subject", role=PersonRole.SUBJECT),
    )
    view = a_text("JL-2017-7K3QF", replace(told, persons=persons))
    found = " ".join(pages(a_book([view], sections=(Section.PERSONS,))))
    assert found.index("Zoe Subject") < found.index("Aaron Counsel")


def test_a_list_with_gaps_is_not_told_as_a_whole_one() -> None:
    told = replace(founding_description(), signatures_are_complete=False, signatories_published=43)
    view = a_text("JL-2017-7K3QF", told)
    found = " ".join(pages(a_book([view], sections=(Section.ASKS,))))
    assert "43 states, 11 of them on record" in found


def test_who_is_not_public_in_a_text_is_not_named_anywhere_in_the_book() -> None:
    told = founding_description()
    hidden = replace(
        told,
        persons=tuple(replace(one, is_public_here=one.name != "Wu Gan") for one in told.persons),
    )
    view = a_text("JL-2017-7K3QF", hidden, text="It speaks of Wu Gan and of others.")
    found = " ".join(pages(a_book([view], depth=Depth.FULL)))
    assert "Wu Gan" not in found
    assert "Li Heping" in found
    assert "1 name that is not public in its text stays in the register." in found


def test_a_book_of_nothing_says_so_in_each_section() -> None:
    found = " ".join(pages(a_book([])))
    assert "No text that you may read." in found
    assert "No letter has a page of its own in this book." in found
    assert "No original is bound in." in found
    assert "No record is in this book." in found


def test_what_changed_since_the_last_book_is_told() -> None:
    old = BuiltRecord(RecordId("a"), "JL-2016-4QX2B", 2)
    new = BuiltRecord(RecordId("b"), "JL-2019-T6Y8M", 1)
    since = Since(
        ((old, 3),),
        (new,),
        (),
        deeper=((new, Depth.SUMMARY, Depth.FACTS),),
        sections_left_out=(Section.ANNEXES,),
        settings=(said("language of the labels"),),
    )
    earlier = Earlier(datetime(2026, 11, 19, 9, 30, tzinfo=UTC), since)
    found = " ".join(pages(a_book([founding_letter()], plan={"earlier": earlier})))
    assert "Compared with the book of 19 November 2026, 09:30 UTC." in found
    assert "JL-2016-4QX2B version 2, now 3" in found
    assert "JL-2019-T6Y8M added" in found
    assert "JL-2019-T6Y8M Summary, now Facts only" in found
    assert "Annexes section left out" in found
    assert "Language of the labels changed" in found
    other = a_book([founding_letter()], plan={"earlier": earlier}, language="fr")
    assert "cahier du 19 novembre 2026, 09:30 UTC" in " ".join(pages(other))


def test_an_annex_that_cannot_be_bound_is_a_page_that_says_why() -> None:
    view = founding_letter()
    annexes = (
        Annex(view, "locked.pdf", 0, "This file is encrypted, so its pages are not bound in."),
        Annex(view, "notes.docx", 0, "Files of this kind have no pages.", "What the note says."),
    )
    found = " ".join(pages(a_book([view], plan={"annexes": annexes})))
    assert "Annex 1: locked.pdf" in found
    assert "This file is encrypted, so its pages are not bound in." in found
    assert "What the note says." in found


def test_an_annex_with_pages_keeps_a_slot_for_each() -> None:
    annexes = (Annex(founding_letter(), "original.pdf", 3),)
    book = set_book(a_book([founding_letter()], plan={"annexes": annexes}))
    assert [slot.number for slot in book.slots] == [0, 1, 2]
    assert "Annex 1, page 3 of 3" in pages_of(book.content)[book.slots[2].page]


@pytest.mark.parametrize("paper", list(Paper))
def test_the_first_page_is_the_cover(paper: Paper) -> None:
    found = pages(
        a_book(
            [founding_letter()],
            paper=paper.value,
            subtitle="On lawyers",
            occasion="Bilateral meeting",
            date="2026-12-01",
            counterpart="CHN",
            prepared_for="The Minister",
        )
    )
    for words in (
        TITLE,
        "On lawyers",
        "Bilateral meeting",
        "1 December 2026",
        "China",
        "The Minister",
    ):
        assert words in found[0]
    assert "Made from 1 record of the register." in found[0]
    assert "Contents" in found[1]


def test_a_title_of_four_hundred_characters_stays_on_the_cover() -> None:
    title = " ".join(f"word{number:03}" for number in range(50))[:400]
    found = pages(a_book([founding_letter()], title=title))
    assert title[:60] in found[0]
    assert "Contents" in found[1]


def test_progress_tells_how_many_letters_of_how_many_are_set() -> None:
    told: list[Progress] = []
    set_book(a_book(letters(5)), told.append)
    setting = [one for one in told if one.step is Step.SETTING]
    assert setting[-1].done == setting[-1].of == 5
    assert [one.done for one in setting] == sorted(one.done for one in setting)
    assert told[-1].step is Step.WRITING


def test_the_same_input_gives_the_same_bytes_in_another_process() -> None:
    program = (
        "import hashlib; from tests.books import a_book, set_book\n"
        "from tests.papers import founding_letter\n"
        "print(hashlib.sha256(set_book(a_book([founding_letter()])).content).hexdigest())"
    )
    here = hashlib.sha256(set_book(a_book([founding_letter()])).content).hexdigest()
    for seed, zone in (("1", "Pacific/Auckland"), ("77", "America/New_York")):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            FONT_FOLDER: str(font_folder()),
        }
        run = [sys.executable, "-c", program]
        done = subprocess.run(
            run, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == here


def test_title_and_author_of_the_file_come_from_the_template() -> None:
    with pikepdf.open(io.BytesIO(set_book(a_book([founding_letter()])).content)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Briefing book"
        assert TITLE not in bytes(pdf.Root.Metadata.read_bytes()).decode()


def test_a_book_in_arabic_runs_from_right_to_left() -> None:
    book = set_book(a_book([founding_letter()], language="ar"))
    with pikepdf.open(io.BytesIO(book.content)) as pdf:
        assert str(pdf.Root.Lang) == "ar"
        assert str(pdf.Root.ViewerPreferences.Direction) == "/R2L"


@pytest.mark.parametrize("language", ["fr", "es", "ru", "ar", "zh"])
def test_no_letter_of_a_book_is_without_a_shape(language: str) -> None:
    found = " ".join(pages(a_book([founding_letter(), *letters(2)], language=language)))
    assert "\N{REPLACEMENT CHARACTER}" not in found


def test_the_other_side_is_told_with_what_it_signed_and_how() -> None:
    counter = Description(
        RecordKind.COUNTER_LETTER,
        "Answer of 37 states",
        targets=(PartyCode("CHN"),),
        signatures=tuple(
            replace(one, party=PartyCode(code))
            for one, code in zip(founding_description().signatures, ("CHN", "RUS"), strict=False)
        ),
    )
    views = [founding_letter(), a_text("CL-2019-4QX2B", counter)]
    found = " ".join(pages(a_book(views, counterpart="CHN", plan={"own_party": PartyCode("SWE")})))
    assert "What China signed" in found
    assert re.search(r"Answer of 37 states.*against", found)


def test_the_day_of_the_meeting_stands_as_written_where_it_is_no_day() -> None:
    assert "spring" in pages(a_book([founding_letter()], date="spring"))[0]
    assert CalendarDate.parse("2026-12-01").in_words() == "1 December 2026"
