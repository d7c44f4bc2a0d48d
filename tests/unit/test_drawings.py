"""What is drawn: bars that add up, drawings that stay readable over long spans."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from app.domain.dates import CalendarDate
from app.domain.party_views import MembershipSpan, PartyView
from app.domain.records import PartyCode
from app.domain.searches import YearCount
from app.domain.views import RecordSummary
from app.search.tally import by_year
from app.web.drawings import BAR_AREA_PX, COLUMNS_AT_MOST, histogram, party_timeline
from tests.builders import SCHEME
from tests.papers import a_summary

TODAY = date(2026, 11, 23)


def a_party(*memberships: MembershipSpan) -> PartyView:
    return PartyView(
        code=PartyCode("CZE"),
        name="Czechia",
        kind="state",
        other_codes=(),
        names=(),
        memberships=memberships,
        signed=(),
        withdrew=(),
        received=(),
        target_of=(),
        reported_absent=(),
        together=(),
        label=SCHEME.bottom,
    )


def test_no_year_draws_nothing() -> None:
    assert histogram(()) is None


def test_years_without_a_text_keep_their_place() -> None:
    drawing = histogram([YearCount(2016, 1, 0), YearCount(2019, 2, 2)])

    assert drawing is not None
    assert [column.label for column in drawing.columns] == ["2016", "2017", "2018", "2019"]
    assert [column.total for column in drawing.columns] == [1, 0, 0, 4]
    assert drawing.columns[3].letters_height + drawing.columns[3].counters_height == BAR_AREA_PX


def test_a_long_span_is_gathered_and_loses_nothing() -> None:
    counts = [YearCount(year, 2, 1) for year in range(1895, 2027)]

    drawing = histogram(counts)

    assert drawing is not None
    assert len(drawing.columns) <= COLUMNS_AT_MOST
    assert sum(column.total for column in drawing.columns) == 3 * len(counts)
    assert drawing.columns[0].label == "1890s"
    assert [drawing.columns[0].years, drawing.columns[-1].years] == ["1890 to 1899", "2020 to 2029"]
    assert [one.first for one in drawing.columns[1:]] == [
        one.last + 1 for one in drawing.columns[:-1]
    ]


def test_every_bar_stays_inside_the_drawing() -> None:
    drawing = histogram([YearCount(1648, 9, 1), YearCount(2026, 1, 0)])

    assert drawing is not None
    assert all(one.x >= 0 and one.x + one.width <= 100 for one in drawing.columns)


def test_a_party_without_memberships_or_texts_draws_nothing() -> None:
    assert party_timeline(a_party(), TODAY) is None


def test_a_membership_that_lasts_reaches_the_right_end() -> None:
    eu = MembershipSpan("EU", "European Union", CalendarDate.parse("2004-05-01"), None)
    left = MembershipSpan(
        "W", "Warsaw Pact", CalendarDate.parse("1955-05-14"), CalendarDate.parse("1991-07-01")
    )

    drawing = party_timeline(a_party(eu, left), TODAY)

    assert drawing is not None
    lasting, ended = drawing.spans
    assert lasting.x + lasting.width > 98
    assert ended.x + ended.width < lasting.x
    assert ended.words == "from 14 May 1955 to 1 July 1991"


def test_a_start_that_is_not_known_is_not_drawn_as_known() -> None:
    snapshot = MembershipSpan("APG", "Asia-Pacific Group", None, None)
    ended = MembershipSpan("L", "A league", None, CalendarDate.parse("2020-07-01"))
    earlier = MembershipSpan("G", "A group", CalendarDate.parse("1977-05-07"), None)

    drawing = party_timeline(replace(a_party(snapshot, ended, earlier), signed=(a_text(),)), TODAY)

    assert drawing is not None
    undated, until, before = drawing.spans
    assert (undated.is_known, undated.opening) == (False, "a member today, start not known")
    assert (until.is_known, until.opening) == (True, "start not known")
    assert (before.x, before.opening) == (0, "from 1977")


def a_text() -> RecordSummary:
    return a_summary("JL-2016-4QX2B", "A text")


def test_texts_of_a_year_are_whole_numbers_on_the_bars() -> None:
    years, counters = np.array([2017, 2017, 1990]), np.array([False, True, False])
    drawing = histogram([YearCount(year, *pair) for year, pair in by_year(years, counters).items()])

    assert drawing is not None
    assert [str(one.total) for one in drawing.columns if one.total] == ["1", "2"]
