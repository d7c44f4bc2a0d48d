"""The importers by format. Adding a format: one file in this folder and one line here."""

from __future__ import annotations

from app.domain.errors import InvalidInput
from app.importers.jsonl import JsonLinesImporter
from app.importers.letters_csv import LettersCsvImporter
from app.importers.rows import Importer

_IMPORTERS: tuple[Importer, ...] = (JsonLinesImporter(), LettersCsvImporter())
FORMATS = tuple(one.format for one in _IMPORTERS)


def importer_for(file_name: str, format_name: str | None = None) -> Importer:
    """The importer of that format, or the one that fits the file's name. Raises InvalidInput."""
    if format_name:
        for one in _IMPORTERS:
            if one.format == format_name:
                return one
        raise InvalidInput("format", f"There is no format {format_name!r}. Formats: {_known()}.")
    bare = file_name.casefold().removesuffix(".gz")
    for one in _IMPORTERS:
        if bare.endswith(one.suffixes):
            return one
    raise InvalidInput(
        "format", f"The name {file_name!r} does not tell the format. Say --format: {_known()}."
    )


def _known() -> str:
    return ", ".join(FORMATS)
