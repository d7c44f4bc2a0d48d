"""A line of JSON that describes a record in full, as another Chancery hands it over.

It is told from other lines by its key `chancery`. Open `read_described`. Nothing is interpreted here: what
cannot be read as it stands refuses the row. Files come with a bag; a line alone can only name them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.errors import InvalidInput
from app.domain.interchange import from_plain
from app.domain.records import (
    Description,
    Draft,
    FileDraft,
    RelationDraft,
    SourceKey,
)
from app.importers.rows import NoteText

MARK, VERSION = "chancery", 1
_SHA256_CHARACTERS = 64


@dataclass(frozen=True, slots=True)
class DescribedFile:
    """A file that the record names, and where in the bag its bytes are."""

    path: str
    file: FileDraft


@dataclass(frozen=True, slots=True)
class Described:
    """What one such line says; labels are still texts, because houses differ in their labels."""

    identifier: str
    label_text: str
    draft: Draft
    notes: tuple[NoteText, ...]
    files: tuple[DescribedFile, ...]
    series_code: str = ""
    """The series it stands in there; which one that is here is decided later."""


def is_described(row: Mapping[str, object]) -> bool:
    """Whether the line is of this shape."""
    return MARK in row


def read_described(row: Mapping[str, Any]) -> Described:
    """Raises InvalidInput with the key that cannot be read."""
    if row[MARK] != VERSION:
        raise InvalidInput(MARK, "This record was written by a newer version of Chancery.")
    identifier, source = _text(row, "id"), _text(row, "source")
    if not identifier or not source:
        raise InvalidInput("id", "The row has no id or no source.")
    draft = Draft(
        description=from_plain(Description, row.get("description")),
        text=_text(row, "text"),
        source_key=SourceKey(source, identifier),
        relations=from_plain(tuple[RelationDraft, ...], row.get("relations", []), "relations"),
    )
    notes = tuple(
        NoteText(_text(one, "kind"), _text(one, "text"), _text(one, "label"))
        for one in _objects(row, "sealed_notes")
    )
    files = tuple(_file(one) for one in _objects(row, "files"))
    return Described(identifier, _text(row, "label"), draft, notes, files, _series_code(row))


def _series_code(row: Mapping[str, Any]) -> str:
    told = row.get("series")
    if told is None:
        return ""
    if not isinstance(told, dict):
        raise InvalidInput("series", "series is not an object.")
    return _text(told, "code")


def _file(plain: Mapping[str, Any]) -> DescribedFile:
    told = dict(plain)
    path = told.pop("path", "")
    file = from_plain(FileDraft, told, "files")
    if not isinstance(path, str) or len(file.sha256) != _SHA256_CHARACTERS:
        raise InvalidInput("files", "A file needs its path and its SHA-256.")
    return DescribedFile(path, file)


def _objects(row: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise InvalidInput(key, f"{key} is not a list of objects.")
    return value


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key, "")
    if not isinstance(value, str):
        raise InvalidInput(key, f"{key} is not a text.")
    return value
