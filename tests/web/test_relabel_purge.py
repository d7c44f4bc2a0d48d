"""What a registrar relabels on the page is gone at once, as if it had never been where it was."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.db import cells
from app.services import records
from app.services.importing import importing_principal
from app.worker import run_pending_jobs
from tests.houses import MEMORY
from tests.noninterference import registrars
from tests.noninterference.comparing import _round
from tests.noninterference.plans import SCHEME, Plan, is_stub, telling_plan, twin
from tests.noninterference.requests import requests_for
from tests.noninterference.worlds import PASSWORD, World, build_world
from tests.people import csrf_of, sign_in

CANARY = "zanzibarium"
NAME = "zeta"


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=MEMORY) as made:
        yield Path(made)


def _before(plan: Plan) -> Plan:
    """The plan with the canary's record still public, in a file too."""
    return replace(
        plan,
        records=tuple(
            replace(one, later_label=None, has_file=True) if one.name == NAME else one
            for one in plan.records
        ),
    )


def _relabel(world: World) -> None:
    """A registrar gives it the label Secret, through the page."""
    client = world.app.test_client()
    assert sign_in(client, "colleague.can", PASSWORD).status_code == 302
    address = f"/records/{world.ids[NAME]}/label"
    form = {
        "csrf_token": csrf_of(client.get(address)),
        "revision": "1",
        "level": "Secret",
        "reason": "It names a source",
        "step": "check",
    }
    assert "Give it the label Secret now" in client.post(address, data=form).text
    given = client.post(address, data={**form, "step": "save", "checked": "Secret"})
    assert given.status_code == 302


def test_after_a_relabel_every_answer_is_as_if_the_record_never_was(folder: Path) -> None:
    plan = telling_plan()
    archive, other = build_world(folder / "a", _before(plan)), build_world(folder / "b", twin(plan))
    try:
        registrars.prepare(archive, plan)
        registrars.prepare(other, twin(plan))
        assert f"/records/{archive.ids[NAME]}" in archive.client.get(f"/search?q={CANARY}").text
        with archive.house.work() as work:
            everybody = importing_principal(SCHEME)
            file_id = records.read_record(everybody, work, archive.ids[NAME]).files[0].id
        assert _public_files_hold_the_canary(archive)
        _relabel(archive)
        stubs = frozenset(archive.ids[one.name] for one in plan.records if is_stub(one))
        requests = list(requests_for(list(archive.ids.values()), [], [file_id], stubs))
        assert list(_round(archive, other, requests, "after")) == []
        _no_search_shows_the_canary(archive)
        assert _public_files_hold_the_canary(archive)
        for world in (archive, other):
            run_pending_jobs(world.house)
        searches = [one for one in requests if one.path.startswith("/search")]
        assert list(_round(archive, other, searches, "after the worker")) == []
        _no_search_shows_the_canary(archive)
        assert not _public_files_hold_the_canary(archive)
    finally:
        archive.close()
        other.close()


def _no_search_shows_the_canary(world: World) -> None:
    for words in ("zanzib*", "zanzibariun", "zanzibari~", "grain"):
        assert CANARY not in world.client.get(f"/search?q={words}").text


def _public_files_hold_the_canary(world: World) -> bool:
    """Whether any file of the Public partition still holds the word; the worker's rebuild ends that."""
    with world.house.work() as work:
        public = next(
            cell for cell in cells.all_cells(work.session, SCHEME) if cell.label == SCHEME.bottom
        )
    files = (world.house.settings.index_dir / public.key).rglob("*")
    return any(CANARY.encode() in path.read_bytes() for path in files if path.is_file())
