"""Talking to a cluster: what is sent again, what is not, and that nothing secret is said."""

from __future__ import annotations

import gzip
import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from app.domain.errors import Unavailable
from app.domain.search_cluster import ClusterSettings
from app.search import opensearch_cluster
from app.search.engine import EngineQuestion, PartitionView
from app.search.opensearch_cluster import Cluster, Refused
from app.search.opensearch_engine import OpenSearchEngine

Answers = list[tuple[int, object]]


class Node:
    """A node that answers as it is told, in this order, and then always as the last."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.asked: list[tuple[str, str, bytes]] = []
        self.url = ""


@contextmanager
def a_node(*answers: tuple[int, object]) -> Iterator[Node]:
    node = Node(list(answers))

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            sent = self.rfile.read(size)
            if self.headers.get("Content-Encoding") == "gzip":
                sent = gzip.decompress(sent)
            node.asked.append((self.command, self.path, sent))
            status, body = node.answers[min(len(node.asked), len(node.answers)) - 1]
            raw = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 - the names it looks for

        def log_message(self, *_: object) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    node.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield node
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Pauses are noted, not made."""
    noted: list[float] = []
    monkeypatch.setattr(opensearch_cluster.time, "sleep", noted.append)
    return noted


def asking(*urls: str) -> Cluster:
    return Cluster(ClusterSettings(urls, limit_s=2))


BUSY = (429, {"error": {"type": "rejected_execution_exception", "reason": "secret words"}})


def test_a_busy_node_is_asked_again_after_growing_pauses(no_pauses: list[float]) -> None:
    with a_node(BUSY, (503, {}), (200, {"ok": True})) as node:
        assert asking(node.url).ask("GET", "/") == {"ok": True}
    assert len(node.asked) == 3
    assert 0.05 <= no_pauses[0] <= 0.1 <= no_pauses[1] <= 0.2


def test_patience_ends_with_a_clear_word() -> None:
    with a_node(BUSY) as node, pytest.raises(Unavailable, match="does not answer") as refusal:
        asking(node.url).ask("GET", "/")
    assert len(node.asked) == opensearch_cluster.ATTEMPTS
    assert "secret" not in str(refusal.value)


def test_a_refusal_is_not_repeated() -> None:
    answer = (400, {"error": {"root_cause": [{"type": "parsing_exception", "reason": "secret"}]}})
    with a_node(answer) as node, pytest.raises(Refused, match="400 parsing_exception") as refusal:
        asking(node.url).ask("POST", "/", {"query": "secret"})
    assert len(node.asked) == 1
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize("status", [401, 403])
def test_a_wrong_account_is_said_at_once(status: int) -> None:
    with (
        a_node((status, {})) as node,
        pytest.raises(Unavailable, match="refuses Chancery's account"),
    ):
        asking(node.url).ask("GET", "/")
    assert len(node.asked) == 1


def test_a_blocked_index_is_said_at_once() -> None:
    blocked = (403, {"error": {"type": "cluster_block_exception"}})
    with a_node(blocked) as node, pytest.raises(Unavailable, match="takes no changes"):
        asking(node.url).ask("GET", "/")


def test_the_next_node_is_asked_when_one_is_gone() -> None:
    with a_node((200, {"ok": True})) as node:
        assert asking("http://127.0.0.1:9", node.url).ask("GET", "/") == {"ok": True}


def test_only_what_a_busy_node_left_out_is_sent_again() -> None:
    items = [{"index": {"status": status}} for status in (201, 429, 409)]
    answers: Answers = [(200, {"errors": True, "items": items}), (200, {"errors": False})]
    with a_node(*answers) as node:
        lines = [({"index": {"_id": name}}, {"id": name}) for name in "abc"]
        asking(node.url).bulk("index", lines)
    first, second = (raw.decode().splitlines() for _, _, raw in node.asked)
    assert len(first) == 6
    assert second == ['{"index": {"_id": "b"}}', '{"id": "b"}']


def test_a_record_that_is_not_taken_is_no_success() -> None:
    error = {"type": "mapper_parsing_exception", "reason": "secret"}
    items = [{"index": {"status": 400, "error": error}}]
    with (
        a_node((200, {"errors": True, "items": items})) as node,
        pytest.raises(Unavailable, match="mapper_parsing_exception") as refusal,
    ):
        asking(node.url).bulk("index", [({"index": {"_id": "a"}}, {})])
    assert "secret" not in str(refusal.value)


def test_a_cluster_that_is_not_there_is_unavailable() -> None:
    engine = OpenSearchEngine(ClusterSettings(("http://127.0.0.1:9",), limit_s=1))
    for ask in (
        lambda: engine.search([PartitionView("cell")], EngineQuestion(None)),
        lambda: engine.apply("cell", []),
        lambda: engine.state("cell"),
        engine.cells,
    ):
        with pytest.raises(Unavailable, match="The search cluster does not answer") as refusal:
            ask()
        assert refusal.value.service == "search"


def test_no_query_and_no_password_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with a_node((400, {}), BUSY) as node:
        settings = ClusterSettings((node.url,), user="chancery", password="hunter2")
        with pytest.raises(Refused):
            Cluster(settings).ask("POST", "/_msearch", {"query": "zanzibar"})
        with pytest.raises(Unavailable):
            Cluster(settings).ask("POST", "/_msearch", b"zanzibar")
    assert "zanzibar" not in caplog.text
    assert "hunter2" not in caplog.text
