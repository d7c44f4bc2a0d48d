"""Printing reports in tests: dossiers of every size and kind, each report on paper, read back as text."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.domain.access import AccessLabel
from app.domain.dossiers import Dossier
from app.domain.records import Description, PartyCode, RecordId
from app.domain.views import RecordView
from app.languages.tongue import Tongue
from app.pdf.frame import Imprint, render
from app.pdf.reports import REPORTS
from app.pdf.speech import speaking
from app.pdf.typography import Paper
from tests.dossiers import a_dossier, directory
from tests.papers import a_view
from tests.printing import AFTERNOON, DIGEST, cabinet, pages_of

ON_SEVERAL = tuple(name for name in REPORTS if name != "record-sheet")
XIE = "Xie Yang"


def a_text(reference: str, told: Description, **fields: Any) -> RecordView:
    """A view of its own with the names that parties had at its date."""
    codes = sorted(told.party_codes)
    names = {code: directory().name_at(code, told.calendar_date) for code in codes}
    record_id = RecordId(str(uuid.uuid5(uuid.NAMESPACE_URL, reference)))
    view = replace(a_view(told, names=names), reference=reference, id=record_id)
    return replace(view, **fields)


def about(views: Sequence[RecordView], **fields: Any) -> Dossier:
    """A dossier that every report can be made of: of a party and of a person too."""
    told: dict[str, Any] = {
        "party": PartyCode("CAN"),
        "person": XIE,
        "person_names": frozenset({XIE, "谢阳"}),
    }
    return a_dossier(views, **(told | fields))


def printed_report(
    name: str,
    dossier: Dossier,
    *,
    label: AccessLabel | None = None,
    language: str = "en",
    paper: Paper = Paper.A4,
) -> bytes:
    """The report on paper, in its frame."""
    report = REPORTS[name]
    with speaking(Tongue(language)):
        imprint = Imprint(
            title=report.title,
            organisation="",
            reference="",
            label=label or dossier.label,
            reader="A. Linden",
            printed_at=AFTERNOON,
            copy_number=1,
            copies=1,
            revision=0,
            readable_total=dossier.readable_total,
            content_sha256=DIGEST,
            emergency="",
            colophon=("Copy 1 of 1", "Based on texts"),
        )
        return render(report.blocks(dossier), imprint, cabinet(), paper)


def words_of(name: str, dossier: Dossier, **fields: Any) -> str:
    """All that the report says, on one line."""
    return " ".join(pages_of(printed_report(name, dossier, **fields)))
