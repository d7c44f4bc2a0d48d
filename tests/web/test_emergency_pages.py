"""Emergency access as people meet it: a call, two approvals, a notice on every page, a report."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.principals import Role
from app.services import registration
from app.services.importing import importing_principal
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import a_draft
from tests.houses import FrozenClock
from tests.people import an_account, send, sign_in
from tests.printing import pages_of

NOTICE = "Emergency access until 23 Nov 2026, 14:00 UTC."
CALL = {"asked_for": "the pen-holder", "reason": "The delegation leaves tonight"}
DECISION = {"decision": "approve", "compartments": "PEN", "level": "", "hours": "2", "reason": ""}


@pytest.fixture
def people(app: Flask, house: House) -> dict[str, FlaskClient]:
    an_account(house)
    an_account(house, "s.haddad", role=Role.SECURITY_OFFICER)
    an_account(
        house, "r.okafor", role=Role.REGISTRAR, level="Secret", compartments=frozenset({"PEN"})
    )
    an_account(house, "t.weber", role=Role.AUDITOR)
    clients = {}
    for name in ("a.linden", "s.haddad", "r.okafor", "t.weber"):
        clients[name] = app.test_client()
        sign_in(clients[name], name)
    return clients


def _granted(people: dict[str, FlaskClient]) -> str:
    own = "/account/emergency"
    assert send(people["a.linden"], own, own, **CALL).location == own
    officer = people["s.haddad"]
    assert "1 emergency to look at." in officer.get("/accounts").text
    found = re.search(
        r"/accounts/emergencies/[0-9a-f-]{36}", officer.get("/accounts/emergencies").text
    )
    assert found
    address = found[0]
    assert send(officer, f"{address}/decide", address, **DECISION).location == address
    waiting = people["r.okafor"].get("/account/approvals").text
    (second,) = re.findall(r'action="(/account/approvals/[0-9a-f-]{36})"', waiting)
    assert "PEN" in waiting
    send(people["r.okafor"], second, "/account/approvals")
    return address


def test_a_notice_stands_on_every_page_while_it_lasts(
    people: dict[str, FlaskClient], clock: FrozenClock
) -> None:
    reader = people["a.linden"]
    _granted(people)
    for page in ("/", "/search", "/parties", "/account", "/about/markings", "/nothing-here"):
        assert NOTICE in reader.get(page).text, page
    assert NOTICE not in people["r.okafor"].get("/").text
    clock.advance(hours=2)
    sign_in(reader)
    assert "Emergency access until" not in reader.get("/").text


def test_what_was_read_is_reported_and_acknowledged(
    people: dict[str, FlaskClient], house: House, clock: FrozenClock
) -> None:
    system = importing_principal(house.settings.label_scheme)
    with house.work(writing=True) as work:
        record_id = registration.register(
            system, work, a_draft(label="Official/PEN", title="Hidden words")
        )
        work.commit()
    reader = people["a.linden"]
    assert reader.get(f"/records/{record_id}").status_code == 404
    address = _granted(people)
    assert reader.get(f"/records/{record_id}").status_code == 200
    clock.advance(minutes=20)
    ends = re.findall(
        r'action="(/account/emergency/[0-9a-f-]+/end)"', reader.get("/account/emergency").text
    )
    send(reader, ends[0], "/account/emergency")
    assert reader.get(f"/records/{record_id}").status_code == 404
    run_pending_jobs(house)
    auditor = people["t.weber"]
    page = auditor.get(address).text
    assert record_id in page
    assert "Hidden words" not in page
    assert "record opened" in page
    assert "to be acknowledged" in auditor.get("/accounts/emergencies").text
    send(auditor, f"{address}/acknowledge", address)
    assert "Acknowledged" in auditor.get(address).text
    assert "to look at" not in people["s.haddad"].get("/accounts").text


def test_papers_made_under_it_say_so_and_others_do_not(
    people: dict[str, FlaskClient], house: House, clock: FrozenClock
) -> None:
    system = importing_principal(house.settings.label_scheme)
    with house.work(writing=True) as work:
        record_id = registration.register(system, work, a_draft(label="Official"))
        work.commit()
    sheet, reader = f"/records/{record_id}/sheet.pdf", people["a.linden"]
    said = "Made under emergency access"
    assert not any(said in page for page in pages_of(reader.get(sheet).data))
    _granted(people)
    assert all(said in page for page in pages_of(reader.get(sheet).data))
    assert not any(said in page for page in pages_of(people["r.okafor"].get(sheet).data))
    clock.advance(hours=2)
    sign_in(reader)
    assert not any(said in page for page in pages_of(reader.get(sheet).data))


def test_a_refusal_is_told_in_the_officers_words(people: dict[str, FlaskClient]) -> None:
    own = "/account/emergency"
    send(people["a.linden"], own, own, **CALL)
    officer = people["s.haddad"]
    address = re.findall(
        r"/accounts/emergencies/[0-9a-f-]{36}", officer.get("/accounts/emergencies").text
    )[0]
    empty = send(officer, f"{address}/decide", address, decision="refuse", level="", reason="")
    assert empty.status_code == 400
    assert "Write the reason" in empty.text
    refusal = {"decision": "refuse", "level": "", "reason": "This can wait until Monday"}
    send(officer, f"{address}/decide", address, **refusal)
    assert "This can wait until Monday" in people["a.linden"].get(own).text


def test_who_may_not_decide_is_not_asked(people: dict[str, FlaskClient]) -> None:
    assert people["a.linden"].get("/account/approvals").status_code == 403
    assert people["a.linden"].get("/accounts/emergencies").status_code == 403
    assert people["r.okafor"].get("/accounts/emergencies").status_code == 403
    assert people["t.weber"].get("/accounts/requests").status_code == 403
