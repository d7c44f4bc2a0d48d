"""The audit trail's page: filters, pages, and what is typed wrong."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.domain.principals import Role
from app.services import audit
from app.wiring import House
from tests.people import an_account, operator, sign_in

ID = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def auditor(client: FlaskClient, house: House) -> FlaskClient:
    an_account(house, "c.auditor", role=Role.AUDITOR)
    with house.work(writing=True) as work:
        for number in range(audit.ENTRIES_PER_PAGE + 1):
            audit.record_change(
                operator(house), work, "record amended", [ID], {"parts": f"part {number}"}
            )
        work.commit()
    sign_in(client, "c.auditor")
    return client


def test_an_auditor_sees_who_did_what_to_which(auditor: FlaskClient) -> None:
    page = auditor.get("/audit").text
    assert "record amended" in page
    assert ID in page
    assert "operator" in page


def test_an_id_leads_to_all_that_happened_to_it(auditor: FlaskClient) -> None:
    page = auditor.get("/audit").text
    assert f'href="/audit?object={ID}"' in page
    assert f"{ID[:8]}…" in page
    assert f'value="{ID}"' in auditor.get(f"/audit?object={ID}").text


def test_the_short_id_of_the_rows_leads_there_too(auditor: FlaskClient) -> None:
    for short in (ID[:8], f"{ID[:8]}…", ID[:8].upper()):
        page = auditor.get("/audit", query_string={"object": short})
        assert page.status_code == 200
        assert "record amended" in page.text
    nothing = auditor.get("/audit?object=ffffffff").text
    assert ID not in nothing


def test_a_day_that_is_none_is_named(auditor: FlaskClient) -> None:
    answer = auditor.get("/audit?to=2026-02-30")
    assert answer.status_code == 400
    assert "February 2026 has no day 30." in answer.text


def test_what_concerns_no_record_says_so(auditor: FlaskClient) -> None:
    assert "no record or account" in auditor.get("/audit?action=audit+viewed").text


def test_filters_narrow_and_travel_along_with_the_pages(auditor: FlaskClient) -> None:
    first = auditor.get("/audit?action=record+amended").text
    assert f"part {audit.ENTRIES_PER_PAGE}" in first
    assert "part 0<" not in first
    assert "signed in</td>" not in first
    assert "action=record+amended" in first
    second = auditor.get("/audit?action=record+amended&page=2").text
    assert "part 0" in second


@pytest.mark.parametrize(
    ("query", "entries"),
    [
        (f"object={ID}", True),
        ("object=22222222-2222-4222-8222-222222222222", False),
        ("actor=operator&from=2026-11-23&to=2026-11-23", True),
        ("from=2026-11-24", False),
        ("to=2026-11-22", False),
        ("actor=nobody", False),
    ],
)
def test_each_filter_finds_what_it_says(auditor: FlaskClient, query: str, entries: bool) -> None:
    answer = auditor.get(f"/audit?{query}")
    assert answer.status_code == 200
    assert ("data-row" in answer.text) == entries


def test_a_page_past_the_end_is_the_last_one(auditor: FlaskClient) -> None:
    page = auditor.get("/audit?page=9999&action=record+amended").text

    assert "page 2 of 2" in page
    assert "part 0" in page
    assert auditor.get("/audit?page=9999&actor=nobody").text.count("page 1 of 1") == 1


def test_a_last_day_before_the_first_is_said_beside_it(auditor: FlaskClient) -> None:
    answer = auditor.get("/audit?from=2026-11-24&to=2026-11-23")

    assert answer.status_code == 400
    assert "This day lies before the one in From" in answer.text
    assert 'value="2026-11-23"' in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "from=yesterday",
        "object=%25",
        "object=1234567",
        "from=9999-12-31",
        "to=9999-12-31",
        "from=1",
    ],
)
def test_a_filter_typed_wrong_says_what_to_write(auditor: FlaskClient, query: str) -> None:
    answer = auditor.get(f"/audit?{query}")
    assert answer.status_code == 400
    assert "Write" in answer.text


@pytest.mark.parametrize("page", ["0", "-1", "x", "1" * 40, "²", ""])
def test_a_page_that_is_none_is_answered(auditor: FlaskClient, page: str) -> None:
    assert auditor.get("/audit", query_string={"page": page}).status_code == 200
