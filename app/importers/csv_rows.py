"""The rows of a CSV table, one at a time, so that a row that cannot be read costs that row alone.

Open `rows`. Quotation marks must pair, as in RFC 4180, and a row over several lines must have all its
cells; otherwise a mark that is never closed would swallow the letters below it without a word. After a
broken row reading goes on with the next line, but trusts no line until one has all the columns: what
comes before may be the rest of the broken cell.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.domain.errors import InvalidInput
from app.importers.letter_rows import CellRow
from app.importers.reading import LINE_LIMIT_BYTES, Line, SourceFile

ROW_LINES_LIMIT = 10_000
"""No cell has more lines than that; a quotation mark that opens one is not closed."""
REREAD_LINES_LIMIT = 2_000_000
"""So many lines are read again after broken rows before the file is given up."""
_HEAD_BYTES = 4_096  # of a line that is too long, enough to find its id in
_QUOTES = (
    "The quotation marks of this row do not pair. A cell that begins with one ends with one, and "
    "one inside such a cell is written twice."
)
_REST = (
    "This line may be the rest of the row on line {}, whose quotation marks do not pair. "
    "Mend that row first."
)
_CUT, _UNEVEN = "cut", "uneven"
_OF_QUOTES = ("expected after", "end of data", _UNEVEN)
"""What the csv module says of quotation marks, and we of a row that ends in another one."""
_LONG_LINE = "Line {} is longer than 32 MB."
_NOT_UTF8 = "Line {} is not UTF-8. Save the table as 'CSV UTF-8' and try again."


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line as text, with its line break. `fault` says why the row it stands in is refused."""

    number: int
    text: str
    fault: str = ""
    is_cut: bool = False


def text_lines(source: SourceFile) -> Iterator[TextLine]:
    """The lines of the file, from its beginning; one that is not UTF-8 is read as far as it can be."""
    return (_text_line(line) for line in source.lines())


def rows(lines: Iterator[TextLine], columns: Sequence[str], delimiter: str) -> Iterator[CellRow]:
    """The rows below the heading, blank ones left out, unreadable ones with their `fault`.

    Raises InvalidInput("file", ...) when the quotation marks are in such disorder that reading on
    would take for ever.
    """
    csv.field_size_limit(LINE_LIMIT_BYTES)
    return _Table(lines, columns, delimiter).rows()


def _text_line(line: Line) -> TextLine:
    content = line.content[:_HEAD_BYTES] if line.is_too_long else line.content
    fault = _LONG_LINE.format(line.number) if line.is_too_long else ""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("utf-8", errors="replace")
        fault = fault or _NOT_UTF8.format(line.number)
    return TextLine(line.number, text + "\n", fault, line.is_too_long)


@dataclass(slots=True)
class _Table:
    lines: Iterator[TextLine]
    columns: Sequence[str]
    delimiter: str
    given_back: deque[TextLine] = field(default_factory=deque)
    """Lines to be read once more, because the row that took them in is broken."""
    lines_reread: int = 0
    broken_line: int = 0
    """Where the last broken row began, while no whole row has followed it; else 0."""

    def rows(self) -> Iterator[CellRow]:
        while (line := self._next_line()) is not None:
            row = self._row([line])
            if row is not None:
                yield row

    def _row(self, taken: list[TextLine]) -> CellRow | None:
        """The row that begins with the line taken and takes as many more as it needs; None if blank."""
        try:
            cells = self._cells(taken)
        except csv.Error as error:
            self._give_back(taken[1:])
            self.broken_line = taken[0].number
            return self._broken(taken[0], str(error))
        return self._cell_row(taken, cells) if any(cell.strip() for cell in cells) else None

    def _cells(self, taken: list[TextLine]) -> Sequence[str]:
        """The cells of one row; `taken` then holds its lines. Raises csv.Error for a broken one."""
        if taken[0].is_cut:
            raise csv.Error(_CUT)
        cells = next(csv.reader(self._texts(taken), delimiter=self.delimiter, strict=True))
        if len(taken) > 1 and not self._is_whole(cells):
            raise csv.Error(_UNEVEN)  # one cell begins in this row and ends in another
        return cells

    def _texts(self, taken: list[TextLine]) -> Iterator[str]:
        """The lines of one row, as far as the reader asks for them."""
        yield taken[0].text
        while len(taken) < ROW_LINES_LIMIT and (line := self._next_line()) is not None:
            taken.append(line)
            if line.is_cut:
                return
            yield line.text

    def _cell_row(self, taken: list[TextLine], cells: Sequence[str]) -> CellRow:
        fault = next((line.fault for line in taken if line.fault), "")
        if self.broken_line:
            if self._is_whole(cells):
                self.broken_line = 0
            else:
                fault = fault or _REST.format(self.broken_line)
        is_ragged = any(cells[len(self.columns) :])
        return CellRow(taken[0].number, self._by_column(cells), is_ragged, fault)

    def _is_whole(self, cells: Sequence[str]) -> bool:
        """True for as many cells as columns; empty ones may follow."""
        return len(cells) >= len(self.columns) and not any(cells[len(self.columns) :])

    def _broken(self, line: TextLine, error: str) -> CellRow:
        """The row with what can be told of its cells, so that it is known which letter it spoils."""
        try:
            cells = next(csv.reader([line.text], delimiter=self.delimiter), [])
        except csv.Error:
            cells = []
        if cells and (line.is_cut or cells[-1].endswith("\n")):
            cells = cells[:-1]  # it ran on over the cells that follow
        is_of_quotes = any(words in error for words in _OF_QUOTES)
        reason = _QUOTES if is_of_quotes else f"This row cannot be read as CSV: {error}."
        return CellRow(line.number, self._by_column(cells), fault=line.fault or reason)

    def _by_column(self, cells: Sequence[str]) -> dict[str, str]:
        return dict(zip(self.columns, cells, strict=False))

    def _next_line(self) -> TextLine | None:
        return self.given_back.popleft() if self.given_back else next(self.lines, None)

    def _give_back(self, lines: Sequence[TextLine]) -> None:
        self.given_back.extendleft(reversed(lines))
        self.lines_reread += len(lines)
        if self.lines_reread > REREAD_LINES_LIMIT:
            raise InvalidInput(
                "file", f"From line {lines[0].number} on the quotation marks are in disorder."
            )
