"""The pages of the security officer: inviting, clearing, closing, sessions, grants, requests."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.errors import Unavailable
from app.domain.principals import Role
from app.mail.mail_room import Mail
from app.wiring import House
from tests.houses import FrozenClock
from tests.people import PASSWORD, an_account, csrf_of, send, sign_in
from tests.second_factors import with_factor

NEW_PASSWORD = "nine otters under a bridge"
_LINK = re.compile(r"http://127\.0\.0\.1:5000(/link/[A-Za-z0-9_-]{43})")


@pytest.fixture
def officer(app: Flask, house: House) -> FlaskClient:
    an_account(house, "s.haddad", role=Role.SECURITY_OFFICER, level="Public", party=None)
    client = app.test_client()
    sign_in(client, "s.haddad")
    return client


@dataclass(slots=True)
class BrokenMailRoom:
    """A relay that is away."""

    is_open: bool = True

    def send(self, mail: Mail) -> None:
        raise Unavailable("mail", "The mail relay did not take it (ConnectionRefusedError).")


@dataclass(slots=True)
class RememberingMailRoom:
    sent: list[Mail]
    is_open: bool = True

    def send(self, mail: Mail) -> None:
        self.sent.append(mail)


def _invite(officer: FlaskClient, **fields: str) -> str:
    draft = {"name": "b.new", "role": "reader", "level": "Official", "compartments": "PEN"}
    answer = send(officer, "/accounts/invite", "/accounts/invite", **(draft | fields))
    assert answer.status_code == 200, answer.text
    return answer.text


def _link_on(page: str) -> str:
    found = _LINK.search(page)
    assert found, page
    return found.group(1)


def test_an_invited_person_sets_a_password_and_signs_in(app: Flask, officer: FlaskClient) -> None:
    address = _link_on(_invite(officer))
    person = app.test_client()
    assert sign_in(person, "b.new", NEW_PASSWORD).status_code == 400
    page = person.get(address)
    assert "b.new" in page.text
    fields = {"password": NEW_PASSWORD, "again": NEW_PASSWORD}
    assert send(person, address, address, **fields).location == "/sign-in"
    assert "Your password is set" in person.get("/sign-in").text
    assert sign_in(person, "b.new", NEW_PASSWORD).location == "/"
    assert "PEN" in person.get("/account").text


def test_a_closed_link_answers_the_same_bytes_whatever_closed_it(
    app: Flask, officer: FlaskClient, clock: FrozenClock, house: House
) -> None:
    used, old = _link_on(_invite(officer)), _link_on(_invite(officer, name="c.new"))
    person = app.test_client()
    fields = {"password": NEW_PASSWORD, "again": NEW_PASSWORD}
    send(person, used, used, **fields)
    clock.advance(hours=24)
    answers = {
        (answer.status_code, answer.text.replace(csrf_of(answer), ""))
        for address in (used, old, f"/link/{'x' * 43}", "/link/y")
        for answer in (app.test_client().get(address),)
    }
    assert len(answers) == 1
    assert next(iter(answers))[0] == 404
    assert house.settings.is_production is False


def test_the_link_is_never_built_from_the_host_header(officer: FlaskClient) -> None:
    token = csrf_of(officer.get("/accounts/invite"))
    form = {"csrf_token": token, "name": "b.new", "role": "reader", "level": "Official"}
    answer = officer.post("/accounts/invite", data=form, headers={"Host": "localhost:9999"})
    if answer.status_code == 200:
        assert "localhost:9999/link" not in answer.text
        assert _LINK.search(answer.text)
    assert (
        "evil.example"
        not in officer.get("/accounts", headers={"X-Forwarded-Host": "evil.example"}).text
    )


def test_a_link_is_mailed_and_then_not_shown(officer: FlaskClient, house: House) -> None:
    house.mail = room = RememberingMailRoom([])
    page = _invite(officer, mail_address="b@ministry.example")
    assert "/link/" not in page
    (mail,) = room.sent
    assert mail.to == "b@ministry.example"
    assert _LINK.search(mail.text)


def test_a_mail_that_fails_is_told_and_the_link_shown_instead(
    officer: FlaskClient, house: House
) -> None:
    house.mail = BrokenMailRoom()
    page = _invite(officer, mail_address="b@ministry.example")
    assert "The mail was not sent." in page
    assert _link_on(page)


def test_errors_keep_what_was_typed(officer: FlaskClient, house: House) -> None:
    an_account(house)
    for fields, message in (
        ({"name": "A B"}, "An account name has"),
        ({"name": "a.linden"}, "There is an account named a.linden already."),
        ({"name": "b.new", "party": "canada land"}, "No party on record is called"),
        ({"name": ""}, "Write the name"),
    ):
        answer = send(
            officer,
            "/accounts/invite",
            "/accounts/invite",
            **({"role": "reader", "level": "Restricted", "display_name": "Kept Words"} | fields),
        )
        assert answer.status_code == 400
        assert message in answer.text
        assert 'value="Kept Words"' in answer.text
        assert re.search(r'<option selected value="Restricted">', answer.text)


def test_clearing_holds_at_once_and_ends_sessions(
    app: Flask, officer: FlaskClient, house: House
) -> None:
    account = an_account(house)
    person = app.test_client()
    sign_in(person)
    address = f"/accounts/{account.id}/clear"
    fields = {"role": "reader", "level": "Secret", "compartments": "HR-CHN", "party": "swe"}
    assert send(officer, address, address, **fields).location == f"/accounts/{account.id}"
    assert person.get("/account").status_code == 302
    sign_in(person)
    assert "Secret, HR-CHN" in person.get("/account").text


def test_buttons_close_open_reset_and_sign_out(
    app: Flask, officer: FlaskClient, house: House
) -> None:
    account = an_account(house)
    with_factor(house)
    base = f"/accounts/{account.id}"
    assert "9 recovery codes" not in officer.get(base).text
    assert "10 recovery codes" in officer.get(base).text
    send(officer, f"{base}/reset-factor", base)
    person = app.test_client()
    assert sign_in(person).location == "/"
    (session_address,) = re.findall(
        rf'action="({base}/sessions/[0-9a-f-]+/end)"', officer.get(base).text
    )
    send(officer, session_address, base)
    assert person.get("/account").status_code == 302
    sign_in(person)
    send(officer, f"{base}/sessions/end-all", base)
    assert person.get("/account").status_code == 302
    send(officer, f"{base}/disable", base)
    assert sign_in(person).status_code == 400
    assert "closed" in officer.get("/accounts?state=closed").text
    send(officer, f"{base}/enable", base)
    assert sign_in(person).status_code == 302


def test_what_is_refused_is_told_on_the_account_itself(officer: FlaskClient, house: House) -> None:
    account = an_account(house)
    base = f"/accounts/{account.id}"
    send(officer, f"{base}/reset-factor", base)
    assert "This account has no second factor." in officer.get(base).text
    own = re.search(
        r'/accounts/[0-9a-f-]{36}(?=">[^<]*<bdi>S\.Haddad)', officer.get("/accounts").text
    )
    assert own
    page = officer.get(own[0]).text
    assert "This is your own account." in page
    send(officer, f"{own[0]}/disable", base)
    assert "last security officer" in officer.get(own[0]).text


def test_a_grant_is_given_on_a_page_and_seen_by_its_owner(
    app: Flask, officer: FlaskClient, house: House, clock: FrozenClock
) -> None:
    account = an_account(house)
    address = f"/accounts/{account.id}/grants"
    fields = {"compartments": "PEN", "level": "", "ends": "2026-11-23T18:00", "reason": "This week"}
    refused = send(officer, address, address, **(fields | {"ends": "2026-11-01T18:00"}))
    assert refused.status_code == 400
    assert "in the past" in refused.text
    assert 'value="2026-11-01T18:00"' in refused.text
    assert send(officer, address, address, **fields).status_code == 302
    person = app.test_client()
    sign_in(person)
    assert "until 23 Nov 2026, 18:00 UTC" in person.get("/account").text
    clock.advance(hours=6)
    sign_in(person)
    assert "PEN" not in person.get("/account").text


def test_a_request_goes_from_asker_to_officer_and_back(
    app: Flask, officer: FlaskClient, house: House
) -> None:
    an_account(house)
    person = app.test_client()
    sign_in(person)
    own = "/account/requests"
    assert send(person, own, own, asked_for="ZANZIBAR", reason="I need it").status_code == 302
    assert "1 request for access waits" in officer.get("/accounts").text
    found = re.search(r"/accounts/requests/[0-9a-f-]{36}", officer.get("/accounts/requests").text)
    assert found
    answer = send(
        officer, found[0], found[0], decision="refuse", level="", reason="Not for this file"
    )
    assert answer.location == "/accounts/requests"
    page = person.get(own).text
    assert "refused" in page
    assert "Not for this file" in page
    incomplete = send(officer, found[0], "/accounts/invite", decision="grant", reason="Yes please")
    assert incomplete.status_code == 400


def test_an_officer_reads_no_record_from_these_pages(officer: FlaskClient) -> None:
    assert officer.get("/search").status_code == 403
    assert officer.get("/accounts/00000000-0000-4000-8000-000000000000").status_code == 404


def test_mails_lie_in_a_folder_only_where_that_is_set(house: House, tmp_path: Path) -> None:
    assert not house.mail.is_open
    assert not (tmp_path / "mails").exists()
    assert PASSWORD not in str(house.settings.mail)
