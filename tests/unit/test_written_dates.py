"""Dates in words, as people type them."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.query import DateRange
from app.domain.written_dates import as_edtf
from app.search.syntax import parse
from app.web.describing.typed import Typed, letter_date


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("27 February 2017", "2017-02-27"),
        ("27 Feb. 2017", "2017-02-27"),
        ("1st March 2017", "2017-03-01"),
        ("February 27, 2017", "2017-02-27"),
        ("February 2017", "2017-02"),
        (" 27 février 2017 ", "2017-02-27"),
        ("1er août 2017", "2017-08-01"),
        ("27 févr. 2017", "2017-02-27"),
        ("2017-02-27", "2017-02-27"),
        ("27 Foo 2017", "27 Foo 2017"),
        ("02/03/2017", "02/03/2017"),
        ("", ""),
    ],
)
def test_a_month_in_words_is_read_and_nothing_else(written: str, edtf: str) -> None:
    assert as_edtf(written) == edtf


def test_a_query_takes_a_date_in_words() -> None:
    day = date(2017, 2, 27)
    assert parse('date:"27 February 2017"').query == DateRange(day, day)


def test_a_form_takes_a_date_in_words() -> None:
    found = letter_date(Typed.of([("dated", "27 février 2017")]))
    assert found is not None
    assert found.edtf == "2017-02-27"
