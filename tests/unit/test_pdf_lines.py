"""Breaking a paragraph into lines: a long word is cut after its hyphens before it is cut anywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pdf.faces import DocumentFaces
from app.pdf.lines import broken, natural_width
from app.pdf.text import para
from app.pdf.typography import BODY
from tests.printing import cabinet

LETTERS = "PapousieNvlGnéhtp:/.xamw-_ "
FACES = DocumentFaces(cabinet(), [(BODY.face, LETTERS)], is_right_to_left=False)


def lines(words: str, width_pt: float) -> list[str]:
    found = broken(para(words, style=BODY), width_pt, FACES)
    return ["".join(one.text for one in line.fragments) for line in found]


def width_of(words: str) -> float:
    return natural_width(para(words, style=BODY), FACES)


@pytest.mark.parametrize(
    ("words", "widest", "set_as"),
    [
        ("Papouasie-Nouvelle", "Papouasie-No", ["Papouasie-", "Nouvelle"]),
        ("the Papouasie-Nouvelle", "Papouasie-No", ["the ", "Papouasie-", "Nouvelle"]),
        ("http://a.example/one-two", "http://a.example/on", ["http://a.example/", "one-two"]),
        ("Papouasie", "Papo", ["Papo", "uasi", "e"]),
        ("a-Papouasie", "Papo", ["a-Pa", "pou", "asie"]),
    ],
)
def test_a_word_wider_than_the_measure_is_cut_where_it_hurts_least(
    words: str, widest: str, set_as: list[str]
) -> None:
    assert lines(words, width_of(widest) + 0.1) == set_as


def test_a_word_that_fits_is_not_cut_at_its_hyphen() -> None:
    width = width_of("Nouvelle-Guinée") + 0.1
    assert lines("Papouasie Nouvelle-Guinée", width) == ["Papouasie ", "Nouvelle-Guinée"]


@given(st.text(alphabet=LETTERS, max_size=60), st.floats(20.0, 200.0))
def test_no_letter_is_lost_and_no_line_is_too_wide(words: str, width: float) -> None:
    found = broken(para(words, style=BODY), width, FACES)
    kept = "".join(one.text for line in found for one in line.fragments)
    assert kept.replace(" ", "") == words.replace(" ", "")
    assert all(line.width <= width + 0.01 for line in found)
