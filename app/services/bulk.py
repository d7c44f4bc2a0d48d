"""Amending many records picked in a search: preview, beginning, progress, undoing. Registrars only.

What is picked is asked of the gate: an id that is hidden counts as one that was never there. The work
itself is a job (`bulk_work.py`), which checks the rights of its owner again for each record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.db import bulk_store, jobs
from app.db.authorities import authorities
from app.db.bulk_store import Item, Operation
from app.db.catalogue import Catalogue
from app.db.gate import Located
from app.db.jobs import JobKind
from app.domain.access import AccessLabel
from app.domain.bulk import (
    LONGEST_WORDING,
    MOST_RECORDS,
    MOST_WORDINGS,
    BulkRelation,
    BulkSpec,
    BulkState,
    Outcome,
    Plan,
    plan,
)
from app.domain.errors import Conflict, InvalidInput, NotFound
from app.domain.principals import Action, Principal
from app.domain.records import PartyCode, RecordId
from app.domain.references import normalise_reference
from app.domain.views import RecordSummary
from app.domain.vocabularies import RelationKind
from app.domain.wording import said
from app.services import audit
from app.services.bulk_filing import read_series, with_series
from app.services.hands import hand_of
from app.services.relating import NO_SUCH_RECORD
from app.services.work import Work

BEGUN, UNDOING = "bulk amendment begun", "bulk amendment undone"
PREVIEWED, OPENED = "bulk amendment previewed", "bulk amendment opened"


@dataclass(frozen=True, slots=True)
class BulkForm:
    """What is to be done, as typed: several subjects or targets divided by semicolons or lines."""

    add_subjects: str = ""
    remove_subjects: str = ""
    add_targets: str = ""
    remove_targets: str = ""
    label: str = ""
    relation_kind: RelationKind | None = None
    relation_is_inverse: bool = False
    relation_to: str = ""
    relation_note: str = ""
    series: str = ""
    """A series by its id; `none` takes them out of theirs."""


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One readable record and what would become of it."""

    summary: RecordSummary
    planned: Plan


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """What would happen; only records this registrar may read are in it or counted by it."""

    lines: tuple[PreviewLine, ...]
    label: AccessLabel

    def count(self, outcome: Outcome) -> int:
        return sum(one.planned.outcome is outcome for one in self.lines)

    @property
    def changing(self) -> int:
        return self.count(Outcome.CHANGED)


@dataclass(frozen=True, slots=True)
class BulkLine:
    """One record of an operation; `summary` None: not among those its owner may read now."""

    summary: RecordSummary | None
    item: Item


@dataclass(frozen=True, slots=True)
class BulkView:
    """One operation as its owner sees it."""

    operation: Operation
    lines: tuple[BulkLine, ...]
    done: int
    total: int
    is_stuck: bool
    """Going on, but no job waits for it: the worker gave it up."""
    label: AccessLabel


def picked(principal: Principal, work: Work, ids: Sequence[RecordId]) -> list[RecordSummary]:
    """The readable ones of what was picked, in order. Raises InvalidInput for too many."""
    principal.require(Action.REGISTER)
    if len(ids) > MOST_RECORDS:
        raise InvalidInput(
            "record",
            said("Pick at most {most_records} records at once.", most_records=MOST_RECORDS),
        )
    return _catalogue(principal, work).summaries(list(dict.fromkeys(ids)))


def read_spec(principal: Principal, work: Work, form: BulkForm) -> BulkSpec:
    """What the form asks for. Raises InvalidInput with the field that cannot be taken."""
    principal.require(Action.REGISTER)
    spec = BulkSpec(
        add_subjects=_wordings("add_subjects", form.add_subjects),
        remove_subjects=_wordings("remove_subjects", form.remove_subjects),
        add_targets=_parties(work, "add_targets", form.add_targets),
        remove_targets=_parties(work, "remove_targets", form.remove_targets),
        label=_label(principal, work, form.label),
        relation=_relation(principal, work, form),
        series=read_series(work, form.series),
    )
    if spec.is_empty:
        raise InvalidInput("add_subjects", "Say what is to be changed.")
    return spec


def preview(
    principal: Principal, work: Work, ids: Sequence[RecordId], spec: BulkSpec
) -> BulkPreview:
    """What would become of each picked record that may be read."""
    summaries = picked(principal, work, ids)
    catalogue = _catalogue(principal, work)
    end = _end(catalogue, spec)
    label = work.labels.parse(spec.label) if spec.label else None
    found = bulk_store.standings(catalogue, [one.id for one in summaries], spec.relation, end)
    found = with_series(principal, catalogue, spec, found)
    lines = tuple(PreviewLine(one, plan(spec, label, found[one.id])) for one in summaries)
    guarded = catalogue.join(
        [*(one.label for one in summaries), *([end.cell.label] if end else [])]
    )
    if guarded != work.labels.bottom:
        audit.record_reading(principal, work, PREVIEWED, [], {"records": str(len(lines))})
    return BulkPreview(lines, guarded)


def begin(
    principal: Principal, work: Work, ids: Sequence[RecordId], spec: BulkSpec, reason: str
) -> str:
    """Begin the operation on the readable ones of the picked records. Returns its id."""
    hand = hand_of(principal, work, reason)
    known = [one.id for one in picked(principal, work, ids)]
    if not known:
        raise InvalidInput("record", "None of the picked records is among those you may read.")
    _end(_catalogue(principal, work), spec)
    operation_id = work.ids.new_id("bulk operation", f"{principal.account_id} {hand.at}")
    bulk_store.add(
        work.session, operation_id, principal.account_id, spec, hand.reason, known, hand.at
    )
    jobs.enqueue(work.session, JobKind.BULK_AMENDMENT, operation_id, hand.at, work.ids)
    details = {"parts": spec.parts, "records": str(len(known))}
    audit.record_change(principal, work, BEGUN, [operation_id], details)
    return operation_id


def view(principal: Principal, work: Work, operation_id: str) -> BulkView:
    """How far one's own operation is, and what became of each record. Raises NotFound."""
    operation = _own(principal, work, operation_id)
    catalogue = _catalogue(principal, work)
    items = bulk_store.items(work.session, operation)
    by_id = {one.id: one for one in catalogue.summaries([item.record for item in items])}
    done, total = bulk_store.progress(work.session, operation)
    label = catalogue.join(one.label for one in by_id.values())
    if label != work.labels.bottom:
        audit.record_reading(principal, work, OPENED, [operation_id])
    is_waited_for = jobs.is_waiting(work.session, operation_id, [JobKind.BULK_AMENDMENT])
    return BulkView(
        operation,
        tuple(BulkLine(by_id.get(item.record), item) for item in items),
        done,
        total,
        operation.state.is_going_on and not is_waited_for,
        label,
    )


def progress(principal: Principal, work: Work, operation_id: str) -> tuple[BulkState, int, int]:
    """State, done and total, for a page that looks again by itself. Raises NotFound."""
    operation = _own(principal, work, operation_id)
    return (operation.state, *bulk_store.progress(work.session, operation))


def list_own(principal: Principal, work: Work) -> list[Operation]:
    """One's own operations, newest first."""
    principal.require(Action.REGISTER)
    return bulk_store.of_account(work.session, principal.account_id)


def undo(principal: Principal, work: Work, operation_id: str, reason: str) -> None:
    """Undo a whole operation where nobody changed anything since. Raises NotFound, Conflict."""
    operation = _own(principal, work, operation_id)
    if operation.state is not BulkState.DONE:
        raise Conflict("Only an operation that is done, and not undone yet, can be undone.")
    hand = hand_of(principal, work, reason)
    bulk_store.set_state(work.session, operation, BulkState.UNDOING, undo_reason=hand.reason)
    jobs.enqueue(work.session, JobKind.BULK_AMENDMENT, operation_id, hand.at, work.ids)
    audit.record_change(principal, work, UNDOING, [operation_id], {"parts": operation.spec.parts})


def resume(principal: Principal, work: Work, operation_id: str) -> None:
    """Ask the worker again for an operation it gave up. Raises NotFound, Conflict."""
    operation = _own(principal, work, operation_id)
    if not operation.state.is_going_on:
        raise Conflict("This operation has come to its end.")
    now = work.clock.now()
    jobs.enqueue(work.session, JobKind.BULK_AMENDMENT, operation_id, now, work.ids)
    audit.record_change(principal, work, BEGUN, [operation_id], {"parts": operation.spec.parts})


def target_of_relation(principal: Principal, work: Work, spec: BulkSpec) -> RecordSummary | None:
    """The record of the relation, while it may be read."""
    if spec.relation is None:
        return None
    found = _catalogue(principal, work).summaries([spec.relation.to])
    return found[0] if found else None


def _own(principal: Principal, work: Work, operation_id: str) -> Operation:
    principal.require(Action.REGISTER)
    operation = bulk_store.find(work.session, operation_id)
    if operation.account_id != principal.account_id:
        raise NotFound(bulk_store.NOT_HERE)
    return operation


def _end(catalogue: Catalogue, spec: BulkSpec) -> Located | None:
    if spec.relation is None:
        return None
    try:
        return catalogue.locate(spec.relation.to)
    except NotFound as error:
        raise InvalidInput("relation_to", NO_SUCH_RECORD) from error


def _wordings(field: str, text: str) -> tuple[str, ...]:
    lines = text.replace(";", "\n").splitlines()
    found = [" ".join(line.split()) for line in lines if line.strip()]
    if len(found) > MOST_WORDINGS or any(len(one) > LONGEST_WORDING for one in found):
        raise InvalidInput(
            field,
            said(
                "Write at most {most_wordings} names of at most {longest_wording} characters.",
                most_wordings=MOST_WORDINGS,
                longest_wording=LONGEST_WORDING,
            ),
        )
    return tuple(dict.fromkeys(found))


def _parties(work: Work, field: str, text: str) -> tuple[PartyCode, ...]:
    directory = authorities(work.session).parties
    codes = []
    for line in _wordings(field, text):
        try:
            codes.append(directory.resolve(line).code)
        except InvalidInput as error:
            raise InvalidInput(field, error.message) from error
    return tuple(dict.fromkeys(codes))


def _label(principal: Principal, work: Work, text: str) -> str:
    if not text.strip():
        return ""
    try:
        label = work.labels.parse(text)
    except InvalidInput as error:
        raise InvalidInput("label", error.message) from error
    if not principal.may_read(label):
        raise InvalidInput("label", said("You are not cleared for {label}.", label=label))
    return str(label)


def _relation(principal: Principal, work: Work, form: BulkForm) -> BulkRelation | None:
    if form.relation_kind is None and not form.relation_to.strip():
        return None
    if form.relation_kind is None:
        raise InvalidInput("relation_kind", "Choose how each record is related to that one.")
    stored = normalise_reference(form.relation_to)
    try:
        if stored is None:
            raise NotFound(NO_SUCH_RECORD)
        end = _catalogue(principal, work).locate_reference(stored).id
    except NotFound as error:
        raise InvalidInput("relation_to", NO_SUCH_RECORD) from error
    note = form.relation_note.strip()
    if len(note) > LONGEST_WORDING:
        raise InvalidInput(
            "relation_note",
            said("Write at most {longest_wording} characters.", longest_wording=LONGEST_WORDING),
        )
    return BulkRelation(form.relation_kind, form.relation_is_inverse, end, note)


def _catalogue(principal: Principal, work: Work) -> Catalogue:
    return Catalogue(work.session, principal.clearance, work.labels)
