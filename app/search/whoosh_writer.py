"""Writing one partition with Whoosh: records into postings, a commit that never breaks the last one.

`write_commit` takes what changes and leaves new files beside the old ones; the caller seals them
(`partition_files.py`) and only then sweeps the old ones away. Whoosh would clean up by itself before
anything is durable, so its commit is cut in two here.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from app.search.columns import Array
from app.search.engine import IndexedRecord
from app.search.postings import FIELD_SHIFT, language_at, placed
from app.search.ranking import FIELD_WEIGHTS
from app.search.whoosh_codec import (
    ROW,
    WORDS,
    Item,
    PlacesCodec,
    row_numbers,
    schema,
)

INDEX_NAME = "MAIN"
POOL_MEGABYTES = 48
"""Whoosh's own estimate, about half of what the pool really takes; beyond it, sorted runs go to disk."""

_SEGMENTS_PER_LEVEL = 6
_LEVEL_BASE = 6


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record as Whoosh takes it: its items, its length in words, its forms by language."""

    items: list[Item]
    length: int
    forms: dict[int, set[str]]


def prepared(record: IndexedRecord) -> Prepared:
    """Analyse all passages of a record into one list of postings."""
    places_by_form: dict[str, list[int]] = defaultdict(list)
    forms: dict[int, set[str]] = defaultdict(set)
    length = 0
    for tokens, first, room in placed(record):
        for place, form in enumerate(tokens[:room], first):
            places_by_form[form].append(place)
        forms[language_at(first)].update(tokens)
        length += len(tokens)
    return Prepared(list(_items(places_by_form)), length, forms)


class PartitionWriter(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer on the files a manifest names, not on the newest it finds in the folder."""

    def __init__(self, folder: Path, commit: int) -> None:
        self._at = _At(FileStorage(str(folder)), commit)
        if commit == 0:
            TOC(schema(), [], 0).write(self._at.storage, INDEX_NAME)
        super().__init__(self._at, _lk=False, limitmb=POOL_MEGABYTES, codec=PlacesCodec())
        self.final_segments: list[Any] = []
        self.forms: dict[int, set[str]] = defaultdict(set)

    def add(self, row: int, record: IndexedRecord) -> int:
        item = prepared(record)
        self.add_document(**{WORDS: item.items, ROW: row})
        for language, forms in item.forms.items():
            self.forms[language] |= forms
        return item.length

    def bury(self, rows: Array) -> None:
        """Mark the documents of these rows as deleted, so that merging leaves them out."""
        for segment in self.segments:
            reader = SegmentReader(self.storage, self.schema, segment)
            for number in np.flatnonzero(np.isin(row_numbers(reader), rows)).tolist():
                segment.delete_document(number)
            reader.close()

    def finish(self) -> list[str]:
        """Write everything; the names of all files that make up the index now."""
        self.commit(mergetype=merge_by_size)
        names = [TOC._filename(INDEX_NAME, self.generation)]
        for segment in self.final_segments:
            names += segment.list_files(self.storage)
        return names

    def _commit_toc(self, segments: list[Any]) -> None:
        self.final_segments = segments
        TOC(self.schema, segments, self.generation).write(self.storage, INDEX_NAME)


def merge_by_size(writer: PartitionWriter, segments: list[Any]) -> list[Any]:
    """Merge a level of segments (each about six times the last) when it is full; drop empty ones.

    Every record is rewritten once a level, so bulk loading stays near linear. A segment more than half
    of whose documents are deleted is merged too, which is when its words leave the files.
    """
    living = [one for one in segments if one.doc_count() > 0]
    levels: dict[int, list[Any]] = defaultdict(list)
    for segment in living:
        levels[_level(segment.doc_count())].append(segment)
    merged = [one for one in living if one.deleted_count() > one.doc_count()]
    for level in sorted(levels):
        if len(levels[level]) >= _SEGMENTS_PER_LEVEL:
            merged += [one for one in levels[level] if one not in merged]
    for segment in merged:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return [one for one in living if one not in merged]


def _level(documents: int) -> int:
    level = 0
    while documents >= _LEVEL_BASE:
        documents //= _LEVEL_BASE
        level += 1
    return level


def _items(places_by_form: dict[str, list[int]]) -> Iterator[Item]:
    for form, places in places_by_form.items():
        first = places[0] >> FIELD_SHIFT
        if first == places[-1] >> FIELD_SHIFT:
            weight = FIELD_WEIGHTS[first] * len(places)
        else:
            weight = sum(FIELD_WEIGHTS[place >> FIELD_SHIFT] for place in places)
        yield form.encode("utf-8"), len(places), weight, array("I", places).tobytes()


@dataclass(frozen=True, slots=True)
class _At:
    """As much of a Whoosh index as its writer asks for, held at one commit."""

    storage: FileStorage
    commit: int
    indexname: str = INDEX_NAME

    def _read_toc(self) -> TOC:
        return TOC.read(self.storage, self.indexname, gen=self.commit)
