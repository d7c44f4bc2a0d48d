"""What is in the register, by label, and what the worker has still to do; for whoever runs commands."""

from __future__ import annotations

from dataclasses import dataclass

from app.db import cells, jobs
from app.domain.principals import Action, Principal
from app.services.work import Work


@dataclass(frozen=True, slots=True)
class ArchiveStatus:
    """Counts; `records_by_label` in the order of the labels' text, cells without records left out."""

    records_by_label: tuple[tuple[str, int], ...]
    jobs_waiting: int
    jobs_failed: int

    @property
    def records(self) -> int:
        return sum(count for _, count in self.records_by_label)


def status(principal: Principal, work: Work) -> ArchiveStatus:
    """Numbers and labels only. For commands on the machine: pages count through the gate instead."""
    principal.require(Action.REGISTER)
    by_label = [
        (str(cell.label), len(cells.revisions(work.session, cell.key)))
        for cell in cells.all_cells(work.session, work.labels)
    ]
    queue = jobs.counts(work.session)
    return ArchiveStatus(
        tuple(sorted((label, count) for label, count in by_label if count)),
        queue.waiting + queue.running,
        queue.failed,
    )
