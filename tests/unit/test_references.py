"""Reference codes: their shape, their check character, and how mistyped ones are read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.clock import RandomIdentifiers
from app.domain.references import new_reference, normalise_reference
from app.domain.vocabularies import RecordKind

IDS = RandomIdentifiers()
SHAPE = re.compile(r"[A-Z]{2}-\d{4}-[0-9A-HJKMNP-TV-Z]{5}\Z")


@given(st.sampled_from(RecordKind), st.none() | st.integers(1, 9999))
def test_a_fresh_reference_reads_back_as_itself(kind: RecordKind, year: int | None) -> None:
    reference = new_reference(kind, year, IDS, "letter")
    assert SHAPE.match(reference)
    assert reference[3:7] == f"{year or 0:04d}"
    assert normalise_reference(reference) == reference
    assert normalise_reference(f"  {reference.lower()} ") == reference


@given(st.sampled_from(RecordKind), st.integers(0, 8), st.integers(1, 31))
def test_one_wrong_character_is_noticed(kind: RecordKind, place: int, shift: int) -> None:
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    reference = new_reference(kind, 2017, IDS, "letter")
    position = 3 + place if place < 4 else 4 + place  # year digits, then the random part
    wrong_digits = alphabet[:10] if place < 4 else alphabet
    old = reference[position]
    new = wrong_digits[(wrong_digits.index(old) + shift) % len(wrong_digits)]
    mistyped = reference[:position] + new + reference[position + 1 :]
    assert (normalise_reference(mistyped) == mistyped) == (new == old)


@pytest.mark.parametrize(
    "text", ["", "JL", "JL-2017", "JL-2017-7K3Q", "A/HRC/41/G/11", "JL-2017-7K3QF-1"]
)
def test_what_is_no_reference_is_none(text: str) -> None:
    assert normalise_reference(text) is None
