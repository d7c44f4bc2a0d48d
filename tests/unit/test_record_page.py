"""The record page in words: eight facts, who signed, what came of it, the line of texts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from app.domain.dates import CalendarDate, DatedFact
from app.domain.grades import Grade
from app.domain.nothing import NONE, NOT_KNOWN
from app.domain.records import (
    AbsenceReport,
    Addressee,
    Demand,
    Evidence,
    PartyCode,
    RecordId,
    Response,
    Signature,
)
from app.domain.views import GroupingShare, RecordView, RelatedRecord
from app.domain.vocabularies import (
    AbsenceKind,
    Causality,
    DateBasis,
    Disclosure,
    Holding,
    OutcomeStatus,
    Rank,
    RecordState,
    RelationKind,
    ResponseKind,
    SignatureStatus,
)
from app.web.presentation import level_bars, level_class, opening, own_title
from app.web.record_facts import Fact, Piece, eight_facts
from app.web.record_page import record_page
from tests.builders import SCHEME, a_description

NAMES = {PartyCode(code): name for code, name in (("CAN", "Canada"), ("HUN", "Hungary"))}
LABELS = [
    "Dated",
    "To",
    "Signed by",
    "Asks",
    "What came of it",
    "Reported missing",
    "Answers, answered by",
    "Held as",
]


def a_view(
    relations: tuple[RelatedRecord, ...] = (),
    groupings: tuple[GroupingShare, ...] = (),
    **described: Any,
) -> RecordView:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    return RecordView(
        id=RecordId("00000000-0000-4000-8000-000000000001"),
        reference="JL-2017-7K3QF",
        label=SCHEME.bottom,
        revision=1,
        state=RecordState.REGISTERED,
        description=a_description(**described),
        party_names=NAMES,
        groupings=groupings,
        relations=relations,
        files=(),
        history=(),
        sealed_notes=(),
        page_label=SCHEME.bottom,
        text="",
        registered_at=now,
        readable_total=1,
    )


def facts(view: RecordView) -> dict[str, Fact]:
    return {fact.label: fact for fact in eight_facts(view)}


def words(pieces: tuple[Piece, ...]) -> str:
    return " ".join(piece.text for piece in pieces)


def test_a_record_that_says_nothing_still_has_eight_facts_in_order() -> None:
    found = eight_facts(a_view(date=None))

    assert [fact.label for fact in found] == LABELS
    assert all(fact.answer for fact in found)
    assert found[0].answer == (Piece(nothing=NOT_KNOWN),)
    assert found[1].answer == (Piece(nothing=NONE),)
    assert words(found[4].answer) == "No reply known"


def test_the_founding_letter_in_eight_facts() -> None:
    either = (Rank.AMBASSADOR, Rank.CHARGE_DAFFAIRES)
    view = a_view(
        dated=DatedFact(CalendarDate.parse("2017-02-27"), DateBasis.REPORTED_BY_SOURCE),
        place="Beijing",
        addressees=(
            Addressee(
                party=PartyCode("CHN"),
                organ="Ministry of Public Security",
                office="Minister of Public Security",
                person="Guo Shengkun",
            ),
        ),
        signatures=tuple(Signature(PartyCode(code), ranks=either) for code in ("CAN", "JPN")),
        demands=(Demand("Inquire"), Demand("Release")),
        absences=(
            AbsenceReport(
                PartyCode("HUN"), AbsenceKind.REPORTED_BLOCK, "", Evidence(grade=Grade("C3"))
            ),
        ),
        holding=Holding.SECONDARY_SOURCE_ONLY,
        disclosure=Disclosure.LEAKED_PARTIAL,
        disclosed=DatedFact(CalendarDate.parse("2017-03-20")),
    )

    found = facts(view)

    assert words(found["Dated"].answer) == "27 February 2017"
    assert words(found["Dated"].beneath) == "as reported by the source"
    assert words(found["To"].answer) == "Guo Shengkun"
    assert words(found["To"].beneath) == "Minister of Public Security, CHN"
    assert words(found["Signed by"].answer) == "2 states"
    assert words(found["Signed by"].beneath) == "ambassadors and chargés d'affaires, Beijing"
    assert words(found["Asks"].answer) == "2 demands"
    assert words(found["Reported missing"].answer) == "Hungary"
    assert found["Reported missing"].beneath[1].grade == Grade("C3")
    assert words(found["Held as"].answer) == "Secondary source only"
    assert words(found["Held as"].beneath) == "leaked in part, 20 March 2017"


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        (ResponseKind.REJECTION, "Rejection"),
        (ResponseKind.NONE_TO_LETTER, "No reply"),
        (ResponseKind.NO_COMMENT_TO_MEDIA, "No reply known"),
    ],
)
def test_silence_to_the_press_is_not_silence_to_the_letter(kind: ResponseKind, answer: str) -> None:
    view = a_view(responses=(Response(kind, "They said something."),))

    assert words(facts(view)["What came of it"].answer) == answer


def test_an_incomplete_list_says_so_and_how_much_is_known() -> None:
    view = a_view(signed_by=["CAN"], signatures_are_complete=False, signatories_published=50)

    fact = facts(view)["Signed by"]
    page = record_page(view)

    assert words(fact.answer) == "1 of 50"
    assert words(fact.beneath) == "the list is incomplete"
    assert page.table.heading == "Signed by one state of 50"
    assert any("incomplete" in line for line in page.table.foot)


def test_a_capacity_that_all_share_is_a_sentence_not_a_column() -> None:
    same = record_page(a_view(signed_by=["CAN", "JPN"])).table
    differing = record_page(
        a_view(
            signatures=(
                Signature(PartyCode("CAN"), person="A. Person", ranks=(Rank.AMBASSADOR,)),
                Signature(PartyCode("JPN"), person="B. Person", ranks=(Rank.MINISTER,)),
            )
        )
    ).table

    assert (same.same_capacity, same.same_person) == (NOT_KNOWN, NOT_KNOWN)
    assert not same.names_persons
    assert (differing.same_capacity, differing.same_person) == (None, None)
    assert differing.names_persons


def test_joined_later_and_withdrew_show_their_dates() -> None:
    later = CalendarDate.parse("2019-07-26")
    view = a_view(
        signatures=(
            Signature(PartyCode("CAN"), status=SignatureStatus.JOINED_LATER, date=later),
            Signature(PartyCode("HUN"), status=SignatureStatus.WITHDREW, date=later),
        )
    )

    joined, withdrew = record_page(view).table.rows

    assert joined.standing == "joined later, 26 Jul 2019"
    assert withdrew.standing == "withdrew, 26 Jul 2019"
    assert withdrew.has_withdrawn
    assert words(facts(view)["Signed by"].answer) == "1 state"


def test_what_came_later_is_not_said_to_be_caused() -> None:
    view = a_view(
        responses=(
            Response(
                ResponseKind.REBUTTAL_STATE_MEDIA,
                "A campaign.",
                date=CalendarDate.parse("2017-03-01"),
                causality=Causality.TEMPORAL_ONLY,
            ),
        ),
    )

    page = record_page(view)

    assert "Later in time only. No source shows it was caused by the letter." in (
        page.happenings[0].remarks
    )
    assert not page.awaits_reply


def test_the_line_puts_this_text_among_the_others_by_date() -> None:
    def related(kind: RelationKind, is_inverse: bool, day: str) -> RelatedRecord:
        return RelatedRecord(
            kind,
            is_inverse,
            kind.inverse_label if is_inverse else kind.label,
            None,
            f"A text of {day}",
            CalendarDate.parse(day),
            "",
            Evidence(),
        )

    view = a_view(
        relations=(
            related(RelationKind.COUNTERS, True, "2019-07-12"),
            related(RelationKind.PRECURSOR_OF, True, "2016-01-27"),
        )
    )

    line = record_page(view).line

    assert [knot.heading for knot in line] == ["precursor", "this text", "countered by"]
    assert [knot.is_counter for knot in line] == [False, False, True]
    assert words(facts(view)["Answers, answered by"].answer) == "1 precursor"


def test_demands_that_are_met_are_counted_as_closed() -> None:
    view = a_view(demands=(Demand("A", status=OutcomeStatus.MET), Demand("B")))

    assert record_page(view).demands_note == "2 demands · 1 closed"


def test_a_title_of_our_own_stands_in_brackets_once() -> None:
    assert own_title("Letter", is_supplied=True) == "[Letter]"
    assert own_title("[Letter]", is_supplied=True) == "[Letter]"
    assert own_title("Letter", is_supplied=False) == "Letter"


def test_a_level_of_ones_own_looks_like_the_top_one() -> None:
    own = type(SCHEME).of(["Open", "Closed"], []).bottom

    assert (level_class(own), level_bars(own)) == ("other", 5)
    assert (level_class(SCHEME.bottom), level_bars(SCHEME.bottom)) == ("public", 1)


@pytest.mark.parametrize("text", ["", "Short.", "A sentence. " * 400, "x" * 5000, "字" * 4000])
def test_a_long_text_is_cut_in_two_and_keeps_its_letters(text: str) -> None:
    first, rest = opening(text, 1500)

    assert (first + rest).replace(" ", "") == text.replace(" ", "")
    assert len(first) <= 2000
