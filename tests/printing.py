"""Printing records in tests, and reading the PDF back with another library."""

from __future__ import annotations

import atexit
import io
import os
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import pikepdf
import pypdfium2

from app.charts.timeline import YearBar, timeline
from app.domain.access import AccessLabel
from app.domain.views import RecordView
from app.fonts.cabinet import FontCabinet
from app.pdf.blocks import Block, Heading, Text
from app.pdf.figures import Figure
from app.pdf.frame import Imprint, render
from app.pdf.reports import REPORTS
from app.pdf.tables import AUTO, Table, cell
from app.pdf.text import inline, para
from app.pdf.typography import BODY, HEADING, NOTE, Paper
from tests.builders import SCHEME
from tests.dossiers import a_dossier

AFTERNOON = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
DIGEST = "3f9c" + "0" * 56 + "a17e"
FONT_FOLDER = "CHANCERY_TEST_FONT_FOLDER"


@lru_cache(maxsize=1)
def font_folder() -> Path:
    """One folder for all tests of a run, and for a process that a test starts: cutting takes seconds."""
    given = os.environ.get(FONT_FOLDER)
    if given:
        return Path(given)
    made = tempfile.TemporaryDirectory(prefix="fonts-", ignore_cleanup_errors=True)
    atexit.register(made.cleanup)
    return Path(made.name)


@lru_cache(maxsize=1)
def cabinet() -> FontCabinet:
    return FontCabinet(font_folder())


def printed(
    view: RecordView,
    *,
    label: AccessLabel | None = None,
    reader: str = "A. Linden",
    organisation: str = "",
    printed_at: datetime = AFTERNOON,
    copy_number: int = 1,
    emergency: str = "",
    paper: Paper = Paper.A4,
) -> bytes:
    """The record sheet of `view`."""
    report = REPORTS["record-sheet"]
    imprint = Imprint(
        title=report.title,
        organisation=organisation,
        reference=view.reference,
        label=label or view.page_label,
        reader=reader,
        printed_at=printed_at,
        copy_number=copy_number,
        copies=max(2, copy_number),
        revision=view.revision,
        readable_total=view.readable_total,
        content_sha256=DIGEST,
        emergency=emergency,
    )
    return render(report.blocks(a_dossier([view])), imprint, cabinet(), paper)


def simply_printed(blocks: Sequence[Block], title: str, paper: Paper = Paper.A4) -> bytes:
    """A paper of these blocks and nothing else, under the lowest level."""
    imprint = Imprint(
        title=title,
        organisation="",
        reference="JL-2017-7K3QF",
        label=SCHEME.bottom,
        reader="A. Linden",
        printed_at=AFTERNOON,
        copy_number=1,
        copies=None,
        revision=1,
        readable_total=3,
        content_sha256=DIGEST,
        emergency="",
    )
    return render(blocks, imprint, cabinet(), paper)


def one_of_everything() -> bytes:
    """Headings, words with a link, a table with a head, a figure."""
    link = replace(inline("the source", BODY), link="https://example.org/letter")
    blocks = (
        Text(para("A paper", style=HEADING), role="H1"),
        Heading(para("What was asked", style=HEADING)),
        Text(para("Excellency, see ", link, ".", style=BODY)),
        Table(
            (AUTO, 60.0),
            ((cell(para("Release", style=BODY)), cell(para("open", style=BODY))),),
            head=(cell(para("Ask", style=BODY)), cell(para("Status", style=BODY))),
        ),
        Figure(timeline([YearBar(2016, 2, 1)]), para("Texts by year", style=NOTE)),
    )
    return simply_printed(blocks, "A paper")


def plain(pdf: bytes) -> bytes:
    """The same file with every object by itself, so that its keys can be looked for."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, lines joined by single spaces."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_text(document[number]) for number in range(len(document))]
    finally:
        document.close()


def framed(page: str, marking: str) -> int:
    """How often a marking stands on a page, apart from the fact that names the record's own."""
    return page.replace(f"Marking {marking}", "").count(marking)


def letters_of(pdf: bytes) -> str:
    """All text of the PDF without any space, so that line breaks do not matter."""
    return "".join("".join(page.split()) for page in pages_of(pdf))


def _text(page: pypdfium2.PdfPage) -> str:
    text_page = page.get_textpage()
    try:
        return " ".join(str(text_page.get_text_range()).split())
    finally:
        text_page.close()
        page.close()


def links_of(pdf: bytes) -> list[tuple[str, str]]:
    """The words of each link and where it leads: an address, or `page`."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [
            (str(one.Contents), str(one.A.URI) if "/A" in one else "page")
            for page in document.pages
            for one in page.get("/Annots", [])
        ]
