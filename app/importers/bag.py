"""Reading a zipped bag that another Chancery made (BagIt, RFC 8493). Open `OpenedBag`.

Nothing in it is believed before `check` has read every byte and compared it with both manifests. The zip
itself is somebody's upload: names that lead elsewhere, twice the same name, links, encrypted or unpacking
to more than they say are refused, and nothing is ever unpacked to a path of the bag's choosing.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Self, cast

from app.domain.errors import InvalidInput
from app.importers.described import Described, read_described
from app.importers.jsonl import parsed_line
from app.importers.reading import Line

ALGORITHMS = ("sha512", "sha256")
MOST_ENTRIES = 200_000
LONGEST_DESCRIPTION_BYTES = 32 * 1024**2
_CHUNK_BYTES = 1024 * 1024
_DESCRIPTION = re.compile(r"data/records/[A-Z0-9-]{1,40}/description\.json\Z")
_PATH = re.compile(r"[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*\Z")
_LINE = re.compile(r"([0-9a-fA-F]{64,128}) [ *](.+)\Z")

Progress = Callable[[int, int], None]


class OpenedBag:
    """A bag, to be opened with `with`. Raises InvalidInput("file") when it is none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._zip: zipfile.ZipFile | None = None
        self._entries: dict[str, zipfile.ZipInfo] = {}

    def __enter__(self) -> Self:
        try:
            self._zip = zipfile.ZipFile(self.path)
        except (OSError, zipfile.BadZipFile) as error:
            raise _refused(f"{self.path.name} is not a zip file that can be read.") from error
        try:
            self._entries = _by_path(self._zip.infolist())
            self._check_declaration()
        except BaseException:
            self._zip.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._zip is not None:
            self._zip.close()

    @property
    def size_bytes(self) -> int:
        """Of everything in it, unpacked, as its directory says."""
        return sum(one.file_size for one in self._entries.values())

    def check(self, on_progress: Progress = lambda _done, _of: None) -> None:
        """Read every file and compare it with the manifests; the first that differs is refused."""
        listed = self._manifest("manifest")
        tags = self._manifest("tagmanifest")
        payload = {path for path in self._entries if path.startswith("data/")}
        if payload != set(listed):
            different = min(payload ^ set(listed))
            raise _refused(f"The manifest and the bag disagree about {different}.")
        done, total = 0, self.size_bytes
        for path, sums in {**listed, **tags}.items():
            if path not in self._entries:
                raise _refused(f"{path} is in a manifest, but not in the bag.")
            for name, expected in sums.items():
                if self._hash(path, name) != expected:
                    raise _refused(f"{path} is damaged: its {name} is not the manifest's.")
            done += self._entries[path].file_size
            on_progress(done, total)

    def records(self) -> Iterator[tuple[int, Described]]:
        """What the descriptions say, in the order of their paths, numbered from 1.

        Raises InvalidInput for one that cannot be read: a bag is taken in whole or not at all.
        """
        paths = sorted(path for path in self._entries if _DESCRIPTION.match(path))
        for number, path in enumerate(paths, start=1):
            with self.open(path, LONGEST_DESCRIPTION_BYTES) as stream:
                content = stream.read()
            try:
                found = read_described(parsed_line(Line(number, content.rstrip(b"\n"))))
            except InvalidInput as error:
                raise InvalidInput(error.field, f"{path}: {error.message}") from error
            for file in found.files:
                if file.path not in self._entries or not file.path.startswith("data/"):
                    raise _refused(f"{path} names a file that is not in the bag.")
            yield number, found

    def open(self, path: str, most_bytes: int) -> BinaryIO:
        """A file of the bag; reading more than `most_bytes` out of it is refused."""
        if self._zip is None or path not in self._entries:
            raise _refused(f"{path} is not in the bag.")
        if self._entries[path].file_size > most_bytes:
            raise _refused(f"{path} is larger than what is taken in.")
        stream = self._zip.open(self._entries[path])
        return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, _Bounded(stream, most_bytes))))

    def _check_declaration(self) -> None:
        with self.open("bagit.txt", 1024) as stream:
            if not stream.read().startswith(b"BagIt-Version: 1.0"):
                raise _refused("This is not a bag of BagIt 1.0.")

    def _manifest(self, kind: str) -> dict[str, dict[str, str]]:
        """The sums of each path by algorithm, from every manifest of the kind that is there."""
        found: dict[str, dict[str, str]] = {}
        for name in ALGORITHMS:
            path = f"{kind}-{name}.txt"
            if path not in self._entries:
                continue
            with self.open(path, LONGEST_DESCRIPTION_BYTES) as stream:
                lines = stream.read().decode("utf-8", "replace").splitlines()
            for line in filter(None, lines):
                read = _LINE.match(line)
                if read is None:
                    raise _refused(f"{path} cannot be read.")
                found.setdefault(read[2].strip(), {})[name] = read[1].lower()
        if not found:
            raise _refused(f"The bag has no {kind} that is read here (sha512, sha256).")
        return found

    def _hash(self, path: str, algorithm: str) -> str:
        digest = hashlib.new(algorithm)
        try:
            with self.open(path, self._entries[path].file_size) as stream:
                while chunk := stream.read(_CHUNK_BYTES):
                    digest.update(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
            raise _refused(f"{path} is damaged.") from error
        return digest.hexdigest()


class _Bounded(io.RawIOBase):
    """A stream out of which no more comes than was announced."""

    def __init__(self, stream: io.BufferedIOBase | object, most_bytes: int) -> None:
        self._stream = cast(BinaryIO, stream)
        self._left = most_bytes

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        target = memoryview(buffer)  # type: ignore[arg-type]
        chunk = self._stream.read(len(target))
        self._left -= len(chunk)
        if self._left < 0:
            raise _refused("A file in the bag unpacks to more than it says.")
        target[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()


def _by_path(entries: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """The files by their path within the bag's one folder."""
    if len(entries) > MOST_ENTRIES:
        raise _refused(f"The bag holds more than {MOST_ENTRIES:,} files.")
    found: dict[str, zipfile.ZipInfo] = {}
    tops = set()
    for entry in entries:
        if entry.is_dir():
            continue
        top, _, path = entry.filename.partition("/")
        tops.add(top)
        is_plain = _PATH.match(entry.filename) and ".." not in entry.filename.split("/")
        is_link = (entry.external_attr >> 16) & 0o170000 == 0o120000
        if not path or not is_plain or is_link or entry.flag_bits & 1 or path in found:
            raise _refused("The zip holds a name, a link or an encrypted file that no bag has.")
        found[path] = entry
    if len(tops) != 1:
        raise _refused("A bag is one folder; this zip holds none or several.")
    return found


def _refused(message: str) -> InvalidInput:
    return InvalidInput("file", message)
