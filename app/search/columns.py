"""Our own columns of a partition: what order, dates, counts and facets are made from, with numpy.

One row for each live record, in a file of flat arrays saved with the commit that it belongs to. A row
number is never used twice in a generation; engines keep it beside their own document, and a document
whose row is not here any more is dead, whatever the engine still remembers of it.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

import numpy as np

from app.domain.records import RecordId
from app.domain.searches import FacetName
from app.search.engine import IndexedRecord

Array = np.ndarray[Any, Any]

FACETS = tuple(FacetName)
NEVER = np.iinfo(np.int32).max
"""Lower bound of a record without any date: no range reaches it."""


@dataclass(frozen=True, slots=True)
class FacetColumn:
    """Codes of all rows one after another: row r holds `codes[starts[r]:starts[r + 1]]`."""

    vocabulary: tuple[str, ...]
    starts: Array
    codes: Array

    def counts(self, mask: Array) -> dict[str, int]:
        """Code -> number of rows in the mask that carry it; codes of none are left out."""
        if not self.vocabulary:
            return {}
        chosen = np.repeat(mask, np.diff(self.starts))
        totals = np.bincount(self.codes[chosen], minlength=len(self.vocabulary))
        present = np.flatnonzero(totals)
        return {self.vocabulary[at]: int(totals[at]) for at in present}

    def rows_with(self, wanted: Iterable[int]) -> Array:
        """Mask of the rows that carry one of these codes, given by their numbers."""
        mask = np.zeros(len(self.starts) - 1, dtype=bool)
        is_wanted = np.zeros(len(self.vocabulary), dtype=bool)
        is_wanted[list(wanted)] = True
        hits = np.flatnonzero(is_wanted.take(self.codes))
        mask[np.searchsorted(self.starts, hits, side="right") - 1] = True
        return mask


@dataclass(frozen=True, slots=True)
class Columns:
    """All columns of one partition; every array has one entry per row, in the order of `rows`."""

    rows: Array
    ids: Array
    revisions: Array
    digests: Array
    lower: Array
    upper: Array
    days: Array
    """The day to sort and count under: the lower bound, else the upper, 0 for none."""
    lengths: Array
    counters: Array
    facets: tuple[FacetColumn, ...]
    attributes: FacetColumn
    next_row: int

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def has_lost_rows(self) -> bool:
        """Whether a record was ever changed or removed since the generation began."""
        return self.next_row - 1 != len(self.rows)

    def revisions_by_id(self) -> dict[RecordId, int]:
        names = decoded(self.ids)
        return dict(zip(names, self.revisions.tolist(), strict=True))

    def positions_of(self, ids: Iterable[RecordId]) -> Array:
        """Where the given ids stand; ids that are not here are left out."""
        wanted = np.array([name.encode() for name in ids] or [b""])
        return np.flatnonzero(np.isin(self.ids, wanted))


@dataclass(slots=True)
class NewRow:
    """One record on its way into the columns. `length` counts words."""

    row: int
    id: RecordId
    revision: int
    digest: int
    length: int
    date_lower: date | None
    date_upper: date | None
    is_counter: bool
    facets: Mapping[FacetName, tuple[str, ...]]
    attributes: tuple[str, ...] = ()

    @classmethod
    def of(cls, record: IndexedRecord, *, row: int, digest: int, length: int) -> NewRow:
        """Everything but the text."""
        return cls(
            row,
            record.id,
            record.revision,
            digest,
            length,
            record.date_lower,
            record.date_upper,
            record.is_counter,
            record.facets,
            record.attributes,
        )


def empty_columns() -> Columns:
    none = np.empty(0, dtype=np.int64)
    codes = FacetColumn((), np.zeros(1, np.int64), np.empty(0, np.int32))
    return Columns(none, np.empty(0, "S1"), none, none.astype("u8"), none, none, none, none,
                   none.astype(bool), (codes,) * len(FACETS), codes, 1)  # fmt: skip


def digest_of(record: IndexedRecord) -> int:
    """64 bits of everything a partition keeps of a record, to see whether it must be written again."""
    told = [str(record.date_lower), str(record.date_upper), str(record.is_counter)]
    for name, codes in sorted(record.facets.items()):
        told += (name, *codes, "")
    for one in record.passages:
        told += (one.field, one.place, one.language, str(len(one.text)))
    told += ("", *sorted(record.attributes), "")
    head = "\0".join(
        told
    )  # no code holds a zero; texts, which may, are told apart by their lengths
    whole = "".join([head, *[one.text for one in record.passages]])
    digest = blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest(), "big")


def updated(columns: Columns, gone: Array, new: Sequence[NewRow], next_row: int) -> Columns:
    """The columns without the rows at the positions `gone`, and with the new rows at the end."""
    keep = np.ones(len(columns), dtype=bool)
    keep[gone] = False
    lower, upper, days = _dates(new)

    def joined(old: Array, fresh: Sequence[object] | Array, kind: str) -> Array:
        return np.concatenate([old[keep], np.array(fresh, dtype=kind)])

    ids = np.array([one.id.encode() for one in new] or [b""], dtype=bytes)[: len(new)]
    return Columns(
        rows=joined(columns.rows, [one.row for one in new], "i8"),
        ids=np.concatenate([columns.ids[keep], ids]),
        revisions=joined(columns.revisions, [one.revision for one in new], "i8"),
        digests=joined(columns.digests, [one.digest for one in new], "u8"),
        lower=joined(columns.lower, lower, "i8"),
        upper=joined(columns.upper, upper, "i8"),
        days=joined(columns.days, days, "i8"),
        lengths=joined(columns.lengths, [one.length for one in new], "i8"),
        counters=joined(columns.counters, [one.is_counter for one in new], "?"),
        facets=tuple(
            _joined_facet(column, keep, [one.facets.get(name, ()) for one in new])
            for name, column in zip(FACETS, columns.facets, strict=True)
        ),
        attributes=_joined_facet(columns.attributes, keep, [one.attributes for one in new]),
        next_row=next_row,
    )


def saved(columns: Columns) -> bytes:
    """The columns as the bytes of an .npz file without pickles."""
    arrays = {name: getattr(columns, name) for name in _PLAIN}
    of_codes = (*columns.facets, columns.attributes)
    words = {"next_row": columns.next_row, "vocabularies": [one.vocabulary for one in of_codes]}
    arrays["words"] = np.frombuffer(json.dumps(words).encode(), dtype=np.uint8)
    for name, column in zip(_OF_CODES, of_codes, strict=True):
        arrays[f"{name}_starts"], arrays[f"{name}_codes"] = column.starts, column.codes
    stream = io.BytesIO()
    np.savez(stream, **arrays)
    return stream.getvalue()


def loaded(raw: bytes) -> Columns:
    """Read what `saved` wrote. The bytes must have been verified before."""
    with np.load(io.BytesIO(raw), allow_pickle=False) as arrays:
        words = json.loads(arrays["words"].tobytes())
        *facets, attributes = (
            FacetColumn(tuple(vocabulary), arrays[f"{name}_starts"], arrays[f"{name}_codes"])
            for name, vocabulary in zip(_OF_CODES, words["vocabularies"], strict=True)
        )
        plain = {name: arrays[name] for name in _PLAIN}
    return Columns(**plain, facets=tuple(facets), attributes=attributes, next_row=words["next_row"])


def decoded(ids: Array) -> list[RecordId]:
    return [RecordId(name.decode()) for name in ids.tolist()]


def years_of(days: Array) -> Array:
    """Calendar years of ordinal days."""
    epoch = date(1970, 1, 1).toordinal()
    years = (days - epoch).astype("datetime64[D]").astype("datetime64[Y]")
    return np.asarray(years.astype(np.int64) + 1970)


_OF_CODES = (*(name.value for name in FACETS), "attributes")
_PLAIN = ("rows", "ids", "revisions", "digests", "lower", "upper", "days", "lengths", "counters")


def _dates(records: Sequence[NewRow]) -> tuple[list[int], list[int], list[int]]:
    """Bounds as ordinals, open ends reaching as far as days go, and the day to sort by."""
    lower, upper, days = [], [], []
    for record in records:
        first, last = record.date_lower, record.date_upper
        has_date = first is not None or last is not None
        lower.append(first.toordinal() if first else 0 if has_date else NEVER)
        upper.append(last.toordinal() if last else NEVER - 1 if has_date else 0)
        days.append((first or last or date.min).toordinal() if has_date else 0)
    return lower, upper, days


def _joined_facet(column: FacetColumn, keep: Array, fresh: list[tuple[str, ...]]) -> FacetColumn:
    sizes = np.diff(column.starts)
    kept_codes = column.codes[np.repeat(keep, sizes)]
    number_by_code = {code: at for at, code in enumerate(column.vocabulary)}
    once = [dict.fromkeys(values) if len(values) > 1 else values for values in fresh]
    codes = [
        number_by_code.setdefault(code, len(number_by_code)) for values in once for code in values
    ]
    all_sizes = np.concatenate([sizes[keep], np.array([*map(len, once)], dtype=np.int64)])
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(all_sizes)])
    return FacetColumn(
        tuple(number_by_code), starts, np.concatenate([kept_codes, np.array(codes, np.int32)])
    )
