"""What services hand to the doors and to the PDF: plain frozen values that came through the gate.

`RecordView` is one record with everything this reader may know of it; `RecordSummary` is one line
in a list; `SearchPage` is one page of results. Nothing here can
reach the database, and everything in it may be shown to the reader it was made for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from app.domain.access import AccessLabel
from app.domain.dates import CalendarDate
from app.domain.nothing import WITHHELD, MaybeText, Nothing
from app.domain.phrases import unnamed
from app.domain.records import AbsenceReport, Description, Evidence, PartyCode, RecordId
from app.domain.vocabularies import (
    WITHOUT_A_COPY,
    Disclosure,
    FileRole,
    Holding,
    RecordKind,
    RecordState,
    RelationKind,
)


@dataclass(frozen=True, slots=True)
class RecordSummary:
    """One record in a list. `signatory_codes` in the record's order, standing signatures only."""

    id: RecordId
    reference: str
    label: AccessLabel
    revision: int
    kind: RecordKind
    title: str
    title_is_supplied: bool
    date: CalendarDate | None
    place: MaybeText
    addressees: str
    """`Guo Shengkun, Minister of Public Security, China`; empty when no addressee is named."""
    signatory_codes: tuple[PartyCode, ...]
    signatures_are_complete: bool | None
    signatories_published: int | None
    disclosure: Disclosure | Nothing
    holding: Holding | Nothing
    registered_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class GroupingShare:
    """A grouping at the record's date: `EU 7/28`. `signed_by` are the codes among the signatories."""

    code: str
    name: str
    short_name: str
    members: int
    signed_by: frozenset[PartyCode]

    @property
    def signed(self) -> int:
        return len(self.signed_by)


@dataclass(frozen=True, slots=True)
class RelatedRecord:
    """One relation as it reads from this record. `record` None = a text outside the register."""

    kind: RelationKind
    is_inverse: bool
    label: str
    """`precursor of` or, seen from the other side, `has precursor`."""
    record: RecordSummary | None
    external: str
    date: CalendarDate | None
    note: str
    evidence: Evidence


class ExtractionState(Enum):
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FileView:
    """A file of a record; its bytes are fetched by `id` through the gate."""

    id: str
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    role: FileRole
    language: MaybeText
    note: str
    added_at: datetime
    extraction: ExtractionState
    extraction_reason: str
    """Why no text could be read, in words for the reader; empty unless FAILED."""
    pages: int | None


@dataclass(frozen=True, slots=True)
class FieldChange:
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """Who changed what, when, why; `label` joins the cells written in. Revision 1 is the registration."""

    revision: int
    at: datetime
    by: str
    reason: str
    changes: tuple[FieldChange, ...]
    label: AccessLabel | None = None


@dataclass(frozen=True, slots=True)
class SealedNote:
    """A note this reader may read; others do not exist for them."""

    kind: str
    text: str
    label: AccessLabel
    id: str = ""


@dataclass(frozen=True, slots=True)
class RecordView:
    """One record as one reader may know it. `label` joined with the sealed notes marks the page."""

    id: RecordId
    reference: str
    label: AccessLabel
    revision: int
    state: RecordState
    description: Description
    party_names: Mapping[PartyCode, str]
    """Name at the record's date for every code in the description."""
    groupings: tuple[GroupingShare, ...]
    """Groupings with at least one signatory at the record's date, largest interest first."""
    relations: tuple[RelatedRecord, ...]
    files: tuple[FileView, ...]
    history: tuple[HistoryEntry, ...]
    """Newest first."""
    sealed_notes: tuple[SealedNote, ...]
    page_label: AccessLabel
    """The join of everything shown on the record's page."""
    text: str
    """Full text, where the register holds one."""
    registered_at: datetime
    readable_total: int
    """How many records this reader may read: the n behind "based on"."""
    as_registered: Description | None = None
    """The description with the codes it was given, where merged parties have another now."""
    grouping_names: Mapping[str, str] = field(default_factory=dict)
    """Short names of the groupings that reports on absences speak of."""

    @property
    def written(self) -> Description:
        """What is amended, fingerprinted and handed over: the description as it was registered."""
        return self.as_registered or self.description

    @property
    def text_is_about_it(self) -> bool:
        """Whether the text is not the letter's own: no copy is held, and every file is a source on it."""
        has_copy = self.description.holding not in WITHOUT_A_COPY
        return not has_copy and {one.role for one in self.files} == {FileRole.SOURCE}

    def name_of(self, code: PartyCode) -> str:
        return self.party_names.get(code, code)

    def missing_name(self, absence: AbsenceReport) -> str:
        """Who was missing: the party, or that no source names it."""
        among = self.grouping_names.get(absence.among, absence.among)
        if isinstance(absence.party, Nothing):
            return unnamed(among, is_withheld=absence.party is WITHHELD)
        return self.name_of(absence.party)


@dataclass(frozen=True, slots=True)
class StartPage:
    new_and_changed: tuple[RecordSummary, ...]
    new_total: int
    awaiting_reply: tuple[RecordSummary, ...]
    awaiting_total: int
    by_kind: tuple[tuple[RecordKind, int], ...]
    total: int
    first_year: int | None
    last_year: int | None
    label: AccessLabel
