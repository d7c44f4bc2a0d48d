"""Retention and disposal as pages: what they show to whom, keep, refuse, and what a certificate says."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.principals import Role
from app.domain.retention_terms import DisposalAction
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import SCHEME
from tests.disposals import AUTHORITY, a_filed_record, a_series, reference
from tests.people import send
from tests.printing import pages_of
from tests.web.registry_pages import signed_in, without_token

ABSENT = "00000000-0000-4000-8000-000000000000"
ALL = frozenset(SCHEME.compartments)


@pytest.fixture
def first(app: Flask, house: House) -> FlaskClient:
    return signed_in(house, app.test_client(), "first", level="Secret", compartments=ALL)


@pytest.fixture
def second(app: Flask, house: House) -> FlaskClient:
    return signed_in(house, app.test_client(), "second", level="Secret", compartments=ALL)


@pytest.fixture
def low(app: Flask, house: House) -> FlaskClient:
    return signed_in(house, app.test_client(), "low", level="Official")


def _propose(client: FlaskClient, *record_ids: str, method: str = "destroy") -> str:
    section = "transfer" if method == "transfer" else "destroy"
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/retention/due").text)
    assert token
    form = {"csrf_token": token[1], "section": section, "method": method, "reason": "Over"}
    answer = client.post("/retention/due", data={**form, "record": list(record_ids)})
    assert answer.status_code == 302, answer.text
    return answer.location


def test_a_series_is_begun_filled_and_amended(first: FlaskClient, house: House) -> None:
    other = a_series(house, "OTHER")
    record_id = a_filed_record(house, other, title="Zanzibarium")
    code = reference(house, record_id)
    new = "/retention/series/new"
    typed = {
        "code": "hr/chn/2017",
        "title": "Human rights",
        "keep": "years",
        "trigger": "dated",
        "action": "destroy",
        "authority": AUTHORITY,
        "reason": "In the schedule",
    }

    refused = send(first, new, new, **typed, years="many")
    assert refused.status_code == 400
    assert "Write a number of years" in refused.text
    assert 'value="Human rights"' in refused.text
    made = send(first, new, new, **typed, years="10")
    assert made.status_code == 302
    page = made.location
    assert "10 years" in first.get(page).text

    unknown = send(first, f"{page}/records", page, references=f"{code} JL-2017-0000F", reason="x")
    assert unknown.status_code == 400
    assert "JL-2017-0000F" in unknown.text
    assert send(first, f"{page}/records", page, references=code, reason="Moved").status_code == 302
    assert "Zanzibarium" in first.get(page).text
    assert "Zanzibarium" not in first.get(f"/retention/series/{other}").text
    assert "In no series" not in first.get(f"/records/{record_id}").text

    amend = f"{page}/amend"
    changed = {**typed, "keep": "permanent", "revision": "1", "reason": "A new schedule"}
    assert send(first, amend, amend, **changed).status_code == 302
    told = first.get(page).text
    assert "Permanently" in told
    assert "A new schedule" in told
    assert send(first, amend, amend, **{**changed, "title": "x"}).status_code == 409
    taken = {**changed, "code": "OTHER", "revision": "2"}
    assert "series with this code already" in send(first, amend, amend, **taken).text


def test_the_record_says_where_it_stands_and_what_holds_it(
    first: FlaskClient, app: Flask, house: House
) -> None:
    own = a_series(house)
    record_id = a_filed_record(house, own)
    reader = signed_in(house, app.test_client(), "a.reader", role=Role.READER)
    page = f"/records/{record_id}/retention"
    asked = {"series_id": "", "references": reference(house, record_id), "authority": "Court"}
    new = "/retention/holds/new"
    assert send(first, new, new, **asked, reason=" ").status_code == 400
    held = send(first, new, new, **asked, reason="Qanary suit").location
    for address in (page, f"/records/{record_id}"):
        assert "Qanary suit" in first.get(address).text
    assert "Qanary suit" not in reader.get(f"/records/{record_id}").text
    assert "How long it is kept" not in reader.get(f"/records/{record_id}").text
    assert reader.get(page).status_code == 403
    assert "0</dd>" in first.get("/retention").text

    assert send(first, f"{held}/lift", held, reason="").status_code == 400
    assert send(first, f"{held}/lift", held, reason="It is over").status_code == 302
    assert "It is over" in first.get(held).text
    assert "Qanary suit" not in first.get(page).text

    assert send(first, page, page, series_id="made up", reason="x").status_code == 400
    assert send(first, page, page, series_id="", reason="Not ours").status_code == 302
    assert "never disposed of" in first.get(page).text
    assert "Not ours" in first.get(page).text


def test_two_registrars_destroy_a_record(
    first: FlaskClient, second: FlaskClient, low: FlaskClient, house: House
) -> None:
    own = a_series(house)
    gone = a_filed_record(house, own, label="Restricted", title="Qanary gone", content=b"bytes")
    kept = a_filed_record(house, own, title="Qanary kept")
    code = reference(house, gone)
    run_pending_jobs(house)
    assert "Qanary gone" in first.get("/retention/due").text
    assert "Qanary gone" not in low.get("/retention/due").text

    page = _propose(first, gone, kept)
    own_page = first.get(page).text
    assert "Take the list back" in own_page
    assert "for good" not in own_page
    assert "on a list that waits" in first.get("/retention/due").text
    assert low.get(page).status_code == 404
    absent = low.get(f"/retention/disposals/{ABSENT}")
    assert without_token(low.get(page)) == without_token(absent)
    off = {"off_record": kept, "off_reason": "Still needed"}
    assert send(second, f"{page}/take-off", page, **{**off, "off_reason": ""}).status_code == 400
    assert send(second, f"{page}/take-off", page, **off).status_code == 302
    assert first.post(f"{page}/decision").status_code == 400
    assert send(first, f"{page}/decision", page, decision="approve", reason="x").status_code == 403
    assert send(second, f"{page}/decision", page, decision="", reason="x").status_code == 400
    assert second.get(f"{page}/certificate.pdf").status_code == 404

    assert (
        send(second, f"{page}/decision", page, decision="approve", reason="Yes").status_code == 302
    )

    told = second.get(page).text
    assert "Still needed" in told
    assert send(second, f"{page}/decision", page, decision="refuse", reason="x").status_code == 409
    stub = first.get(f"/records/{gone}")
    assert stub.status_code == 410
    assert "Qanary gone" in stub.text
    assert first.get(f"/r/{code}").location == f"/records/{gone}"
    for address in (f"/records/{gone}", f"/r/{code}"):
        assert low.get(address).status_code == 404
    for tail in ("history", "sheet.pdf", "retention", "notes", "withdraw", "reinstate", "label"):
        assert first.get(f"/records/{gone}/{tail}").status_code == 404
    assert "0 texts" in first.get("/search?q=qanary+gone").text
    assert first.get(f"/records/{kept}").status_code == 200


def test_the_certificate_is_the_same_for_all_who_may_see_it(
    first: FlaskClient, second: FlaskClient, low: FlaskClient, house: House
) -> None:
    own = a_series(house)
    gone = [
        a_filed_record(
            house, own, label="Restricted", title="<b>Qanary</b> & Co", content=b"bytes"
        ),
        *(a_filed_record(house, own, label="Official/HR-CHN", title=f"No {n}") for n in range(40)),
    ]
    page = _propose(first, *gone)
    send(second, f"{page}/decision", page, decision="approve", reason="Agreed")

    mine = first.get(f"{page}/certificate.pdf")
    assert mine.status_code == 200
    assert mine.content_type == "application/pdf"
    assert mine.data == second.get(f"{page}/certificate.pdf").data
    refused = low.get(f"{page}/certificate.pdf")
    absent = low.get(f"/retention/disposals/{ABSENT}/certificate.pdf")
    assert refused.status_code == 404
    assert without_token(refused) == without_token(absent)

    sheets = pages_of(mine.data)
    assert len(sheets) > 1
    for number, sheet in enumerate(sheets, start=1):
        assert sheet.count("RESTRICTED · HR-CHN") >= 2
        assert f"Page {number} of {len(sheets)}" in sheet
    words = " ".join(" ".join(sheets).split())
    number = re.search(r"CD-2026-[0-9A-Z]{5}", words)
    assert number
    assert number[0] in second.get(page).text
    for told in ("<b>Qanary</b> & Co", AUTHORITY, "First", "Second", "Over", "Agreed", "1 file"):
        assert told in words
    assert "41 records were destroyed" in words
    document = pypdfium2.PdfDocument(mine.data)
    assert len(document) == len(sheets)
    document.close()
    assert b"/Helvetica" not in mine.data


def test_a_transfer_is_exported_first_and_needs_a_receipt(
    first: FlaskClient, second: FlaskClient, house: House
) -> None:
    own = a_series(house, action=DisposalAction.TRANSFER)
    record_id = a_filed_record(house, own, content=b"bytes")
    page = _propose(first, record_id, method="transfer")
    code = reference(house, record_id)
    bag = send(first, "/hand-over", page, references=code)
    assert bag.content_type == "application/zip"
    decided = {"decision": "approve", "reason": "Received", "receiver": "National Archives"}
    refused = send(second, f"{page}/decision", page, **decided)
    assert refused.status_code == 400
    assert 'value="National Archives"' in refused.text
    done = send(second, f"{page}/decision", page, **decided, confirmation="NA 2026/114")
    assert done.status_code == 302
    stub = first.get(f"/records/{record_id}").text
    assert "NA 2026/114" in stub
    assert "NA 2026/114" in " ".join(pages_of(first.get(f"{page}/certificate.pdf").data))


def test_nothing_ticked_and_no_reason_keep_what_was_typed(first: FlaskClient, house: House) -> None:
    record_id = a_filed_record(house, a_series(house))
    due = "/retention/due"
    none = send(first, due, due, section="destroy", method="destroy", reason="Typed words")
    assert none.status_code == 400
    assert "Typed words" in none.text
    bare = send(first, due, due, section="destroy", method="destroy", record=record_id)
    assert bare.status_code == 400
    assert 'id="reason-destroy-error"' in bare.text
    assert re.search(rf'value="{record_id}"[^>]*checked', bare.text)
    hidden = send(first, due, due, section="destroy", method="destroy", record=ABSENT, reason="x")
    assert hidden.status_code == 400


def test_a_hold_shows_each_registrar_only_what_they_may_read(
    first: FlaskClient, low: FlaskClient, house: House
) -> None:
    own = a_series(house)
    seen = a_filed_record(house, own, title="Qanary seen")
    hidden = a_filed_record(house, own, title="Qanary hidden", label="Secret")
    new = "/retention/holds/new"
    codes = f"{reference(house, seen)} {reference(house, hidden)}"
    both = send(first, new, new, series_id="", references=codes, authority="Court", reason="Suit")
    one = send(
        first, new, new, references=reference(house, hidden), authority="Court", reason="Other"
    )
    told = low.get(both.location).text
    assert "1 record that you may read" in told
    assert "Qanary hidden" not in told
    assert low.get(one.location).status_code == 404
    assert "Other" not in low.get("/retention").text

    send(low, f"{both.location}/lift", both.location, reason="Over")

    assert "A hold that was lifted" in low.get(both.location).text
    assert "Lift the hold" in first.get(both.location).text
    assert both.location in first.get("/retention").text


def test_the_register_leads_there_and_the_masthead_does_not(first: FlaskClient) -> None:
    assert '"/retention"' in first.get("/register").text
    assert '"/retention"' not in first.get("/search").text


def test_the_page_of_what_is_due_shows_what_comes_due(
    first: FlaskClient, low: FlaskClient, house: House
) -> None:
    series_id = a_series(house)
    a_filed_record(house, series_id, title="Coming soon", date="2022-01-01", label="Secret")
    page = first.get("/retention/due").text
    assert "What comes due within twelve months" in page
    assert "Coming soon" in page
    assert "1 Jan 2027" in page
    assert "<b>SECRET</b> highest marking" in page
    below = low.get("/retention/due").text
    assert "Coming soon" not in below
    assert "Nothing that you may read comes due within twelve months." in below
