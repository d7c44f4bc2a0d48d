"""How fields of a source become values: shared by all importers, so that they read alike.

Text is taken as it stands (a cell that looks like a formula is text; "NA" is text), except for control
characters and odd line breaks. Only the words for the three nothings are read as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from app.domain.dates import CalendarDate, DatedFact
from app.domain.errors import InvalidInput
from app.domain.nothing import NONE, NOT_KNOWN, WITHHELD, MaybeText, Nothing
from app.domain.vocabularies import DateBasis, RecordKind, Term

T = TypeVar("T", bound=Term)

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BREAKS = re.compile(r"\r\n?|\u2028|\u2029|\x85")
_SPACES = re.compile(r"\s+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
_NOTHINGS: dict[str, Nothing] = {
    "": NOT_KNOWN,
    "not known": NOT_KNOWN,
    "unknown": NOT_KNOWN,
    "none": NONE,
    "withheld": WITHHELD,
}
_KINDS = {
    "address": RecordKind.SPEECH,
    "airgram": RecordKind.TELEGRAM,
    "backchannel": RecordKind.TELEGRAM,
    "circular": RecordKind.DOCUMENT,
    "despatch": RecordKind.LETTER,
    "editorial note": RecordKind.DOCUMENT,
    "joint note": RecordKind.COLLECTIVE_NOTE,
    "joint statement": RecordKind.JOINT_STATEMENT_ORAL,
    "memorandum of conversation": RecordKind.MEMORANDUM,
    "message": RecordKind.DOCUMENT,
    "minutes": RecordKind.DOCUMENT,
    "paper": RecordKind.DOCUMENT,
    "record": RecordKind.DOCUMENT,
    "report": RecordKind.DOCUMENT,
    "statement": RecordKind.SPEECH,
    "summary": RecordKind.DOCUMENT,
    "transcript": RecordKind.DOCUMENT,
}
JOINT_KINDS = frozenset(
    {
        RecordKind.JOINT_LETTER,
        RecordKind.JOINT_STATEMENT_ORAL,
        RecordKind.JOINT_STATEMENT_WRITTEN,
        RecordKind.JOINT_DECLARATION,
        RecordKind.TREATY_DECLARATION,
        RecordKind.COLLECTIVE_NOTE,
        RecordKind.ALIGNMENT_DECLARATION,
        RecordKind.OPEN_LETTER,
        RecordKind.COUNTER_LETTER,
    }
)
"""Kinds that parties sign: a signer who is no party on record is a problem there."""


def clean_text(text: str) -> str:
    """Running text with `\\n` as its only line break and no control characters."""
    return _CONTROLS.sub("", _BREAKS.sub("\n", text)).strip()


def clean_line(text: str) -> str:
    """Text of one line: every run of white space is one space."""
    return _SPACES.sub(" ", _CONTROLS.sub("", text)).strip()


def maybe_text(text: str) -> MaybeText:
    """The text, or the nothing it names: blank and "not known", "none", "withheld"."""
    line = clean_line(text)
    nothing = _NOTHINGS.get(line.casefold())
    return line if nothing is None else nothing


def record_kind(text: str) -> tuple[RecordKind, bool]:
    """The kind for a source's word, and whether that word was recognised (else DOCUMENT)."""
    word = clean_line(text).casefold().replace("_", " ").replace("-", " ")
    if word in _KINDS:
        return _KINDS[word], True
    for kind in RecordKind:
        if word in (kind.value.replace("_", " "), kind.label.replace("-", " ")):
            return kind, True
    return RecordKind.DOCUMENT, not word


def date_fact(text: str, basis: DateBasis = DateBasis.STATED) -> DatedFact | Nothing:
    """An EDTF date with its basis; NOT_KNOWN for blank. Raises InvalidInput for what is no date."""
    value = maybe_text(text)
    if isinstance(value, Nothing):
        return value
    return DatedFact(CalendarDate.parse(value), basis)


def languages(tags: Iterable[str]) -> tuple[str, ...]:
    """BCP 47 tags without repetition. Raises InvalidInput("language", ...) for what is none."""
    found: dict[str, None] = {}
    for tag in tags:
        tag = tag.strip()
        if not _LANGUAGE.match(tag):
            raise InvalidInput("language", f"{tag!r} is not a language tag; write en, fr, zh-Hant.")
        if tag != "und":
            found[tag] = None
    return tuple(found)


def term(vocabulary: type[T], field: str, text: str) -> T | None:
    """The member with that code or wording; None for blank. Raises InvalidInput with the choices."""
    word = clean_line(text).casefold()
    if not word or word in ("not known", "unknown"):
        return None
    for member in vocabulary:
        if word in (member.value, member.value.replace("_", " "), member.label):
            return member
    choices = ", ".join(member.value for member in vocabulary)
    raise InvalidInput(field, f"{text!r} is not one of: {choices}.")


def split_list(text: str) -> tuple[str, ...]:
    """The parts of a cell separated by semicolons or line breaks, blank ones left out."""
    return tuple(part for raw in re.split(r"[;\n]", text) if (part := clean_line(raw)))
