"""`flask search` and `flask worker`: the same search as on the page, rebuilding and comparing."""

from __future__ import annotations

import json
import os
import pwd
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app.domain.audit_chain import AuditFilter
from app.services import audit
from app.wiring import House
from app.worker import run_pending_jobs
from tests.people import an_account, operator
from tests.searching import registered


@pytest.fixture
def letters(house: House) -> None:
    an_account(house)
    registered(house, title="Custody of lawyers", signed_by=["CAN", "JPN"], label="Public")
    registered(house, title="Custody of spies", signed_by=["HUN"], label="Secret")
    run_pending_jobs(house)


def _run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=list(words))


@pytest.mark.usefixtures("letters")
def test_query_gives_json_of_what_the_account_may_read(app: Flask) -> None:
    result = _run(app, "search", "query", "custody", "--as", "a.linden", "--json")
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert answer["total"] == 1
    (found,) = answer["results"]
    assert found["reference"].startswith("JL-2017-")
    assert (found["title"], found["date"]) == ("Custody of lawyers", "2017-02-27")
    assert found["title_is_supplied"] is False
    assert answer["facets"]["signatory"] == {"CAN": 1, "JPN": 1}
    assert answer["notices"] == []


@pytest.mark.usefixtures("letters")
def test_query_says_in_words_what_it_found(app: Flask) -> None:
    result = _run(app, "search", "query", "RSDL OR custody", "--as", "a.linden")
    assert result.exit_code == 0, result.output
    assert "Also searched: residential surveillance" in result.output
    assert "1 that this account may read" in result.output
    assert "27 Feb 2017" in result.output


@pytest.mark.usefixtures("letters")
def test_the_trail_names_who_sat_at_the_terminal_beside_the_account(
    app: Flask, house: House, tmp_path: Path
) -> None:
    found = json.loads(_run(app, *_QUERY, "--json").stdout)
    reference = found["results"][0]["reference"]
    sheet = ("briefing", "sheet", reference, "--as", "a.linden", "-o", str(tmp_path / "a.pdf"))
    assert _run(app, *sheet).exit_code == 0
    assert _run(app, "users", "disable", "a.linden").exit_code == 0

    with house.work() as work:
        trail = audit.entries(operator(house), work, AuditFilter()).entries
    user = pwd.getpwuid(os.getuid()).pw_name
    told = {one.action: (one.actor, one.details.get("at the terminal", "")) for one in trail}
    assert told["search"][0] == told["sheet made"][0] == "a.linden"
    assert told["account disabled"][0] == "operator"
    for action in ("search", "sheet made", "account disabled"):
        assert told[action][1].startswith(user)
    assert told["account created"] == ("operator", "")  # by no command


_QUERY = ("search", "query", "custody", "--as", "a.linden")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("custody AND (", "--as", "a.linden"), "character"),
        (("custody", "--as", "nobody"), "nobody"),
        (("custody", "--as", "a.linden", "--page", "0"), "Pages count from 1"),
    ],
)
@pytest.mark.usefixtures("letters")
def test_what_cannot_be_searched_fails_with_a_reason(
    app: Flask, words: tuple[str, ...], says: str
) -> None:
    result = _run(app, "search", "query", *words)
    assert result.exit_code == 1
    assert says in result.output


@pytest.mark.usefixtures("letters")
def test_check_exits_1_until_what_differs_is_rebuilt(app: Flask, house: House) -> None:
    assert _run(app, "search", "check").exit_code == 0
    for cell in house.search.cells():
        house.search.drop(cell)
    check = _run(app, "search", "check")
    assert check.exit_code == 1
    assert "Public: " in check.output
    rebuilt = _run(app, "search", "rebuild")
    assert (rebuilt.exit_code, rebuilt.output) == (0, "2 partitions rebuilt.\n")
    assert _run(app, "search", "check").output == "Database and partitions agree.\n"


@pytest.mark.usefixtures("letters")
def test_one_label_can_be_rebuilt_and_an_unused_one_is_refused(app: Flask) -> None:
    assert _run(app, "search", "rebuild", "--cell", "Secret").output == "1 partition rebuilt.\n"
    refused = _run(app, "search", "rebuild", "--cell", "Restricted")
    assert refused.exit_code == 1
    assert "Nothing was ever registered under Restricted" in refused.output


def test_the_worker_can_work_once_and_end(app: Flask, house: House) -> None:
    registered(house, title="Letter")
    result = _run(app, "worker", "--once")
    assert (result.exit_code, result.output) == (0, "Jobs done: 1.\n"), result.exception


def test_query_says_how_many_more_values_there_are(app: Flask, house: House) -> None:
    an_account(house)
    signed = ["CAN", "JPN", "FRA", "DEU", "GBR", "USA", "CHE"]
    registered(house, title="Custody", signed_by=signed, label="Public")
    run_pending_jobs(house)
    shown = _run(app, "search", "query", "custody", "--as", "a.linden").output
    (line,) = [one for one in shown.splitlines() if one.startswith("signatory: ")]
    assert line.endswith(" and 2 more")
    assert line.count("; ") == 4
    assert "kind: Joint letter 1" in shown.splitlines()
