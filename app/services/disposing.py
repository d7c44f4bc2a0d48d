"""Carrying a disposal list out, and what is left of a record afterwards. Open `carry_out`.

Everything as far as rows go is the caller's one transaction: stubs, purged parts, withheld partitions,
the certificate's number, the audit trail and the job that finishes. The bytes follow (`removal.py`).
"""

from __future__ import annotations

from collections.abc import Container

from app.db import cells, disposal_store, disposing, hold_store, jobs
from app.db.catalogue import Catalogue
from app.db.disposal_store import FoundDue
from app.db.gate import NOT_HERE
from app.db.jobs import JobKind
from app.db.registrar import Hand
from app.domain.disposals import (
    DisposalEnd,
    DisposalItem,
    DisposalList,
    DisposedStub,
    ListState,
)
from app.domain.errors import Conflict, InvalidInput, NotFound
from app.domain.principals import Action, Principal
from app.domain.records import RecordId
from app.domain.references import new_certificate_number, normalise_reference
from app.domain.retention_terms import DisposalMethod, KeptBecause
from app.domain.vocabularies import RecordState
from app.domain.wording import said
from app.services import audit, releases
from app.services.work import Work

CARRIED_OUT, DISPOSED, STUB_OPENED = (
    "disposal carried out",
    "record disposed of",
    "stub opened",
)
NOTHING_LEFT = said(
    "Nothing on this list can be disposed of any more. Refuse it, and propose anew."
)
LONGEST_NAME = 200
_ATTEMPTS = 40


def carry_out(
    principal: Principal, work: Work, made: DisposalList, hand: Hand, end: DisposalEnd
) -> int:
    """Dispose of what still may be, for `disposals.decide` alone. Returns how many records went."""
    receiver, confirmation = _checked_end(made, end)
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    found = _due_again(catalogue, work, made)
    held = hold_store.in_force_on(catalogue, [one.located.key for one in found.values()])
    kept = {
        one.position: _kept_because(catalogue, one, found.get(one.record_id), held)
        for one in made.standing_items
    }
    gone = [one for one in made.standing_items if kept[one.position] is None]
    if not gone:
        raise InvalidInput("decision", NOTHING_LEFT)
    number = _certificate_number(work, made.id, hand.at.year)
    disposal_store.decide(
        work.session,
        made.id,
        ListState.CARRIED_OUT,
        hand,
        receiver=receiver,
        confirmation=confirmation,
        certificate=number,
    )
    for item in made.standing_items:
        disposal_store.settle(work.session, made.id, item, kept[item.position])
    reason = Hand(hand.by, hand.account_id, hand.at, _reason(made.method, number))
    for item in gone:
        _dispose(work, found[item.record_id], reason)
    jobs.enqueue(work.session, JobKind.FINISH_DISPOSAL, made.id, hand.at, work.ids)
    details = {"certificate": number, "count": str(len(gone)), "proposed by": made.proposer_id}
    audit.record_change(principal, work, CARRIED_OUT, [made.id], details)
    audit.record_changes(principal, work, DISPOSED, [one.record_id for one in gone])
    return len(gone)


def open_stub(principal: Principal, work: Work, record_id: RecordId) -> DisposedStub:
    """What is left of a record, for its readers; recorded above Public. Raises NotFound."""
    principal.require(Action.READ)
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    stub = disposing.stub(catalogue, catalogue.locate_disposed(record_id))
    if stub.label != work.labels.bottom:
        audit.record_reading(principal, work, STUB_OPENED, [record_id])
    return stub


def find_disposed(principal: Principal, work: Work, reference: str) -> RecordId:
    """The record of a reference that was disposed of, however it was typed. Raises NotFound."""
    principal.require(Action.READ)
    stored = normalise_reference(reference)
    if stored is None:
        raise NotFound(NOT_HERE)
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    return catalogue.locate_disposed_reference(stored).id


def _checked_end(made: DisposalList, end: DisposalEnd) -> tuple[str, str]:
    if made.method is not DisposalMethod.TRANSFER:
        return "", ""
    receiver, confirmation = end.receiver.strip(), end.confirmation.strip()
    if not receiver or len(receiver) > LONGEST_NAME:
        raise InvalidInput(
            "receiver",
            said(
                "Name the archive, in at most {longest_name} characters.", longest_name=LONGEST_NAME
            ),
        )
    if not confirmation or len(confirmation) > LONGEST_NAME:
        raise InvalidInput(
            "confirmation",
            said(
                "Write its reference for the receipt, in at most {longest_name} characters.",
                longest_name=LONGEST_NAME,
            ),
        )
    return receiver, confirmation


def _due_again(catalogue: Catalogue, work: Work, made: DisposalList) -> dict[RecordId, FoundDue]:
    """What of the list is due as of today, by the rules as they stand now."""
    time = releases.house_time(work)
    if time.went_back:
        return {}
    wanted = [one.record_id for one in made.standing_items]
    found = disposal_store.due(catalogue, time.now.date(), only=wanted)
    return {one.record.id: one for one in found}


def _kept_because(
    catalogue: Catalogue, item: DisposalItem, one: FoundDue | None, held: Container[int]
) -> KeptBecause | None:
    if one is None:
        return KeptBecause.GONE if _is_gone(catalogue, item) else KeptBecause.NOT_DUE
    if one.record.label != item.label:
        return KeptBecause.RELABELLED
    if one.record.revision != item.revision:
        return KeptBecause.CHANGED
    if one.located.key in held:
        return KeptBecause.HELD
    if one.record.series.code != item.series_code or one.record.series.rule.words != item.rule:
        return KeptBecause.NOT_DUE
    return None


def _is_gone(catalogue: Catalogue, item: DisposalItem) -> bool:
    try:
        catalogue.locate_disposed(item.record_id)
    except NotFound:
        return False
    return True


def _dispose(work: Work, found: FoundDue, hand: Hand) -> None:
    located = found.located
    for sha256 in disposing.purge(work.session, located, hand):
        disposing.order_removal(work.session, sha256, hand.at)
    if found.record.state is RecordState.REGISTERED:
        cells.withhold(work.session, located.cell.id, located.id, hand.at)
    jobs.enqueue(work.session, JobKind.REBUILD_PARTITION, located.cell.key, hand.at, work.ids)


def _reason(method: DisposalMethod, number: str) -> str:
    """What the history of each record says: under which certificate it went."""
    if method is DisposalMethod.TRANSFER:
        return said("Transferred: {number}", number=number)
    return said("Destroyed: {number}", number=number)


def _certificate_number(work: Work, list_id: str, year: int) -> str:
    for attempt in range(_ATTEMPTS):
        number = new_certificate_number(year, work.ids, list_id, attempt)
        if not disposal_store.is_taken(work.session, number):
            return number
    raise Conflict("No free number could be drawn. Try again.")
