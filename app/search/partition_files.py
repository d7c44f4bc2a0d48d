"""A partition's folder on disk: generations, the manifest that seals them, the writer's lock.

    index/.writer.lock            held by flock while anybody writes; it dies with its process
    index/<cell>/manifest.json    names the generation and seals each of its files by size and SHA-256
    index/<cell>/gen-<n>/...      the files; what the manifest does not name is a leftover of a crash

A file is never changed after its seal is written, and a sealed file is removed only after a manifest
without it is durable. So at every instant the manifest names one complete generation, and nothing is
opened (Whoosh's headers are pickles) before its seal was checked.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.errors import Unavailable

FORMAT = 8
"""Raised when a partition written before must be rebuilt to be read."""

_FIRST_ENGINE = "whoosh"  # wrote manifests before they named their engine
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
_CELL = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
_MANIFEST = "manifest.json"
_LOCK_WAIT_S, _LOCK_STEP_S = 900.0, 0.02
_CHUNK_BYTES = 1 << 20

Stamp = tuple[int, int, int]
"""Modification time in ns, inode, size: changes whenever somebody writes the file."""


class DamagedPartition(Exception):
    """The partition must not be opened; the message says why, without naming content."""


@dataclass(frozen=True, slots=True)
class Seal:
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one commit left: generation folder, commit number, its files."""

    generation: int
    commit: int
    files: Mapping[str, Seal]

    @property
    def size_bytes(self) -> int:
        return sum(seal.size_bytes for seal in self.files.values())


@dataclass(slots=True)
class PartitionFolder:
    """One cell's folder. Remembers which files it has found intact, by their stamps."""

    path: Path
    engine: str
    """Stands in the manifest; what another engine has written counts as damaged."""
    opening: threading.Lock = field(default_factory=threading.Lock)
    """For whoever opens it, so that eight threads do not verify it eight times."""
    _intact: dict[tuple[str, str], Stamp] = field(default_factory=dict)

    def generation_dir(self, generation: int) -> Path:
        return self.path / _generation_name(generation)

    def newest_generation(self) -> int:
        """The highest number of any generation folder, finished or not; 0 for none."""
        numbers = [path.name.removeprefix("gen-") for path in self.path.glob("gen-*")]
        return max((int(number) for number in numbers if number.isdigit()), default=0)

    def stamp(self) -> Stamp | None:
        """Of the manifest; None where there is none."""
        return _stamp(f"{self.path}/{_MANIFEST}")

    def manifest(self) -> Manifest | None:
        """None where the partition was never finished. Raises DamagedPartition."""
        try:
            raw = (self.path / _MANIFEST).read_bytes()
        except FileNotFoundError:
            return None
        return _read_manifest(raw, self.engine)

    def verify(self, manifest: Manifest, *, afresh: bool = False) -> None:
        """Raise DamagedPartition unless every sealed file is there and intact.

        A file whose stamp has not changed since it was found intact is not read again, unless `afresh`.
        """
        folder = self.generation_dir(manifest.generation)
        for name, seal in manifest.files.items():
            path = folder / name
            stamp = _stamp(path)
            if stamp is None:
                raise DamagedPartition(f"{name} is missing")
            key = (folder.name, name)
            if not afresh and self._intact.get(key) == stamp:
                continue
            if stamp[2] != seal.size_bytes or sha256_of(path) != seal.sha256:
                self._intact.pop(key, None)
                raise DamagedPartition(f"{name} is not what was written")
            self._intact[key] = stamp

    def is_unchanged(self, manifest: Manifest) -> bool:
        """Whether all files still carry the stamps with which they were found intact."""
        own = _generation_name(manifest.generation)
        known, start = self._intact, f"{self.path}/{own}/"
        return all(known.get((own, name)) == _stamp(start + name) for name in manifest.files)

    def seal(
        self, generation: int, commit: int, names: list[str], old: Manifest | None
    ) -> Manifest:
        """Make the named files durable and publish the manifest that names them."""
        folder = self.generation_dir(generation)
        kept = old.files if old is not None and old.generation == generation else {}
        files: dict[str, Seal] = {}
        for name in sorted(names):
            if name in kept:
                files[name] = kept[name]
                continue
            path = folder / name
            path.chmod(PRIVATE_FILE)
            _sync(path)
            files[name] = Seal(path.stat().st_size, sha256_of(path))
        for parent in {(folder / name).parent for name in files if name not in kept} | {folder}:
            _sync(parent)
        manifest = Manifest(generation, commit, files)
        _publish(self.path, _written_manifest(manifest, self.engine))
        for name in files:
            stamp = _stamp(folder / name)
            if stamp is not None and name not in kept:
                self._intact[(folder.name, name)] = stamp
        return manifest

    def sweep(self, manifest: Manifest | None) -> None:
        """Remove everything the manifest does not name. Only the writer may do this."""
        keep = None if manifest is None else self.generation_dir(manifest.generation)
        for path in list(self.path.iterdir()):
            if path.name == _MANIFEST:
                continue
            if path != keep:
                _remove(path)
        if keep is not None and manifest is not None:
            named = {name.partition("/")[0] for name in manifest.files}
            for path in list(keep.iterdir()):
                if path.name not in named:
                    _remove(path)
        self._intact = {
            key: stamp
            for key, stamp in list(self._intact.items())  # threads that read add to it
            if manifest is not None
            and key[0] == _generation_name(manifest.generation)
            and key[1] in manifest.files
        }


@dataclass(frozen=True, slots=True)
class IndexFolder:
    """The whole of `index/`: its partitions and the one lock of whoever writes."""

    path: Path
    engine: str

    def partition(self, cell: str) -> PartitionFolder:
        if not _CELL.match(cell):
            raise ValueError(f"{cell!r} cannot name a partition")
        return PartitionFolder(self.path / cell, self.engine)

    def cells(self) -> tuple[str, ...]:
        if not self.path.is_dir():
            return ()
        names = [entry.name for entry in os.scandir(self.path) if entry.is_dir()]
        return tuple(sorted(name for name in names if _CELL.match(name)))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer's lock. Raises Unavailable when somebody else writes for too long."""
        self.path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        handle = os.open(self.path / ".writer.lock", os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
        try:
            _lock(handle)
            yield
        finally:
            os.close(handle)


def _generation_name(number: int) -> str:
    return f"gen-{number}"


def make_private(folder: Path) -> Path:
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    folder.chmod(PRIVATE_FOLDER)
    return folder


def remove_partition(folder: PartitionFolder) -> None:
    """The manifest goes first: a crash in between leaves a partition that counts as missing."""
    (folder.path / _MANIFEST).unlink(missing_ok=True)
    _remove(folder.path)


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _lock(handle: int) -> None:
    deadline = time.monotonic() + _LOCK_WAIT_S
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > deadline:
                raise Unavailable(
                    "search", "Another process is writing the search index."
                ) from error
            time.sleep(_LOCK_STEP_S)
        else:
            return


def _read_manifest(raw: bytes, engine: str) -> Manifest:
    try:
        outer = json.loads(raw)
        body = outer["body"]
        if hashlib.sha256(body.encode()).hexdigest() != outer["sha256"]:
            raise DamagedPartition("the manifest is not what was written")
        inner = json.loads(body)
        if inner["format"] != FORMAT:
            raise DamagedPartition("written in an outdated format")
        if inner.get("engine", _FIRST_ENGINE) != engine:
            raise DamagedPartition("written for another search engine")
        files = {name: Seal(size, digest) for name, (size, digest) in inner["files"].items()}
        return Manifest(inner["generation"], inner["commit"], files)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedPartition("the manifest cannot be read") from error


def _written_manifest(manifest: Manifest, engine: str) -> bytes:
    files = {name: (seal.size_bytes, seal.sha256) for name, seal in manifest.files.items()}
    body = json.dumps(
        {
            "format": FORMAT,
            "engine": engine,
            "generation": manifest.generation,
            "commit": manifest.commit,
            "files": files,
        }
    )
    sealed = {"body": body, "sha256": hashlib.sha256(body.encode()).hexdigest()}
    return json.dumps(sealed).encode()


def _publish(folder: Path, manifest: bytes) -> None:
    temporary = folder / "manifest.new"
    with temporary.open("wb") as stream:
        stream.write(manifest)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.chmod(PRIVATE_FILE)
    temporary.replace(folder / _MANIFEST)
    _sync(folder)


def _stamp(path: Path | str) -> Stamp | None:
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
