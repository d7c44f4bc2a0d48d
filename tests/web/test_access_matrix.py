"""Route x role x method x cell: every combination is asked and compared with an oracle.

The table is generated from the URL map, so a new route is in it at once; one whose arguments are not
known here fails.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.routing import Rule

from app import create_app
from app.domain.access import Clearance, may_read
from app.domain.principals import ACTIONS_BY_ROLE, Action, Role
from app.domain.records import FileDraft, RecordId
from app.domain.retention import RetentionRule, SeriesDraft
from app.domain.retention_terms import DisposalAction, DisposalMethod, RetentionTrigger
from app.services import (
    access_requests,
    accounts,
    disposals,
    emergencies,
    holds,
    records,
    registration,
    releases,
    series,
)
from app.services.accounts import AccountDraft
from app.services.holds import HoldForm
from app.services.importing import importing_principal
from app.web.policy import policies
from app.wiring import House
from tests.builders import a_draft, a_registrar
from tests.houses import DerivedIdentifiers, FrozenClock, ready, settings_for

PASSWORD = "a long enough password for tests"
CELLS = ("Public", "Official/HR-CHN", "Official/REL JPN", "Restricted/HR-CHN", "Secret/INTAKE")
ABSENT = "absent"
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
_TOKEN = re.compile(rb'(?<=name="csrf_token" value=")[^"]+')
WHO_TRIES_ALL_METHODS = {None, Role.READER, Role.REGISTRAR}
"""HEAD does what GET does, and what a route does not take it refuses before it asks who."""
STATE_CHANGING = {"POST", "PUT", "DELETE", "PATCH"}
_OF_SITE = ("series_id", "account_id", "request_id", "emergency_id")
LEADING_NOWHERE = {
    "session_id",
    "note_id",
    "proposal_id",
    "merge_id",
    "operation_id",
    "export_id",
    "synonym_id",
    "search_id",
    "share_id",
    "briefing_id",
    "build_id",
}
GUARDED = {"record_id", "reference", "file_id", "release_id", "hold_id", "disposal_id"}
NOTHING_YET = ("factor.qr", "disposals.certificate")
UNKNOWN_ID = "00000000-0000-4000-8000-000000000000"


@dataclass(slots=True)
class Site:
    app: Flask
    house: House
    clients: dict[Role | None, FlaskClient]
    clearance: Clearance
    arguments: dict[tuple[str, str], str]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    settings = settings_for(tmp_path_factory.mktemp("matrix") / "home")
    app = create_app(settings, clock=FrozenClock(), ids=DerivedIdentifiers())
    house: House = app.extensions["chancery"]
    ready(house)
    labels = settings.label_scheme
    clearance = Clearance(labels.level("Official"), frozenset({"HR-CHN"}), "CAN")
    built = Site(app, house, {None: app.test_client()}, clearance, {})
    _register(built)
    for role in Role:
        built.clients[role] = _signed_in(built, role)
    _ask_for_access(built)
    yield built
    house.close()


def _register(site: Site) -> None:
    """One record with a file in each cell; its ids become arguments of routes."""
    labels = site.house.settings.label_scheme
    for cell in CELLS:
        system = importing_principal(labels)
        with site.house.work(writing=True) as work:
            stored = work.originals.put(io.BytesIO(cell.encode()), 1000)
            file = FileDraft(stored.sha256, stored.size_bytes, "text/plain", "letter.txt")
            draft = replace(a_draft(label=cell, signed_by=["CAN", "JPN"]), files=(file,))
            record_id = registration.register(system, work, draft)
            work.commit()
        with site.house.work() as work:
            view = records.read_record(system, work, record_id)
        site.arguments[("record_id", cell)] = record_id
        site.arguments[("reference", cell)] = view.reference
        site.arguments[("file_id", cell)] = view.files[0].id
        site.arguments[("release_id", cell)] = _proposal(site, record_id, cell)
        _retain(site, cell, record_id)
    site.arguments[("release_id", "Public")] = site.arguments[("release_id", "Official/HR-CHN")]
    for name in ("record_id", "file_id", "session_id", "release_id", "hold_id", "disposal_id"):
        site.arguments[(name, ABSENT)] = UNKNOWN_ID
    site.arguments[("reference", ABSENT)] = "JL-2017-0000F"


def _ask_for_access(site: Site) -> None:
    """What officers see of the reader: the account, a request, an emergency."""
    with site.house.work(writing=True) as work:
        reader = accounts.principal_for(work, "reader")
        site.arguments[("account_id", "")] = reader.account_id
        site.arguments[("request_id", "")] = access_requests.ask(reader, work, "PEN", "I need it")
        site.arguments[("emergency_id", "")] = emergencies.ask(reader, work, "PEN", "I need it")
        work.commit()


def _proposal(site: Site, record_id: RecordId, cell: str) -> str:
    """A release proposed in that cell; nothing is wider than Public, so its place takes the next."""
    if cell == "Public":
        return UNKNOWN_ID
    labels = site.house.settings.label_scheme
    proposer = a_registrar(party="JPN")
    with site.house.work(writing=True) as work:
        made = releases.propose(proposer, work, record_id, 1, labels.bottom, "Known to all")
        work.commit()
    assert made is not None
    return made


def _retain(site: Site, cell: str, record_id: RecordId) -> None:
    """A hold in that cell, and a list that waits: what was put on it before the hold was set."""
    registrar = a_registrar(party="JPN")
    with site.house.work(writing=True) as work:
        if cell == CELLS[0]:
            rule = RetentionRule(1, RetentionTrigger.DATED, DisposalAction.DESTROY, "Schedule")
            draft = SeriesDraft("HR", "Human rights", rule)
            site.arguments[("series_id", "")] = series.create(registrar, work, draft, "New")
        series.put(registrar, work, record_id, site.arguments[("series_id", "")], "There")
        method = DisposalMethod.DESTROY
        made = disposals.propose(registrar, work, method, [record_id], "Over")
        site.arguments[("disposal_id", cell)] = made
        reference = site.arguments[("reference", cell)]
        asked = HoldForm("", [reference], "Court", "Suit")
        site.arguments[("hold_id", cell)] = holds.set_hold(registrar, work, asked)
        work.commit()


def _signed_in(site: Site, role: Role) -> FlaskClient:
    name = role.value.replace(" ", ".")
    with site.house.work(writing=True) as work:
        operator = accounts.operator_principal(site.house.settings.label_scheme)
        accounts.create(operator, work, AccountDraft(name, name, role, site.clearance), PASSWORD)
        work.commit()
    client = site.app.test_client()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/sign-in").text)
    assert token is not None
    form = {"csrf_token": token[1], "name": name, "password": PASSWORD}
    assert client.post("/sign-in", data=form).status_code == 302
    return client


def _paths(site: Site, rule: Rule) -> Iterator[tuple[str, str]]:
    """The paths of a rule with the cell each leads to ("" where it leads to none)."""
    adapter = site.app.url_map.bind("localhost")
    fixed = {
        "code": "CAN",
        "name": "chronology" if rule.endpoint.startswith("reports.") else "noto-sans-400",
        "filename": "css/base.css",
        "session_id": UNKNOWN_ID,
        "grant_id": UNKNOWN_ID,
        "token": "made-up",
        "kind": "persons",
        "entry_code": "xie-yang",
        "note_id": UNKNOWN_ID,
        "proposal_id": UNKNOWN_ID,
        "merge_id": UNKNOWN_ID,
        "operation_id": UNKNOWN_ID,
        "export_id": UNKNOWN_ID,
        "synonym_id": UNKNOWN_ID,
        "draft_id": UNKNOWN_ID,
        "search_id": UNKNOWN_ID,
        "share_id": UNKNOWN_ID,
        "briefing_id": UNKNOWN_ID,
        "revision": "1",
        "section": "objectives",
        "build_id": UNKNOWN_ID,
        "number": "1",
        "extension": "csv",
    }
    fixed |= {name: site.arguments[(name, "")] for name in _OF_SITE}
    if rule.endpoint.startswith("reports."):
        fixed["name"] = "chronology"
    guarded = rule.arguments & GUARDED
    for cell in (*CELLS, ABSENT) if guarded else ("",):
        values = {
            name: site.arguments[(name, cell)] if name in guarded else fixed[name]
            for name in rule.arguments
        }
        yield adapter.build(rule.endpoint, values), cell


def _expected(site: Site, rule: Rule, role: Role | None, method: str, cell: str) -> set[int]:
    """The oracle: what the answer's status must be."""
    if method not in (rule.methods or set()):
        return {405}
    action = policies(site.app)[rule.endpoint].action  # type: ignore[union-attr]
    if method == "OPTIONS" and action is None:
        return {200}
    if method in STATE_CHANGING:
        return {302, 400, 403, 401}  # no token is sent: nothing may be changed by anybody
    if action is None:
        return {200, 302, 304, 404}
    if role is None or action not in ACTIONS_BY_ROLE[role]:
        return {302} if role is None else {403}
    return _expected_of_permitted(site, rule, method, cell)


def _expected_of_permitted(site: Site, rule: Rule, method: str, cell: str) -> set[int]:
    """The same once the role includes the action: now only the label decides."""
    if method == "OPTIONS":
        return {200}
    leads_nowhere = bool(rule.arguments & LEADING_NOWHERE) or rule.endpoint in NOTHING_YET
    if cell:
        return {200, 302} if _is_readable(site, cell) and not leads_nowhere else {404}
    return {200, 302, 404} if leads_nowhere else {200, 302}


def _is_readable(site: Site, cell: str) -> bool:
    if cell == ABSENT:
        return False
    return may_read(site.clearance, site.house.settings.label_scheme.parse(cell))


def test_every_route_answers_every_role_as_the_oracle_says(site: Site) -> None:
    wrong = []
    asked = 0
    for rule in site.app.url_map.iter_rules():
        for path, cell in _paths(site, rule):
            for role, client in site.clients.items():
                for method in METHODS if role in WHO_TRIES_ALL_METHODS else ("GET", "POST"):
                    asked += 1
                    expected = _expected(site, rule, role, method, cell)
                    with client.open(path, method=method) as answer:
                        status = answer.status_code
                    if status not in expected:
                        wrong.append((rule.endpoint, cell, role, method, status, expected))
    assert asked > 1000
    assert wrong == []


def test_hidden_and_absent_answer_with_the_same_bytes(site: Site) -> None:
    for role, rule in product((Role.READER, Role.REGISTRAR), site.app.url_map.iter_rules()):
        if not rule.arguments & GUARDED:
            continue
        answers = {
            _TOKEN.sub(b"", site.clients[role].get(path).data)  # it holds the second it was made
            for path, cell in _paths(site, rule)
            if not _is_readable(site, cell)
        }
        assert len(answers) == 1, (role, rule.endpoint)


def test_no_role_that_reads_the_trail_reads_records(site: Site) -> None:
    for role in (Role.AUDITOR, Role.ADMINISTRATOR, Role.SECURITY_OFFICER):
        assert Action.READ not in ACTIONS_BY_ROLE[role]
        assert site.clients[role].get("/search?q=").status_code == 403


def test_audit_of_reading_that_cannot_be_written_stops_the_answer(site: Site) -> None:
    record_id = site.arguments[("record_id", "Official/HR-CHN")]
    with site.house.engine.begin() as connection:
        connection.execute(text("ALTER TABLE audit_entry RENAME TO audit_entry_away"))
    try:
        for path in (f"/records/{record_id}", f"/records/{record_id}/sheet.pdf", "/search?q=peace"):
            assert site.clients[Role.READER].get(path).status_code == 503
    finally:
        with site.house.engine.begin() as connection:
            connection.execute(text("ALTER TABLE audit_entry_away RENAME TO audit_entry"))
