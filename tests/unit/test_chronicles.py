"""Chronicles: short dated facts in one line of time, with place and evidence, and who is not named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.chronicles import LONGEST_SENTENCE, FactKind, facts_of, first_sentence
from app.domain.dates import DatedFact
from app.domain.grades import Grade
from app.domain.records import (
    Evidence,
    NamedPerson,
    Outcome,
    PartyCode,
    Response,
    Signature,
)
from app.domain.views import RecordView
from app.domain.vocabularies import (
    Disclosure,
    OutcomeStatus,
    RecordKind,
    ResponseKind,
    SignatureStatus,
)
from tests.dossiers import a_dossier
from tests.papers import a_date, a_view, founding_description, founding_letter

ABSTRACT = (
    "Ambassadors and chargés of eleven states wrote privately to the police minister about reports that "
    "detained human rights lawyers had been tortured."
)
TITLE = "Letter of eleven missions to the Chinese Minister of Public Security on torture of rights lawyers."


def told(*views: RecordView) -> list[tuple[str, str, str]]:
    facts = facts_of(a_dossier(views))
    return [(one.date.edtf if one.date else "", str(one.sentence), str(one.place)) for one in facts]


def test_a_letter_is_told_by_its_abstract_then_by_what_followed_it() -> None:
    assert told(founding_letter()) == [
        (
            "2017-02-27",
            ABSTRACT,
            "abstract",
        ),
        (
            "2017-03-01/..",
            "State media campaign calling the torture reports invented. Later in time only.",
            "response 1",
        ),
        ("2017-03-20", "The text became known: leaked in part.", "disclosure"),
        ("2017-03-20", "Two ministries did not answer press questions.", "response 2"),
    ]


def test_each_fact_bears_the_grade_of_its_own_source() -> None:
    grades = [
        one.evidence.grade.code if one.evidence and one.evidence.grade else ""
        for one in facts_of(a_dossier([founding_letter()]))
    ]
    assert grades == ["B2", "C3", "", "B2"]


def test_texts_have_a_ring_counter_texts_a_diamond_and_the_rest_a_dash() -> None:
    counter = replace(founding_description(), kind=RecordKind.COUNTER_LETTER)
    kinds = [one.kind for one in facts_of(a_dossier([a_view(counter)]))]
    assert kinds == [FactKind.COUNTER, *[FactKind.FOLLOWED] * 3]


def test_who_joined_and_who_withdrew_is_one_fact_a_day() -> None:
    signatures = (
        Signature(PartyCode("CAN")),
        *(
            Signature(
                PartyCode(code), status=SignatureStatus.JOINED_LATER, date=a_date("2019-07-26")
            )
            for code in ("JPN", "FRA")
        ),
        Signature(PartyCode("USA"), status=SignatureStatus.WITHDREW, date=a_date("2019-07-18")),
    )
    described = replace(founding_description(), signatures=signatures, responses=())
    assert told(a_view(described))[2:] == [
        ("2019-07-18", "Withdrew: United States.", "signatories"),
        ("2019-07-26", "Joined later: Japan and France.", "signatories"),
    ]


def test_many_who_joined_are_a_number() -> None:
    joined = tuple(
        Signature(
            PartyCode(f"X{at}"), status=SignatureStatus.JOINED_LATER, date=a_date("2019-07-26")
        )
        for at in range(13)
    )
    described = replace(founding_description(), signatures=joined, responses=())
    assert told(a_view(described))[-1][1] == "13 more parties joined."


def test_what_is_not_dated_comes_last_and_what_is_told_the_press_at_no_time_is_no_event() -> None:
    described = replace(
        founding_description(),
        disclosed=founding_description().received,
        responses=(
            Response(ResponseKind.PRESS_LINE, "Not in a position to comment"),
            Response(ResponseKind.REJECTION, "accused us of ganging up", by="Its embassy"),
        ),
        outcomes=(
            Outcome("some slight changes", OutcomeStatus.PARTLY_MET, date=a_date("2016-05")),
        ),
    )
    assert told(a_view(described)) == [
        ("2016-05", "partly met: some slight changes.", "outcome 1"),
        ("2017-02-27", ABSTRACT, "abstract"),
        ("", "Its embassy: accused us of ganging up.", "response 2"),
    ]


def test_what_followed_in_the_year_of_a_text_is_told_after_it() -> None:
    described = replace(
        founding_description(),
        disclosed=founding_description().received,
        responses=(Response(ResponseKind.REJECTION, "Rejected", date=a_date("2017")),),
    )
    assert [place for _, _, place in told(a_view(described))] == ["abstract", "response 1"]


def test_on_one_day_a_text_comes_before_the_one_against_it() -> None:
    counter = replace(
        founding_letter(),
        reference="CL-2017-A",
        description=replace(founding_description(), kind=RecordKind.COUNTER_LETTER),
    )
    kinds = [one.kind for one in facts_of(a_dossier([counter, founding_letter()]))]
    assert kinds[:2] == [FactKind.TEXT, FactKind.COUNTER]


def test_two_texts_of_one_day_stand_by_reference() -> None:
    one, other = (replace(founding_letter(), reference=name) for name in ("JL-2017-B", "JL-2017-A"))
    order = [fact.record.reference for fact in facts_of(a_dossier([one, other]))]
    assert order == ["JL-2017-A", "JL-2017-B", *order[2:]]


def test_a_text_without_abstract_is_told_by_its_title() -> None:
    described = replace(founding_description(), summary="", responses=())
    assert told(a_view(described))[0][1:] == (
        TITLE,
        "title",
    )


def test_publication_is_a_fact_only_on_another_day() -> None:
    same, later = (
        replace(
            founding_description(),
            published=DatedFact(a_date(day)),
            disclosure=Disclosure.NOT_DISCLOSED,
            responses=(),
        )
        for day in ("2017-02-27", "2017-04-01")
    )
    assert "The text was published." not in [one[1] for one in told(a_view(same))]
    assert told(a_view(later))[-1] == ("2017-04-01", "The text was published.", "publication")
    assert told(a_view(later))[-2][1] == "The text became known."


def test_whoever_is_not_public_in_a_record_is_not_named_in_its_facts() -> None:
    described = replace(
        founding_description(),
        summary="Ten states asked where Zhang San is. More.",
        persons=(
            NamedPerson("Zhang San", other_names=("张三",)),
            NamedPerson("Li Si", is_public_here=True),
        ),
        responses=(
            Response(ResponseKind.OTHER, "ZHANG  SAN and Li Si were released", by="张三的家人"),
        ),
        evidence=Evidence("A source", Grade("B2")),
    )
    sentences = [one[1] for one in told(a_view(described))]
    assert sentences[0] == "Ten states asked where […] is."
    assert sentences[-1] == "[…]的家人: […] and Li Si were released."


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One. Two.", "One."),
        ("Mr. Smith of the U.S. Embassy wrote. He left.", "Mr. Smith of the U.S. Embassy wrote."),
        ("No end", "No end"),
        ("Quoted “so.” Then more.", "Quoted “so.”"),
        ("他写信。然后离开。", "他写信。"),
        ("", ""),
        ("In No. 5 they asked (see p. 3). It ended.", "In No. 5 they asked (see p. 3)."),
    ],
)
def test_the_first_sentence_ends_where_a_reader_ends_it(text: str, first: str) -> None:
    assert first_sentence(text) == first


def test_a_sentence_without_end_is_cut_after_a_word() -> None:
    cut = first_sentence("word " * 200)
    assert len(cut) <= LONGEST_SENTENCE + 1
    assert cut.endswith("word…")
