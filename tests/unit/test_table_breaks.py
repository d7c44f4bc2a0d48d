"""Where tables break: no row stands alone at the foot or the head of a page."""

from __future__ import annotations

import re

import pytest

from app.pdf.blocks import Block, Text
from app.pdf.tables import AUTO, Table, cell
from app.pdf.text import para
from app.pdf.typography import BODY
from tests.printing import pages_of, simply_printed


def rows_by_page(lines_above: int, rows: int, height: int = 1) -> list[int]:
    """How many rows of a table stand on each page that has any."""
    table = Table(
        (AUTO,),
        tuple(
            (cell(para(f"row-{number}", style=BODY), *[para("more", style=BODY)] * (height - 1)),)
            for number in range(rows)
        ),
        head=(cell(para("What was asked", style=BODY)),),
    )
    above: list[Block] = [Text(para(f"Line {at}.", style=BODY)) for at in range(lines_above)]
    pages = pages_of(simply_printed([*above, table], "A paper"))
    found = [len(re.findall(r"row-\d+", page)) for page in pages]
    return [count for count in found if count]


@pytest.mark.parametrize("rows", [2, 3, 7])
def test_no_row_is_alone_on_its_page(rows: int) -> None:
    broken = 0
    for lines_above in range(40, 64):
        counts = rows_by_page(lines_above, rows)
        assert sum(counts) == rows
        assert min(counts) >= 2
        broken += len(counts) > 1
    assert broken or rows < 4


def test_high_rows_may_stand_alone_so_that_pages_are_filled() -> None:
    assert 1 in rows_by_page(0, 5, height=14)
