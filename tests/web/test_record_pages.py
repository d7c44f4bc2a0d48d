"""Pages on records through the whole application: the way back, CSV, references, neighbours, markup."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from app.domain.nothing import NOT_KNOWN
from app.domain.principals import Role
from app.domain.records import PartyCode, RecordId, Signature
from app.services import accounts, records, registration
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import SCHEME, a_draft
from tests.people import an_account, sign_in

Register = Callable[..., RecordId]
_TOKEN = re.compile(r'name="csrf_token" value="[^"]+"')


@pytest.fixture
def register(house: House) -> Register:
    """`register(label="Public", title=...)` registers a record and brings it into the index."""
    system = accounts.system_principal(house.settings.label_scheme)

    def add(**described: Any) -> RecordId:
        with house.work(writing=True) as work:
            record_id = registration.register(system, work, a_draft(**described))
            work.commit()
        run_pending_jobs(house)
        return record_id

    return add


@pytest.fixture
def reader(house: House, client: FlaskClient) -> FlaskClient:
    an_account(house, role=Role.READER, level="Official")
    sign_in(client)
    return client


def _reference(house: House, record_id: RecordId) -> str:
    system = accounts.system_principal(house.settings.label_scheme)
    with house.work() as work:
        return records.read_record(system, work, record_id).reference


def test_a_title_of_our_own_has_brackets_on_its_page_and_none_in_lists(
    reader: FlaskClient, register: Register
) -> None:
    record_id = register(title="Letter on herons", title_is_supplied=True, signed_by=["CAN"])

    assert "[Letter on herons]</h1>" in reader.get(f"/records/{record_id}").text
    for address in ("/", "/search?q=herons", "/parties/CAN"):
        page = reader.get(address).text
        assert "Letter on herons</a>" in page, address
        assert "[Letter on herons]" not in page, address


def test_markup_in_a_title_stays_text(reader: FlaskClient, register: Register) -> None:
    record_id = register(title='<script>alert("x")</script> & <b>bold</b>')

    page = reader.get(f"/records/{record_id}").text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "<b>bold" not in page


def test_a_title_in_arabic_carries_its_language_and_finds_its_direction(
    reader: FlaskClient, register: Register
) -> None:
    record_id = register(title="ثلاثة عشر مطلبًا", title_language="ar")

    page = reader.get(f"/records/{record_id}").text

    assert '<h1 class="record-title" dir="auto" lang="ar">' in page


def test_every_page_begins_and_ends_with_its_marking(
    reader: FlaskClient, register: Register
) -> None:
    record_id = register(label="Official")

    page = reader.get(f"/records/{record_id}").text

    assert page.count("<b>OFFICIAL</b> highest marking on this page") == 2


def test_signatories_as_csv_hold_no_formula(reader: FlaskClient, register: Register) -> None:
    record_id = register(
        signatures=(
            Signature(PartyCode("CAN"), name_as_signed="=HYPERLINK(1)", person="@nobody"),
            Signature(PartyCode("JPN"), name_as_signed="日本国", person=NOT_KNOWN),
        )
    )

    answer = reader.get(f"/records/{record_id}/signatories.csv")
    head, first, second = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))

    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert head[2:7] == ["order", "code", "party", "as signed", "person"]
    assert first[2:7] == ["1", "CAN", "Canada", "'=HYPERLINK(1)", "'@nobody"]
    assert second[3:7] == ["JPN", "Japan", "日本国", "not known"]


def test_every_row_of_the_csv_and_its_name_bear_the_marking(
    house: House, client: FlaskClient, register: Register
) -> None:
    an_account(house, compartments=frozenset({"HR-CHN"}))
    sign_in(client)
    record_id = register(label="Official/HR-CHN", signed_by=["CAN", "JPN"])
    reference = _reference(house, record_id)

    answer = client.get(f"/records/{record_id}/signatories.csv")
    head, *rows = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))

    assert head[:2] == ["marking", "reference"]
    assert [row[:2] for row in rows] == [["OFFICIAL · HR-CHN", reference]] * 2
    assert f"{reference}-signatories-OFFICIAL-HR-CHN.csv" in answer.headers["Content-Disposition"]


def test_the_history_is_marked_as_what_it_shows(
    house: House, reader: FlaskClient, register: Register
) -> None:
    """Not as the records it is related to, but as the cell each revision was written in."""
    plain = register(label="Public", title="Public letter", title_is_supplied=True)
    lowered = register(label="Official")
    with house.work(writing=True) as work:
        label = house.settings.label_scheme.parse("Public")
        registration.relabel(
            accounts.system_principal(house.settings.label_scheme), work, lowered, label, "Reviewed"
        )
        work.commit()

    pages = [reader.get(f"/records/{one}/history").text for one in (plain, lowered)]

    assert "<b>PUBLIC</b> highest marking" in pages[0]
    assert "[Public letter]" in pages[0]
    assert "<b>OFFICIAL</b> highest marking" in pages[1]


def test_compartments_are_told_apart_on_the_strip() -> None:
    assert SCHEME.parse("Secret/SEC/EU-COORD/REL CAN").details == "EU-COORD · SEC · REL CAN"


def test_taking_the_signatories_is_recorded(
    house: House, reader: FlaskClient, register: Register
) -> None:
    record_id = register(label="Official")
    an_account(house, "t.weber", role=Role.AUDITOR, level="Public")

    reader.get(f"/records/{record_id}/signatories.csv")
    auditor = reader.application.test_client()
    sign_in(auditor, "t.weber")
    trail = auditor.get("/audit").text

    assert "signatories taken" in trail
    assert record_id in trail


def test_a_reference_leads_to_its_record_however_it_is_typed(
    house: House, reader: FlaskClient, register: Register
) -> None:
    record_id = register()
    reference = _reference(house, record_id)

    for typed in (reference, reference.lower()):
        answer = reader.get(f"/r/{typed}")

        assert answer.status_code == 302
        assert answer.location == f"/records/{record_id}"


def test_a_hidden_reference_is_not_found(
    house: House, reader: FlaskClient, register: Register
) -> None:
    hidden = _reference(house, register(label="Secret"))

    refused = [reader.get(f"/r/{one}") for one in (hidden, "JL-2017-00000")]

    assert [one.status_code for one in refused] == [404, 404]
    assert len({_TOKEN.sub("", one.text) for one in refused}) == 1


def test_the_way_back_leads_only_to_the_search(reader: FlaskClient, register: Register) -> None:
    record_id = register()
    hostile = {"from": 'q="><script>&f=https://elsewhere.example', "n": "3", "of": "14"}
    friendly = {"from": "q=torture&f=target:CHN", "n": "3", "of": "14"}

    refused = reader.get(f"/records/{record_id}?{urlencode(hostile)}").text
    shown = reader.get(f"/records/{record_id}?{urlencode(friendly)}").text

    assert not re.search(r'(?:href|action)="[^"]*elsewhere\.example', refused)
    assert "<script>&" not in refused
    assert 'href="/search?q=torture&amp;f=target%3ACHN"' in shown
    assert "3 of 14" in shown


@pytest.mark.parametrize("place", ["0", "-1", "x", "", "9" * 30])
def test_a_place_that_is_none_is_left_out(
    reader: FlaskClient, register: Register, place: str
) -> None:
    record_id = register()

    answer = reader.get(f"/records/{record_id}?{urlencode({'from': 'q=a', 'n': place})}")

    assert answer.status_code == 200
    assert "data-way-back" not in answer.text


def test_the_next_record_of_a_search_is_the_next_the_reader_may_read(
    reader: FlaskClient, register: Register
) -> None:
    register(label="Secret", title="Herons, hidden", date="2018")
    later = register(title="Herons, later", date="2019")
    earlier = register(title="Herons, earlier", date="2016")
    search = "q=herons&sort=oldest"

    places = [
        reader.get(f"/records/in-search?{urlencode({'from': search, 'n': number})}")
        for number in (1, 2, 3)
    ]

    assert places[0].location.startswith(f"/records/{earlier}?")
    assert places[1].location.startswith(f"/records/{later}?")
    assert "of=2" in places[1].location
    assert places[2].location == "/search?q=herons&sort=oldest"
    assert reader.get("/records/in-search").location == "/search"


def test_the_history_of_a_hidden_record_is_not_found(
    reader: FlaskClient, register: Register
) -> None:
    record_id = register(label="Secret")

    assert reader.get(f"/records/{record_id}/history").status_code == 404
    assert reader.get(f"/records/{record_id}/signatories.csv").status_code == 404
