"""Between a description and its form. `SECTIONS` is the form in its order; every field stands once.

`in_form` and `read_description` are inverse to each other: what is read of an untouched form is the
description it was made from.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import InvalidInput
from app.domain.records import Description, Evidence
from app.domain.vocabularies import RecordKind
from app.domain.wording import said
from app.web.describing.controls import Desk, Field, Problem, read_fields, write_fields
from app.web.describing.fact_controls import EvidenceControl
from app.web.describing.groups import (
    about,
    asking,
    coming,
    knowing,
    marking,
    opening,
    signing,
    travelling,
)
from app.web.describing.typed import Typed, letter_date


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that answer one question. `is_folded`: it may wait, and is closed while empty."""

    key: str
    heading: str
    fields: tuple[Field, ...]
    is_folded: bool = True

    @property
    def mark(self) -> str:
        """How it stands among what is open in a form."""
        return f"section.{self.key}"

    def is_blank(self, typed: Typed) -> bool:
        return all(
            one.control.is_blank(one.name, typed) and _is_usual(one, typed) for one in self.fields
        )


SECTIONS = (
    Section("opening", said("Title, date, source"), opening.FIELDS, is_folded=False),
    Section("signing", said("Who signed"), signing.FIELDS, is_folded=False),
    Section("to", said("To whom it is written"), asking.TO_FIELDS),
    Section("asked", said("What was asked"), asking.ASKED_FIELDS),
    Section("came", said("What came of it"), coming.CAME_FIELDS),
    Section("missing", said("Who was missing"), coming.MISSING_FIELDS),
    Section("about", said("What it is about"), about.ABOUT_FIELDS),
    Section("persons", said("Whom it names"), about.PERSON_FIELDS),
    Section("quotes", said("What is already public"), about.QUOTE_FIELDS),
    Section("travelling", said("How it travelled"), travelling.FIELDS),
    Section("knowing", said("How this is known"), knowing.FIELDS),
    Section("marking", said("How is it marked?"), marking.FIELDS, is_folded=False),
)
FIELDS = tuple(field for section in SECTIONS for field in section.fields)


def blank_form(desk: Desk) -> Typed:
    """What a new letter's form holds before anything is typed."""
    usual = Description(
        kind=RecordKind.JOINT_LETTER, title="untitled", signatures_are_complete=None
    )
    return in_form(usual, desk).without("title")


def in_form(description: Description, desk: Desk) -> Typed:
    """The form of a description."""
    return Typed(write_fields(FIELDS, "", description, desk))


def read_description(typed: Typed, desk: Desk) -> Description | None:
    """The description that a form makes; None when `desk.problems` says why there is none."""
    desk.date, desk.main = letter_date(typed), _main_source(typed, desk)
    _ask_for_required(typed, desk)
    values = read_fields(FIELDS, "", typed, desk)
    if desk.problems:
        return None
    try:
        return Description(**values)
    except InvalidInput as error:
        label = next((one.label for one in FIELDS if one.name == error.field), error.field)
        desk.problems.append(Problem(error.field, label, error.message))
        return None


def _main_source(typed: Typed, desk: Desk) -> Evidence:
    """What new rows take as their source; what is wrong with it is told at its own field."""
    try:
        return EvidenceControl().read(opening.MAIN_SOURCE, typed, desk)
    except InvalidInput:
        return Evidence()


def _ask_for_required(typed: Typed, desk: Desk) -> None:
    """What a record cannot do without is asked for with all the rest, not after it."""
    desk.problems.extend(
        Problem(one.name, one.label, opening.NO_TITLE)
        for one in FIELDS
        if one.is_required and one.control.is_blank(one.name, typed)
    )


def _is_usual(field: Field, typed: Typed) -> bool:
    """Whether a field that is only chosen stands as in a blank form."""
    return all(value in ("", "-not_known", "stated") for value in typed.all(field.name))
