"""Markings of NATO (C-M(2002)49): COSMIC TOP SECRET to NATO UNCLASSIFIED, ATOMAL, BOHEMIA.

Without `RELEASABLE TO` the text stays with the members and the organisation.
"""

from __future__ import annotations

import re

from app.domain.markings.marking import Caveat, Degree, Effect, LevelRow, Marking, Scheme
from app.domain.markings.releases import GROUPS, in_order, parties

MEMBERS = GROUPS["NATO"]
LEVELS = (
    LevelRow("COSMIC TOP SECRET", Degree.TOP_SECRET),
    LevelRow("NATO SECRET", Degree.SECRET),
    LevelRow("NATO CONFIDENTIAL", Degree.CONFIDENTIAL),
    LevelRow("NATO RESTRICTED", Degree.RESTRICTED),
    LevelRow("NATO UNCLASSIFIED", Degree.LIMITED),
)
_SHORT = dict(zip(("CTS", "NS", "NC", "NR", "NU"), LEVELS, strict=True))
_BY_FORM = {row.level: row for row in LEVELS} | _SHORT
RELEASABLE = Caveat("RELEASABLE TO", Effect.RELEASE)
CAVEATS = (Caveat("ATOMAL", Effect.CIRCLE), Caveat("BOHEMIA", Effect.CIRCLE))
_BY_WORDS = {one.words: one for one in CAVEATS}
_FORM = re.compile(
    rf"(?P<level>{'|'.join(_BY_FORM)})(?:(?: - ?|-| )(?P<caveat>{'|'.join(_BY_WORDS)}))?"
    r"(?:(?: -)? REL(?:EASABLE)? TO:? (?P<list>.+))?\Z"
)


def read(text: str) -> Marking | None:
    """The marking, or None where any part of it is not known. `//NATO SECRET` is read as well."""
    found = _FORM.match(text.removeprefix("//"))
    if found is None:
        return None
    row = _BY_FORM[found["level"]]
    added = parties(found["list"]) if found["list"] else frozenset[str]()
    if added is None or (found["caveat"] == "BOHEMIA" and row is not LEVELS[0]):
        return None
    caveats = [_BY_WORDS[found["caveat"]]] if found["caveat"] else []
    caveats += [RELEASABLE] if added else []
    return Marking(Scheme.NATO, row.level, row.degree, tuple(caveats), MEMBERS | added)


def render(marking: Marking) -> str:
    """`NATO SECRET ATOMAL`, `NATO UNCLASSIFIED RELEASABLE TO AUS`."""
    words = [marking.level]
    for one in marking.caveats:
        if one == RELEASABLE:
            others = (marking.releasable_to or frozenset()) - MEMBERS
            words.append(f"RELEASABLE TO {', '.join(in_order(others or {'NATO'}))}")
        else:
            words.append(one.words)
    return " ".join(words)
