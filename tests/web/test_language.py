"""In which language a page is made, and that nothing in a translated sentence escapes escaping."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from app import create_app
from app.domain.admission import Preferences
from app.domain.errors import InvalidInput, Misconfigured
from app.domain.principals import Role
from app.domain.wording import alternatives, joined, said, said_many, together
from app.services import accounts, preferences, registration
from app.services.importing import importing_principal
from app.web.language import speak, translated
from app.wiring import House
from config import Settings
from tests.builders import a_draft
from tests.houses import DerivedIdentifiers, FrozenClock, ready, settings_for
from tests.people import sign_in, an_account

BOLD = "<b>bold</b> & “quoted”"


def _prefer(house: House, name: str, language: str) -> None:
    with house.work(writing=True) as work:
        preferences.save(accounts.principal_for(work, name), work, Preferences(language))
        work.commit()


def _in(app: Flask, language: str, template: str, **values: object) -> str:
    with app.test_request_context("/", headers={"Host": "localhost"}):
        speak(language)
        return render_template_string(template, **values)
