"""Accounts for tests, and browsers that sign in and send forms as people do."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.domain.access import Clearance
from app.domain.admission import Preferences
from app.domain.principals import Principal, Role
from app.services import accounts, preferences
from app.services.accounts import AccountDraft, AccountView
from app.wiring import House

PASSWORD = "seven herons over the lake"
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def an_account(
    house: House,
    name: str = "a.linden",
    *,
    role: Role = Role.READER,
    level: str = "Official",
    compartments: frozenset[str] = frozenset(),
    party: str | None = "CAN",
    password: str = PASSWORD,
) -> AccountView:
    """A stored account."""
    labels = house.settings.label_scheme
    clearance = Clearance(labels.level(level), compartments, party)
    draft = AccountDraft(name, name.title(), role, clearance)
    with house.work(writing=True) as work:
        account = accounts.create(operator(house), work, draft, password)
        work.commit()
    return account


def speaks(house: House, language: str, name: str = "a.linden") -> None:
    """The account chooses the language of its pages."""
    with house.work(writing=True) as work:
        preferences.save(accounts.principal_for(work, name), work, Preferences(language))
        work.commit()


def operator(house: House) -> Principal:
    return accounts.operator_principal(house.settings.label_scheme)


def csrf_of(page: TestResponse) -> str:
    """The token of the first form on the page."""
    found = _TOKEN.search(page.text)
    assert found, "the page holds no form"
    return found.group(1)


def send(client: FlaskClient, address: str, form_page: str, **fields: str) -> TestResponse:
    """Post fields to an address with the CSRF token of the page that holds the form."""
    token = csrf_of(client.get(form_page))
    return client.post(address, data={"csrf_token": token, **fields})


def sign_in(
    client: FlaskClient, name: str = "a.linden", password: str = PASSWORD, next_page: str = ""
) -> TestResponse:
    return send(client, "/sign-in", "/sign-in", name=name, password=password, next=next_page)
