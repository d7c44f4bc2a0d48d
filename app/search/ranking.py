"""How relevance is counted: the numbers, in one place, for every engine that can be told.

BM25 with the fields' weights inside frequency and length (Robertson, Zaragoza, Taylor 2004): an occurrence
in a title counts as five in the text. The forms of one word count as one term. A record's length is
compared with a fixed one, not with the archive's average: an average moves with records that a reader may
not see, and with it every order; and some engines cannot be told one. Scores are rounded before they
order anything, so that the order is total: score, then date, then id.
"""

from __future__ import annotations

import math
from typing import TypeVar

from app.domain.query import SearchField
from app.search.columns import Array

K1, B = 1.2, 0.75
_Number = TypeVar("_Number", float, Array)
USUAL_LENGTH = 600
"""Words of a record of usual length, each counted with the weight of its field."""
OTHER_FORM = 0.7
"""What an occurrence of another form of a word counts, beside 1 for the form asked for."""
SCORE_DIGITS = 6

FIELDS = tuple(SearchField)
FIELD_NUMBERS = {name: number for number, name in enumerate(FIELDS)}
_WEIGHTS = {
    SearchField.TITLE: 5,
    SearchField.SUMMARY: 2,
    SearchField.SUBJECT: 3,
    SearchField.DEMAND: 2,
    SearchField.REFERENCE: 2,
}
FIELD_WEIGHTS = tuple(_WEIGHTS.get(name, 1) for name in FIELDS)
"""In the order of FIELDS."""


def dampening(length: _Number) -> _Number:
    """What is added to a frequency below the line, from the length of the record in weighted words."""
    return K1 * (1 - B + B * length / USUAL_LENGTH)


def rarity(records: int, found: int) -> float:
    """What a term weighs that stands in `found` of `records` records; always above 0."""
    return math.log(1 + (records - found + 0.5) / (found + 0.5))
