"""A large export through the pages: proposed with a reason, decided by another, made within a day."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.domain.principals import Role
from app.services import records
from app.services.importing import importing_principal
from app.wiring import House
from tests.builders import SCHEME
from tests.houses import DerivedIdentifiers, FrozenClock, ready, settings_for
from tests.keeping import fill
from tests.people import send, sign_in
from tests.web.registry_pages import signed_in

PAGE = "/hand-over"
HELD = frozenset({"HR-CHN"})


@pytest.fixture
def strict(tmp_path: Path, clock: FrozenClock) -> Iterator[Flask]:
    """An installation where two records are many."""
    settings = replace(settings_for(tmp_path / "strict"), export_alone=1)
    app = create_app(settings, clock=clock, ids=DerivedIdentifiers())
    house: House = app.extensions["chancery"]
    ready(house)
    yield app
    house.close()


def _references(house: House) -> list[str]:
    with house.work() as work:
        return [
            records.read_record(importing_principal(SCHEME), work, one).reference
            for one in fill(house)
        ]


def test_two_registrars_hand_many_records_over(strict: Flask, clock: FrozenClock) -> None:
    house: House = strict.extensions["chancery"]
    one, two, three, *_ = _references(house)
    first = signed_in(house, strict.test_client(), "first", compartments=HELD)
    second = signed_in(house, strict.test_client(), "second", compartments=HELD)
    lower = signed_in(house, strict.test_client(), "lower")
    reader = signed_in(house, strict.test_client(), "reader", role=Role.READER)

    assert send(first, PAGE, PAGE, references=one, query="", reason="").data[:2] == b"PK"
    chosen = {"references": f"{one} {two} {three}", "query": ""}
    asked = send(first, PAGE, PAGE, **chosen, reason="")
    assert asked.status_code == 400
    assert asked.text.count("second registrar") >= 2
    assert three in asked.text
    address = send(first, PAGE, PAGE, **chosen, reason="For <the> tribunal").location

    own = first.get(address).text
    assert "You proposed it, so another registrar decides." in own
    assert "For &lt;the&gt; tribunal" in own
    assert "Approve the export" not in own
    assert send(first, f"{address}/decision", address, decision="approve").status_code == 403
    assert address in second.get(f"{PAGE}/proposals").text
    assert address not in lower.get(f"{PAGE}/proposals").text
    assert lower.get(address).status_code == 404
    assert reader.get(address).status_code == 403

    wordless = send(second, f"{address}/decision", address, decision="approve", reason=" ")
    assert wordless.status_code == 400
    assert 'role="alert"' in wordless.text
    assert send(second, f"{address}/decision", address, decision="x", reason="x").status_code == 400
    said = {"decision": "approve", "reason": "Looked through"}
    assert send(second, f"{address}/decision", address, **said).location == address
    assert send(second, f"{address}/decision", PAGE, **said).status_code == 409
    assert send(second, f"{address}/bag", PAGE).status_code == 400

    made = send(first, f"{address}/bag", address)
    with zipfile.ZipFile(io.BytesIO(made.data)) as bag:
        assert sum(name.endswith("description.json") for name in bag.namelist()) == 3
    clock.advance(days=1)
    again = signed_in_again(strict, "first")
    assert "The approval has ended" in again.get(address).text
    assert send(again, f"{address}/bag", PAGE).status_code == 400


def signed_in_again(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    sign_in(client, name)
    return client
