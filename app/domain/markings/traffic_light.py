"""The Traffic Light Protocol, version 2.0 (FIRST, August 2022), with WHITE of version 1.

RED and AMBER bind a text to people or to an organisation: they need a circle of their own here.
"""

from __future__ import annotations

import re

from app.domain.markings.marking import Caveat, Degree, Effect, LevelRow, Marking, Scheme

LEVELS = (
    LevelRow("TLP:RED", Degree.RESTRICTED),
    LevelRow("TLP:AMBER+STRICT", Degree.RESTRICTED),
    LevelRow("TLP:AMBER", Degree.RESTRICTED),
    LevelRow("TLP:GREEN", Degree.LIMITED),
    LevelRow("TLP:CLEAR", Degree.OPEN),
)
_BY_LEVEL = {row.level: row for row in LEVELS}
_BOUND = {
    "TLP:RED": "for named recipients only",
    "TLP:AMBER+STRICT": "within the organisation only",
    "TLP:AMBER": "within the organisation and its clients",
}
_FORM = re.compile(r"TLP ?[:-]? ?(RED|AMBER ?\+ ?STRICT|AMBER|GREEN|CLEAR|WHITE)\Z")


def read(text: str) -> Marking | None:
    """The marking, or None where any part of it is not known."""
    found = _FORM.match(text)
    if found is None:
        return None
    row = _BY_LEVEL[f"TLP:{found[1].replace(' ', '').replace('WHITE', 'CLEAR')}"]
    words = _BOUND.get(row.level)
    circle = row.level.replace(":", "-").replace("+", "-")
    caveats = (Caveat(words, Effect.CIRCLE, circle),) if words else ()
    return Marking(Scheme.TLP, row.level, row.degree, caveats)


def render(marking: Marking) -> str:
    """`TLP:AMBER+STRICT`."""
    return marking.level
