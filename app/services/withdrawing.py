"""What is left of a withdrawn record, and bringing it back. Withdrawing itself is in `registration.py`.

A withdrawn record is a stub for whoever may read its cell: reference, when, by whom and why. Its files,
its sheet, its history and its place in search, counts and lists are as if it had never been; for all
others it is absent. The stub comes through the gate (`Gate.locate_withdrawn`).
"""

from __future__ import annotations

from app.db import cells, jobs, record_reading, registrar
from app.db.catalogue import Catalogue
from app.db.gate import NOT_HERE
from app.db.jobs import JobKind
from app.domain.errors import NotFound
from app.domain.principals import Action, Principal
from app.domain.records import RecordId
from app.domain.references import normalise_reference
from app.domain.registry_views import WithdrawnStub
from app.services import audit
from app.services.hands import hand_of
from app.services.work import Work

STUB_OPENED = "stub opened"
REINSTATED = "record reinstated"


def open_stub(principal: Principal, work: Work, record_id: RecordId) -> WithdrawnStub:
    """The stub for its reader; recorded above Public, like every reading. Raises NotFound."""
    stub = read_stub(principal, work, record_id)
    if stub.label != work.labels.bottom:
        audit.record_reading(principal, work, STUB_OPENED, [record_id])
    return stub


def read_stub(principal: Principal, work: Work, record_id: RecordId) -> WithdrawnStub:
    """As `open_stub`, for whoever is about to bring the record back."""
    principal.require(Action.READ)
    catalogue = _catalogue(principal, work)
    return record_reading.stub(catalogue, catalogue.locate_withdrawn(record_id))


def find_withdrawn(principal: Principal, work: Work, reference: str) -> RecordId:
    """The withdrawn record of a reference, however it was typed. Raises NotFound."""
    principal.require(Action.READ)
    stored = normalise_reference(reference)
    if stored is None:
        raise NotFound(NOT_HERE)
    return _catalogue(principal, work).locate_withdrawn_reference(stored).id


def reinstate(principal: Principal, work: Work, record_id: RecordId, reason: str) -> None:
    """Bring a withdrawn record back to where it stood, into search and counts. Raises NotFound."""
    principal.require(Action.REGISTER)
    located = _catalogue(principal, work).locate_withdrawn(record_id)
    hand = hand_of(principal, work, reason)
    registrar.reinstate(work.session, located, hand)
    cells.readmit(work.session, located.cell.id, record_id)
    jobs.enqueue(work.session, JobKind.INDEX_RECORD, record_id, hand.at, work.ids)
    audit.record_change(principal, work, REINSTATED, [record_id], {})


def _catalogue(principal: Principal, work: Work) -> Catalogue:
    return Catalogue(work.session, principal.clearance, work.labels)
