"""An engine as most products would build it: SQLite FTS5, one index for all cells, filtered by cell.

It answers what a page needs (order by bm25, total, facets, years, what to mark) from the tokens that the
other engines get. It has no other forms of a word, and its order and statistics tell of hidden records, which
is why it lives here and nowhere else. Open `Fts5Engine.search`.
"""

# ruff: noqa: S608 - what is put into statements are keys of cells, ids and columns, never words
from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from app.domain.query import Query
from app.domain.records import RecordId
from app.domain.searches import FacetName, SortOrder
from app.search.analysis import forms_of
from app.search.engine import (
    EngineAnswer,
    EngineQuestion,
    HeldForms,
    IndexedRecord,
    PartitionState,
    PartitionView,
    SearchField,
)
from benchmarks.translations import Fts5Query, as_fts5

_FIELDS = sorted(one.value for one in SearchField)
_SCHEMA = f"""
    CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(
        {", ".join(_FIELDS)}, content='', tokenize="unicode61 remove_diacritics 0");
    CREATE VIRTUAL TABLE IF NOT EXISTS terms USING fts5vocab(words, 'row');
    CREATE TABLE IF NOT EXISTS records (row INTEGER PRIMARY KEY, id TEXT UNIQUE, cell TEXT,
        revision INTEGER, day TEXT, is_counter INTEGER);
    CREATE TABLE IF NOT EXISTS facets (row INTEGER, facet TEXT, code TEXT,
        PRIMARY KEY (row, facet, code)) WITHOUT ROWID;
    CREATE TEMP TABLE IF NOT EXISTS matched (row INTEGER PRIMARY KEY, score REAL);
"""


class Unanswerable(Exception):
    """The question needs what FTS5 alone does not have."""


class Fts5Engine:
    """Implements `search.engine.SearchEngine`, for one thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db = sqlite3.connect(path)
        self._db.executescript("PRAGMA synchronous = NORMAL;" + _SCHEMA)

    def search(self, partitions: Sequence[PartitionView], question: EngineQuestion) -> EngineAnswer:
        """Raises Unanswerable for filters and for trees that are not of words alone."""
        if question.filters or question.date_from or question.date_to:
            raise Unanswerable
        asked = self._match(partitions, question.query)
        total = self._db.execute("SELECT count(*) FROM matched").fetchone()[0]
        return EngineAnswer(
            ids=self._page(question),
            total=total,
            facets=self._facets() if question.with_counts else {},
            by_year=self._years() if question.with_counts else {},
            matched_forms=self._forms(asked),
            matched_phrases=frozenset(asked.phrases),
        )

    def bare(self, partitions: Sequence[PartitionView], query: Query) -> int:
        """Twenty ids and the total, nothing else; returns the total."""
        asked = as_fts5(query)
        if asked is None:
            raise Unanswerable
        within = self._within(partitions)
        source = f"FROM words JOIN records ON row = words.rowid WHERE words MATCH ? {within}"
        self._db.execute(
            f"SELECT id {source} ORDER BY rank LIMIT 20", [asked.expression]
        ).fetchall()
        return int(self._db.execute(f"SELECT count(*) {source}", [asked.expression]).fetchone()[0])

    def held(self, partitions: Sequence[PartitionView], forms: Collection[str]) -> HeldForms:
        """Not measured: a search that finds nothing is asked no further here."""
        raise Unanswerable

    def spellings(self, partitions: Sequence[PartitionView], word: str) -> Mapping[str, int]:
        """None: FTS5 knows no near spellings."""
        return {}

    def apply(
        self, cell: str, upserts: Iterable[IndexedRecord], removals: Iterable[RecordId] = ()
    ) -> None:
        """Words of what is gone stay in the index and are joined with nothing."""
        with self._db:
            for name in removals:
                self._db.execute("DELETE FROM records WHERE id = ?", [name])
            for one in upserts:
                self._db.execute("DELETE FROM records WHERE id = ?", [one.id])
                self._insert(cell, one)

    def rebuild(self, cell: str, records: Iterator[IndexedRecord]) -> None:
        with self._db:
            self._db.execute("DELETE FROM records WHERE cell = ?", [cell])
            for one in records:
                self._insert(cell, one)

    def drop(self, cell: str) -> None:
        with self._db:
            self._db.execute("DELETE FROM records WHERE cell = ?", [cell])

    def state(self, cell: str) -> PartitionState:
        rows = self._db.execute("SELECT id, revision FROM records WHERE cell = ?", [cell])
        revisions = {RecordId(name): revision for name, revision in rows}
        return PartitionState(cell, True, "healthy", revisions, self.size_bytes())

    def cells(self) -> tuple[str, ...]:
        return tuple(row[0] for row in self._db.execute("SELECT DISTINCT cell FROM records"))

    def size_bytes(self) -> int:
        return self._path.stat().st_size

    def _insert(self, cell: str, record: IndexedRecord) -> None:
        day = record.date_lower or record.date_upper
        row = self._db.execute(
            "INSERT INTO records (row, id, cell, revision, day, is_counter) VALUES"
            " ((SELECT coalesce(max(rowid), 0) + 1 FROM words_docsize), ?, ?, ?, ?, ?) RETURNING row",
            [
                record.id,
                cell,
                record.revision,
                day.isoformat() if day else "",
                record.is_counter,
            ],
        ).fetchone()[0]
        texts = dict.fromkeys(_FIELDS, "")
        for one in record.passages:
            texts[one.field.value] += " ".join(forms_of(one.text)) + " "
        places = ", ".join("?" * (len(_FIELDS) + 1))
        self._db.execute(
            f"INSERT INTO words (rowid, {', '.join(_FIELDS)}) VALUES ({places})",
            [row, *texts.values()],
        )
        self._db.execute("DELETE FROM facets WHERE row = ?", [row])
        self._db.executemany(
            "INSERT OR IGNORE INTO facets VALUES (?, ?, ?)",
            [(row, name.value, code) for name, codes in record.facets.items() for code in codes],
        )

    def _match(self, partitions: Sequence[PartitionView], query: Query | None) -> Fts5Query:
        """Fill `matched`; what is looked for."""
        self._db.execute("DELETE FROM matched")
        within = self._within(partitions)
        if query is None:
            self._db.execute(f"INSERT INTO matched SELECT row, 0 FROM records WHERE 1 {within}")
            return Fts5Query()
        asked = as_fts5(query)
        if asked is None:
            raise Unanswerable
        self._db.execute(
            "INSERT INTO matched SELECT words.rowid, bm25(words) FROM words"
            f" JOIN records ON row = words.rowid WHERE words MATCH ? {within}",
            [asked.expression],
        )
        return asked

    def _within(self, partitions: Sequence[PartitionView]) -> str:
        cells = ", ".join(f"'{one.cell}'" for one in partitions)
        withheld = ", ".join(f"'{name}'" for one in partitions for name in one.withheld)
        return f"AND cell IN ({cells})" + (f" AND id NOT IN ({withheld})" if withheld else "")

    def _page(self, question: EngineQuestion) -> tuple[RecordId, ...]:
        order = {SortOrder.OLDEST: "day = '', day", SortOrder.NEWEST: "day DESC"}
        by = order.get(question.sort, "score, day DESC")
        rows = self._db.execute(
            f"SELECT id FROM matched JOIN records USING (row) ORDER BY {by}, id LIMIT ? OFFSET ?",
            [question.limit, question.offset],
        )
        return tuple(RecordId(row[0]) for row in rows)

    def _facets(self) -> dict[FacetName, dict[str, int]]:
        found: dict[FacetName, dict[str, int]] = {name: {} for name in FacetName}
        for name, code, count in self._db.execute(
            "SELECT facet, code, count(*) FROM matched JOIN facets USING (row) GROUP BY facet, code"
        ):
            found[FacetName(name)][code] = count
        return found

    def _years(self) -> dict[int, tuple[int, int]]:
        rows = self._db.execute(
            "SELECT CAST(substr(day, 1, 4) AS INTEGER), sum(NOT is_counter), sum(is_counter)"
            " FROM matched JOIN records USING (row) WHERE day != '' GROUP BY 1"
        )
        return {year: (letters, counters) for year, letters, counters in rows}

    def _forms(self, asked: Fts5Query) -> frozenset[str]:
        forms = set(asked.forms)
        for beginning in asked.beginnings:
            last = beginning + chr(0x10FFFF)
            rows = self._db.execute(
                "SELECT term FROM terms WHERE term >= ? AND term < ?", [beginning, last]
            )
            forms.update(row[0] for row in rows)
        return frozenset(forms)
