"""Baskets: what is in one and in which order, what its owner may not read any more, how much fits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.db.models.audit import AuditEntryRow
from app.db.models.briefings import basket_item
from app.domain.errors import InvalidInput, NotFound, NotPermitted
from app.domain.principals import Principal, Role
from app.domain.records import RecordId
from app.services import accounts, baskets
from app.wiring import House
from app.worker import run_pending_jobs
from tests.disposals import a_filed_record, a_series, decide, propose
from tests.keeping_searches import a_cleared, a_reader, now
from tests.making_briefings import did
from tests.searching import registered, relabelled, withdrawn

ABSENT = RecordId("00000000-0000-4000-8000-000000000000")


@pytest.fixture
def reader(house: House) -> Principal:
    return a_reader(house)


def _letters(house: House, count: int = 3) -> list[RecordId]:
    return [registered(house, title=f"Letter {number}") for number in range(count)]


def _in_basket(house: House, reader: Principal) -> list[RecordId]:
    with house.work() as work:
        found = baskets.open_basket(reader, work)
        assert [one.id for one in found.records] == list(baskets.record_ids(reader, work))
    return [one.id for one in found.records]


def test_records_stand_in_the_order_they_were_put_in_and_only_once(
    house: House, reader: Principal
) -> None:
    first, second, third = _letters(house)
    did(house, baskets.add, reader, [second])
    did(house, baskets.add, reader, [third, first, second, third])
    assert _in_basket(house, reader) == [second, third, first]


def test_records_are_moved_taken_out_and_all_taken_out(house: House, reader: Principal) -> None:
    letters = _letters(house)
    first, second, third = letters
    did(house, baskets.add, reader, letters)
    did(house, baskets.move, reader, third, -1)
    assert _in_basket(house, reader) == [first, third, second]
    did(house, baskets.move, reader, first, -1)  # the first stays the first
    did(house, baskets.move, reader, second, 1)
    assert _in_basket(house, reader) == [first, third, second]
    did(house, baskets.remove, reader, [third])
    assert _in_basket(house, reader) == [first, second]
    did(house, baskets.empty, reader)
    assert _in_basket(house, reader) == []


def test_a_basket_belongs_to_its_account_alone(house: House, reader: Principal) -> None:
    other = a_reader(house, "b.other")
    (letter,) = _letters(house, 1)
    did(house, baskets.add, reader, [letter])
    assert _in_basket(house, other) == []
    did(house, baskets.empty, other)
    assert _in_basket(house, reader) == [letter]


def test_what_may_not_be_read_any_more_is_not_there_and_comes_back(
    house: House, reader: Principal
) -> None:
    first, second, third = letters = _letters(house)
    did(house, baskets.add, reader, letters)
    relabelled(house, second, "Secret")
    withdrawn(house, third)
    assert _in_basket(house, reader) == [first]
    did(house, baskets.move, reader, first, 1)  # nothing it could change places with
    relabelled(house, second, "Official")
    assert _in_basket(house, reader) == [first, second]


def test_a_clearance_taken_away_empties_the_view_and_not_the_basket(
    house: House, reader: Principal
) -> None:
    guarded = registered(house, label="Official")
    did(house, baskets.add, reader, [guarded])
    a_cleared(house, level="Public")
    assert _in_basket(house, now(house)) == []
    did(house, baskets.empty, now(house))
    a_cleared(house, level="Official")
    assert _in_basket(house, now(house)) == []  # emptied is emptied


def test_hidden_and_absent_records_cannot_be_put_in(house: House, reader: Principal) -> None:
    hidden = registered(house, label="Secret")
    (open_one,) = _letters(house, 1)
    for one in (hidden, ABSENT):
        for change in (baskets.add, baskets.remove):
            with pytest.raises(NotFound):
                did(house, change, reader, [one])
        with pytest.raises(NotFound):
            did(house, baskets.move, reader, one, 1)
    did(house, baskets.add, reader, [hidden, open_one])
    assert _in_basket(house, reader) == [open_one]


def test_a_full_basket_says_so_and_hidden_records_take_no_room(
    house: House, reader: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(baskets, "MOST_IN_BASKET", 2)
    first, second, third = letters = _letters(house)
    with pytest.raises(InvalidInput, match="at most 2 texts"):
        did(house, baskets.add, reader, letters)
    did(house, baskets.add, reader, [first, second])
    did(house, baskets.add, reader, [first])  # in it already
    relabelled(house, second, "Secret")
    did(house, baskets.add, reader, [third])
    assert _in_basket(house, reader) == [first, third]


def test_only_those_who_make_briefings_have_one(house: House) -> None:
    auditor = a_reader(house, "t.weber", role=Role.AUDITOR)
    visitor = replace(accounts.anonymous_principal(house.settings.label_scheme))
    for principal in (auditor, visitor):
        with house.work() as work, pytest.raises(NotPermitted):
            baskets.record_ids(principal, work)


def test_picking_is_not_recorded_and_opening_above_public_is(
    house: House, reader: Principal
) -> None:
    (open_one,) = _letters(house, 1)
    guarded = registered(house, label="Official", title="A telling title")

    def entries() -> list[tuple[str, str]]:
        with house.work() as work:
            rows = work.session.scalars(select(AuditEntryRow))
            return [(row.action, row.details_json) for row in rows if "basket" in row.action]

    did(house, baskets.add, reader, [open_one])
    _in_basket(house, reader)
    assert entries() == []
    did(house, baskets.add, reader, [guarded])
    _in_basket(house, reader)
    ((action, details),) = entries()
    assert action == "basket opened"
    assert '"records":"2"' in details
    assert '"label":"Official"' in details


def test_a_record_that_is_disposed_of_leaves_no_row(house: House, reader: Principal) -> None:
    letter = a_filed_record(house, a_series(house), date="2001-02-27")
    did(house, baskets.add, reader, [letter])
    decide(house, propose(house, [letter]))
    run_pending_jobs(house)
    with house.work() as work:
        assert work.session.execute(select(basket_item)).all() == []
