"""The page on keeping: ages and counts, a warning when something is overdue, and never content."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.domain.principals import Role
from app.services import backups, fixity
from app.wiring import House
from tests.houses import FrozenClock
from tests.keeping import a_keeper, fill
from tests.people import an_account, sign_in

PAGE = "/administration/backups"


@pytest.fixture
def administrator(client: FlaskClient, house: House) -> FlaskClient:
    an_account(house, role=Role.ADMINISTRATOR, level="Public")
    sign_in(client)
    return client


def test_an_archive_without_a_backup_is_warned_of(administrator: FlaskClient) -> None:
    page = administrator.get(PAGE).text
    assert "A backup is overdue." in page
    assert "No backup was restored on trial lately." in page
    assert "do not leave this machine" in page


def test_the_page_tells_ages_and_no_content(
    administrator: FlaskClient, house: House, clock: FrozenClock, tmp_path: Path
) -> None:
    fill(house)
    made = backups.make(a_keeper(), house.work, house.engine, house.settings, tmp_path / "safe")
    assert backups.try_out(a_keeper(), house.work, made.path).is_sound
    fixity.check_all(a_keeper(), house.work)
    clock.advance(hours=20)
    sign_in(administrator)

    page = administrator.get(PAGE).text

    assert "20 hours ago" in page
    assert "overdue" not in page
    assert made.path.name in page
    for guarded in ("Letter ", "letter-", "HR-CHN", "PEN", "press:"):
        assert guarded not in page


def test_a_damaged_original_is_told(administrator: FlaskClient, house: House) -> None:
    fill(house, 1)
    (path,) = (one for one in house.settings.documents_dir.rglob("*") if one.is_file())
    path.unlink()
    fixity.check_all(a_keeper(), house.work)

    page = administrator.get(PAGE).text

    assert "Originals are damaged or missing." in page
    assert path.name not in page


@pytest.mark.parametrize("role", [Role.READER, Role.REGISTRAR, Role.AUDITOR])
def test_it_is_for_administrators(client: FlaskClient, house: House, role: Role) -> None:
    an_account(house, role=role)
    sign_in(client)
    assert client.get(PAGE).status_code == 403
    assert "Keeping" not in client.get("/account").text
