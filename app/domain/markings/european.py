"""Markings of the European Union: Council Decision 2013/488/EU, in French, in English, or in both.

`LIMITE` is a mark of distribution, not a level: the text stays with the members and institutions, as
does every classified text without `RELEASABLE TO`.
"""

from __future__ import annotations

import re

from app.domain.markings.marking import Caveat, Degree, Effect, LevelRow, Marking, Scheme
from app.domain.markings.releases import GROUPS, in_order, parties

MEMBERS = GROUPS["EU"]
LEVELS = (
    LevelRow("TRÈS SECRET UE/EU TOP SECRET", Degree.TOP_SECRET),
    LevelRow("SECRET UE/EU SECRET", Degree.SECRET),
    LevelRow("CONFIDENTIEL UE/EU CONFIDENTIAL", Degree.CONFIDENTIAL),
    LevelRow("RESTREINT UE/EU RESTRICTED", Degree.RESTRICTED),
    LevelRow("LIMITE", Degree.LIMITED),
)
LIMITE = Caveat("LIMITE", Effect.RELEASE)
RELEASABLE = Caveat("RELEASABLE TO", Effect.RELEASE)
_FORMS = {
    "TRES SECRET UE/EU TOP SECRET": LEVELS[0],
    "TRES SECRET UE": LEVELS[0],
    "EU TOP SECRET": LEVELS[0],
    "TS-UE/EU-TS": LEVELS[0],
    "SECRET UE/EU SECRET": LEVELS[1],
    "SECRET UE": LEVELS[1],
    "EU SECRET": LEVELS[1],
    "S-UE/EU-S": LEVELS[1],
    "CONFIDENTIEL UE/EU CONFIDENTIAL": LEVELS[2],
    "CONFIDENTIEL UE": LEVELS[2],
    "EU CONFIDENTIAL": LEVELS[2],
    "C-UE/EU-C": LEVELS[2],
    "RESTREINT UE/EU RESTRICTED": LEVELS[3],
    "RESTREINT UE": LEVELS[3],
    "EU RESTRICTED": LEVELS[3],
    "R-UE/EU-R": LEVELS[3],
    "EU LIMITE": LEVELS[4],
    "LIMITE UE": LEVELS[4],
    "LIMITE": LEVELS[4],
}
_LONGEST_FIRST = sorted(_FORMS, key=len, reverse=True)
_REST = re.compile(r"(?: -)?(?P<limite> LIMITE)?(?:(?: -)? REL(?:EASABLE)? TO:? (?P<list>.+))?\Z")


def read(text: str) -> Marking | None:
    """The marking, or None where any part of it is not known."""
    form = next((one for one in _LONGEST_FIRST if text == one or text.startswith(one + " ")), None)
    rest = _REST.match(text[len(form) :]) if form else None
    if form is None or rest is None or text.endswith("-"):
        return None
    row = _FORMS[form]
    added = parties(rest["list"]) if rest["list"] else frozenset[str]()
    if added is None or (rest["limite"] and row is LEVELS[4]):
        return None
    caveats = [LIMITE] if rest["limite"] or row is LEVELS[4] else []
    caveats += [RELEASABLE] if added else []
    return Marking(Scheme.EU, row.level, row.degree, tuple(caveats), MEMBERS | added)


def render(marking: Marking) -> str:
    """The French name, a stroke, the English name; then what is said of distribution."""
    words = [marking.level]
    if LIMITE in marking.caveats and marking.level != LIMITE.words:
        words.append(LIMITE.words)
    if RELEASABLE in marking.caveats:
        others = (marking.releasable_to or frozenset()) - MEMBERS
        words.append(f"RELEASABLE TO {', '.join(in_order(others or {'EU'}))}")
    return " ".join(words)
