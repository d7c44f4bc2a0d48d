"""Writing a cell: bringing it up to date, building a new generation beside the old one, dropping it.

A generation is an index; the cell's alias says which one is searched. A new one gets the alias, and the
old one is removed, in one change of the cluster's state. So at every moment the alias names one complete
generation, whatever is killed when; an index without the alias is a leftover and is swept away by the
next who holds the cell's lease.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from app.domain.errors import Unavailable
from app.domain.records import RecordId
from app.search.engine import IndexedRecord
from app.search.opensearch_cluster import Cluster, Refused
from app.search.opensearch_lease import Lease, lease
from app.search.opensearch_schema import (
    FORMAT,
    Json,
    alias_of,
    digest_text,
    document_of,
    index_body,
    index_name,
    parsed_name,
)

_Item = TypeVar("_Item")
BATCH = 200
"""Records sent and looked up at once."""
_MISSING, _CONFLICT = 404, 409


@dataclass(frozen=True, slots=True)
class Generations:
    """The indices of one cell, by generation. `current` empty: none has the alias."""

    alias: str
    current: str
    all: tuple[str, ...]

    @property
    def leftovers(self) -> tuple[str, ...]:
        return tuple(name for name in self.all if name != self.current)

    def next_name(self, prefix: str) -> str:
        parsed = [parsed_name(prefix, name) for name in self.all]
        return index_name(self.alias, max((one[2] for one in parsed if one), default=0) + 1)

    def is_outdated(self, prefix: str) -> bool:
        parsed = parsed_name(prefix, self.current)
        return parsed is not None and parsed[1] != FORMAT


def generations(cluster: Cluster, cell: str) -> Generations:
    """What there is of a cell."""
    prefix = cluster.settings.prefix
    alias = alias_of(prefix, cell)
    found = _aliases(cluster, f"{alias}-f*")
    names = sorted(
        name for name in found if (parsed := parsed_name(prefix, name)) and parsed[0] == alias
    )
    current = next((name for name in names if alias in found[name]["aliases"]), "")
    return Generations(alias, current, tuple(names))


def aliases(cluster: Cluster) -> dict[str, str]:
    """Alias -> the index it names, of all cells that can be searched."""
    prefix = cluster.settings.prefix
    found = _aliases(cluster, f"{prefix}-*")
    current: dict[str, str] = {}
    for name, there in found.items():
        parsed = parsed_name(prefix, name)
        if parsed is not None and parsed[0] in there["aliases"]:
            current[parsed[0]] = name
    return current


def apply(
    cluster: Cluster, cell: str, upserts: Iterable[IndexedRecord], removals: Iterable[RecordId]
) -> None:
    """Durable and visible on return: OpenSearch answers when the copies' logs are synced."""
    with lease(cluster, alias_of(cluster.settings.prefix, cell)) as held:
        there = generations(cluster, cell)
        if held.was_abandoned:
            _remove(cluster, there.leftovers)
        if there.is_outdated(cluster.settings.prefix):
            raise Unavailable("search", "A search partition must be rebuilt: it is of an old form.")
        name = there.current or _made(cluster, cell, there, has_alias=True)
        batch = _Batch(cluster, cell, name, held)
        batch.remove(removals)
        for records in _batched(upserts):
            batch.add(records)
        batch.finish()


def rebuild(cluster: Cluster, cell: str, records: Iterable[IndexedRecord]) -> None:
    """The old generation serves until the new one is complete."""
    with lease(cluster, alias_of(cluster.settings.prefix, cell)) as held:
        there = generations(cluster, cell)
        _remove(cluster, there.leftovers)
        name = _made(cluster, cell, there, has_alias=False)
        try:
            for some in _batched(records):
                held.renew()
                cluster.bulk(name, [_versioned(cell, record) for record in some])
            cluster.ask("POST", f"/{name}/_refresh", is_long=True)
            held.renew()
            _swap(cluster, there, name)
        except BaseException:
            # What went wrong is said; that it could not be cleared away as well would hide it.
            with contextlib.suppress(Unavailable, Refused):
                if generations(cluster, cell).current != name:
                    _remove(cluster, [name])
            raise


def drop(cluster: Cluster, cell: str) -> None:
    with lease(cluster, alias_of(cluster.settings.prefix, cell)):
        _remove(cluster, generations(cluster, cell).all)


@dataclass(slots=True)
class _Batch:
    """One call of `apply`, batch by batch."""

    cluster: Cluster
    cell: str
    name: str
    held: Lease
    _removed: set[RecordId] = field(default_factory=set)
    _known: dict[RecordId, tuple[int, str]] = field(default_factory=dict)
    _is_changed: bool = False

    def __post_init__(self) -> None:
        self._refresh()  # what a writer left who did not come as far as this

    def remove(self, ids: Iterable[RecordId]) -> None:
        for some in _batched(ids):
            self._send([({"delete": {"_id": name}}, None) for name in some])
            self._removed.update(some)

    def add(self, records: list[IndexedRecord]) -> None:
        """Send those that are not here already, as new or newer."""
        here = self._here([record.id for record in records])
        lines: dict[RecordId, tuple[Json, Json | None]] = {}
        for record in records:
            known, digest = here.get(record.id), digest_text(record)
            if known and (known[0] > record.revision or known == (record.revision, digest)):
                continue
            here[record.id] = self._known[record.id] = (record.revision, digest)
            lines[record.id] = (
                {"index": {"_id": record.id}},
                document_of(self.cell, record),
            )
        self._send(list(lines.values()))

    def finish(self) -> None:
        if self._is_changed:
            self._refresh()

    def _here(self, ids: list[RecordId]) -> dict[RecordId, tuple[int, str]]:
        """Revision and digest of records as they stand after what was sent so far."""
        sought = sorted({name for name in ids if name not in self._removed})
        found = dict(_stored(self.cluster, self.name, {"terms": {"id": sought}}))
        known = {name: self._known[name] for name in ids if name in self._known}
        return {**found, **known}

    def _send(self, lines: list[tuple[Json, Json | None]]) -> None:
        self.held.renew()
        self.cluster.bulk(self.name, lines)
        self._is_changed = self._is_changed or bool(lines)

    def _refresh(self) -> None:
        self.cluster.ask("POST", f"/{self.name}/_refresh", is_long=True)


def revisions(cluster: Cluster, name: str) -> dict[RecordId, int]:
    """Of all records in an index."""
    found = _stored(cluster, name, {"match_all": {}})
    return {record_id: revision for record_id, (revision, _) in found}


def _stored(cluster: Cluster, name: str, query: Json) -> Iterator[tuple[RecordId, tuple[int, str]]]:
    """Id, revision and digest of what a query finds, as the first copy has it."""
    body: Json = {
        "size": 5_000,
        "query": query,
        "_source": False,
        "docvalue_fields": ["revision", "digest"],
        "sort": ["id"],
        "track_total_hits": False,
    }
    params = {"preference": "_primary", "allow_partial_search_results": "false"}
    while True:
        answer = cluster.ask("POST", f"/{name}/_search", body, params=params, is_long=True)
        hits = answer["hits"]["hits"]
        for hit in hits:
            values = hit["fields"]
            yield RecordId(hit["_id"]), (int(values["revision"][0]), values["digest"][0])
        if len(hits) < body["size"]:
            return
        body["search_after"] = hits[-1]["sort"]


def _made(cluster: Cluster, cell: str, there: Generations, *, has_alias: bool) -> str:
    """A new, empty generation."""
    settings = cluster.settings
    name = there.next_name(settings.prefix)
    body = index_body(cell, settings.shards, settings.replicas)
    if has_alias:
        body["aliases"] = {there.alias: {}}
    try:
        cluster.ask("PUT", f"/{name}", body, is_long=True)
    except Refused as refusal:
        # Sent twice and heard the first time: nobody else makes it, since we hold the lease.
        if refusal.kind != "resource_already_exists_exception":
            raise
    return name


def _swap(cluster: Cluster, there: Generations, name: str) -> None:
    actions: list[Json] = [{"add": {"index": name, "alias": there.alias}}]
    if there.current:
        actions.append({"remove_index": {"index": there.current}})
    try:
        cluster.ask("POST", "/_aliases", {"actions": actions}, is_long=True)
    except Refused as refusal:
        # Sent twice and heard the first time: the old one is not there any more.
        is_done = aliases(cluster).get(there.alias) == name
        if refusal.status != _MISSING or not is_done:
            raise


def _remove(cluster: Cluster, names: Iterable[str]) -> None:
    for name in names:
        try:
            cluster.ask("DELETE", f"/{name}", is_long=True)
        except Refused as refusal:
            if refusal.status != _MISSING:
                raise


def _versioned(cell: str, record: IndexedRecord) -> tuple[Json, Json | None]:
    """In a new index the newest revision wins, whatever the order they come in."""
    head = {"_id": record.id, "version": record.revision, "version_type": "external_gte"}
    return {"index": head}, document_of(cell, record)


def _aliases(cluster: Cluster, pattern: str) -> dict[str, Json]:
    try:
        return cluster.ask("GET", f"/{pattern}/_alias")
    except Refused as refusal:
        if refusal.status == _MISSING:
            return {}
        raise


def _batched(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    iterator = iter(items)
    while some := list(islice(iterator, BATCH)):
        yield some
