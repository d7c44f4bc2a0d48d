"""Amending many records at once, as pages: picking, preview, beginning, progress, undoing."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.domain.records import RecordId
from app.wiring import House
from app.worker import run_pending_jobs
from tests.disposals import a_series
from tests.people import csrf_of
from tests.web.registry_pages import registered, signed_in, without_token

HIDDEN_FIELD = re.compile(r'<input type="hidden" name="record" value="([^"]+)">')


def _posted(client: FlaskClient, ids: list[RecordId], **fields: str) -> TestResponse:
    token = csrf_of(client.get(f"/bulk?record={ids[0]}"))
    return client.post("/bulk", data={"csrf_token": token, "record": ids, **fields})


def _sent(client: FlaskClient, address: str, form_page: str, **fields: str) -> TestResponse:
    token = csrf_of(client.get(form_page))
    return client.post(address, data={"csrf_token": token, **fields})


def test_results_can_be_ticked_and_all_of_them_amended(client: FlaskClient, house: House) -> None:
    ids = {registered(house, title=f"Grain {number}") for number in range(3)}
    registered(house, title="Grain hidden", label="Secret")
    registrar = signed_in(house, client)

    results = registrar.get("/search?q=grain").text
    assert results.count('type="checkbox" form="bulk-form"') == 3
    assert "Amend all 3 texts found" in results
    every = registrar.get("/bulk?all=1&q=grain").text
    assert set(HIDDEN_FIELD.findall(every)) == ids
    assert "Amend 3 texts" in every
    assert registrar.get("/bulk?all=1&q=(").location == "/search"


def test_a_bulk_amendment_from_preview_to_undo(client: FlaskClient, house: House) -> None:
    first = registered(house, title="First", subjects=("torture",))
    second = registered(house, title="Second", label="Official")
    hidden = registered(house, title="Canary", label="Secret")
    registrar = signed_in(house, client)
    ids = [first, hidden, second]
    asked = {"add_subjects": "lawyers; detention", "remove_subjects": "torture"}

    preview = _posted(registrar, ids, **asked, preview="1")
    assert preview.status_code == 200
    assert "2 texts would change" in preview.text
    assert "Subject removed: torture" in preview.text
    assert "Canary" not in preview.text
    assert HIDDEN_FIELD.findall(preview.text) == [first, second]
    again = _posted(registrar, ids, **asked, change="1").text
    assert 'value="lawyers; detention"' in again

    assert _posted(registrar, ids, **asked, begin="1", reason="").status_code == 400
    begun = _posted(registrar, ids, **asked, begin="1", reason="Subjects of the series")
    assert begun.status_code == 303
    running = registrar.get(begun.location).text
    assert "0 of 2 records" in running
    assert "Look again" in running
    assert registrar.get(f"{begun.location}/progress").json == {
        "is_going_on": True,
        "done": 0,
        "total": 2,
        "words": "0 of 2 records",
    }
    run_pending_jobs(house)
    done = registrar.get(begun.location).text
    assert "Bulk amendment done" in done
    assert "lawyers" in registrar.get(f"/records/{first}").text
    assert begun.location in registrar.get("/bulk").text

    assert _sent(registrar, f"{begun.location}/undo", begun.location).status_code == 400
    _sent(registrar, f"{begun.location}/undo", begun.location, reason="The wrong series")
    assert "is being undone" in registrar.get(begun.location).text
    run_pending_jobs(house)
    assert "Bulk amendment undone" in registrar.get(begun.location).text
    assert "torture" in registrar.get(f"/records/{first}").text
    assert (
        _sent(
            registrar, f"{begun.location}/undo", "/account/password", reason="Once more"
        ).status_code
        == 409
    )


def test_what_cannot_be_asked_keeps_all_that_was_typed(client: FlaskClient, house: House) -> None:
    record_id = registered(house)
    registrar = signed_in(house, client)
    for fields, said in (
        ({}, "Say what is to be changed"),
        ({"add_subjects": "kept", "add_targets": "Nowhereland"}, "Nowhereland"),
        ({"add_subjects": "kept", "label": "Secret"}, "not cleared for Secret"),
        ({"add_subjects": "kept", "label": "Cosmic"}, "There is no level"),
        ({"add_subjects": "kept", "relation_kind": "counters"}, "no such record"),
        ({"add_subjects": "kept", "relation_kind": "x", "relation_to": "y"}, "related"),
    ):
        answer = _posted(registrar, [record_id], **fields, preview="1")
        assert answer.status_code == 400, fields
        assert said in answer.text
        assert not fields or 'value="kept"' in answer.text


def test_hidden_picks_alone_lead_where_absent_ones_do(client: FlaskClient, house: House) -> None:
    hidden = registered(house, label="Secret")
    registrar = signed_in(house, client)
    absent = "00000000-0000-4000-8000-000000000000"
    pages = {
        without_token(registrar.get(f"/bulk?record={one}")).replace(f"?record={one}", "?record=ID")
        for one in (hidden, absent, "x")
    }
    assert len(pages) == 1


def test_an_operation_of_somebody_else_is_absent(app: Flask, house: House) -> None:
    record_id = registered(house)
    owner = signed_in(house, app.test_client())
    other = signed_in(house, app.test_client(), "m.other")
    begun = _posted(owner, [record_id], add_subjects="grain", begin="1", reason="Why").location
    assert owner.get(begun).status_code == 200
    for tail in ("", "/progress"):
        assert other.get(f"{begun}{tail}").status_code == 404
    for tail in ("/undo", "/resume"):
        assert _sent(other, f"{begun}{tail}", "/account/password", reason="x").status_code == 404


def test_many_are_put_into_a_series_from_the_form(client: FlaskClient, house: House) -> None:
    series_id = a_series(house, "PRESS")
    ids = [registered(house, title="First"), registered(house, title="Second")]
    registrar = signed_in(house, client)
    form = registrar.get(f"/bulk?record={ids[0]}").text
    assert f'<option value="{series_id}">PRESS' in form
    preview = _posted(registrar, ids, series=series_id, preview="1").text
    assert "Series: none → PRESS" in preview
    assert f'name="series" value="{series_id}"' in preview
    begun = _posted(registrar, ids, series=series_id, reason="By the plan", begin="1")
    run_pending_jobs(house)
    page = registrar.get(begun.location).text
    assert "<dt>Series</dt>" in page
    listed = registrar.get(f"/retention/series/{series_id}").text
    assert all(title in listed for title in ("First", "Second"))
    assert _posted(registrar, ids, series="made-up", preview="1").status_code == 400
