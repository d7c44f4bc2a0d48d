"""Books in which records and draft say one hostile string wherever they can say anything."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf

from app.domain.briefings import LONGEST_LINE, LONGEST_TEXT, Depth, Section
from app.pdf.book.plan import Annex
from tests.books import a_book, set_book
from tests.unit.test_report_safety import hostile

REGISTER = "https://register.example/"


def a_hostile_book(words: str, depth: Depth = Depth.FULL) -> bytes:
    """Three records and every section; annexes with words and with pages."""
    dossier = hostile(words)
    line = words[:LONGEST_LINE]
    views = [replace(one, text=f"{words}\n\n{words}") for one in dossier.records]
    book = a_book(
        views,
        depth=depth,
        title=line if line.strip() else "untitled",
        subtitle=line,
        occasion=line,
        prepared_for=line,
        date=line,
        texts={one: words[:LONGEST_TEXT] for one in Section if one.is_written},
    )
    imprint = replace(
        book.imprint, organisation=words, reader=words, running=words, colophon=(words, words)
    )
    annexes = (
        Annex(views[0], words, 0, words, words),
        Annex(views[1], words, 2),
    )
    made = replace(
        book,
        dossier=replace(dossier, records=tuple(replace(one, text="") for one in views)),
        imprint=imprint,
        made_by=words,
        audience=words,
        annexes=annexes,
    )
    return set_book(made).content


def only_leads_home(pdf: bytes) -> bool:
    """Whether every link leads to a page of the book or to the register."""
    with pikepdf.open(io.BytesIO(pdf)) as book:
        actions = [link.get("/A") for page in book.pages for link in page.obj.get("/Annots", [])]
    uris = [str(one.URI) for one in actions if one is not None and "/URI" in one]
    kinds = {str(one.S) for one in actions if one is not None}
    return kinds <= {"/URI", "/GoTo"} and all(one.startswith(REGISTER) for one in uris)
