"""Sessions as the browser meets them: renewed, listed, revoked, expired; all from the next request on."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.domain.principals import Role
from app.services import accounts
from app.services.accounts import ClearanceChange
from app.wiring import House
from tests.houses import FrozenClock
from tests.people import PASSWORD, an_account, operator, send, sign_in

NEW_PASSWORD = "nine otters under a bridge"
_REVOKE = re.compile(r'action="(/account/sessions/[0-9a-f-]{36}/revoke)"')


@pytest.fixture(autouse=True)
def _an_account(house: House) -> None:
    an_account(house)


def _cookie(client: FlaskClient) -> str:
    cookie = client.get_cookie("chancery")
    assert cookie is not None
    return cookie.value


def _is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def _without_token(answer: TestResponse) -> str:
    return re.sub(r'name="csrf_token"[^>]*>', "", answer.text)


def test_wrong_name_and_wrong_password_get_the_same_page(client: FlaskClient) -> None:
    wrong_password = sign_in(client, "a.linden", "a wrong password")
    wrong_name = sign_in(client, "b.nobody", "a wrong password")
    assert (wrong_password.status_code, wrong_name.status_code) == (400, 400)
    assert _without_token(wrong_password).replace("a.linden", "b.nobody") == _without_token(
        wrong_name
    )
    assert "That name and password do not match." in wrong_name.text
    assert 'value="a wrong password"' not in wrong_name.text


def test_waiting_looks_the_same_for_names_that_exist_and_names_that_do_not(
    app: Flask,
) -> None:
    pages = []
    for name in ("a.linden", "b.nobody"):
        client = app.test_client()
        for _ in range(5):
            sign_in(client, name, "a wrong password")
        answer = sign_in(client, name, PASSWORD)
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) == 2
        pages.append(_without_token(answer).replace("a.linden", "b.nobody"))
    assert pages[0] == pages[1]


def test_signing_in_renews_the_cookie_and_keeps_nothing_of_the_old(client: FlaskClient) -> None:
    client.get("/sign-in")
    before = _cookie(client)
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    sign_in(client)
    after = _cookie(client)
    assert before != after
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert "token" in cookie


def test_signing_in_again_ends_the_session_before(app: Flask) -> None:
    client, thief = app.test_client(), app.test_client()
    sign_in(client)
    thief.set_cookie("chancery", _cookie(client))
    assert _is_in(thief)
    with client.session_transaction() as cookie:
        old = cookie["token"]
    client.set_cookie("chancery", _cookie(client))
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/account").text)
    assert token
    client.post("/sign-in", data={"csrf_token": token[1], "name": "a.linden", "password": PASSWORD})
    with client.session_transaction() as cookie:
        assert cookie["token"] != old
    assert _is_in(client)
    assert not _is_in(thief)


def test_signing_out_ends_the_session_for_whoever_kept_the_cookie(app: Flask) -> None:
    client, thief = app.test_client(), app.test_client()
    sign_in(client)
    thief.set_cookie("chancery", _cookie(client))
    answer = send(client, "/sign-out", "/account")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not _is_in(thief)
    assert not _is_in(client)


def test_an_idle_session_ends(client: FlaskClient, clock: FrozenClock) -> None:
    sign_in(client)
    for _ in range(3):
        clock.advance(minutes=29)
        assert _is_in(client)
    clock.advance(minutes=30)
    assert not _is_in(client)


def test_a_busy_session_ends_after_half_a_day(client: FlaskClient, clock: FrozenClock) -> None:
    sign_in(client)
    for _ in range(12 * 3 - 1):
        clock.advance(minutes=20)
        assert _is_in(client)
    clock.advance(minutes=20)
    assert not _is_in(client)


def test_use_is_noted_at_most_once_a_minute(
    client: FlaskClient, house: House, clock: FrozenClock
) -> None:
    def last_seen() -> object:
        with house.engine.connect() as connection:
            statement = "SELECT last_seen_at FROM account_session"
            return connection.exec_driver_sql(statement).scalar()

    sign_in(client)
    first = last_seen()
    clock.advance(seconds=59)
    client.get("/account")
    assert last_seen() == first
    clock.advance(seconds=1)
    client.get("/account")
    assert last_seen() != first


def test_a_use_that_cannot_be_noted_stops_nobody(
    client: FlaskClient, house: House, clock: FrozenClock
) -> None:
    sign_in(client)
    clock.advance(minutes=2)
    with house.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER locked BEFORE UPDATE ON account_session "
            "BEGIN SELECT RAISE(ABORT, 'locked'); END"
        )
    assert _is_in(client)


def test_sessions_are_listed_and_one_is_revoked(app: Flask) -> None:
    here, elsewhere = app.test_client(), app.test_client()
    sign_in(here)
    sign_in(elsewhere)
    page = here.get("/account")
    addresses = _REVOKE.findall(page.text)
    assert page.text.count("this one") == 1
    assert len(addresses) == 1
    assert send(here, addresses[0], "/account").status_code == 302
    assert _is_in(here)
    assert not _is_in(elsewhere)
    assert send(here, addresses[0], "/account").status_code == 404


def test_all_other_sessions_are_revoked_at_once(app: Flask) -> None:
    clients = [app.test_client() for _ in range(3)]
    for client in clients:
        sign_in(client)
    send(clients[0], "/account/sessions/revoke-others", "/account")
    assert [_is_in(client) for client in clients] == [True, False, False]


def test_a_session_of_somebody_else_is_not_found(app: Flask, house: House) -> None:
    an_account(house, "b.other")
    mine, other, another = (app.test_client() for _ in range(3))
    sign_in(mine)
    sign_in(other, "b.other")
    sign_in(another, "b.other")
    (address,) = _REVOKE.findall(other.get("/account").text)
    assert send(mine, address, "/account").status_code == 404
    assert _is_in(another)


def test_a_changed_clearance_ends_the_sessions_and_holds_when_signing_in_again(
    client: FlaskClient, house: House
) -> None:
    sign_in(client)
    assert "Secret" not in client.get("/account").text
    with house.work(writing=True) as work:
        accounts.clear(operator(house), work, "a.linden", ClearanceChange(level="Secret"))
        work.commit()
    assert not _is_in(client)
    sign_in(client)
    assert "Secret" in client.get("/account").text


def test_a_disabled_account_is_out_from_the_next_request(client: FlaskClient, house: House) -> None:
    sign_in(client)
    with house.work(writing=True) as work:
        accounts.disable(operator(house), work, "a.linden")
        work.commit()
    assert not _is_in(client)
    assert sign_in(client).status_code == 400


def test_a_reset_password_ends_the_sessions(client: FlaskClient, house: House) -> None:
    sign_in(client)
    with house.work(writing=True) as work:
        accounts.reset_password(operator(house), work, "a.linden", NEW_PASSWORD)
        work.commit()
    assert not _is_in(client)
    assert sign_in(client, password=NEW_PASSWORD).status_code == 302


def test_changing_the_password_keeps_this_session_renewed_and_ends_the_others(app: Flask) -> None:
    here, elsewhere = app.test_client(), app.test_client()
    sign_in(here)
    sign_in(elsewhere)
    before = _cookie(here)
    fields = {"current": PASSWORD, "password": NEW_PASSWORD, "again": NEW_PASSWORD}
    answer = send(here, "/account/password", "/account/password", **fields)
    assert answer.location == "/account"
    assert _cookie(here) != before
    assert _is_in(here)
    assert not _is_in(elsewhere)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"current": "wrong", "password": NEW_PASSWORD, "again": NEW_PASSWORD},
            "your current password",
        ),
        ({"current": PASSWORD, "password": PASSWORD, "again": PASSWORD}, "Choose another"),
        ({"current": PASSWORD, "password": "short", "again": "short"}, "15 to 128"),
        ({"current": PASSWORD, "password": NEW_PASSWORD, "again": "other"}, "differ"),
        ({"current": "", "password": "", "again": ""}, "Write"),
    ],
)
def test_a_password_that_cannot_be_changed_says_why(
    client: FlaskClient, fields: dict[str, str], message: str
) -> None:
    sign_in(client)
    answer = send(client, "/account/password", "/account/password", **fields)
    assert answer.status_code == 400
    assert message in answer.text
    assert NEW_PASSWORD not in answer.text
    assert _is_in(client)


def test_two_browsers_never_see_each_other(app: Flask, house: House) -> None:
    an_account(house, "c.auditor", role=Role.AUDITOR)
    reader, auditor = app.test_client(), app.test_client()
    sign_in(reader)
    sign_in(auditor, "c.auditor")
    for _ in range(3):
        assert "a.linden" in reader.get("/account").text
        assert "c.auditor" in auditor.get("/account").text
        assert reader.get("/audit").status_code == 403
