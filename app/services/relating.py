"""Relations made and unmade from either side, by registrars who may read both ends.

A hidden record and an absent one give the same answer. No relation raises a revision; what was removed
is kept, with its reason, for those who may read both ends, and can be added again as it was.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from app.db import relation_changes
from app.db.catalogue import Catalogue
from app.db.relations import edges
from app.domain.dates import CalendarDate
from app.domain.errors import InvalidInput, NotFound
from app.domain.grades import Grade
from app.domain.nothing import NOT_KNOWN
from app.domain.principals import Action, Principal
from app.domain.records import Evidence, RecordId, RelationDraft
from app.domain.references import normalise_reference
from app.domain.registry_views import RelationEdge, RelationsPage
from app.domain.views import RecordView, RelatedRecord
from app.domain.vocabularies import RelationKind
from app.domain.wording import said
from app.domain.written_dates import as_edtf
from app.services import audit, registration
from app.services.hands import hand_of
from app.services.work import Work

ADD_REASON = said("Relation added")
ADDED_AGAIN = "Added again"
REMOVED, OPENED = "relation removed", "relations opened"
LONGEST_TEXT = 1_000
NO_SUCH_RECORD = said("There is no such record among those you may read. Check the reference.")


@dataclass(frozen=True, slots=True)
class RelationForm:
    """A relation as typed. `is_inverse`: it reads from the other record to this one."""

    kind: RelationKind
    is_inverse: bool = False
    reference: str = ""
    external: str = ""
    date: str = ""
    note: str = ""
    source: str = ""
    grade: str = ""


def relations_page(principal: Principal, work: Work, record_id: RecordId) -> RelationsPage:
    """The relations of one record, each with its name in forms. Raises NotFound."""
    principal.require(Action.REGISTER)
    catalogue = _catalogue(principal, work)
    located = catalogue.locate(record_id)
    (summary,) = catalogue.summaries([record_id])
    found = tuple(RelationEdge(edge_id(one), one) for _, one in edges(catalogue, located))
    changes = relation_changes.changes(catalogue, located)
    shown = [*(one.relation for one in found), *(one.relation for one in changes)]
    others = [one.record for one in shown if one.record]
    label = catalogue.join([summary.label, *(one.label for one in others)])
    if label != work.labels.bottom:
        audit.record_reading(principal, work, OPENED, [record_id])
    return RelationsPage(summary, found, changes, label)


def edges_of(view: RecordView) -> tuple[RelationEdge, ...]:
    """The relations of a record that was read, each with its name in forms."""
    return tuple(RelationEdge(edge_id(one), one) for one in view.relations)


def edge_id(one: RelatedRecord) -> str:
    """A name for one relation of a record, made of what is shown of it and of nothing else."""
    other = one.record.id if one.record else one.external
    said = "\0".join((one.kind.value, str(one.is_inverse), other))
    return hashlib.sha256(said.encode()).hexdigest()[:24]


def add(principal: Principal, work: Work, record_id: RecordId, form: RelationForm) -> bool:
    """Add a relation. False when the same one stands already.

    Raises InvalidInput for what cannot be read, and for a record that is hidden, withdrawn or absent.
    """
    principal.require(Action.REGISTER)
    catalogue = _catalogue(principal, work)
    catalogue.locate(record_id)
    draft = _draft(form)
    if form.external.strip():
        return link(principal, work, record_id, draft, None, ADD_REASON)
    other = _other(catalogue, record_id, form.reference)
    if form.is_inverse:
        return link(principal, work, other, draft, record_id, ADD_REASON)
    return link(principal, work, record_id, draft, other, ADD_REASON)


def remove(
    principal: Principal, work: Work, record_id: RecordId, relation: str, reason: str
) -> None:
    """Remove a relation of this record, named as on its page. Raises NotFound."""
    principal.require(Action.REGISTER)
    catalogue = _catalogue(principal, work)
    located = catalogue.locate(record_id)
    hand = hand_of(principal, work, reason)
    named = [(row, one) for row, one in edges(catalogue, located) if edge_id(one) == relation]
    if not named:
        raise NotFound(relation_changes.NOT_HERE)
    for row, one in named:
        other = catalogue.locate(one.record.id) if one.record else None
        end = located if one.is_inverse else other
        change_id = work.ids.new_id("relation change", f"{record_id} {relation}")
        relation_changes.remove(work.session, change_id, row, end, hand)
    ids = {record_id, *(one.record.id for _, one in named if one.record)}
    details = {"kind": named[0][1].kind.value}
    audit.record_change(principal, work, REMOVED, sorted(ids), details)


def add_again(principal: Principal, work: Work, record_id: RecordId, change_id: str) -> bool:
    """Undo a removal: the relation stands again as it was. Raises NotFound."""
    principal.require(Action.REGISTER)
    catalogue = _catalogue(principal, work)
    located = catalogue.locate(record_id)
    start, draft, row = relation_changes.removed(catalogue, located, change_id)
    end = relation_changes.other_end(catalogue, row)
    return link(principal, work, start, draft, end, ADDED_AGAIN)


def link(
    principal: Principal,
    work: Work,
    start: RecordId,
    draft: RelationDraft,
    end: RecordId | None,
    reason: str,
) -> bool:
    """Relate two records and keep why; False when the same relation stands already."""
    if not registration.link(principal, work, start, draft, to_id=end):
        return False
    catalogue = _catalogue(principal, work)
    change_id = work.ids.new_id("relation change", f"{start} {draft.kind.value} {end}")
    relation_changes.note_added(
        work.session,
        change_id,
        catalogue.locate(start),
        catalogue.locate(end) if end else None,
        draft,
        hand_of(principal, work, reason),
    )
    return True


def _other(catalogue: Catalogue, record_id: RecordId, reference: str) -> RecordId:
    if not reference.strip():
        raise InvalidInput("reference", "Say to which record, or name a text outside.")
    stored = normalise_reference(reference)
    try:
        if stored is None:
            raise NotFound(NO_SUCH_RECORD)
        other = catalogue.locate_reference(stored).id
    except NotFound as error:
        raise InvalidInput("reference", NO_SUCH_RECORD) from error
    if other == record_id:
        raise InvalidInput("reference", "A record has no relation to itself.")
    return other


def _draft(form: RelationForm) -> RelationDraft:
    external = form.external.strip()
    if external and form.reference.strip():
        raise InvalidInput("external", "Name a record or a text outside, not both.")
    if external and form.is_inverse:
        raise InvalidInput(
            "external",
            "A relation begins at a record. Register that text first, or turn the relation round.",
        )
    for field, text in (("external", external), ("note", form.note), ("source", form.source)):
        if len(text) > LONGEST_TEXT:
            raise InvalidInput(
                field, said("Write at most {longest_text:,} characters.", longest_text=LONGEST_TEXT)
            )
    draft = RelationDraft(form.kind, to_external=external, note=form.note.strip())
    evidence = Evidence(form.source.strip() or NOT_KNOWN, Grade(form.grade) if form.grade else None)
    return replace(draft, date=_date(form.date), evidence=evidence)


def _date(text: str) -> CalendarDate | None:
    if not text.strip():
        return None
    try:
        return CalendarDate.parse(as_edtf(text))
    except InvalidInput as error:
        raise InvalidInput("date", error.message) from error


def _catalogue(principal: Principal, work: Work) -> Catalogue:
    return Catalogue(work.session, principal.clearance, work.labels)
