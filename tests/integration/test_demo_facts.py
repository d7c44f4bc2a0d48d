"""The demo archive says no more than its sources: absences, dates, names, addressees, lists, one sheet."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.domain.dates import CalendarDate
from app.domain.nothing import NONE
from app.domain.records import PartyCode
from app.domain.searches import SearchRequest
from app.domain.vocabularies import ResponseKind
from app.services import accounts, parties, search, sheets
from app.wiring import House
from tests.builders import a_principal
from tests.demo_letters import FOUNDING, everything, letter_ids, record_id, view
from tests.printing import pages_of

MOMENT = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


def test_no_absence_is_said_by_a_source_that_says_nothing_of_it(demo: House) -> None:
    said = {
        (letter, one.party): str(one.evidence.source)
        for letter in letter_ids(demo)
        if letter != FOUNDING
        for one in view(demo, letter).description.absences
        if one.evidence.is_attributed
    }

    assert {key: "not" in source for key, source in said.items()} == {
        ("hrc41-g11-xinjiang-2019", "USA"): True,
        ("warsaw-lgbt-letter-2020", "EST"): True,
        ("gaza-war-must-end-2025", "USA"): True,
    }


def test_notes_of_the_register_are_no_reports_on_a_partys_page(demo: House) -> None:
    with demo.work() as work:
        hungary = parties.read_party(everything(), work, "HUN")
        italy = parties.read_party(everything(), work, "ITA")

    assert [one.title for one in hungary.reported_absent] == [
        view(demo, FOUNDING).description.title
    ]
    assert italy.reported_absent == ()


def test_who_joined_later_is_not_missing_too(demo: House) -> None:
    for letter in letter_ids(demo):
        told = view(demo, letter).description
        standing = {one.party for one in told.standing_signatures}
        assert not standing & {one.party for one in told.absences}, letter


def test_the_founding_letter_is_released_to_the_own_service_alone(demo: House) -> None:
    assert str(view(demo, FOUNDING).label) == "Official/HR-CHN/REL SWE"
    assert record_id(demo, FOUNDING, a_principal("Secret", "HR-CHN", party="CAN")) is None
    for name in ("a.linden", "r.okafor"):
        with demo.work() as work:
            principal = accounts.principal_for(work, name)
        assert record_id(demo, FOUNDING, principal)


@pytest.mark.parametrize("name", ["a.linden", "r.okafor"])
def test_the_founding_sheet_is_one_page_with_all_its_facts(demo: House, name: str) -> None:
    with demo.work() as work:
        principal = accounts.principal_for(work, name)
    found = record_id(demo, FOUNDING, principal)
    assert found
    with demo.work() as work:
        sheet = sheets.record_sheet(principal, work, found, printed_at=MOMENT)

    (page,) = pages_of(sheet.content)
    for words in (
        "Marking OFFICIAL · HR-CHN · REL SWE",
        "Guo Shengkun, Minister of Public Security, China",
        "Signed by eleven states",
        "FVEY",
        "Repeal the legislation that enables such custody",
        "Xinhua called the reports lies",
        "Said to the press when asked: Embassy of Canada",
        "counsel of Xie Yang",
        "Reported: others say so",
        "UN Committee against Torture, report on China",
    ):
        assert words in page


def test_parties_bear_the_names_of_the_letters_time(demo: House) -> None:
    of_1942 = view(demo, "declaration-un-1942").party_names
    of_2014 = view(demo, "unga1-nuclear-nz-2014").party_names
    with demo.work() as work:
        today = parties.read_party(everything(), work, "TUR")

    assert of_1942[PartyCode("TUR")] == "Turkey"
    assert (of_2014[PartyCode("SWZ")], of_2014[PartyCode("MKD")]) == ("Swaziland", "Macedonia")
    assert today.name == "Türkiye"


def test_an_office_of_the_united_nations_is_not_its_holders_state(demo: House) -> None:
    addressees = view(demo, "hrc41-g11-xinjiang-2019").description.addressees
    with demo.work() as work:
        senegal = parties.read_party(everything(), work, "SEN")

    assert [one.party for one in addressees] == [NONE, NONE]
    assert senegal.received == ()


def test_responses_have_the_date_their_words_give(demo: House) -> None:
    (reply,) = view(demo, "triple-intervention-1895").description.responses
    assert reply.date == CalendarDate.parse("1895-05-05")


def test_what_an_ambassador_said_is_told_from_what_the_press_reported(demo: House) -> None:
    sovereignty, resented, offered = view(demo, "four-ambassadors-laws-2016").description.responses

    assert "straitstimes" in str(sovereignty.evidence.source)
    assert resented.evidence == offered.evidence
    assert offered.kind is ResponseKind.CONSULTATION_OFFERED


def test_which_china_signed_stands_on_its_page(demo: House) -> None:
    with demo.work() as work:
        china = parties.read_party(everything(), work, "CHN")

    notes = {one.name: one.note for one in china.names}
    assert "until 30 September 1949" in notes["Republic of China"]
    assert "texts before 1912" in notes["Qing Empire"]


def test_the_union_takes_part_in_the_g7_without_being_a_member(demo: House) -> None:
    with demo.work() as work:
        union = parties.read_party(everything(), work, "EU")

    assert all(one.name.endswith(", as participant") for one in union.memberships)


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("signatory:Atlantis", "No party on record is called 'Atlantis'."),
        ("target:Chian", "No party on record is called 'Chian'."),
        ("signatory:Canada", None),
        ("Atlantis", None),
    ],
)
def test_a_party_that_nobody_knows_is_hinted_at(demo: House, text: str, lead: str | None) -> None:
    with demo.work() as work:
        page = search.search(everything(), work, SearchRequest(text))

    leads = [one.lead for one in page.notices if "party" in one.lead]
    assert leads == ([lead] if lead else [])
    if text.endswith("Chian"):
        assert any("China (CHN)" in one.text for one in page.notices)
