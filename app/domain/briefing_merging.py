"""Two people change one draft of a briefing: what each changed is put together. Open `merged`.

Texts are merged by section, everything else by field. Where both changed the same, nothing is written: a
`SectionConflict` or `FieldsConflict` carries what stands now, and the page shows both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, TypeVar

from app.domain.briefing_drafts import EarlierText
from app.domain.briefings import Audience, Briefing
from app.domain.errors import Conflict, InvalidInput
from app.domain.wording import said

_FIRST_YEAR = 1815
"""The Congress of Vienna, after which envoys have the ranks they have; a year before it is a slip."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The short things people say of a briefing, as one form changes them."""

    title: str
    subtitle: str = ""
    occasion: str = ""
    date: str = ""
    prepared_for: str = ""
    counterpart: str = ""


@dataclass(frozen=True, slots=True)
class Output:
    """For whom a book is made and how, as one form changes it."""

    audience: Audience = field(default_factory=Audience)
    paper: str = "a4"
    language: str = "en"
    masks_persons: bool = True


_Form = TypeVar("_Form", Lines, Output)
_UNKNOWN = object()


def lines_of(briefing: Briefing) -> Lines:
    return Lines(**_values(Lines, briefing))


def output_of(briefing: Briefing) -> Output:
    return Output(**_values(Output, briefing))


def changed_by(briefing: Briefing, form: Lines | Output) -> Briefing:
    """The briefing with what the form says. Raises InvalidInput with the field it belongs to."""
    if isinstance(form, Lines) and form.date:
        _check_day(form.date)
    return replace(briefing, **_values(type(form), form))


def merged(began: _Form | None, now: _Form, mine: _Form) -> tuple[_Form, Mapping[str, object]]:
    """What each side changed, put together; and what stands now where both changed one field.

    Where both did, the merged form holds mine. `began` None: nobody knows what it was begun from, and
    whatever differs was changed by both.
    """
    kept: dict[str, Any] = {}
    clashes: dict[str, object] = {}
    for one in fields(mine):
        first = getattr(began, one.name) if began else _UNKNOWN
        theirs, yours = getattr(now, one.name), getattr(mine, one.name)
        kept[one.name] = theirs if yours == first else yours
        if first not in (theirs, yours) and theirs != yours:
            clashes[one.name] = theirs
    return replace(mine, **kept), clashes


class SectionConflict(Conflict):
    """Somebody saved other words in the same section first. Nothing of either is lost."""

    def __init__(self, standing: EarlierText, revision: int) -> None:
        super().__init__(said("Somebody changed this section while you were writing."))
        self.standing = standing
        self.revision = revision


class FieldsConflict(Conflict):
    """Somebody changed the same fields first. `standing` is what stands now, by field."""

    def __init__(self, standing: Mapping[str, object], revision: int, by: str) -> None:
        super().__init__(said("Somebody changed the same fields while you were writing."))
        self.standing = standing
        self.revision = revision
        self.by = by


def _values(form: type[Lines] | type[Output], held: Briefing | Lines | Output) -> dict[str, Any]:
    return {one.name: getattr(held, one.name) for one in fields(form)}


def _check_day(text: str) -> None:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput("date", said("Write the day as 2026-11-23.")) from error
    if day.year < _FIRST_YEAR:
        raise InvalidInput("date", said("Write the whole year: {day} lies too far back.", day=text))
