"""What the matrix shows, as plain values: columns are texts, rows are states, feet are groupings."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.charts.matrix_signs import Sign


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """One text: up to three short lines at its head, and the side it is on."""

    head: tuple[str, ...]
    is_counter: bool = False


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One state, with a sign for each column."""

    name: str
    signs: tuple[Sign, ...]
    totals: tuple[int, int] | None = None
    """How many letters and how many counter-letters it stands on in all; counted where it is not given."""


@dataclass(frozen=True, slots=True)
class MatrixFoot:
    """A line at the foot, with a value for each column: `7/28`."""

    name: str
    values: tuple[str, ...]
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    """Columns of one side stand together; rows in the order they are to be read."""

    columns: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...]
    feet: tuple[MatrixFoot, ...] = ()

    def counted(self) -> Matrix:
        """With the totals of every row, before it is cut into parts."""
        return replace(self, rows=tuple(self._with_totals(row) for row in self.rows))

    def totals(self) -> tuple[int, int]:
        """How many letters and how many counter-letters there are."""
        counters = sum(column.is_counter for column in self.columns)
        return len(self.columns) - counters, counters

    def _with_totals(self, row: MatrixRow) -> MatrixRow:
        if row.totals is not None:
            return row
        sides = [
            column.is_counter
            for column, sign in zip(self.columns, row.signs, strict=True)
            if sign.stands
        ]
        return replace(row, totals=(sides.count(False), sides.count(True)))

    def part(self, columns: range, rows: range) -> Matrix:
        """Some columns and rows of it; the feet stand under every part, for they are of the whole."""
        return Matrix(
            tuple(self.columns[at] for at in columns),
            tuple(
                replace(row, signs=tuple(row.signs[at] for at in columns))
                for row in self.rows[rows.start : rows.stop]
            ),
            tuple(
                replace(foot, values=tuple(foot.values[at] for at in columns)) for foot in self.feet
            ),
        )
