"""The parts of a record, one table each: signatures, addressees, demands, responses and the rest.

Column names are the field names of the values in `domain.records` (see `db/mapping.py`). Party codes
are codes, not keys: a letter may carry a code the authorities do not know yet. Relations and sealed
notes are not parts of a description: they have rules of access of their own (`db/catalogue.py`).
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from app.db.base import Base
from app.db.models.columns import (
    PARTY_LENGTH,
    PUBLIC_ID_LENGTH,
    calendar_date,
    evidence,
    part_of_record,
)
from app.db.types import MaybeTextType, TermsType, TermType, TextsType
from app.domain.vocabularies import (
    AbsenceKind,
    AddresseeRole,
    Capacity,
    Causality,
    DemandClass,
    DemandStrength,
    OutcomeStatus,
    PersonRole,
    Rank,
    RelationKind,
    ResponseKind,
    SignatureStatus,
)

signature = part_of_record(
    "signature",
    Column("party", String(PARTY_LENGTH), nullable=False),
    Column("name_as_signed", MaybeTextType),
    Column("person", MaybeTextType),
    Column("person_id", ForeignKey("person.id")),
    Column("office", MaybeTextType),
    Column("office_id", ForeignKey("office.id")),
    Column("ranks", TermsType(Rank), nullable=False),
    Column("capacity", TermType(Capacity), nullable=False),
    Column("status", TermType(SignatureStatus), nullable=False),
    *calendar_date("date"),
    Column("reservation", Text, nullable=False),
    *evidence(),
    Index("ix_signature_party_record_id", "party", "record_id"),
)

signature_status = Table(
    "signature_status",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("record_id", ForeignKey("record.id", ondelete="CASCADE"), nullable=False),
    Column("signature_position", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("status", TermType(SignatureStatus), nullable=False),
    *calendar_date("date"),
    Column("note", Text, nullable=False),
    *evidence(),
    Index("ix_signature_status_record_id", "record_id", "signature_position", "position"),
)

addressee = part_of_record(
    "addressee",
    Column("role", TermType(AddresseeRole), nullable=False),
    Column("party", MaybeTextType),
    Column("organ", MaybeTextType),
    Column("office", MaybeTextType),
    Column("office_id", ForeignKey("office.id")),
    Column("person", MaybeTextType),
    Column("person_id", ForeignKey("person.id")),
    Index("ix_addressee_party_record_id", "party", "record_id"),
)

target = part_of_record(
    "target",
    Column("party", String(PARTY_LENGTH), nullable=False),
    Index("ix_target_party_record_id", "party", "record_id"),
)

record_subject = part_of_record(
    "record_subject",
    Column("wording", Text, nullable=False),
    Column("subject_id", ForeignKey("subject.id")),
    Index("ix_record_subject_subject_id_record_id", "subject_id", "record_id"),
)

assertion = part_of_record("assertion", Column("text", Text, nullable=False))

demand = part_of_record(
    "demand",
    Column("text", Text, nullable=False),
    Column("demand_class", TermType(DemandClass), nullable=False),
    Column("strength", TermType(DemandStrength)),
    Column("beneficiaries", TextsType, nullable=False),
    Column("status", TermType(OutcomeStatus), nullable=False),
    *evidence(),
)

response = part_of_record(
    "response",
    Column("kind", TermType(ResponseKind), nullable=False),
    Column("text", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("by_party", String(PARTY_LENGTH)),
    *calendar_date("date"),
    Column("causality", TermType(Causality)),
    Column("note", Text, nullable=False),
    *evidence(),
)

outcome = part_of_record(
    "outcome",
    Column("text", Text, nullable=False),
    Column("status", TermType(OutcomeStatus), nullable=False),
    Column("demand_number", Integer),
    *calendar_date("date"),
    *evidence(),
)

named_person = part_of_record(
    "named_person",
    Column("name", Text, nullable=False),
    Column("person_id", ForeignKey("person.id")),
    Column("role", TermType(PersonRole), nullable=False),
    Column("other_names", TextsType, nullable=False),
    Column("occupation", MaybeTextType),
    Column("is_public_here", Boolean, nullable=False),
    Column("note", Text, nullable=False),
)

absence_report = part_of_record(
    "absence_report",
    Column("party", MaybeTextType),
    Column("kind", TermType(AbsenceKind), nullable=False),
    Column("text", Text, nullable=False),
    *evidence(),
    Column("among", Text, nullable=False),
    Index("ix_absence_report_party_record_id", "party", "record_id"),
)

quote = part_of_record(
    "quote",
    Column("text", Text, nullable=False),
    Column("source", MaybeTextType),
    Column("start", Integer),
    Column("end", Integer),
)

external_reference = part_of_record(
    "external_reference",
    Column("scheme", Text, nullable=False),
    Column("value", Text, nullable=False),
)

# The other end is a record (by key, or by the source key it will come with) or a text outside.
relation = Table(
    "relation",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("from_record_id", ForeignKey("record.id", ondelete="CASCADE"), nullable=False),
    Column("to_record_id", ForeignKey("record.id", ondelete="CASCADE")),
    Column("to_source_key", Text),
    Column("to_external", Text, nullable=False),
    Column("kind", TermType(RelationKind), nullable=False),
    *calendar_date("date"),
    Column("note", Text, nullable=False),
    *evidence(),
    Index("ix_relation_from_record_id", "from_record_id"),
    Index("ix_relation_to_record_id", "to_record_id"),
    Index("ix_relation_to_source_key", "to_source_key"),
)

sealed_note = part_of_record(
    "sealed_note",
    Column("public_id", String(PUBLIC_ID_LENGTH), nullable=False, unique=True),
    Column("cell_id", ForeignKey("access_cell.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
)
