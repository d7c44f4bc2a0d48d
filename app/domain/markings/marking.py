"""What a marking is, whoever wrote it: a level, caveats, who it may be released to, and the words.

Open `Marking`. How each country or organisation writes its own is in the file of its family; what a
marking means here, as an access label, is in `labelling.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, IntEnum

_NOT_A_NAME = re.compile(r"[^A-Z0-9]+")


class Scheme(Enum):
    """Whose rules a marking follows; the value is how a page names them."""

    OWN = "this archive"
    US = "United States"
    UK = "United Kingdom"
    EU = "European Union"
    NATO = "NATO"
    FRANCE = "France"
    GERMANY = "Germany"
    TLP = "Traffic Light Protocol 2.0"


class Degree(IntEnum):
    """The common scale that levels of all schemes are laid on (docs/reference/markings.md)."""

    OPEN = 0
    LIMITED = 1
    RESTRICTED = 2
    CONFIDENTIAL = 3
    SECRET = 4
    TOP_SECRET = 5


class Effect(Enum):
    """What a caveat does to who may read."""

    RELEASE = "decides to whom the text may be released"
    CIRCLE = "needs a circle of readers of its own"
    NOTED = "restricts nobody further"


@dataclass(frozen=True, slots=True)
class Caveat:
    """One caveat in its canonical words. `circle` names the compartment where that is not the words."""

    words: str
    effect: Effect
    circle: str = ""

    @property
    def compartment(self) -> str:
        """The compartment that would carry this caveat: `ORCON`, `RECIPIENTS-ONLY`."""
        return self.circle or _NOT_A_NAME.sub("-", self.words).strip("-")


@dataclass(frozen=True, slots=True)
class Marking:
    """One marking as its scheme means it. `text` is what was written and takes no part in equality.

    `degree` None: a level of this archive. `origins` are the parties whose text it is, where the
    marking says so; `releasable_to` None means every party.
    """

    scheme: Scheme
    level: str
    degree: Degree | None
    caveats: tuple[Caveat, ...] = ()
    releasable_to: frozenset[str] | None = None
    origins: tuple[str, ...] = ()
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One row of a table of equivalence. `used` says over which time the marking was given."""

    level: str
    degree: Degree
    used: str = ""
