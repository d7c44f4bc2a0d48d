"""The matrix in words: for each state what it signed, and what else its row shows."""

from __future__ import annotations

from collections.abc import Sequence

from app.charts.matrix_signs import Sign
from app.charts.matrix_table import Matrix, MatrixColumn, MatrixFoot, MatrixRow
from app.domain.wording import joined, said, said_many


def in_words(part: Matrix, totals: tuple[int, int]) -> str:
    """Everything the chart shows but the places of the signatures, which the records name."""
    states = said_many("{number:,} state", "{number:,} states", len(part.rows))
    texts = said_many("{number:,} text", "{number:,} texts", len(part.columns))
    opening = said("Who signed: {states} by {texts}.", states=states, texts=texts)
    rows = [_row(row, part.columns, totals) for row in part.rows]
    feet = [_foot(foot, part.columns) for foot in part.feet]
    return joined([opening, *rows, *feet])


def _row(row: MatrixRow, columns: Sequence[MatrixColumn], totals: tuple[int, int]) -> str:
    rest = [
        said("{sign}: {text}", sign=sign.label, text=_head(column))
        for sign, column in zip(row.signs, columns, strict=True)
        if sign not in (Sign.SIGNED, Sign.NOT_LISTED)
    ]
    letters, counters = row.totals or (0, 0)
    told = [
        said("{signed} of {texts} letters", signed=letters, texts=totals[0]) if totals[0] else "",
        said("{signed} of {texts} counter-letters", signed=counters, texts=totals[1])
        if totals[1]
        else "",
        *rest,
    ]
    return said("{state}: {told}.", state=row.name, told=joined(told, "; "))


def _foot(foot: MatrixFoot, columns: Sequence[MatrixColumn]) -> str:
    values = [
        said("{text} {value}", text=_head(column), value=value)
        for column, value in zip(columns, foot.values, strict=True)
        if value
    ]
    return said("{name}: {values}.", name=foot.name, values=joined(values, "; "))


def _head(column: MatrixColumn) -> str:
    return " ".join(column.head)
