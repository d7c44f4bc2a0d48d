"""Builds of a briefing: the book as it was made at one moment, and the copies handed on. Open `Build`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from app.domain.access import AccessLabel
from app.domain.briefings import Briefing
from app.domain.errors import InvalidInput
from app.domain.records import RecordId
from app.domain.wording import Wording, said

MOST_COPIES = 99
LONGEST_RECIPIENT = 60


class BuildState(Enum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_going_on(self) -> bool:
        return self in (BuildState.WAITING, BuildState.RUNNING)


class Step(Enum):
    """What a build is doing, in order. The records are gone through twice: read, then set."""

    WAITING = "waiting"
    READING = "reading"
    ANNEXES = "annexes"
    MAKING = "making"
    SETTING = "setting"
    WRITING = "writing"
    BINDING = "binding"
    COPIES = "copies"

    @property
    def words(self) -> Wording:
        return _STEPS[self]

    @property
    def unit(self) -> Wording:
        """What is counted in it; empty where nothing is."""
        return _UNITS.get(self, Wording(""))


_STEPS = {
    Step.WAITING: said("Waiting for its turn"),
    Step.READING: said("Reading the records"),
    Step.ANNEXES: said("Cleaning the originals"),
    Step.MAKING: said("Making the sections"),
    Step.SETTING: said("Setting the letters"),
    Step.WRITING: said("Writing the book"),
    Step.BINDING: said("Binding the annexes in"),
    Step.COPIES: said("Making the copies"),
}
_UNITS = {
    Step.READING: said("records"),
    Step.ANNEXES: said("files"),
    Step.MAKING: said("sections"),
    Step.SETTING: said("letters"),
    Step.WRITING: said("parts"),
    Step.BINDING: said("files"),
    Step.COPIES: said("copies"),
}
_SHARE = {
    Step.WAITING: (0, 0),
    Step.READING: (0, 20),
    Step.ANNEXES: (20, 28),
    Step.MAKING: (28, 35),
    Step.SETTING: (35, 85),
    Step.WRITING: (85, 95),
    Step.BINDING: (95, 97),
    Step.COPIES: (97, 100),
}
"""From where to where of the whole a step goes, in percent."""


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `of` in a step; 0 of 0 where nothing is counted. `pages` are set so far."""

    step: Step = Step.WAITING
    done: int = 0
    of: int = 0
    pages: int = 0

    @property
    def percent(self) -> int:
        """Of the whole build, by what each step usually takes."""
        first, last = _SHARE[self.step]
        return first + ((last - first) * self.done // self.of if self.of else 0)


@dataclass(frozen=True, slots=True)
class BuiltRecord:
    """A record as it was when it was built in."""

    id: RecordId
    reference: str
    revision: int


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy in the register of copies. Numbers run on through all builds of a briefing."""

    id: str
    number: int
    of: int
    """Of how many made at once; 0 for one that was made alone."""
    recipient: str
    made_at: datetime
    made_by: str
    sha256: str
    size_bytes: int
    is_encrypted: bool


@dataclass(frozen=True, slots=True)
class Build:
    """One build. `sha256`, `pages` and `size_bytes` once it is done; `error` where it failed."""

    id: str
    briefing_id: str
    briefing: Briefing
    label: AccessLabel
    state: BuildState
    progress: Progress
    begun_at: datetime
    begun_by: str
    ended_at: datetime | None
    error: str
    records: tuple[BuiltRecord, ...]
    copies: tuple[Copy, ...] = ()
    sha256: str = ""
    pages: int = 0
    size_bytes: int = 0


def recipients_of(text: str) -> tuple[str, ...]:
    """Who gets a copy, one on each line. Raises InvalidInput("recipients")."""
    lines = (" ".join(line.split()) for line in text.splitlines() if line.strip())
    names = tuple(dict.fromkeys(lines))
    if len(names) > MOST_COPIES:
        raise InvalidInput(
            "recipients", said("At most {most} copies are made at once.", most=MOST_COPIES)
        )
    if long := next((name for name in names if len(name) > LONGEST_RECIPIENT), ""):
        raise InvalidInput(
            "recipients",
            said(
                "A name has at most {most} characters; longer is: {name}",
                most=LONGEST_RECIPIENT,
                name=f"{long[:LONGEST_RECIPIENT]}\N{HORIZONTAL ELLIPSIS}",
            ),
        )
    return names
