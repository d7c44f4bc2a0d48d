"""Writing the folder of a backup, so that it is there whole and durable, or not at all.

An original is copied and hashed on its way. One that an earlier backup in the same folder holds already is
linked from there: a second name for the same bytes, which costs no space. It is never linked from
documents/, because then the backup and what it is a backup of would be one file.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.errors import InvalidInput, Unavailable
from app.domain.wording import said
from app.storage.backup_folder import (
    CHUNK_BYTES,
    DATABASE,
    MANIFEST,
    PRIVATE_FOLDER,
    BackupFile,
    Manifest,
    hash_file,
    original_path,
    sync_folder,
)
from app.storage.originals import OriginalStore

_ORIGINAL_MODE, _MANIFEST_MODE = 0o400, 0o600


Finish = Callable[[tuple[BackupFile, ...], tuple[str, ...]], Manifest]
"""Makes the manifest out of the files written and the originals left out."""


@dataclass(slots=True)
class BackupWriter:
    """One backup in the making. Open it with `writing`, put everything in, then `finish`."""

    folder: Path
    """Where it is written; renamed by `finish`."""
    target: Path
    earlier: Path | None
    files: list[BackupFile] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    bytes_linked: int = 0

    @property
    def database(self) -> Path:
        return self.folder / DATABASE

    def add_database(self) -> None:
        """Take the database in, once it has been written to `database`."""
        with _disk_errors():
            size, sha256 = hash_file(self.database)
        self.files.append(BackupFile(DATABASE, size, sha256))

    def add_original(self, store: OriginalStore, sha256: str, size_bytes: int) -> None:
        """Link it from the earlier backup or copy it from the store; else note it as left out."""
        path = self.folder / original_path(sha256)
        with _disk_errors():
            path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            if not self._linked(path, sha256, size_bytes) and not _copied(
                store, path, sha256, size_bytes
            ):
                self.left_out.append(sha256)
                return
        self.files.append(BackupFile(original_path(sha256), size_bytes, sha256))

    def finish(self, manifest_of: Finish) -> Manifest:
        """Write the manifest, make everything durable, give the folder its name."""
        files = tuple(sorted(self.files, key=lambda one: one.path))
        manifest = manifest_of(files, tuple(sorted(self.left_out)))
        with _disk_errors():
            path = self.folder / MANIFEST
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MANIFEST_MODE)
            with open(descriptor, "wb") as target:
                target.write(manifest.to_json())
            os.sync()  # all files and folders at one stroke: thousands of fsyncs take minutes
            os.rename(self.folder, self.target)
            sync_folder(self.target.parent)
        return manifest

    def _linked(self, path: Path, sha256: str, size_bytes: int) -> bool:
        if self.earlier is None:
            return False
        with contextlib.suppress(OSError):
            known = self.earlier / original_path(sha256)
            if known.lstat().st_size == size_bytes:
                os.link(known, path, follow_symlinks=False)
                self.bytes_linked += size_bytes
                return True
        return False


@contextmanager
def writing(target: Path, earlier: Path | None) -> Iterator[BackupWriter]:
    """A writer for a backup that will be `target`; what was not finished is removed again.

    Raises InvalidInput("folder") when there is one of that name, Unavailable("backup") when the disk
    refuses.
    """
    if target.exists():
        raise InvalidInput(
            "folder", said("There is a backup {name} already. Wait a second.", name=target.name)
        )
    folder = target.parent / f".{target.name}.part"
    with _disk_errors():
        target.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        folder.mkdir(mode=PRIVATE_FOLDER)
    try:
        yield BackupWriter(folder, target, earlier)
    finally:
        if folder.exists():
            shutil.rmtree(folder, ignore_errors=True)


def _copied(store: OriginalStore, path: Path, sha256: str, size_bytes: int) -> bool:
    """Copy one original; False when the store does not hold it as registered."""
    try:
        stream = store.open(sha256, size_bytes)
    except Unavailable:
        return False
    digest = hashlib.sha256()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _ORIGINAL_MODE)
    with stream, open(descriptor, "wb") as target:
        while chunk := stream.read(CHUNK_BYTES):
            digest.update(chunk)
            target.write(chunk)
    if digest.hexdigest() == sha256:
        return True
    path.unlink()
    return False


@contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unavailable(
            "backup",
            said("The backup could not be written: {why}. Is the disk full?", why=error.strerror),
        ) from error
