"""Bringing the search partitions to what the register holds, idempotently by record and edition.

Open `index_records` (what one save or an import needs) and `rebuild_partition` (what a cell needs that a
record has left, or whose partition is lost). Only the process that holds the worker's lock calls these.
What is indexed of a record is decided in `projection.py`; comparing everything is in `reconciliation.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from app.db import cells
from app.db.authorities import authorities
from app.db.gate import Gate
from app.db.jobs import Job, JobKind
from app.db.searchable import IndexEntry, all_entries, entries, searchable
from app.domain.access import EVERY_PARTY, Clearance
from app.domain.records import RecordId
from app.search.engine import EngineQuestion, IndexedRecord, PartitionView
from app.services import leases
from app.services.projection import indexed_record, parties_of
from app.services.work import OpenWork, Work

RECORDS_PER_COMMIT = 1000
RECORDS_AT_ONCE = 100
PAGES_AT_ONCE = 2000
KINDS = (JobKind.INDEX_RECORD, JobKind.REBUILD_PARTITION)

Progress = Callable[[int, int], None]
"""Told how many records are done, and of how many."""
Stop = Callable[[], bool]


def bring_up_to_date(
    open_work: OpenWork, *, on_progress: Progress | None = None, stop: Stop | None = None
) -> int:
    """Work off the jobs of the index that are due. Returns how many jobs were claimed.

    Each round is one durable commit per cell. Safe to interrupt at any point and to run again.
    """
    claimed = 0
    while not (stop and stop()):
        done = index_due_records(open_work) + rebuild_due_partition(open_work, on_progress)
        if not done:
            break
        claimed += done
    return claimed


def index_due_records(open_work: OpenWork) -> int:
    """One batch of the job `index record`. Returns how many jobs were claimed."""

    def index(claimed: Sequence[Job]) -> dict[str, str]:
        failures = index_records(open_work, [RecordId(one.subject) for one in claimed])
        return {one.id: failures[one.subject] for one in claimed if one.subject in failures}

    return leases.work_on(open_work, [JobKind.INDEX_RECORD], RECORDS_PER_COMMIT, index)


def rebuild_due_partition(open_work: OpenWork, on_progress: Progress | None = None) -> int:
    """One job `rebuild partition`. Returns how many jobs were claimed."""

    def rebuild(claimed: Sequence[Job]) -> dict[str, str]:
        for one in claimed:
            rebuild_partition(open_work, one.subject, on_progress)
        return {}

    return leases.work_on(open_work, [JobKind.REBUILD_PARTITION], 1, rebuild)


def index_records(open_work: OpenWork, record_ids: Sequence[RecordId]) -> dict[str, str]:
    """Bring these records into the partitions of the cells they stand in now.

    A record that is withdrawn or gone is passed over: the cell it left is rebuilt by a job of its
    own. Returns why records could not be indexed, by id; raises for troubles of the machine.
    """
    failures: dict[str, str] = {}
    lost_cells = []
    with open_work() as work:
        by_cell: dict[str, list[IndexEntry]] = defaultdict(list)
        for entry in entries(_upkeep_gate(work), list(dict.fromkeys(record_ids))):
            by_cell[entry.cell_key].append(entry)
        for cell_key, found in by_cell.items():
            if _is_open(work, cell_key):
                failures |= _apply(work, cell_key, found)
            else:
                lost_cells.append(cell_key)
    for cell_key in lost_cells:  # applied to nothing, a few records would pass for all of them
        rebuild_partition(open_work, cell_key)
    return failures


def rebuild_partition(
    open_work: OpenWork, cell_key: str, on_progress: Progress | None = None
) -> None:
    """Build a cell's partition anew from the database, then forget what was withheld until then.

    The generation is read before the records: what leaves the cell meanwhile stays withheld and keeps
    the cell impure. The old partition answers until the new one is complete.
    """
    with open_work() as work:
        generation = cells.generation_of(work.session, cell_key)
        if generation is None:
            work.search.drop(cell_key)
            return
        gate = _upkeep_gate(work, cell_key)
        work.search.rebuild(cell_key, _projected(work, gate, all_entries(gate), on_progress))
    with open_work(writing=True) as work:
        cells.mark_rebuilt(work.session, cell_key, generation)
        work.session.commit()


def _apply(work: Work, cell_key: str, found: Sequence[IndexEntry]) -> dict[str, str]:
    """All records in one commit; one by one when a record among them cannot be indexed."""
    gate = _upkeep_gate(work, cell_key)
    try:
        work.search.apply(cell_key, _projected(work, gate, found))
    except Exception as error:
        if leases.is_trouble_of_the_machine(error):
            raise
        if len(found) == 1:
            return {found[0].id: leases.reason_for(error)}
        failures: dict[str, str] = {}
        for one in found:
            failures |= _apply(work, cell_key, [one])
        return failures
    return {}


def _projected(
    work: Work, gate: Gate, found: Sequence[IndexEntry], on_progress: Progress | None = None
) -> Iterator[IndexedRecord]:
    """What partitions hold of the records, a few in memory at a time. Two statements for each few."""
    known = authorities(work.session)
    parties = parties_of(known.parties)
    done = 0
    for batch in _batches(found):
        for one in searchable(gate, [entry.id for entry in batch]):
            yield indexed_record(one, parties, known.groupings)
        done += len(batch)
        if on_progress:
            on_progress(done, len(found))


def _batches(found: Sequence[IndexEntry]) -> Iterator[list[IndexEntry]]:
    """Cut by number of records and, for those with long files, by number of pages."""
    batch: list[IndexEntry] = []
    pages = 0
    for entry in found:
        is_full = len(batch) >= RECORDS_AT_ONCE or pages + entry.pages > PAGES_AT_ONCE
        if batch and is_full:
            yield batch
            batch, pages = [], 0
        batch.append(entry)
        pages += entry.pages
    if batch:
        yield batch


def _is_open(work: Work, cell_key: str) -> bool:
    """Whether the partition answers; asked without a query, so that it costs next to nothing."""
    question = EngineQuestion(None, limit=0, with_counts=False)
    answer = work.search.search([PartitionView(cell_key)], question)
    return not answer.unavailable_cells


def _upkeep_gate(work: Work, only_cell: str | None = None) -> Gate:
    """The gate for the index itself: partitions are cut by cell, and no reader sees through this."""
    clearance = Clearance(work.labels.levels[-1], work.labels.compartments, EVERY_PARTY)
    return Gate(work.session, clearance, work.labels, only_cell=only_cell)
