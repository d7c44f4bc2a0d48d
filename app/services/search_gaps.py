"""What to say to a reader who asks who did not sign: of some texts nobody can tell.

`without:HUN`, `NOT signedby:HUN` and `NOT rank:ambassador` find every text on whose list nobody stands who
would have to be left out; where that list is not known to be complete, somebody may have signed all the same.
`NOT group:EU` finds also every text in which members are not counted: without a date or a complete list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import IntEnum

from app.domain.query import (
    And,
    Carries,
    FacetIs,
    Fuzzy,
    Leaf,
    MatchAll,
    Near,
    Not,
    Or,
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
from app.services.search_chosen import lists_with_gaps, members_not_counted

HAS_GAPS = Carries(f"{HAS}:{GAPS}")
_NOT_COUNTED = Or((HAS_GAPS, Not(Carries(f"{HAS}:date"))))
_OF_A_FIELD = (Word, Phrase, Prefix, Wildcard, Fuzzy, Near)
_OF_LISTS = (WITHOUT, "rank", "capacity")


class LeftOut(IntEnum):
    """Who must not have signed, as a reader asks it."""

    NOBODY = 0
    SIGNATORIES = 1
    MEMBERS = 2
    """Of a grouping, whoever else."""


def left_out(written: Query | None, filters: Sequence[FacetFilter]) -> LeftOut:
    """Whether a reader asks for texts that somebody did not sign.

    `written` is the tree as `syntax.parse` reads it, in which `group:EU=7` is one leaf: what becomes of it
    holds a NOT that is not the reader's.
    """
    found = [
        LeftOut.SIGNATORIES for one in filters if one.negated and one.facet is FacetName.SIGNATORY
    ]
    for one in leaves(written) if written is not None else ():
        if one.is_negated and _is_of_attribute(one.leaf, GROUP):
            found.append(LeftOut.MEMBERS)
        elif _is_of_lists(one.leaf) and one.is_negated != _is_of_attribute(one.leaf, WITHOUT):
            found.append(LeftOut.SIGNATORIES)
    return max(found, default=LeftOut.NOBODY)


def notice_of_gaps(
    question: EngineQuestion, leaves_out: LeftOut, count: Callable[[EngineQuestion], int]
) -> tuple[Notice, ...]:
    """One notice where of some of what the question finds nobody can tell who signed.

    `count` tells how many texts an engine's question finds for the reader.
    """
    if leaves_out is LeftOut.NOBODY:
        return ()
    unsure = _NOT_COUNTED if leaves_out is LeftOut.MEMBERS else HAS_GAPS
    query = And((question.query or MatchAll(), unsure))
    found = count(replace(question, query=query, offset=0, limit=0, with_counts=False))
    if not found:
        return ()
    if leaves_out is LeftOut.MEMBERS:
        advice = said(
            "Members may stand among their signatories. Leave them out too with has:date -has:gaps."
        )
        return (Notice(NoticeKind.NOT_COUNTED, members_not_counted(found), advice),)
    advice = said("Whoever you leave out may have signed them. Leave them out too with -has:gaps.")
    return (Notice(NoticeKind.GAPS, lists_with_gaps(found), advice),)


def _is_of_lists(leaf: Leaf) -> bool:
    if isinstance(leaf, FacetIs):
        return leaf.facet is FacetName.SIGNATORY
    if isinstance(leaf, _OF_A_FIELD):
        return leaf.field is SearchField.SIGNATORY
    return any(_is_of_attribute(leaf, name) for name in _OF_LISTS)


def _is_of_attribute(leaf: Leaf, name: str) -> bool:
    return isinstance(leaf, Carries) and leaf.code.startswith(f"{name}:")
