"""How a record lies in OpenSearch: names of indices and fields, their settings, and a record's document.

Open `document_of`. No text is kept, only tokens of our own analysis, joined by line ends:

- `all`: every token as often as its field weighs, without positions: the frequency of a word anywhere;
- `at_<field>`: the tokens of a field with their positions, passages farther apart than any window;
  fields of equal weight stand together once more (`at_weight_<n>`), so that a phrase asked for anywhere
  needs few clauses;
- `forms`, `forms_<field>`: the different tokens, as columns, to list those that fit a pattern;
- `stems_<n>`: `<language>:<stem>:<form>`, spread over many columns, so that few are read for one stem;
- the columns that make dates, order, facets and counts.

The similarity `count` makes a query's score the number of occurrences times its weight and nothing else;
relevance is made from it by the script in `opensearch_leaves.py`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from app.domain.query import SearchField
from app.domain.searches import FacetName
from app.search.analysis import forms_of, is_cjk
from app.search.columns import digest_of
from app.search.engine import IndexedRecord, Passage
from app.search.expansion import WIDEST_WINDOW
from app.search.ranking import FIELD_NUMBERS, FIELD_WEIGHTS, FIELDS
from app.search.stems import language_number, stem_of

Json = dict[str, Any]

FORMAT = 4
"""Raised when an index written before must be rebuilt to be read."""
MOST_FORMS = 10_000
"""Forms taken from one column for one pattern, and values of one facet."""
STEM_COLUMNS = 32
_SEPARATOR = "\n"
_EMPTY = "\x1f"  # stands for a token of no letters, to keep its place
_CHARACTER = "\x1e"
_STEM_END = "\x1f"
_PASSAGE_GAP = 2 * WIDEST_WINDOW


def alias_of(prefix: str, cell: str) -> str:
    """The name under which a cell is searched. Names no cell in clear: names stand in logs."""
    return f"{prefix}-{blake2b(cell.encode(), digest_size=10).hexdigest()}"


def index_name(alias: str, generation: int) -> str:
    return f"{alias}-f{FORMAT}-{generation:06d}"


def parsed_name(prefix: str, name: str) -> tuple[str, int, int] | None:
    """Alias, format and generation of an index of ours; None for any other."""
    found = re.fullmatch(rf"({prefix}-[0-9a-f]{{20}})-f(\d+)-(\d+)", name)
    return (found[1], int(found[2]), int(found[3])) if found else None


def index_body(cell: str, shards: int, replicas: int) -> Json:
    """Settings and fields of a new index."""
    return {
        "settings": {
            "index": {
                "number_of_shards": shards,
                "number_of_replicas": replicas,
                "refresh_interval": "1s",
                "translog.durability": "request",
                "max_regex_length": 100_000,
                "similarity.count": {
                    "type": "scripted",
                    "script": {"source": "return query.boost * doc.freq;"},
                },
            },
            "analysis": _ANALYSIS,
        },
        "mappings": {
            "dynamic": "strict",
            "_source": {"enabled": False},
            "_meta": {"cell": cell},
            "properties": _fields(),
        },
    }


def document_of(cell: str, record: IndexedRecord) -> Json:
    """A record as it is sent; a pure function of both."""
    passages = [(one, forms_of(one.text)) for one in record.passages]
    found: Json = {
        "cell": cell,
        "id": record.id,
        "revision": record.revision,
        "digest": digest_text(record),
        "length": sum(len(forms) for _, forms in passages),
        "is_counter": record.is_counter,
        "attributes": list(record.attributes),
        **_dates(record),
        **{facet_column(name): list(codes) for name, codes in record.facets.items()},
    }
    return {**found, **_words(passages)}


def digest_text(record: IndexedRecord) -> str:
    return f"{digest_of(record):016x}"


def weight_of(field: SearchField) -> int:
    return FIELD_WEIGHTS[FIELD_NUMBERS[field]]


def facet_column(name: FacetName) -> str:
    return f"facet_{name.value}"


def forms_column(scope: SearchField | None) -> str:
    return "forms" if scope is None else f"forms_{scope.value}"


def stem_entry(language: int, stem: str) -> tuple[str, str]:
    """The column in which forms of a stem stand, and how their entries begin."""
    beginning = f"{language}:{stem}{_STEM_END}"
    number = blake2b(beginning.encode(), digest_size=2).digest()
    return f"stems_{int.from_bytes(number, 'big') % STEM_COLUMNS}", beginning


def form_of_entry(entry: str) -> str:
    return entry.rpartition(_STEM_END)[2]


def position_fields(scope: SearchField | None) -> tuple[tuple[str, int], ...]:
    """The fields with positions that hold every token of the scope once, with their weights."""
    return _EVERYWHERE if scope is None else ((_at(scope), weight_of(scope)),)


def escaped(text: str) -> str:
    """For Lucene's patterns, in which more signs mean something than in Python's."""
    return "".join(sign if sign.isalnum() else f"\\{sign}" for sign in text)


def beginning_with(text: str) -> str:
    return f"{escaped(text)}.*"


def included(pattern: str) -> str:
    """The pattern for a list of terms. The brackets keep OpenSearch 2.19 from a shortcut for beginnings
    that fails where no term is as large as the beginning (index_out_of_bounds_exception).
    """
    return f"({pattern})"


def stored(form: str) -> str:
    """A token as OpenSearch knows it."""
    return form or _EMPTY


def read_back(term: str) -> str:
    return "" if term == _EMPTY else term


def beginning_character(character: str) -> str:
    """The term that stands wherever a Chinese or Japanese token begins with the character."""
    return _CHARACTER + character


def _at(field: SearchField) -> str:
    return f"at_{field.value}"


def _together() -> dict[int, tuple[SearchField, ...]]:
    """Fields to be kept together once more, by weight. The text is too large for it."""
    by_weight: dict[int, list[SearchField]] = defaultdict(list)
    for field in FIELDS:
        if field is not SearchField.TEXT:
            by_weight[weight_of(field)].append(field)
    return {weight: tuple(some) for weight, some in by_weight.items() if len(some) > 1}


_TOGETHER = _together()
_SHARED = {field: f"at_weight_{weight}" for weight, some in _TOGETHER.items() for field in some}
_EVERYWHERE = tuple(
    dict.fromkeys((_SHARED.get(field, _at(field)), weight_of(field)) for field in FIELDS)
)
_ANALYSIS: Json = {
    "tokenizer": {"lines": {"type": "char_group", "tokenize_on_chars": [_SEPARATOR]}},
    "filter": {
        # A token of Chinese or Japanese is sent as <mark>character<mark>token: two terms in one place.
        "characters": {
            "type": "pattern_capture",
            "preserve_original": False,
            "patterns": [f"^({_CHARACTER}[^{_CHARACTER}]+)", f"^{_CHARACTER}.+{_CHARACTER}(.+)"],
        }
    },
    "analyzer": {
        "tokens": {"type": "custom", "tokenizer": "lines"},
        "placed": {"type": "custom", "tokenizer": "lines", "filter": ["characters"]},
    },
}


def _fields() -> Json:
    keyword: Json = {"type": "keyword"}
    text: Json = {"type": "text", "similarity": "count", "norms": False}
    counted = {**text, "analyzer": "tokens", "index_options": "freqs"}
    placed = {**text, "analyzer": "placed", "position_increment_gap": _PASSAGE_GAP}
    numbers = {
        "revision": "long",
        **dict.fromkeys(("length", "lower", "upper", "day", "year"), "integer"),
    }
    places = {name for scope in (None, *FIELDS) for name, _ in position_fields(scope)}
    return {
        **dict.fromkeys(("cell", "id", "attributes"), keyword),
        "digest": {"type": "keyword", "index": False},
        **{name: {"type": kind} for name, kind in numbers.items()},
        "is_counter": {"type": "boolean"},
        **{facet_column(name): keyword for name in FacetName},
        **{forms_column(scope): keyword for scope in (None, *FIELDS)},
        **{f"stems_{number}": keyword for number in range(STEM_COLUMNS)},
        "all": counted,
        **dict.fromkeys(sorted(places), placed),
    }


def _dates(record: IndexedRecord) -> dict[str, int]:
    """Ordinal days; an open end reaches as far as days go, and without any date nothing is said."""
    first, last = record.date_lower, record.date_upper
    day = first or last
    if day is None:
        return {}
    return {
        "lower": first.toordinal() if first else 0,
        "upper": last.toordinal() if last else FARTHEST_DAY,
        "day": day.toordinal(),
        "year": day.year,
    }


FARTHEST_DAY = 2**31 - 2


def _words(passages: list[tuple[Passage, list[str]]]) -> Json:
    everything: list[str] = []
    placed: dict[str, list[str]] = defaultdict(list)
    columns: dict[str, set[str]] = defaultdict(set)
    for passage, forms in passages:
        terms = [stored(form) for form in forms]
        everything += terms * weight_of(passage.field)
        marked = _SEPARATOR.join(_with_characters(terms))
        placed[_at(passage.field)].append(marked)
        if passage.field in _SHARED:
            placed[_SHARED[passage.field]].append(marked)
        for scope in (None, passage.field):
            columns[forms_column(scope)].update(terms)
        for column, entry in _stems(language_number(passage.language), set(forms)):
            columns[column].add(entry)
    return {
        "all": _SEPARATOR.join(everything),
        **placed,
        **{name: sorted(values) for name, values in columns.items()},
    }


def _with_characters(terms: list[str]) -> Iterator[str]:
    for term in terms:
        yield f"{_CHARACTER}{term[0]}{_CHARACTER}{term}" if is_cjk(term) else term


def _stems(language: int, forms: set[str]) -> Iterator[tuple[str, str]]:
    for form in forms:
        stem = stem_of(language, form)
        if stem:
            column, beginning = stem_entry(language, stem)
            yield column, beginning + form
