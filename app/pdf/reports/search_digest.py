"""The search digest: what a search found, in its order, on paper."""

from __future__ import annotations

from app.domain.dossiers import Dossier
from app.domain.masking import Mask
from app.domain.views import RecordView
from app.domain.wording import said
from app.pdf.blocks import Block
from app.pdf.citing import reference
from app.pdf.report import Report, Subject
from app.pdf.reports.opening import basis, nothing, opening, section
from app.pdf.reports.texts import kind_of, signed_by, title_of, written_to
from app.pdf.speech import say
from app.pdf.tables import AUTO, Cell, Table, cell
from app.pdf.text import Para, gap, inline, para
from app.pdf.typography import BODY, HEADING, LABEL, NOTE, NOTE_STRONG, QUIET
from app.pdf.wording import capitalised, short_date

_NUMBER_PT = 20.0
_MARKING_PT = 84.0
_LONGEST_EXCERPT = 400


def _blocks(dossier: Dossier) -> list[Block]:
    views = _in_order(dossier)
    blocks = [*opening(REPORT.title, dossier.subject, dossier.chosen_by), *basis(dossier)]
    heading = section(said("What was found"))
    if not views:
        return [*blocks, heading, nothing(said("Nothing that you may read was found."))]
    head = ("#", said("Text"), said("Marking"))
    aligned = ("start", "start", "end")
    table = Table(
        (_NUMBER_PT, AUTO, _MARKING_PT),
        tuple(_row(number, one, dossier) for number, one in enumerate(views, start=1)),
        head=tuple(
            cell(para(say(words), style=LABEL, align=align))
            for words, align in zip(head, aligned, strict=True)
        ),
        padding_pt=3.0,
    )
    return [*blocks, heading, table]


def _in_order(dossier: Dossier) -> list[RecordView]:
    """As the search found them."""
    by_id = {one.id: one for one in dossier.records}
    found = [by_id[one] for one in dossier.found_order if one in by_id]
    return found or list(dossier.records)


def _row(number: int, view: RecordView, dossier: Dossier) -> tuple[Cell, ...]:
    first = para(
        reference(view),
        gap(BODY),
        inline(kind_of(view), QUIET),
        gap(BODY),
        inline(short_date(view.description.calendar_date), QUIET),
        style=BODY,
    )
    to = written_to(view)
    lines = [first, para(title_of(view), style=HEADING)]
    lines += [para(to, style=BODY)] if to else []
    lines.append(para(signed_by(view), style=BODY))
    lines += _excerpts(view, dossier)
    return (
        cell(para(str(number), style=QUIET)),
        cell(*lines),
        cell(para(view.label.as_marked, style=NOTE_STRONG, align="end")),
    )


def _excerpts(view: RecordView, dossier: Dossier) -> list[Para]:
    mask = Mask.of(view.description)
    found = dossier.excerpts.get(view.id, ())
    return [para(capitalised(mask.text(say(one)))[:_LONGEST_EXCERPT], style=NOTE) for one in found]


REPORT = Report(
    "search-digest",
    said("Search digest"),
    said(
        "What a search found, one entry a text: what it is, who signed, and where the words stand."
    ),
    Subject.SELECTION,
    _blocks,
)
