"""Papers made from the register: what a reader may read, handed to `pdf/` as plain values.

Open `record_sheet`. The clock and the number of the copy are parameters: same input, same bytes. Every
paper is in the audit trail before its first byte leaves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.access import AccessLabel
from app.domain.briefings import LABEL_LANGUAGES
from app.domain.errors import InvalidInput
from app.domain.fingerprint import fingerprint
from app.domain.principals import Action, Principal
from app.domain.records import Draft, RecordId
from app.domain.views import RecordView
from app.domain.wording import said
from app.languages.tongue import Tongue
from app.pdf.frame import Imprint, render
from app.pdf.reports import REPORTS
from app.pdf.speech import speaking
from app.pdf.typography import Paper
from app.services import audit, dossiers, records
from app.services.result_exports import marked_name
from app.services.work import Work

SHEET_MADE = "sheet made"
RECORD_SHEET = "record-sheet"
PAPERS = tuple(one.value for one in Paper)


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A finished paper. `label` is the join of everything on it."""

    content: bytes
    filename: str
    label: AccessLabel


def record_sheet(
    principal: Principal,
    work: Work,
    record_id: RecordId,
    *,
    printed_at: datetime,
    copy_number: int = 1,
    copies: int | None = None,
    paper: str = Paper.A4.value,
    language: str = "en",
) -> SheetFile:
    """The record sheet of one record, on `a4` or `letter` paper. Costs 50 to 150 ms.

    `copies` None: how many there are in all is not known and not printed. Raises NotFound for hidden
    and absent alike; Unavailable when it cannot be recorded; InvalidInput for a paper that is not in
    `PAPERS`, a language that is not in `LABEL_LANGUAGES` and for a number beyond the copies.
    """
    principal.require(Action.READ)
    if paper not in PAPERS:
        raise InvalidInput("paper", f"There is no paper {paper!r}. Choose {' or '.join(PAPERS)}.")
    if language not in LABEL_LANGUAGES:
        raise InvalidInput("language", said("Choose a language from the list."))
    if copies is not None and copy_number > copies:
        raise InvalidInput("copies", f"There is no copy {copy_number} of {copies}.")
    view = records.read_record(principal, work, record_id)
    report = REPORTS[RECORD_SHEET]
    audit.record_reading(principal, work, SHEET_MADE, [record_id], {"copy": str(copy_number)})
    imprint = replace(
        imprint_of(principal, work, view, report.title, printed_at),
        copy_number=copy_number,
        copies=copies,
    )
    dossier = dossiers.of_view(work, view, view.page_label)
    with speaking(Tongue(language)):
        content = render(report.blocks(dossier), imprint, work.fonts, Paper(paper))
    return SheetFile(content, marked_name(view.reference, view.page_label, "pdf"), view.page_label)


def content_sha256(view: RecordView) -> str:
    """SHA-256 of what this version of the record says, its description and its text, as hex."""
    return fingerprint(Draft(view.written, text=view.text))


def imprint_of(
    principal: Principal, work: Work, view: RecordView, title: str, printed_at: datetime
) -> Imprint:
    """What the frame of any paper about one record says of a single copy.

    Whoever acts under emergency access gets that said on every page.
    """
    return Imprint(
        title=title,
        organisation=work.organisation,
        reference=view.reference,
        label=view.page_label,
        reader=principal.display_name,
        printed_at=printed_at,
        copy_number=1,
        copies=1,
        revision=view.revision,
        readable_total=view.readable_total,
        content_sha256=content_sha256(view),
        emergency=principal.emergency,
        base_url=work.base_url,
    )
