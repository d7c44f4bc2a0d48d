"""The cleaner of annexes that gives every file to a child process of its own, and survives what it holds.

Like `sandbox.py`: the same limits, the same confinement, and an answer that is not believed.
"""

from __future__ import annotations

from pathlib import Path

from app.extraction.annexes import (
    AS_TEXT,
    MAX_ANSWER_BYTES,
    CleanedAnnex,
    read_cleaned,
    refused,
)
from app.extraction.child_process import answer_of, opened
from app.extraction.confinement import child_command, sandbox_prefix
from app.extraction.media_types import PDF
from app.extraction.sandbox import DEFAULT_MEMORY_BYTES, DEFAULT_TIMEOUT_S

_CLEANED = frozenset({PDF, "image/png", "image/jpeg", "image/tiff", "image/webp"})


class SandboxedAnnexCleaner:
    """Safe to use from several threads; each file is given to a child of its own."""

    def __init__(
        self,
        memory_bytes: int = DEFAULT_MEMORY_BYTES,
        timeout_s: int = DEFAULT_TIMEOUT_S,
        *,
        with_bubblewrap: bool = True,
    ) -> None:
        self._memory_bytes = memory_bytes
        self._timeout_s = timeout_s
        self._with_bubblewrap = with_bubblewrap

    def clean(self, path: Path, media_type: str) -> CleanedAnnex:
        """See the protocol."""
        if media_type not in _CLEANED:
            return refused(AS_TEXT)
        prefix = sandbox_prefix() if self._with_bubblewrap else ()
        limits = (str(self._memory_bytes), str(self._timeout_s), "yes" if prefix else "no")
        command = [*prefix, *child_command("clean", *limits, media_type)]
        with opened(path) as source:
            answer, code = answer_of(
                command, source, timeout_s=self._timeout_s, max_bytes=MAX_ANSWER_BYTES
            )
        return refused(code) if code else read_cleaned(answer)
