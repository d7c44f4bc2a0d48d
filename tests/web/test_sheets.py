"""The record sheet at the doors: the page's button, the command, and what the trail says of them."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from app.db import audit_store
from app.domain.audit_chain import AuditEntry, AuditFilter
from app.domain.errors import InvalidInput
from app.domain.principals import Role
from app.domain.records import RecordId
from app.domain.views import RecordView
from app.services import records, registration, sheets
from app.services.sheets import SHEET_MADE
from app.wiring import House
from tests.builders import a_draft, a_principal, a_registrar
from tests.houses import NOON
from tests.people import an_account, sign_in
from tests.printing import framed, pages_of

ABSENT = "00000000-0000-4000-8000-000000000000"


def register(house: House, label: str, **described: object) -> RecordId:
    with house.work(writing=True) as work:
        draft = a_draft(label=label, signed_by=["CAN", "JPN"], **described)  # type: ignore[arg-type]
        record_id = registration.register(a_registrar(), work, draft)
        work.commit()
    return record_id


def view_of(house: House, record_id: RecordId) -> RecordView:
    with house.work() as work:
        return records.read_record(a_registrar(), work, record_id)


def sheets_made(house: House) -> list[AuditEntry]:
    """What the trail says of sheets."""
    with house.work() as work:
        wanted = AuditFilter(action=SHEET_MADE)
        found, _ = audit_store.page(work.session, wanted, offset=0, limit=100)
    return list(found)


@pytest.fixture
def reader(client: FlaskClient, house: House) -> FlaskClient:
    an_account(house, level="Official", compartments=frozenset({"HR-CHN"}))
    sign_in(client)
    return client


def test_the_sheet_is_a_marked_download_that_nobody_keeps(
    reader: FlaskClient, house: House
) -> None:
    record_id = register(house, "Official/HR-CHN")
    answer = reader.get(f"/records/{record_id}/sheet.pdf")
    reference = view_of(house, record_id).reference
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert (
        answer.headers["Content-Disposition"]
        == f'attachment; filename="{reference}-OFFICIAL-HR-CHN.pdf"'
    )
    assert answer.headers["Cache-Control"] == "no-store"
    (page,) = pages_of(answer.data)
    assert framed(page, "OFFICIAL · HR-CHN") == 2
    assert "Copy 1 of 1 for A.Linden · 23 Nov 2026 12:00 UTC · record version 1" in page


def test_hidden_and_absent_get_the_same_bytes(reader: FlaskClient, house: House) -> None:
    hidden = register(house, "Secret")
    answers = [reader.get(f"/records/{one}/sheet.pdf") for one in (hidden, ABSENT)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].data == answers[1].data


def test_who_reads_no_records_gets_no_sheet(client: FlaskClient, house: House) -> None:
    record_id = register(house, "Public")
    an_account(house, "auditor", role=Role.AUDITOR)
    sign_in(client, "auditor")
    assert client.get(f"/records/{record_id}/sheet.pdf").status_code == 403


def test_a_visitor_is_asked_to_sign_in(client: FlaskClient, house: House) -> None:
    record_id = register(house, "Public")
    answer = client.get(f"/records/{record_id}/sheet.pdf")
    assert answer.status_code == 302
    assert "/sign-in" in str(answer.location)


def test_every_sheet_is_one_entry_of_ids_and_no_titles(reader: FlaskClient, house: House) -> None:
    record_id = register(house, "Official/HR-CHN", title="A title of its own")
    reader.get(f"/records/{record_id}/sheet.pdf")
    made = sheets_made(house)
    assert [entry.objects for entry in made] == [(record_id,)]
    assert "title of its own" not in str(made)


def test_letter_paper_is_a_choice_and_other_paper_an_error(
    reader: FlaskClient, house: House
) -> None:
    address = f"/records/{register(house, 'Public')}/sheet.pdf"
    assert b"612 792" in reader.get(f"{address}?paper=letter").data
    assert reader.get(f"{address}?paper=vellum").status_code == 400


def test_the_service_gives_the_same_bytes_for_the_same_moment_and_copy(house: House) -> None:
    record_id = register(house, "Official/HR-CHN")
    principal = a_principal("Official", "HR-CHN")
    with house.work() as work:
        made = [
            sheets.record_sheet(principal, work, record_id, printed_at=NOON, copy_number=number)
            for number in (1, 1, 2)
        ]
    assert made[0].content == made[1].content != made[2].content
    assert str(made[0].label) == "Official/HR-CHN"


def test_the_hash_is_that_of_the_content_and_the_same_for_every_reader(house: House) -> None:
    record_id = register(house, "Public")
    other = register(house, "Public", title="Another letter")
    with house.work() as work:
        digests = {
            sheets.content_sha256(records.read_record(one, work, record_id))
            for one in (a_principal("Public"), a_registrar())
        }
    assert len(digests) == 1
    assert sheets.content_sha256(view_of(house, other)) not in digests


def test_an_unknown_paper_is_refused_before_anything_is_recorded(house: House) -> None:
    record_id = register(house, "Official")
    with house.work() as work, pytest.raises(InvalidInput, match="a4 or letter"):
        sheets.record_sheet(
            a_principal("Official"), work, record_id, printed_at=NOON, paper="vellum"
        )
    assert sheets_made(house) == []


def _run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["briefing", "sheet", *words])


def test_the_command_writes_a_private_file(app: Flask, house: House, tmp_path: Path) -> None:
    an_account(house, level="Official", compartments=frozenset({"HR-CHN"}))
    reference = view_of(house, register(house, "Official/HR-CHN")).reference
    target = tmp_path / "letter.pdf"
    done = _run(app, reference, "--as", "a.linden", "-o", str(target), "--copy", "3")
    assert done.exit_code == 0, done.output
    assert "(Official/HR-CHN)" in done.output
    assert "Copy 3 for A.Linden" in pages_of(target.read_bytes())[0]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ((), "Copy 1 of 1 for"),
        (("--copy", "1"), "Copy 1 for"),
        (("--of", "5"), "Copy 1 of 5 for"),
        (("--copy", "3", "--of", "5"), "Copy 3 of 5 for"),
    ],
)
def test_the_number_of_copies_is_printed_only_when_somebody_said_it(
    app: Flask, house: House, tmp_path: Path, words: tuple[str, ...], printed: str
) -> None:
    an_account(house, level="Public")
    reference = view_of(house, register(house, "Public")).reference
    target = tmp_path / "letter.pdf"
    done = _run(app, reference, "--as", "a.linden", "-o", str(target), *words)
    assert done.exit_code == 0, done.output
    assert printed in pages_of(target.read_bytes())[0]


def test_a_copy_beyond_the_last_is_refused(app: Flask, house: House, tmp_path: Path) -> None:
    an_account(house, level="Public")
    reference = view_of(house, register(house, "Public")).reference
    words = ("-o", str(tmp_path / "letter.pdf"), "--copy", "6", "--of", "5")
    done = _run(app, reference, "--as", "a.linden", *words)
    assert done.exit_code == 1
    assert "There is no copy 6 of 5." in done.stderr
    assert not (tmp_path / "letter.pdf").exists()


def test_the_command_says_what_is_wrong_with_a_reference(app: Flask, house: House) -> None:
    an_account(house, level="Public")
    hidden = view_of(house, register(house, "Secret")).reference
    failures = [_run(app, one, "--as", "a.linden") for one in (hidden, "JL-2017-AAAAA", "nonsense")]
    assert {done.exit_code for done in failures} == {1}
    assert {done.output for done in failures} == {"Error: " + records.NOT_HERE + "\n"}


def test_the_command_says_what_is_wrong_with_an_account_or_a_folder(
    app: Flask, house: House, tmp_path: Path
) -> None:
    an_account(house, level="Public")
    reference = view_of(house, register(house, "Public")).reference
    assert _run(app, reference, "--as", "nobody").exit_code == 1
    nowhere = str(tmp_path / "no" / "folder.pdf")
    done = _run(app, reference, "--as", "a.linden", "-o", nowhere)
    assert done.exit_code == 1
    assert "cannot be written" in done.output


def test_the_help_shows_an_example(app: Flask) -> None:
    assert "briefing sheet JL-2017-7K3QF --as a.linden" in _run(app, "--help").output


def test_fonts_are_public_and_kept_by_browsers(client: FlaskClient, house: House) -> None:
    sheet = client.get("/fonts/faces.css")
    assert (sheet.status_code, sheet.mimetype) == (200, "text/css")
    kept = client.get(f"/fonts/noto-sans-mono-400.woff2?v={house.fonts.version()}")
    assert (kept.status_code, kept.mimetype) == (200, "font/woff2")
    assert "immutable" in kept.headers["Cache-Control"]
    stale = client.get("/fonts/noto-sans-mono-400.woff2?v=old")
    assert "immutable" not in stale.headers["Cache-Control"]
    assert client.get("/fonts/nothing.woff2").status_code == 404


def test_a_sheet_that_cannot_be_recorded_is_refused(reader: FlaskClient, house: House) -> None:
    record_id = register(house, "Official")
    with house.engine.begin() as connection:
        connection.execute(text("ALTER TABLE audit_entry RENAME TO lost"))
    answer = reader.get(f"/records/{record_id}/sheet.pdf")
    assert answer.status_code == 503
    assert b"%PDF" not in answer.data
