"""Opened partitions in one row of numbers, and the gathering of a term's occurrences over them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.domain.query import SearchField
from app.domain.records import RecordId
from app.search.columns import Array
from app.search.postings import (
    FIELD_SHIFT,
    LANGUAGE_MASK,
    LANGUAGE_SHIFT,
    Postings,
    Segment,
    Snapshot,
    Stretch,
)
from app.search.ranking import FIELD_NUMBERS, FIELD_WEIGHTS


@dataclass(frozen=True, slots=True)
class Part:
    """One partition in the row of all: its records stand from `base` on."""

    snapshot: Snapshot
    base: int
    live: Array
    """Mask over its columns: False for withheld records."""
    segments: tuple[tuple[Segment, Array, bool], ...]
    """Each with the place in the row of every document (-1: not there), and whether any is -1."""

    @property
    def is_pure(self) -> bool:
        """Whether every form its table lists stands in a live record."""
        return not self.snapshot.columns.has_lost_rows and bool(self.live.all())


class Gathered:
    """Occurrences of one term, its other forms included, over all partitions."""

    def __init__(self) -> None:
        self._rows: list[Array] = []
        self._weights: list[Array] = []

    def take(
        self, found: Postings, row: Array, has_gaps: bool, scope: SearchField | None, weight: float
    ) -> bool:
        """Add a list of postings, only what stands in the row and the field. True if any is left."""
        at = row[found.documents]
        if scope is None:
            weights = found.weights * weight
        else:
            number = FIELD_NUMBERS[scope]
            at = np.repeat(at, found.counts)[found.places >> FIELD_SHIFT == number]
            weights = np.full(len(at), FIELD_WEIGHTS[number] * weight)
        if has_gaps:
            keep = at >= 0
            at, weights = at[keep], weights[keep]
        if len(at):
            self._rows.append(at)
            self._weights.append(weights)
        return len(at) > 0

    def take_stretch(
        self, found: Stretch, row: Array, has_gaps: bool, scope: SearchField | None
    ) -> list[str]:
        """The same for neighbouring terms at once; those of them of which anything is left."""
        has_any = self.take(found.postings, row, has_gaps, scope, 1.0)
        if not has_any or (scope is None and not has_gaps):
            return list(found.forms) if has_any else []
        owner = np.repeat(np.arange(len(found.forms)), found.sizes)
        there = row[found.postings.documents] >= 0
        if scope is not None:
            counts, places = found.postings.counts, found.postings.places
            owner, there = np.repeat(owner, counts), np.repeat(there, counts)
            there &= places >> FIELD_SHIFT == FIELD_NUMBERS[scope]
        return [found.forms[at] for at in np.unique(owner[there]).tolist()]

    @property
    def is_empty(self) -> bool:
        return not self._rows

    def frequencies(self, size: int) -> Array:
        """For each of `size` records what was gathered, of which there is something."""
        rows, weights = np.concatenate(self._rows), np.concatenate(self._weights)
        return np.bincount(rows, weights=weights, minlength=size)


def part_of(snapshot: Snapshot, withheld: frozenset[RecordId], base: int) -> Part:
    live = np.ones(len(snapshot.columns), dtype=bool)
    if withheld:
        live[snapshot.columns.positions_of(withheld)] = False
    segments = []
    has_withheld = not live.all()
    for segment in snapshot.segments:
        row = segment.at + base
        if segment.has_dead or has_withheld:
            is_there = segment.at >= 0
            is_there[is_there] = live[segment.at[is_there]]
            row = np.where(is_there, row, -1)
            segments.append((segment, row, not is_there.all()))
        else:
            segments.append((segment, row, False))
    return Part(snapshot, base, live, tuple(segments))


def lives_in(part: Part, form: str, language: int) -> bool:
    """Whether a live record of the partition holds the form in a passage of that language."""
    for segment, row, _ in part.segments:
        found = segment.postings(form, with_places=True)
        if found is None:
            continue
        is_there = np.repeat(row[found.documents] >= 0, found.counts)
        languages = (found.places >> LANGUAGE_SHIFT) & LANGUAGE_MASK
        if (is_there & (languages == language)).any():
            return True
    return False
