"""To whom the letter is written, and what it says and asks."""

from __future__ import annotations

from app.domain.records import Addressee, Demand
from app.domain.vocabularies import AddresseeRole, DemandClass, DemandStrength, OutcomeStatus
from app.domain.wording import said
from app.web.describing import lines
from app.web.describing.controls import Choice, Field, Maybe, OptionalChoice, Several, Text
from app.web.describing.fact_controls import ConcernControl, EvidenceControl
from app.web.describing.party_controls import PartyField
from app.web.describing.rows import Lines, Rows

ADDRESSEES = Rows(
    Addressee,
    said("addressee"),
    (
        Field("role", said("Role"), Choice(AddresseeRole, AddresseeRole.TO)),
        Field("party", said("Party"), PartyField("nothing")),
        Field("person", said("Person"), Maybe(list="persons")),
        Field("office", said("Office"), Maybe(list="offices")),
        Field("organ", said("Organ"), Maybe()),
    ),
    Lines(said("As in: Guo Shengkun, Minister of Public Security of China"), lines.addressee),
)
DEMANDS = Rows(
    Demand,
    said("demand"),
    (
        Field("text", said("What is asked"), Text(lines=2), is_required=True),
        Field("demand_class", said("Class"), Choice(DemandClass, DemandClass.OTHER)),
        Field("strength", said("Strength"), OptionalChoice(DemandStrength)),
        Field("beneficiaries", said("For whom"), Several(",", lines=1), said("Divided by commas")),
        Field("status", said("What came of it"), Choice(OutcomeStatus, OutcomeStatus.UNKNOWN)),
        Field("evidence", said("Source"), EvidenceControl()),
    ),
    Lines(
        said("As in: Release the lawyers. The first verb gives the class; look at it afterwards"),
        lines.demand,
        ("strength",),
    ),
)
TO_FIELDS = (Field("addressees", said("Addressees and copies"), ADDRESSEES),)
ASKED_FIELDS = (
    Field("demands", said("Demands"), DEMANDS),
    Field("concern", said("Concern, as worded"), ConcernControl()),
    Field("assertions", said("What it says is so"), Several(), said("One a line")),
)
FIELDS = (*TO_FIELDS, *ASKED_FIELDS)
