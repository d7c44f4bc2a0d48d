"""Marking, relabelling, deciding and consent through the pages: what people see, and forged requests."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.domain.principals import Role
from app.domain.records import RecordId
from app.services import records, registration
from app.services.importing import importing_principal
from app.wiring import House
from tests.builders import a_draft, a_registrar
from tests.houses import NOON, FrozenClock
from tests.people import an_account, csrf_of, sign_in

EVERYTHING = frozenset({"INTAKE", "HR-CHN", "PEN", "EU-COORD", "SEC"})
REASON = "Known from the press"
Browser = Callable[..., FlaskClient]


@pytest.fixture
def browser(app: Flask, house: House) -> Browser:
    """`browser("first")` is signed in as a registrar cleared for everything, or as told."""

    def make(
        name: str,
        *,
        role: Role = Role.REGISTRAR,
        level: str = "Secret",
        compartments: frozenset[str] = EVERYTHING,
    ) -> FlaskClient:
        an_account(house, name, role=role, level=level, compartments=compartments)
        client = app.test_client()
        assert sign_in(client, name).status_code == 302
        return client

    return make


def _registered(house: House, label: str = "Restricted/HR-CHN", **draft: object) -> RecordId:
    with house.work(writing=True) as work:
        system = importing_principal(work.labels)
        record_id = registration.register(system, work, a_draft(label=label, **draft))  # type: ignore[arg-type]
        work.commit()
    return record_id


def _label(house: House, record_id: RecordId) -> str:
    with house.work() as work:
        return str(records.read_record(a_registrar(party="CAN"), work, record_id).label)


def _post(client: FlaskClient, address: str, form_page: str = "", **fields: object) -> TestResponse:
    token = csrf_of(client.get(form_page or address))
    return client.post(address, data={"csrf_token": token, **fields})


def _relabel(
    client: FlaskClient, record_id: RecordId, level: str, **fields: object
) -> TestResponse:
    given = {"level": level, "revision": "1", "reason": REASON, "step": "save", "checked": level}
    return _post(client, f"/records/{record_id}/label", **{**given, **fields})


def _proposed(client: FlaskClient, record_id: RecordId, level: str = "Official") -> str:
    answer = _relabel(client, record_id, level)
    assert answer.status_code == 302, answer.text
    found = re.fullmatch(r"/releases/([0-9a-f-]{36})", answer.location)
    assert found, answer.location
    return found[1]


def _decide(client: FlaskClient, made: str, decision: str, reason: str = "Agreed") -> TestResponse:
    address = f"/releases/{made}/decision"
    return _post(client, address, "/account", decision=decision, reason=reason)


def test_a_marking_is_checked_on_a_page_of_its_own(browser: Browser) -> None:
    client = browser("first")
    page = _post(client, "/marking/check", marking_original="nato restricted", do="check")
    assert "Read as a marking of NATO: NATO RESTRICTED." in page.text
    assert "It would admit <b>1 of 1 account</b>" in page.text
    # The registrar serves Canada and is not cleared for what stays within the Union.
    union = _post(client, "/marking/check", marking_original="RESTREINT UE", do="check")
    assert union.status_code == 400
    assert "You are not cleared for" in union.text
    assert "It would admit" not in union.text
    named = _post(client, "/marking/check", level="Official", releasable_to="Canada; jpn")
    assert "REL CAN, JPN" in named.text


def test_a_part_of_the_page_answers_alone(browser: Browser) -> None:
    client = browser("first")
    part = _post(client, "/marking/check", marking_original="SECRET//ORCON", partial="1")
    assert part.status_code == 200
    assert "<html" not in part.text
    assert "There is no compartment ORCON here to carry it." in part.text
    empty = _post(client, "/marking/check", partial="1")
    assert "Choose a level, or write the marking as it stands" in empty.text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"level": "Lofty"}, "There is no level"),
        ({"level": "Public", "marking_original": "VS-Vertraulich"}, "means at least Confidential"),
        ({"level": "Public", "marking_original": "SECRET//ORCON"}, "means at least Secret"),
        ({"releasable_to": "CAN"}, "Choose a level too"),
        ({"level": "Official", "releasable_to": "Freedonia"}, "No party on record is called"),
        ({"level": "Official", "releasable_to": "CAN/PEN"}, "Write codes or names"),
        ({"level": "Official", "releasable_to": "JPN"}, "You are not cleared for"),
        ({"level": "Official", "compartments": "NOFORN"}, "There is no compartment"),
        ({"marking_original": "S" * 401}, "Use at most 400 characters"),
    ],
)
def test_what_cannot_be_a_label_says_so_beside_its_field(
    browser: Browser, fields: dict[str, str], message: str
) -> None:
    page = _post(browser("first"), "/marking/check", do="check", **fields)
    assert page.status_code == 400
    assert page.text.count(message) >= 2  # in the summary and at the field
    assert 'aria-invalid="true"' in page.text or "compartments-error" in page.text
    for value in fields.values():
        assert value in page.text


def test_readers_may_not_ask_how_many_are_admitted(browser: Browser, house: House) -> None:
    record_id = _registered(house, "Official")
    reader = browser("reader", role=Role.READER)
    for address in ("/marking/check", "/releases", f"/records/{record_id}/label"):
        assert reader.get(address).status_code == 403
    assert _post(reader, "/marking/check", "/account", level="Official").status_code == 403
    page = reader.get(f"/records/{record_id}").text
    assert "account" not in page.replace("/account", "").replace("account-", "").replace(
        'class="account"', ""
    ).replace("Your account", "")
    assert "agreed to release" not in page
    assert "Label and release" not in page


def test_a_label_is_checked_before_it_is_given(browser: Browser, house: House) -> None:
    record_id = _registered(house)
    client = browser("first")
    unchecked = _relabel(client, record_id, "Secret", checked="")
    assert unchecked.status_code == 200
    assert "It can no longer" not in unchecked.text
    assert "The level rises from Restricted to Secret." in unchecked.text
    assert _label(house, record_id) == "Restricted/HR-CHN"
    other = _relabel(client, record_id, "Public", checked="Secret/HR-CHN", compartments="HR-CHN")
    assert other.status_code == 200  # what was checked is not what would be given
    assert _label(house, record_id) == "Restricted/HR-CHN"


def test_a_narrower_label_is_given_at_once_through_the_page(browser: Browser, house: House) -> None:
    record_id = _registered(house)
    answer = _relabel(
        browser("first"),
        record_id,
        "Secret",
        compartments=["HR-CHN", "PEN"],
        checked="Secret/HR-CHN/PEN",
    )
    assert answer.location == f"/records/{record_id}"
    assert _label(house, record_id) == "Secret/HR-CHN/PEN"


def test_a_release_takes_two_registrars(browser: Browser, house: House) -> None:
    record_id = _registered(house)
    first, second = browser("first"), browser("second")
    made = _proposed(first, record_id)
    assert "You proposed it" in first.get(f"/releases/{made}").text
    assert "Release it to Official" not in first.get(f"/releases/{made}").text
    assert _decide(first, made, "approve").status_code == 403
    assert _decide(first, made, "refuse").status_code == 403
    assert _label(house, record_id) == "Restricted/HR-CHN"

    page = second.get(f"/releases/{made}").text
    assert "Release it to Official" in page
    assert REASON in page
    assert _decide(second, made, "take back").status_code == 403
    assert _decide(second, made, "approve", reason=" ").status_code == 400
    assert _decide(second, made, "publish").status_code == 400
    assert _decide(second, made, "approve").status_code == 302

    assert _label(house, record_id) == "Official"
    assert _decide(second, made, "approve").status_code == 409
    assert f"/releases/{made}" not in second.get("/releases").text


def test_a_forged_wider_label_only_makes_a_proposal(browser: Browser, house: House) -> None:
    """No field of the form makes one person enough."""
    record_id = _registered(house)
    client = browser("first")
    for forged in (
        {"proposer_id": "x"},
        {"approved": "1"},
        {"is_narrower": "1"},
        {"step": "approve"},
    ):
        _relabel(client, record_id, "Public", **forged)
        assert _label(house, record_id) == "Restricted/HR-CHN"
    assert client.post(f"/records/{record_id}/label", data={"level": "Public"}).status_code == 400


def test_a_proposal_is_absent_for_whoever_may_not_read_the_record(
    browser: Browser, house: House
) -> None:
    record_id = _registered(house, "Secret/PEN")
    made = _proposed(browser("first"), record_id, "Secret")
    lower = browser("lower", level="Restricted", compartments=frozenset({"HR-CHN"}))
    hidden, absent = (
        lower.get(f"/releases/{one}") for one in (made, "00000000-0000-4000-8000-000000000000")
    )
    assert hidden.status_code == absent.status_code == 404
    assert "0 proposals that you may read" in lower.get("/releases").text
    assert _decide(lower, made, "approve").status_code == 404
    assert lower.get(f"/records/{record_id}/consent").status_code == 404


def test_two_who_change_at_once_get_what_they_typed_back(browser: Browser, house: House) -> None:
    record_id = _registered(house)
    client = browser("first")
    answer = _relabel(client, record_id, "Official", revision="7")
    assert answer.status_code == 409
    assert "Somebody else changed this record" in answer.text
    assert REASON in answer.text
    assert 'name="revision" value="1"' in answer.text


def test_an_embargo_waits_for_its_day_and_then_for_a_person(
    browser: Browser, house: House, clock: FrozenClock
) -> None:
    record_id = _registered(house)
    first, second = browser("first"), browser("second")
    day = (NOON + timedelta(days=1)).date().isoformat()
    assert _relabel(first, record_id, "Official", not_before="tomorrow").status_code == 400
    assert _relabel(first, record_id, "Official", not_before="2020-01-01").status_code == 400
    made = _relabel(first, record_id, "Official", not_before=day).location.rpartition("/")[2]
    assert "What waits for its date" in second.get("/releases").text
    assert "Release it to" not in second.get(f"/releases/{made}").text
    assert _decide(second, made, "approve").status_code == 400
    clock.advance(days=1)
    assert "Release it to" in browser("third").get(f"/releases/{made}").text
    assert _label(house, record_id) == "Restricted/HR-CHN"
    clock.advance(days=-1)
    assert "The clock of this machine went backwards." in second.get("/releases").text


def test_consent_is_asked_entered_and_needed(browser: Browser, house: House) -> None:
    record_id = _registered(house, signed_by=["CAN", "JPN"])
    first, second = browser("first"), browser("second")
    address = f"/records/{record_id}/consent"
    assert "List the originators" in first.get(address).text
    assert _post(first, address, step="begin").status_code == 302
    made = _proposed(first, record_id)
    page = second.get(f"/releases/{made}").text
    assert "0 of 3 agree" in page
    assert "Release it to" not in page
    refused = _decide(second, made, "approve")
    assert refused.status_code == 400
    assert "Not every originator agrees" in refused.text

    answer = {
        "step": "enter",
        "seen": "3",
        "state": "agreed",
        "contact": "H. Roy <script>",
        "answered_on": NOON.date().isoformat(),
        "originators": ["own", "CAN", "JPN"],
    }
    wrong = _post(first, address, **{**answer, "answered_on": ""})
    assert wrong.status_code == 400
    assert "Say on which day" in wrong.text
    assert "H. Roy &lt;script&gt;" in wrong.text
    assert wrong.text.count("checked") == 4
    assert _post(first, address, **{**answer, "seen": "2"}).status_code == 409
    assert _post(first, address, **answer).status_code == 302
    assert "3 of 3 agree." in first.get(f"/records/{record_id}").text
    paper = first.get(f"/records/{record_id}/consent.pdf")
    assert paper.data.startswith(b"%PDF-")
    assert _decide(second, made, "approve").status_code == 302
    assert _label(house, record_id) == "Official"
