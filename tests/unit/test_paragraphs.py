"""Paragraphs as a reader counts them, in texts of every width."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.paragraphs import paragraph_at, paragraphs_of

LONG = (
    "The missions recall that the lawyers were held without any contact with their families. " * 3
)


def read(text: str) -> list[str]:
    return [" ".join(text[one.start : one.end].split()) for one in paragraphs_of(text)]


@pytest.mark.parametrize("width", [40, 72, 110])
def test_lines_broken_for_a_page_are_one_paragraph(width: int) -> None:
    first, second = LONG.strip(), LONG.replace("missions", "parties").strip()
    wrapped = ["Annex", *(textwrap.fill(one, width) for one in (first, second)), "Done."]
    assert read("\n\n".join(wrapped)) == ["Annex", first, second, "Done."]


def test_long_lines_are_each_a_paragraph() -> None:
    lines = ["A heading of some length that is no sentence of its own", LONG.strip(), "The end."]
    assert read("\n".join(lines)) == lines


def test_a_short_line_and_an_indented_one_end_a_paragraph() -> None:
    text = textwrap.fill(f"{LONG} He left.", 80) + "\n" + textwrap.fill(LONG, 80)
    assert len(read(text)) == 2
    indented = textwrap.fill("x" * 70 + " and so on", 78) + "\n   " + "y" * 70
    assert len(read(indented)) == 2


@given(st.text(alphabet="ab. \n\t。x", max_size=200))
def test_nothing_is_lost_or_counted_twice(text: str) -> None:
    found = list(paragraphs_of(text))
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    covered = {place for one in found for place in range(one.start, one.end)}
    assert all(text[place].isspace() for place in range(len(text)) if place not in covered)
    for one in found:
        assert paragraph_at(text, one.start) == paragraph_at(text, one.end - 1) == one.number
