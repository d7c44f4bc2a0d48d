"""What a reader's questions to the engine have in common: which partitions, and what to do with broken ones.

`search.py` asks one question, `draft_search.py` one for each line of a draft; both open the same views.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.db import cells, jobs, upkeep
from app.db.catalogue import Catalogue
from app.db.jobs import JobKind
from app.domain.searches import Notice, NoticeKind
from app.domain.wording import said
from app.search.engine import EngineAnswer, PartitionView
from app.services.work import Work


def readable_views(work: Work, catalogue: Catalogue) -> list[PartitionView]:
    """The readable cells that hold anything; a cell that all records have left is as if never made."""
    readable = catalogue.readable_cells()
    in_use = upkeep.cells_in_use(work.session, [cell.key for cell in readable])
    return [
        PartitionView(cell.key, cell.withheld, cell.is_impure)
        for cell in readable
        if cell.key in in_use
    ]


def without_strangers(work: Work, view: PartitionView) -> PartitionView:
    """The view without what its partition holds and the register does not. Reads the partition whole."""
    held = work.search.state(view.cell).revisions.keys()
    registered = cells.revisions(work.session, view.cell).keys()
    return replace(view, withheld=view.withheld | (held - registered))


def long_unavailable(work: Work, answer: EngineAnswer) -> tuple[str, ...]:
    """Cells that did not answer, without those whose every record still waits to be indexed for the first
    time: where an older record, since gone, had left them a partition, nothing would be said of them
    either."""
    late = upkeep.cells_with_settled_records(work.session, answer.unavailable_cells)
    return tuple(one for one in answer.unavailable_cells if one in late)


def ask_for_rebuild(work: Work, cell_keys: Sequence[str]) -> None:
    """Write the jobs in a short transaction of their own; this search goes on without."""
    kind = JobKind.REBUILD_PARTITION
    wanted = [one for one in cell_keys if not jobs.is_waiting(work.session, one, [kind])]
    if not wanted:
        return
    with work.new_session() as session:
        for cell_key in wanted:
            jobs.enqueue(session, kind, cell_key, work.clock.now(), work.ids)
        session.commit()
    work.wake_worker()


def notices_of(answer: EngineAnswer) -> list[Notice]:
    """What a reader must know of an answer that is not whole."""
    notices = []
    if answer.unavailable_cells:
        notices.append(
            Notice(
                NoticeKind.REBUILDING,
                said("A part of the index is being rebuilt."),
                said(
                    "Some texts that you may read are missing from these results. Search again in a "
                    "minute."
                ),
            )
        )
    if answer.was_cut:
        notices.append(
            Notice(
                NoticeKind.CUT_SHORT,
                said("The search was cut short."),
                said(
                    "A word with * stands for more words than are looked for. Write more of its letters."
                ),
            )
        )
    return notices
