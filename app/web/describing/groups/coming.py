"""What came of the letter, and who is reported to have been missing."""

from __future__ import annotations

from app.domain.records import AbsenceReport, Outcome, Response
from app.domain.vocabularies import AbsenceKind, Causality, OutcomeStatus, ResponseKind
from app.domain.wording import said
from app.web.describing import lines
from app.web.describing.controls import Choice, Field, Number, OptionalChoice, Text
from app.web.describing.fact_controls import EDTF_HELP, Day, EvidenceControl, GroupingChoice
from app.web.describing.party_controls import PartyField
from app.web.describing.rows import Lines, Rows

RESPONSES = Rows(
    Response,
    said("response"),
    (
        Field("text", said("What was done or said"), Text(lines=2), is_required=True),
        Field("kind", said("Kind"), Choice(ResponseKind, ResponseKind.OTHER)),
        Field("by", said("By"), Text()),
        Field("by_party", said("Party"), PartyField("none")),
        Field("date", said("Date"), Day(), EDTF_HELP),
        Field("causality", said("Because of the letter?"), OptionalChoice(Causality)),
        Field("note", said("Note"), Text()),
        Field("evidence", said("Source"), EvidenceControl()),
    ),
    Lines(
        said(
            "Who, a colon, and what was said or done, as in: Embassy of Canada: declined to comment"
        ),
        lines.response,
    ),
)
OUTCOMES = Rows(
    Outcome,
    said("outcome"),
    (
        Field("text", said("What came of it"), Text(lines=2), is_required=True),
        Field("status", said("Status"), Choice(OutcomeStatus, OutcomeStatus.UNKNOWN)),
        Field("demand_number", said("Of demand number"), Number()),
        Field("date", said("Date"), Day(), EDTF_HELP),
        Field("evidence", said("Source"), EvidenceControl()),
    ),
)
ABSENCES = Rows(
    AbsenceReport,
    said("absence"),
    (
        Field("party", said("Party"), PartyField("unnamed"), is_required=True),
        Field(
            "among",
            said("Member of"),
            GroupingChoice(),
            said("Where the source names no party, only its grouping"),
        ),
        Field("kind", said("Kind"), Choice(AbsenceKind, AbsenceKind.REPORTED_ABSENT)),
        Field("text", said("What is said"), Text(lines=2)),
        Field("evidence", said("Said by"), EvidenceControl()),
    ),
    Lines(
        said(
            "Who, a colon, and what is said, as in: Hungary: blocked it. Where nobody is named: "
            "EU member: blocked it"
        ),
        lines.absence,
    ),
)
CAME_FIELDS = (
    Field("responses", said("Responses"), RESPONSES),
    Field("outcomes", said("Outcomes"), OUTCOMES),
)
MISSING_FIELDS = (Field("absences", said("Absences reported"), ABSENCES),)
FIELDS = (*CAME_FIELDS, *MISSING_FIELDS)
