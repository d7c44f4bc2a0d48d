"""The cookie by which a browser is known: what it looks like, and what it opens: nothing."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.wiring import House
from tests.people import an_account, sign_in

COOKIE = "chancery-device"


def _told(answer: TestResponse) -> str:
    (found,) = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith(COOKIE)]
    return found


def _guessed(client: FlaskClient, times: int) -> list[int]:
    return [sign_in(client, password="a wrong password").status_code for _ in range(times)]


def test_a_browser_is_known_after_signing_in_and_the_cookie_alone_opens_nothing(
    app: Flask, house: House
) -> None:
    an_account(house)
    client = app.test_client()
    assert COOKIE not in str(sign_in(client, password="wrong").headers)
    told = _told(sign_in(client))
    for attribute in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=15552000"):
        assert attribute in told
    kept = client.get_cookie(COOKIE)
    assert kept is not None
    assert "a.linden" not in kept.value
    other = app.test_client()
    other.set_cookie(COOKIE, kept.value)
    assert other.get("/account").status_code == 302


def test_guesses_elsewhere_make_only_others_wait(app: Flask, house: House) -> None:
    an_account(house)
    desk, elsewhere = app.test_client(), app.test_client()
    sign_in(desk)
    desk.delete_cookie("chancery")  # the session is over, the browser is the same
    assert _guessed(elsewhere, 7) == [400] * 5 + [429] * 2
    assert sign_in(elsewhere).status_code == 429
    assert sign_in(desk).status_code == 302
