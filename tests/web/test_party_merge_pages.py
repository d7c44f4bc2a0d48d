"""Merging two parties on the pages of names on record, and what forms and addresses make of it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.authorities import EntryDraft, EntryKind
from app.domain.principals import Role
from app.domain.records import PartyCode, RecordId
from app.services import accounts, authority_pages, proposals, records
from app.wiring import House
from tests.builders import a_registrar
from tests.people import an_account, send
from tests.web.filling import Registrar
from tests.web.registry_pages import id_after, registered, signed_in

MERGE = "/authorities/parties/FRA/merge"
EVERYWHERE = {"signed_by": ["ZZFR", "CAN"], "targets": ["ZZFR"], "place": "Beijing"}


@pytest.fixture(autouse=True)
def _realm(house: House) -> None:
    with house.work(writing=True) as work:
        registrar = a_registrar()
        draft = EntryDraft(EntryKind.PARTY, "Gallic Realm", code="ZZFR", party_kind="state")
        made = proposals.propose(registrar, work, draft)
        proposals.confirm(registrar, work, made, "Known")
        work.commit()


def _merged(house: House) -> None:
    with house.work(writing=True) as work:
        authority_pages.merge(a_registrar(), work, EntryKind.PARTY, "FRA", "ZZFR", "One")
        work.commit()


def test_two_parties_are_merged_after_a_preview_and_parted_again(
    client: FlaskClient, house: House
) -> None:
    record_id = registered(house, label="Official", **EVERYWHERE)
    registered(house, label="Secret", **EVERYWHERE)
    registrar = signed_in(house, client)
    assert f'href="{MERGE.removesuffix("/merge")}"' in registrar.get("/parties/FRA").text

    preview = send(registrar, MERGE, MERGE, other="Gallic Realm", show="1").text
    assert "will also go by" in preview
    assert "The address of" in preview
    assert preview.split("Gallic Realm")[-1].split("</tr>")[0].count(">1<") == 1
    refused = send(registrar, MERGE, MERGE, other="JPN", show="1")
    assert refused.status_code == 400
    assert "Only a party added by hand is merged" in refused.text
    assert send(registrar, MERGE, MERGE, other="ZZFR", merge="1").status_code == 400
    done = send(registrar, MERGE, MERGE, other="ZZFR", merge="1", reason="One state")
    assert done.location == "/authorities/parties/FRA"

    for address in ("/parties/ZZFR", "/parties/zzfr"):
        assert registrar.get(address).location == "/parties/FRA"
    assert registrar.get("/authorities/parties/ZZFR").location == done.location
    page = registrar.get(f"/records/{record_id}").text
    assert "France" in page
    assert "Gallic Realm" not in page
    told = registrar.get(f"/records/{record_id}/signatories.csv").text
    assert '"FRA","France"' in told

    merged = registrar.get(done.location).text
    undo = f"/authorities/merges/{id_after(merged, '/authorities/merges/')}/undo"
    send(registrar, undo, done.location, reason="Two states")
    assert "Gallic Realm" in registrar.get("/parties/ZZFR").text
    assert "France" not in registrar.get(f"/records/{record_id}").text


def test_readers_are_led_to_the_standing_party_and_offered_no_merge(
    client: FlaskClient, house: House
) -> None:
    _merged(house)
    reader = signed_in(house, client, "a.reader", role=Role.READER)
    assert reader.get("/parties/ZZFR").location == "/parties/FRA"
    page = reader.get("/parties/FRA").text
    assert "Gallic Realm" in page
    assert "merging with another" not in page
    assert reader.get(MERGE).status_code == 403


def test_the_form_of_an_amendment_keeps_what_was_written(app: Flask, house: House) -> None:
    record_id = registered(house, label="Official", **EVERYWHERE)
    _merged(house)
    an_account(house, "r.okafor", role=Role.REGISTRAR, level="Official")
    okafor, form = Registrar(app), f"/records/{record_id}/amend"
    okafor.goes_to(form)
    okafor.presses("save", form, reason="Nothing")
    assert _written(house, record_id) == (1, [PartyCode("ZZFR"), PartyCode("CAN")])
    okafor.goes_to(form)
    okafor.presses("save", form, notes="Seen", reason="Compared")
    assert _written(house, record_id) == (2, [PartyCode("ZZFR"), PartyCode("CAN")])


def _written(house: House, record_id: RecordId) -> tuple[int, list[PartyCode]]:
    system = accounts.system_principal(house.settings.label_scheme)
    with house.work() as work:
        view = records.read_record(system, work, record_id)
    assert [one.party for one in view.description.signatures] == ["FRA", "CAN"]
    assert view.written.targets == ("ZZFR",)
    return view.revision, [one.party for one in view.written.signatures]
