"""What the register says of one letter: a `Description` and its parts, and the `Draft` that brings it in.

Open `Description` first. Parties stand as codes (ISO 3166-1 alpha-3, 3166-3 and the project's own);
names are looked up at the record's date elsewhere (`parties.py`). Relations to other records are not
part of a description: both ends must be readable for one to exist to a reader, and making one never
raises a record's revision. The same values go in (`Draft`) and come out (`views.RecordView`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NewType

from app.domain.access import AccessLabel
from app.domain.dates import CalendarDate, DatedFact
from app.domain.errors import InvalidInput
from app.domain.grades import Grade
from app.domain.nothing import NONE, NOT_KNOWN, MaybeText, Nothing
from app.domain.vocabularies import (
    AbsenceKind,
    AddresseeRole,
    Capacity,
    Causality,
    Channel,
    ConcernStep,
    DemandClass,
    DemandStrength,
    Disclosure,
    FileRole,
    Holding,
    OutcomeStatus,
    PersonRole,
    Publicity,
    Rank,
    RecordKind,
    RelationKind,
    ResponseKind,
    SignatureStatus,
)

PartyCode = NewType("PartyCode", str)
RecordId = NewType("RecordId", str)
"""The public UUIDv4 of a record, as text."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact comes from and how far it can be trusted. NOT_KNOWN source = unsourced."""

    source: MaybeText = NOT_KNOWN
    grade: Grade | None = None
    is_anonymous: bool = False

    @property
    def is_attributed(self) -> bool:
        """Whether somebody says so: a source that is named, withheld, not named or at least graded."""
        is_known = self.source not in (NOT_KNOWN, NONE)
        return is_known or self.is_anonymous or self.grade is not None


@dataclass(frozen=True, slots=True)
class StatusChange:
    """One step in the history of a signature: signed, then withdrew."""

    status: SignatureStatus
    date: CalendarDate | None = None
    note: str = ""
    evidence: Evidence = Evidence()


@dataclass(frozen=True, slots=True)
class Signature:
    """One party's signature. `ranks` holds several when the source says "one of"; empty = not known."""

    party: PartyCode
    name_as_signed: MaybeText = NOT_KNOWN
    person: MaybeText = NOT_KNOWN
    office: MaybeText = NOT_KNOWN
    ranks: tuple[Rank, ...] = ()
    capacity: Capacity = Capacity.STATE
    status: SignatureStatus = SignatureStatus.SIGNED
    date: CalendarDate | None = None
    reservation: str = ""
    history: tuple[StatusChange, ...] = ()
    evidence: Evidence = Evidence()


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom the letter is written to (or copied to, by `role`)."""

    role: AddresseeRole = AddresseeRole.TO
    party: PartyCode | Nothing = NOT_KNOWN
    organ: MaybeText = NOT_KNOWN
    office: MaybeText = NOT_KNOWN
    person: MaybeText = NOT_KNOWN


@dataclass(frozen=True, slots=True)
class Demand:
    """What was asked: wording in our own words, class, strength, for whom, and what came of it."""

    text: str
    demand_class: DemandClass = DemandClass.OTHER
    strength: DemandStrength | None = None
    beneficiaries: tuple[str, ...] = ()
    status: OutcomeStatus = OutcomeStatus.UNKNOWN
    evidence: Evidence = Evidence()


@dataclass(frozen=True, slots=True)
class Response:
    """How somebody reacted. `causality` says no more than the sources do."""

    kind: ResponseKind
    text: str
    by: str = ""
    by_party: PartyCode | None = None
    date: CalendarDate | None = None
    causality: Causality | None = None
    note: str = ""
    evidence: Evidence = Evidence()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the letter or of one demand (`demand_number` counts from 1)."""

    text: str
    status: OutcomeStatus
    demand_number: int | None = None
    date: CalendarDate | None = None
    evidence: Evidence = Evidence()


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person named in the letter. `other_names` holds spellings and scripts."""

    name: str
    role: PersonRole = PersonRole.MENTIONED
    other_names: tuple[str, ...] = ()
    occupation: MaybeText = NOT_KNOWN
    is_public_here: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class AbsenceReport:
    """A party was missing: somebody says so or, unsourced, the register. Never a computed absence.

    NOT_KNOWN = a party that no source names; `among` is then the grouping it is said to belong to.
    """

    party: PartyCode | Nothing
    kind: AbsenceKind
    text: str
    evidence: Evidence = Evidence()
    among: str = ""
    """Code of a grouping (`EU`); empty when nothing is said."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A span of the text that is already public, with where it was published."""

    text: str
    source: MaybeText = NOT_KNOWN
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class ExternalReference:
    """An identifier of somebody else's: scheme (`UN symbol`, `OJ`, `import`) and value."""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class Concern:
    """How the text words its concern: our wording, and the step on the ladder."""

    text: str
    step: ConcernStep


@dataclass(frozen=True, slots=True)
class Description:
    """Everything the register says of one letter, in the order the record page shows it."""

    kind: RecordKind
    title: str
    title_is_supplied: bool = False
    title_language: MaybeText = NOT_KNOWN
    summary: str = ""
    scope: str = ""
    dated: DatedFact | Nothing = NOT_KNOWN
    dispatched: DatedFact | Nothing = NOT_KNOWN
    received: DatedFact | Nothing = NOT_KNOWN
    published: DatedFact | Nothing = NOT_KNOWN
    disclosed: DatedFact | Nothing = NOT_KNOWN
    place: MaybeText = NOT_KNOWN
    place_is_inferred: bool = False
    channel: Channel | Nothing = NOT_KNOWN
    publicity: Publicity | Nothing = NOT_KNOWN
    disclosure: Disclosure | Nothing = NOT_KNOWN
    holding: Holding | Nothing = NOT_KNOWN
    languages: tuple[str, ...] = ()
    """BCP 47 tags of the letter; empty = not known."""
    document_symbol: MaybeText = NOT_KNOWN
    external_references: tuple[ExternalReference, ...] = ()
    subjects: tuple[str, ...] = ()
    targets: tuple[PartyCode, ...] = ()
    signatures: tuple[Signature, ...] = ()
    signatures_are_complete: bool | None = True
    """None = not known; only a list known to be complete enters a figure."""
    signatories_published: int | None = None
    """How many signatories the sources count, where they say so."""
    signatures_note: str = ""
    capacity_note: str = ""
    addressees: tuple[Addressee, ...] = ()
    concern: Concern | None = None
    assertions: tuple[str, ...] = ()
    demands: tuple[Demand, ...] = ()
    responses: tuple[Response, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    persons: tuple[NamedPerson, ...] = ()
    absences: tuple[AbsenceReport, ...] = ()
    quotes: tuple[Quote, ...] = ()
    instruments: tuple[str, ...] = ()
    marking_original: MaybeText = NOT_KNOWN
    sources: tuple[str, ...] = ()
    evidence: Evidence = Evidence()
    """Of the record as a whole: the main source and its grade."""
    notes: str = ""

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise InvalidInput("title", "A record needs a title; write your own in brackets.")

    @property
    def standing_signatures(self) -> tuple[Signature, ...]:
        """Signatures of parties that made the text their own and have not withdrawn."""
        return tuple(one for one in self.signatures if one.status.stands)

    @property
    def party_codes(self) -> frozenset[PartyCode]:
        """Every party named anywhere in the description."""
        codes: set[PartyCode | Nothing | None] = set(self.targets)
        for parts in (self.signatures, self.addressees, self.absences):
            codes.update(one.party for one in parts)
        codes.update(one.by_party for one in self.responses)
        return frozenset(code for code in codes if isinstance(code, str))

    @property
    def calendar_date(self) -> CalendarDate | None:
        return self.dated.date if isinstance(self.dated, DatedFact) else None


@dataclass(frozen=True, slots=True)
class RelationDraft:
    """A typed relation to another record by its source key, or to a text outside the register."""

    kind: RelationKind
    to_source_key: str | None = None
    to_external: str = ""
    date: CalendarDate | None = None
    note: str = ""
    evidence: Evidence = Evidence()


@dataclass(frozen=True, slots=True)
class SealedNoteDraft:
    """A note that needs a label of its own: the pen-holder, a comment, the risk to a person."""

    kind: str
    text: str
    label: AccessLabel


@dataclass(frozen=True, slots=True)
class FileDraft:
    """Bytes already put into storage, to be attached to a record."""

    sha256: str
    size_bytes: int
    media_type: str
    name: str
    role: FileRole = FileRole.ORIGINAL
    language: MaybeText = NOT_KNOWN
    note: str = ""


@dataclass(frozen=True, slots=True)
class SourceKey:
    """Where an imported record came from; an import is idempotent by this pair."""

    source: str
    identifier: str

    def __str__(self) -> str:
        return f"{self.source}:{self.identifier}"


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter on its way in. `label` None means: no marking given (becomes the intake label)."""

    description: Description
    label: AccessLabel | None = None
    text: str = ""
    """Full text as it came with the import; texts of files are extracted later."""
    source_key: SourceKey | None = None
    relations: tuple[RelationDraft, ...] = ()
    sealed_notes: tuple[SealedNoteDraft, ...] = ()
    files: tuple[FileDraft, ...] = field(default=())
