"""What a list of results is when it is taken away, as plain values that came through the gate.

Open `Listing`. The formats are made from these: `listing_csv.py`, `listing_xlsx.py`, `listing_json.py`,
`listing_ris.py`, `listing_bibtex.py`; which there are is in `listing_formats.py`. `COLUMNS` are the
columns of the tables. A record here holds no more than a line of the results page and its languages.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.domain.dates import CalendarDate
from app.exporters.xml import fit


@dataclass(frozen=True, slots=True)
class ListedParty:
    """A signatory: its code, and its name at the record's date."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ListedRecord:
    """One record of the list. `marking` is its own; empty texts where nothing is known."""

    reference: str
    marking: str
    kind: str
    """Code of the vocabulary: `joint_letter`."""
    kind_label: str
    title: str
    title_is_supplied: bool
    date: CalendarDate | None
    place: str
    addressees: str
    signatories: tuple[ListedParty, ...]
    """Standing signatures in the record's order."""
    signatories_published: int | None
    signatures_are_complete: bool | None
    """None = not known."""
    languages: tuple[str, ...]
    """BCP 47 tags."""
    disclosure: str
    holding: str
    address: str
    """Where the record stands in the register: an absolute URL."""


@dataclass(frozen=True, slots=True)
class ListedQuery:
    """What was asked, as in the address of the search."""

    text: str
    filters: tuple[str, ...]
    """`signatory:CAN`, or `-signatory:CAN` for a value left out."""
    date_from: str
    date_to: str
    order: str
    exact_words_only: bool

    def in_words(self) -> str:
        """One line for a person: what was searched and in which order it stands."""
        parts = [self.text or "every text", *self.filters]
        if self.date_from:
            parts.append(f"from {self.date_from}")
        if self.date_to:
            parts.append(f"to {self.date_to}")
        if self.exact_words_only:
            parts.append("exact words only")
        return f"{', '.join(parts)} ({self.order} first)"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of results. `marking` is the join of everything in it; `records` in the order shown."""

    query: ListedQuery
    records: tuple[ListedRecord, ...]
    total: int
    """How many the search finds for this reader; more than the records when the list was cut."""
    marking: str
    notices: tuple[str, ...]
    """What the reader must know of the answer: that a part of the index is being rebuilt."""
    organisation: str
    made_by: str
    made_at: datetime
    product: str

    @property
    def moment(self) -> str:
        return f"{self.made_at:%Y-%m-%dT%H:%M:%SZ}"

    @property
    def is_cut(self) -> bool:
        return len(self.records) < self.total

    def count_in_words(self) -> str:
        """`12 texts`, or `the first 500 of 1,234 texts` where the list was cut."""
        if self.is_cut:
            return f"the first {len(self.records):,} of {self.total:,} texts"
        return f"{self.total:,} text{'' if self.total == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name for programs, its heading, its width in characters."""

    key: str
    heading: str
    width: int
    value: Callable[[ListedRecord], str]
    is_number: bool = False
    """Whether a workbook holds a number there, where there is one."""


def tidy(text: str) -> str:
    """The text with one kind of line end, without what XML cannot hold (NUL, half characters)."""
    return fit(text.replace("\r\n", "\n").replace("\r", "\n"))


def in_one_line(text: str) -> str:
    """The text in one line and without signs that turn the reading direction: for formats of lines."""
    return " ".join(tidy(text).translate(_TURNING).split())


_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def completeness_words(record: ListedRecord) -> str:
    """What is to be said of a list of signatories that is not complete; empty for one that is."""
    if record.signatures_are_complete is None and record.signatories:
        return "It is not known whether the list of signatories is complete"
    return (
        "The list of signatories is not complete" if record.signatures_are_complete is False else ""
    )


def _yes(value: bool | None) -> str:
    """Empty where it is not known."""
    return "" if value is None else "yes" if value else "no"


def _published(record: ListedRecord) -> str:
    published = record.signatories_published
    return "" if published is None else str(published)


COLUMNS: tuple[Column, ...] = (
    Column("marking", "Marking", 22, lambda one: one.marking),
    Column("reference", "Reference", 16, lambda one: one.reference),
    Column("date", "Date (EDTF)", 14, lambda one: one.date.edtf if one.date else ""),
    Column("kind", "Kind", 22, lambda one: one.kind_label),
    Column("title", "Title", 60, lambda one: one.title),
    Column("title_is_supplied", "Title supplied", 10, lambda one: _yes(one.title_is_supplied)),
    Column("place", "Place", 16, lambda one: one.place),
    Column("addressees", "Addressees", 40, lambda one: one.addressees),
    Column("signatory_count", "Signatories", 11, lambda one: str(len(one.signatories)), True),
    Column(
        "signatory_codes",
        "Signatory codes",
        30,
        lambda one: " ".join(party.code for party in one.signatories),
    ),
    Column(
        "signatories",
        "Signatory names",
        50,
        lambda one: "; ".join(party.name for party in one.signatories),
    ),
    Column("signatories_published", "Signatories published", 12, _published, True),
    Column(
        "signatures_are_complete",
        "List complete",
        10,
        lambda one: _yes(one.signatures_are_complete),
    ),
    Column("languages", "Languages", 12, lambda one: " ".join(one.languages)),
    Column("disclosure", "Disclosure", 20, lambda one: one.disclosure),
    Column("holding", "Holding", 20, lambda one: one.holding),
    Column("address", "Address", 50, lambda one: one.address),
)
