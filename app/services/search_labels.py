"""What the fields of the query language are about, in words: for completing, and for the builder's boxes."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.wording import said
from app.search.syntax_fields import IN_FRENCH as FIELDS_IN_FRENCH

FIELDS: Mapping[str, str] = {
    "signedby": said("who signed"),
    "signatory": said("who signed"),
    "without": said("who is not among the signatories"),
    "missing": said("who was reported missing"),
    "group": said("a grouping whose members signed"),
    "to": said("an addressee"),
    "addressee": said("an addressee"),
    "target": said("whom the text is about"),
    "person": said("a person, by name"),
    "role": said("the part of a person whom the text names"),
    "subject": said("a subject term"),
    "demand": said("what was asked"),
    "asks": said("a class of demand"),
    "outcome": said("what came of a demand"),
    "response": said("how somebody reacted"),
    "date": said("a year, a month (2017-02) or a day (2017-02-27)"),
    "after": said("later than a date"),
    "before": said("earlier than a date"),
    "year": said("texts counted under one year: that in which their date begins"),
    "kind": said("a kind of text"),
    "language": said("the language of the letter"),
    "rank": said("rank of a signatory"),
    "capacity": said("in what capacity somebody signed"),
    "status": said("status of a signature"),
    "holding": said("what the register holds"),
    "disclosure": said("how it became known"),
    "publicity": said("how public it was meant to be"),
    "channel": said("the way it went"),
    "has": said("what a text has"),
    "title": said("a word in the title"),
    "text": said("a word in the text on file"),
    "summary": said("a word in what the register says of the text"),
    "reference": said("one text by its reference"),
}
"""Each name that may stand before a colon; what is asked for most comes first."""

IN_FRENCH = tuple(FIELDS_IN_FRENCH)
"""Names that are understood beside the English ones."""

HAS: Mapping[str, str] = {
    "reply": said("a reply, or another answer"),
    "counter": said("a counter-letter"),
    "precursor": said("a precursor"),
    "parallel": said("a parallel text"),
    "translation": said("a translation"),
    "correction": said("a correction"),
    "relation": said("any relation to another text"),
    "file": said("a file"),
    "text": said("a full text"),
    "date": said("a date"),
    "addressee": said("an addressee"),
    "demand": said("a demand"),
    "outcome": said("an outcome"),
    "response": said("a response"),
    "absence": said("a report on who was missing"),
    "gaps": said("a list of signatories that may not be complete"),
    "person": said("a person named"),
    "subject": said("a subject"),
}
"""Each value of `has:`."""
