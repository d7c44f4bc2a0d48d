"""The catalogue: the gate, with everything that is read through it.

`Catalogue(session, clearance, labels)` is made for one reader and one transaction. The condition that
every SELECT carries is `Gate.readable()`; how rows become values is in `record_reading.py` (one
record), `summaries.py` (lines of lists), `searchable.py` (what is searched), `relations.py`,
`counting.py` and `party_reading.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.db import files, record_reading, summaries
from app.db.files import FileAtHand
from app.db.gate import Gate
from app.domain.records import RecordId
from app.domain.views import HistoryEntry, RecordSummary, RecordView


class Catalogue(Gate):
    """What one reader may read. Cheap to make; never kept from one request to the next."""

    def record(self, record_id: RecordId) -> RecordView:
        """One record with everything this reader may know of it. Raises NotFound."""
        return record_reading.record_view(self, self.locate(record_id))

    def summaries(self, record_ids: Sequence[RecordId]) -> list[RecordSummary]:
        """Lines for a list, in the order of the ids; ids not readable are left out."""
        return summaries.summaries(self, record_ids)

    def history(self, record_id: RecordId) -> tuple[HistoryEntry, ...]:
        """What this reader may know of who changed what, newest first. Raises NotFound."""
        return record_reading.history(self, self.locate(record_id))

    def file(self, file_id: str) -> FileAtHand:
        """One file of a readable record. Raises NotFound for hidden and absent alike."""
        return files.file_at_hand(self, file_id)
