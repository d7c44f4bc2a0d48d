"""Other wordings of subjects that registrars added, beside those that came with the seeds.

The seeds are written anew at every start, so these stand in a table of their own, by the subject's code.
A removed one stays, with who removed it and why.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text

from app.db.base import Base
from app.db.models.authorities import LANGUAGE_LENGTH
from app.db.models.authority_work import ENTRY_CODE_LENGTH
from app.db.models.columns import PUBLIC_ID_LENGTH
from app.db.models.records import NAME_LENGTH
from app.db.types import UtcDateTime

subject_synonym = Table(
    "subject_synonym",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("public_id", String(PUBLIC_ID_LENGTH), nullable=False, unique=True),
    Column("subject", String(ENTRY_CODE_LENGTH), nullable=False),
    Column("name", Text, nullable=False),
    Column("language", String(LANGUAGE_LENGTH), nullable=False),
    Column("by", String(NAME_LENGTH), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("removed_by", String(NAME_LENGTH), nullable=False),
    Column("removed_at", UtcDateTime),
    Column("reason", Text, nullable=False),
    Index("ix_subject_synonym_subject", "subject"),
)
