"""What the letter is about: summary, subjects, targets, persons, words already public."""

from __future__ import annotations

from app.domain.records import NamedPerson, Quote
from app.domain.vocabularies import PersonRole
from app.web.describing.controls import Choice, Field, Maybe, Number, Several, Text, Tick
from app.web.describing.party_controls import PartyLines
from app.web.describing.rows import Rows

PERSONS = Rows(
    NamedPerson,
    "person",
    (
        Field("name", "Name", Text(), is_required=True),
        Field("role", "Role", Choice(PersonRole, PersonRole.MENTIONED)),
        Field("other_names", "Other names and scripts", Several(",", lines=1), "Divided by commas"),
        Field("occupation", "Occupation", Maybe()),
        Field("is_public_here", "The name is public in this matter", Tick()),
        Field("note", "Note", Text()),
    ),
)
QUOTES = Rows(
    Quote,
    "quote",
    (
        Field("text", "Words already public", Text(lines=2), is_required=True),
        Field("source", "Where they were published", Maybe()),
        Field("start", "From character", Number()),
        Field("end", "To character", Number()),
    ),
)
ABOUT_FIELDS = (
    Field("summary", "Summary", Text(lines=4), "In your own words"),
    Field("targets", "Target parties", PartyLines(), "Whom it is about, one a line"),
    Field("subjects", "Subjects", Several(list="subjects"), "One a line"),
    Field("instruments", "Instruments", Several(lines=2), "Treaties and articles, one a line"),
    Field("scope", "Scope and content", Text(lines=2)),
)
PERSON_FIELDS = (Field("persons", "Persons named", PERSONS),)
QUOTE_FIELDS = (Field("quotes", "Quoted spans", QUOTES),)
FIELDS = (*ABOUT_FIELDS, *PERSON_FIELDS, *QUOTE_FIELDS)
