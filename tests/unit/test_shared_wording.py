"""Runs of words that two texts share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.analysis import forms_of
from app.search.shared_wording import (
    SHORTEST_RUN,
    Wording,
    longest_runs,
    phrases_of,
    pieces_of,
    shown,
)

PASSAGE = "We express our growing concern over recent claims of torture"
FEW = st.lists(st.sampled_from(["aaaa", "bbbb", "cc"]), max_size=24)


def runs(passage: str, text: str) -> list[tuple[int, str]]:
    return [
        (run.tokens, text[run.start : run.end]) for run in longest_runs(Wording.of(passage), text)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"They wrote: {PASSAGE}!", [(10, PASSAGE)]),
        (
            "we EXPRESS our growing  concern, and later: over recent claims of torture.",
            [
                (5, "we EXPRESS our growing  concern"),
                (5, "over recent claims of torture"),
            ],
        ),
        ("We express our growing unease", []),
        ("", []),
    ],
)
def test_runs_are_found_whatever_case_and_signs(text: str, found: list[tuple[int, str]]) -> None:
    assert runs(PASSAGE, text) == found


def test_chinese_runs_are_found_by_their_characters() -> None:
    assert runs("中国人权律师谢阳受到酷刑", "据报道,人权律师谢阳受到酷刑。") == [
        (10, "人权律师谢阳受到酷刑")
    ]


def test_a_run_of_short_words_alone_is_none() -> None:
    assert runs("to be or to be or to be", "to be or to be or to be") == []


@given(FEW, FEW)
def test_the_longest_run_is_as_long_as_a_plain_search_finds(
    one: list[str], other: list[str]
) -> None:
    found = longest_runs(Wording.of(" ".join(one)), " ".join(other))
    lengths = [
        size
        for size in range(SHORTEST_RUN, len(one) + 1)
        for at in range(len(one) - size + 1)
        if _stands_in(one[at : at + size], other) and _tells(one[at : at + size])
    ]
    assert max((run.tokens for run in found), default=0) == max(lengths, default=0)


def _stands_in(run: list[str], words: list[str]) -> bool:
    return any(words[at : at + len(run)] == run for at in range(len(words)))


def _tells(run: list[str]) -> bool:
    """Some stretch of five words in it has one that is long enough."""
    return any(word != "cc" for word in run)


@given(FEW)
def test_every_run_of_five_is_among_the_phrases_once(words: list[str]) -> None:
    found = [tuple(forms_of(one)) for one in phrases_of(" ".join(words))]
    wanted = {
        tuple(words[at : at + SHORTEST_RUN])
        for at in range(len(words) - SHORTEST_RUN + 1)
        if _tells(words[at : at + SHORTEST_RUN])
    }
    assert len(found) == len(set(found))
    assert set(found) == wanted


def test_a_text_comes_in_paragraphs_and_long_ones_in_parts() -> None:
    long = " ".join(f"word{number}" for number in range(25)) + "."
    pieces = pieces_of(f"one two three four five.\n\nToo short.\r\n\r\n{long}", 10)
    assert pieces[0] == "one two three four five."[:-1] + "."
    assert [len(forms_of(one)) for one in pieces] == [5, 10, 10, 5]
    assert " ".join(pieces[1:]) == long


def test_a_run_is_shown_with_what_stands_around_it() -> None:
    text = f"{'before ' * 30}{PASSAGE}{' behind' * 30}"
    (run,) = longest_runs(Wording.of(PASSAGE), text)
    segments = shown(text, run)
    assert [one.text for one in segments if one.is_match] == [PASSAGE]
    assert segments[0].text.startswith("… before")
    assert segments[-1].text.endswith("behind …")
