"""How facts are told: counts of signatories, related texts, names inside sentences, press lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.dates import CalendarDate
from app.domain.grades import Grade
from app.domain.joining import count_signatories
from app.domain.lineage import related_texts
from app.domain.nothing import NONE, NOT_KNOWN, WITHHELD
from app.domain.phrases import addressed, in_a_sentence, many_of, within_a_sentence
from app.domain.records import (
    AbsenceReport,
    Addressee,
    Demand,
    Evidence,
    Outcome,
    PartyCode,
    RecordId,
    Response,
    Signature,
    StatusChange,
)
from app.domain.views import RelatedRecord
from app.domain.vocabularies import (
    AbsenceKind,
    OutcomeStatus,
    RelationKind,
    ResponseKind,
    SignatureStatus,
)
from app.web.presentation import release_words, signed_by_words
from app.web.record_facts import Fact, Piece, eight_facts
from app.web.record_page import record_page
from tests.builders import SCHEME, a_description
from tests.papers import a_summary
from tests.unit.test_record_page import a_view

LATER = CalendarDate.parse("2019-07-26")


def fact(label: str, **described: object) -> Fact:
    view = a_view(**described)  # type: ignore[arg-type]
    return next(one for one in eight_facts(view) if one.label == label)


def words(pieces: tuple[Piece, ...]) -> str:
    return " ".join(piece.text for piece in pieces)


def a_coalition() -> tuple[Signature, ...]:
    """Two signed on the day, one of them withdrew; two joined later."""
    left = Signature(
        PartyCode("QAT"),
        status=SignatureStatus.WITHDREW,
        date=LATER,
        history=(
            StatusChange(SignatureStatus.SIGNED),
            StatusChange(SignatureStatus.WITHDREW, LATER),
        ),
    )
    joined = [
        Signature(PartyCode(code), status=SignatureStatus.JOINED_LATER, date=LATER)
        for code in ("IRN", "IRQ")
    ]
    return Signature(PartyCode("DZA")), *joined, left


def a_relation(
    kind: RelationKind, number: int, *, is_inverse: bool = False, date: str = "2019-07-12"
) -> RelatedRecord:
    """A relation to the text of that number."""
    record = replace(
        a_summary(f"JL-2019-0000{number}", f"Text {number}"),
        id=RecordId(f"00000000-0000-4000-8000-00000000000{number}"),
        date=CalendarDate.parse(date),
        signatory_codes=tuple(PartyCode(f"X{one}") for one in range(number + 1)),
    )
    label = kind.inverse_label if is_inverse else kind.label
    return RelatedRecord(kind, is_inverse, label, record, "", record.date, "", Evidence())


def test_who_joined_later_did_not_sign_on_the_day() -> None:
    count = count_signatories(a_coalition())

    assert (count.on_the_day, count.now, count.joined_later, count.withdrew) == (2, 3, 2, 1)
    assert count.in_words("state", "states") == "2 states, later 3"
    told = fact("Signed by", signatures=a_coalition())
    assert words(told.answer) == "2 states, later 3"
    assert words(told.beneath) == "2 joined later; 1 withdrew"
    described = a_description(signatures=a_coalition())
    assert signed_by_words(described) == "Signed by two states, later three"


def test_a_list_whose_names_are_not_all_from_a_source_does_not_claim_to_be_all_known() -> None:
    page = record_page(
        a_view(signed_by=["CAN"], signatures_are_complete=False, signatories_published=1)
    )

    assert any("not every name in it is from a source" in line for line in page.table.foot)


def test_one_text_stands_once_by_its_strongest_relation() -> None:
    relations = (
        a_relation(RelationKind.PRECURSOR_OF, 1),
        a_relation(RelationKind.COUNTERS, 1, is_inverse=True),
        a_relation(RelationKind.PRECURSOR_OF, 2, is_inverse=True),
    )

    countered, precursor = related_texts(relations)

    assert (countered.words, countered.is_answer) == ("countered by", True)
    assert (precursor.words, precursor.is_answered) == ("precursor", True)
    page = record_page(a_view(relations=relations))
    assert len(page.texts) == 2
    assert sorted(knot.heading for knot in page.line) == ["countered by", "precursor", "this text"]


def test_a_counter_letter_says_what_it_counters_and_who_answered_it() -> None:
    told = next(
        one
        for one in eight_facts(
            a_view(
                relations=(
                    a_relation(RelationKind.COUNTERS, 1),
                    a_relation(RelationKind.PRECURSOR_OF, 1, is_inverse=True),
                    a_relation(RelationKind.PRECURSOR_OF, 2),
                    a_relation(RelationKind.REITERATES, 3, is_inverse=True),
                )
            )
        )
        if one.label == "Answers, answered by"
    )

    assert words(told.answer) == "1 text countered"
    assert words(told.beneath) == "reiterated by 4 signatories, 2019 and 1 more"


def test_an_answer_of_the_same_month_stands_after_the_text() -> None:
    view = a_view(
        date="2014-10-20",
        relations=(a_relation(RelationKind.REPLIES_TO, 1, is_inverse=True, date="2014-10"),),
    )

    assert [knot.heading for knot in record_page(view).line] == ["this text", "answered by"]


def test_what_came_counts_demands_and_says_so() -> None:
    told = fact(
        "What came of it",
        demands=(
            Demand("A", status=OutcomeStatus.REFUSED),
            Demand("B", status=OutcomeStatus.PARTLY_MET),
        ),
        outcomes=(Outcome("Some of it", OutcomeStatus.PARTLY_MET),),
    )

    assert words(told.answer) == "1 demand refused and 1 partly met"


def test_a_line_to_the_press_is_no_answer_to_the_text() -> None:
    line = Response(ResponseKind.PRESS_LINE, "It declined to comment", "An embassy")
    page = record_page(a_view(responses=(line,)))

    assert page.happenings == ()
    assert page.press_lines[0].remarks == ("An embassy",)
    assert "press" not in words(fact("What came of it", responses=(line,)).beneath)


def test_only_a_text_to_somebody_awaits_a_reply() -> None:
    addressed_to_china = (Addressee(party=PartyCode("CHN")),)

    assert not record_page(a_view()).awaits_reply
    assert record_page(a_view(to=addressed_to_china)).awaits_reply


def test_an_absence_without_a_source_is_a_note_of_the_register() -> None:
    said = AbsenceReport(PartyCode("HUN"), AbsenceKind.REPORTED_BLOCK, "", Evidence("A paper"))
    noted = AbsenceReport(PartyCode("ITA"), AbsenceKind.REPORTED_ABSENT, "Not on the list")
    page = record_page(a_view(absences=(said, noted)))

    assert (page.reported_missing, page.noted_missing) == ((said,), (noted,))
    assert words(fact("Reported missing", absences=(said, noted)).answer) == "Hungary"
    alone = fact("Reported missing", absences=(noted,))
    assert words(alone.answer) == "No report"  # "none" would say that nobody was missing
    assert words(alone.beneath) == "the register notes ITA"


def test_a_party_that_no_source_names_is_told_by_its_grouping() -> None:
    source = Evidence("A paper")
    one = AbsenceReport(NOT_KNOWN, AbsenceKind.REPORTED_BLOCK, "Blocked it", source, among="EU")
    other = AbsenceReport(WITHHELD, AbsenceKind.REPORTED_ABSENT, "", source)

    answer = words(fact("Reported missing", absences=(one, other)).answer)

    assert answer == "EU member (not named), A party (withheld)"


def test_a_list_of_unknown_length_is_neither_complete_nor_incomplete() -> None:
    page = record_page(a_view(signed_by=["CAN", "JPN"], signatures_are_complete=None))

    assert page.table.foot[-1] == (
        "It is not known whether the list is complete. It enters no figure."
    )


@pytest.mark.parametrize(
    ("evidence", "is_attributed"),
    [
        (Evidence(), False),
        (Evidence(NONE), False),
        (Evidence("A paper"), True),
        (Evidence(WITHHELD), True),
        (Evidence(is_anonymous=True), True),
        (Evidence(grade=Grade("C3")), True),
    ],
)
def test_who_says_so_may_be_withheld_or_not_named(evidence: Evidence, is_attributed: bool) -> None:
    assert evidence.is_attributed is is_attributed


def test_several_addressees_stand_with_their_offices() -> None:
    told = fact(
        "To",
        to=(
            Addressee(party=NONE, office="President of the Council", person="A. Person"),
            Addressee(party=NONE, office="High Commissioner", person="B. Person"),
        ),
    )
    ministers = fact(
        "To",
        to=[
            Addressee(party=PartyCode(code), office="Minister of Foreign Affairs")
            for code in ("CAN", "HUN")
        ],
    )

    assert words(told.answer) == "A. Person, B. Person"
    assert words(told.beneath) == "President of the Council and High Commissioner"
    assert words(ministers.answer) == (
        "Minister of Foreign Affairs of Canada, Minister of Foreign Affairs of Hungary"
    )


@pytest.mark.parametrize(
    ("office", "party", "said"),
    [
        ("Government", "China", "Government of China"),
        ("Government", "United States", "Government of the United States"),
        ("Sublime Porte", "Ottoman Empire", "Sublime Porte, Ottoman Empire"),
        ("Security Council", "", "Security Council"),
        ("", "China", "China"),
    ],
)
def test_an_office_stands_with_its_party(office: str, party: str, said: str) -> None:
    assert addressed(person="", office=office, organ="", party=party) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("European Union", "the European Union"),
        ("Netherlands", "the Netherlands"),
        ("Canada", "Canada"),
        ("Democratic Republic of the Congo", "the Democratic Republic of the Congo"),
    ],
)
def test_names_take_their_article_in_a_sentence(name: str, said: str) -> None:
    assert in_a_sentence(name) == said


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("Several diplomatic sources", "several diplomatic sources"),
        ("The Globe and Mail", "The Globe and Mail"),
        ("The newspaper that held a copy", "the newspaper that held a copy"),
    ],
)
def test_a_source_keeps_the_capitals_of_its_name(source: str, said: str) -> None:
    assert within_a_sentence(source) == said


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("plenipotentiary", "plenipotentiaries"),
        ("chargé d'affaires", "chargés d'affaires"),
        ("head of government", "heads of government"),
    ],
)
def test_plurals_of_offices(one: str, many: str) -> None:
    assert many_of(one) == many


def test_no_release_list_is_no_permission() -> None:
    assert release_words(SCHEME.bottom, str) == "No release list; level and compartments decide."
    assert release_words(SCHEME.parse("Official/REL SWE"), str) == "Releasable to SWE only."
