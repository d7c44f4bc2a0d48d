"""Originals as pages that may be bound into a book: the protocol, its answer, and why there is none.

Open `AnnexCleaner`, then `annex_sandbox.py` for who does it and `child/annex.py` for what is kept. What
comes back is checked once more where it is bound (`app/pdf/annexes.py`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.domain.wording import said

MAX_PAGES = 5_000
MAX_ANSWER_BYTES = 100 * 1024 * 1024
AS_TEXT = "as-text"
_MAX_HEADER_BYTES = 200

REASONS: dict[str, str] = {
    AS_TEXT: said("Files of this kind have no pages to bind in; their text is shown in the book."),
    "password": said("This file is encrypted, so its pages are not bound in."),
    "damaged": said(
        "This file is damaged or not quite what its name says, so its pages are not bound in."
    ),
    "layers": said(
        "This PDF has layers that are not shown when it is opened, so its pages are not bound in."
    ),
    "suspicious": said(
        "This file is built in a way that a letter is not, so its pages are not bound in."
    ),
    "too-many-pages": said(
        "This file has more pages than a book takes in from one file, so they are not bound in."
    ),
    "too-much": said("This file is larger than a book takes in, so its pages are not bound in."),
    "memory": said(
        "Reading this file takes more memory than is allowed, so its pages are not bound in."
    ),
    "timeout": said(
        "Reading this file took longer than is allowed, so its pages are not bound in."
    ),
    "crashed": said(
        "The reader gave up on this file: it is damaged, or needs too much memory. Its pages are not "
        "bound in."
    ),
    "output": said("The reader of this file gave an answer that was refused."),
}


@dataclass(frozen=True, slots=True)
class CleanedAnnex:
    """`pdf` with its number of pages, or the reason why there is none, in words for the reader."""

    pdf: bytes | None
    pages: int
    code: str = ""
    """A key of `REASONS`, for tests and decisions; empty where there is a PDF."""

    @property
    def reason(self) -> str:
        """A wording; empty where there is a PDF."""
        return REASONS[self.code] if self.code else ""


class AnnexCleaner(Protocol):
    def clean(self, path: Path, media_type: str) -> CleanedAnnex:
        """One file as pages without anything that acts, hides or leads out.

        Never raises for what the file holds; Unavailable("storage" or "extraction") for our own
        troubles. Costs 0.3 s and more. The same file gives the same bytes.
        """
        ...


def read_cleaned(answer: bytes) -> CleanedAnnex:
    """What the child said, word by word; the code `output` for anything that is not exactly right."""
    end = answer.find(b"\n", 0, _MAX_HEADER_BYTES)
    header, pdf = (answer, b"") if end < 0 else (answer[:end], answer[end + 1 :])
    try:
        told = json.loads(header[:_MAX_HEADER_BYTES])
    except (ValueError, RecursionError):
        return refused("output")
    if not isinstance(told, dict) or len(told) != 1:
        return refused("output")
    code, pages = told.get("failure"), told.get("pages")
    if isinstance(code, str) and code in REASONS and not pdf:
        return refused(code)
    if type(pages) is int and 0 < pages <= MAX_PAGES and pdf.startswith(b"%PDF-"):
        return CleanedAnnex(pdf, pages)
    return refused("output")


def refused(code: str) -> CleanedAnnex:
    """No pages, and why: a key of `REASONS`."""
    return CleanedAnnex(None, 0, code)
