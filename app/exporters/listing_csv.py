"""A list of results as CSV: one row a record, each with its marking and that of the whole file."""

from __future__ import annotations

from app.exporters.listing import COLUMNS, Listing
from app.exporters.spreadsheet_cells import csv_bytes

MARKING_OF_FILE = "marking_of_file"
HEADS = (*(column.key for column in COLUMNS), MARKING_OF_FILE)


def write_csv(listing: Listing) -> bytes:
    """Rows copied out of the file still bear both markings."""
    return csv_bytes(
        HEADS,
        (
            [*(column.value(record) for column in COLUMNS), listing.marking]
            for record in listing.records
        ),
    )
