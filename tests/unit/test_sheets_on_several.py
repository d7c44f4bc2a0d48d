"""Sheets of parties and persons, the ledger and the public-safe sheet; and who is named on none of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.access import AccessLabel, Level
from app.domain.party_views import PartyTogether
from app.domain.records import (
    AbsenceReport,
    Addressee,
    Demand,
    NamedPerson,
    Outcome,
    PartyCode,
    Quote,
    Response,
    Signature,
)
from app.domain.vocabularies import (
    AbsenceKind,
    AddresseeRole,
    DemandClass,
    DemandStrength,
    OutcomeStatus,
    PersonRole,
    RecordKind,
    ResponseKind,
    SignatureStatus,
)
from tests.builders import a_description
from tests.papers import a_date, founding_description, founding_letter, graded
from tests.printing import pages_of, printed
from tests.reports import a_text, about, words_of

PUBLIC = AccessLabel(Level(0, "Public"))


def test_the_country_sheet_says_what_a_state_signed_received_and_missed() -> None:
    signed = a_text("JL-2017-SIGNE", replace(founding_description(), absences=()))
    joined = a_text(
        "JL-2018-JOINE",
        a_description(
            title="Joined",
            date="2018-01-01",
            signatures=(
                Signature(
                    PartyCode("CAN"),
                    status=SignatureStatus.JOINED_LATER,
                    date=a_date("2018-02-03"),
                ),
                Signature(PartyCode("FRA")),
            ),
        ),
    )
    received = a_text(
        "JL-2019-RECEI",
        a_description(title="Received", to=[Addressee(party=PartyCode("CAN"))], signed_by=["CUB"]),
    )
    missed = a_text(
        "JL-2020-MISSE",
        a_description(
            title="Missed",
            absences=(
                AbsenceReport(
                    PartyCode("CAN"),
                    AbsenceKind.REPORTED_ABSENT,
                    "Was away",
                    graded("C3", "a paper"),
                ),
            ),
        ),
    )
    together = (PartyTogether(PartyCode("FRA"), "France", 2, 7),)
    words = words_of("country-sheet", about([signed, joined, received, missed], together=together))
    assert "Canada (CAN)" in words
    assert "Signed 2 texts Received 1 text Target of none Reported absent 1 text" in words
    assert "With 10 others" in words
    assert "Joined later 3 Feb 2018; with 1 other" in words
    assert "From Cuba" in words or "from Cuba" in words
    assert "Missed: Was away. Said by a paper. JL-2020-MISSE, absence 1 C3" in words
    assert "France 2 7" in words
    assert "North Atlantic Treaty Organization" in words
    assert "Kanada" in words


def test_the_case_sheet_says_who_raised_it_what_was_asked_and_what_followed() -> None:
    told = replace(
        founding_description(),
        demands=(
            Demand("Release Xie Yang", DemandClass.RELEASE, beneficiaries=("Xie Yang",)),
            Demand("Repeal the law", DemandClass.CHANGE_LAW),
        ),
        responses=(Response(ResponseKind.OTHER, "Xie Yang was let go", date=a_date("2017-05-08")),),
    )
    words = words_of("case-sheet", about([a_text("JL-2017-7K3QF", told)]))
    assert "Case sheet Xie Yang Other names 谢阳" in words
    assert "First raised 27 February 2017" in words
    assert "By Australia, Canada, Japan, Switzerland, Belgium" in words
    assert "Release Xie Yang JL-2017-7K3QF, demand 1" in words
    assert "Repeal the law" not in words
    assert "8 May 2017: Xie Yang was let go. JL-2017-7K3QF, response 1" in words


def test_the_case_sheet_never_names_where_the_person_is_not_public() -> None:
    hidden = a_text(
        "JL-2018-HIDDE",
        a_description(
            title="Letter on Xie Yang and Li Si",
            persons=(NamedPerson("Xie Yang"), NamedPerson("Li Si", is_public_here=True)),
        ),
    )
    words = words_of("case-sheet", about([founding_letter(), hidden]))
    assert "1 text that you may read names the person, but not publicly" in words
    assert "JL-2018-HIDDE" not in words
    alone = words_of("case-sheet", about([hidden]))
    assert "Xie" not in alone
    assert "谢阳" not in alone
    assert "A person whose name is in the register only" in alone


@pytest.mark.parametrize(
    "name", ["search-digest", "chronology", "coalition-sheet", "demands-ledger"]
)
def test_whoever_is_not_public_in_a_text_is_named_in_no_report(name: str) -> None:
    secret = "Zhang San"
    told = replace(
        founding_description(),
        title=f"Letter on {secret}",
        summary=f"They asked for {secret}.",
        persons=(NamedPerson(secret, PersonRole.SUBJECT, ("张三",)),),
        demands=(Demand(f"Release {secret} (张三)", beneficiaries=(secret,)),),
        responses=(Response(ResponseKind.OTHER, f"{secret} was freed", by=f"Wife of {secret}"),),
        outcomes=(Outcome(f"{secret} is home", OutcomeStatus.MET, 1),),
        absences=(
            AbsenceReport(
                PartyCode("HUN"),
                AbsenceKind.REPORTED_BLOCK,
                f"Blocked for {secret}",
                graded("C3", "x"),
            ),
        ),
    )
    view = a_text("JL-2017-7K3QF", told)
    dossier = about([view], excerpts={view.id: (f"abstract: asked for {secret}",)})
    words = words_of(name, dossier)
    assert "Zhang" not in words
    assert "张三" not in words
    assert "JL-2017-7K3QF" in words


def test_the_ledger_says_what_was_asked_how_often_and_what_came_of_it() -> None:
    views = [
        a_text(
            f"JL-{year}-AAAAA",
            a_description(
                date=f"{year}-03-04",
                signed_by=["CAN", "FRA"],
                targets=["CHN"],
                persons=(NamedPerson("Xie Yang", is_public_here=True),),
                demands=(
                    Demand(
                        f"Release them, {year}",
                        DemandClass.RELEASE,
                        DemandStrength.CALLS_ON,
                        ("Xie Yang",),
                        OutcomeStatus.PARTLY_MET,
                        graded("B2", "a paper"),
                    ),
                ),
                outcomes=(
                    Outcome("Two were freed", OutcomeStatus.PARTLY_MET, 1, a_date("2020-01")),
                    Outcome("Nothing else", OutcomeStatus.OPEN),
                ),
            ),
        )
        for year in (2016, 2017, 2019)
    ]
    words = words_of("demands-ledger", about(views))
    assert "3 demands: 3 partly met." in words
    assert "Asked of China" in words
    assert "Release: 3 demands in 3 texts, 2016 to 2019" in words
    assert "3 times since 2016" in words
    assert "by Canada and France · calls on · for Xie Yang" in words
    assert "JL-2017-AAAAA, demand 1 B2" in words
    assert "Jan 2020: Partly met: Two were freed." in words
    assert "JL-2017-AAAAA, outcome 1" in words
    assert "Open: Nothing else." in words
    assert "JL-2017-AAAAA, outcome 2" in words


def test_the_public_safe_sheet_holds_the_spans_of_a_marked_text_and_nothing_else_of_it() -> None:
    spans = (
        "growing concern",
        "residential surveillance at a designated place",
        "incommunicado detention",
        "Detaining people",
        "credible claims of torture",
    )
    told = replace(
        founding_description(),
        quotes=(
            *(Quote(one, "The Globe and Mail, March 2017") for one in spans),
            Quote("not sourced"),
        ),
    )
    words = words_of("public-safe", about([a_text("JL-2017-7K3QF", told)], subject="lawyers"))
    for span in spans:
        assert words.count(f"“{span}”") == 1
    assert words.count("Published in: The Globe and Mail, March 2017") == 5
    assert words.count("JL-2017-7K3QF") == 5
    for kept in (
        "not sourced",
        "eleven",
        "Canada",
        "CAN",
        "2017-02",
        "27 Feb",
        "Guo",
        "lawyers",
        "joint",
    ):
        assert kept not in words
    assert "lowers it by hand" in words


def test_a_source_does_not_name_who_is_not_public_in_the_text() -> None:
    told = replace(
        a_description(title="An open letter", signed_by=["CAN"]),
        persons=(NamedPerson("Wu Gan"),),
        sources=("Interview with Wu Gan", "Another with Wu Gan"),
        quotes=(Quote("growing concern", "Letter of Wu Gan"),),
    )
    view = a_text("JL-2017-OPEN0", told, label=PUBLIC)
    words = words_of("public-safe", about([view]))
    assert "Published in: Letter of […]" in words
    assert "Source: Interview with […]" in words
    assert "Wu Gan" not in words
    assert "Wu Gan" not in " ".join(pages_of(printed(view)))


def test_a_demand_of_a_body_that_is_no_party_is_not_said_to_ask_nobody() -> None:
    told = a_description(
        addressees=(Addressee(AddresseeRole.TO, organ="Office of the High Commissioner"),),
        demands=(Demand("Keep to the mandate", DemandClass.OTHER),),
        targets=(),
    )
    words = words_of("demands-ledger", about([a_text("JL-2022-AAAAA", told)]))
    assert "Asked of bodies and offices that are no party, or of nobody by name" in words


def test_a_list_with_names_of_no_source_is_told_so_in_the_open() -> None:
    told = a_description(signed_by=["CAN", "FRA"])
    told = replace(told, signatures_are_complete=False, signatories_published=2)
    words = words_of("public-safe", about([a_text("JL-2021-AAAAA", told, label=PUBLIC)]))
    assert "2 on record, not every name from a source: Canada, France" in words


def test_a_text_without_marking_is_public_with_kind_date_and_signatories() -> None:
    told = a_description(kind=RecordKind.OPEN_LETTER, title="An open letter", signed_by=["CAN"])
    words = words_of("public-safe", about([a_text("JL-2017-OPEN0", told, label=PUBLIC)]))
    assert "An open letter Open letter, 27 Feb 2017 Signed by 1 party: Canada" in words
    released = replace(PUBLIC, releasable_to=frozenset({"CAN"}))
    again = words_of("public-safe", about([a_text("JL-2017-OPEN0", told, label=released)]))
    assert "An open letter" not in again
