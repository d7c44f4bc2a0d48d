"""How all this is known: sources, grade, and remarks of the register."""

from __future__ import annotations

from app.web.describing.controls import Field, Several, Text
from app.web.describing.fact_controls import EvidenceControl

FIELDS = (
    Field("evidence", "Main source", EvidenceControl(), "Of the record as a whole"),
    Field("sources", "Sources", Several(), "One a line, with date and page"),
    Field("notes", "Notes", Text(lines=3)),
)
