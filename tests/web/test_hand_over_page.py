"""The page of handing over: a bag for a registrar; errors keep what was typed."""

from __future__ import annotations

import io
import zipfile

import pytest
from flask.testing import FlaskClient

from app.domain.principals import Role
from app.services import records
from app.services.importing import importing_principal
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import SCHEME
from tests.keeping import fill
from tests.people import an_account, send, sign_in

PAGE = "/hand-over"


@pytest.fixture
def registrar(client: FlaskClient, house: House) -> FlaskClient:
    an_account(house, role=Role.REGISTRAR, compartments=frozenset({"HR-CHN"}))
    sign_in(client)
    return client


def references(house: House) -> list[str]:
    with house.work() as work:
        return [
            records.read_record(importing_principal(SCHEME), work, one).reference
            for one in fill(house)
        ]


def test_references_become_a_bag(registrar: FlaskClient, house: House) -> None:
    one, two, *_ = references(house)
    answer = send(registrar, PAGE, PAGE, references=f"{one.lower()}, \n{two}\n", query="")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"].startswith(
        'attachment; filename="chancery-export-'
    )
    assert answer.headers["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as bag:
        described = [name for name in bag.namelist() if name.endswith("description.json")]
    assert len(described) == 2


def test_a_search_becomes_a_bag(registrar: FlaskClient, house: House) -> None:
    references(house)
    run_pending_jobs(house)
    answer = send(registrar, PAGE, PAGE, references="", query="letter")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as bag:
        described = [name for name in bag.namelist() if name.endswith("description.json")]
    assert len(described) == 4


@pytest.mark.parametrize(
    "typed",
    [
        {"references": "", "query": ""},
        {"references": "JL-2017-0000F", "query": "letter"},
        {"references": "nonsense", "query": ""},
        {"references": "", "query": "nothing-has-this-word"},
        {"references": "", "query": '"unfinished'},
    ],
)
def test_what_cannot_be_exported_is_said_and_kept(
    registrar: FlaskClient, typed: dict[str, str]
) -> None:
    answer = send(registrar, PAGE, PAGE, **typed)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    for text in filter(None, typed.values()):
        assert text.strip('"') in answer.text


def test_a_hidden_reference_is_refused_as_an_absent_one(
    registrar: FlaskClient, house: House
) -> None:
    hidden = references(house)[4]
    answers = {
        send(registrar, PAGE, PAGE, references=one, query="").text.count("No record that you may")
        for one in (hidden, "JL-2017-0000F")
    }
    assert len(answers) == 1


def test_it_is_for_registrars(client: FlaskClient, house: House) -> None:
    an_account(house)
    sign_in(client)
    assert client.get(PAGE).status_code == 403


def test_the_page_of_the_register_leads_to_it(registrar: FlaskClient) -> None:
    assert f'href="{PAGE}"' in registrar.get("/register").text
