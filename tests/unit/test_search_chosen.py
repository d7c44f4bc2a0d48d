"""How records were chosen, as a paper says it: what must hold by itself, and of what any will do."""

from __future__ import annotations

from app.domain.nothing import NOT_KNOWN
from app.domain.searches import FacetFilter, FacetName, Notice, NoticeKind, SearchRequest
from app.services.search_chosen import chosen_by, notes_of, subject_of
from tests.unit.test_parties import directory
from tests.unit.test_record_page import a_view

YEARS = (FacetFilter(FacetName.YEAR, "2016"), FacetFilter(FacetName.YEAR, "2017"))
PARTIES = (FacetFilter(FacetName.SIGNATORY, "GBR"), FacetFilter(FacetName.SIGNATORY, "FRA"))


def test_of_several_years_any_would_do_and_of_several_parties_each_had_to_sign() -> None:
    asked = SearchRequest(filters=(*YEARS, *PARTIES, FacetFilter(FacetName.YEAR, "2018", True)))
    assert chosen_by(asked, directory()) == (
        ("Signatory", "United Kingdom"),
        ("Signatory", "France"),
        ("Not of the year", "2018"),
        ("Year", "2016 or 2017"),
    )


def test_one_year_stands_by_itself() -> None:
    asked = SearchRequest("torture", filters=YEARS[:1])
    assert chosen_by(asked, directory()) == (("Words", "torture"), ("Year", "2016"))
    assert subject_of(asked, directory()) == "torture, 2016"


def test_a_paper_notes_what_is_missing_and_no_advice() -> None:
    views = [
        a_view(signatures_are_complete=None),
        a_view(dated=NOT_KNOWN),
        a_view(),
    ]
    notices = [Notice(kind, f"{kind.value}!", "Do this.") for kind in (*NoticeKind, *NoticeKind)]
    told = notes_of(notices, views)
    assert [label for label, _ in told] == ["Note"] * 4
    assert "being rebuilt" in told[0][1]
    assert "cut short" in told[1][1]
    assert "may not be complete: 1" in told[2][1]
    assert told[3][1].endswith("complete list: 2.")
    assert notes_of(notices, views[2:]) == told[:2]
    assert notes_of([], views) == ()
