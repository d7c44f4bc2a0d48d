"""File rows: finding one through the gate, and what extraction makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, union, update
from sqlalchemy.orm import Session

from app.db.gate import Gate
from app.db.models.builds import briefing_build, briefing_copy
from app.db.models.drafts import draft_file
from app.db.models.files import file_text, record_file
from app.db.models.records import record
from app.db.record_reading import file_view
from app.domain.access import AccessLabel
from app.domain.errors import NotFound
from app.domain.records import RecordId
from app.domain.views import ExtractionState, FileView

NOT_HERE = "There is no such file among those you may read."


@dataclass(frozen=True, slots=True)
class FileAtHand:
    """A file this reader may have, with the record it belongs to and that record's label."""

    view: FileView
    record_id: RecordId
    reference: str
    label: AccessLabel


@dataclass(frozen=True, slots=True)
class FileToRead:
    """A file whose text is to be extracted; for upkeep, not for readers."""

    id: str
    sha256: str
    media_type: str
    record_id: RecordId


def file_at_hand(gate: Gate, file_id: str) -> FileAtHand:
    """One file of a readable record, in one statement. Raises NotFound."""
    statement = (
        select(
            record_file, record.c.public_id.label("record"), record.c.reference, record.c.cell_id
        )
        .join(record, record.c.id == record_file.c.record_id)
        .where(record_file.c.public_id == file_id)
    )
    row = gate.session.execute(gate.within(statement)).mappings().one_or_none()
    if row is None:
        raise NotFound(NOT_HERE)
    return FileAtHand(
        file_view(row), RecordId(row["record"]), row["reference"], gate.label_of(row["cell_id"])
    )


def pages_of(gate: Gate, file_id: str) -> list[tuple[int, str]]:
    """Number and text of each page of a file of a readable record; none for hidden and absent alike."""
    statement = (
        select(file_text.c.page, file_text.c.text)
        .join(record_file, record_file.c.id == file_text.c.file_id)
        .join(record, record.c.id == record_file.c.record_id)
        .where(record_file.c.public_id == file_id)
        .order_by(file_text.c.page)
    )
    return [(page, text) for page, text in gate.session.execute(gate.within(statement))]


def records_with_files(gate: Gate, ids: Sequence[RecordId]) -> frozenset[RecordId]:
    """Those of these records that may be read and have a file."""
    found = select(record.c.public_id).where(
        record.c.id.in_(select(record_file.c.record_id)), record.c.public_id.in_(ids)
    )
    return frozenset(map(RecordId, gate.session.scalars(gate.within(found))))


def file_to_read(session: Session, file_id: str) -> FileToRead | None:
    """What the worker needs to extract a file's text; None when the file is gone."""
    row = session.execute(
        select(
            record_file.c.public_id,
            record_file.c.sha256,
            record_file.c.media_type,
            record.c.public_id.label("record"),
        )
        .join(record, record.c.id == record_file.c.record_id)
        .where(record_file.c.public_id == file_id)
    ).one_or_none()
    if row is None:
        return None
    return FileToRead(row.public_id, row.sha256, row.media_type, RecordId(row.record))


def store_text(session: Session, file_id: str, pages: Sequence[str]) -> None:
    """Keep the text of a file, page by page. Doing it twice is doing it once."""
    key = _clear_text(session, file_id)
    belongs_to = select(record_file.c.record_id).where(record_file.c.id == key).scalar_subquery()
    session.execute(
        update(record).where(record.c.id == belongs_to).values(edition=record.c.edition + 1)
    )
    rows = [
        {"file_id": key, "page": number, "text": text} for number, text in enumerate(pages, start=1)
    ]
    if rows:
        session.execute(insert(file_text), rows)
    _set_extraction(session, key, ExtractionState.DONE, "", len(pages))


def store_failure(session: Session, file_id: str, reason: str) -> None:
    """Keep why no text could be read, in words for the reader."""
    _set_extraction(session, _clear_text(session, file_id), ExtractionState.FAILED, reason, None)


def referenced_originals(session: Session) -> dict[str, int]:
    """SHA-256 and size of all bytes that a record, a draft or a book refers to, withdrawn ones included."""
    tables = (record_file, draft_file, briefing_build, briefing_copy)
    held = (
        select(one.c.sha256, one.c.size_bytes).where(one.c.sha256.is_not(None)) for one in tables
    )
    rows = session.execute(union(*held))
    return {str(sha256): int(size) for sha256, size in rows}


def _clear_text(session: Session, file_id: str) -> int:
    key = session.scalar(select(record_file.c.id).where(record_file.c.public_id == file_id))
    if key is None:
        raise NotFound(NOT_HERE)
    session.execute(delete(file_text).where(file_text.c.file_id == key))
    return int(key)


def _set_extraction(
    session: Session, key: int, state: ExtractionState, reason: str, pages: int | None
) -> None:
    session.execute(
        update(record_file)
        .where(record_file.c.id == key)
        .values(extraction=state.value, extraction_reason=reason, pages=pages)
    )
