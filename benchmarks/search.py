"""Two hundred searches over 8,909 real documents in 12 cells, beside bare Whoosh over one index of them.

    .venv/bin/python benchmarks/search.py [--rounds 3] [--keep FOLDER]

Measures the whole service call: parse, synonyms, partitions, order, facets, records through the gate,
excerpts, audit entry. Bare Whoosh gets the same tokens in one field and answers with twenty ids. The
queries are in `queries.txt`. Prints a table; exits 1 when a goal is missed, 0 with a word where the data
folder is absent. `--keep` leaves both archives there, so that the next run need not build them.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy import event
from whoosh import fields, index
from whoosh.searching import Searcher

from app.db.authorities import authorities
from app.domain.principals import Principal
from app.domain.records import Draft
from app.domain.searches import SearchRequest
from app.importers.reading import SourceFile
from app.importers.registry import importer_for
from app.search.analysis import forms_of
from app.search.syntax import parse
from app.services import search
from app.wiring import House
from app.worker import run_pending_jobs
from benchmarks import archive
from benchmarks.archive import p95
from benchmarks.corpora import ABSENT, FRUS, LABELS
from benchmarks.translations import as_whoosh

WORDS_P95_MS, PHRASES_P95_MS, TIMES_BARE = 120.0, 1500.0, 3.0
STATEMENTS_AT_MOST = 12
"""Names on record, the thesaurus and merged parties are read anew for each page, never by the hit."""


@dataclass(slots=True)
class Times:
    """Milliseconds of one kind of query, ours and bare Whoosh's."""

    ours: list[float] = field(default_factory=list)
    computing: list[float] = field(default_factory=list)
    """Of ours, what the processor was at work: the figure to trust on a busy machine."""
    bare: list[float] = field(default_factory=list)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    if not FRUS.exists():
        print(ABSENT)
        return 0
    with tempfile.TemporaryDirectory(prefix="chancery-search-") as folder:
        return _run(options.keep or Path(folder), options.rounds)


def _run(folder: Path, rounds: int) -> int:
    house = archive.a_house(folder / "home")
    principal = archive.everybody(house)
    _fill(house, principal)
    with _bare(house, folder / "bare").searcher() as searcher:
        times = _measure(house, principal, searcher, rounds)
    statements, more = _statements(house, principal)
    house.close()
    return _report(times, statements, more)


def _fill(house: House, principal: Principal) -> None:
    """Register and index the documents, once for a kept folder."""
    with house.work() as work:
        if search.search(principal, work, SearchRequest()).total:
            return
    started = time.perf_counter()
    scheme = house.settings.label_scheme
    labels = [scheme.parse(text) for text in LABELS]
    archive.register(
        house,
        (
            replace(draft, label=labels[sha256(name.encode()).digest()[0] % len(labels)])
            for name, draft in _drafts(house)
        ),
    )
    registered = time.perf_counter()
    run_pending_jobs(house)
    indexed = time.perf_counter()
    print(f"registered in {registered - started:.0f} s, indexed in {indexed - registered:.0f} s")


def _drafts(house: House) -> Iterator[tuple[str, Draft]]:
    with house.work() as work:
        parties = authorities(work.session).parties
    with SourceFile(FRUS) as source:
        for row in importer_for(FRUS.name, None).rows(source, parties):
            if row.draft is not None:
                yield row.identifier, row.draft


def _bare(house: House, folder: Path) -> index.Index:
    """Whoosh as it comes, one index, the tokens of title and text in one field."""
    if index.exists_in(str(folder)):
        return index.open_dir(str(folder))
    folder.mkdir(parents=True)
    started = time.perf_counter()
    schema = fields.Schema(id=fields.ID(stored=True), words=fields.TEXT)
    made = index.create_in(str(folder), schema)
    writer = made.writer(limitmb=256)
    for name, draft in _drafts(house):
        writer.add_document(id=name, words=forms_of(f"{draft.description.title}\n{draft.text}"))
    writer.commit()
    print(f"bare Whoosh indexed in {time.perf_counter() - started:.0f} s")
    return made


def _measure(
    house: House, principal: Principal, searcher: Searcher, rounds: int
) -> dict[str, Times]:
    times: dict[str, Times] = defaultdict(Times)
    for turn in range(rounds + 1):
        for kind, text in archive.queries():

            def ours(text: str = text) -> None:
                with house.work() as work:
                    search.search(principal, work, SearchRequest(text))

            before = time.thread_time()
            took = _milliseconds(ours)
            computed = (time.thread_time() - before) * 1000
            parsed = parse(text).query
            bare = as_whoosh(parsed) if parsed is not None else None
            if turn == 0:
                continue  # opens files and fills caches
            times[kind].ours.append(took)
            times[kind].computing.append(computed)
            if bare is not None:
                times[kind].bare.append(_milliseconds(lambda: searcher.search(bare, limit=20)))  # noqa: B023 - called at once
    return times


def _milliseconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def _statements(house: House, principal: Principal) -> tuple[set[int], set[int]]:
    """How many statements a page takes, over all queries, and how many a page of twenty takes more than one
    of two; the audit's own transaction apart."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "BEGIN" not in statement and "audit_" not in statement:
            seen.append(statement)

    event.listen(house.engine, "before_cursor_execute", note)

    def taken(text: str, page_size: int) -> int:
        seen.clear()
        with house.work() as work:
            search.search(principal, work, SearchRequest(text, page_size=page_size))
        return len(seen)

    counts = {text: taken(text, 20) for _, text in archive.queries()}
    more = {count - taken(text, 2) for text, count in counts.items()}
    return set(counts.values()), more


def _report(times: dict[str, Times], statements: set[int], more: set[int]) -> int:
    print("milliseconds; bare: Whoosh alone, one index, ids only")
    print(
        f"{'kind':28} {'n':>5} {'median':>8} {'p95':>8} {'cpu p95':>8} {'bare':>8} {'bare p95':>9}"
    )
    for kind, one in times.items():
        bare = statistics.median(one.bare) if one.bare else 0.0
        print(
            f"{kind:28} {len(one.ours):5} {statistics.median(one.ours):8.1f} {p95(one.ours):8.1f} "
            f"{p95(one.computing):8.1f} {bare:8.1f} {p95(one.bare):9.1f}"
        )
    every_ours = [value for one in times.values() for value in one.ours]
    every_bare = [value for one in times.values() for value in one.bare]
    words, phrases = p95(times["words"].ours), p95(times["phrases"].ours)
    ratio_of_p95 = p95(every_ours) / p95(every_bare)
    print(f"all: p95 {p95(every_ours):.1f} ms, bare {p95(every_bare):.1f} ms: {ratio_of_p95:.1f}x")
    print(f"statements for a page: {sorted(statements)}")
    goals = {
        f"words p95 under {WORDS_P95_MS:.0f} ms": words < WORDS_P95_MS,
        f"phrases p95 under {PHRASES_P95_MS:.0f} ms": phrases < PHRASES_P95_MS,
        f"p95 at most {TIMES_BARE:.0f} times bare Whoosh": ratio_of_p95 <= TIMES_BARE,
        f"at most {STATEMENTS_AT_MOST} statements": max(statements) <= STATEMENTS_AT_MOST,
        "as many statements for two hits as for twenty": more == {0},
    }
    for goal, is_met in goals.items():
        print(f"{'met   ' if is_met else 'MISSED'} {goal}")
    return 0 if all(goals.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
