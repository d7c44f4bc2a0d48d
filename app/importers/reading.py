"""Opens an import file, plain or gzipped, and streams its lines without holding the file in memory.

The position for the progress bar counts the bytes on disk, so that it is right for gzip too. A line
longer than `LINE_LIMIT_BYTES` is cut and marked: no import needs one, and a gzip bomb is made of one.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self, cast

from app.domain.errors import InvalidInput

LINE_LIMIT_BYTES = 32 * 1024 * 1024
_GZIP_MAGIC = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its line break; `number` counts from 1."""

    number: int
    content: bytes
    is_too_long: bool = False


class SourceFile:
    """An import file, to be opened with `with`. Raises InvalidInput("file", ...) if it cannot be."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._on_disk: BinaryIO | None = None
        self._stream: BinaryIO | None = None

    def __enter__(self) -> Self:
        try:
            self._on_disk = self.path.open("rb")
        except OSError as error:
            reason = error.strerror or "it cannot be opened"
            raise InvalidInput("file", f"{self.path.name} cannot be read: {reason}.") from error
        is_gzip = self._on_disk.read(2) == _GZIP_MAGIC
        self._on_disk.seek(0)
        if is_gzip:
            unpacked = cast(BinaryIO, gzip.GzipFile(fileobj=self._on_disk))
            self._stream = cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, unpacked)))
        else:
            self._stream = self._on_disk
        return self

    def __exit__(self, *_: object) -> None:
        if self._on_disk is not None:
            self._on_disk.close()

    @property
    def name(self) -> str:
        """The file's name without folder and `.gz`, as rows without a source of their own cite it."""
        return self.path.name.removesuffix(".gz")

    @property
    def size_bytes(self) -> int:
        return self.path.stat().st_size

    @property
    def position_bytes(self) -> int:
        """How many bytes on disk have been read so far."""
        if self._on_disk is None or self._on_disk.closed:
            return 0
        return self._on_disk.tell()

    def lines(self) -> Iterator[Line]:
        """The lines from the beginning, a byte order mark removed; asked again, once more from there.

        Raises InvalidInput("file", ...) on damage.
        """
        self._rewind()
        number = 0
        while True:
            content = self._read(LINE_LIMIT_BYTES)
            if not content:
                return
            number += 1
            is_too_long = len(content) == LINE_LIMIT_BYTES and not content.endswith(b"\n")
            if is_too_long:
                self._skip_rest_of_line()
            if number == 1:
                content = content.removeprefix(_BOM)
            yield Line(number, content.rstrip(b"\r\n"), is_too_long)

    def _rewind(self) -> None:
        assert self._stream is not None, "open the file with `with`"  # noqa: S101
        try:
            self._stream.seek(0)
        except OSError as error:
            raise InvalidInput("file", f"{self.path.name} cannot be read again.") from error

    def _skip_rest_of_line(self) -> None:
        while (rest := self._read(LINE_LIMIT_BYTES)) and not rest.endswith(b"\n"):
            pass

    def _read(self, limit: int) -> bytes:
        assert self._stream is not None, "open the file with `with`"  # noqa: S101
        try:
            return self._stream.readline(limit)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise InvalidInput(
                "file", f"{self.path.name} is damaged: the gzip data end early or are wrong."
            ) from error
        except OSError as error:
            raise InvalidInput("file", f"{self.path.name} cannot be read further.") from error
