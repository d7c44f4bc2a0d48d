"""What tests of the pages of briefings share: drafts, colleagues, what stands in a panel."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.domain.briefings import Section
from app.domain.principals import Role
from app.domain.records import RecordId
from app.wiring import House
from tests.keeping_searches import now
from tests.making_briefings import begun
from tests.people import an_account, send, sign_in

ABSENT = "00000000-0000-4000-8000-000000000000"
OBJECTIVES = Section.OBJECTIVES.value


def another(
    app: Flask,
    house: House,
    name: str = "p.marsh",
    role: Role = Role.READER,
    level: str = "Official",
) -> FlaskClient:
    an_account(house, name, role=role, level=level)
    client = app.test_client()
    sign_in(client, name)
    return client


def a_draft(house: House, *records: RecordId, title: str = "Talks in Geneva") -> str:
    """The path of a draft of the reader's."""
    return f"/briefings/{begun(house, now(house), records, title)}"


def id_of(page: str) -> str:
    return page.rpartition("/")[2]


def do(client: FlaskClient, path: str, deed: str, **fields: str) -> TestResponse:
    return send(client, f"{path}/{deed}", "/account/password", **fields)


def rows(page: TestResponse) -> list[str]:
    """The titles of the selection's rows."""
    return re.findall(r'class="pick-what"><a class="title-link"[^>]*>([^<]+)<', page.text)


def panel(page: TestResponse, heading: str) -> str:
    """The words of one panel."""
    start = page.text.index(f">{heading}</h2>")
    words = re.sub(r"<[^>]+>", " ", page.text[start : page.text.index("</section>", start)])
    return re.sub(r"\s+", " ", words)
