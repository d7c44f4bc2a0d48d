"""Who may write a cell now: a lease in the cluster, for writers on any machine.

A lease runs out by itself, so that a writer that was killed blocks nobody for long; who holds it renews
it as the work goes on. Machines' clocks may differ by less than the lease is long.
"""

from __future__ import annotations

import contextlib
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from app.domain.errors import Unavailable
from app.search.opensearch_cluster import Cluster, Refused
from app.search.opensearch_schema import Json

LEASE_S = 30.0
_RENEW_S = 5.0
_WAIT_S = 900.0
_STEP_S = 0.05
_CONFLICT, _MISSING = 409, 404
LOST = "Another process has taken over writing this search partition. Try again."


@dataclass(slots=True)
class Lease:
    """One holder of the right to write one cell."""

    cluster: Cluster
    path: str
    name: str
    owner: str = field(default_factory=lambda: secrets.token_hex(8))
    was_abandoned: bool = False
    """The last holder never gave it back: it may have left things behind."""
    _condition: Json = field(default_factory=dict)
    _renewed_at: float = 0.0

    def renew(self) -> None:
        """Call while working. Raises Unavailable when it was lost."""
        if time.monotonic() - self._renewed_at < _RENEW_S:
            return
        try:
            self._took(self._put(self._condition))
        except Refused as refusal:
            if refusal.status != _CONFLICT or not self._is_mine():
                raise Unavailable("search", LOST) from None

    def take(self) -> bool:
        """Try once. Raises Refused for anything but somebody else's being there."""
        try:
            self._took(self._put({"op_type": "create"}))
            return True
        except Refused as refusal:
            if refusal.status != _CONFLICT:
                raise
        return self._is_mine() or self._take_over()

    def give_back(self) -> None:
        with contextlib.suppress(Refused, Unavailable):  # it runs out by itself
            self.cluster.ask("DELETE", f"{self.path}/_doc/{self.name}", params=self._condition)

    def _take_over(self) -> bool:
        there = self._there()
        if there is None or there["_source"]["until"] > time.time():
            return False
        try:
            self._took(self._put(_condition(there)))
        except Refused as refusal:
            if refusal.status == _CONFLICT:
                return self._is_mine()
            raise
        self.was_abandoned = True
        return True

    def _is_mine(self) -> bool:
        """A request that was sent twice is refused the second time, though the first was heard."""
        there = self._there()
        if there is None or there["_source"]["owner"] != self.owner:
            return False
        self._took(there)
        return True

    def _there(self) -> Json | None:
        try:
            return self.cluster.ask("GET", f"{self.path}/_doc/{self.name}")
        except Refused as refusal:
            if refusal.status == _MISSING:
                return None
            raise

    def _put(self, params: Json) -> Json:
        body = {"owner": self.owner, "until": time.time() + LEASE_S}
        return self.cluster.ask("PUT", f"{self.path}/_doc/{self.name}", body, params=params)

    def _took(self, answer: Json) -> None:
        self._condition = _condition(answer)
        self._renewed_at = time.monotonic()


@contextmanager
def lease(cluster: Cluster, name: str) -> Iterator[Lease]:
    """Wait for the right to write. Raises Unavailable when others keep it too long."""
    path = f"/{cluster.settings.prefix}-writers"
    _make(cluster, path)
    held = Lease(cluster, path, name)
    limit = time.monotonic() + _WAIT_S
    while not held.take():
        if time.monotonic() > limit:
            raise Unavailable("search", "Others are writing to the search index. Try again later.")
        time.sleep(_STEP_S)
    try:
        yield held
    finally:
        held.give_back()


def _make(cluster: Cluster, path: str) -> None:
    """The index of leases, if it is not there yet."""
    if path in cluster.made:
        return
    copies = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}
    try:
        cluster.ask("PUT", path, {"settings": {"index": copies}, "mappings": {"dynamic": False}})
    except Refused as refusal:
        if refusal.kind != "resource_already_exists_exception":
            raise
    cluster.made.add(path)


def _condition(answer: Json) -> Json:
    return {"if_seq_no": answer["_seq_no"], "if_primary_term": answer["_primary_term"]}
