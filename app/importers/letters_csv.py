"""CSV of joint letters: one row a letter with its signatories in one cell, or one row a signatory.

The columns are those of `docs/reference/import-formats.md`. Rows of one letter share its `id` and stand
together; what the first says of the letter, the following may leave blank. UTF-8, with or without byte
order mark; comma, semicolon, tab or bar, whichever makes the heading readable.

The file is read twice. A letter of which rows stand apart, or beside a row that cannot be read, is
refused whole before its first row is taken in (`_torn_letters`); then the letters are read. Lines become rows
in `csv_rows.py`, rows become a draft in `letter_rows.py`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice

from app.domain.errors import InvalidInput
from app.domain.parties import PartyDirectory
from app.importers import csv_rows
from app.importers.csv_rows import TextLine
from app.importers.letter_rows import COLUMNS, CellRow, read_letter, unread_rows
from app.importers.reading import SourceFile
from app.importers.rows import ImportedRow, Problem, Severity

REQUIRED = ("id", "title")
_DELIMITERS = (",", ";", "\t", "|")


class LettersCsvImporter:
    """Reads joint letters with their signatories; see the module's docstring."""

    format = "csv"
    suffixes: tuple[str, ...] = (".csv", ".tsv")

    def rows(self, source: SourceFile, parties: PartyDirectory) -> Iterator[ImportedRow]:
        """One row for each letter. Raises InvalidInput("file", ...) without the required columns."""
        heading = _heading(source)
        delimiter = _delimiter(heading)
        columns = _columns(heading, delimiter)
        yield from _unread_columns(columns)
        torn = _torn_letters(
            csv_rows.rows(_below_heading(source), columns, delimiter), "signatory" in columns
        )
        rows = csv_rows.rows(_below_heading(source), columns, delimiter)
        for (identifier, _), group in groupby(rows, key=_letter):
            letter = list(group)
            if identifier not in torn:
                yield read_letter(letter, source.name, parties)
                continue
            problems = (*torn[identifier], *unread_rows(letter))
            torn[identifier] = ()  # told once, at the letter's first row
            if problems:
                yield ImportedRow(letter[0].line, identifier, None, problems=problems)


def _heading(source: SourceFile) -> str:
    line = next(csv_rows.text_lines(source), None)
    if line is not None and line.fault:
        raise InvalidInput("file", line.fault)
    return line.text if line else ""


def _below_heading(source: SourceFile) -> Iterator[TextLine]:
    return islice(csv_rows.text_lines(source), 1, None)


def _delimiter(heading: str) -> str:
    return max(
        _DELIMITERS,
        key=lambda sign: sum(name in COLUMNS for name in _columns(heading, sign)),
    )


def _columns(heading: str, delimiter: str) -> Sequence[str]:
    try:
        cells = next(csv.reader([heading], delimiter=delimiter), [])
    except csv.Error as error:
        raise InvalidInput("file", f"Line 1 cannot be read as CSV: {error}.") from error
    return [cell.strip().casefold().replace(" ", "_").replace("-", "_") for cell in cells]


def _unread_columns(columns: Sequence[str]) -> Iterator[ImportedRow]:
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        raise InvalidInput(
            "file",
            f"The first line has no column {' and '.join(missing)}. "
            "The columns are listed in docs/reference/import-formats.md.",
        )
    twice = sorted({name for name in columns if name in COLUMNS and columns.count(name) > 1})
    if twice:
        raise InvalidInput("file", f"The column {', '.join(twice)} stands twice.")
    problems = tuple(
        Problem(1, "", name, "This column is not one Chancery reads.", Severity.NOTED)
        for name in columns
        if name not in COLUMNS
    )
    if problems:
        yield ImportedRow(1, "", None, problems=problems)


def _letter(row: CellRow) -> tuple[str, int]:
    """What rows of one letter share; a row without an id stands for itself."""
    identifier = row["id"].strip()
    return identifier, 0 if identifier else row.line


def _torn_letters(
    rows: Iterable[CellRow], has_signatory_rows: bool
) -> dict[str, tuple[Problem, ...]]:
    """Ids of letters of which a row stands elsewhere, or may be one that tells no id, and why."""
    places: dict[str, list[int]] = {}
    beside: dict[str, int] = {}
    previous, unread_line = "", 0
    try:
        for (identifier, _), group in groupby(rows, key=_letter):
            first = next(group)
            if identifier:
                places.setdefault(identifier, []).append(first.line)
                if unread_line:
                    beside.setdefault(identifier, unread_line)
                previous, unread_line = identifier, 0
            elif has_signatory_rows and (first.fault or not first["title"].strip()):
                if previous:
                    beside.setdefault(previous, first.line)
                unread_line = first.line if first.fault else 0
    except InvalidInput:
        pass  # the reading that follows stops at the same line and says why
    return {
        identifier: (*_apart(identifier, lines), *_beside(identifier, lines[0], beside))
        for identifier, lines in places.items()
        if len(lines) > 1 or identifier in beside
    }


def _apart(identifier: str, lines: Sequence[int]) -> Iterator[Problem]:
    if len(lines) > 1:
        reason = (
            f"Rows with this id stand apart, on lines {', '.join(map(str, lines))}. Rows of one "
            "letter must stand together."
        )
        yield from (Problem(line, identifier, "id", reason) for line in lines)


def _beside(identifier: str, line: int, beside: Mapping[str, int]) -> Iterator[Problem]:
    if identifier in beside:
        reason = f"Line {beside[identifier]} may be a row of this letter. Mend that line first."
        yield Problem(line, identifier, "row", reason)
