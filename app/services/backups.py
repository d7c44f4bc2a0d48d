"""Making backups, listing them, and trying one out by restoring it where nobody looks.

Open `make`. A backup is of one moment: the database is copied first, then the originals which that copy
refers to, while people work on. Restoring for real is in `restoring.py`, when backups are made by
themselves in `timetable_tasks.py`, how long they are kept in `domain/backup_plan.py`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from app.db import audit_store, backup_store, schema
from app.db.backup_copy import DatabaseCopy, check_can_be_copied, copy_for_backup, inspect_copy
from app.db.backup_store import MadeBackup
from app.db.base import make_engine, reading_sessions
from app.domain.audit_chain import moment_text
from app.domain.errors import ChanceryError, InvalidInput, Unavailable
from app.domain.principals import Action, Principal
from app.domain.wording import said
from app.services import audit
from app.services.keeper import PRODUCT
from app.services.work import OpenWork, Work
from app.storage import backup_folder
from app.storage.backup_folder import BackupFile, Manifest
from app.storage.backup_reading import lay_out
from app.storage.backup_writing import BackupWriter, writing
from config import Settings

BACKUP_MADE, BACKUP_TRIED, BACKUP_REMOVED = "backup made", "backup tried out", "backup removed"
COPYING, READING, RESTORING = "Copying originals", "Reading", "Restoring"

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""


def silent(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup in its folder."""

    path: Path
    manifest: Manifest
    known: MadeBackup | None = None
    """What this archive knows of it; None where another one made it."""

    @property
    def size_bytes(self) -> int:
        return self.manifest.database.size_bytes + self.manifest.original_bytes


@dataclass(frozen=True, slots=True)
class Trial:
    """What trying a backup out found; `problems` is empty for a sound one."""

    backup: Backup
    problems: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        return not self.problems


def make(
    principal: Principal,
    open_work: OpenWork,
    engine: Engine,
    settings: Settings,
    folder: Path,
    *,
    is_fresh: bool = False,
    on_progress: Progress = silent,
) -> Backup:
    """Write `FOLDER/chancery-.../` and note it. Costs one copy of the database and of new originals.

    What the newest earlier backup in the folder holds is linked from there unless `is_fresh`. Raises
    InvalidInput("folder") inside the home, Unavailable when the disk refuses, Misconfigured for a
    database that is not SQLite. An original that is damaged is left out and named in the manifest.
    """
    principal.require(Action.ADMINISTER)
    check_can_be_copied(engine)
    folder = check_folder(settings, folder)
    with open_work() as work:
        now, originals = work.clock.now(), work.originals
    target = folder / backup_folder.name_of(now)
    earlier = None if is_fresh else _newest(folder)
    with writing(target, earlier) as writer:
        copied = copy_for_backup(engine, writer.database)
        writer.add_database()
        for number, (sha256, size) in enumerate(sorted(copied.originals.items()), start=1):
            writer.add_original(originals, sha256, size)
            on_progress(COPYING, number, len(copied.originals))
        manifest = writer.finish(_manifest(target.name, moment_text(now), copied))
    return _noted(principal, open_work, Backup(target, manifest), writer)


def found_in(principal: Principal, work: Work, folder: Path) -> list[Backup]:
    """The backups in a folder, oldest first; one whose manifest cannot be read is left out."""
    principal.require(Action.ADMINISTER)
    found = []
    for path in backup_folder.backups_in(folder):
        try:
            manifest = backup_folder.read_manifest(path)
        except InvalidInput:
            continue
        found.append((path, manifest, backup_folder.manifest_sha256(path)))
    known = backup_store.by_manifest(work.session, [sha256 for _, _, sha256 in found])
    return [Backup(path, manifest, known.get(sha256)) for path, manifest, sha256 in found]


def try_out(
    principal: Principal, open_work: OpenWork, path: Path, *, on_progress: Progress = silent
) -> Trial:
    """Restore a backup into a temporary home beside it and compare; the outcome is noted.

    Reads every byte of it: size and SHA-256 of each file, the database's own check, the logical digest,
    the chain of the audit trail, and that this version can work with it.
    """
    principal.require(Action.ADMINISTER)
    manifest = backup_folder.read_manifest(path)
    problems = list(
        backup_folder.damage(path, manifest, lambda done, of: on_progress(READING, done, of))
    )
    problems += [f"{sha256}: was damaged when this backup was made" for sha256 in manifest.left_out]
    if not problems:
        problems += _restored_on_trial(path, manifest)
    trial = Trial(Backup(path, manifest), tuple(problems))
    with open_work(writing=True) as work:
        sha256 = backup_folder.manifest_sha256(path)
        backup_store.note_trial(work.session, sha256, work.clock.now(), trial.is_sound)
        details = {"name": manifest.name, "problems": str(len(problems))}
        audit.record_change(principal, work, BACKUP_TRIED, [], details)
        work.commit()
    return trial


def remove(principal: Principal, open_work: OpenWork, paths: Sequence[Path]) -> None:
    """Remove backups that are no longer to be kept. Their rows stay: they were made."""
    principal.require(Action.ADMINISTER)
    for path in paths:
        backup_folder.remove(path)
    if paths:
        with open_work(writing=True) as work:
            details = {"names": ", ".join(path.name for path in paths)}
            audit.record_change(principal, work, BACKUP_REMOVED, [], details)
            work.commit()


def check_folder(settings: Settings, folder: Path) -> Path:
    """The folder, absolute. Raises InvalidInput inside the home: what destroys one, destroys both."""
    folder = folder.expanduser().resolve()
    for own in (settings.home, settings.documents_dir, settings.index_dir):
        if folder.is_relative_to(own):
            raise InvalidInput(
                "folder",
                said(
                    "{folder} lies inside {own}, which it is to be a backup of. Choose a folder "
                    "elsewhere, best on another disk.",
                    folder=folder,
                    own=own,
                ),
            )
    return folder


def _newest(folder: Path) -> Path | None:
    """The newest earlier backup whose manifest can be read; None for an empty or new folder."""
    if not folder.is_dir():
        return None
    for path in reversed(backup_folder.backups_in(folder)):
        try:
            backup_folder.read_manifest(path)
        except InvalidInput:
            continue
        return path
    return None


def _manifest(
    name: str, made_at: str, copied: DatabaseCopy
) -> Callable[[tuple[BackupFile, ...], tuple[str, ...]], Manifest]:
    def made(files: tuple[BackupFile, ...], left_out: tuple[str, ...]) -> Manifest:
        return Manifest(
            name=name,
            made_at=made_at,
            product=PRODUCT,
            schema=copied.schema,
            digest=copied.digest,
            audit_head=str(copied.audit_head),
            files=files,
            left_out=left_out,
        )

    return made


def _noted(principal: Principal, open_work: OpenWork, made: Backup, writer: BackupWriter) -> Backup:
    manifest = made.manifest
    with open_work(writing=True) as work:
        known = MadeBackup(
            id=work.ids.new_id("backup", manifest.name),
            name=manifest.name,
            made_at=work.clock.now(),
            database_bytes=manifest.database.size_bytes,
            originals=len(manifest.originals),
            original_bytes=manifest.original_bytes,
            left_out=len(manifest.left_out),
            digest=manifest.digest,
            manifest_sha256=backup_folder.manifest_sha256(made.path),
        )
        backup_store.add(work.session, known)
        details = {"name": manifest.name, "left out": str(len(writer.left_out))}
        audit.record_change(principal, work, BACKUP_MADE, [known.id], details)
        work.commit()
    return Backup(made.path, manifest, known)


def _restored_on_trial(path: Path, manifest: Manifest) -> list[str]:
    """What goes wrong when the backup is put into a home of its own; the home is removed again."""
    with tempfile.TemporaryDirectory(prefix=".trial-", dir=path.parent) as scratch:
        home = Path(scratch)
        try:
            database = lay_out(path, manifest, home, is_trial=True)
            restored = inspect_copy(database, thorough=True)
            if restored.digest != manifest.digest:
                return ["The restored archive does not say what the backup was made of."]
            missing = set(restored.originals) - {one.path[-64:] for one in manifest.originals}
            if missing:
                return [f"{len(missing)} originals that records refer to are not in the backup."]
            return _working(database)
        except Unavailable as error:
            return [error.message]


def _working(database: Path) -> list[str]:
    """Whether this version can work with the restored database, and its trail is whole."""
    engine = make_engine(f"sqlite:///{database}")
    try:
        schema.migrate(engine, "head")
        with reading_sessions(engine)() as session:
            verdict = audit_store.verify_trail(session)
        return [verdict.problem] if verdict.problem else []
    except ChanceryError as error:
        return [str(error)]
    finally:
        engine.dispose()
