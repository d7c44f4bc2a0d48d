"""The administrator's pages: the machine, and nothing of the archive."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.db.models.jobs import job
from app.domain.principals import Role
from app.services import engine_advice, registration
from app.services.importing import importing_principal
from app.wiring import House
from app.worker import LOCK_FILE, WorkerLock, run_pending_jobs
from tests.builders import a_draft
from tests.people import an_account, sign_in


@pytest.fixture
def administrator(app: Flask, house: House) -> FlaskClient:
    an_account(house, "k.mensah", role=Role.ADMINISTRATOR)
    client = app.test_client()
    sign_in(client, "k.mensah")
    return client


def _register(house: House, label: str) -> str:
    system = importing_principal(house.settings.label_scheme)
    with house.work(writing=True) as work:
        draft = a_draft(
            label=label, title="Zanzibarium words", signed_by=["CAN"], text="zanzibarium"
        )
        record_id = registration.register(system, work, draft)
        work.commit()
    return record_id


def test_it_shows_jobs_sizes_and_versions(administrator: FlaskClient, house: House) -> None:
    _register(house, "Secret/PEN")
    page = administrator.get("/administration").text
    assert "Index record" in page
    assert "Flask" in page
    assert "of this version" in page
    assert "Not running" in page
    run_pending_jobs(house)
    lock = WorkerLock(house.settings.home / LOCK_FILE)
    assert lock.take()
    try:
        assert "At work" in administrator.get("/administration").text
    finally:
        lock.release()


def test_tantivy_is_recommended_when_the_index_has_outgrown_whoosh(
    administrator: FlaskClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _register(house, "Public")
    run_pending_jobs(house)
    assert "outgrown" not in administrator.get("/administration").text
    monkeypatch.setattr(engine_advice, "OUTGROWN_BYTES", 100)
    page = administrator.get("/administration").text
    assert "outgrown" in page
    assert "CHANCERY_SEARCH_ENGINE=tantivy" in page
    assert engine_advice.REASON in page
    large = engine_advice.OUTGROWN_BYTES + 1
    tantivy = replace(house.settings, search_engine="tantivy")
    assert not engine_advice.has_outgrown_its_engine(tantivy, large)


def test_reasons_of_failed_jobs_are_counted(administrator: FlaskClient, house: House) -> None:
    _register(house, "Secret")
    with house.work(writing=True) as work:
        reason = "The machine refused: No space left on device."
        work.session.execute(job.update().values(state="failed", error=reason, attempts=6))
        work.commit()
    page = administrator.get("/administration").text
    assert "The machine refused: No space left on device." in page


def test_nothing_of_the_archive_is_on_these_pages(administrator: FlaskClient, house: House) -> None:
    record_id = _register(house, "Secret/PEN")
    run_pending_jobs(house)
    for address in ("/administration", "/administration/examination"):
        page = administrator.get(address)
        assert page.status_code == 200
        for word in ("anzibarium", record_id, "PEN", "Secret/", "HR-CHN"):
            assert word not in page.text.split("<main", 1)[1], (address, word)


def test_the_examination_says_what_doctor_says(administrator: FlaskClient) -> None:
    page = administrator.get("/administration/examination").text
    assert "The database is of this version." in page
    assert "audit trail" in page


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_sees_them(app: Flask, house: House, role: Role) -> None:
    an_account(house, role=role)
    client = app.test_client()
    sign_in(client)
    assert client.get("/administration").status_code == 403
    assert client.get("/administration/examination").status_code == 403
