"""To whom the letter is written, and what it says and asks."""

from __future__ import annotations

from app.domain.records import Addressee, Demand
from app.domain.vocabularies import AddresseeRole, DemandClass, DemandStrength, OutcomeStatus
from app.web.describing.controls import Choice, Field, Maybe, OptionalChoice, Several, Text
from app.web.describing.fact_controls import ConcernControl, EvidenceControl
from app.web.describing.party_controls import PartyField
from app.web.describing.rows import Rows

ADDRESSEES = Rows(
    Addressee,
    "addressee",
    (
        Field("role", "Role", Choice(AddresseeRole, AddresseeRole.TO)),
        Field("party", "Party", PartyField("nothing")),
        Field("person", "Person", Maybe(list="persons")),
        Field("office", "Office", Maybe(list="offices")),
        Field("organ", "Organ", Maybe()),
    ),
)
DEMANDS = Rows(
    Demand,
    "demand",
    (
        Field("text", "What is asked", Text(lines=2), is_required=True),
        Field("demand_class", "Class", Choice(DemandClass, DemandClass.OTHER)),
        Field("strength", "Strength", OptionalChoice(DemandStrength)),
        Field("beneficiaries", "For whom", Several(",", lines=1), "Divided by commas"),
        Field("status", "What came of it", Choice(OutcomeStatus, OutcomeStatus.UNKNOWN)),
        Field("evidence", "Source", EvidenceControl()),
    ),
)
TO_FIELDS = (Field("addressees", "Addressees and copies", ADDRESSEES),)
ASKED_FIELDS = (
    Field("demands", "Demands", DEMANDS),
    Field("concern", "Concern, as worded", ConcernControl()),
    Field("assertions", "What it says is so", Several(), "One a line"),
)
FIELDS = (*TO_FIELDS, *ASKED_FIELDS)
