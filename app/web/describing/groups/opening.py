"""Title, date, place: what a record must have, or should have first."""

from __future__ import annotations

from app.domain.vocabularies import Disclosure, Holding, RecordKind
from app.web.describing.controls import Choice, Field, Maybe, MaybeChoice, Text, Tick
from app.web.describing.fact_controls import Dated

FIELDS = (
    Field(
        "title",
        "Title",
        Text(),
        "As on the letter, or your own wording with “supplied” ticked",
        is_required=True,
    ),
    Field("title_is_supplied", "Title supplied by the register", Tick()),
    Field("dated", "Date", Dated(), "Also 2017-02, 2016/2017, 2017~"),
    Field("place", "Place", Maybe(), "Town, or forum and session"),
    Field("place_is_inferred", "Place inferred", Tick()),
    Field("kind", "Kind", Choice(RecordKind, RecordKind.JOINT_LETTER)),
    Field("holding", "Holding", MaybeChoice(Holding)),
    Field("disclosure", "Disclosure", MaybeChoice(Disclosure)),
)
