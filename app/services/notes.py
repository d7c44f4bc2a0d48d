"""Sealed notes: what must not be seen by everybody who may read the record. Registrars only.

A note carries a label of its own, among those its writer holds; it never raises the record's revision
and shows neither in its history, its partition nor its sheet outside the note's own cell.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.db import cells, notes
from app.db.catalogue import Catalogue
from app.db.cells import Cell
from app.db.gate import Located
from app.db.notes import StoredNote
from app.domain.access import AccessLabel, LabelScheme
from app.domain.errors import InvalidInput, NotFound
from app.domain.notes import checked_kind, checked_text
from app.domain.principals import Action, Principal
from app.domain.records import RecordId
from app.domain.registry_views import NotesPage
from app.domain.views import SealedNote
from app.services import audit
from app.services.hands import hand_of
from app.services.work import Work

ADDED, AMENDED, REMOVED, OPENED = "note added", "note amended", "note removed", "notes opened"


@dataclass(frozen=True, slots=True)
class NoteForm:
    """What a registrar writes: level and compartments make the note's label."""

    kind: str
    text: str
    level: str
    compartments: tuple[str, ...]
    reason: str


def label_of(principal: Principal, labels: LabelScheme, form: NoteForm) -> AccessLabel:
    """The label the form chooses. Raises InvalidInput for one the principal may not read."""
    level = labels.level(form.level)
    unknown = set(form.compartments) - labels.compartments
    label = AccessLabel(level, frozenset(form.compartments))
    if unknown or not principal.may_read(label):
        raise InvalidInput("level", "You may seal a note only with a marking that you hold.")
    return label


def notes_page(principal: Principal, work: Work, record_id: RecordId) -> NotesPage:
    """The notes of a record this registrar may read, and what happened to them. Raises NotFound."""
    principal.require(Action.REGISTER)
    catalogue = _catalogue(principal, work)
    located = catalogue.locate(record_id)
    view = catalogue.record(record_id)
    changes = notes.history(catalogue, located)
    (summary,) = catalogue.summaries([record_id])
    shown: Iterable[AccessLabel] = [view.label, *(one.label for one in view.sealed_notes)]
    label = catalogue.join([*shown, *(one.label for one in changes)])
    if label != work.labels.bottom:
        audit.record_reading(principal, work, OPENED, [record_id])
    return NotesPage(summary, view.sealed_notes, changes, label)


def note_of(page: NotesPage, note_id: str) -> SealedNote:
    """One note of the page. Raises NotFound for hidden and absent alike."""
    for note in page.notes:
        if note.id == note_id:
            return note
    raise NotFound(notes.NOT_HERE)


def add(principal: Principal, work: Work, record_id: RecordId, form: NoteForm) -> str:
    """Seal a note to a record. Returns the note's public id."""
    located = _located(principal, work, record_id)
    kind, text, cell = _checked(principal, work, form)
    hand = hand_of(principal, work, form.reason)
    note_id = work.ids.new_id("note", f"{record_id} {cell.label} {kind}")
    notes.add(work.session, located, note_id, cell, kind, text, hand)
    audit.record_change(principal, work, ADDED, [record_id, note_id], {})
    return note_id


def amend(
    principal: Principal, work: Work, record_id: RecordId, note_id: str, form: NoteForm
) -> bool:
    """Change a note. False when nothing differs. Raises NotFound for hidden and absent alike."""
    located, note = _note(principal, work, record_id, note_id)
    kind, text, cell = _checked(principal, work, form)
    if not cell.label.dominates(note.cell.label):
        raise InvalidInput(
            "level",
            "A note cannot be opened to more people than it is now. "
            "Remove it and seal a new one that says only what they may know.",
        )
    hand = hand_of(principal, work, form.reason)
    is_changed = notes.rewrite(work.session, located, note, cell, kind, text, hand)
    if is_changed:
        audit.record_change(principal, work, AMENDED, [record_id, note_id], {})
    return is_changed


def remove(
    principal: Principal, work: Work, record_id: RecordId, note_id: str, reason: str
) -> None:
    """Remove a note; its own history keeps what it said. Raises NotFound."""
    located, note = _note(principal, work, record_id, note_id)
    notes.remove(work.session, located, note, hand_of(principal, work, reason))
    audit.record_change(principal, work, REMOVED, [record_id, note_id], {})


def _checked(principal: Principal, work: Work, form: NoteForm) -> tuple[str, str, Cell]:
    kind, text = checked_kind(form.kind), checked_text(form.text)
    label = label_of(principal, work.labels, form)
    cell = cells.cell_for(work.session, label, work.labels, work.clock.now(), work.ids)
    return kind, text, cell


def _note(
    principal: Principal, work: Work, record_id: RecordId, note_id: str
) -> tuple[Located, StoredNote]:
    located = _located(principal, work, record_id)
    return located, notes.find(_catalogue(principal, work), located, note_id)


def _located(principal: Principal, work: Work, record_id: RecordId) -> Located:
    principal.require(Action.REGISTER)
    return _catalogue(principal, work).locate(record_id)


def _catalogue(principal: Principal, work: Work) -> Catalogue:
    return Catalogue(work.session, principal.clearance, work.labels)
