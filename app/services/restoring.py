"""Putting a backup back into an empty home. Open `restore`.

The database gets its name last: a restore that is cut short leaves a home without one, and can be begun
again. Nobody is signed in afterwards, and the search partitions are built anew by the worker.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from app.db import jobs, upkeep
from app.db.backup_copy import check_can_be_copied, clear_left_out, inspect_copy
from app.db.cells import all_cells
from app.db.jobs import JobKind
from app.domain.errors import Conflict, InvalidInput, Unavailable
from app.domain.principals import Action, Principal
from app.services import audit, installation
from app.services.backups import READING, RESTORING, Progress, silent
from app.services.work import OpenWork, Work
from app.storage import backup_folder
from app.storage.backup_folder import DATABASE, Manifest, sync_folder
from app.storage.backup_reading import put_database, put_original
from config import Settings

RESTORED = "archive restored"
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back. `not_restored` are originals that are missing now."""

    manifest: Manifest
    digest: str
    is_upgraded: bool
    not_restored: tuple[str, ...]


def restore(
    principal: Principal,
    open_work: OpenWork,
    engine: Engine,
    settings: Settings,
    folder: Path,
    *,
    despite_damage: bool = False,
    on_progress: Progress = silent,
) -> Restored:
    """Verify a backup and put it into this home, which must be empty.

    Raises InvalidInput("backup") with what is damaged, Conflict when there is an archive here already.
    `despite_damage` leaves damaged originals out; a damaged database is never restored.
    """
    principal.require(Action.ADMINISTER)
    check_can_be_copied(engine)
    folder = folder.expanduser().resolve()
    manifest = backup_folder.read_manifest(folder)
    target = Path(str(engine.url.database))
    with open_work() as work:
        _check_empty(work, target, manifest)
    damaged = backup_folder.damage(
        folder, manifest, lambda done, of: on_progress(READING, done, of)
    )
    skipped = _skipped(damaged, manifest, despite_damage)
    with open_work() as work:
        _put_originals(work, folder, manifest, skipped, on_progress)
        now = work.clock.now()
    digest = _put_database(folder, manifest, target)
    upgraded = installation.upgrade(engine, settings.home, now)
    _settle(principal, open_work, manifest)
    return Restored(
        manifest, digest, upgraded.changed, tuple(sorted(skipped | {*manifest.left_out}))
    )


def _check_empty(work: Work, target: Path, manifest: Manifest) -> None:
    """No database, no partition, and no original that the backup does not bring itself."""
    brought = {one.path[-64:] for one in manifest.originals}
    is_foreign = any(one.sha256 not in brought for one in work.originals.all())
    if target.exists() or is_foreign or work.search.cells():
        raise Conflict(
            f"There is an archive in {target.parent} already. A backup is restored into an empty "
            "home: set CHANCERY_HOME to a new folder."
        )


def _skipped(damaged: Sequence[str], manifest: Manifest, despite_damage: bool) -> set[str]:
    """SHA-256 of the originals to leave out. Raises InvalidInput unless that is wanted."""
    if not damaged:
        return set()
    shown = "; ".join(damaged[:_SHOWN])
    rest = f" and {len(damaged) - _SHOWN} more" if len(damaged) > _SHOWN else ""
    if any(line.startswith(f"{DATABASE}:") for line in damaged):
        raise InvalidInput("backup", f"The backup's database is damaged: {shown}{rest}.")
    if not despite_damage:
        raise InvalidInput(
            "backup",
            f"The backup is damaged: {shown}{rest}. Take another one, or restore what is whole "
            "with --despite-damage.",
        )
    lines = {line.partition(":")[0] for line in damaged}
    return {one.path[-64:] for one in manifest.originals if one.path in lines}


def _put_originals(
    work: Work, folder: Path, manifest: Manifest, skipped: set[str], on_progress: Progress
) -> None:
    total = len(manifest.originals)
    for number, one in enumerate(manifest.originals, start=1):
        if one.path[-64:] not in skipped:
            put_original(folder, one, work.originals)
        on_progress(RESTORING, number, total)


def _put_database(folder: Path, manifest: Manifest, target: Path) -> str:
    unnamed = put_database(folder, manifest, target.with_name(f"{target.name}.restoring"))
    digest = inspect_copy(unnamed).digest
    if digest != manifest.digest:
        raise Unavailable("backup", "The database does not say what the manifest says of it.")
    os.rename(unnamed, target)
    sync_folder(target.parent)
    return digest


def _settle(principal: Principal, open_work: OpenWork, manifest: Manifest) -> None:
    """Nobody is signed in, no job is running, every partition is to be built, and the trail says so."""
    with open_work(writing=True) as work:
        now = work.clock.now()
        clear_left_out(work.session)
        upkeep.release_running(work.session, now)
        upkeep.forget_failed(work.session, (JobKind.INDEX_RECORD, JobKind.REBUILD_PARTITION))
        keys = [cell.key for cell in all_cells(work.session, work.labels)]
        for key in sorted(upkeep.cells_in_use(work.session, keys)):
            jobs.enqueue(work.session, JobKind.REBUILD_PARTITION, key, now, work.ids)
        details = {"name": manifest.name, "digest": manifest.digest[:16]}
        audit.record_change(principal, work, RESTORED, [], details)
        work.commit()
