"""How good the first ten results are: nDCG@10 over judged searches, beside the engines' plain defaults.

    .venv/bin/python benchmarks/relevance.py [--documents 8909] [--each] [--unjudged] [--without opensearch]

The judgements are in `judged_queries.toml`, with the reason of each; the texts are the FRUS file of the data
folder and the joint letters that Chancery brings along. Chancery's engines answer the whole service call;
bare Whoosh (StandardAnalyzer, BM25F), bare Tantivy (its default tokenizer, BM25) and bare OpenSearch (its
default analyzer; `multi_match` across fields, as it is by default, and with the fields added up) get the same
passages and the same words, once all and once any of them wanted. Fewer `--documents` keep those that are
judged. `--unjudged` names what stands among the first ten and nobody has judged, `--each` prints each.

OpenSearch is the cluster of three nodes of the tests; where none can be started this says so and exits 1,
unless `--without opensearch`. Exits 1 too where an engine of ours is not better than every baseline, 0 with a
word where the data folder is absent.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import tantivy
from whoosh import fields, index
from whoosh.qparser import AndGroup, MultifieldParser, OrGroup
from whoosh.query import Every

from app.db.authorities import authorities
from app.domain.records import Draft, RecordId, SourceKey
from app.domain.searches import SearchRequest
from app.importers.demonstration.series import demonstration_drafts, key_of
from app.importers.reading import SourceFile
from app.importers.registry import importer_for
from app.search.engine import IndexedRecord, SearchEngine, SearchField
from app.search.opensearch_cluster import Cluster
from app.search.tantivy_engine import TantivyEngine
from app.search.whoosh_engine import WhooshEngine
from app.services import registration, search
from app.wiring import House
from benchmarks import archive
from benchmarks.corpora import ABSENT, FRUS
from tests.services.opensearch_cluster import SERVICE
from tests.services.opensearch_here import opensearch, settings

JUDGEMENTS = ROOT / "benchmarks" / "judged_queries.toml"
DOCUMENTS = 8_909
TOP = 10
GRADES = (3, 2, 1)
_OF_FRUS = "frus-"
_FIELDS = sorted(one.value for one in SearchField)
_HEAP = 128_000_000
_BARE = "bare-relevance"
_AT_ONCE = 200

Ask = Callable[[str], list[str]]
"""From the words to the ids of the first ten, best first."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A search, why it was judged so, and the grade of each relevant text by its own id."""

    text: str
    reason: str
    grades: Mapping[str, int]


def judged_queries() -> list[Judged]:
    """All of the file. Raises ValueError for a text judged twice and a search without grades."""
    found = []
    for one in tomllib.loads(JUDGEMENTS.read_text(encoding="utf-8"))["query"]:
        listed = [(name, grade) for grade in GRADES for name in one.get(f"grade_{grade}", ())]
        grades = dict(listed)
        if not grades or len(grades) < len(listed):
            raise ValueError(
                f"The judgements of {one['text']!r} are empty or contradict each other"
            )
        found.append(Judged(one["text"], one["reason"], grades))
    return found


def ndcg(ids: Sequence[str], grades: Mapping[str, int]) -> float:
    """Of the first ten, between 0 and 1: (2^grade - 1) / log2(place + 1), over the best order's."""

    def gain(found: Sequence[int]) -> float:
        return sum((2.0**grade - 1) / math.log2(at + 2) for at, grade in enumerate(found[:TOP]))

    return gain([grades.get(one, 0) for one in ids]) / gain(sorted(grades.values(), reverse=True))


def _drafts(house: House, documents: int, judged: set[str]) -> Iterator[Draft]:
    """The joint letters, all judged documents, and others of the file up to the number."""
    scheme = house.settings.label_scheme
    label = scheme.parse("Public")
    with house.work() as work:
        parties = authorities(work.session).parties
    yield from demonstration_drafts(parties, scheme)
    room = documents - sum(name.startswith(_OF_FRUS) for name in judged)
    with SourceFile(FRUS) as source:
        for row in importer_for(FRUS.name, None).rows(source, parties):
            if row.draft is None:
                continue
            key = SourceKey("frus", row.identifier)
            is_judged = row.identifier in judged
            room -= not is_judged
            if is_judged or room >= 0:
                yield replace(row.draft, label=label, source_key=key)


def _names(house: House, judged: set[str]) -> dict[RecordId, str]:
    """Record -> its own id, for judged texts and all joint letters."""
    principal = archive.everybody(house)
    names = {}
    with house.work() as work:
        letters = demonstration_drafts(authorities(work.session).parties, work.labels)
        keys = (one.source_key for one in letters)
        for name in judged | {key.identifier for key in keys if key}:
            key = SourceKey("frus", name) if name.startswith(_OF_FRUS) else key_of(name)
            match = registration.find_source_key(principal, work, key)
            if match is None:
                raise SystemExit(f"A judged text is not in the archive: {name}")
            names[match.id] = name
    return names


def _ours(house: House, names: Mapping[RecordId, str]) -> Ask:
    principal = archive.everybody(house)

    def ask(text: str) -> list[str]:
        with house.work() as work:
            _, ids = search.find_ids(principal, work, SearchRequest(text), limit=TOP)
        return [names.get(one, one) for one in ids]

    return ask


def _texts(record: IndexedRecord) -> dict[str, str]:
    """Its passages by field, as a product would give them to a plain engine."""
    texts: dict[str, list[str]] = {}
    for one in record.passages:
        texts.setdefault(one.field.value, []).append(one.text)
    return {name: "\n".join(found) for name, found in texts.items()}


def _bare_whoosh(house: House, names: Mapping[RecordId, str], folder: Path) -> dict[str, Ask]:
    folder.mkdir()
    schema = fields.Schema(id=fields.ID(stored=True), **{name: fields.TEXT() for name in _FIELDS})
    made = index.create_in(str(folder), schema)
    writer = made.writer(limitmb=256)
    for _, records in archive.records_by_cell(house):
        for one in records:
            writer.add_document(id=one.id, **_texts(one))
    writer.commit()
    searcher = made.searcher()

    def asking(group: type[AndGroup] | type[OrGroup]) -> Ask:
        parser = MultifieldParser(_FIELDS, schema, group=group)

        def ask(text: str) -> list[str]:
            query = parser.parse(text) or Every()
            return [names.get(hit["id"], hit["id"]) for hit in searcher.search(query, limit=TOP)]

        return ask

    return {"bare Whoosh, all words": asking(AndGroup), "bare Whoosh, any word": asking(OrGroup)}


def _bare_tantivy(house: House, names: Mapping[RecordId, str]) -> dict[str, Ask]:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for name in _FIELDS:
        builder.add_text_field(name)
    made = tantivy.Index(builder.build())
    writer = made.writer(heap_size=_HEAP, num_threads=1)
    for _, records in archive.records_by_cell(house):
        for one in records:
            writer.add_document(tantivy.Document(id=one.id, **_texts(one)))
    writer.commit()
    made.reload()
    searcher = made.searcher()

    def asking(*, all_words: bool) -> Ask:
        def ask(text: str) -> list[str]:
            words = text.replace("/", " ").replace("-", " ")  # signs of its query language
            query = made.parse_query(words, _FIELDS, conjunction_by_default=all_words)
            hits = searcher.search(query, TOP).hits
            ids = [RecordId(str(searcher.doc(address)["id"][0])) for _, address in hits]
            return [names.get(one, one) for one in ids]

        return ask

    return {
        "bare Tantivy, all words": asking(all_words=True),
        "bare Tantivy, any word": asking(all_words=False),
    }


def _bare_opensearch(house: House, names: Mapping[RecordId, str]) -> dict[str, Ask]:
    """One index of one shard with the default mapping of texts."""
    cluster = Cluster(settings())
    cluster.ask("DELETE", f"/{_BARE}", params={"ignore_unavailable": "true"})
    texts = {name: {"type": "text"} for name in _FIELDS}
    shape = {"number_of_shards": 1, "number_of_replicas": 0}
    cluster.ask("PUT", f"/{_BARE}", {"settings": shape, "mappings": {"properties": texts}})
    every = [one for _, records in archive.records_by_cell(house) for one in records]
    for start in range(0, len(every), _AT_ONCE):
        some = every[start : start + _AT_ONCE]
        cluster.bulk(_BARE, [({"index": {"_id": one.id}}, _texts(one)) for one in some])
    cluster.ask("POST", f"/{_BARE}/_refresh")

    def asking(**how: str) -> Ask:
        def ask(text: str) -> list[str]:
            wanted = {"query": text, "fields": _FIELDS, **how}
            body = {"query": {"multi_match": wanted}, "size": TOP, "_source": False}
            hits = cluster.ask("POST", f"/{_BARE}/_search", body)["hits"]["hits"]
            return [names.get(RecordId(hit["_id"]), hit["_id"]) for hit in hits]

        return ask

    return {
        "bare OpenSearch, all words": asking(type="cross_fields", operator="and"),
        "bare OpenSearch, any word": asking(),
        "bare OpenSearch, summed": asking(type="most_fields"),
    }


def _scored(ask: Ask, judged: Sequence[Judged], *, unjudged: bool = False) -> list[float]:
    scores = []
    for one in judged:
        ids = ask(one.text)
        scores.append(ndcg(ids, one.grades))
        strangers = [name for name in ids if name not in one.grades]
        if unjudged and strangers:
            print(f"  {scores[-1]:.2f} {one.text}: {', '.join(strangers)}")
    return scores


def _run(folder: Path, documents: int, *, unjudged: bool, each: bool, with_opensearch: bool) -> int:
    judged = judged_queries()
    relevant = {name for one in judged for name in one.grades}
    house = archive.a_house(folder / "home")
    with ExitStack() as closing:
        closing.callback(house.close)
        archive.register(house, _drafts(house, documents, relevant))
        names = _names(house, relevant)
        ours = {}
        engines: dict[str, SearchEngine] = {
            "whoosh": WhooshEngine(folder / "whoosh"),
            "tantivy": TantivyEngine(folder / "tantivy"),
        }
        if with_opensearch:
            engines["opensearch"] = closing.enter_context(opensearch())
        for name, engine in engines.items():
            archive.use_engine(house, engine)
            ours[f"Chancery on {name}"] = _scored(_ours(house, names), judged, unjudged=unjudged)
        baselines = _bare_whoosh(house, names, folder / "bare") | _bare_tantivy(house, names)
        if with_opensearch:
            baselines |= _bare_opensearch(house, names)
        plain = {name: _scored(ask, judged) for name, ask in baselines.items()}
    if each:
        _print_each(judged, ours | plain)
    return _report(judged, ours, plain)


def _print_each(judged: Sequence[Judged], scores: Mapping[str, list[float]]) -> None:
    """One line for each search, with the scores of all engines in the order of the table."""
    for at, one in enumerate(judged):
        print(" ".join(f"{found[at]:5.2f}" for found in scores.values()), one.text)


def _report(
    judged: Sequence[Judged], ours: dict[str, list[float]], plain: dict[str, list[float]]
) -> int:
    is_letter = [all(not name.startswith(_OF_FRUS) for name in one.grades) for one in judged]
    print(f"nDCG@{TOP} over {len(judged)} searches ({sum(is_letter)} for joint letters)")
    print(f"{'':26}{'all':>8}{'FRUS':>8}{'letters':>9}{'nothing':>9}")
    for name, scores in (ours | plain).items():
        of_letters = [score for score, letter in zip(scores, is_letter, strict=True) if letter]
        of_frus = [score for score, letter in zip(scores, is_letter, strict=True) if not letter]
        means = [sum(some) / len(some) for some in (scores, of_frus, of_letters)]
        print(
            f"{name:26}{means[0]:8.3f}{means[1]:8.3f}{means[2]:9.3f}{scores.count(0.0):9} searches"
        )
    best = max(sum(scores) for scores in plain.values())
    goals = {f"{name} better than every baseline": sum(s) > best for name, s in ours.items()}
    for goal, is_met in goals.items():
        print(f"{'met   ' if is_met else 'MISSED'} {goal}")
    return 0 if all(goals.values()) else 1


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--unjudged", action="store_true")
    parser.add_argument("--each", action="store_true")
    parser.add_argument("--without", choices=("opensearch",))
    wanted = parser.parse_args()
    with_opensearch = wanted.without is None
    if with_opensearch and (missing := SERVICE.why_not()):
        print(f"No OpenSearch here ({missing}); --without opensearch leaves it out.")
        return 1
    if not FRUS.exists():
        print(ABSENT)
        return 0
    with tempfile.TemporaryDirectory(prefix="chancery-relevance-") as folder:
        return _run(
            Path(folder),
            wanted.documents,
            unjudged=wanted.unjudged,
            each=wanted.each,
            with_opensearch=with_opensearch,
        )


if __name__ == "__main__":
    sys.exit(main())
