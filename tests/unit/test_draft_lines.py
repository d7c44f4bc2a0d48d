"""The lines of a draft, and the queries made of them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.draft_lines import (
    LONGEST_LINE,
    MOST_LINES,
    MOST_TELLING,
    MOST_WORDS,
    SHARE,
    Agreement,
    at_least,
    query_for,
    read_lines,
    telling_words,
)
from app.domain.errors import InvalidInput
from app.domain.query import And, Not, Or, Phrase, Query, Word, leaves

WORDS = [f"word{number:02d}" for number in range(MOST_TELLING)]


def holds(query: Query, words: frozenset[str]) -> bool:
    """What a query means for a text of these words."""
    if isinstance(query, Word):
        return query.text in words
    if isinstance(query, Not):
        return not holds(query.child, words)
    assert isinstance(query, And | Or)
    return (all if isinstance(query, And) else any)(holds(one, words) for one in query.children)


@given(
    count=st.integers(1, MOST_TELLING),
    needed=st.integers(1, MOST_TELLING),
    there=st.frozensets(st.sampled_from(WORDS)),
)
def test_at_least_is_a_count_of_words(count: int, needed: int, there: frozenset[str]) -> None:
    words = WORDS[:count]
    needed = min(needed, count)
    assert holds(at_least(needed, words), there) == (len(there & set(words)) >= needed)


@pytest.mark.parametrize("count", range(1, MOST_TELLING + 1))
def test_the_tree_stays_small(count: int) -> None:
    tree = at_least(math.ceil(SHARE * count), WORDS[:count])
    assert sum(1 for _ in leaves(tree)) <= 164


def test_lines_are_counted_without_blank_ones_and_tidied() -> None:
    lines = read_lines("\r\n  one \t line\n\n\rtwo\u2028still two\r\n   ")
    assert [(one.number, one.text) for one in lines] == [(1, "one line"), (2, "two still two")]


@pytest.mark.parametrize(
    ("draft", "says"),
    [
        ("", "Paste at least one line."),
        (" \n \r\n", "Paste at least one line."),
        ("a\n" * (MOST_LINES + 1), "There are 201 lines, and at most 200"),
        ("a\n" + "b" * (LONGEST_LINE + 1), "Line 2 has 1,001 characters"),
    ],
)
def test_a_draft_that_cannot_be_taken_says_what_to_do(draft: str, says: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_lines(draft)
    assert caught.value.field == "draft"
    assert says in caught.value.message


def test_as_many_lines_and_characters_as_allowed_are_taken() -> None:
    assert len(read_lines("\n".join(["x" * LONGEST_LINE] * MOST_LINES))) == MOST_LINES


def test_short_words_and_all_beyond_the_twelve_longest_are_not_counted() -> None:
    terms = ["the", "of", "detention", "un", "谢阳", "2016", *WORDS[:11]]
    chosen = telling_words(terms)
    assert chosen == ("detention", *WORDS[:11])
    assert telling_words(["谢阳", "the", "2016"]) == ("谢阳", "2016")
    assert telling_words(["ทน", "the", "លោ", "စာ"]) == ("ทน", "លោ", "စာ")
    assert telling_words(["the", "of"]) == ("the", "of")


@pytest.mark.parametrize(
    ("agreement", "words", "needed", "says"),
    [
        (Agreement.PHRASE, 4, 4, "the phrase"),
        (Agreement.ALL, 4, 4, "all 4 words"),
        (Agreement.MOST, 3, 2, "at least 2 of 3 words"),
    ],
)
def test_each_way_says_how_many_words_are_needed(
    agreement: Agreement, words: int, needed: int, says: str
) -> None:
    asked = query_for("The torture of lawyers", ["the", "torture", "lawyers", "held"], agreement)
    assert (len(asked.words), asked.needed, asked.in_words()) == (words, needed, says)


def test_nothing_in_a_line_is_an_operator() -> None:
    asked = query_for('NOT "(title:x OR', ["not", "title", "x", "or"], Agreement.PHRASE)
    assert asked.query == Phrase('NOT "(title:x OR')
    everything = query_for("NOT x", ["not", "x"], Agreement.ALL)
    assert everything.query == And((Word("not"), Word("x")))


def test_a_line_without_a_word_asks_for_nothing() -> None:
    asked = query_for("***", [], Agreement.MOST)
    assert (asked.query, asked.in_words()) == (None, "no word")


def test_all_words_are_at_most_sixty() -> None:
    asked = query_for("", [f"w{number}" for number in range(100)], Agreement.ALL)
    assert len(asked.words) == MOST_WORDS
