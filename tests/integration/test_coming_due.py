"""What comes due within twelve months: the soonest first, of what one may read, without what is due."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.principals import Principal
from app.domain.retention import a_year_after
from app.services import disposals
from app.services.disposals import ComingList
from app.wiring import House
from tests.disposals import FIRST, LOW, a_filed_record, a_series, hold


def _coming(house: House, by: Principal = FIRST) -> ComingList:
    with house.work() as work:
        return disposals.coming(by, work)


def test_the_next_twelve_months_and_nothing_else(house: House) -> None:
    series_id = a_series(house, years=5)  # the day of the house is 23 November 2026
    dates = ["2021-11-23", "2021-11-24", "2022-11-23", "2022-11-24", "2022-03", "2010"]
    ids = [a_filed_record(house, series_id, title=one, date=one) for one in dates]
    permanent = a_series(house, "KEEP", years=None)
    a_filed_record(house, permanent, title="kept", date="2021-12-01")

    found = _coming(house)
    assert found.until == date(2027, 11, 23)
    assert [one.id for one in found.records] == [ids[1], ids[4], ids[2]]
    assert found.total == 3


def test_held_records_say_so_and_hidden_ones_are_absent(house: House) -> None:
    series_id = a_series(house, years=5)
    held = a_filed_record(house, series_id, title="A", date="2022-01-01", label="Official")
    a_filed_record(house, series_id, title="B", date="2022-01-02", label="Secret")
    hold(house, [held])
    (line,) = _coming(house, LOW).records
    assert (line.id, line.is_held) == (held, True)
    assert _coming(house, LOW).total == 1
    assert _coming(house, FIRST).total == 2
    assert str(_coming(house, LOW).label) == "Official"


@pytest.mark.parametrize(
    ("day", "until"),
    [("2024-02-29", "2025-03-01"), ("2026-11-23", "2027-11-23"), ("9999-01-01", "9999-12-31")],
)
def test_a_year_ends_on_the_same_day(day: str, until: str) -> None:
    assert a_year_after(date.fromisoformat(day)).isoformat() == until
