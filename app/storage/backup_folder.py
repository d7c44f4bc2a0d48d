"""The folder of one backup: `chancery-YYYYMMDDTHHMMSSZ/` with a manifest of everything in it.

    chancery-20261124T160000Z/
      manifest.json      what there is, with sizes and SHA-256, and which moment it is
      chancery.db        the database without sessions
      documents/ab/cd/   the originals that its records refer to

A folder is written under another name and renamed when all of it is on disk, so that a folder of that
name is whole or was damaged later. The shape of the manifest: `docs/reference/backup-format.md`.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.domain.errors import InvalidInput, Unavailable
from app.domain.wording import said

FORMAT, FORMAT_VERSION = "chancery-backup", 1
MANIFEST, DATABASE, DOCUMENTS = "manifest.json", "chancery.db", "documents"
NAME = re.compile(r"chancery-\d{8}T\d{6}Z\Z")
UNFINISHED = re.compile(r"\.chancery-\d{8}T\d{6}Z\.part\Z")
CHUNK_BYTES = 1024 * 1024
_NAME_FORMAT = "chancery-%Y%m%dT%H%M%SZ"
PRIVATE_FOLDER = 0o700
_FILE_MODE = 0o600
_PATH = re.compile(r"(chancery\.db|documents/[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{64})\Z")
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")

OnFile = Callable[[int, int], None]
"""Told how many bytes are done, and of how many."""


@dataclass(frozen=True, slots=True)
class BackupFile:
    """One file of a backup, by its path within the folder."""

    path: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup is. `left_out` are originals that could not be had, or had changed on disk."""

    name: str
    made_at: str
    product: str
    schema: str
    digest: str
    audit_head: str
    files: tuple[BackupFile, ...]
    left_out: tuple[str, ...]

    @property
    def database(self) -> BackupFile:
        return next(one for one in self.files if one.path == DATABASE)

    @property
    def originals(self) -> tuple[BackupFile, ...]:
        return tuple(one for one in self.files if one.path != DATABASE)

    @property
    def original_bytes(self) -> int:
        return sum(one.size_bytes for one in self.originals)

    def to_json(self) -> bytes:
        """The manifest as it is written: keys in order, one line for each file."""
        plain = {"format": FORMAT, "version": FORMAT_VERSION, **asdict(self)}
        return (json.dumps(plain, indent=1, sort_keys=True) + "\n").encode()

    @classmethod
    def from_json(cls, content: bytes) -> Manifest:
        """Raises InvalidInput("backup") for whatever is not a manifest of ours."""
        try:
            plain = json.loads(content)
            if (plain.pop("format"), plain.pop("version")) != (FORMAT, FORMAT_VERSION):
                raise InvalidInput("backup", "The manifest is of another format or version.")
            files = tuple(_file(one) for one in plain.pop("files"))
            left_out = tuple(_digest(one) for one in plain.pop("left_out"))
            manifest = cls(files=files, left_out=left_out, **{k: str(v) for k, v in plain.items()})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InvalidInput("backup", "The manifest is damaged; it cannot be read.") from error
        if sum(one.path == DATABASE for one in files) != 1:
            raise InvalidInput("backup", "The manifest names no database.")
        return manifest


def name_of(moment: datetime) -> str:
    """The name of a backup made at that UTC time."""
    return moment.strftime(_NAME_FORMAT)


def moment_of(name: str) -> datetime:
    """The time in a backup's name."""
    return datetime.strptime(name, _NAME_FORMAT).replace(tzinfo=UTC)


def original_path(sha256: str) -> str:
    return f"{DOCUMENTS}/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a backup. Raises InvalidInput("backup")."""
    try:
        return Manifest.from_json((folder / MANIFEST).read_bytes())
    except OSError as error:
        raise InvalidInput(
            "backup",
            said("{folder} is not a backup: its manifest cannot be read.", folder=folder),
        ) from error


def manifest_sha256(folder: Path) -> str:
    return hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()


def damage(
    folder: Path, manifest: Manifest, on_file: OnFile = lambda _done, _of: None
) -> tuple[str, ...]:
    """Read every file of a backup; one line for each that is missing, changed or not listed."""
    found = []
    total = sum(one.size_bytes for one in manifest.files)
    done = 0
    for one in manifest.files:
        problem = _problem(folder / one.path, one)
        if problem:
            found.append(f"{one.path}: {problem}")
        done += one.size_bytes
        on_file(done, total)
    listed = {MANIFEST, *(one.path for one in manifest.files)}
    found += [f"{path}: not in the manifest" for path in _paths(folder) if path not in listed]
    return tuple(found)


def backups_in(folder: Path) -> list[Path]:
    """The finished backups in a folder, oldest first."""
    try:
        return sorted(one for one in folder.iterdir() if NAME.match(one.name) and one.is_dir())
    except OSError as error:
        raise InvalidInput("folder", said("{folder} cannot be read.", folder=folder)) from error


def remove(folder: Path) -> None:
    """Remove one backup, or the rest of one that was cut short; nothing that is named otherwise."""
    if not NAME.match(folder.name) and not UNFINISHED.match(folder.name):
        raise InvalidInput("folder", said("{folder} is not named like a backup.", folder=folder))
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise Unavailable(
            "backup", said("{folder} could not be removed.", folder=folder)
        ) from error


def remove_unfinished(folder: Path, before: datetime) -> None:
    """Remove what kills left of backups that were begun before that time."""
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        if UNFINISHED.match(path.name) and moment_of(path.name[1:-5]) < before:
            remove(path)


def sync_file(path: Path) -> None:
    """Make a file's bytes durable."""
    _sync(path, os.O_RDONLY)


def sync_folder(path: Path) -> None:
    """Make the names in a folder durable."""
    _sync(path, os.O_RDONLY | os.O_DIRECTORY)


def hash_file(path: Path) -> tuple[int, str]:
    """Size and SHA-256 of a regular file. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    with open(descriptor, "rb", buffering=0) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
    return size, digest.hexdigest()


def _problem(path: Path, wanted: BackupFile) -> str:
    try:
        size, sha256 = hash_file(path)
    except OSError:
        return "missing"
    if size != wanted.size_bytes:
        return f"{size} bytes instead of {wanted.size_bytes}"
    return "" if sha256 == wanted.sha256 else "changed"


def _paths(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if not path.is_dir() or path.is_symlink():
            yield path.relative_to(folder).as_posix()


def _file(plain: Any) -> BackupFile:
    """A path out of a manifest never leads out of its folder."""
    if not _PATH.match(plain["path"]):
        raise InvalidInput("backup", "The manifest names a file that no backup has.")
    return BackupFile(str(plain["path"]), int(plain["size_bytes"]), _digest(plain["sha256"]))


def _digest(text: object) -> str:
    if not isinstance(text, str) or not _DIGEST.match(text):
        raise ValueError("not a SHA-256")
    return text


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
