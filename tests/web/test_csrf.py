"""No form without its token, and none from another site."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.principals import ACTIONS_BY_ROLE, Role
from app.web.policy import policies
from app.wiring import House
from tests.people import PASSWORD, an_account, csrf_of, sign_in

_SAFE = {"GET", "HEAD", "OPTIONS"}


def test_every_changing_route_asks_for_the_token(app: Flask, house: House) -> None:
    clients = {role: _signed_in(app, house, role) for role in Role}
    changing = [rule for rule in app.url_map.iter_rules() if (rule.methods or set()) - _SAFE]
    assert {rule.endpoint for rule in changing} >= {"auth.sign_in", "auth.sign_out"}
    for rule in changing:
        values = dict.fromkeys(rule.arguments, "00000000-0000-4000-8000-000000000000")
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **values)
        client = clients[_role_for(app, rule.endpoint)]
        for method in sorted((rule.methods or set()) - _SAFE):
            answer = client.open(address, method=method, data={"csrf_token": "forged"})
            assert answer.status_code == 400, rule
            assert "This form cannot be taken" in answer.text
    assert all(client.get("/account").status_code == 200 for client in clients.values())


def _signed_in(app: Flask, house: House, role: Role) -> FlaskClient:
    name = role.value.replace(" ", ".")
    an_account(house, name, role=role)
    client = app.test_client()
    sign_in(client, name)
    return client


def _role_for(app: Flask, endpoint: str) -> Role:
    """A role that may go there, so that only the token is missing."""
    policy = policies(app)[endpoint]
    assert policy is not None
    return next(
        role for role in Role if policy.action is None or policy.action in ACTIONS_BY_ROLE[role]
    )


def test_a_token_of_another_browser_is_refused(app: Flask, house: House) -> None:
    an_account(house)
    token = csrf_of(app.test_client().get("/sign-in"))
    other = app.test_client()
    other.get("/sign-in")
    fields = {"csrf_token": token, "name": "a.linden", "password": PASSWORD}
    assert other.post("/sign-in", data=fields).status_code == 400


@pytest.mark.parametrize(
    ("site", "status"),
    [("same-origin", 302), ("none", 302), ("cross-site", 400), ("same-site", 400)],
)
def test_a_form_the_browser_says_came_from_elsewhere_is_refused(
    client: FlaskClient, house: House, site: str, status: int
) -> None:
    an_account(house)
    token = csrf_of(client.get("/sign-in"))
    fields = {"csrf_token": token, "name": "a.linden", "password": PASSWORD}
    answer = client.post("/sign-in", data=fields, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == status
