"""What to say to a reader who asks who did not sign: of some texts the list of signatories has gaps.

`without:HUN`, `NOT signedby:HUN` and `NOT group:EU` find every text on whose list nobody stands who would
have to be left out; where that list is not known to be complete, somebody may have signed all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.domain.query import (
    And,
    Carries,
    FacetIs,
    MatchAll,
    Phrase,
    Query,
    SearchField,
    Word,
    leaves,
)
from app.domain.searches import FacetFilter, FacetName, Notice, NoticeKind
from app.domain.wording import said
from app.search.engine import EngineQuestion
from app.search.syntax_fields import GAPS, GROUP, HAS

HAS_GAPS = Carries(f"{HAS}:{GAPS}")


def notice_of_gaps(
    question: EngineQuestion, count: Callable[[EngineQuestion], int]
) -> tuple[Notice, ...]:
    """One notice where the question leaves signatories out and some of what it finds has gaps.

    `count` tells how many texts an engine's question finds for the reader.
    """
    if not (_leaves_out(question.query) or _are_left_out(question.filters)):
        return ()
    query = And((question.query or MatchAll(), HAS_GAPS))
    found = count(replace(question, query=query, offset=0, limit=0, with_counts=False))
    if not found:
        return ()
    return (
        Notice(
            NoticeKind.OTHER,
            said("Texts here whose list of signatories may not be complete: {count}.", count=found),
            said("Whoever you leave out may have signed them. Leave them out too with -has:gaps."),
        ),
    )


def _leaves_out(query: Query | None) -> bool:
    return query is not None and any(
        one.is_negated and _is_of_signatories(one.leaf) for one in leaves(query)
    )


def _is_of_signatories(leaf: Query) -> bool:
    if isinstance(leaf, FacetIs):
        return leaf.facet is FacetName.SIGNATORY
    if isinstance(leaf, Carries):
        return leaf.code.startswith(f"{GROUP}:")
    return isinstance(leaf, Word | Phrase) and leaf.field is SearchField.SIGNATORY


def _are_left_out(filters: Sequence[FacetFilter]) -> bool:
    return any(one.negated and one.facet is FacetName.SIGNATORY for one in filters)
