"""What tests of merging parties share: some added by hand, merging, undoing, texts that name one."""

from __future__ import annotations

from typing import Any

from app.domain.authorities import EntryDraft, EntryKind
from app.domain.principals import Principal
from app.domain.records import AbsenceReport, Addressee, PartyCode, RecordId, Response, Signature
from app.domain.vocabularies import AbsenceKind, ResponseKind
from app.services import (
    authority_pages,
    proposals,
    records,
)
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import a_principal, a_registrar

REGISTRAR, READER = a_registrar(), a_principal("Official")
PARTY = EntryKind.PARTY
ADDED = {"ZZFR": "Gallic Realm", "ZZLGUE": "Lone League", "ZZUNIO": "Wide Union"}


def with_added(house: House) -> House:
    for code, name in ADDED.items():
        with house.work(writing=True) as work:
            draft = EntryDraft(PARTY, name, (f"{name} of Old",), code=code, party_kind="state")
            proposal = proposals.propose(REGISTRAR, work, draft)
            proposals.confirm(REGISTRAR, work, proposal, "Known")
            work.commit()
    return house


def merge(house: House, kept: str, gone: str) -> str:
    with house.work(writing=True) as work:
        authority_pages.merge(REGISTRAR, work, PARTY, kept, gone, "One and the same")
        work.commit()
    with house.work() as work:
        page = authority_pages.read_entry(READER, work, PARTY, kept)
    run_pending_jobs(house)
    return page.merges[0].merge.id


def undo(house: House, merge_id: str) -> None:
    with house.work(writing=True) as work:
        authority_pages.undo_merge(REGISTRAR, work, merge_id, "Two after all")
        work.commit()
    run_pending_jobs(house)


def view_of(house: House, record_id: RecordId, principal: Principal = REGISTRAR) -> Any:
    with house.work() as work:
        return records.read_record(principal, work, record_id)


def everywhere(code: str) -> dict[str, Any]:
    """Fields of a description that name the party in every place there is."""
    party = PartyCode(code)
    return {
        "signatures": (Signature(party, name_as_signed="The Gallic Realm"), Signature(CAN)),
        "addressees": (Addressee(party=party, office="Minister of Tests"),),
        "targets": (party,),
        "absences": (AbsenceReport(party, AbsenceKind.REPORTED_ABSENT, "was missing"),),
        "responses": (Response(ResponseKind.PRESS_LINE, "no words", by_party=party),),
    }


CAN, FRA, GONE = PartyCode("CAN"), PartyCode("FRA"), PartyCode("ZZFR")
