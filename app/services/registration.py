"""Taking letters in and changing what the register says of them. Registrars only.

Open `register`. Every use case is staged on the caller's work and is nothing until `work.commit()`:
the rows, one entry of the history, one entry of the audit trail, and the job rows that bring the
search up to date. A registrar may only write where they may read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from app.db import cells, jobs, packing, record_reading, registrar, version_store
from app.db.authorities import authorities
from app.db.catalogue import Catalogue
from app.db.cells import Cell
from app.db.gate import Located, SourceMatch
from app.db.jobs import JobKind
from app.db.registrar import Filing, Hand
from app.domain.access import AccessLabel
from app.domain.changes import TEXT_FIELD, changes, text_change
from app.domain.errors import Conflict, InvalidInput
from app.domain.fingerprint import fingerprint
from app.domain.markings.releases import GROUPS
from app.domain.parties import PartyDirectory
from app.domain.principals import Action, Principal
from app.domain.records import (
    Description,
    Draft,
    FileDraft,
    RecordId,
    RelationDraft,
    SourceKey,
)
from app.domain.references import new_reference
from app.domain.wording import said, stripped
from app.services import audit, relabelling
from app.services.work import Work

REGISTERED, AMENDED, WITHDRAWN, LINKED, FILE_ADDED = (
    "record registered",
    "record amended",
    "record withdrawn",
    "record linked",
    "file added",
)
REFERENCE_ATTEMPTS = 40


class Outcome(Enum):
    """What became of a draft: a source key registered earlier is not registered again."""

    NEW = "new"
    UNCHANGED = "unchanged"
    CHANGED = "changed at the source"
    WITHDRAWN = "withdrawn earlier"


@dataclass(frozen=True, slots=True)
class Registered:
    """One draft's record; `outcome` CHANGED means that nothing was done and a person decides."""

    id: RecordId
    outcome: Outcome


def register(
    principal: Principal, work: Work, draft: Draft, *, reason: str = "Registered"
) -> RecordId:
    """Register one letter. The same source key with the same content gives the existing record.

    A draft without a label goes to intake. Raises InvalidInput for a label the principal is not
    cleared for, Conflict for a source key whose content is another than at the first time.
    """
    (registered,) = register_many(principal, work, [draft], reason=reason)
    if registered.outcome is Outcome.CHANGED:
        raise Conflict("This document was registered before with another content. Amend that one.")
    return registered.id


def register_many(
    principal: Principal, work: Work, drafts: Sequence[Draft], *, reason: str = "Registered"
) -> list[Registered]:
    """As `register`, for a batch in one go; never raises for a changed source, it says so.

    The number of statements does not depend on the number of drafts: 200 drafts at a time take a
    sixth of the time of `register` for each.
    """
    principal.require(Action.REGISTER)
    for draft in drafts:
        _check_labels(principal, work, _labels_of(draft, work))
    known = _known_sources(principal, work, drafts)
    results: list[Registered] = []
    fresh: list[tuple[RecordId, Draft]] = []
    for draft in drafts:
        match = known.get(draft.source_key) if draft.source_key else None
        if match is None:
            record_id = RecordId(work.ids.new_id("record", _logical_name(draft)))
            fresh.append((record_id, draft))
            results.append(Registered(record_id, Outcome.NEW))
            if draft.source_key:
                known[draft.source_key] = SourceMatch(record_id, 1, fingerprint(draft), False)
        else:
            results.append(Registered(match.id, _outcome(match, draft)))
    if fresh:
        _file(principal, work, fresh, reason)
    return results


def check_parties(label: AccessLabel, parties: PartyDirectory) -> None:
    """Raise InvalidInput for a party that is not on record: a slip would hide the text from all."""
    for code in sorted(label.releasable_to or ()):
        if code not in parties and code in GROUPS:
            raise InvalidInput(
                "label",
                said(
                    "{code} is a grouping, not a party; write its members: REL CAN,GBR.", code=code
                ),
            )
        if code not in parties:
            raise InvalidInput(
                "label",
                said(
                    "There is no party {code} on record; write three-letter codes: REL CAN,GBR.",
                    code=code,
                ),
            )


def find_source_key(principal: Principal, work: Work, key: SourceKey) -> SourceMatch | None:
    """The record an earlier import made of this key, if it stands where the principal may read."""
    return _catalogue(principal, work).sources([key]).get(key)


def amend(
    principal: Principal,
    work: Work,
    record_id: RecordId,
    revision: int,
    description: Description,
    reason: str,
    *,
    text: str | None = None,
) -> int:
    """Replace the description. Returns the new revision, the old one when nothing differs.

    `text` replaces the record's own text, which is kept in the history; None leaves it as it is.

    Raises NotFound, Conflict when `revision` is not the record's, InvalidInput without a reason.
    """
    catalogue, located = _at_hand(principal, work, record_id)
    if located.revision != revision:
        raise Conflict(registrar.CHANGED_MEANWHILE)
    before = record_reading.description_of(catalogue, located)
    said = packing.own_text(catalogue, located)
    changed = (*changes(before, description), *text_change(said, text))
    if not changed:
        return revision
    version_store.keep_missing(work.session, located, before)
    hand = _hand(principal, work, reason)
    registrar.rewrite(work.session, located, description, changed, hand)
    if any(change.field == TEXT_FIELD for change in changed):
        registrar.replace_text(work.session, located, text or "")
    _enqueue(work, JobKind.INDEX_RECORD, record_id)
    details = {"fields": ", ".join(change.field for change in changed)}
    audit.record_change(principal, work, AMENDED, [record_id], details)
    return revision + 1


def relabel(
    principal: Principal, work: Work, record_id: RecordId, label: AccessLabel, reason: str
) -> None:
    """Move a record to another label. Its old cell acts at once as if it had never held it.

    By one person only to a label that admits nobody new; anything else is proposed and decided by two
    (`releases.py`). The system itself is held to no second person.
    """
    _, located = _at_hand(principal, work, record_id)
    _check_labels(principal, work, [label])
    if principal.account_id and not label.dominates(located.cell.label):
        raise InvalidInput("label", relabelling.NEEDS_TWO)
    relabelling.move(principal, work, located, label, _hand(principal, work, reason))


def withdraw(principal: Principal, work: Work, record_id: RecordId, reason: str) -> None:
    """Withdraw a record: a stub for those who could read it, absent for all others.

    Rows and history are kept; `withdrawing.py` shows the stub and brings the record back.
    """
    _, located = _at_hand(principal, work, record_id)
    hand = _hand(principal, work, reason)
    registrar.withdraw(work.session, located, hand)
    cells.withhold(work.session, located.cell.id, record_id, hand.at)
    _enqueue(work, JobKind.REBUILD_PARTITION, located.cell.key)
    audit.record_change(principal, work, WITHDRAWN, [record_id], {})


def link(
    principal: Principal,
    work: Work,
    from_id: RecordId,
    relation: RelationDraft,
    *,
    to_id: RecordId | None = None,
) -> bool:
    """Relate a record to another (`to_id` or the relation's source key) or to a text outside.

    Raises no revision; returns False when the same relation is there already. Raises NotFound when
    either end is not readable.
    """
    catalogue, located = _at_hand(principal, work, from_id)
    to = catalogue.locate(to_id) if to_id else None
    if to is None and not relation.to_source_key and not relation.to_external:
        raise InvalidInput("relation", "Say to which record or outside text the relation leads.")
    if not registrar.add_relation(work.session, located, relation, to):
        return False
    audit.record_change(
        principal,
        work,
        LINKED,
        [from_id, *([to_id] if to_id else [])],
        {"kind": relation.kind.value},
    )
    return True


def attach_file(principal: Principal, work: Work, record_id: RecordId, file: FileDraft) -> str:
    """Attach bytes that are in storage already. Returns the file's public id."""
    _, located = _at_hand(principal, work, record_id)
    file_id = work.ids.new_id("file", f"{record_id} {file.name}")
    hand = _hand(principal, work, "File added")
    registrar.add_file(work.session, located, file_id, file, hand)
    _enqueue(work, JobKind.INDEX_RECORD, record_id)
    _enqueue(work, JobKind.EXTRACT_FILE, file_id)
    audit.record_change(principal, work, FILE_ADDED, [record_id, file_id], {})
    return file_id


def _file(
    principal: Principal, work: Work, fresh: Sequence[tuple[RecordId, Draft]], reason: str
) -> None:
    hand = _hand(principal, work, reason)
    by_label: dict[AccessLabel, Cell] = {}
    for label in {one for _, draft in fresh for one in _labels_of(draft, work)}:
        by_label[label] = cells.cell_for(work.session, label, work.labels, hand.at, work.ids)
    references = _references(work, fresh)
    filings = [
        Filing(
            record_id,
            references[record_id],
            by_label[draft.label or work.labels.intake],
            draft,
            tuple(work.ids.new_id("file", f"{record_id} {file.name}") for file in draft.files),
            tuple(by_label[note.label] for note in draft.sealed_notes),
            tuple(
                work.ids.new_id("note", f"{record_id} {note.label} {note.kind}")
                for note in draft.sealed_notes
            ),
        )
        for record_id, draft in fresh
    ]
    registrar.write_records(work.session, filings, hand)
    file_ids = [file_id for filing in filings for file_id in filing.file_ids]
    ids = [filing.id for filing in filings]
    jobs.enqueue_new(work.session, JobKind.INDEX_RECORD, ids, hand.at, work.ids)
    jobs.enqueue_new(work.session, JobKind.EXTRACT_FILE, file_ids, hand.at, work.ids)
    audit.record_changes(principal, work, REGISTERED, ids)


def _references(work: Work, fresh: Iterable[tuple[RecordId, Draft]]) -> dict[RecordId, str]:
    """A reference for each new record that no record bears, in whatever cell."""
    missing = dict(fresh)
    found: dict[RecordId, str] = {}
    for attempt in range(REFERENCE_ATTEMPTS):
        drawn = {
            record_id: _draw_reference(work, draft, attempt) for record_id, draft in missing.items()
        }
        taken = registrar.taken_references(work.session, drawn.values()) | set(found.values())
        for record_id, reference in drawn.items():
            if reference not in taken:
                taken.add(reference)
                found[record_id] = reference
                del missing[record_id]
        if not missing:
            return found
    raise Conflict("No free reference could be drawn. Try again.")


def _draw_reference(work: Work, draft: Draft, attempt: int) -> str:
    date = draft.description.calendar_date
    year = date.year if date else None
    return new_reference(draft.description.kind, year, work.ids, _logical_name(draft), attempt)


def _known_sources(
    principal: Principal, work: Work, drafts: Sequence[Draft]
) -> dict[SourceKey, SourceMatch]:
    keys = [draft.source_key for draft in drafts if draft.source_key]
    return _catalogue(principal, work).sources(keys) if keys else {}


def _outcome(match: SourceMatch, draft: Draft) -> Outcome:
    if match.is_withdrawn:
        return Outcome.WITHDRAWN
    is_same = match.fingerprint == fingerprint(draft)
    return Outcome.UNCHANGED if is_same else Outcome.CHANGED


def _labels_of(draft: Draft, work: Work) -> list[AccessLabel]:
    return [draft.label or work.labels.intake, *(note.label for note in draft.sealed_notes)]


def _check_labels(principal: Principal, work: Work, labels: Iterable[AccessLabel]) -> None:
    for label in set(labels):
        if not principal.may_read(label):
            raise InvalidInput(
                "label",
                said(
                    "You are not cleared for {label}; choose a label that you may read.",
                    label=label,
                ),
            )
        if label.releasable_to:
            check_parties(label, authorities(work.session).parties)


def _at_hand(principal: Principal, work: Work, record_id: RecordId) -> tuple[Catalogue, Located]:
    principal.require(Action.REGISTER)
    catalogue = _catalogue(principal, work)
    return catalogue, catalogue.locate(record_id)


def _catalogue(principal: Principal, work: Work) -> Catalogue:
    return Catalogue(work.session, principal.clearance, work.labels)


def _hand(principal: Principal, work: Work, reason: str) -> Hand:
    if not reason.strip():
        raise InvalidInput("reason", "Say why; the reason stands in the record's history.")
    return Hand(principal.display_name, principal.account_id, work.clock.now(), stripped(reason))


def _enqueue(work: Work, kind: JobKind, subject: str) -> None:
    jobs.enqueue(work.session, kind, subject, work.clock.now(), work.ids)


def _logical_name(draft: Draft) -> str:
    return str(draft.source_key) if draft.source_key else draft.description.title
