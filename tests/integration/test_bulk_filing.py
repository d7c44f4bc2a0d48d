"""Putting many records into a series at once: preview, undoing, and what a hold or a list keeps in place."""

from __future__ import annotations

import pytest

from app.domain.bulk import BulkSpec, Outcome, UndoOutcome
from app.domain.errors import InvalidInput
from app.domain.principals import Principal, Role
from app.domain.records import RecordId
from app.services import accounts, bulk, bulk_filing, series
from app.services.bulk import BulkForm, BulkView
from app.wiring import House
from app.worker import run_pending_jobs
from tests.disposals import FIRST, a_filed_record, a_series, hold, propose
from tests.people import an_account
from tests.searching import registered


@pytest.fixture
def owner(house: House) -> Principal:
    an_account(house, "m.owner", role=Role.REGISTRAR)
    with house.work() as work:
        return accounts.principal_for(work, "m.owner")


def _done(house: House, owner: Principal, ids: list[RecordId], series_id: str) -> BulkView:
    with house.work(writing=True) as work:
        spec = bulk.read_spec(owner, work, BulkForm(series=series_id))
        made = bulk.begin(owner, work, ids, spec, "By the new plan")
        work.commit()
    run_pending_jobs(house)
    return _view(house, owner, made)


def _undone(house: House, owner: Principal, done: BulkView) -> BulkView:
    with house.work(writing=True) as work:
        bulk.undo(owner, work, done.operation.id, "The old plan holds")
        work.commit()
    run_pending_jobs(house)
    return _view(house, owner, done.operation.id)


def _view(house: House, owner: Principal, operation_id: str) -> BulkView:
    with house.work() as work:
        return bulk.view(owner, work, operation_id)


def _codes(house: House, ids: list[RecordId]) -> list[str]:
    with house.work() as work:
        found = [series.filed(FIRST, work, one).series for one in ids]
    return [one.code if one else "" for one in found]


def _told(view: BulkView) -> list[tuple[Outcome, str]]:
    return [(one.item.outcome, one.item.why) for one in view.lines]


def test_many_are_filed_previewed_and_brought_back(house: House, owner: Principal) -> None:
    old, new = a_series(house, "OLD"), a_series(house, "NEW")
    ids = [a_filed_record(house, old, title="A"), registered(house, title="B")]
    ids.append(a_filed_record(house, new, title="C"))
    with house.work() as work:
        spec = bulk.read_spec(owner, work, BulkForm(series=new))
        assert spec.parts == "series"
        assert BulkSpec.from_json(spec.to_json()) == spec
        found = [one.planned for one in bulk.preview(owner, work, ids, spec).lines]
    assert [one.words for one in found] == [("series: OLD → NEW",), ("series: none → NEW",), ()]

    done = _done(house, owner, ids, new)
    assert [one.item.outcome for one in done.lines] == [
        Outcome.CHANGED,
        Outcome.CHANGED,
        Outcome.UNCHANGED,
    ]
    assert _codes(house, ids) == ["NEW", "NEW", "NEW"]
    with house.work() as work:
        (move, _) = series.filed(FIRST, work, ids[0]).moves
    assert (move.from_code, move.to_code, move.reason) == ("OLD", "NEW", "By the new plan")
    _undone(house, owner, done)
    assert _codes(house, ids) == ["OLD", "", "NEW"]
    _done(house, owner, ids, bulk_filing.NO_SERIES)
    assert _codes(house, ids) == ["", "", ""]


def test_a_hold_and_a_waiting_list_keep_records_where_they_are(
    house: House, owner: Principal
) -> None:
    old, new = a_series(house, "OLD"), a_series(house, "NEW")
    free, held, listed = (
        a_filed_record(house, old, title=title, date="2010-01-01") for title in "ABC"
    )
    hold(house, [held])
    propose(house, [listed])
    done = _done(house, owner, [free, held, listed], new)
    assert _told(done) == [
        (Outcome.CHANGED, "series: OLD → NEW"),
        (Outcome.REFUSED, bulk_filing.UNDER_HOLD),
        (Outcome.REFUSED, bulk_filing.ON_A_LIST),
    ]
    assert _codes(house, [free, held, listed]) == ["NEW", "OLD", "OLD"]


def test_a_list_that_the_registrar_may_not_see_changes_nothing_for_him(
    house: House, owner: Principal
) -> None:
    old, new = a_series(house, "OLD"), a_series(house, "NEW")
    mine = a_filed_record(house, old, title="A", date="2010-01-01")
    hidden = a_filed_record(house, old, title="B", date="2010-01-01", label="Secret")
    propose(house, [mine, hidden])
    assert [one for one, _ in _told(_done(house, owner, [mine], new))] == [Outcome.CHANGED]


def test_what_was_moved_or_held_since_is_not_brought_back(house: House, owner: Principal) -> None:
    old, new, other = (a_series(house, code) for code in ("OLD", "NEW", "OTHER"))
    moved, held, free = (a_filed_record(house, old, title=title) for title in "ABC")
    done = _done(house, owner, [moved, held, free], new)
    with house.work(writing=True) as work:
        series.put(FIRST, work, moved, other, "It belongs there")
        work.commit()
    hold(house, [held])
    undone = _undone(house, owner, done)
    assert [(one.item.undo_outcome, one.item.undo_why) for one in undone.lines] == [
        (UndoOutcome.NOT_UNDONE, "Somebody changed it since."),
        (UndoOutcome.NOT_UNDONE, bulk_filing.UNDER_HOLD),
        (UndoOutcome.UNDONE, ""),
    ]
    assert _codes(house, [moved, held, free]) == ["OTHER", "NEW", "OLD"]


def test_an_operation_of_before_knows_no_series_and_a_made_up_one_is_refused(
    house: House, owner: Principal
) -> None:
    stored = BulkSpec(add_subjects=("grain",)).to_json()
    del stored["series"]
    assert BulkSpec.from_json(stored).series is None
    with house.work() as work, pytest.raises(InvalidInput, match="no such series"):
        bulk.read_spec(owner, work, BulkForm(series="made-up"))
