"""`flask archive`: what it prints, and how it fails."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app.domain.principals import Role
from app.wiring import House
from tests.people import an_account


def _run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["archive", *words])


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    path = tmp_path / "box.jsonl"
    rows = [{"id": str(n), "title": f"Letter {n}", "text": "Herons."} for n in range(3)]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_import_without_a_label_says_that_records_go_to_intake(app: Flask, letters: Path) -> None:
    done = _run(app, "import", str(letters))

    assert done.exit_code == 0, done.output
    assert "3 under Secret/INTAKE" in done.output
    assert "go to Secret/INTAKE" in done.output
    assert "Search brought up to date: 3 records." in done.output


def test_import_again_says_that_all_is_there(app: Flask, letters: Path) -> None:
    _run(app, "import", str(letters), "--label", "Official/HR-CHN", "--no-index")

    again = _run(app, "import", str(letters), "--label", "Official/HR-CHN", "--no-index")

    assert "already there            3" in again.output
    assert "INTAKE" not in again.output


def test_dry_run_changes_nothing(app: Flask, letters: Path) -> None:
    done = _run(app, "import", str(letters), "--dry-run")

    assert done.exit_code == 0, done.output
    assert "Nothing was changed" in done.output
    assert "0  records in all" in _run(app, "status").output


def test_status_counts_by_label(app: Flask, letters: Path) -> None:
    _run(app, "import", str(letters), "--label", "Official", "--no-index")

    done = _run(app, "status")

    assert done.exit_code == 0, done.output
    assert "3  Official" in done.output
    assert "3  jobs waiting" in done.output


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("gone.jsonl",), "gone.jsonl cannot be read"),
        (("box.txt",), "does not tell the format"),
        (("box.jsonl", "--label", "Cosmic"), "There is no level 'Cosmic'"),
        (("box.jsonl", "--as", "nobody"), "nobody"),
    ],
)
def test_what_cannot_be_done_is_said_on_one_line_and_exits_non_zero(
    app: Flask, words: tuple[str, ...], message: str
) -> None:
    done = _run(app, "import", *words)

    assert done.exit_code != 0
    assert message in done.stderr
    assert "Traceback" not in done.output


def test_a_damaged_file_exits_non_zero_and_names_the_report_of_bad_rows(
    app: Flask, letters: Path
) -> None:
    letters.write_bytes(b"\x1f\x8b\x08\x00 no gzip")

    done = _run(app, "import", str(letters), "--no-index")

    assert done.exit_code == 1
    assert "is damaged" in done.stderr


@pytest.mark.parametrize("table", ["", "id,name\n1,T\n", "id,title,title\n1,T,T\n"])
def test_a_table_that_stops_at_its_heading_says_that_nothing_was_taken_in(
    app: Flask, tmp_path: Path, table: str
) -> None:
    path = tmp_path / "letters.csv"
    path.write_text(table, encoding="utf-8")

    done = _run(app, "import", str(path), "--no-index")

    assert done.exit_code == 1
    assert "Nothing was taken in." in done.stderr
    assert "What came before" not in done.stderr
    assert "Import done" not in done.stdout


def test_damage_further_in_says_that_what_came_before_is_there(app: Flask, tmp_path: Path) -> None:
    rows = [json.dumps({"id": str(n), "title": f"{n * n} {n**5}"}) for n in range(3_000)]
    path = tmp_path / "box.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(rows).encode())[:-400])

    done = _run(app, "import", str(path), "--no-index")

    assert done.exit_code == 1
    assert "Import stopped before the end" in done.stdout
    assert "What came before is in the register." in done.stderr


@pytest.mark.parametrize(
    ("signatories", "words"),
    [("Canada; CAN", "1 problem is listed"), ("Atlantis; Ruritania; CH", "3 problems are listed")],
)
def test_the_problems_are_counted_as_they_stand_in_the_report(
    app: Flask, tmp_path: Path, signatories: str, words: str
) -> None:
    path = tmp_path / "letters.csv"
    path.write_text(f"id,title,signatories\nL1,T,{signatories}\n", encoding="utf-8")

    done = _run(app, "import", str(path), "--no-index")

    assert words in done.stdout
    (report,) = tmp_path.rglob("*.problems.jsonl")
    assert len(report.read_text(encoding="utf-8").splitlines()) == int(words[0])


def test_only_a_registrar_may_be_named_to_import(app: Flask, house: House, letters: Path) -> None:
    an_account(house, "a.linden", role=Role.READER)
    an_account(house, "r.okafor", role=Role.REGISTRAR)

    refused = _run(app, "import", str(letters), "--label", "Official", "--as", "a.linden")
    beyond = _run(app, "import", str(letters), "--label", "Secret", "--as", "r.okafor")
    done = _run(app, "import", str(letters), "--label", "Official", "--as", "r.okafor")

    assert refused.exit_code == 1
    assert beyond.exit_code == 1
    assert done.exit_code == 0, done.output


def test_demo_prints_the_passwords_once(app: Flask) -> None:
    first = _run(app, "demo")
    second = _run(app, "demo")

    assert first.exit_code == 0, first.output
    assert "added: 70" in first.output
    assert "shown this once" in first.output
    assert "added: 0" in second.output
    assert "a.linden" not in second.output


@pytest.mark.parametrize("command", ["import", "demo", "status"])
def test_every_command_has_help_with_an_example(app: Flask, command: str) -> None:
    done = _run(app, command, "--help")

    assert done.exit_code == 0
    assert f".venv/bin/flask --app app archive {command}" in done.output
