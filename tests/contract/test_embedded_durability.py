"""Partitions of embedded engines on disk: damage is noticed before it answers, a kill leaves one good
generation, and no engine takes another's files for its own."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import random
import signal
import stat
import threading
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from app.domain.errors import Unavailable
from app.domain.query import And, Not, Or, Query, Word
from app.search.engine import IndexedRecord
from app.search.partition_files import IndexFolder
from app.search.partitioned_engine import PartitionedEngine
from tests.contract.embedded import EMBEDDED
from tests.contract.records import CELL, a_letter, ask, filled, found

KILLS = 30


@pytest.fixture(params=list(EMBEDDED))
def make(request: pytest.FixtureRequest) -> type[PartitionedEngine]:
    return EMBEDDED[request.param]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


def sealed_files(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / CELL).rglob("*") if path.is_file())


def some_letters(count: int = 8) -> list[IndexedRecord]:
    return [
        a_letter(f"r{number}", f"torture word{number} " * 5, title="A letter")
        for number in range(count)
    ]


def test_every_flipped_byte_is_noticed(make: type[PartitionedEngine], folder: Path) -> None:
    filled(make(folder), *some_letters())
    random_source = random.Random(7)  # noqa: S311 - repeatable
    for path in sealed_files(folder):
        good = path.read_bytes()
        for _ in range(4):
            at = random_source.randrange(len(good))
            path.write_bytes(good[:at] + bytes([good[at] ^ 0x55]) + good[at + 1 :])
            engine = make(folder)
            assert not engine.state(CELL).is_healthy, (path.name, at)
            answer = ask(engine, "torture")
            assert (answer.total, answer.unavailable_cells) == (0, (CELL,))
        path.write_bytes(good)
    assert make(folder).state(CELL).is_healthy


def test_damage_is_noticed_by_an_engine_that_has_the_partition_open(
    make: type[PartitionedEngine], folder: Path
) -> None:
    engine = filled(make(folder), *some_letters())
    assert ask(engine, "torture").total == 8
    segment = next(
        path
        for path in sealed_files(folder)
        if path.suffix in (".seg", ".store") or path.name == "leaf"
    )
    raw = bytearray(segment.read_bytes())
    raw[len(raw) // 2] ^= 1
    segment.write_bytes(bytes(raw))
    assert ask(engine, "torture").unavailable_cells == (CELL,)
    assert not engine.state(CELL).is_healthy


@pytest.mark.parametrize("how", ["remove", "truncate", "empty"])
def test_lost_and_cut_files_are_noticed(
    make: type[PartitionedEngine], folder: Path, how: str
) -> None:
    filled(make(folder), *some_letters())
    for path in sealed_files(folder):
        good = path.read_bytes()
        if how == "remove":
            path.unlink()
        else:
            path.write_bytes(good[: len(good) // 2] if how == "truncate" else b"")
        assert ask(make(folder), "torture").unavailable_cells == (CELL,), path.name
        path.write_bytes(good)


def test_a_damaged_partition_refuses_changes_and_can_be_rebuilt(
    make: type[PartitionedEngine], folder: Path
) -> None:
    engine = filled(make(folder), *some_letters())
    sealed_files(folder)[-1].write_bytes(b"rubbish")
    with pytest.raises(Unavailable):
        engine.apply(CELL, [a_letter("new", "torture")])
    engine.rebuild(CELL, iter(some_letters()))
    assert engine.state(CELL).is_healthy
    assert ask(engine, "torture").total == 8


def test_other_cells_answer_while_one_is_damaged(
    make: type[PartitionedEngine], folder: Path
) -> None:
    engine = filled(make(folder), *some_letters())
    filled(engine, a_letter("other", "torture"), cell="good")
    (folder / CELL / "manifest.json").write_bytes(b"{}")
    answer = ask(engine, "torture", cells=(CELL, "good"))
    assert (answer.ids, answer.unavailable_cells) == (("other",), (CELL,))


def test_folders_are_private(make: type[PartitionedEngine], folder: Path) -> None:
    filled(make(folder), *some_letters(1))
    for path in [folder, *folder.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


@pytest.mark.parametrize("cell", ["", "..", "a/b", "a.b", "x" * 65, "cell\n"])
def test_a_cell_key_cannot_leave_the_folder(
    make: type[PartitionedEngine], folder: Path, cell: str
) -> None:
    with pytest.raises(ValueError, match="partition"):
        make(folder).apply(cell, [])


def test_a_commit_that_fails_leaves_the_last_one(
    make: type[PartitionedEngine], folder: Path
) -> None:
    engine = filled(make(folder), *some_letters())

    def breaking() -> Iterator[IndexedRecord]:
        yield a_letter("new", "torture")
        raise OSError("No space left on device")

    for change in (engine.apply, engine.rebuild):
        with pytest.raises(OSError, match="space"):
            change(CELL, breaking())
        assert ask(engine, "torture").total == 8
    filled(engine, a_letter("after", "torture"))
    assert ask(engine, "torture").total == 9


def test_leftovers_of_old_generations_and_commits_are_removed(
    make: type[PartitionedEngine], folder: Path
) -> None:
    engine = filled(make(folder), *some_letters())
    for number in range(9):
        filled(engine, a_letter("changing", f"version{number}", revision=number + 1))
    engine.rebuild(CELL, iter(some_letters()))
    names = [path.name for path in sealed_files(folder)]
    assert (
        len([name for name in names if name.endswith(".toc") or name in ("meta.json", "leaf")]) == 1
    )
    assert [path.name for path in (folder / CELL).iterdir() if path.is_dir()] == ["gen-2"]


def test_rebuilding_takes_removed_words_off_the_disk(
    make: type[PartitionedEngine], folder: Path
) -> None:
    engine = filled(make(folder), a_letter("a", "zanzibarium"), *some_letters())
    engine.apply(CELL, (), ["a"])  # type: ignore[list-item]
    engine.rebuild(CELL, iter(some_letters()))
    assert all(b"zanzibarium" not in path.read_bytes() for path in sealed_files(folder))


def test_a_second_engine_sees_what_the_first_wrote(
    make: type[PartitionedEngine], folder: Path
) -> None:
    writer, reader = make(folder), make(folder)
    filled(writer, a_letter("a", "torture"))
    assert found(reader, "torture") == {"a"}
    filled(writer, a_letter("b", "torture"))
    assert found(reader, "torture") == {"a", "b"}


def test_only_one_process_writes(folder: Path) -> None:
    index, order = IndexFolder(folder, "whoosh"), []

    def write() -> None:
        with index.writing():
            order.append("second")

    with index.writing():
        thread = threading.Thread(target=write)
        thread.start()
        time.sleep(0.1)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_threads_search_while_one_writes(make: type[PartitionedEngine], folder: Path) -> None:
    engine = filled(make(folder), *some_letters())
    failures: list[object] = []

    def read(word: str, expected: str) -> None:
        for _ in range(60):
            answer = ask(engine, word)
            if answer.ids != (expected,) or answer.matched_forms != {word}:
                failures.append(answer)

    threads = [
        threading.Thread(target=read, args=(f"word{number}", f"r{number}")) for number in range(8)
    ]
    for thread in threads:
        thread.start()
    for number in range(20):
        filled(engine, a_letter("changing", f"version {number}", revision=number + 1))
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_deep_tree_is_walked_without_recursion(
    make: type[PartitionedEngine], folder: Path
) -> None:
    engine = filled(make(folder), a_letter("a", "b"))
    tree: Query = Word("b")
    for _ in range(5_000):
        tree = Not(Not(And((Or((tree,)),))))
    assert found(engine, tree) == {"a"}


def _write_without_end(
    make: type[PartitionedEngine], folder: Path, start: int, sender: Connection
) -> None:
    """What the child process does until it is killed: commits and rebuilds, each acknowledged."""
    engine = make(folder)
    for number in range(start, start + 10_000):
        letters = [a_letter("steady", f"torture round{number}", revision=number)]
        letters.append(a_letter(f"r{number}", "torture " * 20))
        if number % 5 == 4:
            engine.rebuild(CELL, iter([*some_letters(4), *letters]))
        else:
            engine.apply(CELL, letters)
        sender.send(number)


def test_a_kill_at_any_point_leaves_one_good_generation(
    make: type[PartitionedEngine], folder: Path
) -> None:
    engine = filled(make(folder), *some_letters())
    processes = multiprocessing.get_context("fork")
    random_source, acknowledged = random.Random(11), 0  # noqa: S311 - repeatable
    for _ in range(KILLS):
        receiver, sender = processes.Pipe(duplex=False)
        arguments = (make, folder, acknowledged + 1, sender)
        child = processes.Process(target=_write_without_end, args=arguments)
        child.start()
        sender.close()
        time.sleep(random_source.uniform(0.01, 0.4))
        os.kill(child.pid or 0, signal.SIGKILL)
        child.join()
        try:
            while True:
                acknowledged = receiver.recv()
        except EOFError:
            receiver.close()
        state = engine.state(CELL)
        assert state.is_healthy, state.reason
        if acknowledged:
            assert state.revisions["steady"] in (acknowledged, acknowledged + 1)  # type: ignore[index]
        assert ask(engine, "torture", limit=10_000).total == len(state.revisions)
        acknowledged = max(acknowledged, state.revisions.get("steady", 0))  # type: ignore[call-overload]
    assert acknowledged > 0, "no commit was ever finished between two kills"


def test_no_engine_opens_what_another_has_written(folder: Path) -> None:
    whoosh, tantivy = (EMBEDDED[name](folder) for name in ("whoosh", "tantivy"))
    for first, second in ((whoosh, tantivy), (tantivy, whoosh)):
        first.rebuild(CELL, iter(some_letters()))
        assert second.state(CELL).reason == "written for another search engine"
        assert ask(second, "torture").unavailable_cells == (CELL,)
        with pytest.raises(Unavailable):
            second.apply(CELL, [a_letter("new", "torture")])
        second.rebuild(CELL, iter(some_letters(3)))
        assert ask(second, "torture").total == 3
        assert ask(first, "torture").unavailable_cells == (CELL,)


def test_a_manifest_from_before_engines_were_named_is_whooshs(folder: Path) -> None:
    filled(EMBEDDED["whoosh"](folder), *some_letters())
    path = folder / CELL / "manifest.json"
    body = json.loads(json.loads(path.read_bytes())["body"])
    del body["engine"]
    text = json.dumps(body)
    sealed = {"body": text, "sha256": hashlib.sha256(text.encode()).hexdigest()}
    path.write_text(json.dumps(sealed), encoding="utf-8")
    assert ask(EMBEDDED["whoosh"](folder), "torture").total == 8
    assert ask(EMBEDDED["tantivy"](folder), "torture").unavailable_cells == (CELL,)
