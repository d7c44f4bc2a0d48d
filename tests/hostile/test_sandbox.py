"""What the child can and cannot do, whatever takes it over."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.errors import Unavailable
from app.extraction.answer import read_answer
from app.extraction.confinement import ENVIRONMENT, PACKAGE_FOLDER, sandbox_prefix
from app.extraction.extractor import ExtractedText, ExtractionFailure
from app.extraction.reasons import REASONS
from app.extraction.sandbox import SandboxedExtractor
from tests.hostile import pdf_files
from tests.hostile.conftest import NO_BUBBLEWRAP, ROOT

needs_bubblewrap = pytest.mark.skipif(
    not sandbox_prefix() and "bubblewrap" not in os.environ.get("CHANCERY_REQUIRE", ""),
    reason=NO_BUBBLEWRAP,
)
CONFINED = """
import os, sys
sys.path.insert(0, sys.argv[1])
from child.limits import confine
confine(300 * 1024**2, 1, is_sandboxed=False)
def attempt(deed):
    try:
        deed()
    except BaseException as error:
        print(type(error).__name__)
    else:
        print("done")
"""


def run(code: str, *prefix: str) -> list[str]:
    done = subprocess.run(
        [*prefix, sys.executable, "-I", "-c", code, str(PACKAGE_FOLDER)],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.stdout.split() or [f"signal {-done.returncode}"]


def test_the_child_cannot_take_more_memory() -> None:
    assert run(CONFINED + "attempt(lambda: bytearray(400 * 1024**2))") == ["MemoryError"]


def test_the_child_cannot_write_to_disk(tmp_path: Path) -> None:
    target = tmp_path / "written"
    deed = f"attempt(lambda: open({str(target)!r}, 'wb', buffering=0).write(b'x'))"

    assert run(CONFINED + deed) == ["OSError"]
    assert not target.exists() or target.stat().st_size == 0


def test_the_child_is_stopped_when_its_time_is_used_up() -> None:
    assert run(CONFINED + "\nwhile True: pass") == ["signal 24"]  # SIGXCPU


def test_the_child_cannot_win_rights_back() -> None:
    code = "import resource\nattempt(lambda: print(resource.getrlimit(resource.RLIMIT_CORE)))"

    assert run(CONFINED + code) == ["(0,", "0)", "done"]


@needs_bubblewrap
def test_the_sandbox_holds_no_file_but_the_interpreter_and_the_reader(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("secret")
    code = "\n".join(
        f"print(os.path.exists({str(path)!r}))"
        for path in (tmp_path / "letter", ROOT / "config.py", "/etc/passwd", PACKAGE_FOLDER)
    )

    assert run("import os\n" + code, *sandbox_prefix()) == ["False", "False", "False", "True"]


@needs_bubblewrap
def test_the_sandbox_has_no_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        code = f"""
import socket
try:
    socket.create_connection(("127.0.0.1", {port}), timeout=2)
    print("connected")
except OSError:
    print("refused")
"""
        assert run(code, *sandbox_prefix()) == ["refused"]
        assert run(code) == ["connected"]


@needs_bubblewrap
def test_the_sandbox_sees_no_other_process() -> None:
    code = "import os\nprint(sum(name.isdigit() for name in os.listdir('/proc')))"

    assert int(run(code, *sandbox_prefix())[0]) <= 3


def test_time_is_up_and_nothing_is_left_running(tmp_path: Path, way: str) -> None:
    path = tmp_path / "endless.pdf"
    path.write_bytes(pdf_files.forms_within_forms())
    memory_bytes = 64 * 1024**3 + 4_096  # enough to go on for long; the number marks the process
    extractor = SandboxedExtractor(memory_bytes, 1, with_bubblewrap=way == "bubblewrap")
    started = time.monotonic()

    result = extractor.extract(path, "application/pdf")

    assert isinstance(result, ExtractionFailure)
    assert result.code == "timeout"
    assert time.monotonic() - started < 30
    assert is_soon(lambda: processes_named(str(memory_bytes)) == [])


def is_soon(condition: Callable[[], bool]) -> bool:
    """The kernel takes the sandbox down after its parent; that takes a moment."""
    deadline = time.monotonic() + 30
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def processes_named(word: str) -> list[str]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if word.encode() in words:
                found.append(folder.name)
    return found


def test_a_child_that_cannot_start_in_its_memory_ends_in_a_verdict(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(pdf_files.a_pdf(pdf_files.SENTENCE))

    result = SandboxedExtractor(24 * 1024**2).extract(path, "application/pdf")

    assert isinstance(result, ExtractionFailure)
    assert result.code in {"memory", "crashed", "damaged"}


def test_a_missing_original_is_our_trouble_and_not_the_file_s(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as refusal:
        SandboxedExtractor().extract(tmp_path / "gone.pdf", "application/pdf")

    assert refusal.value.service == "storage"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"{}",
        b'{"pages": [], "language": ""}',
        b'{"pages": "text", "language": "en"}',
        b'{"pages": [1], "language": "en"}',
        b'{"pages": ["a\\u0000b"], "language": "en"}',
        b'{"pages": ["a\\ud800b"], "language": "en"}',
        b'{"pages": ["a"], "language": "en-<script>"}',
        b'{"pages": ["a"], "language": "EN"}',
        b'{"pages": ["a"], "language": "en", "label": "Public"}',
        b'{"failure": "<b>call us</b>"}',
        b'{"failure": ["scan"]}',
        b'{"failure": "scan", "pages": ["a"], "language": ""}',
        b"[" * 100_000,
    ],
)
def test_an_answer_that_is_not_exactly_right_is_refused(answer: bytes) -> None:
    assert read_answer(answer) == ExtractionFailure("output", REASONS["output"])


def test_a_right_answer_is_taken() -> None:
    text = read_answer('{"pages": ["Première", ""], "language": "fr"}'.encode())

    assert text == ExtractedText(("Première", ""), "fr")
    assert read_answer(b'{"failure": "scan"}') == ExtractionFailure("scan", REASONS["scan"])
