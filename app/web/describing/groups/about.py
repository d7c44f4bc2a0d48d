"""What the letter is about: summary, subjects, targets, persons, words already public."""

from __future__ import annotations

from app.domain.records import NamedPerson, Quote
from app.domain.vocabularies import PersonRole
from app.domain.wording import said
from app.web.describing import lines
from app.web.describing.controls import Choice, Field, Maybe, Number, Several, Text, Tick
from app.web.describing.fact_controls import PublishedIn
from app.web.describing.party_controls import PartyLines
from app.web.describing.rows import Lines, Rows

PERSONS = Rows(
    NamedPerson,
    said("person"),
    (
        Field("name", said("Name"), Text(), is_required=True),
        Field("role", said("Role"), Choice(PersonRole, PersonRole.MENTIONED)),
        Field(
            "other_names",
            said("Other names and scripts"),
            Several(",", lines=1),
            said("Divided by commas"),
        ),
        Field("occupation", said("Occupation"), Maybe()),
        Field("is_public_here", said("The name is public in this matter"), Tick()),
        Field("note", said("Note"), Text()),
    ),
    Lines(said("As in: Xie Yang (谢阳), lawyer"), lines.persons, ("role", "is_public_here")),
)
QUOTES = Rows(
    Quote,
    said("quote"),
    (
        Field("text", said("Words already public"), Text(lines=2), is_required=True),
        Field("source", said("Where they were published"), PublishedIn()),
        Field("start", said("From character"), Number()),
        Field("end", said("To character"), Number()),
    ),
)
ABOUT_FIELDS = (
    Field("summary", said("Summary"), Text(lines=4), said("In your own words")),
    Field("targets", said("Target parties"), PartyLines(), said("Whom it is about, one a line")),
    Field("subjects", said("Subjects"), Several(list="subjects"), said("One a line")),
    Field(
        "instruments",
        said("Instruments"),
        Several(lines=2),
        said("Treaties and articles, one a line"),
    ),
    Field("scope", said("Scope and content"), Text(lines=2)),
)
PERSON_FIELDS = (Field("persons", said("Persons named"), PERSONS),)
QUOTE_FIELDS = (Field("quotes", said("Quoted spans"), QUOTES),)
FIELDS = (*ABOUT_FIELDS, *PERSON_FIELDS, *QUOTE_FIELDS)
