"""Dates of letters: EDTF with inclusive bounds, and how they read."""

from __future__ import annotations

from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import CalendarDate, day_of
from app.domain.errors import InvalidInput


@pytest.mark.parametrize(
    ("edtf", "lower", "upper", "words"),
    [
        ("2017-02-27", date(2017, 2, 27), date(2017, 2, 27), "27 February 2017"),
        ("1987-03", date(1987, 3, 1), date(1987, 3, 31), "March 1987"),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29), "February 2016"),
        ("1895", date(1895, 1, 1), date(1895, 12, 31), "1895"),
        ("1999~", date(1999, 1, 1), date(1999, 12, 31), "about 1999"),
        ("1999?", date(1999, 1, 1), date(1999, 12, 31), "probably 1999"),
        ("1999%", date(1999, 1, 1), date(1999, 12, 31), "probably about 1999"),
        ("201X", date(2010, 1, 1), date(2019, 12, 31), "2010s"),
        ("19XX", date(1900, 1, 1), date(1999, 12, 31), "1900s"),
        (
            "2017-03-01/2017-03-08~",
            date(2017, 3, 1),
            date(2017, 3, 8),
            "1 March 2017 to about 8 March 2017",
        ),
        ("2016-03/..", date(2016, 3, 1), None, "from March 2016"),
        ("../1917", None, date(1917, 12, 31), "until 1917"),
    ],
)
def test_a_date_has_inclusive_bounds_and_words(
    edtf: str, lower: date | None, upper: date | None, words: str
) -> None:
    read = CalendarDate.parse(edtf)
    assert (read.edtf, read.lower, read.upper) == (edtf, lower, upper)
    assert read.in_words() == words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2017-02-30", "February 2017 has no day 30."),
        ("2017-02-29", "February 2017 has no day 29."),
        ("2017-04-31/2017-05", "April 2017 has no day 31."),
        ("2017-13", "'2017-13' has no such month; months run from 01 to 12."),
    ],
)
def test_a_day_that_the_calendar_has_not_is_named(text: str, said: str) -> None:
    with pytest.raises(InvalidInput) as told:
        CalendarDate.parse(text)
    assert told.value.message == said


def test_one_day_is_read_or_says_what_to_write() -> None:
    assert day_of(" 2017-02-27 ", "2026-11-24").isoformat() == "2017-02-27"
    with pytest.raises(InvalidInput, match="June 2017 has no day 31"):
        day_of("2017-06-31", "2026-11-24")
    with pytest.raises(InvalidInput, match="Write the day as 2026-11-24"):
        day_of("27.2.2017", "2026-11-24")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2017-13",
        "2017-02-30",
        "17-02-27",
        "2017/2016",
        "../..",
        "/",
        "0000",
        "2017-2",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        CalendarDate.parse(text)


@given(st.dates())
def test_every_day_is_exact_and_bounds_itself(day: date) -> None:
    read = CalendarDate.parse(day.isoformat())
    assert read.is_exact_day
    assert read.lower == read.upper == day
    assert read.year == day.year


@given(st.dates(), st.dates())
def test_an_interval_reaches_from_the_first_to_the_last_day(one: date, other: date) -> None:
    first, last = sorted((one, other))
    read = CalendarDate.parse(f"{first.isoformat()}/{last.isoformat()}")
    assert (read.lower, read.upper) == (first, last)
    assert read.is_exact_day == (first == last)


@pytest.mark.parametrize(
    "text",
    ["2017-02-27", "2016-02", "1895", "1999~", "1999?", "201X", "19XX", "2017-03-01/2017-03-08~"],
)
def test_bounds_are_those_of_the_edtf_library(text: str) -> None:
    """Its parser takes forty milliseconds a date: an oracle for tests, too slow for an import."""
    oracle = parse_edtf(text)
    read = CalendarDate.parse(text)
    assert read.lower == date(*oracle.lower_strict()[:3])
    assert read.upper == date(*oracle.upper_strict()[:3])


def test_short_words_for_tables() -> None:
    assert CalendarDate.parse("2017-02-27").in_words(short=True) == "27 Feb 2017"
