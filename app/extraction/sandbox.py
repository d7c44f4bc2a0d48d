"""The extractor that reads every file in a child process of its own, and survives what it holds.

The file comes to the child as its standard input, already open: the child knows no path. It has a
scrubbed environment, limits (`child/limits.py`), a sandbox where one can be had (`confinement.py`)
and a time after which it and all it started are killed (`child_process.py`). Its answer is limited and
checked (`answer.py`). What a file holds never raises here; only a broken installation does.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
from pathlib import Path

from app.domain.errors import Unavailable
from app.extraction import media_types
from app.extraction.answer import MAX_ANSWER_BYTES, read_answer
from app.extraction.child_process import answer_of, opened
from app.extraction.confinement import ENVIRONMENT, child_command, sandbox_prefix
from app.extraction.extractor import ExtractedText, ExtractionFailure
from app.extraction.reasons import failure

DEFAULT_MEMORY_BYTES = 512 * 1024 * 1024
DEFAULT_TIMEOUT_S = 60


class SandboxedExtractor:
    """Safe to use from several threads; each extraction is a child of its own."""

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

    @property
    def is_sandboxed(self) -> bool:
        """Whether bubblewrap works here; without it only the limits hold. Tried once, then known."""
        return bool(self._prefix())

    def media_type_of(self, head: bytes, name: str) -> str:
        return media_types.media_type_of(head, name)

    def extract(self, path: Path, media_type: str) -> ExtractedText | ExtractionFailure:
        """See the protocol. Raises Unavailable("storage" or "extraction") for our own troubles."""
        if not media_types.is_read(media_type):
            return failure("not-read")
        model = _language_model()
        with opened(path) as source:
            answer, code = answer_of(
                self._command(model, media_type),
                source,
                timeout_s=self._timeout_s,
                max_bytes=MAX_ANSWER_BYTES,
                pass_fds=(model,),
            )
        if code:
            return failure("too-much-text" if code == "too-much" else code)
        return read_answer(answer)

    def _command(self, model: int, media_type: str) -> list[str]:
        prefix = self._prefix()
        command = child_command(
            "read",
            str(self._memory_bytes),
            str(self._timeout_s),
            "yes" if prefix else "no",
            str(model),
            media_type,
        )
        return [*prefix, *command]

    def _prefix(self) -> tuple[str, ...]:
        return sandbox_prefix() if self._with_bubblewrap else ()


class _LanguageModel:
    """The unpacked language model: one nameless file for all extractors of this process."""

    def __init__(self) -> None:
        self._descriptor: int | None = None
        self._lock = threading.Lock()

    def __call__(self) -> int:
        """Its file, open for reading only until the process ends."""
        with self._lock:
            if self._descriptor is None:
                self._descriptor = _unpacked_model()
            return self._descriptor


_language_model = _LanguageModel()


def _unpacked_model() -> int:
    """Let a child unpack it, so that its memory does not stay with us. Costs one second, once."""
    with tempfile.TemporaryFile() as target:
        command = child_command("unpack-language", str(target.fileno()))
        try:
            subprocess.run(  # noqa: S603 - our own words only
                command, env=ENVIRONMENT, pass_fds=(target.fileno(),), timeout=60, check=True
            )
            # Opened anew for reading: a child gone astray must not write what the next one reads.
            return os.open(f"/proc/self/fd/{target.fileno()}", os.O_RDONLY | os.O_CLOEXEC)
        except (OSError, subprocess.SubprocessError) as error:
            raise Unavailable(
                "extraction", "The reader of files does not start. Install the requirements again."
            ) from error
