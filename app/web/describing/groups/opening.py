"""Title, date, place, source: what a record must have, or should have first."""

from __future__ import annotations

from app.domain.vocabularies import Disclosure, Holding, RecordKind
from app.domain.wording import said
from app.web.describing.controls import Choice, Field, Maybe, MaybeChoice, Text, Tick
from app.web.describing.fact_controls import Dated, EvidenceControl

MAIN_SOURCE = "evidence"
NO_TITLE = said("Write a title: the letter's own, or your own wording with “supplied” ticked.")
FIELDS = (
    Field(
        "title",
        said("Title"),
        Text(),
        said("As on the letter, or your own wording with “supplied” ticked"),
        is_required=True,
    ),
    Field("title_is_supplied", said("Title supplied by the register"), Tick()),
    Field(
        "dated", said("Date"), Dated(), said("27 February 2017 or 2017-02-27; also 2017-02, 2017~")
    ),
    Field("place", said("Place"), Maybe(), said("Town, or forum and session")),
    Field("place_is_inferred", said("Place inferred"), Tick()),
    Field("kind", said("Kind"), Choice(RecordKind, RecordKind.JOINT_LETTER)),
    Field(
        "holding",
        said("Holding"),
        MaybeChoice(Holding),
        said("What we have: the letter, a copy, or only what others report of it"),
    ),
    Field(
        "disclosure",
        said("Disclosure"),
        MaybeChoice(Disclosure),
        said("How it became known outside: published, leaked, not at all"),
    ),
    Field(
        MAIN_SOURCE,
        said("Main source"),
        EvidenceControl(),
        said(
            "Where you have it from. Every row that you add takes this source and grade, unless you"
            " write another there."
        ),
    ),
)
