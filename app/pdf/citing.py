"""How a line made from the register says where it comes from: reference, place, grade. Open `cited`.

The reference leads to the record's own page in the same paper where it has one, else to the register.
"""

from __future__ import annotations

from app.domain.records import Evidence
from app.domain.views import RecordSummary, RecordView
from app.pdf.text import Piece, Style, inline
from app.pdf.typography import CODE
from app.pdf.wording import grade_pieces

RECORD_LINK = "record:"
"""Begins the link of a piece that stands for a record; what it leads to is known when a page is drawn."""


def reference(record: RecordView | RecordSummary, style: Style = CODE) -> Piece:
    """`JL-2017-7K3QF`, which leads to its record."""
    return Piece(
        record.reference, style, holds_together=True, link=f"{RECORD_LINK}{record.reference}"
    )


def cited(
    record: RecordView | RecordSummary,
    place: str = "",
    evidence: Evidence | None = None,
    style: Style = CODE,
) -> tuple[Piece, ...]:
    """`JL-2017-7K3QF, response 2 [B2]`: reference, place within the record, grade where there is one."""
    words = (inline(f", {place}", style),) if place else ()
    return (reference(record, style), *words, *(grade_pieces(evidence, style) if evidence else ()))
