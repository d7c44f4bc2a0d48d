"""Versions of a record: looking at an old one, undoing a change, settling two changes at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.db import packing, record_reading, version_store
from app.db.catalogue import Catalogue
from app.db.gate import Located
from app.domain.access import AccessLabel
from app.domain.changes import TEXT_FIELD, text_change
from app.domain.errors import Conflict, InvalidInput, NotFound
from app.domain.merging import FieldComparison, Side, compare, settle, without_change
from app.domain.principals import Action, Principal
from app.domain.records import Description, RecordId
from app.domain.views import HistoryEntry
from app.domain.wording import said
from app.services import records, registration
from app.services.work import Work

NOT_HERE = said("There is no such version among those you may read.")
NOTHING_TO_UNDO = said("This version left the description as it was; there is nothing to undo.")


@dataclass(frozen=True, slots=True)
class VersionView:
    """What one version of a record said."""

    id: RecordId
    reference: str
    label: AccessLabel
    entry: HistoryEntry
    current: int
    """The revision that stands now."""
    description: Description


@dataclass(frozen=True, slots=True)
class Clash:
    """Somebody saved meanwhile: both versions side by side."""

    reference: str
    label: AccessLabel
    revision: int
    """The one that stands now; a settled text becomes the next."""
    fields: tuple[FieldComparison, ...]


def open_version(
    principal: Principal, work: Work, record_id: RecordId, revision: int
) -> VersionView:
    """One version for its reader, recorded above Public. Raises NotFound by the rule of the history."""
    principal.require(Action.READ)
    catalogue = _catalogue(principal, work)
    located = catalogue.locate(record_id)
    entry = next((one for one in catalogue.history(record_id) if one.revision == revision), None)
    description = version_store.description_at(catalogue, located, revision) if entry else None
    if description is None and revision == located.revision:
        description = record_reading.description_of(catalogue, located)
    if entry is None or description is None:
        raise NotFound(NOT_HERE)
    label = located.cell.label
    records.record_opening(principal, work, record_id, label)
    return VersionView(located.id, located.reference, label, entry, located.revision, description)


def undo(principal: Principal, work: Work, record_id: RecordId, revision: int, reason: str) -> int:
    """Undo what one revision changed, as a new revision. Returns its number.

    Raises NotFound, InvalidInput when there is nothing to undo or no reason, Conflict when a later
    change touched the same fields.
    """
    principal.require(Action.REGISTER)
    catalogue = _catalogue(principal, work)
    located = catalogue.locate(record_id)
    entry = next((one for one in catalogue.history(record_id) if one.revision == revision), None)
    if entry is None:
        raise NotFound(NOT_HERE)
    after = version_store.description_at(catalogue, located, revision)
    before = version_store.description_at(catalogue, located, revision - 1)
    text = _text_before(catalogue, located, entry)
    if before is None or after is None or (before == after and text is None):
        raise InvalidInput("reason", NOTHING_TO_UNDO)
    now = record_reading.description_of(catalogue, located)
    restored = without_change(before, after, now)
    return registration.amend(
        principal, work, record_id, located.revision, restored, reason, text=text
    )


def clash(
    principal: Principal,
    work: Work,
    record_id: RecordId,
    began: int,
    yours: Description,
    text: str | None = None,
) -> Clash:
    """The record as it stands beside what was made of revision `began`. Raises NotFound.

    `text` is the record's own text as it was typed; None where the form showed none.
    """
    catalogue, located, theirs = _standing(principal, work, record_id)
    start = version_store.description_at(catalogue, located, began)
    found = (*compare(start, theirs, yours), *_texts(catalogue, located, began, text))
    records.record_opening(principal, work, record_id, located.cell.label)
    return Clash(located.reference, located.cell.label, located.revision, found)


def settled(
    principal: Principal,
    work: Work,
    record_id: RecordId,
    yours: Description,
    sides: Mapping[str, Side],
    text: str | None = None,
) -> Description | None:
    """What stands now with yours where chosen; None while a field has no side. Raises NotFound.

    The text is taken by the caller from the side chosen for it.
    """
    catalogue, located, theirs = _standing(principal, work, record_id)
    if text_change(packing.own_text(catalogue, located), text) and TEXT_FIELD not in sides:
        return None
    return settle(theirs, yours, sides)


def _texts(
    catalogue: Catalogue, located: Located, began: int, yours: str | None
) -> tuple[FieldComparison, ...]:
    """The record's own text where the two differ; what it was is told by the first change since."""
    theirs = packing.own_text(catalogue, located)
    if not text_change(theirs, yours):
        return ()
    since = [
        change.old
        for entry in sorted(catalogue.history(located.id), key=lambda one: one.revision)
        if entry.revision > began
        for change in entry.changes
        if change.field == TEXT_FIELD
    ]
    start = since[0] if since else theirs
    side = None if since else Side.YOURS
    if since and not text_change(start, yours):
        side = Side.THEIRS
    return (FieldComparison(TEXT_FIELD, TEXT_FIELD, start, theirs, yours or "", side),)


def _text_before(catalogue: Catalogue, located: Located, entry: HistoryEntry) -> str | None:
    """The text a revision replaced; None when it replaced none. Raises Conflict as other fields do."""
    change = next((one for one in entry.changes if one.field == TEXT_FIELD), None)
    if change is None:
        return None
    if text_change(packing.own_text(catalogue, located), change.new):
        raise Conflict("A later change touched the same: text. Amend the record instead.")
    return change.old


def _standing(
    principal: Principal, work: Work, record_id: RecordId
) -> tuple[Catalogue, Located, Description]:
    principal.require(Action.REGISTER)
    catalogue = _catalogue(principal, work)
    located = catalogue.locate(record_id)
    return catalogue, located, record_reading.description_of(catalogue, located)


def _catalogue(principal: Principal, work: Work) -> Catalogue:
    return Catalogue(work.session, principal.clearance, work.labels)
