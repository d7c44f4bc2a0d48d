"""The table of signatories: one odd row forces no column, what is odd is named above, a long list folds."""

from __future__ import annotations

from app.domain.dates import CalendarDate
from app.domain.nothing import NOT_KNOWN
from app.domain.records import PartyCode, Signature
from app.domain.vocabularies import Rank, SignatureStatus
from app.web.record_page import record_page
from app.web.signatory_table import LONGEST_OPEN_LIST, ROWS_OPEN, shared
from tests.unit.test_record_page import a_view

REPRESENTATIVE = (Rank.PERMANENT_REPRESENTATIVE,)
DAY = CalendarDate.parse("2019-07-26")


def codes(count: int) -> list[PartyCode]:
    return [PartyCode(f"A{chr(65 + one // 26)}{chr(65 + one % 26)}") for one in range(count)]


def test_a_few_odd_rows_force_no_column_and_say_what_differs() -> None:
    many = [Signature(code, ranks=REPRESENTATIVE) for code in codes(20)]
    odd = Signature(PartyCode("QAT"), person="A. Person", ranks=(Rank.MINISTER,))
    table = record_page(a_view(signatures=(*many, odd))).table

    assert table.same_capacity == Rank.PERMANENT_REPRESENTATIVE.label
    assert table.same_person == NOT_KNOWN
    assert not table.names_persons
    assert [row.differs for row in table.rows if row.differs] == ["A. Person, minister"]
    assert table.has_exceptions


def test_values_that_differ_by_row_keep_their_column() -> None:
    assert shared(["minister"] * 20 + ["a", "b", "c", "d"]) is None
    assert shared(["minister", "ambassador"]) is None
    assert shared(["minister"] * 3) == "minister"
    assert shared([]) is None


def test_who_withdrew_or_joined_later_is_named_above_a_long_list() -> None:
    signed = [Signature(code) for code in codes(30)]
    later = [
        Signature(code, status=SignatureStatus.JOINED_LATER, date=DAY) for code in codes(38)[30:]
    ]
    gone = Signature(PartyCode("QAT"), status=SignatureStatus.WITHDREW, date=DAY)
    table = record_page(a_view(signatures=(*signed, *later, gone))).table

    withdrew, joined = table.odd
    assert (withdrew.label, withdrew.count, withdrew.more) == ("withdrew", 1, 0)
    assert withdrew.rows[0].number == 39
    assert (joined.label, joined.count, joined.more) == ("joined later", 8, 2)


def test_a_very_long_list_is_folded_and_loses_nobody() -> None:
    table = record_page(a_view(signed_by=codes(LONGEST_OPEN_LIST + 1))).table
    shorter = record_page(a_view(signed_by=codes(LONGEST_OPEN_LIST))).table

    assert len(table.first_rows) == ROWS_OPEN
    assert table.first_rows + table.further_rows == table.rows
    assert shorter.further_rows == ()
