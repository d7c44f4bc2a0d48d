"""A list of results as an Excel workbook: cells of text and of counts, no formulas; the marking above, below
and on every page.

Same listing, same bytes: XlsxWriter dates the entries of the archive 1980, and the workbook is dated by
the listing.
"""

from __future__ import annotations

import io

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from app.exporters.listing import COLUMNS, Listing, tidy

SHEET = "Results"
HEAD_ROW = 3
"""Rows count from 0: marking, what was searched, how much of it, then the heads."""
LONGEST_CELL = 32_767  # characters, the limit of the format
_LONGEST_HEADER = 240  # the format's limit is 255 with its codes
_TEXT_ONLY = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def write_xlsx(listing: Listing) -> bytes:
    """One sheet: its heads stay in sight when one scrolls and stand on every printed page."""
    out = io.BytesIO()
    book = Workbook(out, _TEXT_ONLY)
    book.set_properties(
        {
            "title": tidy(f"Chancery results, {listing.marking}"),
            "category": tidy(listing.marking),
            "author": tidy(listing.made_by),
            "company": tidy(listing.organisation),
            "created": listing.made_at.replace(tzinfo=None),
        }
    )
    sheet = book.add_worksheet(SHEET)
    _lay_out(sheet, listing.marking)
    _fill(sheet, book, listing)
    book.close()
    return out.getvalue()


def _lay_out(sheet: Worksheet, marking: str) -> None:
    """Widths, what stays in sight, and the marking on every printed page."""
    for number, column in enumerate(COLUMNS):
        sheet.set_column(number, number, column.width)
    sheet.freeze_panes(HEAD_ROW + 1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, HEAD_ROW)
    words = tidy(marking)[:_LONGEST_HEADER].replace("&", "&&")
    sheet.set_header(f"&C&B{_apart(words)}")
    sheet.set_footer(f"&C&B{_apart(words)}&R&P / &N")


def _apart(words: str) -> str:
    """A code of a header such as &B swallows digits that follow it."""
    return f" {words}" if words[:1].isdigit() else words


def _fill(sheet: Worksheet, book: Workbook, listing: Listing) -> None:
    strong = book.add_format({"bold": True})
    plain = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    count = book.add_format({"valign": "top", "num_format": "0"})
    head = book.add_format({"bold": True, "bottom": 1, "valign": "top", "text_wrap": True})
    notes = " ".join([f"{listing.count_in_words()}, {listing.moment}.", *listing.notices])
    for row, words in enumerate((listing.marking, listing.query.in_words(), notes)):
        sheet.write_string(row, 0, _cell(words), strong if row == 0 else None)
    for number, column in enumerate(COLUMNS):
        sheet.write_string(HEAD_ROW, number, column.heading, head)
    for row, record in enumerate(listing.records, start=HEAD_ROW + 1):
        for number, column in enumerate(COLUMNS):
            value = column.value(record)
            if column.is_number and value:
                sheet.write_number(row, number, int(value), count)
            else:
                sheet.write_string(row, number, _cell(value), plain)
    last = HEAD_ROW + len(listing.records)
    if listing.records:
        sheet.autofilter(HEAD_ROW, 0, last, len(COLUMNS) - 1)
    sheet.write_string(last + 1, 0, _cell(listing.marking), strong)


def _cell(text: str) -> str:
    """A text that fits into one cell."""
    plain = tidy(text)
    return plain if len(plain) <= LONGEST_CELL else f"{plain[: LONGEST_CELL - 1]}…"
