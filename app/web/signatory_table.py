"""The table of signatories: its rows, what nearly all of them share, and who did not simply sign.

A value that a few rows alone differ in gets no column: it is said once above the table, and the rows
that differ say so themselves. What is odd is named above the table, so that nobody must find it among
many rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.nothing import MaybeText, Nothing
from app.domain.records import PartyCode, Signature
from app.domain.views import GroupingShare
from app.domain.vocabularies import SignatureStatus
from app.domain.wording import joined, said

EXCEPTIONS_AT_MOST = 3
ROWS_WITH_EXCEPTIONS = 12
"""In a shorter list a column is as easy to read."""
NAMED_AT_MOST = 6
LONGEST_OPEN_LIST, ROWS_OPEN = 60, 50
_PLAIN = frozenset({SignatureStatus.SIGNED, SignatureStatus.READ_OUT, SignatureStatus.NOT_KNOWN})


@dataclass(frozen=True, slots=True)
class SignatoryRow:
    number: int
    party: PartyCode
    name: str
    as_signed: MaybeText
    person: MaybeText
    capacity: MaybeText
    standing: str
    """What happened to the signature, where it did not simply stand: `joined later, 26 Jul 2019`."""
    differs: str
    """Person or capacity, where all other rows share another one."""
    has_withdrawn: bool
    member_of: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class OddOnes:
    """Those who share a status that is not plainly "signed"."""

    label: str
    count: int
    rows: tuple[SignatoryRow, ...]
    """The first of them, to be named and linked."""

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True, slots=True)
class SignatoryTable:
    heading: str
    rows: tuple[SignatoryRow, ...]
    groupings: tuple[GroupingShare, ...]
    """Those with a column; the others are named beneath the table."""
    other_groupings: tuple[GroupingShare, ...]
    same_capacity: MaybeText | None
    """The capacity all rows share, or all but a few; None when it differs and has a column."""
    same_person: Nothing | None
    shows_names_as_signed: bool
    note: str
    """What the source says of the capacities as a whole."""
    foot: tuple[str, ...]
    is_tall: bool
    odd: tuple[OddOnes, ...] = ()
    """Who did not simply sign: named above a table too long to be seen at once."""

    @property
    def names_persons(self) -> bool:
        """Whether person or capacity have a column: the table then needs more room."""
        return self.same_person is None or self.same_capacity is None

    @property
    def has_exceptions(self) -> bool:
        """Whether a row differs from what is said of all."""
        return any(row.differs for row in self.rows)

    @property
    def first_rows(self) -> tuple[SignatoryRow, ...]:
        """Those that stand open; the rest of a very long list is folded away beneath them."""
        return self.rows if len(self.rows) <= LONGEST_OPEN_LIST else self.rows[:ROWS_OPEN]

    @property
    def further_rows(self) -> tuple[SignatoryRow, ...]:
        return self.rows[len(self.first_rows) :]


def shared(values: Sequence[MaybeText]) -> MaybeText | None:
    """The value that all rows have, or all but a few of many; None where it differs by row."""
    if not values:
        return None
    value, count = Counter(values).most_common(1)[0]
    exceptions = len(values) - count
    is_said_once = len(values) >= ROWS_WITH_EXCEPTIONS and exceptions <= EXCEPTIONS_AT_MOST
    return value if not exceptions or is_said_once else None


def differing_words(
    person: MaybeText,
    capacity: MaybeText,
    same_person: MaybeText | None,
    same_capacity: MaybeText | None,
) -> str:
    """What a row says of itself where it differs from what is said of all: `A. Person, minister`."""
    words = []
    if same_person is not None and person != same_person:
        words.append(said("person not known") if isinstance(person, Nothing) else person)
    if same_capacity is not None and capacity != same_capacity:
        words.append(said("capacity not known") if isinstance(capacity, Nothing) else capacity)
    return joined(words, ", ")


def odd_ones(signatures: Sequence[Signature], rows: Sequence[SignatoryRow]) -> tuple[OddOnes, ...]:
    """Who did not simply sign, by status; first those whose signature does not stand."""
    found: dict[SignatureStatus, list[SignatoryRow]] = {}
    for signature, row in zip(signatures, rows, strict=True):
        if signature.status not in _PLAIN:
            found.setdefault(signature.status, []).append(row)
    statuses = sorted(found, key=lambda one: (one.stands, list(SignatureStatus).index(one)))
    return tuple(
        OddOnes(one.label, len(found[one]), tuple(found[one][:NAMED_AT_MOST])) for one in statuses
    )
