"""Drafts of briefings as one reader sees them, and the plain rules of changing them. Open `BriefingDraft`.

What a briefing itself holds is in `briefings.py`; what happens when two people change one draft is in
`briefing_merging.py`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from app.domain.access import AccessLabel
from app.domain.briefings import Briefing, Section
from app.domain.wording import Wording, said

MOST_DRAFTS = 200
VERSIONS_SHOWN = 100
_T = TypeVar("_T")
_SPACED = re.compile(r"\S+")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
"""Characters of Chinese and Japanese, which put no blanks between words."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody a draft is shared with. `may_open`: every part of it is open to them now."""

    id: str
    name: str
    may_open: bool = True


@dataclass(frozen=True, slots=True)
class BriefingDraft:
    """A draft as one reader sees it: records that this reader may not read are not in it.

    `floor` guards the words people wrote, `label` is its join with the records that are picked.
    """

    id: str
    briefing: Briefing
    floor: AccessLabel
    label: AccessLabel
    revision: int
    owner: str
    is_own: bool
    saved_at: datetime
    saved_by: str
    shared_with: tuple[Colleague, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One draft in a list."""

    id: str
    title: str
    label: AccessLabel
    records: int
    saved_at: datetime
    saved_by: str
    owner: str
    is_own: bool
    is_shared: bool


@dataclass(frozen=True, slots=True)
class DraftVersion:
    """A draft as it stood after one change. `parts` are what was changed, in words."""

    revision: int
    at: datetime
    by: str
    parts: tuple[Wording, ...]
    label: AccessLabel
    briefing: Briefing


@dataclass(frozen=True, slots=True)
class EarlierText:
    """What a section said from one version on, until the next one changed it."""

    revision: int
    at: datetime
    by: str
    text: str

    @property
    def words(self) -> int:
        return count_words(self.text)


class Part:
    """Codes of what a change touched, beside the values of `Section`."""

    BEGUN = "begun"
    DETAILS = "details"
    AUDIENCE = "audience"
    SELECTION = "selection"
    ORDER = "order"
    MARKING = "marking"
    RESTORED = "restored"


_PARTS = {
    Part.BEGUN: said("begun"),
    Part.DETAILS: said("title and details"),
    Part.AUDIENCE: said("audience and paper"),
    Part.SELECTION: said("selection of texts"),
    Part.ORDER: said("order of sections"),
    Part.MARKING: said("marking of its words"),
    Part.RESTORED: said("earlier version restored"),
}


def part_words(code: str) -> Wording:
    """What a change touched, as the history says it."""
    known = _PARTS.get(code)
    return known if known is not None else Section(code).title


def moved(items: Sequence[_T], one: _T, step: int, seen: Collection[_T]) -> tuple[_T, ...]:
    """`one` a place up (-1) or down (+1) among those that are seen; the others keep their places.

    Nothing changes at the ends, and where `one` is not among them.
    """
    places = [place for place, item in enumerate(items) if item in seen]
    found = next((number for number, place in enumerate(places) if items[place] == one), None)
    if found is None or not 0 <= found + step < len(places):
        return tuple(items)
    changed = list(items)
    here, there = places[found], places[found + step]
    changed[here], changed[there] = changed[there], changed[here]
    return tuple(changed)


def count_words(text: str) -> int:
    """Words between blanks; where a script puts none, characters."""
    return sum(max(1, len(_UNSPACED.findall(word))) for word in _SPACED.findall(text))
