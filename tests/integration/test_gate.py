"""The gate: what a reader may not read is not there, in no list, count, relation, note or history."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, event

from app.db.authorities import authorities
from app.db.catalogue import Catalogue
from app.domain.errors import NotFound
from app.domain.nothing import NOT_KNOWN
from app.domain.principals import Principal
from app.domain.records import (
    Addressee,
    PartyCode,
    RecordId,
    RelationDraft,
    Response,
    SealedNoteDraft,
    SourceKey,
)
from app.domain.vocabularies import AddresseeRole, RecordKind, RelationKind, ResponseKind
from app.services import parties, records, registration, start
from app.services.importing import importing_principal
from app.services.work import Work
from app.wiring import House
from tests.builders import SCHEME, a_draft, a_principal, a_registrar

READER = a_principal("Official", "HR-CHN", party="CAN")
SYSTEM = a_registrar()
NOBODY = RecordId("00000000-0000-4000-8000-000000000000")
MINISTER = Addressee(
    AddresseeRole.TO, PartyCode("CHN"), NOT_KNOWN, "Minister of Public Security", "Guo Shengkun"
)


def _register(work: Work, **draft: object) -> RecordId:
    return registration.register(SYSTEM, work, a_draft(**draft))  # type: ignore[arg-type]


def _catalogue(work: Work, principal: Principal = READER) -> Catalogue:
    return Catalogue(work.session, principal.clearance, SCHEME)


@pytest.fixture
def work(house: House) -> Iterator[Work]:
    with house.work(writing=True) as opened:
        yield opened


@pytest.mark.parametrize("label", ["Secret", "Official/PEN", "Restricted/HR-CHN"])
def test_hidden_absent_and_withdrawn_are_one_and_the_same(work: Work, label: str) -> None:
    hidden = _register(work, label=label)
    reference = records.read_record(SYSTEM, work, hidden).reference
    withdrawn = _register(work, label="Official")
    registration.withdraw(SYSTEM, work, withdrawn, "registered in error")
    messages = set()
    for record_id in (hidden, withdrawn, NOBODY):
        with pytest.raises(NotFound) as refused:
            records.open_record(READER, work, record_id)
        messages.add(str(refused.value))
    for text in (reference, "JL-2017-00000", "nonsense"):
        with pytest.raises(NotFound) as refused:
            records.find_reference(READER, work, text)
        messages.add(str(refused.value))
    assert len(messages) == 1


def test_releasability_is_by_party(work: Work) -> None:
    record_id = _register(work, label="Official", title="For two")
    registrar = a_registrar("Secret", party="CAN")
    registration.relabel(registrar, work, record_id, SCHEME.parse("Official/REL CAN,GBR"), "two")
    assert records.read_record(READER, work, record_id).description.title == "For two"
    for principal in (a_principal("Official", party="FRA"), a_principal("Secret")):
        with pytest.raises(NotFound):
            records.read_record(principal, work, record_id)


def test_lists_leave_out_what_is_hidden_and_keep_the_order(work: Work) -> None:
    labels = ["Public", "Secret", "Official/HR-CHN", "Official/PEN", "Official"]
    ids = [_register(work, label=label, title=label) for label in labels]
    found = _catalogue(work).summaries([*reversed(ids), NOBODY])
    assert [one.title for one in found] == ["Official", "Official/HR-CHN", "Public"]
    assert _catalogue(work).total() == 3
    assert {str(cell.label) for cell in _catalogue(work).readable_cells()} == {
        "Public",
        "Official",
        "Official/HR-CHN",
    }


def test_a_summary_says_to_whom_and_by_whom(work: Work) -> None:
    record_id = _register(work, to=[MINISTER], signed_by=["CZE", "AUS"], withdrawn_by=["HUN"])
    (found,) = _catalogue(work).summaries([record_id])
    assert found.addressees == "Guo Shengkun, Minister of Public Security, China"
    assert found.signatory_codes == ("CZE", "AUS")


def test_relations_need_both_ends(work: Work) -> None:
    open_letter = _register(work, title="Open letter", source="press:1")
    secret = _register(work, label="Secret", title="Secret letter", source="press:2")
    drafts = (
        RelationDraft(RelationKind.REITERATES, "press:1"),
        RelationDraft(RelationKind.COUNTERS, "press:2"),
        RelationDraft(RelationKind.PARALLEL_TO, "press:2", "A statement of 2017"),
        RelationDraft(RelationKind.REPORTS_ON, "press:9"),
        RelationDraft(RelationKind.DISCLOSES, None, "A newspaper"),
    )
    later = _register(work, title="Later letter", date="2019", draft={"relations": drafts})
    registration.link(
        SYSTEM, work, secret, RelationDraft(RelationKind.REPLIES_TO), to_id=open_letter
    )
    seen = [
        (one.label, one.record.title if one.record else one.external)
        for one in records.read_record(READER, work, later).relations
    ]
    assert sorted(seen) == [
        ("discloses", "A newspaper"),
        ("parallel to", "A statement of 2017"),
        ("reiterates", "Open letter"),
    ]
    assert [
        (one.label, one.is_inverse)
        for one in records.read_record(READER, work, open_letter).relations
    ] == [("reiterated by", True)]
    whole = records.read_record(SYSTEM, work, later).relations
    assert sorted((one.label, one.record is None) for one in whole) == [
        ("counters", False),
        ("discloses", True),
        ("parallel to", False),
        ("reiterates", False),
    ]
    # A record that comes later takes its place at the end of the edge that named it.
    _register(work, title="Article", source="press:9")
    labels = [one.label for one in records.read_record(READER, work, later).relations]
    assert "reports on" in labels


def test_a_relation_raises_no_revision_and_is_made_once(work: Work) -> None:
    one, other = _register(work, title="One"), _register(work, title="Other")
    relation = RelationDraft(RelationKind.PRECURSOR_OF, note="same addressee")
    assert registration.link(SYSTEM, work, one, relation, to_id=other)
    assert not registration.link(SYSTEM, work, one, relation, to_id=other)
    assert records.read_record(SYSTEM, work, one).revision == 1
    hidden = _register(work, label="Secret")
    registrar = a_registrar("Official", "HR-CHN")
    with pytest.raises(NotFound):
        registration.link(registrar, work, one, relation, to_id=hidden)


def test_a_sealed_note_is_its_own_and_marks_the_page(work: Work) -> None:
    notes = (
        SealedNoteDraft("pen-holder", "Canada", SCHEME.parse("Official/PEN")),
        SealedNoteDraft("comment", "wait", SCHEME.parse("Official/HR-CHN")),
    )
    record_id = _register(work, draft={"sealed_notes": notes})
    view = records.read_record(READER, work, record_id)
    assert [(note.kind, note.text) for note in view.sealed_notes] == [("comment", "wait")]
    assert (str(view.label), str(view.page_label)) == ("Public", "Official/HR-CHN")
    anonymous = records.read_record(a_principal(), work, record_id)
    assert (anonymous.sealed_notes, anonymous.page_label) == ((), SCHEME.bottom)


def test_history_written_in_a_guarded_cell_stays_there(work: Work) -> None:
    record_id = _register(work, label="Secret", title="Code name")
    plain = records.read_record(SYSTEM, work, record_id).description
    registration.relabel(importing_principal(SCHEME), work, record_id, SCHEME.bottom, "released")
    assert records.read_record(READER, work, record_id).description == plain
    assert records.history(READER, work, record_id) == ()
    assert [entry.revision for entry in records.history(SYSTEM, work, record_id)] == [2, 1]


def test_a_source_key_is_found_only_where_one_may_read(work: Work) -> None:
    _register(work, label="Secret", source="press:1")
    keys = [SourceKey("press", "1")]
    assert _catalogue(work).sources(keys) == {}
    assert list(_catalogue(work, SYSTEM).sources(keys)) == keys


def test_the_start_page_counts_what_one_may_read(work: Work) -> None:
    reply = Response(ResponseKind.ACKNOWLEDGEMENT, "thanks")
    silence = Response(ResponseKind.NO_COMMENT_TO_MEDIA, "no comment")
    lawyer = Response(ResponseKind.OTHER, "groundless")
    _register(work, title="Waits", to=[MINISTER], responses=(silence, lawyer), date="2017-02-27")
    _register(work, title="Answered", to=[MINISTER], responses=(reply,))
    asked = _register(work, title="Replied to", to=[MINISTER], date="2016")
    _register(work, title="To nobody", date="1895")
    _register(work, title="Statement", kind=RecordKind.JOINT_STATEMENT_ORAL, to=[MINISTER])
    hidden = _register(work, label="Secret", title="Reply", kind=RecordKind.REPLY, date="2026")
    relation = RelationDraft(RelationKind.REPLIES_TO)
    registration.link(SYSTEM, work, hidden, relation, to_id=asked)
    page = start.start_page(READER, work)
    assert [one.title for one in page.awaiting_reply] == ["Replied to", "Waits"]
    assert (page.awaiting_total, page.total, page.new_total) == (2, 5, 5)
    assert (page.first_year, page.last_year) == (1895, 2017)
    assert page.by_kind == ((RecordKind.JOINT_LETTER, 4), (RecordKind.JOINT_STATEMENT_ORAL, 1))
    assert page.label == SCHEME.bottom
    whole = start.start_page(SYSTEM, work)
    assert {one.title for one in whole.awaiting_reply} == {"Waits"}
    assert (whole.total, str(whole.label)) == (6, "Secret")


def test_a_party_is_told_from_readable_texts(work: Work) -> None:
    _register(work, title="A", signed_by=["CZE", "AUS", "CAN"], targets=["CHN"], date="2017")
    _register(work, title="B", signed_by=["CZE", "AUS"], label="Official", date="2019")
    _register(work, title="C", signed_by=["CZE", "CAN"], signatures_are_complete=False)
    _register(work, title="D", signed_by=["CZE", "ZZZ", "JPN"], label="Secret", to=[MINISTER])
    view = parties.read_party(READER, work, "cze")
    assert (view.name, view.kind, view.other_codes) == ("Czechia", "state", ("CZ", "203"))
    assert [one.title for one in view.signed] == ["B", "C", "A"]
    assert [(one.code, one.together, one.in_all) for one in view.together] == [
        ("AUS", 2, 2),
        ("CAN", 1, 1),
    ]
    assert str(view.label) == "Official"
    assert any(span.grouping == "EU" for span in view.memberships)
    lines = {
        line.code: (line.signed, line.received, line.target_of)
        for line in parties.list_parties(READER, work)
    }
    assert lines == {"AUS": (2, 0, 0), "CAN": (2, 0, 0), "CHN": (0, 0, 1), "CZE": (3, 0, 0)}
    with pytest.raises(NotFound):
        parties.read_party(READER, work, "ZZZ")
    assert parties.read_party(SYSTEM, work, "ZZZ").name == "ZZZ"
    assert parties.read_party(READER, work, "JPN").signed == ()


def test_statements_do_not_grow_with_the_records(house: House, work: Work) -> None:
    ids = [
        _register(work, title=f"Letter {n}", signed_by=["AUS", "CZE"], to=[MINISTER], text="x")
        for n in range(12)
    ]
    for record_id in ids[1:]:
        registration.link(
            SYSTEM, work, record_id, RelationDraft(RelationKind.REITERATES), to_id=ids[0]
        )
    authorities(work.session)  # read once per process, for all readers
    few = _statements(house.engine, lambda: _catalogue(work).summaries(ids[:2]))
    many = _statements(house.engine, lambda: _catalogue(work).summaries(ids))
    assert few == many <= 5
    one_relation = _statements(house.engine, lambda: _catalogue(work).record(ids[1]))
    assert _statements(house.engine, lambda: _catalogue(work).record(ids[0])) == one_relation
    assert _statements(house.engine, lambda: start.start_page(READER, work)) <= 14
    assert _statements(house.engine, lambda: parties.read_party(READER, work, "CZE")) <= 9


def _statements(engine: Engine, act: Callable[[], object]) -> int:
    seen: list[str] = []

    def count(_c: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", count)
    return len(seen)
