"""Every engine on one corpus and the same searches: the whole service call by part, and what others use.

    .venv/bin/python benchmarks/engines.py [--records 100000] [--small 10000] [--cells 12] [--rounds 3]

The corpus is that of `corpora.py`, the searches those of `queries.txt`. The same service runs with Whoosh,
with Tantivy, and with SQLite FTS5 as its finding part (`fts5_engine.py`); beside them stand bare FTS5 and a
single index of bare Tantivy filtered by cell, which answer with twenty ids and a total only. A search that
one of them cannot be asked is left out for all, and counted. The first round opens files and fills caches.
Prints times, ratios, sizes and rates; exits 1 when a goal is missed, 0 with a word where the data folder is
absent. `--small 0` leaves out the smaller archive, `--without` engines that are not wanted.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import tantivy

from app.db.catalogue import Catalogue
from app.domain.errors import InvalidInput, QuerySyntaxError
from app.domain.query import Query
from app.domain.records import Draft
from app.domain.searches import SearchRequest
from app.search.analysis import forms_of
from app.search.engine import PartitionView, SearchEngine
from app.search.matching import LIMIT_S
from app.search.syntax import parse
from app.search.tantivy_engine import TantivyEngine
from app.search.whoosh_engine import WhooshEngine
from app.services import search
from app.wiring import House
from benchmarks import archive, corpora
from benchmarks.archive import p95
from benchmarks.fts5_engine import Fts5Engine, Unanswerable
from benchmarks.stopwatch import Stopwatch
from benchmarks.translations import WORDS, as_tantivy

MOST_WHOLE_MS, MOST_ENGINE_MS, MOST_EXCERPTS_MS = 60.0, 10.0, 10.0
LEAST_WHOLE_TIMES, LEAST_ENGINE_TIMES, MOST_GROWTH = 5.0, 10.0, 2.0
PARTS = ("parse", "engine", "gate", "excerpts")
BARE_HEAP = 256_000_000
OURS = "tantivy"


@dataclass(slots=True)
class Times:
    """Milliseconds of each search of an engine, by part and as a whole."""

    by_part: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    size_bytes: int = 0
    indexing_s: float = 0.0
    longest_ms: float = 0.0
    """Of whole calls, those of the first round included."""

    def p50(self, part: str) -> float:
        return statistics.median(self.by_part[part]) if self.by_part[part] else 0.0

    def p95(self, part: str) -> float:
        return p95(self.by_part[part])


class SingleIndex:
    """Bare Tantivy as many products use one: a single index, every question filtered by cell."""

    def __init__(self, folder: Path) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("cell", tokenizer_name="raw", index_option="basic")
        builder.add_text_field(WORDS, tokenizer_name="ready", index_option="position")
        folder.mkdir()
        self.folder = folder
        self.schema = builder.build()
        self._index = tantivy.Index(self.schema, path=str(folder))
        spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("ready", spaces)

    def fill(self, house: House) -> None:
        writer = self._index.writer(heap_size=BARE_HEAP, num_threads=1)
        for cell, records in archive.records_by_cell(house):
            for one in records:
                tokens = " ".join(form for text in one.passages for form in forms_of(text.text))
                writer.add_document(tantivy.Document(id=one.id, cell=cell, words=tokens))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def ask(self, asked: tantivy.Query, cells: list[str]) -> int:
        """Twenty ids and the total; returns the total."""
        searcher = self._index.searcher()
        within = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Should, tantivy.Query.term_query(self.schema, "cell", one))
                for one in cells
            ]
        )
        both = [(tantivy.Occur.Must, asked), (tantivy.Occur.Must, within)]
        found = searcher.search(tantivy.Query.boolean_query(both), 20, count=True)
        for _, address in found.hits:
            searcher.doc(address)
        return int(getattr(found, "count", 0))  # its types do not name it


def ask_service(house: House, text: str) -> dict[str, float]:
    """One call of the search page's service: milliseconds by part, and `whole`.

    The parts: reading the question with the names on record; finding; cells and records through the
    gate; excerpts with their texts. What is left (labels of facets, the audit's entry) is in the whole.
    """
    watch = Stopwatch()
    principal = archive.everybody(house)
    parts = [
        *((search, name, "parse") for name in ("read_question", "names_on_record", "thesaurus")),
        (house.search, "search", "engine"),
        (search, "readable_views", "gate"),
        (Catalogue, "summaries", "gate"),
        (search._Search, "hits", "excerpts"),
    ]
    with ExitStack() as stack:
        for owner, name, part in parts:
            timed = watch.timed(part, getattr(owner, name))
            stack.enter_context(patch.object(owner, name, timed))
        started = time.perf_counter()
        with watch.part("rest"), house.work() as work:
            search.search(principal, work, SearchRequest(text))
        whole = 1000 * (time.perf_counter() - started)
    return {"whole": whole} | {part: watch.spent[part] for part in PARTS}


def answerable(house: House, single: SingleIndex | None) -> tuple[list[str], int]:
    """The searches that every engine can be asked, and how many others there are."""
    kept, left_out = [], 0
    for _, text in archive.queries():
        query = parse(text).query
        try:
            ask_service(house, text)
            is_for_all = query is not None and (
                single is None or as_tantivy(query, single.schema) is not None
            )
        except (Unanswerable, QuerySyntaxError, InvalidInput):
            is_for_all = False
        kept += [text] if is_for_all else []
        left_out += not is_for_all
    return kept, left_out


def measure_service(house: House, texts: list[str], rounds: int) -> Times:
    times = Times()
    for turn in range(rounds + 1):
        for text in texts:
            by_part = ask_service(house, text)
            times.longest_ms = max(times.longest_ms, by_part["whole"])
            for part, spent in by_part.items():
                if turn:
                    times.by_part[part].append(spent)
    return times


def measure_bare(ask: Callable[[Query], int], texts: list[str], rounds: int) -> Times:
    times = Times()
    trees = [query for text in texts if (query := parse(text).query) is not None]
    for turn in range(rounds + 1):
        for tree in trees:
            started = time.perf_counter()
            ask(tree)
            if turn:
                times.by_part["engine"].append(1000 * (time.perf_counter() - started))
    return times


def indexed_with(house: House, engine: SearchEngine) -> float:
    """Seconds for all partitions, reading the register included."""
    started = time.perf_counter()
    archive.use_engine(house, engine)
    return time.perf_counter() - started


def size_of(folder: Path) -> int:
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())


def measure_all(
    house: House, folder: Path, rounds: int, without: frozenset[str]
) -> dict[str, Times]:
    """By engine. FTS5 first: it says which searches all can be asked."""
    folder.mkdir()
    fts5 = Fts5Engine(folder / "fts5.db")
    seconds = {"fts5": indexed_with(house, fts5)}
    single = SingleIndex(folder / "single")
    started = time.perf_counter()
    single.fill(house)
    seconds["one index, filtered"] = time.perf_counter() - started
    texts, left_out = answerable(house, single)
    print(f"{len(texts)} searches; {left_out} left out that not all of them can be asked")
    views = [PartitionView(cell) for cell in fts5.cells()]
    cells = [view.cell for view in views]

    def ask_single(query: Query) -> int:
        asked = as_tantivy(query, single.schema)
        return single.ask(asked, cells) if asked is not None else 0

    found = {"fts5": measure_service(house, texts, rounds)}
    found["bare fts5"] = measure_bare(lambda query: fts5.bare(views, query), texts, rounds)
    found["one index, filtered"] = measure_bare(ask_single, texts, rounds)
    for engine in (WhooshEngine(folder / "whoosh"), TantivyEngine(folder / "tantivy")):
        if engine.name not in without:
            seconds[engine.name] = indexed_with(house, engine)
            found[engine.name] = measure_service(house, texts, rounds)
            found[engine.name].size_bytes = size_of(folder / engine.name)
    found["fts5"].size_bytes = fts5.size_bytes()
    found["one index, filtered"].size_bytes = size_of(single.folder)
    for name, spent in seconds.items():
        found[name].indexing_s = spent
    return found


def print_table(found: dict[str, Times], records: int) -> None:
    columns = ("whole", *PARTS)
    print(f"\n{records} records; milliseconds, p50 / p95")
    print(f"{'':20}" + "".join(f"{name:>16}" for name in columns) + f"{'MB':>9}{'records/s':>11}")
    for name, times in found.items():
        cells = [
            f"{times.p50(one):.1f} / {times.p95(one):.1f}" if times.by_part[one] else "-"
            for one in columns
        ]
        size = f"{times.size_bytes / 1e6:.1f}" if times.size_bytes else "-"
        rate = f"{records / times.indexing_s:.0f}" if times.indexing_s else "-"
        print(f"{name:20}" + "".join(f"{one:>16}" for one in cells) + f"{size:>9}{rate:>11}")


def print_ratios(found: dict[str, Times]) -> None:
    """How many times the p95 of each engine of ours goes into that of the others; its longest call."""
    for ours in (name for name in ("whoosh", OURS) if name in found):
        whole = found["fts5"].p95("whole") / found[ours].p95("whole")
        ratios = [
            f"{name} {found[name].p95('engine') / found[ours].p95('engine'):.1f}x"
            for name in ("fts5", "bare fts5", "one index, filtered")
        ]
        print(f"{ours}: service on fts5 {whole:.1f}x; engine part: {', '.join(ratios)}")
        print(f"{ours}: the longest call took {found[ours].longest_ms:.0f} ms")


def goals_of(found: dict[str, Times], small: dict[str, Times] | None) -> dict[str, bool]:
    goals = {
        f"{name}: no search over {LIMIT_S} s": found[name].longest_ms < 1000 * LIMIT_S
        for name in ("whoosh", OURS)
        if name in found
    }
    if OURS not in found:
        return goals
    ours, fts5 = found[OURS], found["fts5"]
    goals |= {
        f"whole call p95 under {MOST_WHOLE_MS:.0f} ms": ours.p95("whole") < MOST_WHOLE_MS,
        f"engine p95 under {MOST_ENGINE_MS:.0f} ms": ours.p95("engine") < MOST_ENGINE_MS,
        f"excerpts p95 under {MOST_EXCERPTS_MS:.0f} ms": ours.p95("excerpts") < MOST_EXCERPTS_MS,
        f"service {LEAST_WHOLE_TIMES:.0f} times as fast as on FTS5": fts5.p95("whole")
        >= LEAST_WHOLE_TIMES * ours.p95("whole"),
        f"engine {LEAST_ENGINE_TIMES:.0f} times as fast as FTS5": fts5.p95("engine")
        >= LEAST_ENGINE_TIMES * ours.p95("engine"),
    }
    if small:
        grown = ours.p95("whole") / small[OURS].p95("whole")
        goals[f"whole grows less than {MOST_GROWTH:.0f} times ({grown:.2f})"] = grown < MOST_GROWTH
    return goals


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--records", type=int, default=corpora.RECORDS)
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--cells", type=int, default=len(corpora.LABELS), help="1 to 12")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--without", action="append", default=[], choices=("whoosh", OURS))
    wanted = parser.parse_args()
    if not corpora.is_here():
        print(corpora.ABSENT)
        return 0
    sizes = sorted({size for size in (wanted.small, wanted.records) if size})
    tables: list[dict[str, Times]] = []
    with tempfile.TemporaryDirectory(prefix="chancery-engines-") as folder:
        house = archive.a_house(Path(folder) / "home")
        drafts = _drafts(house, max(sizes), wanted.cells)
        registered = 0
        for size in sizes:
            started = time.perf_counter()
            archive.register(house, itertools.islice(drafts, size - registered))
            print(f"\n{size - registered} registered in {time.perf_counter() - started:.0f} s")
            registered = size
            without = frozenset(wanted.without)
            tables.append(measure_all(house, Path(folder, str(size)), wanted.rounds, without))
            print_table(tables[-1], size)
            print_ratios(tables[-1])
        house.close()
    goals = goals_of(tables[-1], tables[0] if len(tables) > 1 else None)
    for goal, is_met in goals.items():
        print(f"{'met   ' if is_met else 'MISSED'} {goal}")
    return 0 if all(goals.values()) else 1


def _drafts(house: House, count: int, cells: int) -> Iterator[Draft]:
    scheme = house.settings.label_scheme
    places = {label: corpora.LABELS[at % cells] for at, label in enumerate(corpora.LABELS)}
    for letter in corpora.letters(corpora.a_stock(), count):
        yield replace(letter, label=places[letter.label]).draft(scheme)


if __name__ == "__main__":
    sys.exit(main())
