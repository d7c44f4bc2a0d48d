"""When an archive has outgrown the search engine it runs with, and why, in words for an administrator.

Judged by the size of the index on disk, which the administrator's page shows anyway: not by counting
records, of which an administrator is told nothing.
"""

from __future__ import annotations

from pathlib import Path

from app.domain.wording import said
from config import Settings

OUTGROWN_BYTES = 256 * 1024**2
"""What Whoosh needs for some 45,000 letters of three thousand characters."""

REASON = said(
    "The search index is larger than 256 MB, about 45,000 letters of three thousand characters. "
    "There Whoosh takes minutes to build a partition anew: measured beside each other, Tantivy "
    "indexes six times as many letters a second. Answers and their order are the same."
)
TO_DO = said("Set CHANCERY_SEARCH_ENGINE=tantivy, then run flask --app app search rebuild.")


def has_outgrown_its_engine(settings: Settings, index_bytes: int) -> bool:
    """Whether another engine would serve better than the one that is set."""
    return settings.search_engine == "whoosh" and index_bytes > OUTGROWN_BYTES


def bytes_in(folder: Path) -> int:
    """Files may come and go while they are counted."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue
    return total
