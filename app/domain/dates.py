"""A letter's own date: EDTF (ISO 8601-2, levels 0 and 1) with bounds to sort by.

`CalendarDate` can say "March 1987", "about 1999", "between 1 and 8 March 2017". System times are
aware UTC datetimes and live elsewhere.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from app.domain.errors import InvalidInput
from app.domain.nothing import NOT_KNOWN, MaybeText
from app.domain.vocabularies import DateBasis
from app.domain.wording import Wording, said

_POINT = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d{2}))?(?:-(\d{2}))?([?~%])?\Z")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z", re.ASCII)
NO_SUCH_DAY = said("{month} has no day {day}.")
NO_SUCH_MONTH = said("{text!r} has no such month; months run from 01 to 12.")
"""The sentences that name a day which its month has not, and a month which no year has."""
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
FIRST_YEAR, LAST_YEAR = 1, 9999


@dataclass(frozen=True, slots=True)
class Point:
    """One day, month, year, decade or century of the calendar, for a sentence. English as a text."""

    year: str
    """Four digits; of a decade the first year."""
    month: int = 0
    """0: the year alone."""
    day: int = 0
    is_decade: bool = False
    is_short: bool = False

    def __str__(self) -> str:
        words = f"{self.year}s" if self.is_decade else self.year
        if self.month:
            name = _MONTHS[self.month - 1]
            words = f"{name[:3] if self.is_short else name} {words}"
        return f"{self.day} {words}" if self.day else words


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """An EDTF text and its bounds, both inclusive; an open end is None."""

    edtf: str
    lower: date | None
    upper: date | None

    @classmethod
    def parse(cls, text: str) -> CalendarDate:
        """Read EDTF level 0 or 1: point, interval, open end, `?~%`, X digits. Raises InvalidInput.

        What people type goes through `written_dates.as_edtf` first.
        """
        text = text.strip()
        if "/" not in text:
            return cls(text, *_bounds(text))
        head, _, tail = text.partition("/")
        lower = None if head in ("", "..") else _bounds(head)[0]
        upper = None if tail in ("", "..") else _bounds(tail)[1]
        if lower is None and upper is None:
            raise InvalidInput("date", "An interval needs at least one end, as in 2016-03/..")
        if lower and upper and lower > upper:
            raise InvalidInput("date", "The interval ends before it begins.")
        return cls(text, lower, upper)

    @property
    def year(self) -> int | None:
        """The year to count it under: that of the lower bound, else of the upper."""
        bound = self.lower or self.upper
        return bound.year if bound else None

    @property
    def is_exact_day(self) -> bool:
        return self.lower is not None and self.lower == self.upper and self.edtf[-1].isdigit()

    def in_words(self, *, short: bool = False) -> Wording:
        """`27 February 2017`; in tables (`short`) `27 Feb 2017`; `about 1999`; `from .. to ..`."""
        if "/" not in self.edtf:
            return _point_in_words(self.edtf, short)
        head, _, tail = self.edtf.partition("/")
        if head in ("", ".."):
            return said("until {day}", day=_point_in_words(tail, short))
        if tail in ("", ".."):
            return said("from {day}", day=_point_in_words(head, short))
        first, last = _point_in_words(head, short), _point_in_words(tail, short)
        return said("{first} to {last}", first=first, last=last)


@dataclass(frozen=True, slots=True)
class DatedFact:
    """A date, how it is known, and the source where that is not the text itself."""

    date: CalendarDate
    basis: DateBasis = DateBasis.STATED
    source: MaybeText = NOT_KNOWN


def _bounds(text: str) -> tuple[date, date]:
    found = _POINT.match(text)
    if not found:
        raise InvalidInput(
            "date",
            said(
                "{text!r} is not a date Chancery reads. Write 2017-02-27, 2017-02, 2017, 2017~, "
                "201X or an interval such as 2017-03-01/2017-03-08.",
                text=text,
            ),
        )
    year_text, month, day, _ = found.groups()
    first = int(year_text.replace("X", "0"))
    last = int(year_text.replace("X", "9"))
    if first < FIRST_YEAR:
        raise InvalidInput("date", "Years run from 0001 to 9999.")
    try:
        if month is None:
            return date(first, 1, 1), date(last, 12, 31)
        if day is None:
            last_day = calendar.monthrange(last, int(month))[1]
            return date(first, int(month), 1), date(last, int(month), last_day)
        exact = date(first, int(month), int(day))
    except (ValueError, calendar.IllegalMonthError) as error:
        raise InvalidInput("date", _no_such_day(text, first, month or "", day or "")) from error
    return exact, exact


def day_of(text: str, example: str) -> date:
    """One day as `2017-02-27`. Raises InvalidInput("date") with what to write: what is wrong with a day
    that the calendar has not, else `Write the day as` the example."""
    found = _DAY.match(text.strip())
    if not found:
        raise InvalidInput("date", said("Write the day as {example}.", example=example))
    year, month, day = found.groups()
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise InvalidInput("date", _no_such_day(text.strip(), int(year), month, day)) from error


def _no_such_day(text: str, year: int, month: str, day: str) -> Wording:
    """`February 2017 has no day 30.`; a month that is none is named instead."""
    if not month or not 1 <= int(month) <= len(_MONTHS):
        return said(NO_SUCH_MONTH, text=text)
    named = Point(f"{year:04}", int(month))
    return said(NO_SUCH_DAY, month=named, day=int(day or 0))


def _point_in_words(text: str, short: bool) -> Wording:
    found = _POINT.match(text)
    if not found:  # stored texts were parsed once; this is a guard for hand-built values
        return Wording(text)
    year, month, day, doubt = found.groups()
    point = Point(year.replace("X", "0"), int(month or 0), int(day or 0), "X" in year, short)
    if doubt == "?":
        return said("probably {day}", day=point)
    if doubt == "~":
        return said("about {day}", day=point)
    if doubt == "%":
        return said("probably about {day}", day=point)
    return Wording(str(point), "{day}", {"day": point})
