"""Coalitions: who signed with whom, from lists known to be complete, against figures worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from app.domain.coalitions import Part, coalition_of, jaccard
from app.domain.records import AbsenceReport, Description, PartyCode, RecordId, Signature
from app.domain.views import RecordView
from app.domain.vocabularies import AbsenceKind, RecordKind, SignatureStatus
from tests.builders import a_description
from tests.dossiers import a_dossier
from tests.papers import a_date, a_view, graded

FOUR = "USA CAN DEU JPN"
TWELVE = "AUS DNK FIN DEU ISL IRL JPN NLD NOR SWE GBR USA"
ELEVEN = "AUS CAN JPN CHE BEL CZE EST FRA DEU SWE GBR"
TWENTY_TWO = (
    "AUS AUT BEL CAN DNK EST FIN FRA DEU ISL IRL JPN LVA LTU LUX NLD NZL NOR ESP SWE CHE GBR"
)
THIRTY_NINE = (
    "ALB AUS AUT BEL BIH BGR CAN HRV DNK EST FIN FRA DEU HTI HND ISL IRL ITA JPN LVA LIE LTU LUX MHL "
    "MCO NRU NLD NZL MKD NOR PLW POL SVK SVN ESP SWE CHE GBR USA"
)
SERIES = (
    ("2016-01-27", FOUR),
    ("2016-03-10", TWELVE),
    ("2017-02-27", ELEVEN),
    ("2019-07-08", TWENTY_TWO),
    ("2020-10-06", THIRTY_NINE),
)


def a_letter(name: str, date: str | None, signed_by: str, **fields: Any) -> RecordView:
    described = a_description(title=f"Letter {name}", date=date, signed_by=signed_by.split())
    return numbered(replace(described, **fields), name)


def numbered(told: Description, name: str) -> RecordView:
    return replace(a_view(told), id=RecordId(name), reference=f"JL-2017-{name:0>5}")


def the_series() -> list[RecordView]:
    return [a_letter(f"F{at}", *one) for at, one in enumerate(SERIES, start=1)]


def codes(found: Sequence[PartyCode]) -> str:
    return " ".join(sorted(found))


def test_shares_of_the_union_at_each_date_are_those_worked_out_by_hand() -> None:
    columns = coalition_of(a_dossier(the_series())).columns
    union = [one.shares[0] for one in columns]
    assert [(one.signed, one.members) for one in union[:4]] == [
        (1, 28),
        (2 + 5, 28),
        (7, 28),
        (15, 28),
    ]
    assert {one.grouping for one in union} == {"EU"}
    assert union[4].members == 27


def test_what_consecutive_lists_share_is_that_worked_out_by_hand() -> None:
    drifts = coalition_of(a_dossier(the_series())).drifts
    assert [f"{one.jaccard:.2f}" for one in drifts] == ["0.23", "0.28", "0.43", "0.56"]
    assert [codes(one.left) for one in drifts] == [
        "CAN",
        "DNK FIN IRL ISL NLD NOR USA",
        "CZE",
        "",
    ]


def test_the_core_signed_every_text() -> None:
    assert codes(coalition_of(a_dossier(the_series())).core) == "DEU JPN"
    one_text = a_dossier(the_series()[:1])
    assert coalition_of(one_text).core == ()


def test_an_incomplete_list_is_named_and_enters_no_figure() -> None:
    unknown = a_letter("U", "2018-01-01", "CAN FRA", signatures_are_complete=None)
    part = a_letter("P", "2018-01-02", "CAN FRA", signatures_are_complete=False)
    found = coalition_of(a_dossier([*the_series(), unknown, part]))
    assert [one.id for one in found.incomplete] == ["U", "P"]
    assert len(found.columns) == 5
    assert [f"{one.jaccard:.2f}" for one in found.drifts] == ["0.23", "0.28", "0.43", "0.56"]


def test_what_one_party_alone_signed_is_no_coalition() -> None:
    alone = a_letter("A", "2016-01-28", "EU")
    found = coalition_of(a_dossier([*the_series(), alone, a_letter("N", "2016-02-01", "")]))
    assert len(found.columns) == 5
    assert found.left_out == 2


def test_counter_texts_are_a_side_and_a_series_of_their_own() -> None:
    first = a_letter("C1", "2019-07-12", "CUB PAK SOM", kind=RecordKind.COUNTER_LETTER)
    second = a_letter("C2", "2020-10-06", "CUB PAK USA", kind=RecordKind.COUNTER_LETTER)
    found = coalition_of(a_dossier([second, *the_series(), first]))
    assert [one.view.id for one in found.columns] == ["F1", "F2", "F3", "F4", "F5", "C1", "C2"]
    assert f"{found.drifts[-1].jaccard:.2f}" == "0.50"
    assert found.on_both_sides == ("USA",)


def test_who_joined_later_withdrew_or_is_reported_absent_has_a_part_of_its_own() -> None:
    signatures = (
        Signature(PartyCode("CAN")),
        Signature(PartyCode("JPN"), status=SignatureStatus.JOINED_LATER, date=a_date("2019-07-26")),
        Signature(PartyCode("QAT"), status=SignatureStatus.WITHDREW, date=a_date("2019-07-18")),
        Signature(PartyCode("DEU"), status=SignatureStatus.READ_OUT),
        Signature(PartyCode("ITA"), status=SignatureStatus.DECLINED),
    )
    blocked = AbsenceReport(
        PartyCode("HUN"), AbsenceKind.REPORTED_BLOCK, "Blocked it", graded("C3", "diplomats")
    )
    noted = AbsenceReport(PartyCode("USA"), AbsenceKind.REPORTED_ABSENT, "Not on the list")
    letter = a_letter("L", "2019-07-08", "", signatures=signatures, absences=(blocked, noted))
    found = coalition_of(a_dossier([letter]))
    (column,) = found.columns
    parts = {
        code: column.part_of(PartyCode(code))
        for code in ["CAN", "JPN", "QAT", "DEU", "ITA", "HUN", "USA"]
    }
    assert parts == {
        "CAN": Part.SIGNED,
        "JPN": Part.JOINED_LATER,
        "QAT": Part.WITHDREW,
        "DEU": Part.READ_OUT,
        "ITA": Part.REPORTED_ABSENT,
        "HUN": Part.REPORTED_ABSENT,
        "USA": Part.NOT_LISTED,
    }
    assert {row.code for row in found.rows} == {"CAN", "JPN", "DEU"}
    assert {row.code for row in found.others} == {"QAT", "ITA", "HUN"}
    assert [one.report for one in found.missing] == [blocked]


def test_a_text_without_a_date_comes_last_and_has_no_share() -> None:
    undated = a_letter("X", None, "CAN FRA")
    columns = coalition_of(a_dossier([undated, *the_series()])).columns
    assert columns[-1].view.id == "X"
    assert columns[-1].shares == ()


def test_nothing_gives_nothing() -> None:
    found = coalition_of(a_dossier([]))
    assert (found.columns, found.rows, found.others, found.drifts, found.core) == ((),) * 5


@pytest.mark.parametrize(
    ("one", "other", "shared"), [("", "", 0.0), ("A B", "A B", 1.0), ("A B", "B C", 1 / 3)]
)
def test_jaccard_is_what_is_shared_of_all(one: str, other: str, shared: float) -> None:
    left, right = ([PartyCode(code) for code in text.split()] for text in (one, other))
    assert jaccard(left, right) == pytest.approx(shared)
