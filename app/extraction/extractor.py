"""The extractor protocol: what comes out of a file, or why nothing did."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """Plain text by page (one page for formats without pages); no control characters but \\n and \\t."""

    pages: tuple[str, ...]
    language: str = ""
    """BCP 47 tag guessed from the text; empty where too short to tell."""


@dataclass(frozen=True, slots=True)
class ExtractionFailure:
    """Why no text could be read, in words for the reader; `code` for tests and logs."""

    code: str
    reason: str


class Extractor(Protocol):
    @property
    def is_sandboxed(self) -> bool:
        """Whether the child is cut off from files, processes and network, not only limited."""
        ...

    def media_type_of(self, head: bytes, name: str) -> str:
        """The media type that extension and first bytes agree on; `application/octet-stream` else."""
        ...

    def extract(self, path: Path, media_type: str) -> ExtractedText | ExtractionFailure:
        """Read one file in the child; never raises for what the file holds. Costs 50 ms and more."""
        ...
