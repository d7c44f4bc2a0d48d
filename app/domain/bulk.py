"""Amending many records at once: what is asked, and what it means for one record. Pure decisions.

Open `plan`. A label is set only where it guards more than the one a record has: whatever opens a record
to more people needs two persons and is not done to many at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from enum import Enum
from typing import Any, TypeVar

from app.domain.access import AccessLabel
from app.domain.parties import fold_name
from app.domain.records import PartyCode, RecordId
from app.domain.vocabularies import RelationKind
from app.domain.wording import joined, said

_Text = TypeVar("_Text", bound=str)
MOST_RECORDS = 500
"""How many records one operation may amend."""
LONGEST_WORDING = 200
MOST_WORDINGS = 20


class BulkState(Enum):
    RUNNING = "running"
    DONE = "done"
    UNDOING = "being undone"
    UNDONE = "undone"

    @property
    def is_going_on(self) -> bool:
        return self in (BulkState.RUNNING, BulkState.UNDOING)


class Outcome(Enum):
    """What became, or would become, of one record."""

    WAITING = "waiting"
    CHANGED = "changed"
    UNCHANGED = "nothing to change"
    REFUSED = "refused"
    ABSENT = "not among those you may read"


class UndoOutcome(Enum):
    NOT_ASKED = ""
    UNDONE = "undone"
    NOT_UNDONE = "not undone"


@dataclass(frozen=True, slots=True)
class BulkRelation:
    """A relation from each record to one record, or from it to each (`is_inverse`)."""

    kind: RelationKind
    is_inverse: bool
    to: RecordId
    note: str = ""


@dataclass(frozen=True, slots=True)
class BulkSeries:
    """A place in the file plan by the series' id, with its code as it was then; both empty: in none."""

    id: str = ""
    code: str = ""

    @property
    def words(self) -> str:
        return self.code or said("none")


@dataclass(frozen=True, slots=True)
class BulkSpec:
    """What is to be done to each record. `label` is written as `Official/HR-CHN`; empty: left alone."""

    add_subjects: tuple[str, ...] = ()
    remove_subjects: tuple[str, ...] = ()
    add_targets: tuple[PartyCode, ...] = ()
    remove_targets: tuple[PartyCode, ...] = ()
    label: str = ""
    relation: BulkRelation | None = None
    series: BulkSeries | None = None
    """None: left where it stands."""

    @property
    def is_empty(self) -> bool:
        return self == BulkSpec()

    @property
    def parts(self) -> str:
        """Which parts it touches, for the audit trail: no words of the records."""
        subjects = self.add_subjects or self.remove_subjects
        targets = self.add_targets or self.remove_targets
        named = (
            (said("subjects"), subjects),
            (said("targets"), targets),
            (said("label"), self.label),
            (said("relation"), self.relation),
            (said("series"), self.series),
        )
        return joined([name for name, asked in named if asked], ", ")

    def to_json(self) -> dict[str, Any]:
        found = asdict(self)
        if self.relation:
            found["relation"]["kind"] = self.relation.kind.value
        return found

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> BulkSpec:
        relation = stored["relation"]
        if relation:
            kind = RelationKind(relation["kind"])
            relation = BulkRelation(
                kind, relation["is_inverse"], RecordId(relation["to"]), relation["note"]
            )
        return cls(
            tuple(stored["add_subjects"]),
            tuple(stored["remove_subjects"]),
            tuple(PartyCode(one) for one in stored["add_targets"]),
            tuple(PartyCode(one) for one in stored["remove_targets"]),
            stored["label"],
            relation,
            BulkSeries(**stored["series"]) if stored.get("series") else None,
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a record decides about a bulk amendment, as it stands now."""

    id: RecordId
    label: AccessLabel
    subjects: tuple[str, ...]
    targets: tuple[PartyCode, ...]
    is_related: bool = False
    merged: Mapping[PartyCode, PartyCode] = field(default_factory=dict)
    """Code of every merged party -> code that stands for it: two codes of one party are one target."""
    series: BulkSeries = BulkSeries()
    stays_filed: str = ""
    """Why it may not leave its series: a hold, a disposal list that waits. Empty: it may."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be done to one record. `subjects`, `targets`, `label` None: left as they are."""

    outcome: Outcome
    why: str = ""
    subjects: tuple[str, ...] | None = None
    targets: tuple[PartyCode, ...] | None = None
    label: AccessLabel | None = None
    relates: bool = False
    series: BulkSeries | None = None
    words: tuple[str, ...] = field(default=())
    """`subject added: torture`; parties by code."""


LOWER = said(
    "This marking would open it to more people than now, which needs two persons; "
    "propose it on the record's own page."
)
ITSELF = said("A record has no relation to itself.")


def plan(spec: BulkSpec, label: AccessLabel | None, standing: Standing) -> Plan:
    """What the operation means for one record. `label` is the parsed label of the spec."""
    if spec.relation and spec.relation.to == standing.id:
        return Plan(Outcome.REFUSED, ITSELF)
    if label is not None and label != standing.label and not label.dominates(standing.label):
        return Plan(Outcome.REFUSED, LOWER)
    merged = standing.merged
    moves = spec.series is not None and spec.series.id != standing.series.id
    if moves and standing.stays_filed:
        return Plan(Outcome.REFUSED, standing.stays_filed)
    subjects = _changed(standing.subjects, spec.add_subjects, spec.remove_subjects, fold_name)
    targets = _changed(
        standing.targets, spec.add_targets, spec.remove_targets, lambda code: merged.get(code, code)
    )
    found = Plan(
        Outcome.CHANGED,
        subjects=None if subjects == standing.subjects else subjects,
        targets=None if targets == standing.targets else targets,
        label=None if label == standing.label else label,
        relates=spec.relation is not None and not standing.is_related,
        series=spec.series if moves else None,
        words=tuple(_words(spec, label, standing, subjects, targets)),
    )
    return found if found.words else Plan(Outcome.UNCHANGED)


def _changed(
    now: tuple[_Text, ...],
    added: tuple[_Text, ...],
    removed: tuple[_Text, ...],
    compared: Callable[[_Text], str],
) -> tuple[_Text, ...]:
    """Removed as they are compared, then added behind, without what stands already."""
    gone = {compared(one) for one in removed}
    kept = [one for one in now if compared(one) not in gone]
    known = {compared(one) for one in kept}
    for one in added:
        if compared(one) not in known:
            known.add(compared(one))
            kept.append(one)
    return tuple(kept)


def _words(
    spec: BulkSpec,
    label: AccessLabel | None,
    standing: Standing,
    subjects: tuple[str, ...],
    targets: tuple[str, ...],
) -> list[str]:
    words: list[str] = []
    now, then = subjects, standing.subjects
    words += [said("subject added: {one}", one=one) for one in now if one not in then]
    words += [said("subject removed: {one}", one=one) for one in then if one not in now]
    now, then = targets, standing.targets
    words += [said("target added: {one}", one=one) for one in now if one not in then]
    words += [said("target removed: {one}", one=one) for one in then if one not in now]
    if label is not None and label != standing.label:
        words.append(said("marking: {standing} → {label}", standing=standing.label, label=label))
    if spec.relation and not standing.is_related:
        kind = spec.relation.kind
        label_words = kind.inverse_label if spec.relation.is_inverse else kind.label
        words.append(said("relation added: {relation}", relation=label_words))
    if spec.series is not None and spec.series.id != standing.series.id:
        before_words, after_words = standing.series.words, spec.series.words
        words.append(
            said("series: {standing} → {series}", standing=before_words, series=after_words)
        )
    return words
