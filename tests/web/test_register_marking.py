"""The panel of the marking in the form that registers: read, checked, and never a mistake too early."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app.domain.principals import Role
from app.wiring import House
from tests.people import an_account
from tests.web.filling import Registrar
from tests.web.test_register import NEW, registered


@pytest.fixture
def okafor(app: Flask, house: House) -> Registrar:
    held = frozenset({"HR-CHN"})
    an_account(house, "r.okafor", role=Role.REGISTRAR, level="Restricted", compartments=held)
    return Registrar(app)


def test_the_marking_panel_of_the_form_reads_what_is_written_and_checks_it(
    okafor: Registrar, house: House
) -> None:
    okafor.goes_to(NEW)
    page = okafor.presses(
        "check",
        NEW,
        title="Letter",
        dated="2017-02-27",
        paste="Canada",
        marking_original="nato restricted",
    ).text
    panel = page[page.index('class="panel marking-panel"') : page.index('id="reason-heading"')]
    assert 'id="marking_original"' in panel
    assert "<details" not in panel
    assert page.count('id="marking_original"') == 1
    assert "Read as a marking of NATO: NATO RESTRICTED." in panel
    assert "It would admit <b>1 of 1 account</b>" in panel

    answer = okafor.presses("save", NEW, marking_original="Restricted/HR-CHN")
    assert answer.status_code == 302, re.findall("<li>.*</li>", answer.text)
    view = registered(house, answer)
    assert view.description.marking_original == "Restricted/HR-CHN"
    assert str(view.label) == "Restricted/HR-CHN"


def test_a_check_of_a_marking_that_cannot_be_says_so_and_keeps_what_is_typed(
    okafor: Registrar,
) -> None:
    okafor.goes_to(NEW)
    fields = {"title": "Kept", "level": "Public", "marking_original": "VS-Vertraulich"}
    answer = okafor.presses("check", NEW, **fields)
    assert answer.status_code == 400
    assert answer.text.count("means at least Confidential") >= 2  # the summary, and at the field
    assert 'href="#level"' in answer.text
    assert 'value="Kept"' in answer.text
    nothing = okafor.presses("check", NEW, level="", marking_original="")
    assert "Public is a choice too" in nothing.text
    assert "Public is a choice too" not in okafor.goes_to(NEW).text  # a form just begun
