"""Amending many records at once: what is shown before, done, refused, cut short and undone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.bulk import MOST_RECORDS, BulkSpec, BulkState, Outcome, UndoOutcome
from app.domain.errors import Conflict, InvalidInput, NotFound
from app.domain.principals import Principal, Role
from app.domain.records import RecordId
from app.domain.searches import SearchRequest
from app.domain.vocabularies import RelationKind
from app.services import accounts, bulk, bulk_work, records, registration, search
from app.services.accounts import ClearanceChange
from app.services.bulk import BulkForm, BulkView
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import a_registrar
from tests.people import an_account, operator
from tests.searching import ids_of, indexed, searched, withdrawn

EVERYBODY = a_registrar()
SUBJECTS = BulkForm(add_subjects="detention\nlawyers", remove_subjects="TORTURE")


@pytest.fixture
def owner(house: House) -> Principal:
    """A registrar with an account, cleared to Official with two compartments."""
    an_account(
        house, "m.owner", role=Role.REGISTRAR, compartments=frozenset({"HR-CHN", "EU-COORD"})
    )
    with house.work() as work:
        return accounts.principal_for(work, "m.owner")


def _begun(house: House, owner: Principal, ids: list[RecordId], form: BulkForm = SUBJECTS) -> str:
    with house.work(writing=True) as work:
        spec = bulk.read_spec(owner, work, form)
        operation_id = bulk.begin(owner, work, ids, spec, "Subjects of the series")
        work.commit()
    return operation_id


def _done(
    house: House, owner: Principal, ids: list[RecordId], form: BulkForm = SUBJECTS
) -> BulkView:
    operation_id = _begun(house, owner, ids, form)
    run_pending_jobs(house)
    return _view(house, owner, operation_id)


def _view(house: House, owner: Principal, operation_id: str) -> BulkView:
    with house.work() as work:
        return bulk.view(owner, work, operation_id)


def _undone(house: House, owner: Principal, operation_id: str) -> BulkView:
    with house.work(writing=True) as work:
        bulk.undo(owner, work, operation_id, "The wrong series")
        work.commit()
    run_pending_jobs(house)
    return _view(house, owner, operation_id)


def _record(house: House, record_id: RecordId) -> records.RecordView:
    with house.work() as work:
        return records.read_record(EVERYBODY, work, record_id)


def _reference(house: House, record_id: RecordId) -> str:
    return _record(house, record_id).reference


def _outcomes(view: BulkView) -> list[Outcome]:
    return [one.item.outcome for one in view.lines]


def test_subjects_and_targets_of_many_are_changed_found_and_undone(
    house: House, owner: Principal
) -> None:
    first = indexed(house, subjects=("torture", "trade"), targets=["CHN"])
    second = indexed(house, subjects=("Detention", "lawyers"))
    form = replace(SUBJECTS, add_targets="Russia", remove_targets="CHN")

    view = _done(house, owner, [first, second], form)

    assert _outcomes(view) == [Outcome.CHANGED, Outcome.CHANGED]
    assert (view.done, view.total, view.operation.state) == (2, 2, BulkState.DONE)
    assert _record(house, first).description.subjects == ("trade", "detention", "lawyers")
    assert _record(house, first).description.targets == ("RUS",)
    assert _record(house, second).description.subjects == ("Detention", "lawyers")
    assert set(ids_of(searched(house, "subject:detention"))) == {first, second}

    after = _undone(house, owner, view.operation.id)

    assert [one.item.undo_outcome for one in after.lines] == [UndoOutcome.UNDONE] * 2
    assert _record(house, first).description.subjects == ("torture", "trade")
    assert _record(house, first).description.targets == ("CHN",)
    assert ids_of(searched(house, "subject:detention")) == [second]
    with house.work(writing=True) as work, pytest.raises(Conflict):
        bulk.undo(owner, work, view.operation.id, "Once more")


def test_hidden_withdrawn_and_absent_picks_are_as_if_never_picked(
    house: House, owner: Principal
) -> None:
    shown = indexed(house)
    gone = indexed(house)
    withdrawn(house, gone)
    picked = [indexed(house, label="Secret"), gone, RecordId("0" * 36), shown]
    with house.work() as work:
        spec = bulk.read_spec(owner, work, SUBJECTS)
        preview = bulk.preview(owner, work, picked, spec)
        with pytest.raises(InvalidInput):
            bulk.begin(owner, work, picked[:3], spec, "Nothing to be seen")
    assert [one.summary.id for one in preview.lines] == [shown]
    assert preview.changing == 1
    assert _done(house, owner, picked).total == 1


def test_only_a_label_that_guards_more_is_set(house: House, owner: Principal) -> None:
    public, official = indexed(house), indexed(house, label="Official")
    other = indexed(house, label="Official/EU-COORD")
    form = BulkForm(label="Official/HR-CHN")

    view = _done(house, owner, [public, official, other], form)

    assert _outcomes(view) == [Outcome.CHANGED, Outcome.CHANGED, Outcome.REFUSED]
    assert "two persons" in view.lines[2].item.why
    assert str(_record(house, public).label) == "Official/HR-CHN"
    assert ids_of(searched(house, "")) == []

    after = _undone(house, owner, view.operation.id)
    assert [one.item.undo_outcome for one in after.lines] == [
        UndoOutcome.UNDONE,
        UndoOutcome.UNDONE,
        UndoOutcome.NOT_ASKED,
    ]
    assert str(_record(house, public).label) == "Public"
    assert set(ids_of(searched(house, ""))) == {public, official}


@pytest.mark.parametrize("label", ["Secret", "Official/PEN", "Cosmic"])
def test_nobody_sets_a_label_they_do_not_hold(house: House, owner: Principal, label: str) -> None:
    with house.work() as work, pytest.raises(InvalidInput):
        bulk.read_spec(owner, work, BulkForm(label=label))


def test_what_is_amended_with_a_new_marking_is_told_only_there(
    house: House, owner: Principal
) -> None:
    record_id = indexed(house)
    _done(house, owner, [record_id], replace(SUBJECTS, label="Official/HR-CHN"))
    history = _record(house, record_id).history
    assert [[change.field for change in entry.changes] for entry in history] == [
        ["subjects"],
        ["label"],
        [],
    ]


def test_each_record_is_related_to_one_and_parted_again(house: House, owner: Principal) -> None:
    letter, first, second = indexed(house), indexed(house), indexed(house)
    form = BulkForm(
        relation_kind=RelationKind.REPLIES_TO,
        relation_is_inverse=True,
        relation_to=_reference(house, letter),
        relation_note="By the series",
    )
    view = _done(house, owner, [first, letter, second], form)
    assert _outcomes(view) == [Outcome.CHANGED, Outcome.REFUSED, Outcome.CHANGED]
    assert {one.record.id for one in _record(house, letter).relations if one.record} == {
        first,
        second,
    }
    (relation,) = _record(house, first).relations
    assert (relation.is_inverse, relation.note) == (True, "By the series")
    assert _outcomes(_done(house, owner, [first], form)) == [Outcome.UNCHANGED]

    _undone(house, owner, view.operation.id)
    assert _record(house, letter).relations == ()


def test_a_relation_leads_to_nothing_hidden(house: House, owner: Principal) -> None:
    hidden = indexed(house, label="Secret")
    messages = set()
    for reference in (_reference(house, hidden), "JL-2017-0000F", "nonsense"):
        form = BulkForm(relation_kind=RelationKind.COUNTERS, relation_to=reference)
        with house.work() as work, pytest.raises(InvalidInput) as caught:
            bulk.read_spec(owner, work, form)
        messages.add((caught.value.field, caught.value.message))
    assert len(messages) == 1


def test_rights_are_asked_again_for_each_record(house: House, owner: Principal) -> None:
    kept, taken = indexed(house), indexed(house, label="Official/HR-CHN")
    operation_id = _begun(house, owner, [kept, taken])
    with house.work(writing=True) as work:
        change = ClearanceChange(compartments=frozenset())
        accounts.clear(operator(house), work, "m.owner", change)
        work.commit()
    run_pending_jobs(house)
    with house.work() as work:
        now = accounts.principal_for(work, "m.owner")

    view = _view(house, now, operation_id)

    assert _outcomes(view) == [Outcome.CHANGED, Outcome.ABSENT]
    assert [one.summary is None for one in view.lines] == [False, True]
    assert _record(house, taken).revision == 1


@pytest.mark.parametrize("is_disabled", [True, False])
def test_an_owner_who_may_not_register_any_more_changes_nothing(
    house: House, owner: Principal, is_disabled: bool
) -> None:
    record_id = indexed(house)
    operation_id = _begun(house, owner, [record_id])
    with house.work(writing=True) as work:
        if is_disabled:
            accounts.disable(operator(house), work, "m.owner")
        else:
            accounts.clear(operator(house), work, "m.owner", ClearanceChange(role=Role.READER))
        work.commit()
    run_pending_jobs(house)
    assert _outcomes(_view(house, owner, operation_id)) == [Outcome.REFUSED]
    assert _record(house, record_id).revision == 1


def test_a_batch_that_was_cut_short_is_done_once(
    house: House, owner: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_work, "ITEMS_PER_BATCH", 2)
    ids = [indexed(house, title=f"Letter {number}") for number in range(5)]
    operation_id = _begun(house, owner, ids)

    with house.work(writing=True) as work:
        bulk_work.do_batch(work, operation_id)  # killed before its commit
    with house.work(writing=True) as work:
        bulk_work.do_batch(work, operation_id)
        work.commit()
    with house.work() as work:
        assert bulk.progress(owner, work, operation_id) == (BulkState.RUNNING, 2, 5)
    run_pending_jobs(house)

    view = _view(house, owner, operation_id)
    assert _outcomes(view) == [Outcome.CHANGED] * 5
    assert [_record(house, one).revision for one in ids] == [2] * 5
    with house.work(writing=True) as work:
        bulk_work.do_batch(work, operation_id)
        bulk_work.do_batch(work, "no such operation")
        work.commit()
    assert [_record(house, one).revision for one in ids] == [2] * 5


def test_undo_leaves_alone_what_somebody_changed_since(house: House, owner: Principal) -> None:
    left, changed, gone = indexed(house), indexed(house), indexed(house)
    view = _done(house, owner, [left, changed, gone])
    with house.work(writing=True) as work:
        described = replace(_record(house, changed).description, summary="More is known")
        registration.amend(EVERYBODY, work, changed, 2, described, "More is known")
        registration.withdraw(EVERYBODY, work, gone, "Twice")
        work.commit()

    after = _undone(house, owner, view.operation.id)

    assert [one.item.undo_outcome for one in after.lines] == [
        UndoOutcome.UNDONE,
        UndoOutcome.NOT_UNDONE,
        UndoOutcome.NOT_UNDONE,
    ]
    assert _record(house, changed).description.subjects == ("detention", "lawyers")
    assert _record(house, left).description.subjects == ()
    assert after.operation.state is BulkState.UNDONE


def test_an_operation_is_its_owners_alone(house: House, owner: Principal) -> None:
    operation_id = _begun(house, owner, [indexed(house)])
    with house.work(writing=True) as work:
        for ask in (bulk.view, bulk.progress, bulk.resume):
            with pytest.raises(NotFound):
                ask(EVERYBODY, work, operation_id)
        with pytest.raises(NotFound):
            bulk.undo(EVERYBODY, work, operation_id, "Not mine")
        assert bulk.list_own(EVERYBODY, work) == []
        assert [one.id for one in bulk.list_own(owner, work)] == [operation_id]


def test_what_cannot_be_taken_is_said_by_its_field(house: House, owner: Principal) -> None:
    wrong = {
        "add_subjects": BulkForm(),
        "add_targets": BulkForm(add_targets="Nowhereland"),
        "remove_subjects": BulkForm(remove_subjects="x" * 500),
        "relation_kind": BulkForm(relation_to="JL-2017-0000F"),
    }
    with house.work(writing=True) as work:
        for field, form in wrong.items():
            with pytest.raises(InvalidInput) as caught:
                bulk.read_spec(owner, work, form)
            assert caught.value.field == field
        with pytest.raises(InvalidInput, match="at most"):
            bulk.picked(owner, work, [RecordId("x")] * (MOST_RECORDS + 1))
        with pytest.raises(InvalidInput):
            bulk.begin(owner, work, [], BulkSpec(("a",)), " ")


def test_a_stuck_operation_can_be_taken_up_again(house: House, owner: Principal) -> None:
    record_id = indexed(house)
    operation_id = _begun(house, owner, [record_id])
    with house.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE job SET state = 'failed' WHERE kind = 'bulk amendment'")
    assert _view(house, owner, operation_id).is_stuck
    with house.work(writing=True) as work:
        bulk.resume(owner, work, operation_id)
        work.commit()
    run_pending_jobs(house)
    view = _view(house, owner, operation_id)
    assert (view.is_stuck, view.operation.state) == (False, BulkState.DONE)


def test_all_results_of_a_search_can_be_picked_up_to_a_limit(
    house: House, owner: Principal
) -> None:
    ids = {indexed(house, title=f"Grain {number}") for number in range(4)}
    indexed(house, label="Secret", title="Grain hidden")
    with house.work() as work:
        total, found = search.find_ids(owner, work, SearchRequest("grain"), limit=3)
        assert (total, len(found)) == (4, 3)
        total, found = search.find_ids(owner, work, SearchRequest("grain"), limit=9)
    assert (total, set(found)) == (4, ids)
