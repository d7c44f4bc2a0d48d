"""The Tantivy engine by itself: questions at two sizes over 12 cells, and indexing beside bare Tantivy.

    .venv/bin/python benchmarks/tantivy_engine.py [--small 10000] [--large 100000] [--cells 12]

Records are those of `corpora.py`. Each question is asked once with nothing
in memory but what the system keeps of the files (cold), then again (warm). Bare Tantivy gets the same ready
tokens, in one index, with positions; both rates leave the analysis out. Goals are judged by time on the
processor, as other programs on the machine move the clock. Exits 1 when a goal is missed, 0 with a word
where the data folder is absent.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import tantivy

from app.domain.query import And, Or, Phrase, Prefix, Query, Word
from app.domain.records import RecordId
from app.domain.searches import FacetFilter, FacetName, SortOrder
from app.search.analysis import forms_of
from app.search.engine import EngineQuestion, IndexedRecord, PartitionView, SearchField
from app.search.tantivy_engine import TantivyEngine
from benchmarks import corpora
from benchmarks.archive import p95
from benchmarks.corpora import SEED, Stock

MOST_MS, LEAST_RATE = 10.0, 0.5
COLUMNS = 3
SAVES_PER_S = 50
BARE_HEAP = 256_000_000


def letters(stock: Stock, count: int) -> Iterator[IndexedRecord]:
    """As many records, the same for the same count."""
    return (one.indexed() for one in corpora.letters(stock, count))


def questions(stock: Stock) -> dict[str, list[EngineQuestion]]:
    """By kind; words and phrases as the texts hold them, so that most are common and some are rare."""
    dice = random.Random(SEED + 1)
    paragraphs = stock.paragraphs[corpora.FRUS.name]

    def words(length: int, least: int = 4) -> list[str]:
        while True:
            tokens = forms_of(dice.choice(paragraphs))
            at = dice.randrange(max(1, len(tokens) - length))
            chosen = tokens[at : at + length]
            if len(chosen) == length and max(map(len, chosen)) >= least:
                return chosen

    def asked(trees: list[Query]) -> list[EngineQuestion]:
        return [EngineQuestion(tree) for tree in trees]

    codes = [FacetFilter(FacetName.SIGNATORY, code) for code in corpora.PARTIES]
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


@dataclass(slots=True)
class Spent:
    """Seconds on the clock, and on the processor by all threads of the process."""

    clock_s: float = 0.0
    cpu_s: float = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        clock, cpu = time.perf_counter(), time.process_time()
        yield
        self.clock_s += time.perf_counter() - clock
        self.cpu_s += time.process_time() - cpu

    def rate(self, count: int) -> str:
        return f"{count / self.clock_s:.0f} a second on the clock, {count / self.cpu_s:.0f} of the processor"


class Ready:
    """Analysis done before: hands out the tokens of the texts it was told."""

    def __init__(self) -> None:
        self._tokens: dict[str, list[str]] = {}

    def learn(self, batch: list[IndexedRecord]) -> None:
        self._tokens = {one.text: forms_of(one.text) for record in batch for one in record.passages}

    def __call__(self, text: str) -> list[str]:
        return self._tokens[text]


def index_ours(folder: Path, stock: Stock, count: int, cells: int) -> Spent:
    """Each cell rebuilt, its texts analysed before."""
    engine, spent, ready = TantivyEngine(folder), Spent(), Ready()
    with patch("app.search.postings.forms_of", ready):
        for cell in range(cells):
            every = enumerate(letters(stock, count))
            batch = [one for number, one in every if number % cells == cell]
            ready.learn(batch)
            gc.collect()
            gc.freeze()  # or collecting would walk again and again through all that analysis left
            with spent.running():
                engine.rebuild(f"cell{cell}", iter(batch))
            gc.unfreeze()
    return spent


def index_bare(folder: Path, stock: Stock, count: int) -> Spent:
    """Tantivy alone on the same tokens, joined by spaces before; its thread writes meanwhile."""
    builder = tantivy.SchemaBuilder()
    for name in sorted({field.value for field in SearchField}):
        builder.add_text_field(name, tokenizer_name="ready", index_option="position")
    builder.add_unsigned_field("row", fast=True)
    folder.mkdir()
    index, spent = tantivy.Index(builder.build(), path=str(folder)), Spent()
    spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("ready", spaces)
    writer = index.writer(heap_size=BARE_HEAP, num_threads=1)
    every = letters(stock, count)
    number = 0
    while batch := list(itertools.islice(every, 5_000)):
        made = [
            [(one.field.value, " ".join(forms_of(one.text))) for one in record.passages]
            for record in batch
        ]
        gc.collect()
        gc.freeze()
        with spent.running():
            for texts in made:
                document = tantivy.Document()
                for name, text in texts:
                    document.add_text(name, text)
                document.add_unsigned("row", number)
                writer.add_document(document)
                number += 1
            writer.commit()
        gc.unfreeze()
    with spent.running():
        writer.wait_merging_threads()
    return spent


def ask_all(folder: Path, cells: int, asked: dict[str, list[EngineQuestion]]) -> float:
    """Print p50 and p95 for each kind; the p95 over all questions, cold, of the processor."""
    engine, every = TantivyEngine(folder), []
    views = [PartitionView(f"cell{cell}") for cell in range(cells)]
    engine.search(views, EngineQuestion(None, limit=0))
    for kind, some in asked.items():
        rows: list[float] = []
        for _ in ("cold", "warm"):
            clock, cpu, totals = [], [], []
            for one in some:
                spent = Spent()
                with spent.running():
                    totals.append(engine.search(views, one).total)
                clock.append(1000 * spent.clock_s)
                cpu.append(1000 * spent.cpu_s)
            rows += [statistics.median(cpu), p95(cpu), p95(clock)]
            every += cpu if len(rows) == COLUMNS else []
        numbers = "".join(f"{one:>8.2f}" for one in rows)
        print(f"  {kind:<14}{numbers}{statistics.median(totals):>10.0f}")
    return p95(every)


def save_for_a_while(folder: Path, cells: int, stock: Stock, seconds: int) -> bool:
    """Fifty saves a second, each commit taking what has come: how long until one can be searched."""
    engine, delays = TantivyEngine(folder), []
    waiting = [
        (n / SAVES_PER_S, one) for n, one in enumerate(letters(stock, seconds * SAVES_PER_S))
    ]
    views = [PartitionView(f"cell{cell}") for cell in range(cells)]
    start = time.perf_counter()
    while waiting:
        now = time.perf_counter() - start
        due = [one for one in waiting if one[0] <= now]
        waiting = waiting[len(due) :]
        for cell in range(cells):
            mine = [one for _, one in due if int(one.id[1:]) % cells == cell]
            if mine:
                changed = [replace(one, id=RecordId(f"s{one.id}")) for one in mine]
                engine.apply(f"cell{cell}", changed)
        engine.search(views, EngineQuestion(None, limit=0))
        delays += [time.perf_counter() - start - came for came, _ in due]
        if not due:
            time.sleep(0.01)
    print(
        f"{SAVES_PER_S} saves a second for {seconds} s: searchable after "
        f"{statistics.median(delays):.2f} s, {p95(delays):.2f} s at p95, the last after {delays[-1]:.2f} s"
    )
    return delays[-1] < 1.0 and statistics.median(delays) < 1.0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=100_000)
    parser.add_argument("--cells", type=int, default=12)
    parser.add_argument("--saves", type=int, default=60, help="seconds of saving")
    wanted = parser.parse_args()
    if not corpora.is_here():
        print(corpora.ABSENT)
        return 0
    stock, goals, by_size = corpora.a_stock(), {}, {}
    asked = questions(stock)
    with tempfile.TemporaryDirectory() as home:
        for count in (wanted.small, wanted.large):
            ours = index_ours(Path(home, f"ours{count}"), stock, count, wanted.cells)
            print(f"{count} records in {wanted.cells} cells: {ours.rate(count)}")
            bare = index_bare(Path(home, f"bare{count}"), stock, count)
            share = bare.cpu_s / ours.cpu_s
            print(f"  bare Tantivy: {bare.rate(count)}; ours {share:.2f} of it")
            if count == wanted.large:
                goals[f"indexing at least {LEAST_RATE} of bare Tantivy"] = share >= LEAST_RATE
            print("  milliseconds     cold p50, p95, clock p95  warm p50, p95, clock p95   matches")
            by_size[count] = ask_all(Path(home, f"ours{count}"), wanted.cells, asked)
            print(f"  p95 of all, cold: {by_size[count]:.2f} ms of the processor")
        if wanted.saves:
            goals["50 saves a second leave no backlog"] = save_for_a_while(
                Path(home, f"ours{wanted.large}"), wanted.cells, stock, wanted.saves
            )
    goals[f"p95 under {MOST_MS:.0f} ms at {wanted.large}"] = by_size[wanted.large] < MOST_MS
    for goal, is_met in goals.items():
        print(f"{'met   ' if is_met else 'MISSED'} {goal}")
    return 0 if all(goals.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
