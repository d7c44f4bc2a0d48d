"""Signing in in two steps, setting a factor up, and what stays closed while a required one is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.domain.access import Clearance
from app.domain.admission import AccountRules, FactorRule
from app.domain.principals import Role
from app.services import account_links
from app.services.accounts import AccountDraft
from app.wiring import House
from tests.houses import DerivedIdentifiers, FrozenClock, ready, settings_for
from tests.people import PASSWORD, an_account, operator, send, sign_in
from tests.second_factors import code_now, with_factor

_SECRET = re.compile(r'<code class="link-once">([A-Z2-7 ]+)</code>')
_CODES = re.compile(r"<li><code>([a-z2-9-]+)</code></li>")


def _set_up(client: FlaskClient, house: House) -> tuple[str, list[str]]:
    page = "/account/factor"
    assert send(client, f"{page}/begin", page, current=PASSWORD).location == f"{page}/confirm"
    shown = client.get(f"{page}/confirm").text
    found = _SECRET.search(shown)
    assert found
    secret = found[1].replace(" ", "")
    picture = client.get(f"{page}/qr.svg")
    assert picture.mimetype == "image/svg+xml"
    assert picture.headers["Cache-Control"] == "no-store"
    assert b"<script" not in picture.data
    done = send(client, f"{page}/confirm", f"{page}/confirm", code=code_now(house, secret))
    return secret, _CODES.findall(done.text)


def test_a_factor_is_set_up_and_asked_for_at_the_next_sign_in(
    app: Flask, house: House, clock: FrozenClock
) -> None:
    an_account(house)
    client, elsewhere = app.test_client(), app.test_client()
    sign_in(client)
    sign_in(elsewhere)
    secret, codes = _set_up(client, house)
    assert len(codes) == 10
    assert client.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302
    assert codes[0] not in client.get("/account/factor").text
    clock.advance(minutes=1)
    assert sign_in(elsewhere, next_page="/parties").location == "/sign-in/code"
    assert elsewhere.get("/account").status_code == 302
    wrong = send(elsewhere, "/sign-in/code", "/sign-in/code", code="000000")
    assert wrong.status_code == 400
    right = send(elsewhere, "/sign-in/code", "/sign-in/code", code=code_now(house, secret))
    assert right.location == "/parties"
    assert elsewhere.get("/account").status_code == 200


def test_a_recovery_code_signs_in_and_warns(app: Flask, house: House) -> None:
    an_account(house)
    _, codes = with_factor(house)
    client = app.test_client()
    sign_in(client)
    assert send(client, "/sign-in/code", "/sign-in/code", code=codes[0]).location == "/"
    assert "You signed in with a recovery code; 9 are left." in client.get("/account").text


def test_the_second_step_without_the_first_leads_back(
    client: FlaskClient, house: House, clock: FrozenClock
) -> None:
    assert client.get("/sign-in/code").location == "/sign-in"
    an_account(house)
    with_factor(house)
    sign_in(client)
    page = client.get("/sign-in/code")
    assert "Code" in page.text
    clock.advance(minutes=6)
    assert send(client, "/sign-in/code", "/sign-in/code", code="000000").location == "/sign-in"
    assert "took too long" in client.get("/sign-in").text


def test_after_a_wrong_password_nothing_tells_of_a_factor(app: Flask, house: House) -> None:
    an_account(house)
    an_account(house, "b.without")
    with_factor(house)
    pages = set()
    for name in ("a.linden", "b.without", "c.nobody"):
        client = app.test_client()
        answer = sign_in(client, name, "a wrong password")
        text = re.sub(r'name="csrf_token"[^>]*>', "", answer.text)
        pages.add((answer.status_code, text.replace(name, "NAME")))
        assert client.get("/sign-in/code").status_code == 302
    assert len(pages) == 1


def test_the_factor_is_replaced_renewed_and_removed_with_the_password_alone(
    client: FlaskClient, house: House, clock: FrozenClock
) -> None:
    an_account(house)
    sign_in(client)
    _set_up(client, house)
    clock.advance(minutes=1)
    page = "/account/factor"
    for deed in ("begin", "codes", "remove"):
        answer = send(client, f"{page}/{deed}", page, current="a wrong password")
        assert answer.status_code == 400
        assert "not your current password" in answer.text
        clock.advance(minutes=2)
    assert len(_CODES.findall(send(client, f"{page}/codes", page, current=PASSWORD).text)) == 10
    assert send(client, f"{page}/remove", page, current=PASSWORD).location == page
    send(client, "/sign-out", "/account")
    assert sign_in(client).location == "/"


@pytest.fixture
def strict(tmp_path: Path, clock: FrozenClock) -> Iterator[Flask]:
    """An installation that asks security officers for a second factor."""
    rule = AccountRules(FactorRule(frozenset({Role.SECURITY_OFFICER})))
    settings = replace(settings_for(tmp_path / "strict"), account_rules=rule)
    app = create_app(settings, clock=clock, ids=DerivedIdentifiers())
    house: House = app.extensions["chancery"]
    ready(house)
    yield app
    house.close()


def test_who_must_have_a_factor_reaches_only_the_pages_that_set_it_up(strict: Flask) -> None:
    house: House = strict.extensions["chancery"]
    an_account(house, role=Role.SECURITY_OFFICER)
    client = strict.test_client()
    sign_in(client)
    for address in ("/accounts", "/account", "/account/password", "/audit"):
        assert client.get(address).location == "/account/factor", address
    assert client.post("/account/sessions/revoke-others").status_code in (400, 403)
    assert "asks for a second factor" in client.get("/account/factor").text
    _set_up(client, house)
    assert client.get("/accounts").status_code == 200
    assert "Remove it" not in client.get("/account/factor").text
    refused = send(client, "/account/factor/remove", "/account/factor", current=PASSWORD)
    assert refused.status_code == 400


def test_language_and_keyboard_are_kept_with_the_account(app: Flask, house: House) -> None:
    an_account(house)
    client, elsewhere = app.test_client(), app.test_client()
    sign_in(client)
    page = "/account/settings"
    assert '<option selected value="en">English</option>' in client.get(page).text
    assert "data-single-keys" not in client.get("/account").text
    assert send(client, page, page, language="en").location == page  # the box is not ticked
    sign_in(elsewhere)
    assert 'data-single-keys="off"' in elsewhere.get("/account").text
    send(elsewhere, page, page, language="en", single_keys="y")
    assert "data-single-keys" not in client.get("/account").text


def test_an_invitation_says_that_a_factor_is_needed_and_leads_to_it(strict: Flask) -> None:
    house: House = strict.extensions["chancery"]
    for role, name in ((Role.SECURITY_OFFICER, "s.new"), (Role.READER, "r.new")):
        client = strict.test_client()
        draft = AccountDraft(
            name, "Berta New", role, Clearance(house.settings.label_scheme.bottom.level)
        )
        with house.work(writing=True) as work:
            link = account_links.invite(operator(house), work, draft)
            work.commit()
        address, is_asked = f"/link/{link.token}", role is Role.SECURITY_OFFICER
        assert ("asks for a second factor" in client.get(address).text) is is_asked
        new = "nine otters under a bridge"
        done = send(client, address, address, password=new, again=new)
        assert done.location == ("/sign-in?next=/account/factor" if is_asked else "/sign-in")
        if is_asked:
            arrived = sign_in(client, name, new, next_page="/account/factor")
            assert arrived.location == "/account/factor"
