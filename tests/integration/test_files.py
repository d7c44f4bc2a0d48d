"""Files from the door to the text and back: through the gate, recorded, and safe to read twice."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from app.db import jobs
from app.db.jobs import JobKind
from app.db.models.audit import AuditEntryRow
from app.db.models.files import file_text, record_file
from app.db.models.jobs import job
from app.domain.errors import NotFound, NotPermitted, Unavailable
from app.domain.principals import Role
from app.domain.records import FileDraft, RecordId
from app.domain.views import ExtractionState, FileView
from app.extraction.extractor import ExtractedText, ExtractionFailure
from app.services import files, records, registration
from app.wiring import House
from tests.builders import a_draft, a_principal, a_registrar
from tests.hostile import pdf_files

LIMIT = 1_000_000
LETTER = pdf_files.a_pdf(pdf_files.SENTENCE, "Signed by eleven ambassadors.")
ABSENT = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True, slots=True)
class Kept:
    record: RecordId
    file: str


def keep(
    house: House, content: bytes = LETTER, name: str = "letter.pdf", label: str = "Public"
) -> Kept:
    """Register a record with one file."""
    stored = house.originals.put(io.BytesIO(content), LIMIT)
    draft = FileDraft(
        stored.sha256,
        stored.size_bytes,
        house.extractor.media_type_of(content[:4096], name),
        name,
    )
    with house.work(writing=True) as work:
        record_id = registration.register(a_registrar(), work, a_draft(label=label))
        file_id = registration.attach_file(a_registrar(), work, record_id, draft)
        work.commit()
    return Kept(record_id, file_id)


def view(house: House, kept: Kept) -> FileView:
    with house.work() as work:
        (found,) = records.read_record(a_registrar(), work, kept.record).files
    return found


def extract(house: House, file_id: str) -> bool:
    with house.work(writing=True) as work:
        return files.extract(work, file_id)


def pages(house: House) -> list[str]:
    with house.work() as work:
        return list(work.session.scalars(select(file_text.c.text).order_by(file_text.c.page)))


def actions(house: House) -> list[str]:
    with house.work() as work:
        return list(work.session.scalars(select(AuditEntryRow.action)))


def test_the_text_of_a_file_is_kept_page_by_page_and_goes_to_the_search(house: House) -> None:
    kept = keep(house)
    with house.work(writing=True) as work:
        claimed = jobs.claim(work.session, house.clock.now(), kinds=[JobKind.INDEX_RECORD], limit=9)
        jobs.finish(work.session, [one.id for one in claimed], house.clock.now())
        work.commit()

    assert extract(house, kept.file)

    found = view(house, kept)
    assert (found.extraction, found.pages) == (ExtractionState.DONE, 2)
    assert pages(house) == [pdf_files.SENTENCE, "Signed by eleven ambassadors."]
    with house.work() as work:
        assert jobs.is_waiting(work.session, kept.record, [JobKind.INDEX_RECORD])


def test_extracting_twice_is_extracting_once(house: House) -> None:
    kept = keep(house)

    extract(house, kept.file)
    extract(house, kept.file)

    assert len(pages(house)) == 2
    with house.work() as work:
        waiting = select(func.count()).where(
            job.c.kind == JobKind.INDEX_RECORD.value, job.c.state == "waiting"
        )
        assert work.session.scalar(waiting) == 1


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (pdf_files.a_pdf(""), "scan.pdf", "No text in this PDF; it may be a scan."),
        (pdf_files.locked(), "locked.pdf", "This file is protected by a password"),
        (b"GIF89a", "picture.gif", "This kind of file is kept but its text is not read."),
        (b"%PDF-1.7\n", "cut.pdf", "This file is damaged"),
    ],
)
def test_a_failure_keeps_the_original_and_says_why(
    house: House, content: bytes, name: str, reason: str
) -> None:
    kept = keep(house, content, name)

    assert extract(house, kept.file)

    found = view(house, kept)
    assert found.extraction is ExtractionState.FAILED
    assert found.extraction_reason.startswith(reason)
    with house.work() as work, files.open_file(a_registrar(), work, kept.file).stream as stream:
        assert stream.read() == content


def test_extracting_a_file_that_is_gone_is_done(house: House) -> None:
    assert not extract(house, ABSENT)


def test_a_missing_original_is_tried_again_and_not_called_damaged(house: House) -> None:
    kept = keep(house)
    for path in house.settings.documents_dir.rglob("*"):
        if path.is_file():
            path.unlink()

    with pytest.raises(Unavailable):
        extract(house, kept.file)

    assert view(house, kept).extraction is ExtractionState.WAITING


@dataclass
class DuringReading:
    """An extractor that lets something happen while the child reads."""

    happen: Callable[[], None]
    is_sandboxed: bool = True
    read: list[str] = field(default_factory=list)

    def media_type_of(self, head: bytes, name: str) -> str:
        return "text/plain"

    def extract(self, path: Path, media_type: str) -> ExtractedText | ExtractionFailure:
        self.happen()
        self.read.append(path.name)
        return ExtractedText(("Excellency",), "en")


def test_others_can_write_while_the_child_reads(house: House) -> None:
    kept = keep(house)

    def register_another() -> None:
        with house.work(writing=True) as work:
            work.session.execute(text("PRAGMA busy_timeout = 100"))
            registration.register(a_registrar(), work, a_draft(title="Meanwhile"))
            work.commit()

    house.extractor = DuringReading(register_another)

    assert extract(house, kept.file)
    assert pages(house) == ["Excellency"]


def test_a_file_removed_while_the_child_reads_is_done(house: House) -> None:
    kept = keep(house)

    def remove() -> None:
        with house.work(writing=True) as work:
            work.session.execute(record_file.delete())
            work.commit()

    house.extractor = DuringReading(remove)

    assert not extract(house, kept.file)
    assert pages(house) == []


def test_a_reader_gets_the_bytes_and_the_trail_an_entry(house: House) -> None:
    kept = keep(house, label="Official/HR-CHN")
    reader = a_principal("Official", "HR-CHN")

    with house.work() as work:
        opened = files.open_file(reader, work, kept.file)
        with opened.stream:
            assert opened.stream.read() == LETTER

    assert (opened.view.name, opened.media_type) == ("letter.pdf", "application/pdf")
    assert str(opened.label) == "Official/HR-CHN"
    with house.work() as work:
        entry = work.session.scalars(select(AuditEntryRow)).all()[-1]
    assert (entry.actor_name, entry.action) == (reader.name, "file downloaded")
    assert kept.file in entry.objects_json
    assert kept.record in entry.objects_json
    assert "letter.pdf" not in entry.objects_json + entry.details_json


@pytest.mark.parametrize(
    "reader",
    [a_principal("Public", "HR-CHN"), a_principal("Secret"), a_principal("Official", "PEN")],
    ids=["level too low", "compartment missing", "another compartment"],
)
def test_hidden_and_absent_files_are_the_same(house: House, reader: object) -> None:
    kept = keep(house, label="Official/HR-CHN")
    told = []
    for file_id in (kept.file, ABSENT):
        with house.work() as work, pytest.raises(NotFound) as refusal:
            files.open_file(reader, work, file_id)  # type: ignore[arg-type]
        told.append(str(refusal.value))

    assert told[0] == told[1]
    assert "file downloaded" not in actions(house)


def test_a_file_of_a_withdrawn_record_is_absent(house: House) -> None:
    kept = keep(house)
    with house.work(writing=True) as work:
        registration.withdraw(a_registrar(), work, kept.record, "sent by mistake")
        work.commit()

    with house.work() as work, pytest.raises(NotFound):
        files.open_file(a_registrar(), work, kept.file)


def test_a_role_that_reads_nothing_gets_no_file(house: House) -> None:
    kept = keep(house)
    auditor = a_principal("Secret", role=Role.AUDITOR)

    with house.work() as work, pytest.raises(NotPermitted):
        files.open_file(auditor, work, kept.file)


def test_what_cannot_be_recorded_is_not_handed_out(house: House) -> None:
    kept = keep(house)
    with house.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE audit_head RENAME TO lost")

    with house.work() as work, pytest.raises(Unavailable) as refusal:
        files.open_file(a_registrar(), work, kept.file)

    assert refusal.value.service == "audit"


def test_an_original_that_changed_on_disk_is_not_handed_out(house: House) -> None:
    kept = keep(house)
    (path,) = (path for path in house.settings.documents_dir.rglob("*") if path.is_file())
    path.chmod(0o600)
    path.write_bytes(LETTER + b" and more")

    with house.work() as work, pytest.raises(Unavailable, match="changed"):
        files.open_file(a_registrar(), work, kept.file)

    assert "file downloaded" not in actions(house)


def test_a_type_stored_by_anybody_else_is_served_as_bytes(house: House) -> None:
    kept = keep(house)
    with house.work(writing=True) as work:
        work.session.execute(record_file.update().values(media_type="text/html"))
        work.commit()

    with house.work() as work:
        opened = files.open_file(a_registrar(), work, kept.file)
        opened.stream.close()

    assert opened.media_type == "application/octet-stream"
