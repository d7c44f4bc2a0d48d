"""Laying a backup out again: its database and its originals, each checked as it is written."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from app.domain.errors import Unavailable
from app.domain.wording import said
from app.storage.backup_folder import (
    CHUNK_BYTES,
    DATABASE,
    DOCUMENTS,
    PRIVATE_FOLDER,
    BackupFile,
    Manifest,
    hash_file,
    sync_file,
)
from app.storage.originals import OriginalStore

_DATABASE_MODE = 0o600


def lay_out(folder: Path, manifest: Manifest, home: Path, *, is_trial: bool) -> Path:
    """Put database and originals into a temporary home; the path of the database.

    On trial the originals are second names of the backup's own files where the disk allows it.
    """
    try:
        for one in manifest.originals:
            target = home / DOCUMENTS / Path(one.path).relative_to(DOCUMENTS)
            target.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            _link_or_copy(folder / one.path, target, may_link=is_trial)
        return put_database(folder, manifest, home / DATABASE)
    except OSError as error:
        raise Unavailable("backup", said("The disk refused: {why}.", why=error.strerror)) from error


def put_database(folder: Path, manifest: Manifest, target: Path) -> Path:
    """Copy the database of a backup to `target`, durably. Raises Unavailable when it has changed."""
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _DATABASE_MODE)
        with open(descriptor, "wb") as written, (folder / DATABASE).open("rb") as stream:
            shutil.copyfileobj(stream, written, CHUNK_BYTES)
        sync_file(target)
        size, sha256 = hash_file(target)
    except OSError as error:
        raise Unavailable("backup", said("The disk refused: {why}.", why=error.strerror)) from error
    if (size, sha256) != (manifest.database.size_bytes, manifest.database.sha256):
        raise Unavailable("backup", "The database in the backup has changed since it was made.")
    return target


def put_original(folder: Path, one: BackupFile, store: OriginalStore) -> None:
    """Give one original to a store. Raises Unavailable("backup") when it is not what it was."""
    try:
        with (folder / one.path).open("rb") as stream:
            stored = store.put(stream, one.size_bytes)
    except OSError as error:
        raise Unavailable("backup", said("{path} cannot be read.", path=one.path)) from error
    if stored.sha256 != one.sha256:
        raise Unavailable(
            "backup", said("{path} has changed since the backup was made.", path=one.path)
        )


def _link_or_copy(source: Path, target: Path, *, may_link: bool) -> None:
    if may_link:
        with contextlib.suppress(OSError):
            os.link(source, target)
            return
    shutil.copyfile(source, target)
