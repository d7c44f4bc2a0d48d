"""What only a cluster can do: nodes that stop, writers that are killed, names, limits."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from app.domain.errors import QuerySyntaxError, Unavailable
from app.domain.query import And, Boosted, Near, Not, Or, Phrase, Prefix, Query, Word
from app.search import opensearch_answer, opensearch_lease, opensearch_schema, opensearch_writer
from app.search.engine import EngineQuestion, IndexedRecord, PartitionView, SearchEngine
from app.search.opensearch_cluster import Cluster
from app.search.opensearch_engine import OpenSearchEngine
from app.search.opensearch_schema import alias_of, parsed_name
from tests.contract.records import CELL, a_letter, ask, filled, found
from tests.contract.reference_engine import ReferenceEngine
from tests.services.opensearch_here import nodes_to_stop, opensearch


@pytest.fixture
def engine() -> Iterator[OpenSearchEngine]:
    with opensearch() as made:
        yield made


def indices(engine: OpenSearchEngine) -> list[str]:
    prefix = engine.settings.prefix
    names = Cluster(engine.settings).ask("GET", f"/{prefix}-*/_alias")
    return sorted(name for name in names if parsed_name(prefix, name))


def test_a_node_that_stops_changes_no_number() -> None:
    """Cells with a copy elsewhere answer as before; those without are named, and count nowhere."""
    copied, single = ("a", "b", "c"), ("d", "e", "f", "g", "h", "i")
    with nodes_to_stop() as nodes, opensearch_alone(replicas=1) as engine:
        lonely = OpenSearchEngine(replace(engine.settings, replicas=0))
        for cell in copied + single:
            letters = [a_letter(f"{cell}{number}", "torture of lawyers") for number in range(4)]
            (engine if cell in copied else lonely).rebuild(cell, iter(letters))
        wait_for_copies(engine)
        before = ask(engine, "torture", cells=copied)
        assert (before.total, before.unavailable_cells) == (12, ())
        assert ask(engine, "torture", cells=copied + single).total == 36
        nodes.stop(0)
        assert ask(engine, "torture", cells=copied) == before
        partial = ask(engine, "torture", cells=copied + single)
        lost = partial.unavailable_cells
        assert set(lost) < set(single)
        assert partial.total == 36 - 4 * len(lost)
        rest = tuple(cell for cell in copied + single if cell not in lost)
        assert replace(partial, unavailable_cells=()) == ask(engine, "torture", cells=rest)
        filled(engine, a_letter("later", "torture"), cell="a")
        assert ask(engine, "torture", cells=copied).total == 13
        for cell in lost:
            assert not engine.state(cell).is_healthy
            engine.rebuild(cell, iter([a_letter(f"{cell}-new", "torture")]))
        assert ask(engine, "torture", cells=lost).total == len(lost)


def opensearch_alone(**changed: object) -> object:
    """An engine for who already keeps all others from the nodes."""
    return opensearch(is_alone=True, **changed)


def wait_for_copies(engine: OpenSearchEngine) -> None:
    path = f"/_cluster/health/{engine.settings.prefix}-*"
    waiting = {"wait_for_status": "green", "timeout": "60s"}
    assert not Cluster(engine.settings).ask("GET", path, params=waiting, is_long=True)["timed_out"]


KILLED_AT = ("the first record", "the last record", "the swap", "after the swap")


@pytest.mark.parametrize("moment", KILLED_AT)
def test_a_rebuild_that_is_killed_leaves_one_good_generation(
    engine: OpenSearchEngine, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(engine, a_letter("old", "torture"))
    monkeypatch.setattr(opensearch_lease, "LEASE_S", 1.0)
    killed_in_a_child(lambda: rebuild_until(engine.settings, moment))
    expected = {"new"} if moment == "after the swap" else {"old"}
    assert found(engine, "torture") == expected
    assert engine.state(CELL).revisions == dict.fromkeys(expected, 1)
    filled(engine, a_letter("later", "torture"))
    assert found(engine, "torture") == {*expected, "later"}
    assert len(indices(engine)) == 1


def rebuild_until(settings: object, moment: str) -> None:
    """What the child does: a rebuild in which it dies."""

    def records() -> Iterator[IndexedRecord]:
        if moment == "the first record":
            die()
        yield a_letter("new", "torture")
        if moment == "the last record":
            die()

    swap = opensearch_writer._swap

    def dying_swap(*arguments: object) -> None:
        if moment == "after the swap":
            swap(*arguments)  # type: ignore[arg-type]
        die()

    opensearch_writer._swap = dying_swap  # type: ignore[assignment]
    opensearch_writer.BATCH = 1
    OpenSearchEngine(settings).rebuild(CELL, records())  # type: ignore[arg-type]


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killed_in_a_child(work: Callable[[], None]) -> None:
    child = multiprocessing.get_context("fork").Process(target=work)
    child.start()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL


def test_searches_go_on_while_a_cell_is_rebuilt(engine: OpenSearchEngine) -> None:
    filled(engine, a_letter("old", "torture"))
    seen = []

    def records() -> Iterator[IndexedRecord]:
        for number in range(3):
            seen.append(found(engine, "torture"))
            yield a_letter(f"new{number}", "torture")

    engine.rebuild(CELL, records())
    assert seen == [{"old"}] * 3
    assert found(engine, "torture") == {"new0", "new1", "new2"}


def test_a_rebuild_that_fails_leaves_the_old_generation(engine: OpenSearchEngine) -> None:
    filled(engine, a_letter("old", "torture"))

    def records() -> Iterator[IndexedRecord]:
        yield a_letter("new", "torture")
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - the very one that was raised
        engine.rebuild(CELL, records())
    assert found(engine, "torture") == {"old"}
    assert len(indices(engine)) == 1


def test_writers_take_turns(engine: OpenSearchEngine) -> None:
    def write(number: int) -> None:
        writer = OpenSearchEngine(engine.settings)
        writer.apply(CELL, [a_letter(f"r{number}-{at}", "torture") for at in range(3)])

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ask(engine, "torture").total == 12


def test_a_writer_whose_lease_was_taken_stops(
    engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(engine, a_letter("old", "torture"))
    monkeypatch.setattr(opensearch_lease, "LEASE_S", 0.0)
    monkeypatch.setattr(opensearch_lease, "_RENEW_S", 0.0)

    def records() -> Iterator[IndexedRecord]:
        other = OpenSearchEngine(engine.settings)
        other.rebuild(CELL, iter([a_letter("other", "torture")]))
        yield a_letter("new", "torture")

    with pytest.raises(Unavailable, match="taken over"):
        engine.rebuild(CELL, records())
    assert found(engine, "torture") == {"other"}
    assert len(indices(engine)) == 1


def test_an_index_of_an_old_form_must_be_rebuilt(
    engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(opensearch_schema, "FORMAT", 0)
        engine.rebuild(CELL, iter([a_letter("old", "torture")]))
    assert ask(engine, "torture").unavailable_cells == (CELL,)
    assert engine.state(CELL).reason == "it is of an old form"
    with pytest.raises(Unavailable, match="must be rebuilt"):
        filled(engine, a_letter("new", "torture"))
    engine.rebuild(CELL, iter([a_letter("new", "torture")]))
    assert found(engine, "torture") == {"new"}
    assert len(indices(engine)) == 1


def test_only_named_cells_are_ever_searched(
    engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(engine, a_letter("a", "torture"), cell="one")
    filled(engine, a_letter("b", "torture"), cell="two")
    sent: list[tuple[str, bytes]] = []
    asked = Cluster.ask

    def noted(self: Cluster, method: str, path: str, body: object = None, **how: object) -> object:
        if "search" in path:
            sent.append((path, bytes(body)))  # type: ignore[call-overload]
        return asked(self, method, path, body, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(Cluster, "ask", noted)
    assert found(engine, "tortur*", cells=("one",)) == {"a"}
    name = alias_of(engine.settings.prefix, "one")
    assert sent
    for path, body in sent:
        assert path == "/_msearch"
        assert f'"index": ["{name}"]'.encode() in body.splitlines()[0]


def test_no_text_can_be_taken_out_again(engine: OpenSearchEngine) -> None:
    filled(engine, a_letter("a", "torture"), cell="Secret-HR")
    (name,) = indices(engine)
    assert "secret" not in name
    found_there = Cluster(engine.settings).ask("GET", f"/{name}/_doc/a")
    assert found_there["found"]
    assert "_source" not in found_there


def test_not_leaves_out_other_forms_too(engine: OpenSearchEngine) -> None:
    filled(engine, a_letter("a", "torture"), a_letter("b", "trade"))
    assert found(engine, Not(Or((Word("tortured"), Word("tortures"))))) == {"b"}


def test_a_beginning_of_very_many_words_loses_nothing(engine: OpenSearchEngine) -> None:
    letters = [
        a_letter(f"r{number:02}", " ".join(f"word{number * 40 + at}" for at in range(40)))
        for number in range(60)
    ]
    filled(engine, *letters)
    reference = filled(ReferenceEngine(), *letters)
    answer, expected = ask(engine, "word*"), ask(reference, "word*")
    assert answer.total == 60
    assert answer.matched_forms == expected.matched_forms
    assert (answer.facets, answer.was_cut) == (expected.facets, False)


def test_more_forms_than_are_listed_are_found_and_the_answer_says_so(
    engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.search import opensearch_leaves

    monkeypatch.setattr(opensearch_leaves, "MOST_FORMS", 5)
    filled(engine, *(a_letter(f"r{number:02}", f"word{number}") for number in range(20)))
    answer = ask(engine, "word*")
    assert (answer.total, answer.was_cut) == (20, True)
    assert len(answer.matched_forms) == 5


@pytest.mark.parametrize(
    "query",
    [
        And(tuple(Word(f"word{number}") for number in range(32))),
        Or(tuple(Phrase(f"word{at} word{at + 1} word{at + 2} word{at + 3}") for at in range(32))),
        Or(tuple(Near(f"word{at} word{at + 1} word{at + 2} word{at + 3}", 5) for at in range(8))),
        Or(tuple(Boosted(Prefix("word"), 1.0 + at) for at in range(32))),
    ],
    ids=["words", "phrases", "windows", "beginnings"],
)
def test_large_searches_are_answered(engine: SearchEngine, query: Query) -> None:
    filled(engine, a_letter("a", " ".join(f"word{number}" for number in range(300))))
    assert found(engine, query) == {"a"}


def test_a_search_beyond_what_a_node_takes_is_refused(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", " ".join(f"word{number}" for number in range(60))))
    words = [f"word{number}" for number in range(60)]
    phrases = tuple(Phrase(" ".join(words[at : at + 20])) for at in range(32))
    with pytest.raises(QuerySyntaxError, match="too many words"):
        found(engine, Or(phrases))


def test_a_deep_tree_is_refused(engine: SearchEngine) -> None:
    tree: Query = Word("a")
    for _ in range(200):
        tree = And((tree, Word("b")))
    with pytest.raises(QuerySyntaxError, match="brackets"):
        engine.search([PartitionView(CELL)], EngineQuestion(tree))


def test_a_deep_page_is_walked_to(
    engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(engine, *(a_letter(f"r{number:02}", "word " * (number % 5 + 1)) for number in range(23)))
    whole = ask(engine, "word").ids
    monkeypatch.setattr(opensearch_answer, "PAGE", 4)
    for offset, limit in [(0, 3), (2, 5), (5, 2), (11, 9), (20, 10), (30, 5), (0, 100)]:
        answer = ask(engine, "word", offset=offset, limit=limit)
        assert (answer.ids, answer.total) == (whole[offset : offset + limit], 23)
