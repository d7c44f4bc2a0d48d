"""Reports on several records: what each says, with where it is from; empty, one, very many."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.access import AccessLabel, Level
from app.domain.records import (
    Demand,
    NamedPerson,
    Quote,
    Response,
)
from app.domain.views import RecordView
from app.domain.vocabularies import (
    DemandClass,
    ResponseKind,
)
from app.pdf.reports import REPORTS
from app.pdf.typography import Paper
from tests.builders import a_description
from tests.papers import founding_description, founding_letter
from tests.printing import pages_of
from tests.reports import ON_SEVERAL, a_text, about, printed_report, words_of
from tests.unit.test_coalitions import the_series

PUBLIC = AccessLabel(Level(0, "Public"))
LONG = "A very long title on the situation of human rights lawyers " * 7
NOTHING_SAID = {
    "search-digest": "Nothing that you may read was found.",
    "chronology": "No text that you may read.",
    "coalition-sheet": "No text with a complete list of signatories.",
    "country-sheet": "None that you may read.",
    "case-sheet": "No text that you may read names the person publicly.",
    "demands-ledger": "No demand is recorded in a text you may read.",
    "public-safe": "None is on record.",
}


def a_crowd(texts: int, signatories: int) -> list[RecordView]:
    codes = [f"X{number:03}" for number in range(signatories)]
    told = a_description(
        title=LONG,
        date="2019-07-08",
        signed_by=["CAN", *codes],
        targets=["CHN"],
        summary="Many states wrote about it. More followed.",
        demands=(Demand("Release them", DemandClass.RELEASE),),
        persons=(NamedPerson("Xie Yang", other_names=("谢阳", "شيه يانغ"), is_public_here=True),),
        quotes=(Quote("growing concern", "A newspaper"),),
    )
    return [a_text(f"JL-2019-{number:05}", told) for number in range(texts)]


@pytest.mark.parametrize("name", ON_SEVERAL)
def test_an_empty_dossier_is_a_page_that_says_so(name: str) -> None:
    pages = pages_of(printed_report(name, about([])))
    assert len(pages) == 1
    assert NOTHING_SAID[name] in pages[0]
    assert str(REPORTS[name].title) in pages[0]


@pytest.mark.parametrize("name", ON_SEVERAL)
def test_one_text_is_enough_and_every_page_is_marked(name: str) -> None:
    for page in pages_of(printed_report(name, about([founding_letter()]))):
        assert page.count("OFFICIAL · HR-CHN") >= 2


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("name", ON_SEVERAL)
def test_two_hundred_texts_with_long_titles_and_many_scripts_fit(name: str, paper: Paper) -> None:
    pages = pages_of(printed_report(name, about(a_crowd(200, 3)), paper=paper))
    assert len(pages) < 60
    everything = " ".join(pages)
    if name not in ("coalition-sheet", "case-sheet"):
        assert "JL-2019-00000" in everything
    assert "JL-2019-00199" in everything


@pytest.mark.parametrize("name", ON_SEVERAL)
def test_five_hundred_signatories_are_said_and_nobody_is_lost(name: str) -> None:
    words = words_of(name, about(a_crowd(2, 500)))
    if name == "coalition-sheet":
        assert all(f"X{number:03}" in words for number in range(500))
    assert str(REPORTS[name].title) in words


def test_a_dossier_that_was_cut_says_of_how_many() -> None:
    cut = about([founding_letter()], total=431)
    assert "The first 1 of 431 texts that were found are in it" in words_of("chronology", cut)


def test_the_digest_lists_what_was_asked_and_what_was_found_in_its_order() -> None:
    first = a_text("JL-2017-AAAAA", replace(founding_description(), title="First of all"))
    second = a_text("JL-2018-BBBBB", a_description(title="Second", signed_by=["CAN"]), label=PUBLIC)
    dossier = about(
        [first, second],
        chosen_by=(("Words", "torture"), ("Order", "by relevance")),
        found_order=(second.id, first.id),
        excerpts={first.id: ("abstract: … reports of torture …",)},
    )
    words = words_of("search-digest", dossier)
    assert "Words torture Order by relevance" in words
    assert words.index("JL-2018-BBBBB") < words.index("JL-2017-AAAAA")
    assert "Abstract: … reports of torture …" in words
    assert "Signed by 11 parties: AUS, CAN, JPN, CHE" in words
    assert "To Guo Shengkun, Minister of Public Security, China" in words
    assert words.count("PUBLIC") == 1


def test_the_chronology_cites_each_fact() -> None:
    words = words_of("chronology", about([founding_letter()]))
    assert "Chronology, 2017" in words
    assert "27 Feb 2017 Ambassadors and chargés of eleven states wrote privately" in words
    assert "JL-2017-7K3QF, abstract B2" in words
    assert "from 1 Mar 2017 State media campaign" in words
    assert "JL-2017-7K3QF, response 1 C3" in words
    assert "Grades: A to F for how reliable the source is" in words


def test_what_has_no_day_stands_in_a_section_of_its_own() -> None:
    told = replace(founding_description(), responses=(Response(ResponseKind.REJECTION, "No"),))
    words = words_of("chronology", about([a_text("JL-2017-7K3QF", told)]))
    section = words.index("On a day that is not known")
    assert section < words.index("No. JL-2017-7K3QF, response 1")


def test_the_coalition_sheet_has_shares_matrix_drift_and_core() -> None:
    words = words_of("coalition-sheet", about(the_series()))
    assert "1/28" in words
    assert "15/28" in words
    assert "1 to 2 0.23" in words
    assert "4 to 5 0.56" in words
    assert "On all 5 joint texts: Germany, Japan." in words
    assert "the longest has 39 names, that of text 5" in words
    assert "All signatories 4 12 11 22 39" in words


def test_the_coalition_sheet_names_what_it_does_not_count() -> None:
    partial = a_text(
        "JL-2020-PART0",
        replace(founding_description(), signatures_are_complete=False, signatories_published=55),
    )
    alone = a_text("JL-2020-ALONE", a_description(signed_by=["EU"]))
    words = words_of("coalition-sheet", about([partial, alone]))
    assert "11 on record of 55" in words
    assert "1 text with fewer than two signatories is left out." in words
    assert "JL-2020-ALONE" not in words


def test_reported_absences_stand_with_source_and_grade_and_in_the_matrix() -> None:
    words = words_of("coalition-sheet", about([founding_letter()]))
    assert "Reported: others say so" in words
    assert (
        "Hungary: Blocked a signature by the whole EU. Said by several diplomatic sources" in words
    )
    assert "JL-2017-7K3QF, absence 1 C3" in words
    matrix = words[words.index("not on the list") : words.index("All signatories")]
    assert "Hungary ·" in matrix


def test_many_texts_make_several_tables_of_numbered_columns() -> None:
    views = [
        a_text(
            f"JL-2019-{number:05}", a_description(date=f"{1990 + number}", signed_by=["CAN", "FRA"])
        )
        for number in range(30)
    ]
    words = words_of("coalition-sheet", about(views))
    assert words.count("Party of 30") == 3
    assert words.count("All signatories") == 3


@pytest.mark.parametrize("language", ["fr", "es", "ru", "ar", "zh"])
@pytest.mark.parametrize("name", ON_SEVERAL)
def test_every_report_is_made_in_every_language(name: str, language: str) -> None:
    dossier = about([founding_letter()])
    words = words_of(name, dossier, language=language)
    # what runs from left to right inside of an Arabic line is read back in the order of its parts
    reference = "JL" if language == "ar" else "JL-2017-7K3QF"
    assert reference in words or name == "public-safe"
    assert all(words.count(part) >= 2 for part in ("OFFICIAL", "HR", "CHN"))


@pytest.mark.parametrize("name", ON_SEVERAL)
def test_the_same_dossier_gives_the_same_bytes(name: str) -> None:
    dossier = about([founding_letter()])
    assert printed_report(name, dossier) == printed_report(name, dossier)
