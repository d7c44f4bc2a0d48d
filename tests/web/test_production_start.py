"""A server in production does not start unsafely, and a bad setting is one line, not a trace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.cli import FlaskGroup

from app import create_app
from app.domain.errors import Misconfigured
from config import Settings
from tests.houses import settings_for

STRONG = "0123456789abcdefghijklmnopqrstuvwxyz"


@pytest.fixture
def safe(tmp_path: Path) -> Settings:
    """Settings with which production starts, once its database is there."""
    home = tmp_path / "home"
    return settings_for(
        home,
        mode="production",
        secret_key=STRONG,
        trusted_hosts=("chancery.example",),
        secure_cookies=True,
    )


def _refusal(settings: Settings) -> str:
    with pytest.raises(Misconfigured) as refused:
        settings.check_production()
    return str(refused.value)


def test_safe_settings_are_not_refused(safe: Settings) -> None:
    safe.check_production()


@pytest.mark.parametrize("key", ["", "short", "a" * 64, "abcdabcd" * 8])
def test_a_weak_key_is_refused(safe: Settings, key: str) -> None:
    assert "CHANCERY_SECRET_KEY" in _refusal(replace(safe, secret_key=key))


@pytest.mark.parametrize("host", ["*", ".*", "http://a.example", "a b", "a.example/x"])
def test_what_is_no_host_name_is_refused(safe: Settings, host: str) -> None:
    assert "no host name" in _refusal(replace(safe, trusted_hosts=(host,)))


@pytest.mark.parametrize("host", ["a.example", ".a.example", "a.example:8443", "LOCALHOST"])
def test_host_names_are_taken(safe: Settings, host: str) -> None:
    replace(safe, trusted_hosts=(host,)).check_production()


@pytest.mark.parametrize("name", ["CHANCERY_DEBUG", "FLASK_DEBUG"])
def test_every_switch_for_debugging_is_seen(tmp_path: Path, name: str) -> None:
    environment = {"CHANCERY_HOME": str(tmp_path), "CHANCERY_MODE": "production", name: "1"}
    assert "debugging must be off" in _refusal(Settings.from_environment(environment))


def test_a_database_outside_the_home_that_others_can_read_is_refused(
    safe: Settings, tmp_path: Path
) -> None:
    open_folder = tmp_path / "open"
    open_folder.mkdir()
    open_folder.chmod(0o755)
    elsewhere = replace(safe, database_url=f"sqlite:///{open_folder / 'x.db'}")
    assert f"{open_folder} can be read by others" in _refusal(elsewhere)


def test_every_reason_is_given_at_once(safe: Settings) -> None:
    told = _refusal(replace(safe, secret_key="", trusted_hosts=(), debug=True))
    for word in ("CHANCERY_SECRET_KEY", "CHANCERY_TRUSTED_HOSTS", "debugging"):
        assert word in told


def _flask(settings: Settings, *words: str) -> Result:
    group = FlaskGroup(create_app=lambda: create_app(settings))
    return CliRunner().invoke(group, list(words))


def test_the_server_that_flask_brings_is_refused_too(safe: Settings) -> None:
    refused = _flask(replace(safe, secret_key="x"), "run", "--port", "0")

    assert refused.exit_code == 1
    assert "Production start refused" in refused.output
    assert "Traceback" not in refused.output


def test_the_doctor_says_what_is_missing_where_nothing_may_start(safe: Settings) -> None:
    told = _flask(replace(safe, secret_key="", trusted_hosts=()), "doctor")

    assert told.exit_code == 1
    assert "CHANCERY_SECRET_KEY" in told.output
    assert "CHANCERY_TRUSTED_HOSTS" in told.output


@pytest.mark.parametrize("url", ["foo", "postgresql://x/y", "sqlite3:///x"])
def test_an_address_that_is_no_database_is_one_line(safe: Settings, url: str) -> None:
    told = _flask(replace(safe, mode="development", database_url=url), "users", "list")

    assert told.exit_code == 1
    assert told.output.startswith("Error: DATABASE_URL")


def test_a_home_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    told = _flask(settings_for(tmp_path / "file" / "home"), "users", "list")

    assert told.exit_code == 1
    assert told.output.startswith("Error: The folder")
