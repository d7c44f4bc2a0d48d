"""Release by consent: what each originator of a joint text says to letting more people read it.

Open `ConsentMatrix`. Originators are the signatories that stand, and our own service. A matrix that was
begun holds up every wider release while one of them is missing or refuses.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.releases import HouseTime
from app.domain.vocabularies import Term
from app.domain.wording import joined, said

OWN_SERVICE = "own"
"""Stands for our own service where a party's code stands; no code is written in small letters."""


class ConsentState(Term):
    NOT_ASKED = "not_asked"
    ASKED = "asked"
    AGREED = "agreed"
    AGREED_WITH_CUTS = "agreed_with_cuts"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    DEEMED = "deemed"


@dataclass(frozen=True, slots=True)
class ConsentEntry:
    """What somebody entered for one originator. `number` counts the entries of a record from 1.

    `answered_on` is the day of the question or of the answer; `silence_counts_after` the last day on
    which an originator deemed to agree may still object.
    """

    number: int
    originator: str
    state: ConsentState
    contact: str
    answered_on: date | None
    silence_counts_after: date | None
    note: str
    by: str
    at: datetime | None

    def grants(self, time: HouseTime) -> bool:
        """Whether this lets the text go, as of now."""
        if self.state is ConsentState.DEEMED:
            last = self.silence_counts_after
            return last is not None and time.has_come(last) and time.now.date() > last
        return self.state in (ConsentState.AGREED, ConsentState.AGREED_WITH_CUTS)


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One originator and where it stands. `is_needed` False: it withdrew its signature since."""

    name: str
    entry: ConsentEntry
    is_needed: bool = True


@dataclass(frozen=True, slots=True)
class ConsentMatrix:
    """All originators in the record's order, our own service first; `history` newest first."""

    lines: tuple[ConsentLine, ...]
    history: tuple[ConsentLine, ...]
    time: HouseTime

    @property
    def is_begun(self) -> bool:
        return bool(self.history)

    @property
    def last_number(self) -> int:
        """The number of the newest entry: what a form has seen."""
        return max((line.entry.number for line in self.history), default=0)

    @property
    def missing(self) -> tuple[ConsentLine, ...]:
        """The originators that hold up a release; none where no matrix was begun."""
        if not self.is_begun:
            return ()
        return tuple(
            line for line in self.lines if line.is_needed and not line.entry.grants(self.time)
        )

    @property
    def with_cuts(self) -> tuple[ConsentLine, ...]:
        state = ConsentState.AGREED_WITH_CUTS
        return tuple(one for one in self.lines if one.is_needed and one.entry.state is state)

    @property
    def needed(self) -> int:
        return sum(line.is_needed for line in self.lines)

    @property
    def summary(self) -> str:
        """`9 of 11 agree; missing: France, Japan and 3 more`."""
        if not self.is_begun:
            return said("Nobody has been asked.")
        missing = self.missing
        words = said(
            "{agreed} of {needed} agree", agreed=self.needed - len(missing), needed=self.needed
        )
        if not missing:
            return said("{words}.", words=words)
        names = [line.name for line in missing[:_NAMES_SHOWN]]
        more = len(missing) - len(names)
        named = joined(names, ", ")
        if not more:
            return said("{words}; missing: {names}.", words=words, names=named)
        return said(
            "{words}; missing: {names} and {more} more.", words=words, names=named, more=more
        )


_NAMES_SHOWN = 3
