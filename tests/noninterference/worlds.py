"""Two worlds from one plan: the archive, and its twin without what the reader may not see."""

from __future__ import annotations

import copy
import io
import re
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.domain.authorities import EntryDraft, EntryKind
from app.domain.clock import Clock, Identifiers
from app.domain.dates import CalendarDate, DatedFact
from app.domain.grades import Grade
from app.domain.principals import Role
from app.domain.records import (
    AbsenceReport,
    Addressee,
    Description,
    Draft,
    Evidence,
    FileDraft,
    NamedPerson,
    PartyCode,
    RecordId,
    RelationDraft,
    SealedNoteDraft,
    Signature,
    SourceKey,
)
from app.domain.vocabularies import AbsenceKind, DateBasis
from app.search.engine import SearchEngine
from app.services import accounts, authority_pages, proposals, registration
from app.services.importing import importing_principal
from app.wiring import House
from app.worker import run_pending_jobs
from config import Settings
from tests.houses import DerivedIdentifiers, FrozenClock, SharedBytecode, ready, settings_for
from tests.noninterference.admitting import admit_for_a_while
from tests.noninterference.plans import READER_CLEARANCE, RELATION, SCHEME, Plan, PlannedRecord
from tests.people import csrf_of, speaks

READER = "reader.one"
REGISTRAR = "registrar.one"
PASSWORD = "a long enough password for tests"
SOURCE = "plan"


@dataclass(slots=True)
class World:
    """One archive with its application and a signed-in reader."""

    app: Flask
    house: House
    client: FlaskClient
    ids: dict[str, RecordId]
    registrar: FlaskClient
    """A registrar of the same clearance, for what readers may not do."""
    registrar_token: str = ""
    """For the registrar's forms."""

    def close(self) -> None:
        self.house.close()

    def copied(self, home: Path) -> World:
        """A world of its own with a copy of what this one, closed, holds: the same people sign in."""
        shutil.copytree(self.house.settings.home, home, symlinks=True)
        settings = settings_for(
            home, label_scheme=SCHEME, search_engine=self.house.settings.search_engine
        )
        clock, ids = copy.deepcopy((self.house.clock, self.house.ids))
        world = _opened(settings, clock, ids)
        world.ids |= self.ids
        _sign_in_both(world)
        return world


def build_world(
    home: Path, plan: Plan, search_engine: str = "whoosh", *, engine: SearchEngine | None = None
) -> World:
    """Register the plan's records, run the worker, then change what the plan changes.

    `engine` stands in the place of the one that settings name.
    """
    settings = settings_for(home, label_scheme=SCHEME, search_engine=search_engine)
    world = _opened(settings, FrozenClock(), DerivedIdentifiers())
    house = world.house
    if engine is not None:
        house.search = engine
    _create_reader(house)
    admit_for_a_while(house, READER)
    _create_reader(house, REGISTRAR, Role.REGISTRAR)
    _add_parties(house)
    for record in plan.records:
        register(world, record)
        propose(world, record)
    run_pending_jobs(house)
    for record in plan.records:
        change(world, record)
    if plan.worker_runs_after_changes:
        run_pending_jobs(house)
    for name in (READER, REGISTRAR) if plan.language != "en" else ():
        speaks(house, plan.language, name)
    _sign_in_both(world)
    return world


def _opened(settings: Settings, clock: Clock, ids: Identifiers) -> World:
    app = create_app(settings, clock=clock, ids=ids)
    app.jinja_env.bytecode_cache = SharedBytecode()
    house: House = app.extensions["chancery"]
    ready(house)
    return World(app, house, app.test_client(), {}, app.test_client())


def _sign_in_both(world: World) -> None:
    _sign_in(world.client, READER)
    _sign_in(world.registrar, REGISTRAR)
    world.registrar_token = csrf_of(world.registrar.get("/account/password"))


def _add_parties(house: House) -> None:
    """Two parties added by hand; one of them was merged into Canada."""
    principal = importing_principal(SCHEME)
    with house.work(writing=True) as work:
        for code, name in (("ZZLONE", "Lone League"), ("ZZGONE", "Northern Dominion")):
            draft = EntryDraft(EntryKind.PARTY, name, code=code, party_kind="state")
            proposals.confirm(principal, work, proposals.propose(principal, work, draft), "Known")
        work.commit()
    with house.work(writing=True) as work:
        kind = EntryKind.PARTY
        authority_pages.merge(principal, work, kind, "CAN", "ZZGONE", "One and the same")
        work.commit()


def register(world: World, record: PlannedRecord) -> None:
    """Register one planned record with its file, note and relation, as the system does."""
    house = world.house
    label = SCHEME.parse(record.label)
    principal = importing_principal(SCHEME)
    with house.work(writing=True) as work:
        files: tuple[FileDraft, ...] = ()
        if record.has_file:
            content = f"{record.title}\n\n{record.text}".encode()
            stored = work.originals.put(io.BytesIO(content), 1_000_000)
            files = (
                FileDraft(stored.sha256, stored.size_bytes, "text/plain", f"{record.name}.txt"),
            )
        draft = Draft(
            description=_description(record),
            label=label,
            text=record.text,
            source_key=SourceKey(SOURCE, record.name),
            sealed_notes=(
                (SealedNoteDraft("comment", f"sealed {record.name}", SCHEME.parse(note)),)
                if (note := record.sealed_note)
                else ()
            ),
            files=files,
        )
        world.ids[record.name] = registration.register(principal, work, draft)
        if record.relates_to in world.ids:
            registration.link(
                principal,
                work,
                world.ids[record.name],
                RelationDraft(RELATION, to_source_key=f"{SOURCE}:{record.relates_to}"),
            )
        work.commit()


def propose(world: World, record: PlannedRecord) -> None:
    """Propose a name that stands in a planned record, as a registrar who reads all would."""
    with world.house.work(writing=True) as work:
        draft = EntryDraft(EntryKind.PERSON, f"Canary {record.name}")
        source = world.ids[record.name]
        proposals.propose(importing_principal(SCHEME), work, draft, source=source)
        work.commit()


def change(world: World, record: PlannedRecord) -> None:
    """Amend, relabel and withdraw as planned."""
    house = world.house
    principal = importing_principal(SCHEME)
    record_id = world.ids[record.name]
    with house.work(writing=True) as work:
        if record.amended:
            changed = replace(_description(record), notes="amended", summary=record.text)
            registration.amend(principal, work, record_id, 1, changed, "More is known")
        if record.later_label and record.later_label != record.label:
            label = SCHEME.parse(record.later_label)
            registration.relabel(principal, work, record_id, label, "Reviewed")
        if record.withdrawn:
            registration.withdraw(principal, work, record_id, "Registered twice")
        work.commit()


def _description(record: PlannedRecord) -> Description:
    return Description(
        kind=record.kind,
        title=record.title,
        dated=DatedFact(CalendarDate.parse(str(record.year)), DateBasis.STATED),
        subjects=(record.subject,),
        targets=(PartyCode(record.target),),
        signatures=tuple(
            Signature(PartyCode(code), person=f"{record.person} of {code}")
            for code in record.signatories
        ),
        signatures_are_complete=not record.has_file,
        addressees=(
            Addressee(party=PartyCode(record.target), office=f"Minister of {record.subject}"),
        ),
        persons=(NamedPerson(record.person), NamedPerson(f"Canary {record.name}")),
        absences=(
            AbsenceReport(
                PartyCode("HUN"),
                AbsenceKind.REPORTED_BLOCK,
                "blocked it",
                Evidence(grade=Grade("C3")),
            ),
        ),
        languages=("en",),
    )


def _create_reader(house: House, name: str = READER, role: Role = Role.READER) -> None:
    with house.work(writing=True) as work:
        officer = accounts.operator_principal(house.settings.label_scheme)
        accounts.create(
            officer,
            work,
            accounts.AccountDraft(
                name=name, display_name="Reader One", role=role, clearance=READER_CLEARANCE
            ),
            PASSWORD,
        )
        work.commit()


def _sign_in(client: FlaskClient, name: str) -> None:
    page = client.get("/sign-in").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token is not None
    form = {"csrf_token": token[1], "name": name, "password": PASSWORD}
    answer = client.post("/sign-in", data=form)
    assert answer.status_code == 302, answer.text
