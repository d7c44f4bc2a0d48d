"""The law of merging parties: whatever happened meanwhile, undoing leaves what never merging had left."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.domain.errors import ChanceryError
from app.domain.records import PartyCode, RecordId
from app.domain.searches import FacetName
from app.services import (
    parties,
    records,
    registration,
    sheets,
)
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import a_draft
from tests.houses import MEMORY, NOON, a_house
from tests.party_merging import (
    ADDED,
    REGISTRAR,
    everywhere,
    merge,
    undo,
    view_of,
    with_added,
)
from tests.searching import counts_of, ids_of, searched

_CODES = ("FRA", *ADDED)
_steps = st.one_of(
    st.tuples(st.just("merge"), st.sampled_from(_CODES), st.sampled_from(_CODES)),
    st.tuples(st.just("undo"), st.integers(0, 3), st.just("")),
    st.tuples(st.just("register"), st.sampled_from(_CODES), st.sampled_from(_CODES)),
    st.tuples(st.just("amend"), st.integers(0, 3), st.sampled_from(_CODES)),
    st.tuples(st.just("rename"), st.integers(0, 3), st.just("")),
)


@contextmanager
def _new_house() -> Iterator[House]:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        house = a_house(Path(folder) / "home")
        yield with_added(house)
        house.close()


@settings(max_examples=8, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(st.lists(_steps, min_size=4, max_size=12))
def test_after_undoing_everything_the_sheets_are_those_never_merged(
    steps: list[tuple[str, Any, Any]],
) -> None:
    with _new_house() as merging, _new_house() as plain:
        _play(merging, steps, with_merges=True)
        _play(plain, steps, with_merges=False)
        assert _told(merging) == _told(plain)


def _play(house: House, steps: list[tuple[str, Any, Any]], *, with_merges: bool) -> None:
    ids: list[RecordId] = []
    merges: list[str] = []
    for number, (deed, first, second) in enumerate(steps):
        if deed == "register":
            fields = {**everywhere(first), "title": f"Letter {number}", "targets": [second]}
            with house.work(writing=True) as work:
                draft = a_draft(**fields)
                ids.append(registration.register(REGISTRAR, work, draft))
                work.commit()
        elif deed in ("amend", "rename") and ids:
            _amend(house, ids[first % len(ids)], second, number)
        elif deed == "merge" and with_merges:
            try:
                merges.append(merge(house, first, second))
            except ChanceryError:
                continue
        elif deed == "undo" and merges:
            undo(house, merges.pop(first % len(merges)))
    for merge_id in reversed(merges):
        undo(house, merge_id)
    run_pending_jobs(house)


def _amend(house: House, record_id: RecordId, code: str, number: int) -> None:
    """As the form does: what is written is taken from the record and sent back with a change."""
    view = view_of(house, record_id)
    changed = replace(view.written, summary=f"Step {number}")
    if code:
        changed = replace(changed, targets=(*changed.targets, PartyCode(code)))
    with house.work(writing=True) as work:
        registration.amend(REGISTRAR, work, record_id, view.revision, changed, "More is known")
        work.commit()


def _told(house: House) -> list[Any]:
    """Everything a reader is told: sheets, pages of parties, searches."""
    with house.work() as work:
        everything = searched(house, reader=REGISTRAR, page_size=100)
        ids = sorted(ids_of(everything))
        papers = [sheets.record_sheet(REGISTRAR, work, one, printed_at=NOON).content for one in ids]
        views = [records.read_record(REGISTRAR, work, one).description for one in ids]
        lines = parties.list_parties(REGISTRAR, work)
        pages = [parties.read_party(REGISTRAR, work, code) for code in _CODES]
    found = [sorted(ids_of(searched(house, f"signatory:{code}"))) for code in _CODES]
    facets = [counts_of(everything, name) for name in FacetName]
    return [ids, papers, views, lines, pages, found, facets]
