"""What a bulk amendment does to one record, and how that is undone. Called by the job alone.

The rights are those of the owner as the account stands at that moment: every change goes through
`registration.py` and `relating.py`, as if the owner had made it on the record's own page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.db import record_reading
from app.db.bulk_store import Operation
from app.db.catalogue import Catalogue
from app.db.gate import Located
from app.db.registrar import Hand
from app.db.relations import edges
from app.domain.bulk import BulkRelation, BulkSeries, Outcome, Plan, UndoOutcome
from app.domain.errors import NotFound
from app.domain.principals import Principal
from app.domain.records import PartyCode, RecordId, RelationDraft
from app.domain.wording import said
from app.services import bulk_filing, registration, relabelling, relating, series
from app.services.work import Work

CHANGED_SINCE = said("Somebody changed it since.")
RELATION_GONE = said("The relation was removed since.")
GONE = said("It is no longer among those you may read.")


def apply(
    principal: Principal, work: Work, operation: Operation, record_id: RecordId, planned: Plan
) -> Mapping[str, Any]:
    """Do what was planned for one record. Returns what undoing needs.

    The marking comes first, so that what is amended then is told only where the record stands after.
    """
    before: dict[str, Any] = {}
    reason = operation.reason
    if planned.label is not None:
        before["label"] = str(_catalogue(principal, work).locate(record_id).cell.label)
        registration.relabel(principal, work, record_id, planned.label, reason)
    if planned.subjects is not None or planned.targets is not None:
        before |= _amended(principal, work, record_id, planned, reason)
    if planned.relates and operation.spec.relation:
        before["relation"] = _related(principal, work, record_id, operation.spec.relation, reason)
    if planned.series is not None:
        before["series"] = _filed(principal, work, record_id, planned.series, reason)
    before["revision"] = _catalogue(principal, work).locate(record_id).revision
    return before


def undo(
    principal: Principal,
    work: Work,
    operation: Operation,
    record_id: RecordId,
    before: Mapping[str, Any],
) -> tuple[UndoOutcome, str]:
    """Bring one record back to what it was, where nobody changed it since; or say why not."""
    try:
        located = _catalogue(principal, work).locate(record_id)
    except NotFound:
        return UndoOutcome.NOT_UNDONE, GONE
    raised_revision = {"label", "subjects", "targets"} & before.keys()
    if raised_revision and located.revision != before["revision"]:
        return UndoOutcome.NOT_UNDONE, CHANGED_SINCE
    reason, put = operation.undo_reason, operation.spec.series if "series" in before else None
    if put is not None and (why := _why_it_stays(principal, work, located, put)):
        return UndoOutcome.NOT_UNDONE, why
    relation = operation.spec.relation if before.get("relation") else None
    if relation and not _parted(principal, work, record_id, relation, reason):
        return UndoOutcome.NOT_UNDONE, RELATION_GONE
    planned = Plan(
        Outcome.CHANGED,
        subjects=tuple(before["subjects"]) if "subjects" in before else None,
        targets=tuple(PartyCode(one) for one in before["targets"]) if "targets" in before else None,
    )
    if planned.subjects is not None or planned.targets is not None:
        _amended(principal, work, record_id, planned, reason)
    if put is not None:
        series.put(principal, work, record_id, before["series"] or None, reason)
    if "label" in before:
        # Back to where this very operation found it, unchanged since: no second person is asked.
        label = work.labels.parse(before["label"])
        again = _catalogue(principal, work).locate(record_id)
        relabelling.move(principal, work, again, label, _hand(principal, work, reason))
    return UndoOutcome.UNDONE, ""


def _filed(
    principal: Principal, work: Work, record_id: RecordId, into: BulkSeries, reason: str
) -> str:
    """Put it into the series. Returns the id of the one it stood in; empty for none."""
    before = series.filed(principal, work, record_id).series
    series.put(principal, work, record_id, into.id or None, reason)
    return before.id if before else ""


def _why_it_stays(principal: Principal, work: Work, located: Located, put: BulkSeries) -> str:
    """Why a record is not put back into its series; empty where nothing stands against it."""
    catalogue = _catalogue(principal, work)
    if not bulk_filing.is_filed_in(catalogue, located, put):
        return CHANGED_SINCE
    still = bulk_filing.why_they_stay(principal, catalogue, {located.id: located.key})
    return still.get(located.id, "")


def _hand(principal: Principal, work: Work, reason: str) -> Hand:
    return Hand(principal.display_name, principal.account_id, work.clock.now(), reason)


def _amended(
    principal: Principal, work: Work, record_id: RecordId, planned: Plan, reason: str
) -> Mapping[str, Any]:
    catalogue = _catalogue(principal, work)
    located = catalogue.locate(record_id)
    old = record_reading.description_of(catalogue, located)
    new = old
    before: dict[str, Any] = {}
    if planned.subjects is not None:
        before["subjects"] = list(old.subjects)
        new = replace(new, subjects=planned.subjects)
    if planned.targets is not None:
        before["targets"] = list(old.targets)
        new = replace(new, targets=planned.targets)
    registration.amend(principal, work, record_id, located.revision, new, reason)
    return before


def _related(
    principal: Principal, work: Work, record_id: RecordId, asked: BulkRelation, reason: str
) -> bool:
    draft = RelationDraft(asked.kind, note=asked.note)
    start, end = (asked.to, record_id) if asked.is_inverse else (record_id, asked.to)
    return relating.link(principal, work, start, draft, end, reason)


def _parted(
    principal: Principal, work: Work, record_id: RecordId, asked: BulkRelation, reason: str
) -> bool:
    catalogue = _catalogue(principal, work)
    for _, one in edges(catalogue, catalogue.locate(record_id)):
        is_it = one.kind is asked.kind and one.is_inverse == asked.is_inverse
        if is_it and one.record and one.record.id == asked.to:
            relating.remove(principal, work, record_id, relating.edge_id(one), reason)
            return True
    return False


def _catalogue(principal: Principal, work: Work) -> Catalogue:
    return Catalogue(work.session, principal.clearance, work.labels)
