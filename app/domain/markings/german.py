"""Markings of Germany (Verschlusssachenanweisung): STRENG GEHEIM, GEHEIM, VS-VERTRAULICH, VS-NfD."""

from __future__ import annotations

import re

from app.domain.markings.marking import Caveat, Degree, Effect, LevelRow, Marking, Scheme

DEU = "DEU"
LEVELS = (
    LevelRow("STRENG GEHEIM", Degree.TOP_SECRET),
    LevelRow("GEHEIM", Degree.SECRET),
    LevelRow("VS-VERTRAULICH", Degree.CONFIDENTIAL),
    LevelRow("VS-NUR FÜR DEN DIENSTGEBRAUCH", Degree.RESTRICTED),
)
KEPT = Caveat("AMTLICH GEHEIMGEHALTEN", Effect.NOTED)
_FORMS = {
    "STRENG GEHEIM": LEVELS[0],
    "STR. GEH.": LEVELS[0],
    "GEHEIM": LEVELS[1],
    "GEH.": LEVELS[1],
    "VS-VERTRAULICH": LEVELS[2],
    "VS-VERTR.": LEVELS[2],
    "VS-NUR FUR DEN DIENSTGEBRAUCH": LEVELS[3],
    "VS-NUR FUER DEN DIENSTGEBRAUCH": LEVELS[3],
    "VS-NFD": LEVELS[3],
}
_DASH = re.compile(r"\AVS ?- ?")
_KEPT = re.compile(r" ?- ?AMTLICH GEHEIM ?GEHALTEN\Z")


def read(text: str) -> Marking | None:
    """The marking, or None where any part of it is not known."""
    bare = _KEPT.sub("", _DASH.sub("VS-", text))
    row = _FORMS.get(bare)
    if row is None:
        return None
    is_kept = _KEPT.search(text) is not None
    return Marking(
        Scheme.GERMANY, row.level, row.degree, (KEPT,) if is_kept else (), frozenset({DEU})
    )


def render(marking: Marking) -> str:
    """`VS-VERTRAULICH - AMTLICH GEHEIMGEHALTEN`."""
    return " - ".join([marking.level, *(one.words for one in marking.caveats)])
