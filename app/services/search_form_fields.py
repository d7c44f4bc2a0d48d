"""Which field of the builder's form stands for which part of a query, as it is read in both directions.

`search_building.py` goes from the form to the text, `search_filling.py` from the text to the form.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.query import Fuzzy, Phrase, Prefix, Query, SearchField, Wildcard, Word
from app.search.syntax_fields import MISSING, WITHOUT

BareWord = Word | Prefix | Wildcard | Fuzzy | Phrase
"""What a field of words may hold."""
WORDS: Mapping[str, SearchField | None] = {
    "words": None,
    "title": SearchField.TITLE,
    "demand": SearchField.DEMAND,
}
"""Fields of words, and where these are looked for; None = anywhere."""
NAMES: Mapping[str, SearchField] = {
    "addressee": SearchField.ADDRESSEE,
    "target": SearchField.TARGET,
    "subject": SearchField.SUBJECT,
    "person": SearchField.PERSON,
}
"""Fields that hold names divided by semicolons, all of which must hold."""
PARTIES: Mapping[str, str] = {"not_signed_by": WITHOUT, "missing": MISSING}
"""Fields that hold parties by name or code, and the field of the query language they are written in."""
TERMS = ("rank", "status", "kind", "asks", "outcome", "holding")
"""Fields that hold a code of a vocabulary, called as in the query language."""


def is_bare(query: Query) -> bool:
    """Whether it is a word or a phrase that is looked for anywhere."""
    return isinstance(query, BareWord) and query.field is None
