"""Comparing the register with the search partitions and the originals, and asking for repairs.

Open `reconcile`: at the start of the worker, before anybody is answered, and hourly. It writes job rows
and drops what must not answer; the repairs themselves are ordinary jobs. `differences` only looks.
Only the holder of the worker's lock reconciles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from app.db import cells, files, jobs, upkeep
from app.db.jobs import JobKind
from app.db.upkeep import CellStanding
from app.domain.access import AccessLabel
from app.domain.errors import InvalidInput
from app.domain.records import RecordId
from app.services.files import left_before, remove_leftovers
from app.services.indexing import KINDS
from app.services.work import OpenWork, Work

REBUILD_FROM = 2000
"""So many records to bring in at once are built anew rather than added one batch after the other."""
FORGET_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class CellDifference:
    """How a cell's partition differs from the register; all in ids and counts, never in words."""

    cell: str
    label: str
    problem: str
    """Why the partition cannot be used at all (missing, damaged, outdated format); empty if it can."""
    missing: tuple[RecordId, ...] = ()
    outdated: tuple[RecordId, ...] = ()
    ahead: tuple[RecordId, ...] = ()
    """In the partition in a later edition than the register has: a database put back from a copy."""
    withheld: tuple[RecordId, ...] = ()
    """Still in the partition, but left out of every answer until the cell is rebuilt."""
    foreign: tuple[RecordId, ...] = ()
    """In the partition, and the register knows no reason why."""

    @property
    def must_not_answer(self) -> bool:
        """Whether answers from the partition could be wrong, not only late."""
        return bool(self.foreign or self.ahead)

    @property
    def words(self) -> str:
        """`12 missing, 1 outdated`."""
        if self.problem:
            return self.problem
        counts = {
            "missing": self.missing,
            "outdated": self.outdated,
            "ahead of the register": self.ahead,
            "waiting to be taken out": self.withheld,
            "not in the register": self.foreign,
        }
        return ", ".join(f"{len(ids)} {words}" for words, ids in counts.items() if ids)


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What a reconciliation found, and what it asked for."""

    differences: tuple[CellDifference, ...]
    records_to_index: int
    cells_to_rebuild: int
    dropped_partitions: int
    orphans: tuple[str, ...]
    """SHA-256 of originals that no record refers to, older than a day. They are never removed."""
    leftovers_removed: int


def differences(open_work: OpenWork) -> tuple[CellDifference, ...]:
    """Every cell whose partition is not what the register says. Reads all partitions afresh."""
    with open_work() as work:
        return tuple(_compared(work))


def reconcile(open_work: OpenWork) -> Reconciliation:
    """Compare everything, drop what must not answer, and write the jobs that repair the rest."""
    with open_work() as work:
        on_disk = work.search.cells()  # before the cells: a new cell must not look unknown
        found = tuple(_compared(work))
        standings = list(upkeep.cell_standings(work.session, work.labels))
        orphans = tuple(_orphans(work))
        leftovers = remove_leftovers(work)
    known = {one.key for one in standings}
    to_drop = [cell for cell in on_disk if cell not in known]
    to_drop += [one.cell for one in found if one.must_not_answer]
    with open_work(writing=True) as work:
        records = _records_to_index(work, found)
        rebuilds = _cells_to_rebuild(work, found, standings)
        jobs.forget_done(work.session, work.clock.now() - FORGET_AFTER)
        if not found:
            upkeep.forget_failed(work.session, KINDS)
        work.session.commit()
    with open_work() as work:
        for cell in to_drop:
            work.search.drop(cell)
    return Reconciliation(found, records, rebuilds, len(to_drop), orphans, leftovers)


def ask_for_rebuild(open_work: OpenWork, label: AccessLabel | None = None) -> int:
    """Write the jobs that build partitions anew: of all cells, or of one label's. Returns how many.

    Raises InvalidInput for a label under which nothing was ever registered.
    """
    with open_work(writing=True) as work:
        found = cells.all_cells(work.session, work.labels)
        keys = [one.key for one in found if label in (None, one.label)]
        if label is not None and not keys:
            raise InvalidInput("cell", f"Nothing was ever registered under {label}.")
        for key in keys:
            jobs.enqueue(work.session, JobKind.REBUILD_PARTITION, key, work.clock.now(), work.ids)
        work.session.commit()
    return len(keys)


def _compared(work: Work) -> Iterator[CellDifference]:
    for standing in upkeep.cell_standings(work.session, work.labels):
        difference = _difference(work, standing)
        if difference is not None:
            yield difference


def _difference(work: Work, standing: CellStanding) -> CellDifference | None:
    state = work.search.state(standing.key)
    wanted = cells.revisions(work.session, standing.key)
    if not state.is_healthy:
        if not wanted and standing.key not in work.search.cells():
            return None  # a cell of sealed notes only, or one that all records have left
        return CellDifference(standing.key, standing.label, state.reason, tuple(wanted))
    held = state.revisions
    extra = [one for one in held if one not in wanted]
    found = CellDifference(
        standing.key,
        standing.label,
        "",
        missing=tuple(one for one in wanted if one not in held),
        outdated=tuple(one for one in wanted if held.get(one, wanted[one]) < wanted[one]),
        ahead=tuple(one for one in wanted if held.get(one, wanted[one]) > wanted[one]),
        withheld=tuple(one for one in extra if one in standing.withheld),
        foreign=tuple(one for one in extra if one not in standing.withheld),
    )
    return found if found.words else None


def _is_for_rebuild(one: CellDifference) -> bool:
    late = len(one.missing) + len(one.outdated)
    return bool(one.problem or one.must_not_answer or one.withheld or late >= REBUILD_FROM)


def _records_to_index(work: Work, found: Sequence[CellDifference]) -> int:
    late = [
        str(record_id)
        for one in found
        if not _is_for_rebuild(one)
        for record_id in (*one.missing, *one.outdated)
    ]
    wanted = upkeep.without_waiting_job(work.session, JobKind.INDEX_RECORD, late)
    jobs.enqueue_new(work.session, JobKind.INDEX_RECORD, wanted, work.clock.now(), work.ids)
    return len(wanted)


def _cells_to_rebuild(
    work: Work, found: Sequence[CellDifference], standings: Sequence[CellStanding]
) -> int:
    impure = [one.key for one in standings if one.is_impure]
    cell_keys = dict.fromkeys([*(one.cell for one in found if _is_for_rebuild(one)), *impure])
    for cell_key in cell_keys:
        jobs.enqueue(work.session, JobKind.REBUILD_PARTITION, cell_key, work.clock.now(), work.ids)
    return len(cell_keys)


def _orphans(work: Work) -> Iterator[str]:
    referenced = files.referenced_originals(work.session)
    before = left_before(work.clock.now())
    for original in work.originals.all():
        is_orphan = original.sha256 not in referenced
        if is_orphan and work.originals.written_at(original.sha256) < before:
            yield original.sha256
