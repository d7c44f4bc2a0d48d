"""The job "bulk amendment": one batch in one transaction, then the next job, until nothing is left.

Each batch asks anew who the owner is and what that account may do. An item's outcome is written together
with its change, so a batch that was cut short has changed nothing and is done by whoever comes next.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.db import account_store, bulk_store, jobs
from app.db.bulk_store import Item, Operation
from app.db.catalogue import Catalogue
from app.db.gate import Located
from app.db.jobs import Job, JobKind
from app.domain.access import AccessLabel
from app.domain.bulk import BulkState, Outcome, Standing, UndoOutcome, plan
from app.domain.errors import ChanceryError, NotFound, Unavailable
from app.domain.principals import Action, Principal
from app.domain.records import RecordId
from app.domain.wording import joined, said
from app.services import bulk_filing, bulk_steps, leases
from app.services.principals import principal_now
from app.services.work import OpenWork, Work

ITEMS_PER_BATCH = 20
NO_LONGER_YOURS = said("Your account may not register any more.")
END_GONE = said("The record to relate to is no longer among those you may read.")


def amend_due_batch(open_work: OpenWork) -> int:
    """One batch of one operation. Returns how many jobs were claimed."""

    def amend(claimed: Sequence[Job]) -> dict[str, str]:
        for one in claimed:
            with open_work(writing=True) as work:
                do_batch(work, one.subject)
                work.commit()
        return {}

    return leases.work_on(open_work, [JobKind.BULK_AMENDMENT], 1, amend)


def do_batch(work: Work, operation_id: str) -> None:
    """Do the next items of an operation, and ask for the batch after. Safe to run twice."""
    try:
        operation = bulk_store.find(work.session, operation_id)
    except NotFound:
        return
    if not operation.state.is_going_on:
        return
    items = bulk_store.next_items(work.session, operation, ITEMS_PER_BATCH)
    if items:
        _Batch(work, operation).do(items)
        jobs.enqueue_new(
            work.session, JobKind.BULK_AMENDMENT, [operation_id], work.clock.now(), work.ids
        )
        return
    ended = BulkState.DONE if operation.state is BulkState.RUNNING else BulkState.UNDONE
    bulk_store.set_state(work.session, operation, ended, ended_at=work.clock.now())


class _Batch:
    """Some items of one operation, done with the rights its owner has now."""

    def __init__(self, work: Work, operation: Operation) -> None:
        self._work = work
        self._operation = operation
        self._principal = _owner(work, operation)

    def do(self, items: Sequence[Item]) -> None:
        if self._operation.state is BulkState.UNDOING:
            for item in items:
                outcome, why = self._undone(item)
                bulk_store.settle_undo(self._work.session, item, outcome, why)
            return
        end = self._end()
        standings = self._standings(items, end)
        for item in items:
            self._settle(item, standings.get(item.record), end)

    def _settle(self, item: Item, standing: Standing | None, end: Located | None) -> None:
        session = self._work.session
        principal = self._principal
        if principal is None:
            bulk_store.settle(session, item, Outcome.REFUSED, NO_LONGER_YOURS, {})
            return
        if self._operation.spec.relation and end is None:
            bulk_store.settle(session, item, Outcome.REFUSED, END_GONE, {})
            return
        if standing is None:
            bulk_store.settle(session, item, Outcome.ABSENT, "", {})
            return
        planned = plan(self._operation.spec, self._label(), standing)
        if planned.outcome is not Outcome.CHANGED:
            bulk_store.settle(session, item, planned.outcome, planned.why, {})
            return
        try:
            with session.begin_nested():
                before = bulk_steps.apply(
                    principal, self._work, self._operation, item.record, planned
                )
        except Unavailable:
            raise  # the next record would meet the same
        except ChanceryError as error:
            bulk_store.settle(session, item, Outcome.REFUSED, error.words, {})
            return
        bulk_store.settle(session, item, Outcome.CHANGED, joined(planned.words, "; "), before)

    def _undone(self, item: Item) -> tuple[UndoOutcome, str]:
        principal = self._principal
        if principal is None:
            return UndoOutcome.NOT_UNDONE, NO_LONGER_YOURS
        try:
            with self._work.session.begin_nested():
                return bulk_steps.undo(
                    principal, self._work, self._operation, item.record, item.before
                )
        except Unavailable:
            raise
        except ChanceryError as error:
            return UndoOutcome.NOT_UNDONE, error.words

    def _standings(self, items: Sequence[Item], end: Located | None) -> dict[RecordId, Standing]:
        if self._principal is None:
            return {}
        ids = [item.record for item in items]
        catalogue = _catalogue(self._principal, self._work)
        spec = self._operation.spec
        found = bulk_store.standings(catalogue, ids, spec.relation, end)
        return bulk_filing.with_series(self._principal, catalogue, spec, found)

    def _end(self) -> Located | None:
        relation = self._operation.spec.relation
        if relation is None or self._principal is None:
            return None
        try:
            return _catalogue(self._principal, self._work).locate(relation.to)
        except NotFound:
            return None

    def _label(self) -> AccessLabel | None:
        text = self._operation.spec.label
        return self._work.labels.parse(text) if text else None


def _owner(work: Work, operation: Operation) -> Principal | None:
    """Who began it, as the account stands now; None when it may not register any more."""
    row = account_store.by_public_id(work.session, operation.account_id)
    if row is None or row.is_disabled:
        return None
    principal = principal_now(work, row)
    return principal if principal.may(Action.REGISTER) else None


def _catalogue(principal: Principal, work: Work) -> Catalogue:
    return Catalogue(work.session, principal.clearance, work.labels)
