"""Authorities: parties with dated names, groupings with dated members, persons, offices, subjects.

They are public knowledge, filled from `app/db/seeds/` and never from a registered letter: a name that
only a guarded letter holds must not become a list that everybody sees.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from app.db.base import Base
from app.db.models.columns import EDTF_LENGTH, PARTY_LENGTH
from app.db.types import TextsType

CODE_LENGTH = 32
LANGUAGE_LENGTH = 35

party = Table(
    "party",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(PARTY_LENGTH), nullable=False, unique=True),
    Column("kind", String(CODE_LENGTH), nullable=False),
    Column("alpha2", String(2), nullable=False),
    Column("m49", String(3), nullable=False),
    Column("tags", String(CODE_LENGTH), nullable=False),
    Column("first", String(EDTF_LENGTH)),
    Column("last", String(EDTF_LENGTH)),
    Column("note", Text, nullable=False),
)

party_name = Table(
    "party_name",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("party_id", ForeignKey("party.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("use", String(CODE_LENGTH), nullable=False),
    Column("language", String(LANGUAGE_LENGTH), nullable=False),
    Column("first", String(EDTF_LENGTH)),
    Column("last", String(EDTF_LENGTH)),
    Column("note", Text, nullable=False),
    UniqueConstraint("party_id", "position"),
)

grouping = Table(
    "grouping",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("code", String(CODE_LENGTH), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("short_name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("notes", Text, nullable=False),
)

grouping_name = Table(
    "grouping_name",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("grouping_id", ForeignKey("grouping.id", ondelete="CASCADE"), nullable=False),
    Column("language", String(LANGUAGE_LENGTH), nullable=False),
    Column("name", Text, nullable=False),
    Column("short_name", Text, nullable=False),
    UniqueConstraint("grouping_id", "language"),
)

membership = Table(
    "membership",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("grouping_id", ForeignKey("grouping.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("party", String(PARTY_LENGTH), nullable=False),
    Column("first", String(EDTF_LENGTH)),
    Column("last", String(EDTF_LENGTH)),
    Column("note", Text, nullable=False),
    UniqueConstraint("grouping_id", "position"),
    Index("ix_membership_party", "party"),
)

person = Table(
    "person",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(CODE_LENGTH), nullable=False, unique=True),
    Column("note", Text, nullable=False),
)

person_name = Table(
    "person_name",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("language", String(LANGUAGE_LENGTH), nullable=False),
    UniqueConstraint("person_id", "position"),
)

office = Table(
    "office",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(CODE_LENGTH), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("other_titles", TextsType, nullable=False),
    Column("party", String(PARTY_LENGTH)),
    Column("organ", Text, nullable=False),
    Column("first", String(EDTF_LENGTH)),
    Column("last", String(EDTF_LENGTH)),
)

subject = Table(
    "subject",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(CODE_LENGTH * 2), nullable=False, unique=True),
    Column("note", Text, nullable=False),
)

subject_name = Table(
    "subject_name",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("subject_id", ForeignKey("subject.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("language", String(LANGUAGE_LENGTH), nullable=False),
    UniqueConstraint("subject_id", "position"),
)
