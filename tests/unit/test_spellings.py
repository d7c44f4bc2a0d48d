"""Other spellings that a word brings: numbers, ordinals, umlauts, closed compounds."""

from __future__ import annotations

import pytest

from app.domain.query import And, Not, Or, Phrase, Query, SearchField, Word, leaves
from app.search.spellings import with_other_spellings


def texts(query: Query) -> list[str]:
    """The leaves' texts, phrases in quotation marks."""
    return [
        f'"{one.leaf.text}"' if isinstance(one.leaf, Phrase) else one.leaf.text
        for one in leaves(query)
        if isinstance(one.leaf, Word | Phrase)
    ]


@pytest.mark.parametrize(
    ("asked", "others"),
    [
        ("1234", ['"1 234"']),
        ("1234567", ['"1 234 567"']),
        ("1,234", ["1234"]),
        ("1.234.567", ["1234567"]),
        ("1’234", ["1234", '"1 234"']),
        ("1,23", []),
        ("1,234.567", []),
        ("2017", []),
        ("0123", []),
        ("41", ["41st", "41e"]),
        ("12", ["12th", "12e"]),
        ("1", ["1st", "1er"]),
        ("27th", ["27"]),
        ("1ère", ["1"]),
        ("2334a", []),
        ("Müller", ["mueller"]),
        ("Århus", ["aarhus"]),
        ("Ærø", ["aeroe"]),
        ("Straße", []),
        ("cooperation", ['"co operation"']),
        ("Non-proliferation", []),
        ("nonproliferation", ['"non proliferation"']),
        ("control", ['"co ntrol"']),
        ("detention", []),
        ("aide\u2011mémoire", ["aidemémoire"]),
    ],
)
def test_a_word_brings_its_other_spellings(asked: str, others: list[str]) -> None:
    assert texts(with_other_spellings(Word(asked))) == [asked, *others]


def test_the_field_stays() -> None:
    found = with_other_spellings(Word("1,234", SearchField.TITLE))
    assert found == Or(
        (Word("1,234", SearchField.TITLE), Word("1234", SearchField.TITLE, exact=True))
    )


def test_exact_words_phrases_and_what_is_left_out_stay_as_they_are() -> None:
    query = And((Word("1,234", exact=True), Phrase("1,234"), Not(Word("1,234"))))
    assert with_other_spellings(query) == query


def test_compounds_are_opened_in_running_words_only() -> None:
    word = Word("cooperation", SearchField.SIGNATORY)
    assert with_other_spellings(word) == word
