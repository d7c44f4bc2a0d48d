"""What excerpts quote reads as a person would write it: no semicolon after a full stop."""

from __future__ import annotations

import pytest

from app.domain.records import NamedPerson, Outcome, Response
from app.domain.vocabularies import OutcomeStatus, ResponseKind
from app.wiring import House
from tests.searching import indexed, searched


def quoted(house: House, words: str) -> list[str]:
    (hit,) = searched(house, words).hits
    return ["".join(segment.text for segment in one.segments) for one in hit.excerpts]


@pytest.mark.parametrize(
    ("by", "text", "shown"),
    [
        (
            "Government of China",
            "Same public answer as to the four-ambassador letter.",
            "Government of China: Same public answer as to the four-ambassador letter.",
        ),
        ("", "Same public answer.", "Same public answer."),
    ],
)
def test_a_response_says_who_it_was_and_then_what(
    house: House, by: str, text: str, shown: str
) -> None:
    indexed(house, responses=(Response(ResponseKind.REJECTION, text, by=by),))

    assert quoted(house, "answer") == [shown]


def test_notes_run_on_as_sentences(house: House) -> None:
    indexed(house, notes="Copied by hand", capacity_note="Ranks are not known.")

    assert quoted(house, "hand") == ["Copied by hand. Ranks are not known."]


def test_what_stands_side_by_side_is_divided_once(house: House) -> None:
    indexed(
        house,
        sources=("A herald, 20 March 2017.", "Another herald", "A third"),
        instruments=("First covenant.", "Second covenant"),
        persons=(NamedPerson("Martin King Jr.", other_names=("M. King", "King")),),
    )

    assert quoted(house, "herald") == ["A herald, 20 March 2017. Another herald; A third"]
    assert quoted(house, "covenant") == ["First covenant. Second covenant"]
    assert quoted(house, "martin") == ["Martin King Jr. M. King; King"]


def test_an_outcome_is_quoted_as_it_stands(house: House) -> None:
    indexed(house, outcomes=(Outcome("The law was repealed.", OutcomeStatus.MET),))

    assert quoted(house, "repealed") == ["The law was repealed."]
