"""Completing a query as one types: fields and values, in the reader's language, of readable texts alone."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from app.domain.records import Addressee, NamedPerson, PartyCode, Signature
from app.search.syntax import parse
from app.wiring import House
from tests.people import an_account, sign_in, speaks
from tests.searching import registered


@pytest.fixture
def reader(client: FlaskClient, house: House) -> FlaskClient:
    minister = Addressee(party=PartyCode("CHN"), office="Minister of Open Doors")
    person = (NamedPerson("Zed Öpen"),)
    registered(house, persons=person, to=(minister,), subjects=("open seas",), label="Public")
    hidden = Addressee(party=PartyCode("CHN"), office="Minister of Canaries")
    registered(
        house,
        persons=(NamedPerson("Zed Canary"),),
        to=(hidden,),
        subjects=("canary seas",),
        label="Secret",
    )
    an_account(house)
    sign_in(client)
    return client


def completed(reader: FlaskClient, typed: str) -> dict[str, Any]:
    answer = reader.get("/complete/query", query_string={"q": typed})
    found: dict[str, Any] = answer.json
    return found


@pytest.mark.parametrize(
    ("typed", "start", "value"),
    [
        ("sig", 0, "signedby:"),
        ("lawyers HA", 8, "has:"),
        ("signedby:united st", 9, '"United States"'),
        ("without:(CAN OR jap", 16, "Japan"),
        ("missing:hung", 8, "Hungary"),
        ("target:allemagne", 7, "Germany"),
        ("person:ope", 7, '"Zed Öpen"'),
        ("on zed o", 3, 'person:"Zed Öpen"'),
        ("𠮷 minister of op", 3, 'to:"Minister of Open Doors"'),
        ("to:min", 3, '"Minister of Open Doors"'),
        ("subject:seas", 8, '"open seas"'),
        ("group:europ", 6, "EU"),
        ("group:five", 6, "FVEY"),
        ("rank:charg", 5, "charge_daffaires"),
        ("status:", 7, "signed"),
        ("outcome:met", 8, "met"),
        ("has:answer", 4, "reply"),
        ("language:fre", 9, "fr"),
        ("canada", 0, "signedby:Canada"),
    ],
)
def test_the_end_of_a_query_is_completed(
    reader: FlaskClient, typed: str, start: int, value: str
) -> None:
    found = completed(reader, typed)
    assert (found["start"], value in [one["value"] for one in found["completions"]]) == (
        start,
        True,
    )
    assert len(found["completions"]) <= 12


def test_what_is_offered_can_be_read_as_a_query(reader: FlaskClient) -> None:
    for typed in ("min", "uni", "rank:", "to:min", "group:", "has:", "kind:", "language:"):
        found = completed(reader, typed)
        assert found["completions"]
        for one in found["completions"]:
            whole = typed[: found["start"]] + one["value"]
            assert parse(whole + ("Canada" if whole.endswith(":") else "")).notices == ()


def test_nothing_is_offered_where_nothing_can_be_said(reader: FlaskClient) -> None:
    for typed in ("", "x", "detention ", "date:2", "title:det", "zzzz", "lawyers OR", "a" * 600):
        assert completed(reader, typed)["completions"] == []


def test_names_of_hidden_texts_are_offered_nowhere(reader: FlaskClient) -> None:
    for typed in ("canar", "zed canar", "person:canar", "to:minister of canar", "subject:canar"):
        assert completed(reader, typed)["completions"] == []


def test_terms_are_said_and_found_in_the_language_of_the_reader(
    reader: FlaskClient, house: House
) -> None:
    speaks(house, "fr")
    found = completed(reader, "status:retir")["completions"]
    assert [one["value"] for one in found] == ["withdrew"]
    assert found[0]["label"] != "withdrew"
    assert completed(reader, "language:angl")["completions"][0]["value"] == "en"


def test_a_name_is_offered_only_in_the_field_in_which_texts_have_it(
    reader: FlaskClient, house: House
) -> None:
    signer = Signature(PartyCode("CAN"), person="Quill Signer")
    registered(house, signatures=(signer,), title="Signed")
    assert [one["value"] for one in completed(reader, "signedby:quill s")["completions"]] == [
        '"Quill Signer"'
    ]
    for typed in ("person:quill s", "to:quill s", "quill s"):
        assert completed(reader, typed)["completions"] == []
