"""How all this is known: sources, grade, and remarks of the register."""

from __future__ import annotations

from app.domain.wording import said
from app.web.describing.controls import Field, Several, Text

FIELDS = (
    Field("sources", said("Sources"), Several(), said("One a line, with date and page")),
    Field("notes", said("Notes"), Text(lines=3)),
)
