"""What tests of the registry's pages share: a registrar who is signed in, records, ids out of pages."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.domain.principals import Role
from app.domain.records import RecordId
from app.services import accounts, records, registration
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import a_draft
from tests.people import an_account, sign_in

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="[^"]+"')
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


def signed_in(
    house: House,
    client: FlaskClient,
    name: str = "m.registrar",
    *,
    role: Role = Role.REGISTRAR,
    level: str = "Official",
    compartments: frozenset[str] = frozenset(),
) -> FlaskClient:
    an_account(house, name, role=role, level=level, compartments=compartments)
    sign_in(client, name)
    return client


def registered(house: House, **described: Any) -> RecordId:
    """A record in the register and in the index; arguments as `a_draft`."""
    system = accounts.system_principal(house.settings.label_scheme)
    with house.work(writing=True) as work:
        record_id = registration.register(system, work, a_draft(**described))
        work.commit()
    run_pending_jobs(house)
    return record_id


def reference_of(house: House, record_id: RecordId) -> str:
    system = accounts.system_principal(house.settings.label_scheme)
    with house.work() as work:
        return records.read_record(system, work, record_id).reference


def without_token(page: TestResponse) -> str:
    """The page without its CSRF token, which is signed with the second it was made in."""
    return _TOKEN.sub("", page.text)


def id_after(page: str, address: str) -> str:
    """The id that stands in the page's first address beginning so."""
    found = _UUID.search(page, page.index(address) + len(address))
    assert found is not None
    return found.group(0)
