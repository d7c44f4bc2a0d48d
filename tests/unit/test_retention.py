"""Rules of retention: when a record is due, what a rule may say, and that the reference lists its words."""

from __future__ import annotations

import inspect
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import retention_terms
from app.domain.errors import InvalidInput
from app.domain.references import new_certificate_number, normalise_reference
from app.domain.retention import (
    MOST_YEARS,
    RetentionRule,
    SeriesDraft,
    TriggerDates,
    rule_said_again,
)
from app.domain.retention_terms import DisposalAction, RetentionTrigger
from app.domain.vocabularies import Term
from app.domain.wording import Wording
from tests.houses import DerivedIdentifiers

DAYS = st.dates(date(1800, 1, 1), date(2200, 12, 31))
YEARS = st.integers(1, MOST_YEARS)
TERMS = [
    one
    for _, one in inspect.getmembers(retention_terms, inspect.isclass)
    if issubclass(one, Term) and len(one)
]


def _rule(years: int | None, trigger: RetentionTrigger = RetentionTrigger.DATED) -> RetentionRule:
    return RetentionRule(years, trigger, DisposalAction.DESTROY, "Schedule 4")


def _days(dated: date | None = None, withdrawn: date | None = None) -> TriggerDates:
    return TriggerDates(dated, date(2020, 5, 1), withdrawn)


@given(day=DAYS, years=YEARS)
def test_a_record_is_kept_for_whole_years_and_not_a_day_longer_than_a_leap_day(
    day: date, years: int
) -> None:
    due = _rule(years).due_on(_days(day))
    assert due is not None
    assert due.year == day.year + years
    assert (due.month, due.day) in {(day.month, day.day), (3, 1)}
    assert due - timedelta(days=1) < day.replace(year=due.year, day=min(day.day, 28)) + timedelta(
        days=3
    )


@given(day=DAYS, years=YEARS, later=st.integers(0, 4000), more=st.integers(0, 20))
def test_a_later_day_and_more_years_never_make_a_record_due_earlier(
    day: date, years: int, later: int, more: int
) -> None:
    first = _rule(years).due_on(_days(day))
    second = _rule(min(MOST_YEARS, years + more)).due_on(_days(day + timedelta(days=later)))
    assert first is not None
    assert second is not None
    assert first <= second


@given(day=DAYS)
def test_permanent_is_never(day: date) -> None:
    for trigger in RetentionTrigger:
        assert _rule(None, trigger).due_on(_days(day, day)) is None


def test_what_is_not_known_never_comes() -> None:
    assert _rule(1).due_on(_days(None)) is None
    assert _rule(1, RetentionTrigger.WITHDRAWN).due_on(_days()) is None
    assert _rule(1, RetentionTrigger.REGISTERED).due_on(_days()) == date(2021, 5, 1)
    assert _rule(MOST_YEARS).due_on(_days(date(9990, 1, 1))) is None
    assert _rule(1).due_on(_days(date(2016, 2, 29))) == date(2017, 3, 1)


def test_a_draft_is_tidied() -> None:
    draft = SeriesDraft(" hr/chn ", " Human  rights ", _rule(10)).checked()
    assert (draft.code, draft.title) == ("HR/CHN", "Human rights")
    assert draft.rule.words == "10 years after the date of the text, then destroy"
    assert _rule(None).words == "permanent"


@pytest.mark.parametrize("years", [None, 1, 60])
def test_what_a_history_keeps_of_a_rule_is_a_wording_again(years: int | None) -> None:
    words = _rule(years, RetentionTrigger.REGISTERED).words
    again = rule_said_again(str.__str__(words))
    assert isinstance(words, Wording)
    assert isinstance(again, Wording)
    assert (again, again.sentence) == (words, words.sentence)


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "10 years",
        "10 years after the war, then destroy",
        "1 years after the date of the text, then destroy",
        "10 years after the date of the text, then keep",
    ],
)
def test_words_that_no_rule_has_stay_as_they_are(kept: str) -> None:
    again = rule_said_again(kept)
    assert (again, type(again)) == (kept, str)


@pytest.mark.parametrize(
    ("field", "draft"),
    [
        ("code", SeriesDraft("HR CHN", "Title", _rule(1))),
        ("code", SeriesDraft("A" * 33, "Title", _rule(1))),
        ("title", SeriesDraft("HR", "  ", _rule(1))),
        ("years", SeriesDraft("HR", "Title", _rule(0))),
        ("years", SeriesDraft("HR", "Title", _rule(MOST_YEARS + 1))),
        (
            "authority",
            SeriesDraft(
                "HR",
                "Title",
                RetentionRule(1, RetentionTrigger.DATED, DisposalAction.REVIEW, " "),
            ),
        ),
    ],
)
def test_a_draft_that_cannot_be(field: str, draft: SeriesDraft) -> None:
    with pytest.raises(InvalidInput) as refused:
        draft.checked()
    assert refused.value.field == field


def test_a_certificate_number_reads_like_a_reference_and_is_none_of_a_record() -> None:
    number = new_certificate_number(2026, DerivedIdentifiers(), "list")
    assert number.startswith("CD-2026-")
    assert normalise_reference(number.lower()) == number


@pytest.mark.parametrize("vocabulary", TERMS, ids=lambda one: one.__name__)
def test_every_term_stands_in_the_reference(vocabulary: type[Term]) -> None:
    root = Path(__file__).resolve().parents[2]
    page = (root / "docs/reference/vocabularies.md").read_text(encoding="utf-8")
    section = page.split(f"## {vocabulary.__name__}\n", 1)[1].split("\n## ", 1)[0]
    listed = re.findall(r"^\| `([^`]+)` \| (.+) \|$", section, re.MULTILINE)
    assert listed == [(str(member.value), member.label) for member in vocabulary]
