"""Who signed: one row for each signatory, and what is to be said of the list."""

from __future__ import annotations

from typing import Any

from app.domain.records import Signature, StatusChange
from app.domain.vocabularies import Capacity, SignatureStatus
from app.domain.wording import said
from app.web.describing.controls import (
    Choice,
    Desk,
    Field,
    Maybe,
    Number,
    Problem,
    Text,
    read_fields,
)
from app.web.describing.fact_controls import EDTF_HELP, Completeness, Day, EvidenceControl, Ranks
from app.web.describing.party_controls import PartyField, undecided_in_words
from app.web.describing.rows import Rows
from app.web.describing.typed import Typed

IN_THE_ROW = ("party", "name_as_signed", "ranks", "status")
"""Fields that stand in the table itself; the others open beneath a row."""
NONE_OF_THESE = "?"
"""What the choice of a party says when it is another: then its name is written."""
_STATUS = Choice(SignatureStatus, SignatureStatus.SIGNED)
HISTORY = Rows(
    StatusChange,
    said("step"),
    (
        Field("status", said("Status"), _STATUS),
        Field("date", said("Date"), Day(), EDTF_HELP),
        Field("note", said("Note"), Text()),
        Field("evidence", said("Source"), EvidenceControl()),
    ),
)


class SignatureRows(Rows):
    """As other rows, but a party that is not decided is a choice to make, by the number of its row."""

    __slots__ = ()
    widget = "signatures"

    def read(self, name: str, typed: Typed, desk: Desk) -> tuple[Any, ...]:
        found = []
        for number, key in enumerate(typed.all(name), start=1):
            prefix = f"{name}.{key}."
            if self.is_blank_row(prefix, typed):
                continue
            choice = self._undecided(prefix, number, typed, desk)
            if choice:
                desk.problems.append(choice)
                continue
            values = read_fields(
                self.fields, prefix, typed, desk, said("Row {number}", number=number)
            )
            if len(values) == len(self.fields):
                found.append(self.kind(**values))
        return tuple(found)

    def _undecided(self, prefix: str, number: int, typed: Typed, desk: Desk) -> Problem | None:
        name = f"{prefix}party"
        text = typed.get(name).removeprefix(NONE_OF_THESE)
        if text and desk.parties.meanings(text):
            return (
                None
                if len(desk.parties.meanings(text)) == 1
                else self._ask(name, number, text, desk)
            )
        as_signed = text or typed.get(f"{prefix}name_as_signed")
        return self._ask(name, number, as_signed, desk)

    def _ask(self, name: str, number: int, text: str, desk: Desk) -> Problem:
        message = (
            undecided_in_words(text, desk) if text else said("Name the party, or remove the row.")
        )
        return Problem(name, said("Row {number}", number=number), message, is_choice=True)


SIGNATURES = SignatureRows(
    Signature,
    said("row"),
    (
        Field("party", said("Party"), PartyField()),
        Field("name_as_signed", said("As signed"), Maybe()),
        Field("ranks", said("Capacity"), Ranks()),
        Field("status", said("Status"), _STATUS),
        Field("capacity", said("Signs for"), Choice(Capacity, Capacity.STATE)),
        Field("person", said("Person"), Maybe(list="persons")),
        Field("office", said("Office, as written"), Maybe(list="offices")),
        Field("date", said("Date of this signature"), Day(), EDTF_HELP),
        Field("reservation", said("Reservation"), Text(lines=2)),
        Field("evidence", said("Source"), EvidenceControl()),
        Field("history", said("What happened to it"), HISTORY),
    ),
)
LIST_FIELDS = (
    Field("signatures_are_complete", said("Is the list complete?"), Completeness()),
    Field(
        "signatories_published",
        said("Number published"),
        Number(),
        said("How many the sources count, where they say so"),
    ),
    Field("signatures_note", said("Note on the signatures"), Text()),
    Field("capacity_note", said("Note on capacity"), Text()),
)
FIELDS = (Field("signatures", said("Signatories"), SIGNATURES), *LIST_FIELDS)
