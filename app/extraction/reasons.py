"""Why no text could be read: codes, and their words for the reader. The child sends codes only."""

from __future__ import annotations

from app.domain.wording import said
from app.extraction.extractor import ExtractionFailure

REASONS: dict[str, str] = {
    "not-read": said("This kind of file is kept but its text is not read."),
    "password": said("This file is protected by a password, so its text could not be read."),
    "scan": said("No text in this PDF; it may be a scan."),
    "no-text": said("There is no text in this file."),
    "no-characters": (
        said(
            "The text of this PDF could not be read: its fonts do not say which letters they show."
        )
    ),
    "binary": said("This file is named as a text, but its bytes are not text."),
    "damaged": said(
        "This file is damaged or not quite what its name says, so its text was not read."
    ),
    "suspicious": (
        said(
            "This file unpacks to far more than a letter holds, or is built in a way that a "
            "letter is not. It was not opened further."
        )
    ),
    "too-many-pages": said("This PDF has more than 5,000 pages, so its text was not read."),
    "too-much-text": said("There is more text in this file than Chancery reads from one file."),
    "memory": said(
        "Reading this file takes more memory than is allowed, so its text was not read."
    ),
    "timeout": said("Reading this file took longer than is allowed, so its text was not read."),
    "crashed": said("The reader gave up on this file: it is damaged, or needs too much memory."),
    "output": said("The reader of this file gave an answer that was refused."),
}


def failure(code: str) -> ExtractionFailure:
    """The failure of that code, in words."""
    return ExtractionFailure(code, REASONS[code])
