"""Working drafts: what a registrar types is kept as one goes, and is gone once saved or discarded.

A draft belongs to its owner alone. It holds text above Public before any label is known, so it stays
in the database and nowhere else, opening one is recorded as a reading, and a draft of a record that
the owner may no longer read is not there. That each autosave has no entry of its own in the audit
trail is a decision (`docs/decisions/working-drafts.md`): beginning and discarding have one, and what
comes of a draft has that of the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from app.db import draft_store
from app.db.catalogue import Catalogue
from app.db.draft_store import StoredDraft
from app.domain.drafts import Fields, WaitingFile
from app.domain.errors import InvalidInput, NotFound
from app.domain.nothing import NOT_KNOWN
from app.domain.principals import Action, Principal
from app.domain.records import FileDraft, RecordId
from app.domain.views import RecordSummary
from app.domain.vocabularies import FileRole
from app.domain.wording import said
from app.extraction.media_types import HEAD_BYTES, media_type_of
from app.services import audit
from app.services.work import Work

BEGUN, OPENED, DISCARDED, FILE_KEPT = (
    "draft begun",
    "draft opened",
    "draft discarded",
    "file kept with draft",
)
MOST_DRAFTS = 200
NOT_HERE = said("There is no such draft of yours.")


@dataclass(frozen=True, slots=True)
class WorkingDraft:
    """One draft as its owner left it. `record_id` None = a new letter."""

    id: str
    record_id: RecordId | None
    revision: int | None
    """The revision the amendment began from."""
    fields: Fields
    updated_at: datetime
    files: tuple[WaitingFile, ...]


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One line in the list of one's own drafts; `record` None = a new letter."""

    id: str
    fields: Fields
    record: RecordSummary | None
    updated_at: datetime


def own_drafts(principal: Principal, work: Work) -> tuple[DraftLine, ...]:
    """The principal's drafts, latest first. Recorded when there is any."""
    catalogue, account = _at_hand(principal, work)
    found = draft_store.own_drafts(catalogue, account) if account else []
    ids = [one.record_id for one in found if one.record_id]
    records = {line.id: line for line in catalogue.summaries(ids)}
    if found:
        audit.record_reading(principal, work, OPENED, [one.id for one in found])
    return tuple(
        DraftLine(
            one.id, one.fields, records[one.record_id] if one.record_id else None, one.updated_at
        )
        for one in found
    )


def open_draft(principal: Principal, work: Work, draft_id: str) -> WorkingDraft:
    """One's own draft of a new letter. Raises NotFound for another's, a gone and an absent one."""
    catalogue, account = _at_hand(principal, work)
    found = draft_store.own_draft(catalogue, account, draft_id) if account else None
    if found is None:
        raise NotFound(NOT_HERE)
    audit.record_reading(principal, work, OPENED, [found.id])
    return _whole(work, found)


def draft_of(principal: Principal, work: Work, record_id: RecordId) -> WorkingDraft | None:
    """One's own draft of a record; None when there is none. Raises NotFound for the record."""
    catalogue, account = _at_hand(principal, work)
    located = catalogue.locate(record_id)
    found = draft_store.own_draft_of(catalogue, account, located) if account else None
    return _whole(work, found) if found else None


def waiting_files(
    principal: Principal, work: Work, draft_id: str, record_id: RecordId | None = None
) -> tuple[WaitingFile, ...]:
    """The files that wait with a draft; empty when the draft is not begun yet."""
    found = _find(principal, work, draft_id, record_id)
    return draft_store.files_of(work.session, found.key) if found else ()


def keep(
    principal: Principal,
    work: Work,
    draft_id: str,
    fields: Fields,
    *,
    record_id: RecordId | None = None,
    revision: int | None = None,
) -> None:
    """Keep what was typed. A draft of a record is one for each account, whatever its id.

    Raises NotFound for a record the principal may not read, InvalidInput for a malformed id.
    """
    _keep(principal, work, draft_id, fields, record_id, revision)


def keep_files(
    principal: Principal,
    work: Work,
    draft_id: str,
    fields: Fields,
    files: Iterable[tuple[str, BinaryIO]],
    limit_bytes: int,
    *,
    record_id: RecordId | None = None,
    revision: int | None = None,
) -> None:
    """Put files into storage and let them wait with the draft. `files` are names and streams.

    Raises InvalidInput("files") for one that is empty or above the limit.
    """
    key = _keep(principal, work, draft_id, fields, record_id, revision)
    for name, stream in files:
        head = stream.read(HEAD_BYTES)
        stream.seek(0)
        try:
            stored = work.originals.put(stream, limit_bytes)
        except InvalidInput as error:
            raise InvalidInput("files", f"{name}: {error.message}") from error
        file_id = work.ids.new_id("draft file", f"{draft_id} {name}")
        kind = media_type_of(head, name)
        file = WaitingFile(file_id, stored.sha256, stored.size_bytes, kind, name)
        draft_store.insert_file(work.session, key, file)
        audit.record_change(principal, work, FILE_KEPT, [file_id])


def drop_files(
    principal: Principal,
    work: Work,
    draft_id: str,
    file_ids: Sequence[str],
    record_id: RecordId | None = None,
) -> None:
    """Take files out of a draft again."""
    found = _find(principal, work, draft_id, record_id)
    if found:
        draft_store.delete_files(work.session, found.key, file_ids)


def discard(principal: Principal, work: Work, draft_id: str) -> None:
    """Throw a draft away. Raises NotFound."""
    catalogue, account = _at_hand(principal, work)
    found = draft_store.own_draft(catalogue, account, draft_id) if account else None
    if found is None:
        raise NotFound(NOT_HERE)
    draft_store.delete_draft(work.session, found.key)
    audit.record_change(principal, work, DISCARDED, [found.id])


def finish(
    principal: Principal, work: Work, draft_id: str, record_id: RecordId | None = None
) -> None:
    """Remove the draft of what has been saved; the record's own entry says what became of it."""
    found = _find(principal, work, draft_id, record_id)
    if found:
        draft_store.delete_draft(work.session, found.key)


def file_drafts(
    files: Iterable[WaitingFile], roles: Mapping[str, FileRole], languages: Mapping[str, str]
) -> tuple[FileDraft, ...]:
    """The waiting files as they are attached to a record; both mappings are by file id."""
    return tuple(
        FileDraft(
            file.sha256,
            file.size_bytes,
            file.media_type,
            file.name,
            roles.get(file.id, FileRole.ORIGINAL),
            languages.get(file.id) or NOT_KNOWN,
        )
        for file in files
    )


def _keep(
    principal: Principal,
    work: Work,
    draft_id: str,
    fields: Fields,
    record_id: RecordId | None,
    revision: int | None,
) -> int:
    catalogue, account = _at_hand(principal, work)
    if account is None:
        raise NotFound(NOT_HERE)
    now = work.clock.now()
    found = _find(principal, work, draft_id, record_id)
    if found:
        draft_store.update_draft(work.session, found.key, revision, fields, now)
        return found.key
    if len(draft_store.own_drafts(catalogue, account)) >= MOST_DRAFTS:
        raise InvalidInput(
            "draft",
            said(
                "You have {most_drafts} drafts. Save or discard some first.",
                most_drafts=MOST_DRAFTS,
            ),
        )
    located = catalogue.locate(record_id) if record_id else None
    own_id = work.ids.new_id("draft", f"{principal.name} {record_id}") if record_id else draft_id
    kept_id = _canonical(own_id)
    key = draft_store.insert_draft(work.session, account, kept_id, located, revision, fields, now)
    audit.record_change(principal, work, BEGUN, [kept_id, *([record_id] if record_id else [])])
    return key


def _find(
    principal: Principal, work: Work, draft_id: str, record_id: RecordId | None
) -> StoredDraft | None:
    catalogue, account = _at_hand(principal, work)
    if account is None:
        return None
    if record_id is not None:
        return draft_store.own_draft_of(catalogue, account, catalogue.locate(record_id))
    return draft_store.own_new_letter(catalogue, account, draft_id)


def _whole(work: Work, found: StoredDraft) -> WorkingDraft:
    files = draft_store.files_of(work.session, found.key)
    return WorkingDraft(
        found.id, found.record_id, found.revision, found.fields, found.updated_at, files
    )


def _at_hand(principal: Principal, work: Work) -> tuple[Catalogue, int | None]:
    principal.require(Action.REGISTER)
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    return catalogue, draft_store.account_key(work.session, principal.account_id)


def _canonical(draft_id: str) -> str:
    try:
        return str(UUID(draft_id))
    except ValueError as error:
        raise InvalidInput("draft", "This is not the id of a draft.") from error
