"""How many readable records hold a form, asked of a cluster: one aggregation over the columns of forms."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from app.search.engine import HeldForms
from app.search.expansion import is_spelt_nearly, sought_spelling, swaps
from app.search.opensearch_answer import Asking
from app.search.opensearch_schema import (
    MOST_FORMS,
    Json,
    escaped,
    forms_column,
    included,
    read_back,
    stored,
)
from app.search.opensearch_tree import one_edit


def held(asking: Asking, forms: Collection[str]) -> HeldForms:
    """`SearchEngine.held` of a cluster. Raises Partial and Unavailable."""
    terms = sorted(stored(form) for form in forms)
    if not asking.views:
        return HeldForms(0, {})
    column = {"field": forms_column(None), "include": terms, "size": max(len(terms), 1)}
    found = _asked(asking, {"forms": {"terms": column}} if terms else {})
    counts = _counts(found["aggregations"]["forms"]) if terms else {}
    return HeldForms(found["hits"]["total"]["value"], counts)


def spellings(asking: Asking, word: str) -> Mapping[str, int]:
    """`SearchEngine.spellings` of a cluster. Raises Partial and Unavailable."""
    sought = sought_spelling(word)
    if not sought or not asking.views:
        return {}
    pattern = "|".join((one_edit(sought), *map(escaped, sorted(swaps(sought)))))
    column = {"field": forms_column(None), "include": included(pattern), "size": MOST_FORMS}
    found = _asked(asking, {"forms": {"terms": column}})
    counts = _counts(found["aggregations"]["forms"])
    return {form: count for form, count in counts.items() if is_spelt_nearly(sought, form)}


def _asked(asking: Asking, aggregations: Json) -> Json:
    body = {"size": 0, "track_total_hits": True, "query": asking.readable()}
    return asking.ask({**body, "aggs": aggregations})


def _counts(found: Json) -> dict[str, int]:
    return {read_back(bucket["key"]): bucket["doc_count"] for bucket in found["buckets"]}
