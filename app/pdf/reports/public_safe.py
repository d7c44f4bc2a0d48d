"""The public-safe sheet: only what is already public, each span with where it was published.

Of a text that is marked, nothing but such spans: not its title, not who signed it, not its date. Of a text
that is not marked at all, its kind, date and signatories as well.
"""

from __future__ import annotations

from app.domain.access import AccessLabel
from app.domain.coalitions import by_date
from app.domain.dossiers import Dossier
from app.domain.masking import Mask
from app.domain.records import Quote
from app.domain.views import RecordView
from app.domain.wording import said
from app.pdf.blocks import Block, Space
from app.pdf.citing import reference
from app.pdf.report import Report, Subject
from app.pdf.reports.opening import note, nothing, opening, section
from app.pdf.reports.texts import kind_of, signed_by, title_of
from app.pdf.speech import lead, say
from app.pdf.tables import AUTO, Cell, Table, cell
from app.pdf.text import para
from app.pdf.typography import ABSTRACT, BODY, CODE, NOTE, QUIET
from app.pdf.wording import main_source, short_date, source_name

_REFERENCE_PT = 84.0
_MARKED = said(
    "This sheet bears the marking of what it was made from; whoever hands it on lowers it by hand."
)


def _blocks(dossier: Dossier) -> list[Block]:
    views = sorted(dossier.records, key=by_date)
    blocks = [*opening(REPORT.title, ""), Space(3), note(_MARKED)]
    return [*blocks, *_spans(views), *_open_texts(views)]


def _spans(views: list[RecordView]) -> list[Block]:
    heading = section(said("Words that are public already"))
    rows = tuple(
        _span(view, quote)
        for view in views
        for quote in view.description.quotes
        if _is_known(quote)
    )
    if not rows:
        return [heading, nothing(said("None is on record."))]
    left_out = note(said("Spans without a named source are left out."))
    return [heading, Table((_REFERENCE_PT, AUTO), rows, padding_pt=3.0), Space(2), left_out]


def _is_known(quote: Quote) -> bool:
    """Whether it is said where it was published."""
    return isinstance(quote.source, str) and bool(quote.source.strip())


def _span(view: RecordView, quote: Quote) -> tuple[Cell, ...]:
    source = Mask.of(view.description).text(str(source_name(quote.source)))
    return (
        cell(para(reference(view), style=CODE)),
        cell(
            para(f"“{quote.text.strip()}”", style=ABSTRACT),
            para(say(said("Published in: {source}", source=source)), style=NOTE),
        ),
    )


def _open_texts(views: list[RecordView]) -> list[Block]:
    """Texts that bear no marking: everybody may read them."""
    heading = section(said("Texts that are public"))
    rows = tuple(_open_text(view) for view in views if is_unmarked(view.label))
    if not rows:
        return [heading, nothing(said("None."))]
    return [heading, Table((_REFERENCE_PT, AUTO), rows, padding_pt=3.0)]


def _open_text(view: RecordView) -> tuple[Cell, ...]:
    day = short_date(view.description.calendar_date)
    return (
        cell(para(reference(view), style=CODE)),
        cell(
            para(title_of(view), style=BODY),
            para(f"{kind_of(view)}, ", day, style=QUIET),
            para(signed_by(view, by_name=True), style=BODY),
            para(lead(said("Source")), source_name(main_source(view.description)), style=NOTE),
        ),
    )


def is_unmarked(label: AccessLabel) -> bool:
    """Whether a label guards nothing: the lowest level, no compartment, released to every party."""
    return label.level.rank == 0 and not label.compartments and label.releasable_to is None


REPORT = Report(
    "public-safe",
    said("Public-safe sheet"),
    said(
        "Only what is already public, each span with where it was published; for use in the open."
    ),
    Subject.SELECTION,
    _blocks,
)
