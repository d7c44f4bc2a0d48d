"""Originals in a local folder: `documents/ab/cd/<sha256>`, written once, read-only, private.

Open `LocalOriginals.put` first. Every path here is made of hexadecimal digits or of random ones of
our own; nothing a correspondent sent is ever part of a path. A put writes to `incoming/` in the same
file system and renames, so that an original is there complete or not at all, also after a kill.
The same bytes twice are written twice and renamed onto each other: the same work, the same answer,
so that nobody learns from either that a letter is already held in a cell they cannot read.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from app.domain.command_line import told_to_administrator
from app.domain.errors import InvalidInput, Unavailable
from app.domain.wording import joined, said
from app.storage.originals import Leftover, StoredOriginal

INCOMING = "incoming"
CHUNK_BYTES = 1024 * 1024
_FOLDER_MODE, _FILE_MODE = 0o700, 0o400
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")
_PAIR = re.compile(r"[0-9a-f]{2}\Z")
_OPEN_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_VERIFY = "archive verify"
_NOT_KEPT = said("The original could not be kept.")
_NOT_READ = said("The original could not be read.")
_NOT_REMOVED = said("The original could not be removed.")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class LocalOriginals:
    """The default store. Several processes may put at the same time; none waits for another."""

    def __init__(self, documents_dir: Path) -> None:
        self.root = documents_dir

    def put(self, stream: BinaryIO, limit_bytes: int) -> StoredOriginal:
        """Write once and durably; see the protocol. Costs one read of the stream and five fsyncs."""
        with _disk_errors(_NOT_KEPT):
            incoming = self._private_folder(INCOMING)
            temporary = incoming / f"{secrets.token_hex(16)}.part"
            descriptor = os.open(
                temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _FILE_MODE
            )
        try:
            with open(descriptor, "wb", buffering=0) as target:
                stored = _copy(stream, target.fileno(), limit_bytes)
                with _disk_errors(_NOT_KEPT):
                    os.fchmod(target.fileno(), _FILE_MODE)
                    os.fsync(target.fileno())
            with _disk_errors(_NOT_KEPT):
                self._move_in(temporary, stored.sha256)
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
        return stored

    def open(self, sha256: str, size_bytes: int | None = None) -> BinaryIO:
        """A stream of the original; see the protocol. The caller closes it."""
        path = self._path(sha256)
        with _disk_errors(_NOT_READ):
            try:
                descriptor = os.open(path, _OPEN_FLAGS)
            except FileNotFoundError as error:
                raise _missing() from error
            stream = open(descriptor, "rb")  # noqa: SIM115 - handed to the caller
            found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or size_bytes not in (None, found.st_size):
            stream.close()
            changed = said("The original has changed on disk, so it is not handed out.")
            raise Unavailable("storage", joined([changed, told_to_administrator(_VERIFY)]))
        return stream

    def exists(self, sha256: str) -> bool:
        return self._path(sha256).is_file()

    def verify(self, sha256: str) -> bool:
        """Whether the bytes still have the digest they are named by. Reads the whole file.

        Raises Unavailable("storage", ...) when the original is missing.
        """
        digest = hashlib.sha256()
        with self.open(sha256) as stream, _disk_errors(_NOT_READ):
            while chunk := stream.read(CHUNK_BYTES):
                digest.update(chunk)
        return digest.hexdigest() == sha256

    def written_at(self, sha256: str) -> datetime:
        """When these bytes were last put. Raises Unavailable("storage", ...) when missing."""
        with _disk_errors(_NOT_READ):
            try:
                return _modified(self._path(sha256).lstat())
            except FileNotFoundError as error:
                raise _missing() from error

    @contextmanager
    def local_path(self, sha256: str) -> Iterator[Path]:
        """A path to read the original from inside the block; see the protocol."""
        path = self._path(sha256)
        if not path.is_file():
            raise _missing()
        yield path

    def all(self) -> Iterator[StoredOriginal]:
        """Every original in the folder, by digest. What is not named like one is passed over."""
        for first in _sorted_entries(self.root, _PAIR):
            for second in _sorted_entries(first, _PAIR):
                for path in _sorted_entries(second, _DIGEST):
                    with contextlib.suppress(FileNotFoundError):
                        yield StoredOriginal(path.name, path.lstat().st_size)

    def remove(self, sha256: str) -> None:
        """Remove an original and make that durable; see the protocol."""
        path = self._path(sha256)
        with _disk_errors(_NOT_REMOVED):
            try:
                path.unlink()
            except FileNotFoundError:
                return
            _sync_folder(path.parent)

    def leftovers(self, before: datetime) -> tuple[Leftover, ...]:
        """Temporary files last written before `before`: puts that a crash or a kill cut short."""
        found = []
        for path in _sorted_entries(self.root / INCOMING, re.compile(r"[0-9a-f]{32}\.part\Z")):
            with contextlib.suppress(FileNotFoundError):
                state = path.lstat()
                if _modified(state) < before:
                    found.append(Leftover(path.name, state.st_size, _modified(state)))
        return tuple(found)

    def remove_leftovers(self, before: datetime) -> int:
        """Remove those temporary files; no original is ever touched. Returns how many went."""
        leftovers = self.leftovers(before)
        with _disk_errors(_NOT_KEPT):
            for leftover in leftovers:
                (self.root / INCOMING / leftover.name).unlink(missing_ok=True)
        return len(leftovers)

    def _path(self, sha256: str) -> Path:
        if not _DIGEST.match(sha256):
            raise InvalidInput("file", "An original is named by 64 hexadecimal digits.")
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def _private_folder(self, *parts: str) -> Path:
        folder = self.root
        folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        for part in parts:
            folder = folder / part
            folder.mkdir(mode=_FOLDER_MODE, exist_ok=True)
        return folder

    def _move_in(self, temporary: Path, sha256: str) -> None:
        """Rename into place and make the name durable, with every folder that leads to it."""
        folder = self._private_folder(sha256[:2], sha256[2:4])
        os.replace(temporary, folder / sha256)
        for each in (folder, folder.parent, self.root):
            _sync_folder(each)


def _copy(stream: BinaryIO, descriptor: int, limit_bytes: int) -> StoredOriginal:
    """Copy in chunks, hashing, never more than the limit. The stream's own errors pass through."""
    digest = hashlib.sha256()
    size = 0
    while chunk := stream.read(CHUNK_BYTES):
        size += len(chunk)
        if size > limit_bytes:
            raise InvalidInput(
                "file",
                said(
                    "The file is larger than {limit} MB, the limit here.",
                    limit=limit_bytes // 1024**2,
                ),
            )
        digest.update(chunk)
        with _disk_errors(_NOT_KEPT):
            _write_all(descriptor, chunk)
    if size == 0:
        raise InvalidInput("file", "The file is empty.")
    return StoredOriginal(digest.hexdigest(), size)


def _write_all(descriptor: int, chunk: bytes) -> None:
    rest = memoryview(chunk)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sorted_entries(folder: Path, shape: re.Pattern[str]) -> list[Path]:
    with _disk_errors(_NOT_READ):
        try:
            return sorted(folder / name for name in os.listdir(folder) if shape.match(name))
        except (FileNotFoundError, NotADirectoryError):
            return []


def _modified(state: os.stat_result) -> datetime:
    return datetime.fromtimestamp(state.st_mtime, UTC)


def _missing() -> Unavailable:
    missing = said("The original is missing from the store.")
    return Unavailable("storage", joined([missing, told_to_administrator(_VERIFY)]))


@contextmanager
def _disk_errors(what: str) -> Iterator[None]:
    """Say what a refusing disk means. Only our own disk calls stand inside, never the sender's."""
    try:
        yield
    except OSError as error:
        why = said("The disk is full.") if error.errno in _FULL else said("The disk refused.")
        words = joined([what, why, told_to_administrator("doctor")])
        raise Unavailable("storage", words) from error
