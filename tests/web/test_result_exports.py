"""Taking results away: by links of the page and by the command, recorded, in order, cut with a word."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.audit_chain import AuditFilter
from app.domain.principals import Role
from app.services import audit, result_exports
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import SCHEME, a_principal
from tests.people import an_account, sign_in, speaks
from tests.reading_lists import read_csv
from tests.searching import registered

FORMATS = [one.extension for one in result_exports.formats()]


@pytest.fixture
def reader(client: FlaskClient, house: House) -> FlaskClient:
    an_account(house)
    sign_in(client)
    return client


@pytest.fixture
def letters(house: House) -> None:
    registered(
        house,
        title="=Custody of lawyers",
        signed_by=["CAN", "JPN"],
        label="Public",
        languages=("en", "fr"),
        summary="A summary of custody that stays here",
    )
    registered(house, title="Custody of editors", signed_by=["CAN"], label="Official", date="2019")
    registered(house, title="Custody of spies", signed_by=["HUN"], label="Secret")
    run_pending_jobs(house)


def entries_of(house: House) -> list[audit.AuditLine]:
    with house.work() as work:
        auditor = a_principal(role=Role.AUDITOR)
        found = audit.entries(auditor, work, AuditFilter(action=result_exports.EXPORTED))
        return list(found.entries)


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize("extension", FORMATS)
def test_the_page_links_to_every_format(reader: FlaskClient, extension: str) -> None:
    page = reader.get("/search?q=custody&f=signatory:CAN&page=1")
    link = f"/search/results.{extension}?q=custody&amp;f=signatory%3ACAN"
    assert f'href="{link}"' in page.text
    answer = reader.get(link.replace("&amp;", "&"))
    assert answer.status_code == 200
    name = answer.headers["Content-Disposition"]
    assert name == f'attachment; filename="chancery-results-20261123-OFFICIAL.{extension}"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert b"spies" not in answer.data
    assert b"stays here" not in answer.data


@pytest.mark.usefixtures("letters")
def test_rows_stand_in_the_order_of_the_page_and_bear_their_markings(reader: FlaskClient) -> None:
    rows = read_csv(reader.get("/search/results.csv?q=custody&sort=newest").data)
    assert [row["title"] for row in rows] == ["Custody of editors", "'=Custody of lawyers"]
    assert [row["marking"] for row in rows] == ["OFFICIAL", "PUBLIC"]
    assert {row["marking_of_file"] for row in rows} == {"OFFICIAL"}
    assert rows[1]["languages"] == "en fr"
    assert rows[1]["signatories"] == "Canada; Japan"
    assert rows[1]["address"].startswith("http://127.0.0.1:5000/r/JL-2017-")
    oldest = read_csv(reader.get("/search/results.csv?q=custody&sort=oldest").data)
    assert [row["reference"] for row in oldest] == [row["reference"] for row in reversed(rows)]


@pytest.mark.usefixtures("letters")
def test_taking_away_is_recorded_with_ids_and_format_and_no_word(
    reader: FlaskClient, house: House
) -> None:
    reader.get("/search/results.ris?q=custody")
    (entry,) = entries_of(house)
    assert len(entry.objects) == 2
    assert entry.details == {"format": "ris", "records": "2", "label": "Official"}


@pytest.mark.usefixtures("letters")
def test_what_is_cut_says_so_on_the_page_in_the_file_and_in_its_name(
    reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(result_exports, "MOST_LISTED", 1)
    assert "The first 1 of 2 texts, in this order." in reader.get("/search?q=custody").text
    answer = reader.get("/search/results.json?q=custody&sort=newest")
    found = json.loads(answer.data)
    assert (found["total"], found["is_cut"], len(found["records"])) == (2, True, 1)
    assert "-first-1-of-2-OFFICIAL.json" in answer.headers["Content-Disposition"]


@pytest.mark.usefixtures("letters")
def test_a_list_from_a_broken_index_says_that_it_is_incomplete(
    reader: FlaskClient, house: House
) -> None:
    for cell in house.search.cells():
        house.search.drop(cell)
    answer = reader.get("/search/results.json?q=custody")
    assert "-incomplete-PUBLIC.json" in answer.headers["Content-Disposition"]
    assert "being rebuilt" in json.loads(answer.data)["notices"][0]


def test_what_only_an_emergency_let_one_have_says_so_in_its_marking() -> None:
    label = SCHEME.parse("Official/HR-CHN/REL CAN,GBR")
    usual = a_principal("Official")
    assert result_exports.file_marking(usual, label) == "OFFICIAL · HR-CHN · REL CAN, GBR"
    under = replace(usual, emergency="1f3e5a7c-0000-4000-8000-000000000000")
    assert result_exports.file_marking(under, label).endswith(
        "made under emergency access 1f3e5a7c"
    )


@pytest.mark.usefixtures("letters")
def test_what_cannot_be_taken_away_is_refused(reader: FlaskClient, house: House) -> None:
    assert reader.get("/search/results.exe?q=custody").status_code == 404
    assert reader.get("/search/results.csv?q=(").status_code == 400
    assert reader.get("/search/results.csv?f=nonsense").status_code == 400
    assert entries_of(house) == []


@pytest.mark.usefixtures("letters")
def test_a_list_with_nothing_in_it_is_offered_to_nobody_and_still_a_file(
    reader: FlaskClient,
) -> None:
    assert "Take away" not in reader.get("/search?q=nothinghere").text
    answer = reader.get("/search/results.csv?q=nothinghere")
    assert (answer.status_code, read_csv(answer.data)) == (200, [])


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize("extension", FORMATS)
def test_the_command_writes_the_same_bytes_as_the_page(
    app: Flask, reader: FlaskClient, tmp_path: Path, extension: str
) -> None:
    target = tmp_path / f"list.{extension}"
    words = ["search", "export", "custody", "--as", "a.linden", "--format", extension]
    result = app.test_cli_runner().invoke(args=[*words, "-o", str(target)])
    assert result.exit_code == 0, result.output
    assert "2 texts." in result.output
    assert "Its marking is Official" in result.output
    assert target.stat().st_mode & 0o077 == 0
    assert target.read_bytes() == reader.get(f"/search/results.{extension}?q=custody").data


@pytest.mark.usefixtures("letters", "reader")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("(", "--as", "a.linden"), "character"),
        (("custody", "--as", "nobody"), "nobody"),
        (("custody", "--as", "a.linden", "-o", "/nowhere/at/all.csv"), "cannot be written"),
    ],
)
def test_the_command_says_what_failed(app: Flask, words: tuple[str, ...], says: str) -> None:
    result = app.test_cli_runner().invoke(args=["search", "export", *words])
    assert result.exit_code == 1
    assert says in result.output


@pytest.mark.usefixtures("letters")
def test_the_page_speaks_french_and_the_files_stay_the_same(
    reader: FlaskClient, house: House
) -> None:
    addresses = [f"/search/results.{extension}?q=custody" for extension in FORMATS]
    english = [reader.get(address).data for address in addresses]
    speaks(house, "fr")
    assert "2 textes, dans cet ordre." in reader.get("/search?q=custody").text
    assert [reader.get(address).data for address in addresses] == english
