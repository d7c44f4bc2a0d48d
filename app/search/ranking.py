"""How relevance is counted: the numbers, in one place, for every engine that can be told.

BM25 with the fields' weights inside the frequency (Robertson, Zaragoza, Taylor 2004): an occurrence in a
title counts as many in the text. So that what a record says of itself is not lost among what its text says
often, weights are large and frequencies are dampened late (K1). The forms of one word count as one term.
The length of a record is compared with a fixed one, not with the archive's average: an average moves with
records that a reader may not see, and with it every order; and some engines cannot be told one. Scores are
rounded before they order anything, so that the order is total: score, then date, then id.

The numbers were chosen on the searches of `benchmarks/judged_queries.toml`, where many others beside them
do as well (docs/decisions/search-engines.md).
"""

from __future__ import annotations

import math
from typing import TypeVar

from app.domain.query import SearchField
from app.search.columns import Array

K1, B = 8.0, 0.5
_Number = TypeVar("_Number", float, Array)
USUAL_LENGTH = 1250
"""Words of a record of usual length, all of its fields together."""
OTHER_FORM = 0.7
"""What an occurrence of another form of a word counts, beside 1 for the form asked for."""
SCORE_DIGITS = 6

FIELDS = tuple(SearchField)
FIELD_NUMBERS = {name: number for number, name in enumerate(FIELDS)}
_WEIGHTS = {
    SearchField.TITLE: 25,
    SearchField.SUMMARY: 40,
    SearchField.SUBJECT: 40,
    SearchField.DEMAND: 25,
    SearchField.PERSON: 5,
    SearchField.SIGNATORY: 5,
    SearchField.ADDRESSEE: 5,
    SearchField.TARGET: 5,
    SearchField.REFERENCE: 5,
}
FIELD_WEIGHTS = tuple(_WEIGHTS.get(name, 1) for name in FIELDS)
"""In the order of FIELDS. Few different ones: OpenSearch asks a phrase of each once."""


def dampening(length: _Number) -> _Number:
    """What is added to a frequency below the line, from the length of the record in words."""
    return K1 * (1 - B + B * length / USUAL_LENGTH)


def rarity(records: int, found: int) -> float:
    """What a term weighs that stands in `found` of `records` records; always above 0."""
    return math.log(1 + (records - found + 0.5) / (found + 0.5))
