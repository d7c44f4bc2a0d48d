"""Withdrawing, sealed notes and relations: what each does, and to whom it shows."""

from __future__ import annotations

import pytest

from app.domain.errors import InvalidInput, NotFound
from app.domain.principals import Principal
from app.domain.records import RecordId, RelationDraft
from app.domain.vocabularies import RelationKind
from app.services import notes, records, registration, relating, withdrawing
from app.services.notes import NoteForm
from app.services.relating import RelationForm
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import a_principal, a_registrar
from tests.searching import ids_of, indexed, searched, withdrawn

REGISTRAR = a_registrar()
LOW_REGISTRAR = a_registrar("Official", "HR-CHN")


def _reinstated(house: House, record_id: RecordId) -> None:
    with house.work(writing=True) as work:
        withdrawing.reinstate(REGISTRAR, work, record_id, "It was no duplicate")
        work.commit()


def _noted(
    house: House, record_id: RecordId, level: str = "Secret", text: str = "Drafted in Bern"
) -> str:
    with house.work(writing=True) as work:
        form = NoteForm("pen-holder", text, level, (), "Told by phone")
        note_id = notes.add(REGISTRAR, work, record_id, form)
        work.commit()
    return note_id


def test_a_withdrawn_record_is_a_stub_for_its_readers_and_absent_for_others(house: House) -> None:
    record_id = indexed(house, label="Official/HR-CHN", title="Zanzibarium")
    withdrawn(house, record_id)
    reader, stranger = a_principal("Official", "HR-CHN"), a_principal("Official")

    with house.work() as work:
        stub = withdrawing.open_stub(reader, work, record_id)
        with pytest.raises(NotFound):
            withdrawing.open_stub(stranger, work, record_id)
        with pytest.raises(NotFound):
            records.read_record(reader, work, record_id)
        with pytest.raises(NotFound):
            withdrawing.find_withdrawn(stranger, work, stub.reference)
        assert withdrawing.find_withdrawn(reader, work, stub.reference.lower()) == record_id

    assert (stub.reason, stub.withdrawn_by) == ("Registered twice", "Okafor")


def test_a_registered_record_has_no_stub(house: House) -> None:
    record_id = indexed(house)
    with house.work() as work, pytest.raises(NotFound):
        withdrawing.open_stub(REGISTRAR, work, record_id)


@pytest.mark.parametrize("worker_runs_in_between", [True, False])
def test_search_loses_a_withdrawn_record_and_finds_a_reinstated_one(
    house: House, worker_runs_in_between: bool
) -> None:
    record_id = indexed(house, label="Official", title="Zanzibarium")
    other = indexed(house, label="Official", title="Zanzibarium of others")

    withdrawn(house, record_id)
    after_withdrawal = ids_of(searched(house, "zanzibarium"))
    if worker_runs_in_between:
        run_pending_jobs(house)
    _reinstated(house, record_id)
    run_pending_jobs(house)

    assert after_withdrawal == [other]
    assert set(ids_of(searched(house, "zanzibarium"))) == {record_id, other}
    with house.work() as work:
        view = records.read_record(REGISTRAR, work, record_id)
    assert [entry.changes[0].new for entry in view.history[:2]] == ["registered", "withdrawn"]


def test_reinstating_needs_a_reason_and_a_withdrawn_record(house: House) -> None:
    record_id = indexed(house)
    with house.work(writing=True) as work:
        with pytest.raises(NotFound):
            withdrawing.reinstate(REGISTRAR, work, record_id, "Again")
        registration.withdraw(REGISTRAR, work, record_id, "Twice")
        with pytest.raises(InvalidInput):
            withdrawing.reinstate(REGISTRAR, work, record_id, " ")


def test_a_note_shows_in_its_own_cell_and_leaves_the_record_alone(house: House) -> None:
    record_id = indexed(house, label="Official")
    with house.work() as work:
        before = records.read_record(LOW_REGISTRAR, work, record_id)

    note_id = _noted(house, record_id)
    run_pending_jobs(house)

    with house.work() as work:
        low = records.read_record(LOW_REGISTRAR, work, record_id)
        high = records.read_record(REGISTRAR, work, record_id)
        page = notes.notes_page(LOW_REGISTRAR, work, record_id)
    assert low == before
    assert (page.notes, page.changes) == ((), ())
    assert [one.id for one in high.sealed_notes] == [note_id]
    assert high.revision == before.revision
    assert high.history == before.history
    assert ids_of(searched(house, "Bern", REGISTRAR)) == []


def test_a_note_is_amended_and_removed_with_a_history_of_its_own(house: House) -> None:
    record_id = indexed(house, label="Official")
    note_id = _noted(house, record_id, level="Official")
    with house.work(writing=True) as work:
        form = NoteForm("pen-holder", "Drafted in Ottawa", "Secret", ("PEN",), "Corrected")
        assert notes.amend(REGISTRAR, work, record_id, note_id, form)
        assert not notes.amend(REGISTRAR, work, record_id, note_id, form)
        work.commit()
    with house.work(writing=True) as work:
        notes.remove(REGISTRAR, work, record_id, note_id, "Not needed")
        work.commit()

    with house.work() as work:
        high = notes.notes_page(REGISTRAR, work, record_id)
        low = notes.notes_page(LOW_REGISTRAR, work, record_id)
    assert [one.deed for one in high.changes] == ["removed", "amended", "added"]
    assert high.notes == ()
    # What was done in the guarded cell, and the move into it, is not told in the open one.
    assert [one.deed for one in low.changes] == ["added"]


def test_a_note_is_sealed_only_with_what_its_writer_holds_and_never_opened_wider(
    house: House,
) -> None:
    record_id = indexed(house, label="Official")
    note_id = _noted(house, record_id)
    with house.work(writing=True) as work:
        for level, compartments in (("Secret", ()), ("Official", ("PEN",)), ("Cosmic", ())):
            form = NoteForm("comment", "text", level, compartments, "Why")
            with pytest.raises(InvalidInput):
                notes.add(LOW_REGISTRAR, work, record_id, form)
        wider = NoteForm("comment", "text", "Official", (), "Why")
        with pytest.raises(InvalidInput, match="more people"):
            notes.amend(REGISTRAR, work, record_id, note_id, wider)
        with pytest.raises(NotFound):
            notes.remove(LOW_REGISTRAR, work, record_id, note_id, "Why")


def _reference(house: House, record_id: RecordId, principal: Principal = REGISTRAR) -> str:
    with house.work() as work:
        return records.read_record(principal, work, record_id).reference


def _related(house: House, record_id: RecordId, form: RelationForm) -> bool:
    with house.work(writing=True) as work:
        added = relating.add(LOW_REGISTRAR, work, record_id, form)
        work.commit()
    return added


def test_a_reply_shows_its_letter_and_the_letter_its_reply(house: House) -> None:
    letter, reply = indexed(house, title="Letter"), indexed(house, title="Reply")
    form = RelationForm(
        RelationKind.REPLIES_TO, True, _reference(house, reply), date="2017-03", grade="B2"
    )

    assert _related(house, letter, form)
    assert not _related(house, letter, form)

    with house.work() as work:
        (from_letter,) = records.read_record(REGISTRAR, work, letter).relations
        (from_reply,) = records.read_record(REGISTRAR, work, reply).relations
        assert records.read_record(REGISTRAR, work, letter).revision == 1
    assert (from_letter.is_inverse, from_letter.record and from_letter.record.id) == (True, reply)
    assert (from_reply.is_inverse, from_reply.record and from_reply.record.id) == (False, letter)


def test_hidden_withdrawn_and_absent_records_give_the_same_answer(house: House) -> None:
    letter = indexed(house)
    hidden, gone = indexed(house, label="Secret"), indexed(house)
    references = [_reference(house, hidden), _reference(house, gone), "JL-2017-0000F", "nonsense"]
    withdrawn(house, gone)

    messages = set()
    for reference in references:
        with pytest.raises(InvalidInput) as caught:
            _related(house, letter, RelationForm(RelationKind.COUNTERS, False, reference))
        messages.add((caught.value.field, caught.value.message))
    assert messages == {("reference", relating.NO_SUCH_RECORD)}


def test_a_relation_to_a_text_outside_begins_at_the_record(house: House) -> None:
    letter = indexed(house)
    outside = RelationForm(RelationKind.PARALLEL_TO, False, external="EU statement of January 2017")
    assert _related(house, letter, outside)
    with pytest.raises(InvalidInput, match="turn the relation round"):
        _related(house, letter, RelationForm(RelationKind.REPLIES_TO, True, external="A speech"))
    with pytest.raises(InvalidInput, match="not both"):
        _related(house, letter, RelationForm(RelationKind.COUNTERS, False, "JL-1", "A speech"))
    with pytest.raises(InvalidInput, match="itself"):
        _related(
            house, letter, RelationForm(RelationKind.COUNTERS, False, _reference(house, letter))
        )


def test_a_removed_relation_can_be_added_again_as_it_was(house: House) -> None:
    letter = indexed(house, title="Letter", source="press:1")
    reply = indexed(house, title="Reply")
    draft = RelationDraft(RelationKind.REPLIES_TO, to_source_key="press:1", note="By hand")
    with house.work(writing=True) as work:
        registration.link(REGISTRAR, work, reply, draft)
        work.commit()
    with house.work() as work:
        before = records.read_record(REGISTRAR, work, letter).relations
        (edge,) = relating.relations_page(LOW_REGISTRAR, work, letter).edges

    with house.work(writing=True) as work:
        relating.remove(LOW_REGISTRAR, work, letter, edge.id, "Another letter was meant")
        work.commit()
    with house.work() as work:
        assert records.read_record(REGISTRAR, work, reply).relations == ()
        (change,) = relating.relations_page(LOW_REGISTRAR, work, reply).changes
    with house.work(writing=True) as work:
        assert relating.add_again(LOW_REGISTRAR, work, reply, change.id)
        work.commit()

    with house.work() as work:
        assert records.read_record(REGISTRAR, work, letter).relations == before
        page = relating.relations_page(LOW_REGISTRAR, work, letter)
    assert [(one.deed, one.may_be_added_again) for one in page.changes] == [
        ("added", False),
        ("removed", False),
    ]
    with house.work(writing=True) as work, pytest.raises(NotFound):
        relating.remove(LOW_REGISTRAR, work, letter, "0" * 24, "Nothing of that name")


def test_changes_of_relations_to_hidden_records_do_not_show(house: House) -> None:
    letter, hidden = indexed(house), indexed(house, label="Secret")
    with house.work(writing=True) as work:
        form = RelationForm(RelationKind.COUNTERS, True, _reference(house, hidden))
        relating.add(REGISTRAR, work, letter, form)
        work.commit()
    with house.work() as work:
        (edge,) = relating.relations_page(REGISTRAR, work, letter).edges
    with house.work(writing=True) as work:
        with pytest.raises(NotFound):
            relating.remove(LOW_REGISTRAR, work, letter, edge.id, "I may not know it")
        relating.remove(REGISTRAR, work, letter, edge.id, "Wrong")
        work.commit()
    with house.work() as work:
        page = relating.relations_page(LOW_REGISTRAR, work, letter)
        assert (page.edges, page.changes) == ((), ())
        (removal, _) = relating.relations_page(REGISTRAR, work, letter).changes
    with house.work(writing=True) as work, pytest.raises(NotFound):
        relating.add_again(LOW_REGISTRAR, work, letter, removal.id)
