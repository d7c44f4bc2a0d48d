"""A request's bytes in pieces that never end inside the line after a boundary of a multipart form.

Werkzeug 3.1.9 adds a stray carriage return to a part when a piece ends in the one byte after its
boundary (`\\r` or `-`): once in some 65,000 files an original would not be what was sent. Here such
bytes at the end of a piece wait for the next one.
"""

from __future__ import annotations

from typing import Protocol

_UNLUCKY = b"\r-"


class _Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class SteadyStream:
    """Stands before `wsgi.input`; only what Werkzeug asks of it."""

    def __init__(self, stream: _Readable) -> None:
        self._stream = stream
        self._held = b""

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; fewer when the end would be unlucky; none at the end."""
        if size < 0:
            held, self._held = self._held, b""
            return held + self._stream.read()
        if len(self._held) >= size:
            given, self._held = self._held[:size], self._held[size:]
            return given
        fresh = self._stream.read(size - len(self._held))
        data, self._held = self._held + fresh, b""
        steady = data.rstrip(_UNLUCKY)
        if fresh and steady:
            self._held = data[len(steady) :]
            return steady
        return data
