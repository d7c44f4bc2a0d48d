"""`flask users` and `flask audit`: what they print, and how they fail."""

from __future__ import annotations

import re

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient

from app.wiring import House
from tests.people import an_account, send, sign_in
from tests.second_factors import with_factor

_PASSWORD = re.compile(r"shown this once: (\S+)")


def _run(app: Flask, *words: str, typed: str = "") -> Result:
    return app.test_cli_runner().invoke(args=list(words), input=typed)


def test_a_created_account_signs_in_with_the_password_printed(
    app: Flask, client: FlaskClient
) -> None:
    done = _run(
        app,
        *("users", "create", "a.linden", "--display-name", "Anna Linden", "--role", "reader"),
        *("--level", "restricted", "--compartment", "HR-CHN", "--party", "can"),
    )
    assert done.exit_code == 0, done.output
    assert "a.linden: reader, Restricted/HR-CHN, serves CAN." in done.output
    password = _PASSWORD.search(done.output)
    assert password
    assert sign_in(client, password=password[1]).location == "/"


def test_a_password_given_on_standard_input_is_not_printed(app: Flask) -> None:
    done = _run(app, "users", "create", "b", "--password-stdin", typed="x\n")
    assert done.exit_code == 1
    words = "seven herons over the lake"
    done = _run(app, "users", "create", "b.new", "--password-stdin", typed=f"{words}\n")
    assert done.exit_code == 0
    assert words not in done.output


def test_a_password_typed_twice_is_taken(app: Flask) -> None:
    words = "seven herons over the lake"
    done = _run(app, "users", "create", "b.new", "--prompt", typed=f"{words}\n{words}\n")
    assert done.exit_code == 0


def test_accounts_are_listed_cleared_disabled_and_opened_again(app: Flask, house: House) -> None:
    assert "no accounts yet" in _run(app, "users", "list").output
    an_account(house, compartments=frozenset({"PEN"}))
    cleared = _run(
        app, "users", "clear", "A.Linden", "--level", "Secret", "--compartment", "none",
        "--party", "none", "--role", "registrar",
    )  # fmt: skip
    assert "a.linden is now registrar, Secret." in cleared.output
    assert _run(app, "users", "disable", "a.linden").exit_code == 0
    assert "(disabled)" in _run(app, "users", "list").output
    assert _run(app, "users", "reset-password", "a.linden").exit_code == 0
    assert "(disabled)" not in _run(app, "users", "list").output


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("clear", "nobody", "--level", "Secret"), "There is no account named 'nobody'"),
        (("clear", "a.linden"), "Say what to set"),
        (("clear", "a.linden", "--level", "Cosmic"), "There is no level 'Cosmic'"),
        (("clear", "a.linden", "--compartment", "X"), "There is no compartment X"),
        (("create", "a.linden"), "There is an account named a.linden already."),
        (("create", "A B"), "An account name has"),
        (("disable", "nobody"), "There is no account named 'nobody'"),
        (("reset-password", "nobody"), "There is no account named 'nobody'"),
    ],
)
def test_a_failure_is_one_line_a_person_understands(
    app: Flask, house: House, words: tuple[str, ...], message: str
) -> None:
    an_account(house)
    failed = _run(app, "users", *words)
    assert failed.exit_code == 1
    assert message in failed.stderr
    assert "Traceback" not in failed.output


def test_every_command_shows_an_example(app: Flask) -> None:
    for group, name in (
        *(("users", name) for name in ("create", "clear", "disable", "reset-password", "list")),
        *(("users", name) for name in ("invite", "reset-factor", "sessions", "sign-out")),
        ("audit", "verify"),
    ):
        shown = _run(app, group, name, "--help")
        assert shown.exit_code == 0
        assert "Example" in shown.output
        assert f".venv/bin/flask --app app {group} {name}" in shown.output


def test_an_invitation_is_printed_and_again_until_it_is_accepted(
    app: Flask, client: FlaskClient
) -> None:
    def invite() -> str:
        done = _run(app, "users", "invite", "b.new", "--level", "Official", "--compartment", "PEN")
        assert done.exit_code == 0, done.output
        return done.output.strip().splitlines()[-1].removeprefix("http://127.0.0.1:5000")

    first, second = invite(), invite()
    assert client.get(first).status_code == 404
    words = "seven herons over the lake"
    assert send(client, second, second, password=words, again=words).status_code == 302
    assert sign_in(client, "b.new", words).location == "/"
    assert _run(app, "users", "invite", "b.new").exit_code == 1
    unsent = _run(app, "users", "invite", "c.new", "--mail", "c@ministry.example")
    assert "No mail relay is set up here." in unsent.stderr
    assert "/link/" in unsent.stdout


def test_sessions_are_listed_and_ended_and_a_factor_reset(app: Flask, house: House) -> None:
    an_account(house)
    assert "signed in nowhere" in _run(app, "users", "sessions", "a.linden").output
    client = app.test_client()
    sign_in(client)
    assert "127.0.0.1" in _run(app, "users", "sessions", "A.Linden").output
    assert "1 session ended." in _run(app, "users", "sign-out", "a.linden").output
    assert client.get("/account").status_code == 302
    assert _run(app, "users", "reset-factor", "a.linden").exit_code == 1
    with_factor(house)
    assert _run(app, "users", "reset-factor", "a.linden").exit_code == 0
    assert "no account named" in _run(app, "users", "sessions", "nobody").stderr


def test_the_trail_is_verified_and_tampering_fails_the_command(app: Flask, house: House) -> None:
    an_account(house)
    whole = _run(app, "audit", "verify")
    assert whole.exit_code == 0
    assert "whole: 1 entries" in whole.output
    end = whole.output.split("Its end: ")[1].strip()
    assert _run(app, "audit", "verify", "--checkpoint", end).exit_code == 0
    assert _run(app, "audit", "verify", "--checkpoint", "nonsense").exit_code == 1
    with house.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE audit_entry SET action = 'nothing'")
    broken = _run(app, "audit", "verify")
    assert broken.exit_code == 1
    assert "Entry 1 was changed" in broken.stderr
