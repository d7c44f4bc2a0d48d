"""The Tantivy engine by itself: questions at two sizes over 12 cells, and indexing beside bare Tantivy.

    .venv/bin/python benchmarks/tantivy_engine.py [--small 10000] [--large 100000] [--cells 12]

Records are recombined from paragraphs of the FRUS file, seeded. Each question is asked once with nothing
in memory but what the system keeps of the files (cold), then again (warm). Bare Tantivy gets the same ready
tokens, in one index, with positions; both rates leave the analysis out. Exits 1 when a goal is missed, 0
with a word where the data folder is absent.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import tantivy

from app.domain.query import And, Or, Phrase, Prefix, Query, Word
from app.domain.records import RecordId
from app.domain.views import FacetFilter, FacetName, SortOrder
from app.search import postings
from app.search.analysis import forms_of
from app.search.engine import EngineQuestion, IndexedRecord, PartitionView, Passage, SearchField
from app.search.tantivy_engine import TantivyEngine

DATA = ROOT.parent / "shared" / "data" / "frus_volumes.jsonl.gz"
SEED = 20170227
LEAST_CHARACTERS = 3_000
MOST_MS, MOST_GROWTH, LEAST_RATE = 10.0, 2.0, 0.5
BARE_HEAP = 256_000_000
COUNTRIES = [f"{a}{b}{c}" for a in "ABCDEF" for b in "ARU" for c in "NTL"]


def paragraphs() -> list[str]:
    found = []
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = str(json.loads(line)["text"])
            found += [one for one in text.split("\n") if len(one) > 200]
    return found


def letters(stock: list[str], count: int) -> Iterator[IndexedRecord]:
    """As many records, the same for the same count."""
    dice = random.Random(SEED)  # noqa: S311 - repeatable
    for number in range(count):
        taken: list[str] = []
        while sum(map(len, taken)) < LEAST_CHARACTERS:
            taken.append(dice.choice(stock))
        day = date(1950, 1, 1) + timedelta(days=dice.randrange(25_000))
        signed = dice.sample(COUNTRIES, dice.randint(1, 6))
        passages = (
            Passage(SearchField.TITLE, "title", taken[0][:80], "en"),
            Passage(SearchField.TEXT, "text", "\n".join(taken), "en"),
            *(Passage(SearchField.SIGNATORY, "signatory", code) for code in signed),
        )
        facets = {
            FacetName.SIGNATORY: tuple(signed),
            FacetName.ADDRESSEE: (dice.choice(COUNTRIES),),
            FacetName.KIND: (dice.choice(("joint_letter", "reply", "statement")),),
            FacetName.YEAR: (str(day.year),),
            FacetName.SUBJECT: tuple(f"subject-{dice.randrange(400)}" for _ in range(3)),
            FacetName.LANGUAGE: ("en",),
        }
        yield IndexedRecord(RecordId(f"r{number:07}"), 1, passages, day, day, facets)


def questions(stock: list[str]) -> dict[str, list[EngineQuestion]]:
    """By kind; words and phrases as the texts hold them, so that most are common and some are rare."""
    dice = random.Random(SEED + 1)  # noqa: S311 - repeatable

    def words(length: int, least: int = 4) -> list[str]:
        while True:
            tokens = forms_of(dice.choice(stock))
            at = dice.randrange(max(1, len(tokens) - length))
            chosen = tokens[at : at + length]
            if len(chosen) == length and max(map(len, chosen)) >= least:
                return chosen

    def asked(trees: list[Query]) -> list[EngineQuestion]:
        return [EngineQuestion(tree) for tree in trees]

    codes = [FacetFilter(FacetName.SIGNATORY, code) for code in COUNTRIES]
    return {
        "one word": asked([Word(words(1)[0]) for _ in range(200)]),
        "two words": asked([And(tuple(map(Word, words(2)))) for _ in range(100)]),
        "either word": asked([Or(tuple(map(Word, words(2)))) for _ in range(100)]),
        "phrase": asked([Phrase(" ".join(words(dice.randint(2, 4)))) for _ in range(200)]),
        "beginning": asked([Prefix(words(1)[0][: dice.randint(3, 6)]) for _ in range(100)]),
        "facets only": [
            EngineQuestion(None, tuple(dice.sample(codes, number)), sort=SortOrder.NEWEST)
            for number in (0, 1, 2, 3)
            for _ in range(10)
        ],
    }


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def milliseconds(ask: Callable[[], object]) -> float:
    start = time.perf_counter()
    ask()
    return 1000 * (time.perf_counter() - start)


class Ready:
    """Analysis done before: hands out the tokens of texts it was told, and counts time for the rest."""

    def __init__(self) -> None:
        self._tokens: dict[str, list[str]] = {}

    def learn(self, batch: list[IndexedRecord]) -> None:
        self._tokens = {one.text: forms_of(one.text) for record in batch for one in record.passages}

    def __call__(self, text: str) -> list[str]:
        return self._tokens[text]


def index_ours(folder: Path, stock: list[str], count: int, cells: int, ready: Ready) -> float:
    """Seconds without analysis: each cell rebuilt."""
    engine, spent = TantivyEngine(folder), 0.0
    by_cell: dict[int, list[IndexedRecord]] = {cell: [] for cell in range(cells)}
    for number, record in enumerate(letters(stock, count)):
        by_cell[number % cells].append(record)
    for cell in range(cells):
        batch = by_cell.pop(cell)
        ready.learn(batch)
        start = time.perf_counter()
        engine.rebuild(f"cell{cell}", iter(batch))
        spent += time.perf_counter() - start
    return spent


def index_bare(folder: Path, stock: list[str], count: int, ready: Ready) -> float:
    """Seconds that Tantivy alone spends on the same tokens, joined by spaces before the clock runs."""
    builder = tantivy.SchemaBuilder()
    names = sorted({field.value for field in SearchField})
    for name in names:
        builder.add_text_field(name, tokenizer_name="ready", index_option="position")
    builder.add_unsigned_field("row", fast=True)
    folder.mkdir()
    index, spent = tantivy.Index(builder.build(), path=str(folder)), 0.0
    spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("ready", spaces)
    writer = index.writer(heap_size=BARE_HEAP, num_threads=1)
    for number, record in enumerate(letters(stock, count)):
        ready.learn([record])
        ready_made = [(one.field.value, " ".join(ready(one.text))) for one in record.passages]
        start = time.perf_counter()
        document = tantivy.Document()
        for name, text in ready_made:
            document.add_text(name, text)
        document.add_unsigned("row", number)
        writer.add_document(document)
        spent += time.perf_counter() - start
    start = time.perf_counter()
    writer.commit()
    writer.wait_merging_threads()
    return spent + time.perf_counter() - start


def ask_all(folder: Path, cells: int, asked: dict[str, list[EngineQuestion]]) -> dict[str, float]:
    """Print p50 and p95, cold and warm, for each kind; the cold p95 by kind."""
    engine = TantivyEngine(folder)
    views = [PartitionView(f"cell{cell}") for cell in range(cells)]
    opening = milliseconds(lambda: engine.search(views, EngineQuestion(None, limit=0)))
    print(f"  opened in {opening:.0f} ms")
    found = {}
    for kind, some in asked.items():
        totals: list[int] = []

        def ask(one: EngineQuestion, totals: list[int] = totals) -> None:
            totals.append(engine.search(views, one).total)

        cold = [milliseconds(lambda one=one: ask(one)) for one in some]
        warm = [milliseconds(lambda one=one: ask(one)) for one in some]
        row = (statistics.median(cold), p95(cold), statistics.median(warm), p95(warm))
        print(f"  {kind:<14}" + "".join(f"{one:>9.2f}" for one in row) + f"{statistics.median(totals):>10.0f}")
        found[kind] = row[1]
    found["all"] = p95([1.0])  if not found else max(found.values())
    return found


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=100_000)
    parser.add_argument("--cells", type=int, default=12)
    wanted = parser.parse_args()
    if not DATA.exists():
        print(f"Nothing measured: {DATA.name} is not there.")
        return 0
    stock, ready, missed = paragraphs(), Ready(), []
    postings.forms_of = ready  # the engine's own analysis, done before
    by_size = {}
    with tempfile.TemporaryDirectory() as home:
        for count in (wanted.small, wanted.large):
            seconds = index_ours(Path(home, f"ours{count}"), stock, count, wanted.cells, ready)
            print(f"{count} records, {wanted.cells} cells: indexed {count / seconds:.0f} a second")
            print("  milliseconds      p50 cold p95 cold p50 warm p95 warm   matches")
            by_size[count] = ask_all(Path(home, f"ours{count}"), wanted.cells, questions(stock))
            if count == wanted.small:
                bare = index_bare(Path(home, "bare"), stock, count, ready)
                print(f"  bare Tantivy: {count / bare:.0f} a second, ours {bare / seconds:.2f} times")
                missed += [] if bare / seconds >= LEAST_RATE else ["indexing"]
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
