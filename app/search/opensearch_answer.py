"""One question, in a few rounds over the same cells: forms, counts, records, facets counted aside.

All rounds ask the same copies of the shards, and none takes an answer of which a part is missing: who
asks then (`opensearch_engine.py`) finds out which cells do not answer, and asks again without them.
"""

from __future__ import annotations

import json
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.domain.errors import QuerySyntaxError, QueryTooCostly
from app.domain.records import RecordId
from app.domain.searches import ANY_WILL_DO, FacetName, SortOrder
from app.search.engine import EngineAnswer, EngineQuestion, PartitionView
from app.search.opensearch_cluster import Cluster, Refused
from app.search.opensearch_leaves import FittingLeaf, TextLeaf
from app.search.opensearch_schema import MOST_FORMS, Json, alias_of, facet_column
from app.search.opensearch_tree import Compiled, Plain, between, compiled, with_ids

PAGE = 10_000
"""Records that OpenSearch gives from the beginning of an order; beyond, it is walked."""
_TOO_MANY = ("too_many_clauses", "too_many_nested_clauses")
_EVERYTHING: Json = {"match_all": {}}


class Partial(Exception):
    """A part of the index did not answer."""


@dataclass(slots=True)
class Asking:
    """A question to some cells, all of which must answer."""

    cluster: Cluster
    views: Sequence[PartitionView]
    question: EngineQuestion
    _copies: str = field(default_factory=lambda: secrets.token_hex(8))

    def answer(self) -> EngineAnswer:
        """Raises Partial, Unavailable, QuerySyntaxError and QueryTooCostly."""
        query = self.question.query
        tree = compiled(query) if query is not None else Compiled(Plain(_EVERYTHING))
        if not self.views:
            return _empty()
        self._expand(tree.leaves)
        total = self._count(tree.leaves)
        found = self.ask(self._body(tree.scored(total)))
        is_cut = any(isinstance(leaf, FittingLeaf) and leaf.is_cut for leaf in tree.leaves)
        counted = found["aggregations"] if self.question.with_counts else {}
        facets = {name: counted[name.value] for name in FacetName if counted}
        facets |= {name: self._counted_aside(name, tree, total) for name in self._choices(facets)}
        marked = [leaf for leaf in tree.leaves if leaf.is_marked]
        return EngineAnswer(
            ids=self._page(found, tree, total),
            total=found["hits"]["total"]["value"],
            facets={name: _counts(facet) for name, facet in facets.items()},
            by_year=_years(counted["years"]) if counted else {},
            matched_forms=frozenset(form for leaf in marked for form in leaf.forms),
            matched_phrases=frozenset(row for leaf in marked for row in leaf.phrases),
            was_cut=is_cut or any(facet["sum_other_doc_count"] for facet in facets.values()),
        )

    def _expand(self, leaves: Sequence[TextLeaf]) -> None:
        """Which forms fit, among those of readable live records."""
        asked = {
            f"{number}.{name}": aggregation
            for number, leaf in enumerate(leaves)
            for name, aggregation in leaf.expansion().items()
        }
        if not asked:
            return
        found = self.ask({"size": 0, "query": self.readable(), "aggs": asked})
        by_leaf: dict[int, dict[str, Json]] = defaultdict(dict)
        for key, answer in found["aggregations"].items():
            number, _, name = key.partition(".")
            by_leaf[int(number)][name] = answer
        for number, answers in by_leaf.items():
            leaves[number].take_expansion(answers)

    def _count(self, leaves: Sequence[TextLeaf]) -> int:
        """How many readable live records there are; each leaf learns how many hold it."""
        if not leaves:
            return 0
        asked = {str(number): leaf.counting() for number, leaf in enumerate(leaves)}
        body = {"size": 0, "track_total_hits": True, "query": self.readable(), "aggs": asked}
        found = self.ask(body)
        for number, leaf in enumerate(leaves):
            leaf.take_count(found["aggregations"][str(number)])
        total: int = found["hits"]["total"]["value"]
        return total

    def readable(self) -> Json:
        """Every record but the withheld ones, each in its own cell."""
        hidden = [
            {"bool": {"filter": [{"term": {"cell": view.cell}}, with_ids(view.withheld)]}}
            for view in self.views
            if view.withheld
        ]
        return {"bool": {"must_not": hidden}} if hidden else _EVERYTHING

    def _body(self, scored: Json) -> Json:
        question = self.question
        return {
            "from": min(max(question.offset, 0), PAGE),
            "size": max(min(question.limit, PAGE - max(question.offset, 0)), 0),
            "track_total_hits": True,
            "query": self._query(scored, question),
            "sort": _sort(question.sort),
            "aggs": _aggregations() if question.with_counts else {},
            "_source": False,
        }

    def _query(self, scored: Json, question: EngineQuestion) -> Json:
        narrowed = [self.readable(), *_filters(question)]
        return {"bool": {"must": [scored], "filter": narrowed}}

    def _choices(self, facets: Iterable[FacetName]) -> list[FacetName]:
        """Those of the facets of which any will do and something is chosen."""
        chosen = {one.facet for one in self.question.filters if not one.negated}
        return [name for name in facets if name in chosen & ANY_WILL_DO]

    def _counted_aside(self, facet: FacetName, tree: Compiled, total: int) -> Json:
        """A facet counted as if nothing of it were chosen."""
        kept = tuple(one for one in self.question.filters if one.negated or one.facet is not facet)
        query = self._query(tree.scored(total), replace(self.question, filters=kept))
        asked = {facet.value: _aggregation(facet)}
        found = self.ask({"size": 0, "query": query, "aggs": asked})
        return dict(found["aggregations"][facet.value])

    def _page(self, found: Json, tree: Compiled, total: int) -> tuple[RecordId, ...]:
        """The ids of the page; where it lies deep, the order is walked as far as it."""
        hits = found["hits"]["hits"]
        start, wanted = max(self.question.offset, 0), max(self.question.limit, 0)
        if not wanted or start + wanted <= PAGE or found["hits"]["total"]["value"] <= PAGE:
            return tuple(RecordId(hit["sort"][-1]) for hit in hits)
        body = self._body(tree.scored(total))
        body |= {"from": 0, "size": PAGE, "track_total_hits": False, "aggs": {}}
        ids: list[RecordId] = []
        passed = 0
        while passed < start + wanted:
            hits = self.ask(body)["hits"]["hits"]
            names = [RecordId(hit["sort"][-1]) for hit in hits]
            ids += names[max(start - passed, 0) : start + wanted - passed]
            passed += len(hits)
            if len(hits) < PAGE:
                break
            body["search_after"] = hits[-1]["sort"]
        return tuple(ids)

    def ask(self, body: Json) -> Json:
        """One search over the cells by their names, in one body: names may be many."""
        limit_s = self.cluster.settings.limit_s
        head = {
            "index": [alias_of(self.cluster.settings.prefix, view.cell) for view in self.views],
            "preference": self._copies,
            "allow_partial_search_results": True,
        }
        lines = f"{json.dumps(head)}\n{json.dumps({**body, 'timeout': f'{limit_s}s'})}\n"
        found = self.cluster.ask("POST", "/_msearch", lines.encode())["responses"][0]
        if "error" in found:
            _refuse(found)
        if found["timed_out"]:
            raise QueryTooCostly
        shards = found["_shards"]
        if shards["failed"] or shards["successful"] < shards["total"]:
            _look_into(shards.get("failures", ()))
            raise Partial
        return dict(found)


def _refuse(found: Json) -> None:
    """Raise what an answer without any part means."""
    _look_into(found["error"])
    if found["status"] in (404, 429, 500, 502, 503, 504):
        raise Partial
    raise Refused(found["status"], str(found["error"].get("type", "")), {})


def _look_into(failures: object) -> None:
    """A query that a shard refuses for its shape fails everywhere: that is no missing part."""
    said = json.dumps(failures)
    if any(kind in said for kind in _TOO_MANY):
        raise QuerySyntaxError("This search asks for too many words at once. Leave some out.")


def _filters(question: EngineQuestion) -> Iterator[Json]:
    """See `ANY_WILL_DO` for several values of one facet; facets narrow each other, negated ones exclude."""
    if question.date_from or question.date_to:
        yield between(question.date_from, question.date_to)
    choices: dict[FacetName, list[str]] = defaultdict(list)
    for one in question.filters:
        found = {"term": {facet_column(one.facet): one.code}}
        if one.negated:
            yield {"bool": {"must_not": [found]}}
        elif one.facet in ANY_WILL_DO:
            choices[one.facet].append(one.code)
        else:
            yield found
    for facet, codes in choices.items():
        yield {"terms": {facet_column(facet): codes}}


def _sort(order: SortOrder) -> list[Json]:
    """Total: by score where that is asked for, by day with the undated last, by id."""
    is_oldest = order is SortOrder.OLDEST
    day = {"day": {"order": "asc" if is_oldest else "desc", "missing": "_last"}}
    by_day: list[Json] = [day, {"id": {"order": "asc"}}]
    return [{"_score": {"order": "desc"}}, *by_day] if order is SortOrder.RELEVANCE else by_day


def _aggregations() -> Json:
    counters = {"counters": {"filter": {"term": {"is_counter": True}}}}
    years = {"terms": {"field": "year", "size": MOST_FORMS}, "aggs": counters}
    return {
        "years": years,
        **{name.value: _aggregation(name) for name in FacetName},
    }


def _aggregation(facet: FacetName) -> Json:
    return {"terms": {"field": facet_column(facet), "size": MOST_FORMS}}


def _counts(facet: Json) -> dict[str, int]:
    return {bucket["key"]: bucket["doc_count"] for bucket in facet["buckets"]}


def _years(found: Json) -> Mapping[int, tuple[int, int]]:
    years: dict[int, tuple[int, int]] = {}
    for bucket in sorted(found["buckets"], key=lambda bucket: bucket["key"]):
        counters = bucket["counters"]["doc_count"]
        years[bucket["key"]] = (bucket["doc_count"] - counters, counters)
    return years


def _empty() -> EngineAnswer:
    return EngineAnswer((), 0, {name: {} for name in FacetName}, {}, frozenset(), frozenset())
