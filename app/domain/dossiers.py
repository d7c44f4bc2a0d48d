"""A dossier: several records of one reader with what a report needs to set them side by side.

Plain frozen values that came through the gate; what reports are made of (`app/pdf/reports/`). Everything in
it may be shown to the reader it was made for, and `label` is the join of all of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.access import AccessLabel
from app.domain.groupings import Groupings
from app.domain.parties import PartyDirectory
from app.domain.party_views import PartyTogether
from app.domain.records import PartyCode, RecordId
from app.domain.views import RecordView


@dataclass(frozen=True, slots=True)
class Dossier:
    """`records` by date, oldest first, undated ones last, then by reference.

    A view in it has no history, no sealed note and no file, relations only to records of the dossier and to
    texts outside the register, and its text only where `has_texts`.
    """

    subject: str
    """What it is about, in a few words: a theme, a party's name, a person's name, the words of a search."""
    records: tuple[RecordView, ...]
    label: AccessLabel
    readable_total: int
    """How many records this reader may read: the n behind "based on"."""
    parties: PartyDirectory
    groupings: Groupings
    total: int = 0
    """How many records were found for it in all; more than `records` where it was cut."""
    chosen_by: tuple[tuple[str, str], ...] = ()
    """How the records were chosen, in pairs of words: `Words`, `torture`; `Signatory`, `Canada`."""
    party: PartyCode | None = None
    """Of a country sheet."""
    person: str = ""
    """Of a case sheet: the name on record that stands for all spellings."""
    person_names: frozenset[str] = frozenset()
    """Every name under which the person stands in records."""
    has_texts: bool = False
    excerpts: dict[RecordId, tuple[str, ...]] = field(default_factory=dict)
    found_order: tuple[RecordId, ...] = ()
    """The records in the order in which a search found them, or somebody put them; empty for none."""
    together: tuple[PartyTogether, ...] = ()
    """Of a country sheet: with whom the party signed most, counted over all texts of the reader."""

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.records)

    def name_of(self, code: PartyCode) -> str:
        """What a party is called today."""
        return self.parties.name_today(code)
