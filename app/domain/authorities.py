"""Authority entries: the persons, offices and subjects on record, with all their names.

Entries are public knowledge. A name that stands only in a letter is no entry; it becomes one when it is
proposed and confirmed. Parties are in `parties.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.domain.errors import InvalidInput, NotFound
from app.domain.wording import said

LONGEST_NAME = 200
MOST_OTHER_NAMES = 20
LONGEST_REMARK = 1_000


class EntryKind(Enum):
    """The lists there are; the value stands in addresses."""

    PARTY = "parties"
    PERSON = "persons"
    OFFICE = "offices"
    SUBJECT = "subjects"

    @property
    def singular(self) -> str:
        return _SINGULAR[self]

    @classmethod
    def of(cls, text: str) -> EntryKind:
        """The kind of that name. Raises NotFound: it is part of an address."""
        try:
            return cls(text)
        except ValueError as error:
            raise NotFound("There is no such list.") from error


_SINGULAR = {
    EntryKind.PARTY: "party",
    EntryKind.PERSON: "person",
    EntryKind.OFFICE: "office",
    EntryKind.SUBJECT: "subject",
}
NAMED_IN_WORDS = (EntryKind.PERSON, EntryKind.OFFICE, EntryKind.SUBJECT)
"""Those that texts name in their own words; parties stand in them by their codes."""


class ProposalState(Enum):
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class EntryName:
    """`language` is a BCP 47 tag; empty where none is on record."""

    name: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry with those merged into it. `keys` are integers that never leave the database."""

    kind: EntryKind
    code: str
    names: tuple[EntryName, ...]
    keys: frozenset[int]
    note: str = ""
    party: str = ""
    organ: str = ""
    is_added: bool = False
    """Added by hand, not brought by the seeds."""
    called: str = ""
    """Of a party what it is called today, in every language; else the first name says it."""

    @property
    def name(self) -> str:
        return self.called or (self.names[0].name if self.names else self.code)


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """A new entry as proposed. `code` and `party_kind` are a party's; `party`, `organ` an office's."""

    kind: EntryKind
    name: str
    other_names: tuple[str, ...] = ()
    language: str = ""
    code: str = ""
    party: str = ""
    organ: str = ""
    party_kind: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise InvalidInput("name", "Write the name.")
        if any(len(one) > LONGEST_NAME for one in (self.name, *self.other_names)):
            raise InvalidInput(
                "name",
                said("A name has at most {longest_name} characters.", longest_name=LONGEST_NAME),
            )
        if len(self.other_names) > MOST_OTHER_NAMES:
            raise InvalidInput(
                "other_names",
                said(
                    "Write at most {most_other_names} other names.",
                    most_other_names=MOST_OTHER_NAMES,
                ),
            )
        if len(self.note) > LONGEST_REMARK or len(self.organ) > LONGEST_NAME:
            raise InvalidInput(
                "note",
                said(
                    "A remark has at most {longest_remark:,} characters.",
                    longest_remark=LONGEST_REMARK,
                ),
            )


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on typing. `label` is what matched, `hint` what tells it from others."""

    value: str
    label: str
    hint: str = ""
