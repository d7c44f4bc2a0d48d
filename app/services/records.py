"""Opening records: for a reader, recorded in the audit trail; for other services, not."""

from __future__ import annotations

from collections.abc import Sequence

from app.db.catalogue import Catalogue
from app.domain.access import AccessLabel
from app.domain.errors import NotFound
from app.domain.principals import Action, Principal
from app.domain.records import RecordId
from app.domain.references import normalise_reference
from app.domain.views import HistoryEntry, RecordSummary, RecordView
from app.domain.wording import said
from app.services import audit
from app.services.work import Work

OPENED = "record opened"
NOT_HERE = said("There is no such record among those you may read.")


def open_record(principal: Principal, work: Work, record_id: RecordId) -> RecordView:
    """One record for its reader. Recorded when anything on the page is above Public.

    Raises NotFound for hidden, withdrawn and absent alike; Unavailable when it cannot be recorded.
    """
    view = read_record(principal, work, record_id)
    record_opening(principal, work, record_id, view.page_label)
    return view


def read_record(principal: Principal, work: Work, record_id: RecordId) -> RecordView:
    """As `open_record`, for services that record what they make of it themselves."""
    principal.require(Action.READ)
    return _catalogue(principal, work).record(record_id)


def find_reference(principal: Principal, work: Work, reference: str) -> RecordId:
    """The record of a reference, however it was typed. Raises NotFound."""
    principal.require(Action.READ)
    stored = normalise_reference(reference)
    if stored is None:
        raise NotFound(NOT_HERE)
    return _catalogue(principal, work).locate_reference(stored).id


def history(principal: Principal, work: Work, record_id: RecordId) -> tuple[HistoryEntry, ...]:
    """Who changed what, newest first, without what was done in a cell this reader may not read."""
    principal.require(Action.READ)
    return _catalogue(principal, work).history(record_id)


def summaries(
    principal: Principal, work: Work, record_ids: Sequence[RecordId]
) -> list[RecordSummary]:
    """Lines for a list, in the order of the ids; ids not readable are left out."""
    principal.require(Action.READ)
    return _catalogue(principal, work).summaries(record_ids)


def record_opening(
    principal: Principal, work: Work, record_id: RecordId, label: AccessLabel
) -> None:
    """Write the entry of a reading above Public; committed on return."""
    if label != work.labels.bottom:
        audit.record_reading(principal, work, OPENED, [record_id], {})


def _catalogue(principal: Principal, work: Work) -> Catalogue:
    return Catalogue(work.session, principal.clearance, work.labels)
