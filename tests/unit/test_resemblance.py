"""When a letter is perhaps one on record: by date, signatories and addressee, and only perhaps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.dates import CalendarDate
from app.domain.records import PartyCode
from app.domain.resemblance import LetterMarks, resemblance
from tests.papers import a_summary

DAY = "2017-02-27"
ELEVEN = ("AUS", "CAN", "JPN", "CHE", "BEL", "CZE", "EST", "FRA", "DEU", "SWE", "GBR")


def words_for(
    signed_by: tuple[str, ...],
    others: tuple[str, ...],
    *,
    date: str = DAY,
    to_the_same: bool = False,
) -> str:
    """What is said of a letter of that date beside a record of 27 February 2017; empty for nothing."""
    letter = LetterMarks(CalendarDate.parse(date), frozenset(map(PartyCode, signed_by)), ())
    record = replace(
        a_summary("JL-2017-7K3QF", "Letter"),
        date=CalendarDate.parse(DAY),
        signatory_codes=tuple(map(PartyCode, others)),
    )
    found = resemblance(letter, record, is_to_the_same=to_the_same)
    return found.in_words if found else ""


@pytest.mark.parametrize(
    ("signed_by", "others", "date", "said"),
    [
        (ELEVEN, ELEVEN, DAY, "same date; 11 of its 11 signatories"),
        (ELEVEN[:4], ELEVEN, DAY, "same date; 4 of its 11 signatories"),
        (ELEVEN[:4], ELEVEN, "2017-02", ""),  # a few of many within a month: too little
        (ELEVEN, ELEVEN, "2017", "overlapping date; 11 of its 11 signatories"),
        (ELEVEN, ELEVEN, "2016", ""),
        (("CAN",), ("CAN",), DAY, ""),
        (("CAN", "JPN", "NOR", "NZL"), ("CAN", "JPN", "ITA", "ESP"), DAY, ""),
    ],
)
def test_lists_agree_when_most_of_the_shorter_one_is_shared(
    signed_by: tuple[str, ...], others: tuple[str, ...], date: str, said: str
) -> None:
    assert words_for(signed_by, others, date=date) == said


def test_the_same_addressee_is_enough_unless_others_signed() -> None:
    assert words_for((), ELEVEN, to_the_same=True) == "same date; same addressee"
    assert words_for(("USA",), ELEVEN, to_the_same=True) == ""
    assert words_for(ELEVEN, ELEVEN, to_the_same=True).endswith("signatories; same addressee")
