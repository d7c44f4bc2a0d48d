"""What the form that registers tells before it saves: all that is wrong, what is perhaps on record."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app.domain.nothing import NOT_KNOWN
from app.domain.principals import Role
from app.domain.records import Addressee, PartyCode
from app.services import registration
from app.services.importing import importing_principal
from app.wiring import House
from tests.builders import a_draft
from tests.people import an_account
from tests.web.filling import Registrar
from tests.web.test_register import LIST, NEEDED, NEW, registered

SIGNED = ["AUS", "CAN", "JPN", "CHE", "BEL", "CZE", "EST", "FRA"]


@pytest.fixture
def okafor(app: Flask, house: House) -> Registrar:
    held = frozenset({"HR-CHN"})
    an_account(house, "r.okafor", role=Role.REGISTRAR, level="Restricted", compartments=held)
    return Registrar(app)


def on_record(house: House, title: str, label: str = "Restricted", **described: object) -> None:
    with house.work(writing=True) as work:
        everybody = importing_principal(house.settings.label_scheme)
        draft = a_draft(label=label, title=title, **described)  # type: ignore[arg-type]
        registration.register(everybody, work, draft)
        work.commit()


def told(page: str) -> list[tuple[str, str]]:
    """The summary of what is wrong: where each line leads, and what it calls the field."""
    return re.findall(r'<li><a href="#([^"]+)">([^<]+)</a>', page)


def test_a_check_and_registering_tell_the_same_each_field_once(okafor: Registrar) -> None:
    wrong = {
        "dated": "27 Feb",
        "paste": "CH, Canada",
        "marking_original": "Secret",
        "marking_original.is": "none",
        "releasable_to": "Elbonia",
        "signatories_published": "many",
        "demands.lines": "Release them",
        "absences.lines": "Elbonia: blocked it",
        "targets": "Elbonia",
        "reason": "",
    }
    pages = []
    for do in ("check", "save"):
        okafor.goes_to(NEW)
        page = okafor.presses(do, NEW, **wrong)
        assert page.status_code == 400
        pages.append(told(page.text))
        for anchor, _ in pages[-1]:
            assert f'id="{anchor}"' in page.text, anchor
    assert pages[0] == pages[1]
    names = [name for name, _ in pages[0]]
    assert len(names) == len(set(names))
    assert set(names) == {
        "signatures.0.party",
        "title",
        "dated",
        "signatories_published",
        "absences.0.party",
        "targets",
        "marking_original",
        "level",
        "releasable_to",
        "reason",
    }


def test_a_letter_perhaps_on_record_is_shown_once_and_stops_nothing(
    okafor: Registrar, house: House
) -> None:
    on_record(house, "The same letter", signed_by=SIGNED)
    on_record(house, "To the same office", to=[Addressee(office="Minister of Public Security")])
    on_record(house, "Another day", date="2017-02-26", signed_by=SIGNED)
    on_record(house, "Above the registrar", "Secret", signed_by=SIGNED)

    okafor.goes_to(NEW)
    page = okafor.presses(
        "save", NEW, **NEEDED, addressees__lines="Minister of Public Security of China"
    )

    assert page.status_code == 200
    found = page.text.split("Perhaps already registered:")[1].split("</ul>")[0]
    titles = re.findall(r'dir="auto"[^>]*>([^<]+)</a>', found)
    assert titles == ["To the same office", "The same letter"]
    assert "same date; 8 of its 8 signatories" in found
    assert (
        "RESTRICTED · HR-CHN" in page.text
    )  # of the page: what is registered, and what is like it
    page = okafor.presses("save", NEW)
    assert page.status_code == 302, page.text
    assert [one.party for one in registered(house, page).description.signatures] == SIGNED


def test_a_check_shows_the_likeness_so_that_registering_goes_on(
    okafor: Registrar, house: House
) -> None:
    minister = Addressee(person="Guo Shengkun", party=PartyCode("CHN"))
    on_record(house, "To the same person", "Public", to=[minister])
    okafor.goes_to(NEW)
    line = "Guo Shengkun, Minister of Public Security of China"
    page = okafor.presses("check", NEW, **NEEDED, addressees__lines=line)
    assert "To the same person" in page.text
    assert "same date; same addressee" in page.text
    assert okafor.presses("save", NEW).status_code == 302


def test_a_member_that_no_source_names_is_registered_and_shown(
    okafor: Registrar, house: House
) -> None:
    okafor.goes_to(NEW)
    fields = {"evidence.source": "The Globe and Mail", "evidence.grade": "B2"}
    page = okafor.presses("save", NEW, **NEEDED, **fields, absences__lines="EU member: blocked it")
    view = registered(house, page)
    (absence,) = view.description.absences
    assert (absence.party, absence.among) == (NOT_KNOWN, "EU")
    assert view.description.signatures_are_complete is None
    assert {one.evidence.source for one in view.description.signatures} == {"The Globe and Mail"}
    shown = okafor.goes_to(page.location).text
    assert "EU member (not named)" in shown
    assert "No source on record" not in shown
    assert "It is not known whether the list is complete." in shown
    amend = okafor.goes_to(f"{page.location}/amend").text
    assert '<option value="unnamed" selected>' in amend


def test_a_section_worked_on_stays_open_and_the_new_row_is_where_one_lands(
    okafor: Registrar, house: House
) -> None:
    on_record(house, "Letter", "Public")
    okafor.goes_to(NEW)
    page = okafor.presses("add:absences", NEW)
    assert 'formaction="/register/new#absences.1.party"' in page.text
    page = okafor.presses("add:demands", NEW)
    for section in ("missing", "asked"):
        assert re.search(rf'id="section-{section}" open', page.text)
    assert not re.search(r'id="section-persons" open', page.text)


def test_the_guarded_banner_says_why(okafor: Registrar) -> None:
    assert "no level yet" not in okafor.goes_to(NEW).text
    page = okafor.presses("look", NEW, title="Letter", paste=LIST)
    assert "This page is marked SECRET · INTAKE because the letter has no level yet." in page.text
    page = okafor.presses("look", NEW, level="Official")
    assert "no level yet" not in page.text
