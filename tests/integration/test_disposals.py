"""From a rule to a stub: what is due, who decides, what keeps a record, and what is left of one."""

from __future__ import annotations

import pytest

from app.domain.disposals import DisposalEnd, ListState
from app.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from app.domain.principals import Principal
from app.domain.records import RecordId
from app.domain.releases import Decision
from app.domain.retention import RetentionRule, SeriesDraft
from app.domain.retention_terms import (
    DisposalAction,
    DisposalMethod,
    KeptBecause,
    RetentionTrigger,
)
from app.services import (
    disposals,
    disposing,
    holds,
    records,
    registration,
    series,
)
from app.services.importing import importing_principal
from app.wiring import House
from tests.builders import SCHEME, a_description, a_draft
from tests.disposals import (
    AUTHORITY,
    FIRST,
    LOW,
    SECOND,
    a_filed_record,
    a_series,
    decide,
    due_ids,
    hold,
    propose,
)
from tests.houses import FrozenClock


def _list(house: House, list_id: str, by: Principal = FIRST) -> disposals.ListView:
    with house.work() as work:
        return disposals.view(by, work, list_id)


def _kept(house: House, list_id: str) -> list[KeptBecause | None]:
    return [one.kept_because for one in _list(house, list_id).made.items]


def _is_there(house: House, record_id: RecordId) -> bool:
    with house.work() as work:
        try:
            records.read_record(FIRST, work, record_id)
        except NotFound:
            return False
    return True


def test_a_record_in_no_series_and_a_permanent_one_are_never_due(house: House) -> None:
    with house.work(writing=True) as work:
        registration.register(FIRST, work, a_draft(date="1950-01-01"))
        work.commit()
    a_filed_record(house, a_series(house, "PERM", years=None), date="1950-01-01")
    due = a_filed_record(house, a_series(house), date="2017-02-27")
    a_filed_record(house, a_series(house, "LATER", years=60), date="2017-02-27")
    assert due_ids(house) == [due]


def test_a_date_that_is_not_known_keeps_a_record_and_a_vague_one_counts_from_its_end(
    house: House, clock: FrozenClock
) -> None:
    own = a_series(house, years=9)
    a_filed_record(house, own, date=None)
    vague = a_filed_record(house, own, date="2017")
    assert due_ids(house) == []
    clock.advance(days=38)  # 31 December 2026
    assert due_ids(house) == [vague]


def test_years_may_count_from_registration_and_from_withdrawal(
    house: House, clock: FrozenClock
) -> None:
    by_registration = a_series(house, "R", years=1, trigger=RetentionTrigger.REGISTERED)
    by_withdrawal = a_series(house, "W", years=1, trigger=RetentionTrigger.WITHDRAWN)
    registered = a_filed_record(house, by_registration)
    standing = a_filed_record(house, by_withdrawal)
    withdrawn = a_filed_record(house, by_withdrawal, title="Withdrawn")
    clock.advance(days=200)
    with house.work(writing=True) as work:
        registration.withdraw(FIRST, work, withdrawn, "Twice")
        work.commit()
    clock.advance(days=165)
    assert due_ids(house) == [registered]
    clock.advance(days=201)
    assert due_ids(house) == [registered, withdrawn]
    assert standing not in due_ids(house)


@pytest.mark.parametrize("change", ["label", "amended", "held", "series", "rule"])
def test_what_changed_since_the_proposal_keeps_a_record(house: House, change: str) -> None:
    own = a_series(house)
    kept = a_filed_record(house, own, label="Official")
    gone = a_filed_record(house, own, title="Another")
    made = propose(house, [kept, gone])
    expected = {
        "label": KeptBecause.RELABELLED,
        "amended": KeptBecause.CHANGED,
        "held": KeptBecause.HELD,
        "series": KeptBecause.NOT_DUE,
        "rule": KeptBecause.NOT_DUE,
    }[change]
    with house.work(writing=True) as work:
        if change == "label":
            registration.relabel(FIRST, work, kept, SCHEME.parse("Restricted"), "Higher")
        elif change == "amended":
            registration.amend(FIRST, work, kept, 1, a_description(summary="More"), "More")
        elif change == "series":
            series.put(FIRST, work, kept, None, "Not ours")
        work.commit()
    if change == "held":
        hold(house, [kept])
    if change == "rule":
        with house.work(writing=True) as work:
            rule = RetentionRule(60, RetentionTrigger.DATED, DisposalAction.DESTROY, AUTHORITY)
            series.amend(FIRST, work, own, 1, SeriesDraft("HR/CHN", "Title", rule), "Longer")
            work.commit()
        with pytest.raises(InvalidInput, match="Nothing on this list"):
            decide(house, made)
        assert _is_there(house, kept)
        return

    assert decide(house, made) == 1

    assert _is_there(house, kept)
    assert not _is_there(house, gone)
    by_record = {one.record_id: one.kept_because for one in _list(house, made).made.items}
    assert by_record == {kept: expected, gone: None}


def test_a_held_record_is_on_no_list(house: House) -> None:
    own = a_series(house)
    held, free = a_filed_record(house, own), a_filed_record(house, own, title="Free")
    hold_id = hold(house, [held])
    assert due_ids(house) == [free]
    with pytest.raises(InvalidInput):
        propose(house, [held, free])
    with house.work(writing=True) as work:
        holds.lift(FIRST, work, hold_id, "The suit is over")
        work.commit()
    of_series = hold(house, [], own)
    assert due_ids(house) == []
    with house.work(writing=True) as work:
        holds.lift(FIRST, work, of_series, "Over")
        work.commit()
    assert set(due_ids(house)) == {held, free}


def test_a_list_is_absent_for_whoever_may_not_read_all_of_it(house: House) -> None:
    own = a_series(house)
    open_one = a_filed_record(house, own, label="Official")
    hidden = a_filed_record(house, own, label="Secret")
    made = propose(house, [open_one, hidden])
    assert due_ids(house, LOW) == [open_one]
    for wanted in (made, "00000000-0000-4000-8000-000000000000"):
        with pytest.raises(NotFound, match="no such disposal list"):
            _list(house, wanted, LOW)
        with pytest.raises(NotFound), house.work(writing=True) as work:
            disposals.decide(LOW, work, wanted, Decision.APPROVE, "x")
    with house.work() as work:
        assert disposals.lists(LOW, work) == []
        assert [one.list_id for one in disposals.due(LOW, work).records] == [""]
    decide(house, made)
    with house.work() as work:
        assert disposing.open_stub(LOW, work, open_one).certificate
        with pytest.raises(NotFound):
            disposing.open_stub(LOW, work, hidden)
    with pytest.raises(NotFound):
        _list(house, made, LOW)


def test_a_list_stays_hidden_from_who_could_not_read_it_when_it_was_made(house: House) -> None:
    """A record released since: what the list said of it was said under its old label."""
    record_id = a_filed_record(house, a_series(house), label="Restricted")
    made = propose(house, [record_id])
    with house.work(writing=True) as work:
        registration.relabel(importing_principal(SCHEME), work, record_id, SCHEME.bottom, "Known")
        work.commit()
    with pytest.raises(NotFound):
        _list(house, made, LOW)
    assert _list(house, made, SECOND).is_waiting


def test_taking_off_refusing_and_taking_back(house: House) -> None:
    own = a_series(house)
    first, second = a_filed_record(house, own), a_filed_record(house, own, title="Second")
    made = propose(house, [first, second])
    with house.work(writing=True) as work:
        disposals.take_off(SECOND, work, made, first, "Still needed")
        work.commit()
    with pytest.raises(NotFound), house.work(writing=True) as work:
        disposals.take_off(SECOND, work, made, first, "Again")
    with pytest.raises(NotPermitted):
        decide(house, made, Decision.TAKE_BACK)
    decide(house, made, Decision.REFUSE)
    assert _list(house, made).made.state is ListState.REFUSED
    with pytest.raises(Conflict):
        decide(house, made)
    again = propose(house, [first, second])
    decide(house, again, Decision.TAKE_BACK, by=FIRST)
    assert _list(house, again).made.state is ListState.TAKEN_BACK
    assert set(due_ids(house)) == {first, second}


def test_two_lists_with_the_same_record(house: House) -> None:
    own = a_series(house)
    both, other = a_filed_record(house, own), a_filed_record(house, own, title="Other")
    one, two = propose(house, [both]), propose(house, [both, other])
    decide(house, one)
    decide(house, two)
    assert set(_kept(house, two)) == {KeptBecause.GONE, None}


def test_a_transfer_needs_the_receipt_of_the_archive(house: House) -> None:
    own = a_series(house, action=DisposalAction.TRANSFER)
    record_id = a_filed_record(house, own)
    with pytest.raises(InvalidInput):
        propose(house, [record_id])
    made = propose(house, [record_id], method=DisposalMethod.TRANSFER)
    with pytest.raises(InvalidInput, match="receipt"):
        decide(house, made, end=DisposalEnd("National Archives", ""))
    decide(house, made, end=DisposalEnd("National Archives", "NA 2026/114"))
    with house.work() as work:
        stub = disposing.open_stub(FIRST, work, record_id)
    assert (stub.receiver, stub.confirmation) == ("National Archives", "NA 2026/114")


def test_review_leaves_the_method_to_the_registrar(house: House) -> None:
    record_id = a_filed_record(house, a_series(house, action=DisposalAction.REVIEW))
    assert decide(house, propose(house, [record_id])) == 1


def test_the_system_disposes_of_nothing_by_itself(house: House) -> None:
    record_id = a_filed_record(house, a_series(house))
    nobody = importing_principal(SCHEME)
    with pytest.raises(NotPermitted):
        propose(house, [record_id], by=nobody)
    made = propose(house, [record_id])
    with pytest.raises(NotPermitted):
        decide(house, made, by=nobody)


def test_a_clock_that_went_back_makes_nothing_due(house: House, clock: FrozenClock) -> None:
    record_id = a_filed_record(house, a_series(house))
    made = propose(house, [record_id])
    clock.advance(days=-2)
    assert due_ids(house) == []
    with pytest.raises(InvalidInput):
        decide(house, made)
