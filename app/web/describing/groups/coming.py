"""What came of the letter, and who is reported to have been missing."""

from __future__ import annotations

from app.domain.records import AbsenceReport, Outcome, Response
from app.domain.vocabularies import AbsenceKind, Causality, OutcomeStatus, ResponseKind
from app.web.describing.controls import Choice, Field, Number, OptionalChoice, Text
from app.web.describing.fact_controls import EDTF_HELP, Day, EvidenceControl
from app.web.describing.party_controls import PartyField
from app.web.describing.rows import Rows

RESPONSES = Rows(
    Response,
    "response",
    (
        Field("text", "What was done or said", Text(lines=2), is_required=True),
        Field("kind", "Kind", Choice(ResponseKind, ResponseKind.OTHER)),
        Field("by", "By", Text()),
        Field("by_party", "Party", PartyField("none")),
        Field("date", "Date", Day(), EDTF_HELP),
        Field("causality", "Because of the letter?", OptionalChoice(Causality)),
        Field("note", "Note", Text()),
        Field("evidence", "Source", EvidenceControl()),
    ),
)
OUTCOMES = Rows(
    Outcome,
    "outcome",
    (
        Field("text", "What came of it", Text(lines=2), is_required=True),
        Field("status", "Status", Choice(OutcomeStatus, OutcomeStatus.UNKNOWN)),
        Field("demand_number", "Of demand number", Number()),
        Field("date", "Date", Day(), EDTF_HELP),
        Field("evidence", "Source", EvidenceControl()),
    ),
)
ABSENCES = Rows(
    AbsenceReport,
    "absence",
    (
        Field("party", "Party", PartyField(), is_required=True),
        Field("kind", "Kind", Choice(AbsenceKind, AbsenceKind.REPORTED_ABSENT)),
        Field("text", "What is said", Text(lines=2)),
        Field("evidence", "Said by", EvidenceControl()),
    ),
)
CAME_FIELDS = (
    Field("responses", "Responses", RESPONSES),
    Field("outcomes", "Outcomes", OUTCOMES),
)
MISSING_FIELDS = (Field("absences", "Absences reported", ABSENCES),)
FIELDS = (*CAME_FIELDS, *MISSING_FIELDS)
