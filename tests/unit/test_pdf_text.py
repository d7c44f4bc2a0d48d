"""Strings on their way to paper: nothing is markup, nothing raises, what cannot be shown is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.nothing import NONE, NOT_KNOWN, WITHHELD
from app.pdf.ordering import in_drawing_order, runs_right_to_left
from app.pdf.text import MAX_CHARACTERS, Piece, clean, inline, para
from app.pdf.typography import BODY


def drawn(*pieces: Piece, is_right_to_left: bool = False) -> str:
    """The letters of one line from left to right."""
    parts = [(one, one.text) for one in pieces]
    return "".join(text for _, text in in_drawing_order(parts, is_right_to_left=is_right_to_left))


@pytest.mark.parametrize(
    ("stored", "printed"),
    [
        ("a\x00b\x07c", "abc"),
        ("one\r\n\ttwo\u2028three\u00a0four", "one two three four"),
        ("left\u202eright\u2066x\u2069", "leftrightx"),
        ("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
        ("e\u0301te\u0301", "été"),
        ("lone \ud800 half", "lone \N{REPLACEMENT CHARACTER} half"),
        ('<b>&amp;</b> <img src="/etc/passwd">', '<b>&amp;</b> <img src="/etc/passwd">'),
    ],
)
def test_what_is_printed_of_a_stored_string(stored: str, printed: str) -> None:
    assert clean(stored) == printed


def test_a_string_of_a_megabyte_is_cut_and_says_so() -> None:
    printed = clean("w" * 1_000_000)
    assert len(printed) < MAX_CHARACTERS + 50
    assert printed.endswith("[cut after 20,000 characters]")


@given(
    st.text(alphabet=st.characters(categories=("L", "M", "N", "P", "S", "Z", "C")), max_size=400)
)
def test_no_string_is_refused_and_no_control_character_is_left(stored: str) -> None:
    printed = clean(stored)
    assert not any(ord(one) < 32 or 0xD800 <= ord(one) <= 0xDFFF for one in printed)
    assert len(drawn(inline(stored, BODY))) == len(inline(stored, BODY).text)


@given(st.lists(st.sampled_from("رسא(]12a .\u0378\u0557\U0001f600\ue000\u0301"), max_size=30))
def test_no_mixture_of_directions_is_refused_or_loses_a_letter(letters: list[str]) -> None:
    text = inline("".join(letters), BODY).text
    for is_turned in (False, True):
        assert len(drawn(inline(text, BODY), is_right_to_left=is_turned)) == len(text)


def test_the_three_nothings_look_different() -> None:
    not_known, none, withheld = (inline(one, BODY) for one in (NOT_KNOWN, NONE, WITHHELD))
    assert not_known.style.face != BODY.face
    assert (none.text, none.is_boxed, none.style) == ("none", False, BODY)
    assert withheld.is_boxed


def test_arabic_letters_join_and_run_from_right_to_left() -> None:
    piece = inline("رسالة", BODY)
    assert runs_right_to_left(piece.text)
    assert all(0xFE70 <= ord(one) <= 0xFEFC for one in piece.text)
    assert drawn(piece) == piece.text[::-1]


def test_brackets_turn_around_in_a_line_from_right_to_left() -> None:
    shown = drawn(inline("(رسالة)", BODY))
    assert (shown[0], shown[-1]) == ("(", ")")


def test_an_empty_string_makes_no_piece() -> None:
    assert para("", "x", "\x00", style=BODY).pieces == (inline("x", BODY),)
