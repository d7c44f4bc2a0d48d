"""The fields of the query language: what may stand before a colon, and what each one takes.

Some are searched as words (`title:`), some take a value (`rank:`, `group:`, `date:`). Values are read
in `syntax_values.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.vocabularies import (
    Capacity,
    Channel,
    DemandClass,
    Disclosure,
    Holding,
    OutcomeStatus,
    PersonRole,
    Publicity,
    Rank,
    RecordKind,
    ResponseKind,
    SignatureStatus,
    Term,
)

VOCABULARIES: Mapping[str, type[Term]] = {
    "kind": RecordKind,
    "rank": Rank,
    "capacity": Capacity,
    "status": SignatureStatus,
    "holding": Holding,
    "disclosure": Disclosure,
    "publicity": Publicity,
    "channel": Channel,
    "asks": DemandClass,
    "outcome": OutcomeStatus,
    "response": ResponseKind,
    "role": PersonRole,
}
"""Fields whose values are a closed list: `status` is a signature's, `asks` and `outcome` are a
demand's, `role` a person's."""

GAPS = "gaps"
HELD = (
    "absence",
    "addressee",
    "date",
    "demand",
    "file",
    GAPS,
    "outcome",
    "person",
    "response",
    "subject",
    "text",
)
"""What `has:` asks of the record itself."""
RELATED = ("reply", "counter", "precursor", "parallel", "translation", "correction", "relation")
"""What `has:` asks of other records, which depends on what a reader may read."""

GROUP, WITHOUT, MISSING, HAS = "group", "without", "missing", "has"
DATE_FIELDS = frozenset({"date", "after", "before"})
VALUE_FIELDS = DATE_FIELDS | {*VOCABULARIES, "language", "year", GROUP, WITHOUT, MISSING, HAS}
"""Fields that take a value and are not searched as words."""
NAME_FIELDS = frozenset(
    {"signatory", "addressee", "person", "target", "subject", WITHOUT, MISSING, GROUP}
)
"""Fields whose values are often several words."""

_WORD_FIELDS = {
    "text": "text",
    "title": "title",
    "summary": "summary",
    "signatory": "signatory",
    "signedby": "signatory",
    "addressee": "addressee",
    "to": "addressee",
    "person": "person",
    "subject": "subject",
    "target": "target",
    "demand": "demand",
    "reference": "reference",
}
IN_FRENCH = {
    "texte": "text",
    "titre": "title",
    "signataire": "signatory",
    "destinataire": "addressee",
    "personne": "person",
    "sujet": "subject",
    "cible": "target",
    "demande": "demand",
    "langue": "language",
    "groupe": "group",
    "sans": "without",
    "avant": "before",
    "après": "after",
    "apres": "after",
    "année": "year",
    "annee": "year",
}
"""Understood beside the English names, and not offered while one types."""
FIELDS_BY_NAME: Mapping[str, str] = {
    **_WORD_FIELDS,
    **{name: name for name in VALUE_FIELDS},
    **IN_FRENCH,
}
"""What may stand before a colon, and the field that it means."""
LIST_OF_FIELDS = ", ".join(sorted(FIELDS_BY_NAME))
