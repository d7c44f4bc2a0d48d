"""What to say to a reader who asks who did not sign: of some texts the list of signatories has gaps.

`without:HUN`, `NOT signedby:HUN`, `NOT group:EU` and `NOT rank:ambassador` find every text on whose list
nobody stands who would have to be left out; where that list is not known to be complete, somebody may have
signed all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.domain.query import (
    And,
    Carries,
    FacetIs,
    Fuzzy,
    Leaf,
    MatchAll,
    Near,
    Phrase,
    Prefix,
    Query,
    SearchField,
    Wildcard,
    Word,
    leaves,
)
from app.domain.searches import FacetFilter, FacetName, Notice, NoticeKind
from app.domain.wording import said
from app.search.engine import EngineQuestion
from app.search.syntax_fields import GAPS, GROUP, HAS, WITHOUT

HAS_GAPS = Carries(f"{HAS}:{GAPS}")
_OF_A_FIELD = (Word, Phrase, Prefix, Wildcard, Fuzzy, Near)


def leaves_out_signatories(written: Query | None, filters: Sequence[FacetFilter]) -> bool:
    """Whether a reader asks for texts that somebody did not sign.

    `written` is the tree as `syntax.parse` reads it, in which `group:EU=7` is one leaf: what becomes of it
    holds a NOT that is not the reader's.
    """
    if any(one.negated and one.facet is FacetName.SIGNATORY for one in filters):
        return True
    return written is not None and any(
        one.is_negated != _is_of_attribute(one.leaf, WITHOUT)
        for one in leaves(written)
        if _is_of_signatories(one.leaf)
    )


def notice_of_gaps(
    question: EngineQuestion, count: Callable[[EngineQuestion], int]
) -> tuple[Notice, ...]:
    """One notice where some of what the question finds has gaps.

    `count` tells how many texts an engine's question finds for the reader.
    """
    query = And((question.query or MatchAll(), HAS_GAPS))
    found = count(replace(question, query=query, offset=0, limit=0, with_counts=False))
    if not found:
        return ()
    return (
        Notice(
            NoticeKind.GAPS,
            said("Texts here whose list of signatories may not be complete: {count}.", count=found),
            said("Whoever you leave out may have signed them. Leave them out too with -has:gaps."),
        ),
    )


def _is_of_signatories(leaf: Leaf) -> bool:
    if isinstance(leaf, FacetIs):
        return leaf.facet is FacetName.SIGNATORY
    if isinstance(leaf, _OF_A_FIELD):
        return leaf.field is SearchField.SIGNATORY
    return any(_is_of_attribute(leaf, name) for name in (WITHOUT, GROUP, "rank", "capacity"))


def _is_of_attribute(leaf: Leaf, name: str) -> bool:
    return isinstance(leaf, Carries) and leaf.code.startswith(f"{name}:")
