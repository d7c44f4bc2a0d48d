"""The extractor that reads every file in a child process of its own, and survives what it holds.

The file comes to the child as its standard input, already open: the child knows no path. It has a
scrubbed environment, limits (`child/limits.py`), a sandbox where one can be had (`confinement.py`)
and a time after which it and all it started are killed. Its answer is limited and checked
(`answer.py`). What a file holds never raises here; only a broken installation does.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import IO

from app.domain.command_line import told_to_administrator
from app.domain.errors import Unavailable
from app.domain.wording import joined, said
from app.extraction import media_types
from app.extraction.answer import MAX_ANSWER_BYTES, read_answer
from app.extraction.confinement import ENVIRONMENT, child_command, sandbox_prefix
from app.extraction.extractor import ExtractedText, ExtractionFailure
from app.extraction.reasons import failure

DEFAULT_MEMORY_BYTES = 512 * 1024 * 1024
DEFAULT_TIMEOUT_S = 60
_CHUNK = 256 * 1024
_TIME_IS_UP = frozenset({signal.SIGXCPU, signal.SIGALRM})


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
        try:
            source = open(path, "rb")  # noqa: SIM115 - closed below, the name is needed in between
        except OSError as error:
            unopened = said("The original cannot be opened.")
            raise Unavailable(
                "storage", joined([unopened, told_to_administrator("doctor")])
            ) from error
        with source:
            child = self._start(source, model, media_type)
            try:
                answer, code = _listen(child, time.monotonic() + self._timeout_s)
            finally:
                _end(child)
        if code is not None:
            return failure(code)
        return read_answer(answer) if child.returncode == 0 else _verdict(child.returncode)

    def _start(self, source: IO[bytes], model: int, media_type: str) -> subprocess.Popen[bytes]:
        prefix = self._prefix()
        command = child_command(
            "read",
            str(self._memory_bytes),
            str(self._timeout_s),
            "yes" if prefix else "no",
            str(model),
            media_type,
        )
        try:
            return subprocess.Popen(  # noqa: S603 - our own words only; the media type is of our table
                [*prefix, *command],
                stdin=source,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=ENVIRONMENT,
                cwd="/",
                pass_fds=(model,),
                start_new_session=True,
            )
        except OSError as error:
            raise Unavailable("extraction", "No reader could be started. Try again.") from error

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


def _listen(child: subprocess.Popen[bytes], deadline: float) -> tuple[bytes, str | None]:
    """Collect the answer until the child is done; else the code of what went wrong."""
    answers = child.stdout
    if answers is None:
        return b"", "crashed"
    chunks: list[bytes] = []
    size = 0
    with selectors.DefaultSelector() as selector:
        selector.register(answers, selectors.EVENT_READ)
        while selector.select(max(0.0, deadline - time.monotonic())):
            chunk = os.read(answers.fileno(), _CHUNK)
            size += len(chunk)
            if size > MAX_ANSWER_BYTES:
                return b"", "too-much-text"
            if not chunk:
                return _after(child, deadline, b"".join(chunks))
            chunks.append(chunk)
    return b"", "timeout"


def _after(
    child: subprocess.Popen[bytes], deadline: float, answer: bytes
) -> tuple[bytes, str | None]:
    """The answer is complete; the child has to be gone in time too."""
    try:
        child.wait(max(0.1, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        return b"", "timeout"
    return answer, None


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill whatever is left of it, with all that it started, and leave no zombie."""
    if child.poll() is None:
        # It leads its own session and is not reaped yet, so the number is still its own.
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    if child.stdout is not None:
        child.stdout.close()


def _verdict(returncode: int) -> ExtractionFailure:
    """What an abnormal end means. Bubblewrap reports a signal as 128 + its number."""
    number = -returncode if returncode < 0 else returncode - 128
    if number in _TIME_IS_UP:
        return failure("timeout")
    if number == signal.SIGKILL:
        return failure("memory")  # not killed by us: the system was short of memory
    return failure("crashed")
