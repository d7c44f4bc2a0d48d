"""How many readable records hold a form, over opened partitions: for near spellings and for telling words.

An engine's dictionary keeps the words of records that are gone or withheld. So each form that it lists is
counted over the live records of the row, and one that none of them holds is not there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from app.domain.records import RecordId
from app.search.engine import HeldForms
from app.search.expansion import is_spelt_nearly, sought_spelling, swaps
from app.search.matching import Reading
from app.search.postings import Snapshot

Opened = Sequence[tuple[Snapshot, frozenset[RecordId]]]


def held(opened: Opened, forms: Collection[str]) -> HeldForms:
    """`SearchEngine.held` of an embedded engine."""
    reading = Reading.of(opened)
    return HeldForms(reading.count, _counted(reading, forms))


def spellings(opened: Opened, word: str) -> Mapping[str, int]:
    """`SearchEngine.spellings` of an embedded engine."""
    sought = sought_spelling(word)
    if not sought:
        return {}
    reading = Reading.of(opened)
    listed = swaps(sought).union(
        *(segment.forms_near(sought) for part in reading.parts for segment, _, _ in part.segments)
    )
    return _counted(reading, (form for form in listed if is_spelt_nearly(sought, form)))


def _counted(reading: Reading, forms: Iterable[str]) -> dict[str, int]:
    counts = {form: _records_with(reading, form) for form in forms}
    return {form: count for form, count in counts.items() if count}


def _records_with(reading: Reading, form: str) -> int:
    """A live record stands in one segment, and once in the postings of a form there."""
    count = 0
    for part in reading.parts:
        for segment, row, _ in part.segments:
            found = segment.postings(form, with_places=False)
            if found is not None:
                count += int((row[found.documents] >= 0).sum())
    return count
