"""Building an archive and its twin, asking both the same, and telling where the answers differ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

from werkzeug.test import TestResponse

from app.domain.records import RecordId
from app.search.engine import SearchEngine
from app.services import records, registration
from app.services.importing import importing_principal
from app.worker import run_pending_jobs
from tests.noninterference import briefing, building, registrars, saving
from tests.noninterference.plans import SCHEME, Plan, PlannedRecord, is_stub, is_visible, twin
from tests.noninterference.registrar_requests import registrar_requests
from tests.noninterference.requests import EXEMPT, Request, requests_for
from tests.noninterference.worlds import World, build_world, change, propose, register

_TOKEN = re.compile(rb'(name="csrf_token"[^>]*value=")[^"]+')
_VARYING_HEADERS = {"Date", "Set-Cookie"}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with date, token and cookie taken out."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def compare(
    folder: Path, plan: Plan, search_engine: str = "whoosh", told_at: str = ""
) -> list[str]:
    """Where the archive answers otherwise than its twin; empty when nothing tells them apart.

    `told_at` leaves out the addresses that do not contain it.
    """
    with closing(Pair.build(folder, plan, search_engine)) as pair:
        return list(differences(pair, told_at))


@dataclass(frozen=True, slots=True)
class Pair:
    """An archive and its twin, ready to be asked."""

    plan: Plan
    archive: World
    other: World

    @classmethod
    def build(
        cls,
        folder: Path,
        plan: Plan,
        search_engine: str = "whoosh",
        engines: tuple[SearchEngine | None, SearchEngine | None] = (None, None),
    ) -> Pair:
        """`engines` stand in the place of those that settings name."""
        worlds = []
        for name, one, engine in (("archive", plan, engines[0]), ("twin", twin(plan), engines[1])):
            world = build_world(folder / name, one, search_engine, engine=engine)
            registrars.prepare(world, one)
            saving.prepare(world)
            briefing.prepare(world)
            building.prepare(world)
            worlds.append(world)
        return cls(plan, *worlds)

    def copied(self, folder: Path) -> Pair:
        """Both again, with the code as it is now, from copies of what these closed ones hold."""
        worlds = (("archive", self.archive), ("twin", self.other))
        return Pair(self.plan, *(world.copied(folder / name) for name, world in worlds))

    def close(self) -> None:
        self.archive.close()
        self.other.close()


def differences(pair: Pair, told_at: str = "") -> Iterator[str]:
    """Two rounds of requests to both; in between others write hidden records in the archive alone.

    Only addresses that contain `told_at` are asked. A registrar's round comes last, because its forms
    change what may be read, in both alike.
    """
    plan, archive, other = pair.plan, pair.archive, pair.other
    ids, references, file_ids = _handles(archive, other, plan)
    stubs = frozenset(archive.ids[one.name] for one in plan.records if is_stub(one))
    asked = requests_for(ids, references, file_ids, stubs)
    requests = _of_share(asked, plan, told_at)
    asked = registrar_requests(ids, references, stubs)
    as_registrar = _of_share(asked, plan, told_at)
    yield from _round(archive, other, requests, "first")
    write_meanwhile(archive, plan)
    if plan.worker_runs_after_changes:
        run_pending_jobs(archive.house)
        run_pending_jobs(other.house)
    yield from _round(archive, other, requests, "second")
    yield from _round(archive, other, as_registrar, "registrar's", by_registrar=True)


def _of_share(asked: Iterator[Request], plan: Plan, told_at: str) -> list[Request]:
    first, step = plan.share
    return [one for one in islice(asked, first, None, step) if told_at in one.path]


def write_meanwhile(archive: World, plan: Plan) -> None:
    """What others do with hidden records between two rounds."""
    for record in plan.meanwhile:
        register(archive, record)
        propose(archive, record)
        change(archive, record)
    for number, record in enumerate(plan.records):
        if not is_visible(record) and not record.withdrawn and number % 2:
            _withdraw(archive, record)


def unlisted_endpoints(world: World) -> set[str]:
    """Endpoints that no request reaches and no exemption names."""
    endpoints = {rule.endpoint for rule in world.app.url_map.iter_rules()}
    return endpoints - known_endpoints(world) - set(EXEMPT)


def known_endpoints(world: World) -> set[str]:
    """Endpoints that the requests of a round reach, as the URL map says."""
    adapter = world.app.url_map.bind("localhost")
    identifier = "00000000-0000-4000-8000-000000000000"
    reached = set()
    references = ["JL-2017-0000F"]
    for request in (
        *requests_for([], references, [identifier]),
        *registrar_requests([], references),
    ):
        path = request.path.split("?")[0]
        if adapter.test(path, method=request.method):
            reached.add(adapter.match(path, method=request.method)[0])
    return reached


def _handles(
    archive: World, other: World, plan: Plan
) -> tuple[list[RecordId], list[str], list[str]]:
    """Ids, references and file ids of the records asked for, hidden ones included."""
    references, file_ids = [], []
    asked = [record for record in plan.records if record.name in plan.asked]
    with archive.house.work() as work:
        for record in asked:
            if record.withdrawn:
                continue
            everybody = importing_principal(SCHEME)
            view = records.read_record(everybody, work, archive.ids[record.name])
            references.append(view.reference)
            file_ids += [file.id for file in view.files]
    for name, record_id in other.ids.items():
        assert archive.ids[name] == record_id, "ids derive from logical names in both worlds"
    return [archive.ids[record.name] for record in asked], references, file_ids


def _round(
    archive: World,
    other: World,
    requests: list[Request],
    name: str,
    *,
    by_registrar: bool = False,
) -> Iterator[str]:
    for request in requests:
        one, two = (_ask(world, request, by_registrar) for world in (archive, other))
        if one != two:
            who = " by a registrar" if request.is_by_registrar else ""
            yield f"{name} round: {request.method} {request.path}{who}: {_where(one, two)}"


def _ask(world: World, request: Request, by_registrar: bool) -> Answer:
    is_by_registrar = by_registrar or request.is_by_registrar
    client = world.registrar if is_by_registrar else world.client
    form: list[tuple[str, str]] | None = None
    if request.method == "POST":
        form = [("csrf_token", world.registrar_token), *request.form]
    response: TestResponse = client.open(
        request.path,
        method=request.method,
        data=urlencode(form) if form else None,
        content_type="application/x-www-form-urlencoded" if form else None,
        follow_redirects=request.method == "POST",
    )
    # A crash hides what the answer would have told, and an error page differs by its number anyway.
    assert response.status_code != HTTPStatus.INTERNAL_SERVER_ERROR, (
        f"{request.method} {request.path}"
    )
    headers = tuple(
        sorted((key, value) for key, value in response.headers if key not in _VARYING_HEADERS)
    )
    return Answer(response.status_code, headers, _TOKEN.sub(rb"\1TOKEN", response.data))


def _where(one: Answer, two: Answer) -> str:
    if one.status != two.status:
        return f"status {one.status} and {two.status}"
    if one.body != two.body:
        pairs = zip(one.body.split(b"\n"), two.body.split(b"\n"), strict=False)
        line = next(((a, b) for a, b in pairs if a != b), (b"(end)", b"(end)"))
        return f"{line[0][:200]!r} and {line[1][:200]!r}"
    return f"headers {set(one.headers) ^ set(two.headers)}"


def _withdraw(world: World, record: PlannedRecord) -> None:
    with world.house.work(writing=True) as work:
        principal = importing_principal(SCHEME)
        registration.withdraw(principal, work, world.ids[record.name], "Meanwhile")
        work.commit()
