"""Amending on pages: a new version with its reason, two people at once, undo, old versions."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from app.domain.principals import Role
from app.domain.records import Description, RecordId
from app.domain.views import RecordView
from app.services import accounts, records, registration
from app.services.importing import importing_principal
from app.wiring import House
from tests.builders import SCHEME, a_draft
from tests.houses import FrozenClock
from tests.people import an_account, csrf_of, sign_in
from tests.web.filling import Registrar
from tests.web.registry_pages import without_token

RECORD = {"title": "Letter", "signed_by": ["CAN", "JPN"], "place": "Beijing"}


@pytest.fixture
def okafor(app: Flask, house: House) -> Registrar:
    held = frozenset({"HR-CHN"})
    an_account(house, "r.okafor", role=Role.REGISTRAR, level="Restricted", compartments=held)
    return Registrar(app)


@pytest.fixture
def record_id(house: House) -> RecordId:
    return registered(house)


def registered(house: House, label: str = "Official/HR-CHN", **fields: Any) -> RecordId:
    with house.work(writing=True) as work:
        draft = a_draft(label=label, **{**RECORD, **fields})
        made = registration.register(importing_principal(SCHEME), work, draft)
        work.commit()
    return made


def meanwhile(house: House, record_id: RecordId, revision: int, **fields: Any) -> None:
    with house.work(writing=True) as work:
        everybody = importing_principal(SCHEME)
        standing = records.read_record(everybody, work, record_id).description
        changed = replace(standing, **fields)
        registration.amend(everybody, work, record_id, revision, changed, "Meanwhile")
        work.commit()


def view(house: House, record_id: RecordId) -> RecordView:
    with house.work() as work:
        return records.read_record(accounts.principal_for(work, "r.okafor"), work, record_id)


def described(house: House, record_id: RecordId) -> Description:
    return view(house, record_id).description


def form_of(record_id: RecordId) -> str:
    return f"/records/{record_id}/amend"


def test_a_record_is_amended_with_a_reason(
    okafor: Registrar, house: House, record_id: RecordId
) -> None:
    page = okafor.goes_to(f"/records/{record_id}")
    assert f'href="{form_of(record_id)}"' in page.text
    page = okafor.goes_to(form_of(record_id))
    assert "Save as version 2" in page.text
    answer = okafor.presses("save", form_of(record_id), notes="Seen", reason="Compared")
    assert answer.location == f"/records/{record_id}"
    assert "Saved as version 2." in okafor.goes_to(answer.location).text
    found = view(house, record_id)
    assert (found.revision, found.description.notes) == (2, "Seen")
    assert found.history[0].reason == "Compared"
    assert [one.field for one in found.history[0].changes] == ["notes"]


def test_an_untouched_form_changes_nothing(
    okafor: Registrar, house: House, record_id: RecordId
) -> None:
    before = described(house, record_id)
    okafor.goes_to(form_of(record_id))
    answer = okafor.presses("save", form_of(record_id), reason="Nothing")
    assert "Nothing differs" in okafor.goes_to(answer.location).text
    assert (view(house, record_id).revision, described(house, record_id)) == (1, before)


def test_every_save_has_a_reason(okafor: Registrar, house: House, record_id: RecordId) -> None:
    okafor.goes_to(form_of(record_id))
    answer = okafor.presses("save", form_of(record_id), notes="Seen")
    assert answer.status_code == 400
    assert "Say why" in answer.text
    assert "Seen" in answer.text
    assert view(house, record_id).revision == 1


def test_two_at_once_get_both_versions_and_choose_field_by_field(
    okafor: Registrar, house: House, record_id: RecordId
) -> None:
    okafor.goes_to(form_of(record_id))
    meanwhile(house, record_id, 1, title="Theirs", scope="their scope")
    page = okafor.presses("save", form_of(record_id), title="Mine", notes="my note", reason="Why")
    assert page.status_code == 409
    for told in ("Letter", "Theirs", "Mine", "their scope", "my note", "Save as version 3"):
        assert told in page.text
    assert "both changed it" in page.text
    assert re.search(r'value="theirs" checked> Theirs|value="theirs" checked', page.text)
    page = okafor.presses("settle", form_of(record_id))
    assert page.status_code == 409
    assert "Choose a side for every field" in page.text
    answer = okafor.presses("settle", form_of(record_id), side__title="yours")
    assert answer.status_code == 302, answer.text
    found = described(house, record_id)
    assert (found.title, found.scope, found.notes) == ("Mine", "their scope", "my note")
    assert view(house, record_id).revision == 3
    assert view(house, record_id).history[0].reason == "Why"


def test_a_third_person_in_between_is_a_conflict_again(
    okafor: Registrar, house: House, record_id: RecordId
) -> None:
    okafor.goes_to(form_of(record_id))
    meanwhile(house, record_id, 1, title="Theirs")
    okafor.presses("save", form_of(record_id), title="Mine", reason="Why")
    meanwhile(house, record_id, 2, title="A third")
    page = okafor.presses("settle", form_of(record_id), side__title="yours")
    assert page.status_code == 409
    assert "A third" in page.text
    assert 'value="yours" checked' in page.text
    answer = okafor.presses("settle", form_of(record_id))
    assert answer.status_code == 302
    assert described(house, record_id).title == "Mine"


def test_the_way_back_from_a_conflict_leads_to_the_form(
    okafor: Registrar, house: House, record_id: RecordId
) -> None:
    okafor.goes_to(form_of(record_id))
    meanwhile(house, record_id, 1, title="Theirs")
    okafor.presses("save", form_of(record_id), title="Mine", reason="Why")
    page = okafor.presses("look", form_of(record_id))
    assert page.status_code == 200
    assert 'value="Mine"' in page.text


def test_a_draft_of_a_record_is_kept_and_gone_on_with(
    okafor: Registrar, house: House, record_id: RecordId
) -> None:
    okafor.goes_to(form_of(record_id))
    okafor.presses("autosave", form_of(record_id), notes="Half a note")
    page = okafor.goes_to(form_of(record_id))
    assert "This is your draft" in page.text
    assert "Half a note" in page.text
    assert "Amendment of a record" in okafor.goes_to("/register").text
    okafor.goes_to(form_of(record_id))
    okafor.presses("save", form_of(record_id), reason="Done")
    assert "You have no draft" in okafor.goes_to("/register").text
    assert described(house, record_id).notes == "Half a note"


def test_a_record_that_went_out_of_sight_is_absent_with_its_draft(
    okafor: Registrar, house: House, record_id: RecordId
) -> None:
    okafor.goes_to(form_of(record_id))
    form = okafor.page
    okafor.presses("autosave", form_of(record_id), notes="Half a note")
    with house.work(writing=True) as work:
        label = SCHEME.parse("Secret")
        registration.relabel(importing_principal(SCHEME), work, record_id, label, "Reviewed")
        work.commit()
    absent = okafor.client.get(form_of(RecordId("00000000-0000-4000-8000-000000000000")))
    assert without_token(okafor.goes_to(form_of(record_id))) == without_token(absent)
    assert "You have no draft" in okafor.goes_to("/register").text
    for do in ("autosave", "look", "draft", "save", "settle"):
        okafor.page = form
        answer = okafor.presses(do, form_of(record_id), notes="x", reason="y")
        assert answer.status_code == 404, do


def test_what_was_typed_in_an_amendment_outlives_the_session(
    okafor: Registrar, record_id: RecordId, clock: FrozenClock
) -> None:
    okafor.goes_to(form_of(record_id))
    clock.advance(hours=13)
    page = okafor.presses("draft", form_of(record_id), notes="Not lost")
    assert page.status_code == 401
    assert "Not lost" in page.text
    autosave = okafor.client.post(form_of(record_id), data={"do": "autosave", "notes": "Not lost"})
    assert autosave.status_code == 401
    assert "Not lost" not in autosave.text


def test_a_change_is_undone_from_the_history(
    okafor: Registrar, house: House, record_id: RecordId
) -> None:
    meanwhile(house, record_id, 1, title="Wrong")
    address = f"/records/{record_id}/versions/2/undo"
    page = okafor.goes_to(f"/records/{record_id}/history")
    assert f'action="{address}"' in page.text
    token = csrf_of(page)
    answer = okafor.client.post(address, data={"csrf_token": token, "reason": ""})
    assert answer.status_code == 400
    assert "Say why" in answer.text
    answer = okafor.client.post(address, data={"csrf_token": token, "reason": "It was right"})
    assert answer.location == f"/records/{record_id}/history"
    assert described(house, record_id).title == "Letter"


def test_an_undo_in_the_way_of_a_later_change_says_so_and_keeps_the_reason(
    okafor: Registrar, house: House, record_id: RecordId
) -> None:
    meanwhile(house, record_id, 1, title="Second")
    meanwhile(house, record_id, 2, title="Third")
    token = csrf_of(okafor.goes_to(f"/records/{record_id}/history"))
    answer = okafor.client.post(
        f"/records/{record_id}/versions/2/undo",
        data={"csrf_token": token, "reason": "My good reason"},
    )
    assert answer.status_code == 400
    assert "A later change touched the same: title" in answer.text
    assert 'value="My good reason"' in answer.text


def test_an_old_version_can_be_looked_at_and_others_are_absent(
    okafor: Registrar, house: House, record_id: RecordId
) -> None:
    meanwhile(house, record_id, 1, title="Second")
    page = okafor.goes_to(f"/records/{record_id}/versions/1")
    assert "Letter" in page.text
    assert "This is not the version that stands" in page.text
    hidden = registered(house, "Secret", title="Hidden")
    absent = okafor.goes_to("/records/00000000-0000-4000-8000-000000000000/versions/1")
    for address in (
        f"/records/{record_id}/versions/3",
        f"/records/{record_id}/versions/x",
        f"/records/{record_id}/versions/99999999999999",
        f"/records/{hidden}/versions/1",
    ):
        answer = okafor.goes_to(address)
        assert (answer.status_code, answer.data) == (404, absent.data)


def test_a_reader_looks_and_does_not_amend(app: Flask, house: House, record_id: RecordId) -> None:
    an_account(house, compartments=frozenset({"HR-CHN"}))
    client = app.test_client()
    sign_in(client)
    assert client.get(f"/records/{record_id}/versions/1").status_code == 200
    assert "Amend" not in client.get(f"/records/{record_id}").text
    assert "Undo" not in client.get(f"/records/{record_id}/history").text
    assert client.get(form_of(record_id)).status_code == 403
