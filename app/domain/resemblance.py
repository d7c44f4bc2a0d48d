"""How much a letter that is being registered resembles one on record, and in what.

Open `resemblance`. It says "perhaps": whether two descriptions are of one letter is for a person to say.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.dates import CalendarDate
from app.domain.records import Addressee, PartyCode
from app.domain.views import RecordSummary
from app.domain.wording import joined, said

FEWEST_SHARED = 2
"""One signatory in common says nothing: some sign much."""


@dataclass(frozen=True, slots=True)
class LetterMarks:
    """By what a letter is known again, as far as it is described yet."""

    date: CalendarDate
    signatories: frozenset[PartyCode]
    addressees: tuple[Addressee, ...]


@dataclass(frozen=True, slots=True)
class Resemblance:
    """`shared` of the signatories of the letter and of the record are the same."""

    is_same_date: bool
    shared: int
    of_record: int
    is_to_the_same: bool

    @property
    def in_words(self) -> str:
        """`same date; 9 of its 11 signatories; same addressee`."""
        date = said("same date") if self.is_same_date else said("overlapping date")
        signatories = said(
            "{shared} of its {count} signatories", shared=self.shared, count=self.of_record
        )
        return joined(
            [
                date,
                signatories if self.shared else "",
                said("same addressee") if self.is_to_the_same else "",
            ],
            "; ",
        )


def resemblance(
    letter: LetterMarks, record: RecordSummary, *, is_to_the_same: bool
) -> Resemblance | None:
    """In what they agree; None where that is too little, or their dates are known to differ.

    Lists agree when two thirds of the shorter one stand in the longer; where the dates only overlap, half
    of the longer one must be shared too. The same addressee alone is enough unless both lists are known
    and have nobody in common.
    """
    if record.date is None or not _overlap(letter.date, record.date):
        return None
    others = frozenset(record.signatory_codes)
    shared = len(letter.signatories & others)
    is_same_date = _span(letter.date) == _span(record.date)
    is_foreign = bool(letter.signatories and others) and not shared
    if not _agree(letter.signatories, others, is_same_date=is_same_date) and (
        is_foreign or not is_to_the_same
    ):
        return None
    return Resemblance(is_same_date, shared, len(others), is_to_the_same)


def _agree(some: frozenset[PartyCode], others: frozenset[PartyCode], *, is_same_date: bool) -> bool:
    shared, shorter, longer = len(some & others), *sorted((len(some), len(others)))
    is_most = shared >= FEWEST_SHARED and shared * 3 >= shorter * 2
    return is_most and (is_same_date or shared * 2 >= longer)


def _span(date: CalendarDate) -> tuple[object, object]:
    return date.lower, date.upper


def _overlap(one: CalendarDate, other: CalendarDate) -> bool:
    begins_in_time = one.lower is None or other.upper is None or one.lower <= other.upper
    return begins_in_time and (one.upper is None or other.lower is None or other.lower <= one.upper)
