"""What the registry's pages show beside the record itself: stubs, changes of notes and relations.

As in `views.py`, everything here may be shown to the reader it was made for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.access import AccessLabel
from app.domain.records import RecordId
from app.domain.views import FieldChange, RecordSummary, RelatedRecord, SealedNote


@dataclass(frozen=True, slots=True)
class NoteChange:
    """One step in the history of a sealed note, for those who may read the note's cell."""

    note_id: str
    deed: str
    """added, amended or removed"""
    at: datetime
    by: str
    reason: str
    changes: tuple[FieldChange, ...]
    label: AccessLabel


@dataclass(frozen=True, slots=True)
class WithdrawnStub:
    """All that is shown of a withdrawn record, to those who may read its cell."""

    id: RecordId
    reference: str
    label: AccessLabel
    withdrawn_at: datetime
    withdrawn_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class RelationEdge:
    """A relation of a record with the name by which a form speaks of it."""

    id: str
    relation: RelatedRecord


@dataclass(frozen=True, slots=True)
class RelationChange:
    """A relation that was added or removed, for those who may read both its ends."""

    id: str
    deed: str
    """added or removed"""
    relation: RelatedRecord
    at: datetime
    by: str
    reason: str
    may_be_added_again: bool


@dataclass(frozen=True, slots=True)
class RelationsPage:
    """The relations of one record for a registrar; `label` is the join of all that is shown."""

    summary: RecordSummary
    edges: tuple[RelationEdge, ...]
    changes: tuple[RelationChange, ...]
    label: AccessLabel


@dataclass(frozen=True, slots=True)
class NotesPage:
    """The sealed notes of one record that this registrar may read, with their own history."""

    summary: RecordSummary
    notes: tuple[SealedNote, ...]
    changes: tuple[NoteChange, ...]
    label: AccessLabel
