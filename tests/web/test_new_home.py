"""Commands on a home that nobody has used, and on one of an older version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.db import schema
from app.wiring import House
from tests.houses import ready, settings_for
from tests.people import an_account


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Flask]:
    """An application whose home holds no database yet."""
    made = create_app(settings_for(tmp_path / "home"))
    yield made
    made.extensions["chancery"].close()


READING = (
    ("archive", "status"),
    ("search", "query", "x", "--as", "a.linden"),
    ("users", "list"),
    ("users", "disable", "a.linden"),
    ("database", "status"),
)


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_a_command_that_reads_begins_no_archive_and_says_where_it_looked(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    home = tmp_path / "not" / "there"
    made = create_app(settings_for(home))

    done = made.test_cli_runner().invoke(args=words)

    assert done.exit_code == 1
    assert ".venv/bin/flask --app app database upgrade" in done.output
    assert f"There is no archive in {home}, and none was begun." in done.output
    assert "CHANCERY_HOME=/path/to/home .venv/bin/flask --app app" in done.output
    assert list(tmp_path.iterdir()) == []


def test_what_stood_in_a_home_before_stays(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "documents").mkdir(parents=True)
    made = create_app(settings_for(home))

    assert made.test_cli_runner().invoke(args=["users", "list"]).exit_code == 1
    assert [path.name for path in home.iterdir()] == ["documents"]


def test_a_command_that_fills_an_archive_begins_it_and_says_where(bare: Flask) -> None:
    done = bare.test_cli_runner().invoke(args=["users", "create", "a.linden"])

    house: House = bare.extensions["chancery"]
    assert done.exit_code == 0, done.output
    assert f"A new archive was begun in {house.settings.home}." in done.output
    assert schema.is_current(house.engine)


def test_a_database_of_an_older_version_is_refused_with_what_to_do(bare: Flask) -> None:
    house: House = bare.extensions["chancery"]
    schema.migrate(house.engine, "0001")

    done = bare.test_cli_runner().invoke(args=["archive", "status"])

    assert done.exit_code == 1
    assert ".venv/bin/flask --app app database upgrade" in done.output
    assert not schema.is_current(house.engine)


def test_in_production_a_person_makes_the_database(tmp_path: Path) -> None:
    settings = replace(settings_for(tmp_path / "home"), mode="production")
    made = create_app(replace(settings, mode="development"))
    house: House = made.extensions["chancery"]
    house.settings = settings

    done = made.test_cli_runner().invoke(args=["users", "list"])

    assert done.exit_code == 1
    assert "database upgrade" in done.output
    assert schema.is_empty(house.engine)
    house.close()


def test_what_fails_in_an_empty_home_says_which_home_it_is(bare: Flask) -> None:
    house: House = bare.extensions["chancery"]
    ready(house)
    runner = bare.test_cli_runner()
    words = ["search", "query", "x", "--as", "a.linden"]
    failed = runner.invoke(args=words)
    assert failed.exit_code == 1
    assert f"The archive in {house.settings.home} is empty: no account, no text." in failed.output
    assert "CHANCERY_HOME=/path/to/home .venv/bin/flask --app app" in failed.output

    an_account(house, "m.other")
    assert "is empty" not in runner.invoke(args=words).output
