"""What the child may answer, checked word by word: it read a hostile file and is not believed."""

from __future__ import annotations

import json
import re

from app.extraction.extractor import ExtractedText, ExtractionFailure
from app.extraction.reasons import REASONS, failure

MAX_ANSWER_BYTES = 50 * 1024 * 1024
MAX_PAGES = 5_000
_LANGUAGE = re.compile(r"([a-z]{2,3})?\Z")
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def read_answer(raw: bytes) -> ExtractedText | ExtractionFailure:
    """The text or the failure; the failure `output` for anything that is not exactly one of both."""
    try:
        answer = json.loads(raw)
    except (ValueError, RecursionError):
        return failure("output")
    if not isinstance(answer, dict):
        return failure("output")
    if set(answer) == {"failure"}:
        code = answer["failure"]
        return failure(code if isinstance(code, str) and code in REASONS else "output")
    if set(answer) != {"pages", "language"}:
        return failure("output")
    return _text(answer["pages"], answer["language"])


def _text(pages: object, language: object) -> ExtractedText | ExtractionFailure:
    if not isinstance(pages, list) or not 0 < len(pages) <= MAX_PAGES:
        return failure("output")
    if not isinstance(language, str) or not _LANGUAGE.match(language):
        return failure("output")
    for page in pages:
        if not isinstance(page, str) or _FORBIDDEN.search(page):
            return failure("output")
    return ExtractedText(tuple(pages), language)
