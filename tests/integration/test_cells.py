"""Relabelling and withdrawing: the old cell acts at once as if it had never held the record."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from app.db import cells
from app.db.catalogue import Catalogue
from app.db.gate import OpenCell
from app.db.models.jobs import job
from app.domain.errors import InvalidInput, NotFound
from app.domain.principals import Principal
from app.domain.records import RecordId
from app.services import records, registration
from app.services.importing import importing_principal
from app.services.work import Work
from app.wiring import House
from tests.builders import SCHEME, a_draft, a_principal, a_registrar

READER = a_principal("Official", "HR-CHN")
REGISTRAR = a_registrar()
SYSTEM = importing_principal(SCHEME)


@pytest.fixture
def work(house: House) -> Iterator[Work]:
    with house.work(writing=True) as opened:
        yield opened


def _cell(work: Work, label: str, principal: Principal = REGISTRAR) -> OpenCell:
    catalogue = Catalogue(work.session, principal.clearance, SCHEME)
    return next(one for one in catalogue.readable_cells() if str(one.label) == label)


def _jobs(work: Work) -> set[tuple[str, str]]:
    return {
        (kind, subject) for kind, subject in work.session.execute(select(job.c.kind, job.c.subject))
    }


def _registered(work: Work, label: str = "Official") -> RecordId:
    return registration.register(REGISTRAR, work, a_draft(label=label))


def test_a_relabelled_record_is_withheld_from_its_old_cell(work: Work) -> None:
    record_id = _registered(work)
    registration.relabel(REGISTRAR, work, record_id, SCHEME.parse("Secret/PEN"), "names a source")
    old, new = _cell(work, "Official"), _cell(work, "Secret/PEN")
    assert (old.withheld, old.is_impure) == (frozenset({record_id}), True)
    assert (new.withheld, new.is_impure) == (frozenset(), False)
    assert {("index record", record_id), ("rebuild partition", old.key)} <= _jobs(work)
    with pytest.raises(NotFound):
        records.read_record(READER, work, record_id)
    view = records.read_record(REGISTRAR, work, record_id)
    change = view.history[0].changes[0]
    assert (change.field, change.old, change.new) == ("label", "Official", "Secret/PEN")
    assert cells.revisions(work.session, new.key) == {record_id: 2}
    assert cells.revisions(work.session, old.key) == {}


def test_a_record_that_comes_back_is_no_longer_withheld(work: Work) -> None:
    record_id = _registered(work)
    registration.relabel(REGISTRAR, work, record_id, SCHEME.parse("Secret"), "up")
    registration.relabel(SYSTEM, work, record_id, SCHEME.parse("Official"), "and down")
    back = _cell(work, "Official")
    assert (back.withheld, back.is_impure) == (frozenset(), True)
    assert _cell(work, "Secret").withheld == {record_id}


def test_a_withdrawn_record_is_gone_for_everybody_and_kept(work: Work) -> None:
    record_id = _registered(work)
    registration.withdraw(REGISTRAR, work, record_id, "registered twice")
    for principal in (READER, REGISTRAR):
        with pytest.raises(NotFound):
            records.read_record(principal, work, record_id)
    cell = _cell(work, "Official")
    assert (cell.withheld, cell.is_impure) == (frozenset({record_id}), True)
    assert ("rebuild partition", cell.key) in _jobs(work)
    assert cells.revisions(work.session, cell.key) == {}
    with pytest.raises(NotFound):
        registration.withdraw(REGISTRAR, work, record_id, "again")


def test_a_rebuild_clears_only_what_it_has_seen(work: Work) -> None:
    first, second = _registered(work), _registered(work)
    registration.withdraw(REGISTRAR, work, first, "one")
    key = _cell(work, "Official").key
    seen = cells.generation_of(work.session, key)
    assert seen == 1
    registration.withdraw(REGISTRAR, work, second, "two")
    assert not cells.mark_rebuilt(work.session, key, seen)
    assert _cell(work, "Official").withheld == {second}
    assert cells.mark_rebuilt(work.session, key, 2)
    cell = _cell(work, "Official")
    assert (cell.withheld, cell.is_impure) == (frozenset(), False)


def test_the_same_label_again_is_refused(work: Work) -> None:
    record_id = _registered(work)
    with pytest.raises(InvalidInput):
        registration.relabel(REGISTRAR, work, record_id, SCHEME.parse("Official"), "same")


def test_a_label_settings_no_longer_know_counts_as_intake(work: Work) -> None:
    record_id = _registered(work, "Official/HR-CHN")
    fewer = type(SCHEME).of([level.name for level in SCHEME.levels], ["PEN"])
    reader = Catalogue(work.session, READER.clearance, fewer)
    assert reader.total() == 0
    registrar = Catalogue(work.session, REGISTRAR.clearance, fewer)
    assert registrar.locate(record_id).cell.label == fewer.intake


def test_a_catalogue_of_one_cell_sees_no_other(work: Work) -> None:
    inside, _ = _registered(work, "Official"), _registered(work, "Secret")
    key = _cell(work, "Official").key
    only = Catalogue(work.session, REGISTRAR.clearance, SCHEME, only_cell=key)
    assert only.total() == 1
    assert only.locate(inside).cell.key == key
