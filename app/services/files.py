"""Files of records: opening one for its reader, and reading its text once it has arrived.

Open `open_file` for what a reader gets, `extract` for what the worker does. Attaching a file to a
record is in `services/registration.py`; where the bytes are kept, in `app/storage`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO

from app.db import files, jobs
from app.db.catalogue import Catalogue
from app.db.files import FileToRead
from app.db.jobs import JobKind
from app.domain.access import AccessLabel
from app.domain.errors import NotFound, Unavailable
from app.domain.principals import Action, Principal
from app.domain.views import FileView
from app.extraction.extractor import ExtractedText, ExtractionFailure
from app.extraction.media_types import served_type
from app.services import audit, fixity
from app.services.work import Work

DOWNLOADED = "file downloaded"
LEFT_BEHIND = timedelta(days=1)
"""A temporary file not written to for so long belongs to a put that was cut short."""


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file its reader may take away. Whoever gets it closes `stream`, also when nothing is sent."""

    view: FileView
    stream: BinaryIO
    label: AccessLabel
    """Of the record it belongs to."""
    media_type: str
    """To serve it under: always one of our own table, never what a sender called it."""


def open_file(principal: Principal, work: Work, file_id: str) -> OpenedFile:
    """A file's bytes for its reader, recorded in the audit trail before the first of them.

    Raises NotFound for hidden and absent alike; Unavailable when the original is not, byte for byte,
    what was registered, or when the reading cannot be recorded.
    """
    principal.require(Action.READ)
    found = Catalogue(work.session, principal.clearance, work.labels).file(file_id)
    stream = fixity.opened_sound(principal, work, found.view.sha256, found.view.size_bytes)
    try:
        audit.record_reading(principal, work, DOWNLOADED, [found.record_id, file_id], {})
    except BaseException:
        stream.close()
        raise
    return OpenedFile(found.view, stream, found.label, served_type(found.view.media_type))


def extract(work: Work, file_id: str) -> bool:
    """Read the text of one file and keep it, or keep why not; commits. For the job `extract file`.

    Call it with fresh writing work. The write lock is not held while the child reads, which may take
    a minute. The text, its state and the job that brings it into the search are one transaction.
    Doing it twice is doing it once. Returns False when the file is gone. Raises Unavailable for
    troubles of the machine, after which the job is to be tried again.
    """
    wanted = files.file_to_read(work.session, file_id)
    work.session.rollback()
    if wanted is None:
        return False
    result = _read(work, wanted)
    try:
        _keep(work, wanted, result)
    except NotFound:  # its record was disposed of while the child was reading
        work.session.rollback()
        return False
    work.commit()
    return True


def remove_leftovers(work: Work) -> int:
    """Remove what uploads cut short left in the store more than a day ago. Returns how many."""
    return work.originals.remove_leftovers(left_before(work.clock.now()))


def left_before(now: datetime) -> datetime:
    """Temporary files and orphans older than this moment belong to nobody any more."""
    return now - LEFT_BEHIND


def _read(work: Work, wanted: FileToRead) -> ExtractedText | ExtractionFailure:
    if not work.originals.verify(wanted.sha256):
        raise Unavailable("storage", "The original is damaged, so its text was not read.")
    with work.originals.local_path(wanted.sha256) as path:
        return work.extractor.extract(path, wanted.media_type)


def _keep(work: Work, wanted: FileToRead, result: ExtractedText | ExtractionFailure) -> None:
    if isinstance(result, ExtractionFailure):
        files.store_failure(work.session, wanted.id, result.reason)
        return
    files.store_text(work.session, wanted.id, result.pages)
    now = work.clock.now()
    jobs.enqueue(work.session, JobKind.INDEX_RECORD, wanted.record_id, now, work.ids)
