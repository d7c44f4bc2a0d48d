"""A list that was copied as a table from a word processor: columns are divided by tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum

from app.domain.signatory_persons import Entry, Known, bare_person, looks_like_an_office

_HEADS = {
    "party": re.compile(r"state|country|party|member|pays|staat|land\b|estado|国家|الدولة", re.I),
    "person": re.compile(r"name|signatory|signed by|person|nom\b|nombre", re.I),
    "office": re.compile(r"title|rank|office|function|position|capacity|qualité|cargo", re.I),
}
_NUMBER = re.compile(r"[\d.()#№\s]*\Z|no\.?\Z", re.IGNORECASE)


class _Column(Enum):
    PARTY = "party"
    PERSON = "person"
    OFFICE = "office"
    OTHER = "other"


def read_table(lines: Sequence[str], known: Known) -> Iterator[Entry]:
    """One entry for each row. The column with most names on record holds the parties."""
    rows = [[cell.strip() for cell in line.strip("\n").split("\t")] for line in lines]
    width = max(len(row) for row in rows)
    rows = [row + [""] * (width - len(row)) for row in rows]
    head = rows[0] if not any(known.knows(cell) for cell in rows[0]) and _is_head(rows[0]) else None
    body = rows[1:] if head else rows
    columns = _columns(head, body, known, width)
    for row in body:
        by_kind = {kind: cell for kind, cell in zip(columns, row, strict=True) if cell}
        party = by_kind.get(_Column.PARTY, "")
        if not any(row) or not (party or by_kind.get(_Column.PERSON)):
            continue
        yield Entry(
            party,
            "\t".join(row).strip(),
            bare_person(by_kind.get(_Column.PERSON, "")),
            by_kind.get(_Column.OFFICE, ""),
        )


def _is_head(row: Sequence[str]) -> bool:
    return any(pattern.search(cell) for cell in row for pattern in _HEADS.values())


def _columns(
    head: Sequence[str] | None, body: Sequence[Sequence[str]], known: Known, width: int
) -> list[_Column]:
    cells = [[row[place] for row in body if row[place]] for place in range(width)]
    named = [sum(known.knows(cell) for cell in column) for column in cells]
    party = max(range(width), key=lambda place: (named[place], -place))
    kinds = []
    for place, column in enumerate(cells):
        if place == party:
            kinds.append(_Column.PARTY)
        elif head and _NUMBER.match(head[place]) is None and (kind := _kind_of_head(head[place])):
            kinds.append(kind)
        else:
            kinds.append(_kind_of_cells(column))
    return kinds


def _kind_of_head(cell: str) -> _Column | None:
    for kind in (_Column.OFFICE, _Column.PERSON):
        if _HEADS[kind.value].search(cell):
            return kind
    return None


def _kind_of_cells(column: Sequence[str]) -> _Column:
    words = [cell for cell in column if not _NUMBER.match(cell)]
    if not words:
        return _Column.OTHER
    return _Column.OFFICE if any(map(looks_like_an_office, words)) else _Column.PERSON
