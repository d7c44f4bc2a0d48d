"""Rows for spreadsheet programs as CSV (RFC 4180): UTF-8 with a byte order mark, no cell a formula.

The mark tells a spreadsheet program the encoding. A cell that such a program would take for a formula
(CWE-1236) gets an apostrophe before it; invisible characters and spaces in front do not hide one.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from app.exporters.listing import tidy

BYTE_ORDER_MARK = "\N{BYTE ORDER MARK}"
_FORMULA = re.compile(
    "[\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\"']*[=+\\-@\uff1d\uff0b\uff0d\uff20]"
    "|[\\t\\r\\n]"
)


def csv_bytes(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The table with its heads. Every cell stands in quotation marks, every line ends with CRLF."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(heads)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet program takes for a formula."""
    is_taken_for_one = _FORMULA.match(text.replace("\x00", ""))
    plain = tidy(text)
    return f"'{plain}" if is_taken_for_one or _FORMULA.match(plain) else plain
