"""Reports on pages and in the terminal: from searches, the basket, parties and persons; recorded, marked."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient

from app.domain.audit_chain import AuditFilter
from app.domain.errors import InvalidInput, NotFound
from app.domain.principals import Role
from app.domain.records import Demand, NamedPerson, RecordId
from app.services import accounts, audit, baskets, dossiers, reports
from app.services.audit import AuditLine
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import a_principal
from tests.houses import NOON
from tests.people import an_account, sign_in
from tests.printing import framed, pages_of, plain
from tests.reports import ON_SEVERAL
from tests.searching import registered, relabelled

SELECTIONS = [one.name for one in reports.of_selections()]
BY_SOURCE = {
    **dict.fromkeys(SELECTIONS, "source=search&q=custody"),
    "country-sheet": "party=CAN",
    "case-sheet": "person=Xie+Yang",
}
XIE = NamedPerson("Xie Yang", is_public_here=True)


@pytest.fixture
def letters(house: House) -> list[RecordId]:
    shared = {"targets": ["CHN"], "persons": (XIE,), "demands": (Demand("Release them"),)}
    found = [
        registered(house, title="Custody of lawyers", signed_by=["CAN", "JPN"], **shared),
        registered(
            house, title="Custody of editors", signed_by=["CAN"], label="Official", **shared
        ),
        registered(house, title="Custody of spies", signed_by=["CAN"], label="Secret", **shared),
    ]
    run_pending_jobs(house)
    return found


@pytest.fixture
def reader(client: FlaskClient, house: House) -> FlaskClient:
    an_account(house)
    sign_in(client)
    return client


def reports_made(house: House) -> list[AuditLine]:
    with house.work() as work:
        auditor = a_principal(role=Role.AUDITOR)
        found = audit.entries(auditor, work, AuditFilter(action=reports.REPORT_MADE))
        return list(found.entries)


def test_the_list_names_every_report_and_what_it_is_for(reader: FlaskClient) -> None:
    page = reader.get("/reports")
    for one in reports.reports():
        assert str(one.title) in page.text
        assert str(one.purpose) in page.text.replace("&#39;", "'")
    assert 'href="/reports/chronology"' in page.text
    assert 'href="/reports/record-sheet"' not in page.text


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize("name", ON_SEVERAL)
def test_a_report_is_chosen_with_its_marking_then_made_and_recorded(
    reader: FlaskClient, house: House, letters: list[RecordId], name: str
) -> None:
    page = reader.get(f"/reports/{name}?{BY_SOURCE[name]}")
    assert page.status_code == 200
    assert "2 texts that you may read" in page.text
    assert "OFFICIAL" in page.text.upper()
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text))
    assert f'action="/reports/{name}.pdf"' in page.text
    answer = reader.get(f"/reports/{name}.pdf", query_string=fields | {"copy": "2", "copies": "3"})
    assert answer.content_type == "application/pdf"
    party = "-CAN" if name == "country-sheet" else ""
    shown = f'attachment; filename="chancery-{name}{party}-20261123-OFFICIAL.pdf"'
    assert answer.headers["Content-Disposition"] == shown
    pages = pages_of(answer.data)
    assert all(framed(one, "OFFICIAL") >= 2 for one in pages)
    assert "spies" not in " ".join(pages)
    assert "Copy 2 of 3 for A.Linden" in pages[0]
    assert "made from 2 texts" in pages[0]
    (entry,) = reports_made(house)
    assert set(entry.objects) == set(letters[:2])
    assert entry.details["report"] == name
    assert entry.details["label"] == "Official"


@pytest.mark.usefixtures("letters")
def test_results_lead_to_every_report_that_can_be_made_of_them(reader: FlaskClient) -> None:
    page = reader.get("/search?q=custody&f=signatory:CAN")
    for name in SELECTIONS:
        link = f"/reports/{name}?source=search&amp;q=custody&amp;f=signatory%3ACAN"
        assert f'href="{link}"' in page.text
        assert "2 texts" in reader.get(link.replace("&amp;", "&")).text


@pytest.mark.usefixtures("letters")
def test_a_search_without_words_is_a_report_on_every_text(reader: FlaskClient) -> None:
    assert "2 texts" in reader.get("/reports/chronology?source=search").text


@pytest.mark.usefixtures("letters")
def test_pages_of_parties_and_persons_lead_to_their_sheets(reader: FlaskClient) -> None:
    assert 'href="/reports/country-sheet?party=CAN"' in reader.get("/parties/CAN").text
    assert (
        'href="/reports/case-sheet?person=xie-yang"'
        in reader.get("/authorities/persons/xie-yang").text
    )
    assert "2 texts" in reader.get("/reports/case-sheet?person=xie-yang").text
    assert "2 texts" in reader.get("/reports/country-sheet?party=Canada").text


def test_the_basket_makes_a_report_in_its_order(
    reader: FlaskClient, house: House, letters: list[RecordId]
) -> None:
    with house.work(writing=True) as work:
        principal = accounts.principal_for(work, "a.linden")
        baskets.add(principal, work, [letters[1], letters[0]])
        work.commit()
    assert "2 texts" in reader.get("/reports/search-digest?source=basket").text
    answer = reader.get("/reports/search-digest.pdf?source=basket")
    words = " ".join(pages_of(answer.data))
    assert words.index("Custody of editors") < words.index("Custody of lawyers")
    relabelled(house, letters[1], "Secret")
    again = " ".join(pages_of(reader.get("/reports/search-digest.pdf?source=basket").data))
    assert "editors" not in again
    assert "OFFICIAL" not in again


def test_without_a_source_the_page_says_what_to_do(reader: FlaskClient) -> None:
    for name, words in (
        ("chronology", "Choose a search, or put texts into your basket."),
        ("country-sheet", "Name a party, by its name or code."),
        ("case-sheet", "Name a person."),
    ):
        page = reader.get(f"/reports/{name}")
        assert page.status_code == 200
        assert words in page.text
        assert reader.get(f"/reports/{name}.pdf").location == f"/reports/{name}"


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize(
    "wrong",
    ["paper=vellum", "language=tlh", "copy=0", "copy=3&copies=2", "copies=99999", "copy=x", "f=no"],
)
def test_what_cannot_be_printed_is_refused_and_not_recorded(
    reader: FlaskClient, house: House, wrong: str
) -> None:
    answer = reader.get(f"/reports/chronology.pdf?source=search&q=custody&{wrong}")
    assert answer.status_code == 400
    assert reports_made(house) == []


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize(
    ("field", "wrong", "words"),
    [
        ("copies", "copy=7&copies=3", "There is no copy 7 of 3."),
        ("copy", "copy=x&copies=3", "Write a number."),
        ("paper", "paper=vellum", "Choose A4 or Letter."),
        ("language", "language=tlh", "Choose a language from the list."),
    ],
)
def test_what_cannot_be_printed_is_told_beside_its_field_and_nothing_typed_is_lost(
    reader: FlaskClient, field: str, wrong: str, words: str
) -> None:
    page = reader.get(f"/reports/chronology.pdf?source=search&q=custody&{wrong}")
    assert f'id="{field}-error">{words}<' in page.text
    assert f'<a href="#{field}">{words}</a>' in page.text
    assert re.search(rf'id="{field}"[^>]*aria-describedby="[^"]*{field}-error"', page.text)
    assert '<input type="hidden" name="q" value="custody">' in page.text
    if "copies=3" in wrong:
        assert 'name="copies" inputmode="numeric" value="3"' in page.text


def test_reports_that_do_not_exist_are_not_found(reader: FlaskClient) -> None:
    for address in ("nothing", "nothing.pdf"):
        assert reader.get(f"/reports/{address}").status_code == 404


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize(
    ("report", "asked", "words"),
    [
        ("country-sheet", "party=ZZZ", "ZZZ"),
        ("country-sheet", "party=Canadia", "No party on record is called"),
        ("case-sheet", "person=Nobody+Atall", "No text that you may read names Nobody Atall."),
        ("chronology", "source=basket", "Your basket is empty."),
    ],
)
def test_what_nothing_can_be_made_from_is_asked_for_again_and_never_printed(
    reader: FlaskClient, house: House, report: str, asked: str, words: str
) -> None:
    page = reader.get(f"/reports/{report}?{asked}")
    assert page.status_code == 200
    assert words in html.unescape(page.text)
    if "source" not in asked:
        name, _, value = asked.replace("+", " ").partition("=")
        assert f'name="{name}" value="{value}"' in page.text
    answer = reader.get(f"/reports/{report}.pdf?{asked}")
    assert answer.location == f"/reports/{report}?{asked}"
    assert reports_made(house) == []


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_labels_speak_another_language_and_records_their_own(
    reader: FlaskClient, language: str
) -> None:
    answer = reader.get(f"/reports/chronology.pdf?source=search&q=custody&language={language}")
    assert b"/Lang (%s)" % language.encode() in plain(answer.data)
    assert "lawyers" in " ".join(pages_of(answer.data))


def test_a_person_who_is_public_nowhere_is_in_no_name_of_a_file(
    reader: FlaskClient, house: House
) -> None:
    registered(house, title="A letter", persons=(NamedPerson("Zhang San"),))
    answer = reader.get("/reports/case-sheet.pdf?person=Zhang+San")
    assert "Zhang" not in answer.headers["Content-Disposition"]
    assert "Zhang" not in " ".join(pages_of(answer.data))


def test_the_record_sheet_speaks_a_language_too(
    reader: FlaskClient, letters: list[RecordId]
) -> None:
    answer = reader.get(f"/records/{letters[0]}/sheet.pdf?language=ar")
    assert b"/Lang (ar)" in plain(answer.data)
    assert reader.get(f"/records/{letters[0]}/sheet.pdf?language=xx").status_code == 400


def test_the_service_gives_the_same_bytes_for_the_same_moment_and_dossier(
    house: House, letters: list[RecordId]
) -> None:
    principal = a_principal("Official")
    with house.work() as work:
        dossier = dossiers.of_records(principal, work, letters, "A theme")
        made = [
            reports.make(principal, work, "chronology", dossier, printed_at=NOON, copy_number=copy)
            for copy in (1, 1, 2)
        ]
        with pytest.raises(NotFound):
            reports.make(principal, work, "nothing", dossier, printed_at=NOON)
        with pytest.raises(InvalidInput):
            reports.make(principal, work, "chronology", dossier, printed_at=NOON, paper="vellum")
    assert made[0].content == made[1].content != made[2].content


def test_the_hash_changes_with_the_report_what_it_is_on_and_the_versions_of_its_records(
    house: House, letters: list[RecordId]
) -> None:
    with house.work() as work:
        one, other = (
            dossiers.of_records(a_principal("Official"), work, ids, "x")
            for ids in (letters, letters[::-1])
        )
    chronology, ledger = (reports.report_named(name) for name in ("chronology", "demands-ledger"))
    digest = reports.content_sha256(chronology, one)
    assert reports.content_sha256(chronology, other) == digest
    later = replace(one, records=(replace(one.records[0], revision=9), *one.records[1:]))
    assert reports.content_sha256(chronology, later) != digest
    assert reports.content_sha256(chronology, replace(one, subject="y")) != digest
    assert reports.content_sha256(ledger, one) != digest


def test_the_hash_of_a_case_sheet_does_not_tell_whose_it_is(house: House) -> None:
    case = reports.report_named("case-sheet")
    with house.work() as work:
        nothing = dossiers.of_records(a_principal("Official"), work, [], "Xie Yang")
    other = replace(nothing, subject="Li Heping", person="Li Heping")
    assert reports.content_sha256(case, nothing) == reports.content_sha256(case, other)


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["briefing", *words])


def test_the_command_lists_reports_and_what_they_are_made_from(app: Flask) -> None:
    output = run(app, "reports").output
    for one in reports.reports():
        assert one.name in output
        assert str(one.purpose) in output


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize("name", ON_SEVERAL)
def test_the_command_writes_a_report_for_its_owner_alone(
    app: Flask, house: House, tmp_path: Path, name: str
) -> None:
    an_account(house)
    target = tmp_path / "report.pdf"
    source = {
        "country-sheet": ["--party", "CAN"],
        "case-sheet": ["--person", "Xie Yang"],
    }.get(name, ["--query", "custody"])
    done = run(app, "report", name, "--as", "a.linden", *source, "-o", str(target))
    assert done.exit_code == 0, done.output
    assert f"Wrote {target} (Official)." in done.output
    assert target.stat().st_mode & 0o777 == 0o600
    assert "spies" not in " ".join(pages_of(target.read_bytes()))
    assert len(reports_made(house)) == 1


def test_the_command_takes_references_and_refuses_what_it_cannot_make(
    app: Flask, house: House, tmp_path: Path, letters: list[RecordId]
) -> None:
    an_account(house)
    with house.work() as work:
        dossier = dossiers.of_records(a_principal("Secret"), work, letters, "x")
    by_label = {str(one.label): one.reference for one in dossier.records}
    target = tmp_path / "report.pdf"
    words = ["report", "chronology", "--as", "a.linden", "-o", str(target)]
    assert run(app, *words, "--ref", by_label["Public"]).exit_code == 0
    hidden = run(app, *words, "--ref", by_label["Secret"])
    absent = run(app, *words, "--ref", "JL-2017-0000F")
    assert hidden.exit_code == absent.exit_code == 1
    assert hidden.output == absent.output
    assert "put texts into your basket" in run(app, *words).output
    assert run(app, "report", "nothing", "--as", "a.linden").exit_code == 1
