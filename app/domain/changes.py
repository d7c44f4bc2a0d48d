"""What changed between two descriptions, field by field, in words a reader understands.

Fields with several values (signatures, demands) say which values went and which came, each in one
line. The result goes into the record's history and is shown as it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum

from app.domain.dates import CalendarDate, DatedFact
from app.domain.grades import Grade
from app.domain.nothing import NOT_KNOWN, Nothing
from app.domain.records import Description, Evidence
from app.domain.views import FieldChange
from app.domain.vocabularies import Term
from app.domain.wording import Wording, joined, said

TEXT_FIELD = "text"
"""What the history calls the record's own text; a description has no field of that name."""
_BETWEEN = "; "
_UNKNOWN_WHEN_NONE = frozenset({"signatures_are_complete"})
"""Elsewhere nothing at all is said by no words."""
_ORDER_CHANGED = said("in another order")
_NAMES = {
    "title_is_supplied": "title supplied",
    "dated": "date",
    "dispatched": "date of dispatch",
    "received": "date of receipt",
    "published": "date of publication",
    "disclosed": "date of disclosure",
    "place_is_inferred": "place inferred",
    "publicity": "intended publicity",
    "document_symbol": "document symbol",
    "external_references": "external references",
    "targets": "target parties",
    "signatures_are_complete": "list of signatories complete",
    "signatories_published": "number of signatories published",
    "signatures_note": "note on signatures",
    "capacity_note": "note on capacity",
    "persons": "persons named",
    "absences": "absences reported",
    "among": "said to be a member of",
    "quotes": "quoted spans",
    "marking_original": "marking on the letter",
    "evidence": "source and grade",
}


def field_words(name: str) -> Wording:
    """What the history calls a field, or a part of one: `date of receipt`, `name as signed`."""
    return Wording(_NAMES.get(name, name.replace("_", " ")))


def changes(old: Description, new: Description) -> tuple[FieldChange, ...]:
    """The fields that differ, in the order of the description. Empty when nothing does."""
    found = []
    for field in fields(Description):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before == after:
            continue
        name = field_words(field.name)
        if isinstance(before, tuple):
            found.append(FieldChange(name, *_difference(before, after)))
        else:
            words = (value_in_words(field.name, one) for one in (before, after))
            found.append(FieldChange(name, *words))
    return tuple(found)


def text_change(old: str, new: str | None) -> tuple[FieldChange, ...]:
    """The change of a record's own text, whole; none where only blanks at its ends or line ends differ."""
    if new is None or _plain(old) == _plain(new):
        return ()
    return (FieldChange(TEXT_FIELD, old, new),)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def value_in_words(field: str, value: object) -> str:
    """What a field of a description says; of a list nobody knows to be complete, that."""
    is_unknown = field in _UNKNOWN_WHEN_NONE and value is None
    return NOT_KNOWN.label if is_unknown else in_words(value)


def in_words(value: object) -> str:
    """One value of a description in a line of words; empty for nothing at all."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return said("yes") if value else said("no")
    if isinstance(value, Enum):
        return _term_in_words(value)
    if isinstance(value, tuple):
        return joined((in_words(one) for one in value), ", ")
    if isinstance(value, CalendarDate | DatedFact | Grade | Evidence):
        return _small_value_in_words(value)
    return _parts_in_words(value) if is_dataclass(value) else str(value)


def _difference(old: Sequence[object], new: Sequence[object]) -> tuple[str, str]:
    """The values that went and those that came; both whole when only their order changed."""
    before = [in_words(one) for one in old]
    after = [in_words(one) for one in new]
    gone = Counter(before) - Counter(after)
    come = Counter(after) - Counter(before)
    if not gone and not come:
        now = said("{values} ({order})", values=joined(after, _BETWEEN), order=_ORDER_CHANGED)
        return joined(before, _BETWEEN), now
    return joined(gone.elements(), _BETWEEN), joined(come.elements(), _BETWEEN)


def _term_in_words(value: Enum) -> str:
    return value.label if isinstance(value, Term | Nothing) else str(value.value)


def _small_value_in_words(value: CalendarDate | DatedFact | Grade | Evidence) -> str:
    if isinstance(value, CalendarDate):
        return value.in_words()
    if isinstance(value, Grade):
        return value.code
    if isinstance(value, DatedFact):
        words = joined([value.date.in_words(), value.basis.label], ", ")
        return words if isinstance(value.source, Nothing) else joined([words, value.source], ": ")
    grade = value.grade.code if value.grade else ""
    source = (
        value.source
        if isinstance(value.source, str)
        else said("source {nothing}", nothing=value.source.label)
    )
    anonymous = said("anonymous") if value.is_anonymous else ""
    return joined([joined([source, grade]), anonymous], ", ")


def _parts_in_words(value: object) -> str:
    """The parts of a value that say something: `AUS, name as signed: Australia`."""
    parts: list[str] = []
    for field in fields(value):  # type: ignore[arg-type]
        held = getattr(value, field.name)
        if held is None or held in ("", ()) or held == field.default:
            continue
        if isinstance(held, int | date) and not isinstance(held, bool):
            held = str(held)
        words = in_words(held)
        parts.append(joined([field_words(field.name), words], ": ") if parts else words)
    return joined(parts, ", ")
