"""Who signed with whom: a coalition over several texts, computed from their lists. Open `coalition_of`.

Pure and from what one reader may read alone. Only lists known to be complete enter a figure; the others are
named. A text belongs to a coalition when at least two parties stand on its list. Joint texts and
counter-texts are two sides, each a series of its own by date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import pairwise

from app.domain.dossiers import Dossier
from app.domain.groupings import FIRST_IN_INTEREST, Groupings
from app.domain.records import AbsenceReport, Description, PartyCode, Signature
from app.domain.views import RecordView
from app.domain.vocabularies import RecordKind, SignatureStatus

FEWEST_PARTIES = 2
"""What fewer signed is no coalition."""


class Part(Enum):
    """What a party has to do with one text."""

    SIGNED = "signed"
    READ_OUT = "read out"
    JOINED_LATER = "joined later"
    WITHDREW = "withdrew"
    REPORTED_ABSENT = "reported absent"
    NOT_LISTED = "not listed"

    @property
    def stands(self) -> bool:
        return self in (Part.SIGNED, Part.READ_OUT, Part.JOINED_LATER)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a grouping's members at the text's date signed it: `7/28`. No members: not known."""

    grouping: str
    signed: int
    members: int


@dataclass(frozen=True, slots=True)
class Column:
    """One text with a complete list, numbered from 1 in the order of the matrix."""

    number: int
    view: RecordView
    is_counter: bool
    parts: Mapping[PartyCode, Part]
    shares: tuple[Share, ...]
    """EU, NATO, G7, Five Eyes; empty where the text's date is not known."""

    @property
    def signatories(self) -> frozenset[PartyCode]:
        return frozenset(code for code, part in self.parts.items() if part.stands)

    def part_of(self, code: PartyCode) -> Part:
        return self.parts.get(code, Part.NOT_LISTED)


@dataclass(frozen=True, slots=True)
class Row:
    """One party; how many joint texts and how many counter-texts it stands on."""

    code: PartyCode
    name: str
    joint: int
    counter: int


@dataclass(frozen=True, slots=True)
class Drift:
    """From one complete list to the next of the same side."""

    earlier: Column
    later: Column
    joined: tuple[PartyCode, ...]
    left: tuple[PartyCode, ...]
    jaccard: float
    """Shared signatories as a part of all of both lists."""


@dataclass(frozen=True, slots=True)
class ReportedMissing:
    """Somebody says that a party was missing from a text."""

    view: RecordView
    number: int
    """Of the report in its record, from 1."""
    report: AbsenceReport


@dataclass(frozen=True, slots=True)
class Coalition:
    columns: tuple[Column, ...]
    """Joint texts by date, then counter-texts by date."""
    rows: tuple[Row, ...]
    """Signatories of joint texts by how often they signed, then those of counter-texts alone."""
    others: tuple[Row, ...]
    """Who is reported absent or withdrew, and stands on no list now."""
    incomplete: tuple[RecordView, ...]
    """Texts whose lists are not known to be complete: named, not counted."""
    drifts: tuple[Drift, ...]
    missing: tuple[ReportedMissing, ...]
    left_out: int
    """Texts that fewer than two parties signed."""

    @property
    def joint(self) -> tuple[Column, ...]:
        return tuple(one for one in self.columns if not one.is_counter)

    @property
    def counter(self) -> tuple[Column, ...]:
        return tuple(one for one in self.columns if one.is_counter)

    @property
    def core(self) -> tuple[PartyCode, ...]:
        """Who signed every joint text, in the order of the rows; nobody where there is only one."""
        joint = self.joint
        return tuple(row.code for row in self.rows if len(joint) > 1 and row.joint == len(joint))

    @property
    def on_both_sides(self) -> tuple[PartyCode, ...]:
        """Who signed a joint text and a counter-text."""
        return tuple(row.code for row in self.rows if row.joint and row.counter)


def coalition_of(dossier: Dossier) -> Coalition:
    """The coalition of the records of a dossier."""
    joint = [view for view in dossier.records if _parties_on_list(view) >= FEWEST_PARTIES]
    complete = [view for view in joint if view.description.signatures_are_complete]
    columns = _columns(complete, dossier.groupings)
    rows, others = _rows(columns, dossier)
    return Coalition(
        columns=columns,
        rows=rows,
        others=others,
        incomplete=tuple(one for one in joint if not one.description.signatures_are_complete),
        drifts=tuple(
            _drift(earlier, later, _alphabetically(rows))
            for is_counter in (False, True)
            for earlier, later in pairwise(one for one in columns if one.is_counter is is_counter)
        ),
        missing=_missing(joint),
        left_out=len(dossier.records) - len(joint),
    )


def jaccard(one: Collection[PartyCode], other: Collection[PartyCode]) -> float:
    """What two lists share as a part of all of both; 0 for two empty ones."""
    union = set(one) | set(other)
    return len(set(one) & set(other)) / len(union) if union else 0.0


def is_counter(view: RecordView) -> bool:
    """Whether a text stands against others."""
    return view.description.kind is RecordKind.COUNTER_LETTER


def shares_at(
    codes: Iterable[PartyCode], when: RecordView, groupings: Groupings
) -> tuple[Share, ...]:
    """The shares of the groupings of first interest at the date of a text, those of none included."""
    dated, signed = when.description.calendar_date, frozenset(codes)
    if dated is None:
        return ()
    shares = []
    for code in FIRST_IN_INTEREST:
        members = groupings.members_at(code, dated)
        shares.append(Share(code, len(members & signed), len(members)))
    return tuple(shares)


def by_date(view: RecordView) -> tuple[bool, date, str]:
    """The order of texts: by date, undated ones last, then by reference."""
    dated = view.description.calendar_date
    day = (dated.lower or dated.upper) if dated else None
    return day is None, day or date.min, view.reference


def _parties_on_list(view: RecordView) -> int:
    counted = (SignatureStatus.WITHDREW,)
    codes = {
        one.party
        for one in view.description.signatures
        if one.status.stands or one.status in counted
    }
    return len(codes)


def _columns(views: Sequence[RecordView], groupings: Groupings) -> tuple[Column, ...]:
    ordered = sorted(views, key=lambda one: (is_counter(one), by_date(one)))
    columns = []
    for number, view in enumerate(ordered, start=1):
        parts = _parts(view.description)
        standing = [code for code, part in parts.items() if part.stands]
        shares = shares_at(standing, view, groupings)
        columns.append(Column(number, view, is_counter(view), parts, shares))
    return tuple(columns)


def _parts(told: Description) -> Mapping[PartyCode, Part]:
    """A signature says more than a report that somebody was absent."""
    parts: dict[PartyCode, Part] = {}
    for one in told.absences:
        if isinstance(one.party, str) and one.evidence.is_attributed:
            parts[PartyCode(one.party)] = Part.REPORTED_ABSENT
    for signature in told.signatures:
        found = _part(signature)
        if found is not Part.NOT_LISTED:
            parts[signature.party] = found
    return parts


def _part(signature: Signature) -> Part:
    steps = [one.status for one in signature.history] or [signature.status]
    if signature.status is SignatureStatus.WITHDREW:
        return Part.WITHDREW
    if signature.status in _REFUSED:
        return Part.REPORTED_ABSENT
    if not signature.status.stands:
        return Part.NOT_LISTED
    if SignatureStatus.JOINED_LATER in (steps[0], signature.status):
        return Part.JOINED_LATER
    return Part.READ_OUT if signature.status is SignatureStatus.READ_OUT else Part.SIGNED


_REFUSED = frozenset({SignatureStatus.DECLINED, SignatureStatus.BLOCKED_OTHERS})


def _rows(columns: Sequence[Column], dossier: Dossier) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    joint: Counter[PartyCode] = Counter()
    counter: Counter[PartyCode] = Counter()
    for column in columns:
        (counter if column.is_counter else joint).update(column.signatories)
    named = {code for column in columns for code in column.parts}
    rows = [Row(code, dossier.name_of(code), joint[code], counter[code]) for code in named]
    rows.sort(key=lambda row: (-row.joint, -row.counter, row.name, row.code))
    return (
        tuple(row for row in rows if row.joint or row.counter),
        tuple(row for row in rows if not row.joint and not row.counter),
    )


def _alphabetically(rows: Sequence[Row]) -> list[PartyCode]:
    return [row.code for row in sorted(rows, key=lambda row: (row.name, row.code))]


def _drift(earlier: Column, later: Column, order: Sequence[PartyCode]) -> Drift:
    before, after = earlier.signatories, later.signatories
    return Drift(
        earlier,
        later,
        tuple(code for code in order if code in after - before),
        tuple(code for code in order if code in before - after),
        jaccard(before, after),
    )


def _missing(views: Iterable[RecordView]) -> tuple[ReportedMissing, ...]:
    return tuple(
        ReportedMissing(view, number, report)
        for view in sorted(views, key=by_date)
        for number, report in enumerate(view.description.absences, start=1)
        if report.evidence.is_attributed
    )
