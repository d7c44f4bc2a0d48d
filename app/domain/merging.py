"""Two people changed one description: what each did, field by field, and the text that settles it.

Open `compare`. A field that only one side changed is settled by that side; where both changed it
differently a person chooses. Undoing a change is the same question with other parts: `without_change`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from enum import Enum

from app.domain.changes import changes, value_in_words
from app.domain.errors import Conflict
from app.domain.records import Description
from app.domain.wording import joined, said


class Side(Enum):
    THEIRS = "theirs"
    YOURS = "yours"


@dataclass(frozen=True, slots=True)
class FieldComparison:
    """One field on which two versions differ. `began` None: what it was is not known to the reader.

    `theirs` and `yours` are in words; equal words can hide a difference of order only in lists.
    """

    field: str
    name: str
    began: str | None
    theirs: str
    yours: str
    side: Side | None
    """The side that alone changed it; None = both did, so a person must choose."""


def compare(
    began: Description | None, theirs: Description, yours: Description
) -> tuple[FieldComparison, ...]:
    """Every field on which the two differ, in the order of the description."""
    found = []
    for field in changed_fields(theirs, yours):
        (change,) = changes(theirs, _with(theirs, yours, {field}))
        start = None if began is None else _words_of(began, theirs, field)
        found.append(
            FieldComparison(
                field,
                change.field,
                start,
                change.old,
                change.new,
                _side(began, theirs, yours, field),
            )
        )
    return tuple(found)


def settle(
    theirs: Description, yours: Description, sides: Mapping[str, Side]
) -> Description | None:
    """Theirs with yours where chosen. None while a field on which they differ has no side."""
    differing = changed_fields(theirs, yours)
    if any(field not in sides for field in differing):
        return None
    return _with(theirs, yours, {field for field in differing if sides[field] is Side.YOURS})


def changed_fields(one: Description, other: Description) -> tuple[str, ...]:
    """The names of the fields that differ, in the order of the description."""
    names = (field.name for field in fields(Description))
    return tuple(name for name in names if getattr(one, name) != getattr(other, name))


def without_change(before: Description, after: Description, now: Description) -> Description:
    """What stands now, with the fields that went from `before` to `after` as they were before.

    Raises Conflict, naming the fields, when a later change touched one of them.
    """
    undone = changed_fields(before, after)
    touched = set(undone) & set(changed_fields(after, now))
    if touched:
        names = joined((one.field for one in changes(after, _with(after, now, touched))), ", ")
        raise Conflict(
            said("A later change touched the same: {names}. Amend the record instead.", names=names)
        )
    return _with(now, before, undone)


def _side(
    began: Description | None, theirs: Description, yours: Description, field: str
) -> Side | None:
    if began is None:
        return None
    if getattr(theirs, field) == getattr(began, field):
        return Side.YOURS
    return Side.THEIRS if getattr(yours, field) == getattr(began, field) else None


def _words_of(began: Description, theirs: Description, field: str) -> str:
    """How the field read when it began; of a list only what is no longer in theirs."""
    held = getattr(began, field)
    if not isinstance(held, tuple):
        return value_in_words(field, held)
    found = changes(_with(theirs, began, {field}), theirs)
    return found[0].old if found else said("as theirs")


def _with(base: Description, source: Description, names: Collection[str]) -> Description:
    return replace(base, **{name: getattr(source, name) for name in names})
