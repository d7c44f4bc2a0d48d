"""The matrix of a coalition on paper: parties by texts, a sign in each place. Open `matrix`.

Columns are numbered, because titles have no room; many of them make several tables. Rows
beyond `MOST_ROWS` are named below with the numbers of their texts, so that nobody is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.domain.coalitions import Coalition, Column, Part, Row
from app.domain.dossiers import Dossier
from app.domain.wording import Wording, joined, said, said_many
from app.pdf.blocks import Block, Space
from app.pdf.reports.opening import labelled, note
from app.pdf.reports.signs import Legend, Sign, SignCell
from app.pdf.speech import say
from app.pdf.tables import Cell, Table, cell
from app.pdf.text import para
from app.pdf.typography import BODY, LABEL, NOTE, NOTE_STRONG, STRONG

MOST_ROWS = 80
COLUMNS_OF_A_TABLE = 14
_NAME_PT = 109.0
_TOTAL_PT = 28.0
_COLUMN_PT = 24.0
_GAP_PT = 2.0
_SIGNS = {
    Part.SIGNED: Sign.SQUARE,
    Part.READ_OUT: Sign.DOTTED,
    Part.JOINED_LATER: Sign.HALF,
    Part.WITHDREW: Sign.CROSSED,
    Part.REPORTED_ABSENT: Sign.DIAMOND,
    Part.NOT_LISTED: Sign.POINT,
}
_MEANINGS = {
    Part.SIGNED: said("signed"),
    Part.READ_OUT: said("read it out"),
    Part.JOINED_LATER: said("joined later"),
    Part.WITHDREW: said("withdrew"),
    Part.REPORTED_ABSENT: said("reported absent"),
    Part.NOT_LISTED: said("not on the list"),
}


def matrix(coalition: Coalition, dossier: Dossier, *, is_counter: bool) -> list[Block]:
    """The matrix of one side, with its legend, and in one sentence what it shows; empty without texts."""
    columns = coalition.counter if is_counter else coalition.joint
    if not columns:
        return []
    rows = [row for row in coalition.rows if _number(row, is_counter)]
    rows.sort(key=lambda row: (-_number(row, is_counter), row.name, row.code))
    shown, rest = rows[:MOST_ROWS], rows[MOST_ROWS:]
    signatories = {row.code for row in rows}
    odd = [
        row
        for row in (*coalition.rows, *coalition.others)
        if row.code not in signatories and any(row.code in one.parts for one in columns)
    ]
    blocks: list[Block] = [
        replace(note(in_one_sentence(columns, rows)), keeps_next=True),
        Space(3, keeps_next=True),
        _legend(columns, is_counter=is_counter),
        Space(3, keeps_next=True),
    ]
    for part in _parts(columns):
        named = [row for row in (*shown, *odd) if any(row.code in one.parts for one in part)]
        blocks += [_table(part, named, dossier, len(columns), is_counter), Space(6)]
    return [*blocks, *_others(rest, columns)]


def _parts(columns: Sequence[Column]) -> Iterator[Sequence[Column]]:
    """As few tables as hold all columns, of as many columns each as the others."""
    tables = -(-len(columns) // COLUMNS_OF_A_TABLE)
    each = -(-len(columns) // tables)
    for start in range(0, len(columns), each):
        yield columns[start : start + each]


def in_one_sentence(columns: Sequence[Column], rows: Sequence[Row]) -> Wording:
    """What somebody who does not see the matrix is told instead."""
    largest = max(columns, key=lambda one: (len(one.signatories), -one.number))
    lists = said_many("on one list", "on {number:,} lists", len(columns))
    most = said_many(
        "the longest has {number:,} name, that of text {text}",
        "the longest has {number:,} names, that of text {text}",
        len(largest.signatories),
        text=largest.number,
    )
    return said_many(
        "{number:,} party stands {lists}; {most}.",
        "{number:,} parties stand {lists}; {most}.",
        len(rows),
        lists=lists,
        most=most,
    )


def _number(row: Row, is_counter: bool) -> int:
    return row.counter if is_counter else row.joint


def _legend(columns: Sequence[Column], *, is_counter: bool) -> Legend:
    """Those signs that occur; the point always."""
    used = {part for one in columns for part in one.parts.values()} | {Part.NOT_LISTED}
    return Legend(
        tuple(
            (_SIGNS[part], is_counter, para(say(words), style=NOTE))
            for part, words in _MEANINGS.items()
            if part in used
        )
    )


def _table(
    columns: Sequence[Column],
    rows: Sequence[Row],
    dossier: Dossier,
    of: int,
    is_counter: bool,
) -> Table:
    head: list[Cell] = [
        cell(para(say(said("Party")), style=LABEL)),
        cell(para(say(said("of {number}", number=of)), style=LABEL, align="end")),
        *(_heading(one) for one in columns),
    ]
    body = [_row(one, columns, is_counter) for one in rows]
    return Table(
        (_NAME_PT, _TOTAL_PT, *(_COLUMN_PT for _ in columns)),
        (*body, *_totals(columns, dossier)),
        head=tuple(head),
        gap_pt=_GAP_PT,
        padding_pt=0.1,
        has_row_heads=True,
    )


def _heading(column: Column) -> Cell:
    """Number and year of a text."""
    dated = column.view.description.calendar_date
    year = str(dated.year) if dated and dated.year else "\N{EN DASH}"
    return cell(
        para(str(column.number), style=STRONG, align="centre"),
        para(year, style=NOTE, align="centre"),
    )


def _row(row: Row, columns: Sequence[Column], is_counter: bool) -> tuple[Cell, ...]:
    number = _number(row, is_counter)
    return (
        cell(para(say(row.name), style=BODY)),
        cell(para(str(number) if number else "\N{MIDDLE DOT}", style=BODY, align="end")),
        *(_sign(one.part_of(row.code), is_counter) for one in columns),
    )


def _sign(part: Part, is_counter: bool) -> Cell:
    words = "" if part is Part.NOT_LISTED else say(_MEANINGS[part])
    return SignCell(_SIGNS[part], words, BODY.leading_pt, is_counter)


def _totals(columns: Sequence[Column], dossier: Dossier) -> Iterator[tuple[Cell, ...]]:
    """How many signed in all, and of each grouping at the date of each text."""
    blank = cell(para("", style=NOTE))
    yield (
        cell(para(say(said("All signatories")), style=STRONG)),
        blank,
        *(
            cell(para(str(len(one.signatories)), style=NOTE_STRONG, align="centre"))
            for one in columns
        ),
    )
    groupings = dict.fromkeys(share.grouping for one in columns for share in one.shares)
    for code in groupings:
        yield (
            cell(para(name_of_grouping(code, dossier), style=BODY)),
            blank,
            *(cell(para(share_of(one, code), style=NOTE, align="centre")) for one in columns),
        )


def share_of(column: Column, grouping: str) -> str:
    """`7/28`; a dash where the text's date, or who belonged then, is not known."""
    share = next((one for one in column.shares if one.grouping == grouping), None)
    if share is None or not share.members:
        return "\N{EN DASH}"
    return f"{share.signed}/{share.members}"


def name_of_grouping(code: str, dossier: Dossier) -> str:
    found = dossier.groupings.grouping(code)
    return say(found.short_name) if found else code


def _others(rows: Sequence[Row], columns: Sequence[Column]) -> list[Block]:
    """Those for whom the table has no room, by how often they signed, with the numbers of their texts."""
    blocks: list[Block] = []
    times = dict.fromkeys(sum(row.code in one.signatories for one in columns) for row in rows)
    for number in times:
        named = [
            say(said("{name} ({texts})", name=row.name, texts=_texts_of(row, columns)))
            for row in rows
            if sum(row.code in one.signatories for one in columns) == number
        ]
        label = said_many(
            "Also on {number:,} list, with the number of the text",
            "Also on {number:,} lists, with the numbers of the texts",
            number,
        )
        blocks.append(labelled(label, say(joined(named, ", "))))
    return blocks


def _texts_of(row: Row, columns: Sequence[Column]) -> str:
    return ", ".join(str(one.number) for one in columns if row.code in one.signatories)
