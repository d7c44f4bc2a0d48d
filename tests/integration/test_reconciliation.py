"""Whatever happens to the partitions, the reconciler finds it and the worker repairs it."""

from __future__ import annotations

import io
import os
import random
import shutil
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from app.db import cells, jobs
from app.db.models.jobs import job
from app.db.models.records import record
from app.domain.errors import InvalidInput
from app.domain.records import FileDraft
from app.domain.searches import NoticeKind
from app.search import partition_files
from app.services import reconciliation
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import SCHEME, a_principal
from tests.houses import FrozenClock
from tests.searching import ids_of, indexed, registered, relabelled, searched

LABELS = ("Public", "Official", "Official/PEN", "Secret")


def _filled(house: House) -> None:
    for number in range(16):
        registered(house, title=f"Letter {number}", text="custody", label=LABELS[number % 4])
    run_pending_jobs(house)


def _repaired(house: House) -> None:
    reconciliation.reconcile(house.work)
    run_pending_jobs(house)
    assert reconciliation.differences(house.work) == ()


def _folder_of(house: House, label: str) -> Path:
    with house.work() as work:
        (key,) = [
            cell.key
            for cell in cells.all_cells(work.session, SCHEME)
            if cell.label == SCHEME.parse(label)
        ]
    return house.settings.index_dir / key


def _waiting(house: House) -> int:
    with house.work() as work:
        return jobs.counts(work.session).waiting


def test_where_all_agrees_nothing_is_asked_for(house: House) -> None:
    _filled(house)
    found = reconciliation.reconcile(house.work)
    assert found.differences == ()
    assert (found.records_to_index, found.cells_to_rebuild, found.dropped_partitions) == (0, 0, 0)
    assert _waiting(house) == 0


@pytest.mark.parametrize("seed", range(12))
def test_damage_at_random_is_noticed_and_repaired(house: House, seed: int) -> None:
    _filled(house)
    chosen = random.Random(seed)  # noqa: S311 - damage, not secrets
    files = sorted(path for path in house.settings.index_dir.rglob("*") if path.is_file())
    files = [path for path in files if not path.name.endswith(".lock")]
    for path in chosen.sample(files, 3):
        if chosen.random() < 0.3:
            path.unlink()
            continue
        content = bytearray(path.read_bytes())
        at = chosen.randrange(len(content))
        content[at] ^= 1 << chosen.randrange(8)
        path.write_bytes(bytes(content))
    assert reconciliation.differences(house.work)
    _repaired(house)
    assert searched(house, "custody", a_principal("Secret", "PEN")).total == 16


def test_a_missing_partition_is_said_only_to_those_who_may_read_it(house: House) -> None:
    _filled(house)
    whole = searched(house, "custody", a_principal("Official"))
    shutil.rmtree(_folder_of(house, "Official/PEN"))
    assert searched(house, "custody", a_principal("Official")) == whole
    assert _waiting(house) == 0
    page = searched(house, "custody", a_principal("Official", "PEN"))
    assert page.total == 8
    assert [notice.kind for notice in page.notices] == [NoticeKind.REBUILDING]
    assert _waiting(house) == 1
    searched(house, "custody", a_principal("Official", "PEN"))
    assert _waiting(house) == 1
    run_pending_jobs(house)
    page = searched(house, "custody", a_principal("Official", "PEN"))
    assert (page.total, page.notices) == (12, ())


def test_lost_jobs_are_written_again(house: House) -> None:
    _filled(house)
    lost = registered(house, title="Lost", text="custody", label="Public")
    with house.work(writing=True) as work:
        work.session.execute(delete(job))
        work.session.commit()
    found = reconciliation.reconcile(house.work)
    assert found.records_to_index == 1
    run_pending_jobs(house)
    assert lost in ids_of(searched(house, "lost"))


def test_jobs_given_up_are_forgotten_once_all_agrees(house: House) -> None:
    _filled(house)
    with house.work(writing=True) as work:
        work.session.execute(update(job).values(state="failed"))
        work.session.commit()
    house.search.drop(house.search.cells()[0])
    reconciliation.reconcile(house.work)
    run_pending_jobs(house)
    with house.work() as work:
        assert jobs.counts(work.session).failed == 16
    reconciliation.reconcile(house.work)
    with house.work() as work:
        assert jobs.counts(work.session).failed == 0


def test_a_lost_rebuild_is_written_again(house: House) -> None:
    _filled(house)
    relabelled(house, indexed(house, title="Gone", label="Public"), "Secret")
    with house.work(writing=True) as work:
        work.session.execute(delete(job).where(job.c.kind == "rebuild partition"))
        work.session.commit()
    _repaired(house)
    with house.work() as work:
        assert not any(cell.is_impure for cell in cells.all_cells(work.session, SCHEME))


def test_a_partition_of_no_cell_is_dropped(house: House) -> None:
    _filled(house)
    folder = _folder_of(house, "Secret")
    shutil.copytree(folder, folder.with_name("9f0d7f4e-0c8f-4b43-9b57-3f6ad4b9a4b1"))
    assert reconciliation.reconcile(house.work).dropped_partitions == 1
    assert len(house.search.cells()) == 4


def test_a_partition_that_holds_what_the_register_does_not_never_answers(house: House) -> None:
    """As after a database put back from an older copy."""
    _filled(house)
    stranger = indexed(
        house, title="Stranger", text="custody", label="Public", signatures_are_complete=False
    )
    with house.work(writing=True) as work:
        work.session.execute(delete(record).where(record.c.public_id == stranger))
        work.session.commit()
    page = searched(house, "custody", a_principal("Public"))
    assert page.total == len(page.hits) == 4
    assert (
        searched(house, "without:HUN", a_principal("Public")).notices == ()
    )  # the stranger has gaps
    found = reconciliation.reconcile(house.work)
    assert found.dropped_partitions == 1
    assert searched(house, "stranger", a_principal("Public")).total == 0
    run_pending_jobs(house)
    assert reconciliation.differences(house.work) == ()


def test_a_partition_ahead_of_the_register_is_built_anew(house: House) -> None:
    _filled(house)
    ahead = indexed(house, title="Ahead", label="Public")
    with house.work(writing=True) as work:
        later = update(record).where(record.c.public_id == ahead)
        work.session.execute(later.values(edition=5))
        work.session.commit()
    _repaired(house)
    with house.work(writing=True) as work:
        work.session.execute(later.values(edition=2))
        work.session.commit()
    (difference,) = reconciliation.differences(house.work)
    assert difference.words == "1 ahead of the register"
    _repaired(house)


def test_old_orphans_are_reported_and_kept(house: House, clock: FrozenClock) -> None:
    with house.work() as work:
        orphan = work.originals.put(io.BytesIO(b"nobody's"), 1000)
        kept = work.originals.put(io.BytesIO(b"somebody's"), 1000)
    file = FileDraft(kept.sha256, kept.size_bytes, "text/plain", "letter.txt")
    registered(house, title="Letter", draft={"files": (file,)})
    written = clock.now().timestamp() - 3600
    for path in house.settings.documents_dir.rglob("*"):
        if path.is_file():
            os.utime(path, (written, written))
    assert reconciliation.reconcile(house.work).orphans == ()
    clock.advance(days=2)
    assert reconciliation.reconcile(house.work).orphans == (orphan.sha256,)
    assert house.originals.exists(orphan.sha256)


def test_a_rebuild_can_be_asked_for_one_label(house: House) -> None:
    _filled(house)
    assert reconciliation.ask_for_rebuild(house.work, SCHEME.parse("Official/PEN")) == 1
    assert reconciliation.ask_for_rebuild(house.work) == 4
    run_pending_jobs(house)
    assert reconciliation.differences(house.work) == ()
    with pytest.raises(InvalidInput):
        reconciliation.ask_for_rebuild(house.work, SCHEME.parse("Restricted"))


def test_partitions_of_an_earlier_analysis_are_built_anew(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As at the first start of a release that reads words otherwise: nobody has to ask for it."""
    with monkeypatch.context() as earlier:
        earlier.setattr(partition_files, "FORMAT", partition_files.FORMAT - 1)
        record_id = indexed(house, text="custody")

    assert NoticeKind.REBUILDING in {one.kind for one in searched(house, "custody").notices}
    _repaired(house)
    assert ids_of(searched(house, "custody")) == [record_id]
