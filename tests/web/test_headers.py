"""Headers on every answer, errors too; the errors themselves; the host; the cookie's flags."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.domain.errors import Misconfigured
from app.web.policy import public_page
from app.web.security import CONTENT_SECURITY_POLICY
from app.wiring import House
from tests.houses import FrozenClock, settings_for
from tests.people import an_account, send, sign_in

ABSENT = "00000000-0000-4000-8000-000000000000"
ADDRESSES = (
    "/",
    "/sign-in",
    "/account",
    "/audit",
    "/about/recorded",
    "/nowhere",
    f"/records/{ABSENT}",
    "/static/css/base.css",
    "/static/absent.css",
    "/static/../config.py",
    "/broken",
)


@pytest.fixture
def broken(app: Flask) -> FlaskClient:
    """A browser of an application with one page that fails."""

    @public_page("Fails, for this test.")
    def view() -> str:
        raise RuntimeError("The title of a hidden letter")

    app.add_url_rule("/broken", "broken", view)
    return app.test_client()


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_every_answer_carries_the_headers(
    broken: FlaskClient, house: House, is_signed_in: bool
) -> None:
    if is_signed_in:
        an_account(house)
        sign_in(broken)
    for address in ADDRESSES:
        for method in ("GET", "HEAD", "POST", "OPTIONS", "DELETE"):
            with broken.open(address, method=method) as answer:
                headers = answer.headers
            assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Referrer-Policy"] == "no-referrer"
            assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
            assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
            assert "camera=()" in headers["Permissions-Policy"]
            assert "Server" not in headers
            if address != "/static/css/base.css":
                assert headers["Cache-Control"] == "no-store", address


def test_the_policy_allows_nothing_inline_and_nobody_else() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "data:" not in CONTENT_SECURITY_POLICY
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY


def test_styles_may_be_kept_by_the_browser(client: FlaskClient) -> None:
    with client.get("/static/css/base.css") as answer:
        assert "max-age" in answer.headers["Cache-Control"]


def test_an_unforeseen_error_shows_a_random_id_and_nothing_else(
    broken: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        pages = [broken.get("/broken") for _ in range(2)]
    ids = [re.findall(r"\b[0-9a-f]{16}\b", page.text) for page in pages]
    assert [page.status_code for page in pages] == [500, 500]
    assert ids[0] != ids[1]
    assert ids[0][0] in caplog.text
    for told in (pages[0].text, caplog.text):
        assert "hidden letter" not in told
    assert "Traceback" not in pages[0].text
    assert "RuntimeError" in caplog.text


def test_unknown_absent_and_wrong_addresses_get_one_answer(
    client: FlaskClient, house: House
) -> None:
    an_account(house)
    sign_in(client)
    other = ABSENT.replace("0", "1").replace("1111-4111", "1111-4111")
    answers = [
        client.get(address)
        for address in (
            f"/records/{ABSENT}",
            f"/records/{other}",
            f"/records/{ABSENT}/a.css",
            "/records/not-an-id",
            "/nowhere",
            f"/files/{ABSENT}",
        )
    ]
    assert {answer.status_code for answer in answers} == {404}
    bodies = {re.sub(r'value="[^"]+"', "", answer.text) for answer in answers}
    assert len(bodies) == 1


def test_a_method_no_route_takes_says_which_it_takes(client: FlaskClient) -> None:
    answer = client.delete("/sign-in")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert answer.content_type == "text/html; charset=utf-8"


def test_a_form_too_large_is_refused(client: FlaskClient) -> None:
    assert client.post("/sign-in", data={"name": "x" * 2_000_000}).status_code == 413


def test_a_host_nobody_trusts_is_refused_with_the_headers(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.get("/sign-in", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.text
    assert caplog.text == ""
    assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


def test_pages_that_say_what_is_wrong_work_without_the_database(
    client: FlaskClient, house: House
) -> None:
    an_account(house)
    sign_in(client)
    with house.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE account_session RENAME TO lost")
    answer = client.get("/account")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert "cannot read its database" in answer.text
    assert client.get("/nowhere").status_code == 404
    assert client.get("/about/recorded").status_code == 200


def test_an_answer_that_cannot_be_recorded_is_refused(client: FlaskClient, house: House) -> None:
    from app.domain.principals import Role

    an_account(house, role=Role.AUDITOR)
    sign_in(client)
    with house.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE audit_head RENAME TO lost")
    answer = client.get("/audit")
    assert answer.status_code == 503
    assert "signed in" not in answer.text


def test_the_cookie_is_for_this_site_and_no_script(client: FlaskClient) -> None:
    cookie = client.get("/sign-in").headers["Set-Cookie"]
    assert cookie.startswith("chancery=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_in_production_the_cookie_is_secure_and_the_site_stays_encrypted(
    tmp_path: Path, clock: FrozenClock
) -> None:
    app = create_app(replace(settings_for(tmp_path / "home"), secure_cookies=True), clock=clock)
    answer = app.test_client().get("/sign-in")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-chancery=")
    assert "Secure" in cookie
    assert "max-age=" in answer.headers["Strict-Transport-Security"]
    app.extensions["chancery"].close()


def test_production_does_not_start_on_an_older_schema(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(mode=0o700)
    settings = replace(
        settings_for(tmp_path / "home"),
        mode="production",
        secure_cookies=True,
        trusted_hosts=("chancery.example",),
    )
    with pytest.raises(Misconfigured, match="migrations"):
        create_app(settings)


def test_signing_out_clears_what_the_browser_kept(client: FlaskClient, house: House) -> None:
    an_account(house)
    sign_in(client)
    assert "Clear-Site-Data" in send(client, "/sign-out", "/account").headers
