"""Parties, groupings and levels by their French names on French pages; papers and codes stay as they are."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from lxml import html

from app.domain.records import Addressee, PartyCode, RecordId, Signature
from app.wiring import House
from tests.people import an_account, sign_in, speaks
from tests.searching import indexed

SIGNED = ("DEU", "ESP", "SWE", "ZAF", "BFA")


@pytest.fixture
def record_id(house: House, client: FlaskClient) -> RecordId:
    """A letter to China, and a reader of French who is signed in."""
    found = indexed(
        house,
        title="On the lawyers",
        label="Official",
        date="1983-05-01",
        signatures=(
            *(Signature(PartyCode(one)) for one in SIGNED),
            Signature(PartyCode("JPN"), name_as_signed="Japan"),
        ),
        to=[Addressee(party=PartyCode("CHN"), office="Minister of Tests")],
        targets=["CHN"],
    )
    an_account(house)
    speaks(house, "fr")
    sign_in(client)
    return found


def test_a_record_names_parties_in_french_as_they_were_called_then(
    client: FlaskClient, record_id: RecordId
) -> None:
    page = client.get(f"/records/{record_id}").text

    for name in ("Allemagne", "Afrique du Sud", "Haute-Volta", "Minister of Tests, Chine", "UE"):
        assert name in page
    for name in ("Germany", "South Africa", "Upper Volta", "Burkina"):
        assert name not in page
    assert "signé comme" in page or "Japan" in page  # as it was signed, beside the French name
    assert "OFFICIAL</b> (Officiel)" in page  # as papers bear it, and what that is called
    listed = client.get(f"/records/{record_id}/signatories.csv").text
    assert "Germany" in listed
    assert "Allemagne" not in listed


@pytest.mark.usefixtures("record_id")
def test_facets_stand_in_the_order_of_the_names_shown_with_the_same_codes(
    client: FlaskClient,
) -> None:
    page = html.fromstring(client.get("/search?q=lawyers").text)
    links = page.xpath("//section[@aria-labelledby='facet-signatory-heading']//li/a[not(@class)]")
    shown = [
        (one.text_content().strip(), re.findall(r"signatory(?::|%3A)(\w+)", one.get("href")))
        for one in links
    ]

    assert shown == [
        ("Afrique du Sud", ["ZAF"]),
        ("Allemagne", ["DEU"]),
        ("Burkina Faso", ["BFA"]),
        ("Espagne", ["ESP"]),
        ("Japon", ["JPN"]),
        ("Suède", ["SWE"]),
    ]


@pytest.mark.parametrize("query", ["signedby:Allemagne", "signedby:Haute-Volta", "group:UE>=1"])
def test_french_names_are_searched(client: FlaskClient, record_id: RecordId, query: str) -> None:
    assert f"/records/{record_id}" in client.get("/search", query_string={"q": query}).text


@pytest.mark.usefixtures("record_id")
def test_lists_of_parties_and_groupings_are_french_and_found_by_either_name(
    client: FlaskClient,
) -> None:
    page = html.fromstring(client.get("/parties").text)
    names = [one.text_content() for one in page.xpath("//tbody/tr/th")]
    assert names == [
        *("Afrique du Sud", "Allemagne", "Burkina Faso", "Chine", "Espagne", "Japon", "Suède"),
    ]
    assert "Organisation du Traité de l’Atlantique Nord" in page.text_content()
    for wanted in ("allem", "germ"):
        assert "/parties/DEU" in client.get(f"/parties?q={wanted}").text
    nato = client.get("/parties/NATO?at=2012").text
    assert nato.index("Albanie") < nato.index("Allemagne") < nato.index("Belgique")
    assert "Alliance" in nato
    assert "Fondateurs : entrée en vigueur" in nato


@pytest.mark.usefixtures("record_id")
def test_completing_offers_the_french_name_that_a_form_understands(
    client: FlaskClient,
) -> None:
    def first(typed: str) -> dict[str, str]:
        found = client.get("/complete/parties", query_string={"q": typed}).json
        assert found
        one: dict[str, str] = found["completions"][0]
        return one

    assert first("allemag") == {"value": "Allemagne", "label": "Allemagne", "hint": "DEU"}
    assert first("germany") == {"value": "Allemagne", "label": "Germany", "hint": "Allemagne"}
    assert first("COG")["value"] == "COG"  # « Congo » may be two states
