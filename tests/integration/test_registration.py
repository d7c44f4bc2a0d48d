"""Registering and amending: what goes in comes out, once, with its history, audit and jobs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from sqlalchemy import func, select

from app.db import jobs, seeding
from app.db.models.access import access_cell
from app.db.models.audit import AuditEntryRow
from app.db.models.authorities import office, person, subject
from app.db.models.jobs import job
from app.db.models.parts import addressee as addressee_table
from app.db.models.parts import record_subject
from app.domain.dates import CalendarDate, DatedFact
from app.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from app.domain.nothing import NONE, NOT_KNOWN, WITHHELD, MaybeText
from app.domain.principals import Role
from app.domain.records import (
    Addressee,
    Description,
    FileDraft,
    RecordId,
    SealedNoteDraft,
    SourceKey,
)
from app.domain.references import normalise_reference
from app.services import records, registration
from app.services.importing import importing_principal
from app.services.registration import Outcome
from app.wiring import House
from tests.builders import SCHEME, a_description, a_draft, a_principal, a_registrar
from tests.houses import FrozenClock
from tests.strategies import descriptions


def _register(house: House, **draft: object) -> RecordId:
    with house.work(writing=True) as work:
        record_id = registration.register(a_registrar(), work, a_draft(**draft))  # type: ignore[arg-type]
        work.commit()
    return record_id


def _read(house: House, record_id: RecordId) -> records.RecordView:
    with house.work() as work:
        return records.read_record(a_registrar(), work, record_id)


@settings(max_examples=60)
@given(descriptions)
def test_a_description_comes_back_exactly(house: House, description: Description) -> None:
    with house.work(writing=True) as work:
        draft = a_draft(description=description)
        record_id = registration.register(a_registrar(), work, draft)
        assert records.read_record(a_registrar(), work, record_id).description == description


@settings(max_examples=30)
@given(descriptions, descriptions)
def test_an_amended_description_comes_back_exactly(
    house: House, first: Description, second: Description
) -> None:
    with house.work(writing=True) as work:
        registrar = a_registrar()
        record_id = registration.register(registrar, work, a_draft(description=first))
        revision = registration.amend(registrar, work, record_id, 1, second, "better")
        view = records.read_record(registrar, work, record_id)
        assert view.description == second
        assert view.revision == revision == (1 if first == second else 2)


@pytest.mark.parametrize("place", [NOT_KNOWN, NONE, WITHHELD, "", "Beijing", "\x02none"])
def test_the_three_nothings_and_the_empty_text_differ(house: House, place: MaybeText) -> None:
    record_id = _register(house, place=place)
    found = _read(house, record_id).description.place
    assert found == place
    assert type(found) is type(place)


def test_a_registered_letter_has_reference_history_jobs_and_an_audit_entry(house: House) -> None:
    record_id = _register(house, title="Letter", text="the text", signed_by=["AUS", "CZE"])
    view = _read(house, record_id)
    assert normalise_reference(view.reference) == view.reference
    assert view.reference.startswith("JL-2017-")
    assert view.text == "the text"
    assert view.party_names == {"AUS": "Australia", "CZE": "Czechia"}
    assert [(entry.revision, entry.by, entry.reason) for entry in view.history] == [
        (1, "Okafor", "Registered")
    ]
    with house.work() as work:
        assert jobs.is_waiting(work.session, record_id)
        entry = work.session.scalars(select(AuditEntryRow)).all()[-1]
        assert (entry.action, entry.objects_json) == ("record registered", f'["{record_id}"]')
        found = records.find_reference(a_registrar(), work, view.reference.lower())
        assert found == record_id


def test_nothing_is_registered_without_a_commit(house: House) -> None:
    with house.work(writing=True) as work:
        record_id = registration.register(a_registrar(), work, a_draft())
    with pytest.raises(NotFound):
        _read(house, record_id)


def test_without_a_marking_a_letter_goes_to_intake(house: House) -> None:
    assert str(_read(house, _register(house, label=None)).label) == "Secret/INTAKE"


def test_one_cell_for_one_label(house: House) -> None:
    _register(house, label="Official/HR-CHN")
    _register(house, label="Official/HR-CHN")
    with house.work() as work:
        assert work.session.scalar(select(func.count()).select_from(access_cell)) == 1


def test_the_same_source_key_is_registered_once(house: House) -> None:
    first = _register(house, source="press:17", text="a")
    assert _register(house, source="press:17", text="a") == first
    with pytest.raises(Conflict):
        _register(house, source="press:17", text="b")
    with house.work(writing=True) as work:
        drafts = [
            a_draft(source="press:17", text="a"),
            a_draft(source="press:17", text="b"),
            a_draft(source="press:18", text="c"),
            a_draft(source="press:18", text="c"),
        ]
        results = registration.register_many(a_registrar(), work, drafts)
        assert [one.outcome for one in results] == [
            Outcome.UNCHANGED,
            Outcome.CHANGED,
            Outcome.NEW,
            Outcome.UNCHANGED,
        ]
        match = registration.find_source_key(a_registrar(), work, SourceKey("press", "17"))
        assert match is not None
        assert match.id == first


def test_a_source_key_in_a_guarded_cell_is_not_told(house: House) -> None:
    hidden = _register(house, label="Secret/PEN", source="press:17")
    with house.work(writing=True) as work:
        lower = a_registrar("Official", "HR-CHN")
        assert registration.find_source_key(lower, work, SourceKey("press", "17")) is None
        draft = a_draft(label="Official", source="press:17")
        assert registration.register(lower, work, draft) != hidden
        work.commit()
    with house.work(writing=True) as work:  # moved where its twin stands, it gives up the key
        system = importing_principal(SCHEME)
        registration.relabel(system, work, hidden, SCHEME.parse("Official"), "released")


def test_a_withdrawn_letter_is_not_brought_back_by_the_next_import(house: House) -> None:
    record_id = _register(house, source="press:17")
    with house.work(writing=True) as work:
        registration.withdraw(a_registrar(), work, record_id, "registered twice")
        (again,) = registration.register_many(a_registrar(), work, [a_draft(source="press:17")])
        assert again.outcome is Outcome.WITHDRAWN


def test_amending_says_who_changed_what_from_what_to_what(house: House, clock: FrozenClock) -> None:
    record_id = _register(house, title="Draft", signed_by=["AUS"], place="Peking")
    clock.advance(hours=1)
    old = _read(house, record_id).description
    new = replace(
        old,
        title="Final",
        place="Beijing",
        dated=DatedFact(CalendarDate.parse("2017-03")),
        signatures=a_description(signed_by=["AUS", "CAN"]).signatures,
    )
    with house.work(writing=True) as work:
        registration.amend(a_registrar(), work, record_id, 1, new, "as printed")
        work.commit()
    view = _read(house, record_id)
    entry = view.history[0]
    assert (view.revision, entry.revision, entry.reason) == (2, 2, "as printed")
    assert entry.at == clock.now()
    assert {(one.field, one.old, one.new) for one in entry.changes} == {
        ("title", "Draft", "Final"),
        ("date", "27 February 2017, as stated in the text", "March 2017, as stated in the text"),
        ("place", "Peking", "Beijing"),
        ("signatures", "", "CAN"),
    }


def test_of_two_who_amend_the_second_is_told(house: House) -> None:
    record_id = _register(house)
    for title, outcome in (("One", None), ("Two", Conflict)):
        with house.work(writing=True) as work:
            change = (a_registrar(), work, record_id, 1, a_description(title=title), "typo")
            if outcome is None:
                registration.amend(*change)
                work.commit()
            else:
                with pytest.raises(outcome):
                    registration.amend(*change)
    assert _read(house, record_id).description.title == "One"


def test_only_registrars_write_and_only_where_they_may_read(house: House) -> None:
    hidden = _register(house, label="Secret/PEN")
    lower = a_registrar("Official", "HR-CHN")
    with house.work(writing=True) as work:
        with pytest.raises(NotPermitted):
            registration.register(a_principal("Secret", role=Role.READER), work, a_draft())
        with pytest.raises(InvalidInput):
            registration.register(lower, work, a_draft(label="Secret"))
        note = SealedNoteDraft("pen-holder", "Canada", SCHEME.parse("Official/PEN"))
        with pytest.raises(InvalidInput):
            registration.register(lower, work, a_draft(draft={"sealed_notes": (note,)}))
        with pytest.raises(NotFound):
            registration.amend(lower, work, hidden, 1, a_description(), "no")
        with pytest.raises(NotFound):
            registration.relabel(lower, work, hidden, SCHEME.bottom, "no")
        with pytest.raises(NotFound):
            registration.withdraw(lower, work, hidden, "no")
        visible = registration.register(lower, work, a_draft(label="Official"))
        with pytest.raises(InvalidInput):
            registration.relabel(lower, work, visible, SCHEME.parse("Secret"), "too high")
        with pytest.raises(InvalidInput):
            registration.withdraw(lower, work, visible, "  ")


def test_files_wait_for_their_text_and_adding_one_is_history(house: House) -> None:
    file = FileDraft("0" * 64, 12, "text/plain", "letter.txt")
    record_id = _register(house, draft={"files": (file,)})
    with house.work(writing=True) as work:
        registration.attach_file(a_registrar(), work, record_id, replace(file, name="annex.txt"))
        kinds = work.session.execute(select(job.c.kind, func.count()).group_by(job.c.kind))
        assert dict(list(kinds)) == {"extract file": 2, "index record": 1}
        work.commit()
    view = _read(house, record_id)
    assert [one.name for one in view.files] == ["letter.txt", "annex.txt"]
    assert view.history[0].changes[0].new == "annex.txt, original"
    assert view.revision == 2


def test_what_a_description_names_is_linked_to_authorities(house: House) -> None:
    addressee = Addressee(person="郭声琨", office="Minister of public security")
    record_id = _register(house, subjects=("RSDL", "unheard of"), to=[addressee])
    with house.work(writing=True) as work:
        wording = record_subject.c.wording
        linked = select(wording, subject.c.code).outerjoin(
            subject, subject.c.id == record_subject.c.subject_id
        )
        found = dict(work.session.execute(linked).all())
        assert found == {"RSDL": "rsdl", "unheard of": None}
        row = work.session.execute(
            select(person.c.code, office.c.code)
            .select_from(addressee_table)
            .join(person, person.c.id == addressee_table.c.person_id)
            .join(office, office.c.id == addressee_table.c.office_id)
        ).one()
        assert tuple(row) == ("guo-shengkun", "chn-minister-public-security")
        seeding.seed_authorities(work.session)  # the rows that records point at keep their keys
        assert dict(work.session.execute(linked).all()) == found
    assert _read(house, record_id).description.subjects == ("RSDL", "unheard of")


def test_a_label_that_names_no_party_on_record_is_refused(house: House) -> None:
    with house.work(writing=True) as work, pytest.raises(InvalidInput, match="no party CNA"):
        registration.register(a_registrar(party="CNA"), work, a_draft(label="Official/REL CNA"))
