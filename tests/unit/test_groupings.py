"""Groupings: who belonged when, and what share of a grouping signed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from app.domain.dates import CalendarDate
from app.domain.groupings import Grouping, Groupings, Membership, groupings_from_json
from app.domain.parties import PartyDirectory
from app.domain.party_seed import parties_from_json
from app.domain.records import PartyCode
from app.domain.wording import Name

SEEDS = Path(__file__).resolve().parents[2] / "app/db/seeds"
FOUNDING = [
    PartyCode(code)
    for code in ("AUS", "CAN", "JPN", "CHE", "BEL", "CZE", "EST", "FRA", "DEU", "SWE", "GBR")
]


@cache
def groupings() -> Groupings:
    return Groupings.from_rows(
        groupings_from_json((SEEDS / "groups.json").read_text(encoding="utf-8"))
    )


def at(text: str) -> CalendarDate:
    return CalendarDate.parse(text)


def test_shares_of_the_founding_letter_stand_in_order_of_interest() -> None:
    shares = groupings().shares(FOUNDING, at("2017-02-27"))

    first = [(one.short_name, one.signed, one.members) for one in shares[:4]]
    assert first == [("EU", 7, 28), ("NATO", 7, 28), ("G7", 5, 7), ("FVEY", 3, 5)]
    later = [one.signed for one in shares[4:]]
    assert later == sorted(later, reverse=True)


def test_the_united_kingdom_is_counted_in_the_union_to_its_last_day() -> None:
    assert "GBR" in groupings().members_at("EU", at("2017-02-27"))
    assert "GBR" in groupings().members_at("EU", at("2020-01-31"))
    assert "GBR" not in groupings().members_at("EU", at("2020-02-01"))
    assert len(groupings().members_at("EU", at("2020-10-06"))) == 27


@pytest.mark.parametrize(
    ("code", "date", "members"),
    [
        ("EU", "2019-07-08", 28),
        ("EU", "1995-01-01", 15),
        ("EU", "1972-12-31", 6),
        ("NATO", "2016-12-31", 28),
        ("NATO", "2017-06-05", 29),
        ("NATO", "2024-03-07", 32),
        ("G7", "2020-06-17", 7),
        ("FIVE_EYES", "2020-11-18", 5),
        ("V4", "1992-01-01", 3),
        ("V4", "1993-01-01", 4),
        ("NO SUCH", "2020", 0),
    ],
)
def test_members_are_those_of_the_date(code: str, date: str, members: int) -> None:
    assert len(groupings().members_at(code, at(date))) == members


def test_the_union_takes_part_in_the_g7_without_being_counted() -> None:
    (share,) = (
        one
        for one in groupings().shares([PartyCode("USA"), PartyCode("EU")], at("2020-06-17"))
        if one.code == "G7"
    )

    assert (share.signed, share.members) == (1, 7)


def test_a_snapshot_without_dates_gives_no_share() -> None:
    codes = {one.code for one in groupings().shares(FOUNDING, at("1928-08-27"))}

    assert not any(code.startswith("UN_") for code in codes)


def test_without_a_date_there_are_no_shares() -> None:
    assert groupings().shares(FOUNDING, None) == ()


def test_intervals_less_exact_than_a_day_count_from_their_bounds() -> None:
    stay = Membership(PartyCode("CAN"), at("1948"), at("1999~"))

    assert stay.covers(at("1948-01-01"))
    assert stay.covers(at("1999-12-31"))
    assert stay.covers(at("1947/1948"))
    assert not stay.covers(at("1947-12-31"))
    assert not stay.covers(at("2000"))


def test_a_party_that_left_and_came_back_is_one_member() -> None:
    stays = (
        Membership(PartyCode("SYR"), at("1970"), at("1980")),
        Membership(PartyCode("SYR"), at("1980"), None),
    )

    assert Grouping("X", Name.of("X"), Name.of("X"), "informal", stays).members_at(at("1980")) == {
        "SYR"
    }


def test_spans_of_a_party_stand_oldest_first() -> None:
    spans = groupings().spans(PartyCode("CZE"))

    assert [one.grouping for one in spans] == ["V4", "NATO", "EU", "UN_EEG"]
    (stay,) = (one for one in groupings().spans(PartyCode("GBR")) if one.grouping == "EU")
    assert stay.last == at("2020-01-31")


def test_every_member_is_a_party_on_record() -> None:
    known = PartyDirectory.from_rows(
        parties_from_json((SEEDS / "parties.json").read_text(encoding="utf-8"))
    )

    for grouping in groupings().groupings:
        assert all(one.party in known for one in grouping.members), grouping.code
