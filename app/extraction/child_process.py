"""Running the child on one file: started, listened to, and ended in time, whatever it does.

The file is its standard input, already open; what it writes is limited, and after its time it and all
it started are killed. Open `answer_of`. Who asks decides what the answer means.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import time
from pathlib import Path
from typing import IO

from app.domain.command_line import told_to_administrator
from app.domain.errors import Unavailable
from app.domain.wording import joined, said
from app.extraction.confinement import ENVIRONMENT

_CHUNK = 256 * 1024
_TIME_IS_UP = frozenset({signal.SIGXCPU, signal.SIGALRM})


def opened(path: Path) -> IO[bytes]:
    """The original, open for reading. Raises Unavailable("storage")."""
    try:
        return open(path, "rb")
    except OSError as error:
        unopened = said("The original cannot be opened.")
        raise Unavailable("storage", joined([unopened, told_to_administrator("doctor")])) from error


def answer_of(
    command: list[str],
    source: IO[bytes],
    *,
    timeout_s: float,
    max_bytes: int,
    pass_fds: tuple[int, ...] = (),
) -> tuple[bytes, str]:
    """What the child said, and an empty code; else nothing, and the code of what went wrong.

    Codes: `timeout`, `memory`, `crashed`, and `too-much` for an answer above `max_bytes`.
    Raises Unavailable("extraction") when no child could be started.
    """
    child = _start(command, source, pass_fds)
    try:
        answer, code = _listen(child, time.monotonic() + timeout_s, max_bytes)
    finally:
        _end(child)
    if not code and child.returncode != 0:
        code = _verdict(child.returncode)
    return (b"", code) if code else (answer, "")


def _start(
    command: list[str], source: IO[bytes], pass_fds: tuple[int, ...]
) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603 - our own words only; the media type is of our table
            command,
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=ENVIRONMENT,
            cwd="/",
            pass_fds=pass_fds,
            start_new_session=True,
        )
    except OSError as error:
        raise Unavailable("extraction", "No reader could be started. Try again.") from error


def _listen(child: subprocess.Popen[bytes], deadline: float, max_bytes: int) -> tuple[bytes, str]:
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
            if size > max_bytes:
                return b"", "too-much"
            if not chunk:
                return _after(child, deadline, b"".join(chunks))
            chunks.append(chunk)
    return b"", "timeout"


def _after(child: subprocess.Popen[bytes], deadline: float, answer: bytes) -> tuple[bytes, str]:
    """The answer is complete; the child has to be gone in time too."""
    try:
        child.wait(max(0.1, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        return b"", "timeout"
    return answer, ""


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill whatever is left of it, with all that it started, and leave no zombie."""
    if child.poll() is None:
        # It leads its own session and is not reaped yet, so the number is still its own.
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    if child.stdout is not None:
        child.stdout.close()


def _verdict(returncode: int) -> str:
    """What an abnormal end means. Bubblewrap reports a signal as 128 + its number."""
    number = -returncode if returncode < 0 else returncode - 128
    if number in _TIME_IS_UP:
        return "timeout"
    if number == signal.SIGKILL:
        return "memory"  # not killed by us: the system was short of memory
    return "crashed"
