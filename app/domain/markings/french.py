"""Markings of France, before and since 1 July 2021 (Council Decision (EU) 2021/1075).

Papers marked before keep their old level: SECRET DÉFENSE is not TRÈS SECRET. A lone SECRET does not say
whose it is and is not read here; `SECRET - SPÉCIAL FRANCE` is.
"""

from __future__ import annotations

import re

from app.domain.markings.marking import Caveat, Degree, Effect, LevelRow, Marking, Scheme
from app.domain.wording import said

FRA = "FRA"
_OLD, _NEW = said("until 30 June 2021"), said("since 1 July 2021")
LEVELS = (
    LevelRow("TRÈS SECRET DÉFENSE", Degree.TOP_SECRET, _OLD),
    LevelRow("SECRET DÉFENSE", Degree.SECRET, _OLD),
    LevelRow("CONFIDENTIEL DÉFENSE", Degree.CONFIDENTIAL, _OLD),
    LevelRow("TRÈS SECRET", Degree.TOP_SECRET, _NEW),
    LevelRow("SECRET", Degree.SECRET, _NEW),
    LevelRow("DIFFUSION RESTREINTE", Degree.RESTRICTED),
    LevelRow("NON PROTÉGÉ", Degree.LIMITED),
)
SPECIAL = Caveat("SPÉCIAL FRANCE", Effect.RELEASE)
_BY_FORM = {row.level.replace("È", "E").replace("É", "E"): row for row in LEVELS}
_NOT_ALONE = "SECRET"
_FORM = re.compile(
    rf"(?P<level>{'|'.join(sorted(_BY_FORM, key=len, reverse=True))})"
    r"(?P<special>(?: -|/)? ?SPECIAL FRANCE)?\Z"
)


def read(text: str) -> Marking | None:
    """The marking, or None where any part of it is not known."""
    found = _FORM.match(text)
    if found is None or (found["level"] == _NOT_ALONE and not found["special"]):
        return None
    if found["special"] and not re.match(r"(?: -)? |/", found["special"]):
        return None
    row = _BY_FORM[found["level"]]
    caveats = (SPECIAL,) if found["special"] else ()
    return Marking(Scheme.FRANCE, row.level, row.degree, caveats, frozenset({FRA}))


def render(marking: Marking) -> str:
    """`TRÈS SECRET - SPÉCIAL FRANCE`."""
    return " - ".join([marking.level, *(one.words for one in marking.caveats)])
