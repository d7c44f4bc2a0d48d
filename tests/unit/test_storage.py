"""The local store of originals: durable, private, and silent about what it already holds."""

from __future__ import annotations

import hashlib
import io
import os
import signal
import stat
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.errors import InvalidInput, Unavailable
from app.storage.local import LocalOriginals

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 10 * 1024 * 1024
LETTER = b"%PDF-1.7 Excellency, we are concerned." * 100
LETTER_SHA = hashlib.sha256(LETTER).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> LocalOriginals:
    return LocalOriginals(tmp_path / "documents")


def files_below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_an_original_is_named_by_its_digest_and_read_back_whole(store: LocalOriginals) -> None:
    stored = store.put(io.BytesIO(LETTER), LIMIT)

    assert (stored.sha256, stored.size_bytes) == (LETTER_SHA, len(LETTER))
    with store.open(LETTER_SHA, len(LETTER)) as stream:
        assert stream.read() == LETTER
    assert store.exists(LETTER_SHA)
    assert store.verify(LETTER_SHA)
    expected = store.root / LETTER_SHA[:2] / LETTER_SHA[2:4] / LETTER_SHA
    assert files_below(store.root) == [expected]


def test_originals_are_read_only_and_folders_private(store: LocalOriginals) -> None:
    store.put(io.BytesIO(LETTER), LIMIT)

    for path in (store.root, *store.root.rglob("*")):
        wanted = 0o700 if path.is_dir() else 0o400
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path


def test_the_same_bytes_twice_are_stored_once_and_answered_alike(store: LocalOriginals) -> None:
    first = store.put(io.BytesIO(LETTER), LIMIT)
    second = store.put(io.BytesIO(LETTER), LIMIT)

    assert first == second
    assert list(store.all()) == [first]
    assert files_below(store.root / "incoming") == []


def test_putting_the_same_bytes_again_heals_a_damaged_original(store: LocalOriginals) -> None:
    store.put(io.BytesIO(LETTER), LIMIT)
    path = files_below(store.root)[0]
    path.chmod(0o600)
    path.write_bytes(LETTER[:-1] + b"!")
    assert not store.verify(LETTER_SHA)

    store.put(io.BytesIO(LETTER), LIMIT)

    assert store.verify(LETTER_SHA)


def test_a_reader_in_the_middle_is_not_disturbed_by_a_second_put(store: LocalOriginals) -> None:
    store.put(io.BytesIO(LETTER), LIMIT)
    with store.open(LETTER_SHA) as stream:
        beginning = stream.read(10)
        store.put(io.BytesIO(LETTER), LIMIT)
        assert beginning + stream.read() == LETTER


def test_a_file_above_the_limit_is_refused_and_leaves_nothing(store: LocalOriginals) -> None:
    with pytest.raises(InvalidInput, match="larger than 10 MB") as refusal:
        store.put(io.BytesIO(b"x" * (LIMIT + 1)), LIMIT)

    assert refusal.value.field == "file"
    assert files_below(store.root) == []


def test_a_file_of_exactly_the_limit_is_kept(store: LocalOriginals) -> None:
    assert store.put(io.BytesIO(b"x" * LIMIT), LIMIT).size_bytes == LIMIT


def test_an_empty_file_is_refused_and_leaves_nothing(store: LocalOriginals) -> None:
    with pytest.raises(InvalidInput, match="empty"):
        store.put(io.BytesIO(b""), LIMIT)

    assert files_below(store.root) == []


class BrokenStream(io.RawIOBase):
    """A sender whose connection goes away after the first chunk."""

    def __init__(self) -> None:
        self._sent = False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if self._sent:
            raise ConnectionResetError("the sender went away")
        self._sent = True
        return LETTER


def test_a_sender_who_goes_away_leaves_nothing_and_is_not_called_a_full_disk(
    store: LocalOriginals,
) -> None:
    with pytest.raises(ConnectionResetError):
        store.put(BrokenStream(), LIMIT)  # type: ignore[arg-type]

    assert files_below(store.root) == []


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "", "a" * 63, "A" * 64, "g" * 64, "a" * 64 + "\n", "a" * 65]
)
def test_nothing_but_a_digest_becomes_a_path(store: LocalOriginals, name: str) -> None:
    for use in (store.open, store.exists, store.verify, store.written_at):
        with pytest.raises(InvalidInput, match="64 hexadecimal"):
            use(name)


def test_a_missing_original_is_unavailable(store: LocalOriginals) -> None:
    with pytest.raises(Unavailable, match="missing") as refusal:
        store.open(LETTER_SHA)

    assert refusal.value.service == "storage"
    with pytest.raises(Unavailable, match="missing"), store.local_path(LETTER_SHA):
        pass


def test_an_original_of_another_size_than_registered_is_unavailable(
    store: LocalOriginals,
) -> None:
    store.put(io.BytesIO(LETTER), LIMIT)

    with pytest.raises(Unavailable, match="changed"):
        store.open(LETTER_SHA, len(LETTER) - 1)


def test_a_symbolic_link_in_the_store_is_never_followed(store: LocalOriginals) -> None:
    store.put(io.BytesIO(LETTER), LIMIT)
    path = files_below(store.root)[0]
    path.unlink()
    path.symlink_to("/etc/hostname")

    with pytest.raises(Unavailable):
        store.open(LETTER_SHA)


def test_all_lists_originals_and_passes_over_everything_else(store: LocalOriginals) -> None:
    store.put(io.BytesIO(LETTER), LIMIT)
    (store.root / "incoming" / ("0" * 32 + ".part")).write_bytes(b"half")
    (store.root / "README").write_text("put there by somebody")
    (store.root / LETTER_SHA[:2] / "note.txt").write_text("so was this")

    assert [original.sha256 for original in store.all()] == [LETTER_SHA]


def test_leftovers_older_than_the_moment_are_found_and_removed(store: LocalOriginals) -> None:
    store.put(io.BytesIO(LETTER), LIMIT)
    incoming = store.root / "incoming"
    old, fresh = incoming / ("a" * 32 + ".part"), incoming / ("b" * 32 + ".part")
    old.write_bytes(b"half a letter")
    fresh.write_bytes(b"half a letter, still coming in")
    two_days_ago = time.time() - 2 * 86_400
    os.utime(old, (two_days_ago, two_days_ago))
    yesterday = datetime.now(UTC) - timedelta(days=1)

    assert [leftover.name for leftover in store.leftovers(yesterday)] == [old.name]
    assert store.remove_leftovers(yesterday) == 1
    assert files_below(incoming) == [fresh]
    assert store.exists(LETTER_SHA)


CHILD = """
import io, resource, sys
from pathlib import Path
from app.storage.local import LocalOriginals
from app.domain.errors import Unavailable
"""


def run_child(code: str, folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", CHILD + code, str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
    )


def test_a_disk_that_refuses_is_unavailable_and_reading_goes_on(
    store: LocalOriginals,
) -> None:
    """A limit on file size stands for the full disk: the write fails in the middle in the same way."""
    store.put(io.BytesIO(LETTER), LIMIT)
    code = """
store = LocalOriginals(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    store.put(io.BytesIO(bytes(3_000_000)), 10_000_000)
except Unavailable as refusal:
    print(refusal.service, refusal.message)
print(store.put(io.BytesIO(b"small"), 100).size_bytes)
"""
    child = run_child(code, store.root)
    output = child.communicate(timeout=120)[0].decode()

    assert (
        "storage The original could not be kept. The disk is full. Tell your administrator"
        in output
    )
    assert output.endswith("5\n")
    assert len(files_below(store.root)) == 2
    assert files_below(store.root / "incoming") == []
    assert store.verify(LETTER_SHA)


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small file system needs root")
def test_a_really_full_disk_is_survived(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(small)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode != 0:
        pytest.skip("this machine does not permit mounting a small file system")
    try:
        store = LocalOriginals(small)
        store.put(io.BytesIO(LETTER), LIMIT)
        with pytest.raises(Unavailable, match="The disk is full"):
            store.put(io.BytesIO(os.urandom(3 * 1024 * 1024)), LIMIT)
        assert store.verify(LETTER_SHA)
        assert files_below(small / "incoming") == []
        assert store.put(io.BytesIO(b"a short note"), LIMIT).size_bytes == 12
    finally:
        subprocess.run(["umount", str(small)], check=True)


KILLED = """
import os
store = LocalOriginals(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    body = b"%d " % number + os.urandom(300_000)
    print(store.put(io.BytesIO(body), 10_000_000).sha256, flush=True)
"""


def test_kill_at_any_moment_leaves_every_acknowledged_original_whole(tmp_path: Path) -> None:
    for round_number in range(12):
        child = run_child(KILLED, tmp_path / "documents")
        assert child.stdout is not None
        acknowledged = [child.stdout.readline().decode().strip()]
        time.sleep(0.013 * round_number)
        child.send_signal(signal.SIGKILL)
        acknowledged += child.stdout.read().decode().split("\n")[:-1]
        child.wait()
        child.stdout.close()

        store = LocalOriginals(tmp_path / "documents")
        assert all(store.verify(sha) for sha in acknowledged if len(sha) == 64)
        assert all(store.verify(original.sha256) for original in store.all())

    tomorrow = datetime.now(UTC) + timedelta(days=1)
    leftovers = store.leftovers(tomorrow)
    assert len(leftovers) <= 12
    assert store.remove_leftovers(tomorrow) == len(leftovers)
