"""What benchmarks of the whole service share: a house, its records as engines get them, the searches.

Open `filled` for a house with records in it, `records_by_cell` for what any engine is to be given of them,
`queries` for the searches of `queries.txt`.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterable, Iterator
from operator import attrgetter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.db.authorities import authorities
from app.db.gate import Gate
from app.db.searchable import IndexEntry, all_entries, searchable
from app.domain.access import EVERY_PARTY, Clearance
from app.domain.principals import Principal
from app.domain.records import Draft
from app.search.engine import IndexedRecord, SearchEngine
from app.services import installation, registration
from app.services.importing import importing_principal
from app.services.projection import indexed_record, parties_of
from app.wiring import House, build_house
from config import Settings

QUERIES = ROOT / "benchmarks" / "queries.txt"
_BATCH = 100


def a_house(home: Path) -> House:
    """Migrated and seeded, at any place."""
    house = build_house(Settings.from_environment({"CHANCERY_HOME": str(home)}))
    installation.prepare(house.engine, house.settings.home, house.clock.now())
    return house


def everybody(house: House) -> Principal:
    """Who reads every cell, whatever party it is for."""
    return importing_principal(house.settings.label_scheme)


def register(house: House, drafts: Iterable[Draft]) -> None:
    """Take drafts into the register, a hundred in each transaction. They are not indexed."""
    principal = everybody(house)
    every = iter(drafts)
    while batch := list(itertools.islice(every, _BATCH)):
        with house.work(writing=True) as work:
            registration.register_many(principal, work, batch)
            work.commit()


def records_by_cell(house: House) -> Iterator[tuple[str, Iterator[IndexedRecord]]]:
    """Every cell with what its partition holds, a hundred records in memory; to be read in this order."""
    with house.work() as work:
        known = authorities(work.session)
        parties = parties_of(known.parties)
        scheme = work.labels
        clearance = Clearance(scheme.levels[-1], scheme.compartments, EVERY_PARTY)
        gate = Gate(work.session, clearance, scheme)

        def projected(entries: Iterator[IndexEntry]) -> Iterator[IndexedRecord]:
            while batch := list(itertools.islice(entries, _BATCH)):
                for one in searchable(gate, [entry.id for entry in batch]):
                    yield indexed_record(one, parties, known.groupings)

        every = sorted(all_entries(gate), key=attrgetter("cell_key"))
        for cell, entries in itertools.groupby(every, key=attrgetter("cell_key")):
            yield cell, projected(entries)


def use_engine(house: House, engine: SearchEngine) -> None:
    """Build the engine's partitions from the register, and let the house search with it."""
    for cell, records in records_by_cell(house):
        engine.rebuild(cell, records)
    house.search = engine


def queries() -> Iterator[tuple[str, str]]:
    """Kind and text of each search."""
    kind, lines = "", QUERIES.read_text(encoding="utf-8").splitlines()
    for line in lines[lines.index("") :]:
        if line.startswith("#"):
            kind = line.lstrip("# ")
        elif line:
            yield kind, line


def p95(values: list[float]) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] if ordered else 0.0
