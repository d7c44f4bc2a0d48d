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
    Not,
    Phrase,
    Query,
    SearchField,
    Word,
    children,
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
    """Whether a signatory or a grouping stands under a NOT of the reader's."""
    stack = [] if query is None else [(query, False)]
    while stack:
        node, is_negated = stack.pop()
        if isinstance(node, Not):
            stack.append((node.child, not is_negated))
        elif below := children(node):
            counted = {_grouping(one) for one in below} if isinstance(node, And) else set()
            stack += [(one, is_negated) for one in below if not _is_upper_bound(one, counted)]
        elif is_negated and _is_of_signatories(node):
            return True
    return False


def _is_upper_bound(node: Query, counted: set[str]) -> bool:
    """The second half of `group:EU=7`: not eight, of lists that are complete since they were counted."""
    return isinstance(node, Not) and _grouping(node.child) in counted - {""}


def _grouping(node: Query) -> str:
    """The grouping whose members are counted; empty for anything else."""
    if isinstance(node, Carries) and node.code.startswith(f"{GROUP}:"):
        return node.code.partition(">=")[0]
    return ""


def _is_of_signatories(leaf: Query) -> bool:
    if isinstance(leaf, FacetIs):
        return leaf.facet is FacetName.SIGNATORY
    if isinstance(leaf, Carries):
        return leaf.code.startswith(f"{GROUP}:")
    return isinstance(leaf, Word | Phrase) and leaf.field is SearchField.SIGNATORY


def _are_left_out(filters: Sequence[FacetFilter]) -> bool:
    return any(one.negated and one.facet is FacetName.SIGNATORY for one in filters)
