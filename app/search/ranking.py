"""How relevance is counted: the numbers, in one place, for every engine that can be told.

BM25 with the fields' weights inside frequency and length (Robertson, Zaragoza, Taylor 2004): an occurrence
in a title counts as five in the text. The forms of one word count as one term. Scores are rounded before
they order anything, so that the order is total: score, then date, then id.
"""

from __future__ import annotations

import math

from app.domain.query import SearchField

K1, B = 1.2, 0.75
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


def rarity(records: int, found: int) -> float:
    """What a term weighs that stands in `found` of `records` records; always above 0."""
    return math.log(1 + (records - found + 0.5) / (found + 0.5))
