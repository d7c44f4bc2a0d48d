"""The marking as it stands on the letter: the panel of the marking shows it, beside the level."""

from __future__ import annotations

from app.web.describing.controls import Field, Maybe
from app.web.marking_panel import FIELD_LABELS, TEXT

FIELDS = (Field(TEXT, FIELD_LABELS[TEXT], Maybe()),)
