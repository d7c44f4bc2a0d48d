"""From the register into the partitions: idempotent, per cell, nothing kept back, nothing left behind."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import pytest

from app.db import cells, jobs
from app.domain.records import FileDraft, RecordId, SealedNoteDraft
from app.domain.searches import FacetName
from app.search.engine import (
    EngineAnswer,
    EngineQuestion,
    IndexedRecord,
    PartitionState,
    PartitionView,
    SearchEngine,
)
from app.services import indexing, reconciliation, registration
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import SCHEME, a_description, a_draft, a_principal, a_registrar
from tests.searching import counts_of, ids_of, indexed, registered, relabelled, searched, withdrawn

CANARY = "zanzibarium"
EVERYTHING = a_principal("Secret", *sorted(SCHEME.compartments))


def _partition_bytes(house: House) -> bytes:
    folder = house.settings.index_dir
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_partitions_agree_with_the_register_after_the_jobs(house: House) -> None:
    for number, label in enumerate(("Public", "Official", "Official/PEN", "Public")):
        registered(house, title=f"Letter {number}", label=label)
    assert len(reconciliation.differences(house.work)) == 3
    run_pending_jobs(house)
    assert reconciliation.differences(house.work) == ()


def test_indexing_twice_is_indexing_once(house: House) -> None:
    record_id = indexed(house, title="Letter", text="custody")
    before = _partition_bytes(house)
    assert indexing.index_records(house.work, [record_id, record_id]) == {}
    assert _partition_bytes(house) == before


def test_an_amended_letter_is_found_by_its_new_words_only(house: House) -> None:
    record_id = indexed(house, title="About grain")
    with house.work(writing=True) as work:
        described = a_description(title="About railways")
        registration.amend(a_registrar(), work, record_id, 1, described, "Misread")
        work.commit()
    run_pending_jobs(house)
    assert ids_of(searched(house, "railway")) == [record_id]
    assert ids_of(searched(house, "grain")) == []


def test_the_text_of_a_file_is_found_with_its_name_and_page(house: House) -> None:
    record_id = registered(house, title="Letter")
    content = b"They wrote about lawyers in custody."
    with house.work(writing=True) as work:
        stored = work.originals.put(io.BytesIO(content), 1000)
        file = FileDraft(stored.sha256, stored.size_bytes, "text/plain", "copy.txt")
        registration.attach_file(a_registrar(), work, record_id, file)
        work.commit()
    run_pending_jobs(house)
    (hit,) = searched(house, "custody").hits
    assert [one.place for one in hit.excerpts] == ["file copy.txt, page 1"]
    assert reconciliation.differences(house.work) == ()


def test_sealed_notes_are_not_in_the_partition_of_their_record(house: House) -> None:
    note = SealedNoteDraft("comment", f"the pen is held by {CANARY}", SCHEME.parse("Secret"))
    indexed(house, title="Letter", draft={"sealed_notes": (note,)})
    assert searched(house, CANARY, EVERYTHING).total == 0
    assert CANARY.encode() not in _partition_bytes(house)


@pytest.mark.parametrize("worker_runs", [False, True])
def test_a_relabelled_record_is_at_once_as_if_it_had_never_been(
    house: House, worker_runs: bool
) -> None:
    kept = [
        indexed(house, title=f"Letter {n}", text="custody " * n, signed_by=["CAN"])
        for n in range(1, 6)
    ]
    before = [searched(house, text) for text in ("custody", "", f"{CANARY} OR custody")]
    gone = indexed(
        house,
        title=f"The {CANARY} letter",
        text=f"custody {CANARY}s",
        label="Public",
        signed_by=["HUN"],
        subjects=(CANARY,),
    )
    assert gone in ids_of(searched(house, "custody"))
    relabelled(house, gone, "Secret")
    if worker_runs:
        run_pending_jobs(house)
    assert [searched(house, t) for t in ("custody", "", f"{CANARY} OR custody")] == before
    assert set(ids_of(searched(house, "custody"))) == set(kept)
    for text in (CANARY, "zanzib*", f"subject:{CANARY}", "signatory:Hungary"):
        page = searched(house, text)
        assert (page.total, page.notices) == (0, ())
        assert all(not counts_of(page, name) for name in FacetName)


def test_after_the_rebuild_no_file_of_the_old_cell_holds_the_word(house: House) -> None:
    indexed(house, title="Letter", label="Public")
    for leave in (lambda one: relabelled(house, one, "Secret"), lambda one: withdrawn(house, one)):
        gone = indexed(house, title=f"The {CANARY} letter", label="Public")
        with house.work() as work:
            cell_key = cells.cell_key_of(work.session, gone)
        folder = house.settings.index_dir / str(cell_key)
        leave(gone)
        run_pending_jobs(house)
        held = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
        assert CANARY.encode() not in held
    with house.work() as work:
        assert not any(cell.is_impure for cell in cells.all_cells(work.session, SCHEME))


def test_a_withdrawn_record_is_gone_for_everybody(house: House) -> None:
    record_id = indexed(house, title="Letter", text=CANARY)
    withdrawn(house, record_id)
    assert searched(house, CANARY, EVERYTHING).total == 0
    run_pending_jobs(house)
    assert searched(house, CANARY, EVERYTHING).total == 0
    assert reconciliation.differences(house.work) == ()


def test_a_record_that_comes_back_is_found_again(house: House) -> None:
    record_id = indexed(house, title="Letter", text=CANARY, label="Public")
    relabelled(house, record_id, "Secret")
    relabelled(house, record_id, "Public")
    run_pending_jobs(house)
    assert ids_of(searched(house, CANARY, a_principal("Public"))) == [record_id]
    assert reconciliation.differences(house.work) == ()


def test_a_record_that_leaves_during_a_rebuild_stays_withheld(house: House) -> None:
    gone = indexed(house, title="Letter", text=CANARY, label="Public")
    stays = indexed(house, title="Letter", text="custody", label="Public")
    relabelled(house, stays, "Official")
    with house.work() as work:
        (cell_key,) = [
            cell.key
            for cell in cells.all_cells(work.session, SCHEME)
            if cell.label == SCHEME.bottom
        ]

    def leave(_done: int, _total: int) -> None:
        relabelled(house, gone, "Secret")

    indexing.rebuild_partition(house.work, cell_key, leave)
    assert searched(house, CANARY, a_principal("Public")).total == 0
    with house.work() as work:
        withheld = cells.withheld_ids(work.session, [1, 2, 3])
    assert gone in {one for ids in withheld.values() for one in ids}
    run_pending_jobs(house)
    assert reconciliation.differences(house.work) == ()


def test_one_record_that_cannot_be_indexed_stops_no_other(house: House) -> None:
    picky = _PickyEngine(house.search, "unreadable")
    house.search = picky
    indexed(house, title="First")
    registered(house, title="unreadable")
    good = indexed(house, title="Good")
    assert good in ids_of(searched(house, "good"))
    with house.work() as work:
        counts = jobs.counts(work.session)
    assert (counts.waiting, counts.running, counts.failed) == (1, 0, 0)


def test_a_new_letter_for_a_lost_partition_does_not_hide_the_others(house: House) -> None:
    old = indexed(house, title="Old", text="custody")
    for cell in house.search.cells():
        house.search.drop(cell)
    new = indexed(house, title="New", text="custody")
    assert set(ids_of(searched(house, "custody"))) == {old, new}


def test_records_in_one_batch_go_into_their_own_cells(house: House) -> None:
    drafts = [
        a_draft(title=f"Letter {n}", label=["Public", "Secret"][n % 2], text="x" * 10)
        for n in range(250)
    ]
    with house.work(writing=True) as work:
        registration.register_many(a_registrar(), work, drafts)
        work.commit()
    assert indexing.bring_up_to_date(house.work) == 250
    assert searched(house, "", a_principal("Public")).total == 125
    assert searched(house, "", a_principal("Secret")).total == 250


def test_a_rebuild_says_how_far_it_is(house: House) -> None:
    with house.work(writing=True) as work:
        drafts = [a_draft(title=f"Letter {n}") for n in range(indexing.RECORDS_AT_ONCE + 7)]
        registration.register_many(a_registrar(), work, drafts)
        work.commit()
    reconciliation.ask_for_rebuild(house.work)
    seen: list[tuple[int, int]] = []
    indexing.bring_up_to_date(house.work, on_progress=lambda *at: seen.append(at))
    assert seen == [(100, 107), (107, 107)]


class _PickyEngine:
    """The real engine, but one title makes it stumble as a defect would."""

    def __init__(self, engine: SearchEngine, title: str) -> None:
        self._engine = engine
        self._title = title

    def search(self, partitions: Sequence[PartitionView], question: EngineQuestion) -> EngineAnswer:
        return self._engine.search(partitions, question)

    def apply(
        self, cell: str, upserts: Iterable[IndexedRecord], removals: Iterable[RecordId] = ()
    ) -> None:
        self._engine.apply(cell, self._checked(upserts), removals)

    def rebuild(self, cell: str, records: Iterator[IndexedRecord]) -> None:
        self._engine.rebuild(cell, self._checked(records))

    def drop(self, cell: str) -> None:
        self._engine.drop(cell)

    def state(self, cell: str) -> PartitionState:
        return self._engine.state(cell)

    def cells(self) -> tuple[str, ...]:
        return self._engine.cells()

    def _checked(self, records: Iterable[IndexedRecord]) -> Iterator[IndexedRecord]:
        for one in records:
            if one.passages[0].text == self._title:
                raise RuntimeError(self._title)
            yield replace(one)
