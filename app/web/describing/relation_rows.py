"""The rows of a form that relate the letter to another text; no part of a description.

A reference is looked up through the gate: one that is hidden and one that does not exist get the same
words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.dates import CalendarDate
from app.domain.errors import NotFound
from app.domain.records import Evidence, RecordId, RelationDraft
from app.domain.vocabularies import RelationKind
from app.domain.wording import said
from app.services.describing import WantedRelation
from app.web import relation_kinds
from app.web.describing.controls import Desk, Field, Problem, Text, Written
from app.web.describing.fact_controls import EDTF_HELP, Day, EvidenceControl
from app.web.describing.rows import Rows
from app.web.describing.typed import Typed

NAME = "relations"
REMOVED = "unrelated"
"""The field of the relations that stand and shall go, by their names on the page of relations."""
NO_SUCH_RECORD = said("There is no record of this reference among those you may read.")
_ONE_OF_BOTH = said(
    "Write the reference of a record, or name a text outside the register: one of both."
)
_BEGINS_AT_A_RECORD = said(
    "A relation begins at a record. Register that text first, or turn it round."
)


ReadKind = tuple[RelationKind, bool]
"""A kind, and whether it reads from the other record to this one."""


@dataclass(frozen=True, slots=True)
class EitherSide:
    """The kind of a relation as it reads from this letter: `replies to` and `is replied to by`."""

    default: str = RelationKind.PARALLEL_TO.value
    widget = "choice"

    def options(self) -> list[tuple[str, str]]:
        return relation_kinds.choices()

    def write(self, name: str, value: ReadKind, desk: Desk) -> Written:
        kind, is_inverse = value
        return {name: (relation_kinds.written(kind, is_inverse),)}

    def read(self, name: str, typed: Typed, desk: Desk) -> ReadKind:
        return relation_kinds.read_choice(typed.get(name) or self.default, name)

    def is_blank(self, name: str, typed: Typed) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class RelationRow:
    """One relation as typed."""

    kind: ReadKind
    reference: str
    external: str
    date: CalendarDate | None
    note: str
    evidence: Evidence


ROWS = Rows(
    RelationRow,
    "relation",
    (
        Field("kind", said("This letter"), EitherSide()),
        Field("reference", said("Record"), Text(), said("Its reference: JL-2017-7K3QF")),
        Field("external", said("or a text outside"), Text()),
        Field("date", said("Date of that text"), Day(), EDTF_HELP),
        Field("note", said("Note"), Text()),
        Field("evidence", said("Source"), EvidenceControl()),
    ),
)
FIELD = Field(NAME, said("Relations"), ROWS)


def read_relations(
    typed: Typed, desk: Desk, find: Callable[[str], RecordId]
) -> tuple[WantedRelation, ...]:
    """The relations to make. `find` gives the record of a reference or raises NotFound."""
    found = []
    for number, key in enumerate(typed.all(NAME), start=1):
        prefix = f"{NAME}.{key}."
        if ROWS.is_blank_row(prefix, typed):
            continue
        for row in ROWS.read(NAME, typed.set(NAME, key), desk):
            wanted = _wanted(row, find)
            if isinstance(wanted, str):
                name = f"{prefix}reference"
                desk.problems.append(
                    Problem(name, said("Relation {number}", number=number), wanted)
                )
            else:
                found.append(wanted)
    return tuple(found)


def _wanted(row: RelationRow, find: Callable[[str], RecordId]) -> WantedRelation | str:
    """The relation to make, or what is wrong with it."""
    if bool(row.reference) == bool(row.external):
        return _ONE_OF_BOTH
    kind, is_inverse = row.kind
    if is_inverse and row.external:
        return _BEGINS_AT_A_RECORD
    draft = RelationDraft(
        kind,
        to_external=row.external,
        date=row.date,
        note=row.note,
        evidence=row.evidence,
    )
    try:
        return WantedRelation(draft, find(row.reference) if row.reference else None, is_inverse)
    except NotFound:
        return NO_SUCH_RECORD
