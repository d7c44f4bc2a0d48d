"""Deny by default: who reaches which route, and what happens to everybody else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.domain.errors import Misconfigured
from app.domain.principals import ACTIONS_BY_ROLE, Action, Role
from app.services import accounts, installation
from app.services.accounts import ClearanceChange
from app.web.policy import check_policies, policies, public_page, requires
from app.wiring import House
from tests.houses import FrozenClock, settings_for
from tests.people import an_account, operator, send, sign_in

PUBLIC = {
    "auth.code",
    "auth.sign_in",
    "auth.sign_out",
    "fonts.faces",
    "fonts.font",
    "language.choose",
    "links.accept",
    "pages.accessibility",
    "pages.keyboard",
    "pages.markings",
    "pages.recorded",
    "static",
}
ABSENT = "00000000-0000-4000-8000-000000000000"


def test_every_route_declares_a_policy_and_the_public_ones_are_known(app: Flask) -> None:
    found = policies(app)
    assert all(policy is not None for policy in found.values())
    public = {name for name, policy in found.items() if policy and policy.action is None}
    assert public == PUBLIC


def test_a_route_without_a_policy_stops_the_start(app: Flask) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "everything", subdomain=None)
    with pytest.raises(Misconfigured, match="forgotten"):
        check_policies(app)


def test_a_route_without_a_policy_answers_nobody(app: Flask, house: House) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "everything")
    an_account(house, role=Role.SECURITY_OFFICER)
    client = app.test_client()
    sign_in(client)
    answer = client.get("/forgotten")
    assert answer.status_code == 302
    assert "everything" not in answer.text


def test_a_public_page_gives_a_reason() -> None:
    with pytest.raises(Misconfigured):
        public_page(" ")


def test_an_officer_who_opens_the_archive_lands_where_officers_begin(
    client: FlaskClient, house: House
) -> None:
    an_account(house, role=Role.SECURITY_OFFICER)
    assert client.get("/").location == "/sign-in?next=/"
    assert sign_in(client, next_page="/").location == "/accounts"


def test_nobody_is_sent_to_sign_in_and_back_again(client: FlaskClient, house: House) -> None:
    answer = client.get("/account?from=menu")
    assert answer.status_code == 302
    assert answer.location == "/sign-in?next=/account?from%3Dmenu"
    an_account(house)
    page = client.get(answer.location)
    assert 'value="/account?from=menu"' in page.text
    assert sign_in(client, next_page="/account?from=menu").location == "/account?from=menu"


def test_a_form_sent_without_a_session_is_refused_not_redirected(client: FlaskClient) -> None:
    answer = client.post("/account/password", data={"password": "x"})
    assert answer.status_code == 401
    assert "Sign in" in answer.text


@pytest.mark.parametrize("role", list(Role))
def test_each_role_reaches_what_it_includes_and_nothing_else(
    app: Flask, house: House, role: Role
) -> None:
    an_account(house, role=role)
    client = app.test_client()
    sign_in(client)
    for rule in app.url_map.iter_rules():
        policy = policies(app)[rule.endpoint]
        if policy is None or policy.action is None or "GET" not in (rule.methods or ()):
            continue
        values = {name: _value_for(name) for name in rule.arguments}
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **values)
        is_refused = client.get(address).status_code == 403
        assert is_refused == (policy.action not in ACTIONS_BY_ROLE[role]), (role, address)


def _value_for(name: str) -> object:
    from uuid import UUID

    texts = {
        "code": "ZZZ",
        "reference": "JL-2017-0000F",
        "name": "x",
        "filename": "x",
        "token": "x",
        "revision": "1",
    }
    return texts.get(name) or UUID(ABSENT)


@pytest.mark.parametrize(
    ("role", "landing"),
    [
        (Role.READER, "/"),
        (Role.REGISTRAR, "/"),
        (Role.AUDITOR, "/audit"),
        (Role.SECURITY_OFFICER, "/accounts"),
        (Role.ADMINISTRATOR, "/administration"),
    ],
)
def test_people_begin_where_their_role_has_something(
    client: FlaskClient, house: House, role: Role, landing: str
) -> None:
    an_account(house, role=role)
    assert sign_in(client).location == landing


def test_a_changed_role_holds_from_the_next_request(app: Flask, house: House) -> None:
    an_account(house, role=Role.AUDITOR)
    client = app.test_client()
    sign_in(client)
    assert client.get("/audit").status_code == 200
    with house.work(writing=True) as work:
        accounts.clear(operator(house), work, "a.linden", ClearanceChange(role=Role.READER))
        work.commit()
    assert client.get("/audit").status_code == 302
    sign_in(client)
    assert client.get("/audit").status_code == 403


def test_a_role_changed_in_the_database_alone_holds_too(app: Flask, house: House) -> None:
    an_account(house, role=Role.AUDITOR)
    client = app.test_client()
    sign_in(client)
    with house.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE account SET role = 'reader'")
    assert client.get("/audit").status_code == 403


def test_visitors_get_in_only_where_the_reading_room_is_open(
    tmp_path: Path, clock: FrozenClock
) -> None:
    for is_open, status in ((False, 302), (True, 200)):
        home = tmp_path / str(is_open)
        settings = replace(settings_for(home), public_reading_room=is_open)
        app = create_app(settings, clock=clock)
        house: House = app.extensions["chancery"]
        installation.prepare(house.engine, home, clock.now())
        client = app.test_client()
        assert client.get("/").status_code == status
        assert client.get("/account").status_code == 302
        assert client.get("/audit").status_code == 302
        house.close()


def test_requires_marks_the_view_and_leaves_it_as_it_is() -> None:
    def view() -> str:
        return "answer"

    assert requires(Action.READ)(view) is view


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "evil.example",
        "///evil.example",
        "/x\r\nSet-Cookie: a=b",
        "http:/evil.example",
        " //evil.example",
        "/" + "a" * 3000,
    ],
)
def test_signing_in_never_leads_to_another_site(
    client: FlaskClient, house: House, target: str
) -> None:
    an_account(house)
    assert sign_in(client, next_page=target).location == "/"


def test_signing_out_works_without_a_session_too(client: FlaskClient) -> None:
    assert send(client, "/sign-out", "/sign-in").location == "/sign-in"
