"""Mistakes around what one may ask for: hidden relations, a builder that looks at texts, facets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import current_app
from sqlalchemy import ColumnElement, func, or_, select

from app.db import relation_finding
from app.db.gate import Gate
from app.db.models.parts import relation, signature
from app.db.models.records import record, record_text, source_key
from app.domain.searches import FacetName
from app.domain.vocabularies import RelationKind
from app.search.engine import PartitionView
from app.services import search, search_building
from tests.noninterference.leaks.planted import Leak, told_at


@told_at("/search?q=NOT%20has")
def a_hidden_text_that_points_here_counts(patch: pytest.MonkeyPatch) -> None:
    """`has:relation` asks for the edge and forgets the text at its other end."""

    def is_pointed_at(_gate: Gate, *_kinds: RelationKind) -> ColumnElement[bool]:
        own_key = (
            select(source_key.c.key)
            .where(source_key.c.record_id == record.c.id)
            .correlate(record)
            .scalar_subquery()
        )
        return (
            select(relation.c.id)
            .where(or_(relation.c.to_record_id == record.c.id, relation.c.to_source_key == own_key))
            .correlate(record)
            .exists()
        )

    patch.setattr(relation_finding, "_is_pointed_at", is_pointed_at)


@told_at("/search/build?words=zanzibarium")
def the_builder_says_which_words_are_in_use(patch: pytest.MonkeyPatch) -> None:
    """A word that stands in no text is refused beside its field, whoever may read the texts."""
    honest = search_building.build

    def build(principal: Any, work: Any, form: Any) -> Any:
        wanted = record_text.c.text.contains(form.words) | record.c.title.contains(form.words)
        found = work.session.scalar(
            select(func.count())
            .select_from(record)
            .outerjoin(record_text, record_text.c.record_id == record.c.id)
            .where(wanted)
        )
        made = honest(principal, work, form)
        return made if found else replace(made, text="", errors={"words": "No text has this word."})

    patch.setattr(search_building, "build", build)


@told_at("facet_like=hun")
def a_facet_is_looked_through_in_the_whole_register(patch: pytest.MonkeyPatch) -> None:
    """What one types beside a facet is looked up among all signatories there are."""
    honest = search.read_facets

    def read_facets(counts: Any, *others: Any) -> Any:
        house = current_app.extensions["chancery"]
        with house.work() as work:
            codes = work.session.scalars(select(signature.c.party).distinct()).all()
        known = dict.fromkeys(codes, 0) | dict(counts[FacetName.SIGNATORY])
        return honest({**counts, FacetName.SIGNATORY: known}, *others)

    patch.setattr(search, "read_facets", read_facets)


@told_at("/search?q=NOT%20signedby")
def gaps_are_counted_in_every_cell(patch: pytest.MonkeyPatch) -> None:
    """How many of the lists that leave somebody out have gaps is asked of the whole index."""

    def counted(self: Any, question: Any) -> int:
        engine = self._work.search
        total: int = engine.search([PartitionView(cell) for cell in engine.cells()], question).total
        return total

    patch.setattr(search._Search, "_count", counted)


LEAKS: tuple[Leak, ...] = (
    gaps_are_counted_in_every_cell,
    a_facet_is_looked_through_in_the_whole_register,
    a_hidden_text_that_points_here_counts,
    the_builder_says_which_words_are_in_use,
)
