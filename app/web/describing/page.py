"""What the template of the form needs: fields with problems, the rows of signatories, memberships."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.access import AccessLabel
from app.domain.drafts import WaitingFile
from app.domain.groupings import Groupings
from app.domain.parties import PartyDirectory
from app.domain.party_check import PartyCheck, check_choice, look_up
from app.domain.records import PartyCode
from app.domain.registry_views import RelationEdge
from app.domain.views import FileView, GroupingShare
from app.domain.vocabularies import FileRole, SignatureStatus
from app.domain.wording import joined
from app.web.describing import relation_rows
from app.web.describing.actions import OPEN, SIGNATURES
from app.web.describing.controls import Field, Problem
from app.web.describing.groups.signing import IN_THE_ROW
from app.web.describing.mapping import SECTIONS, Section
from app.web.describing.party_controls import party_in_words
from app.web.describing.typed import Typed, letter_date
from app.web.marking_panel import MarkingPanel

SHARES_SHOWN = 6
_NAMES_IN_THE_ROW = frozenset((*IN_THE_ROW, "name_as_signed.is"))


@dataclass(frozen=True, slots=True)
class SignatoryLine:
    """One row of the table of signatories. `choices` are codes with names; empty = write the name."""

    number: int
    key: str
    prefix: str
    as_signed: str
    party: str
    code: PartyCode | None
    check: PartyCheck
    choices: tuple[tuple[str, str], ...]
    repeats: int | None
    is_open: bool
    carried: tuple[tuple[str, str], ...]
    """Fields that are not shown while the row is closed."""

    @property
    def row(self) -> str:
        return f"{SIGNATURES}.{self.key}"


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form to fill in. `record_id` empty = a new letter."""

    typed: Typed
    problems: tuple[Problem, ...]
    label: AccessLabel
    marking: MarkingPanel
    parties: PartyDirectory
    groupings: Groupings
    draft_id: str
    address: str
    """Where the form is sent."""
    record_id: str = ""
    reference: str = ""
    began: int | None = None
    """The revision the amendment began from."""
    waiting: tuple[WaitingFile, ...] = ()
    attached: tuple[FileView, ...] = ()
    related: tuple[RelationEdge, ...] = ()
    """Relations that stand, in both directions, as far as both ends may be read."""
    touched: str = ""
    """The list or row that the last button changed: `demands.2`."""
    kept_at: str = ""
    """When the draft shown was kept last, in words; empty when none is shown."""

    @property
    def sections(self) -> tuple[Section, ...]:
        return SECTIONS

    @property
    def has_text(self) -> bool:
        """Whether the text can be typed here: of a new letter, or one whose text is no file's."""
        return not self.record_id or bool(self.typed.get("text.shown"))

    @property
    def relations(self) -> Field:
        return relation_rows.FIELD

    @property
    def file_roles(self) -> tuple[FileRole, ...]:
        return tuple(FileRole)

    @property
    def choices(self) -> tuple[Problem, ...]:
        """Rows to decide, which stand first in the summary."""
        return tuple(one for one in self.problems if one.is_choice)

    @property
    def others(self) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems if not one.is_choice)

    def problem(self, name: str) -> str:
        """What is wrong with a field; empty when nothing is."""
        return joined(one.message for one in self.problems if one.name == name)

    def is_open(self, section: Section) -> bool:
        """Whether a section is unfolded: troubled or just changed; in a new letter, when filled in."""
        looked_at = {one.name for one in self.problems} | {self.touched}
        concerned = any(
            name == one.name or name.startswith(f"{one.name}.")
            for name in looked_at
            for one in section.fields
        )
        return concerned or (not self.record_id and not section.is_blank(self.typed))


def signatory_lines(page: FormPage) -> list[SignatoryLine]:
    """The rows of the table, those to decide first, each with the number it has in the list."""
    first: dict[PartyCode, int] = {}
    lines = []
    for number, key in enumerate(page.typed.all(SIGNATURES), start=1):
        line = _line(page, number, key, first)
        if line.code is not None:
            first.setdefault(line.code, number)
        lines.append(line)
    return sorted(lines, key=lambda line: (line.code is not None, line.number))


def memberships(page: FormPage, lines: list[SignatoryLine]) -> tuple[GroupingShare, ...]:
    """What share of each grouping has signed, at the letter's date; empty without a date."""
    codes = [line.code for line in lines if line.code is not None and _stands(page, line)]
    return page.groupings.shares(codes, letter_date(page.typed))[:SHARES_SHOWN]


def _line(page: FormPage, number: int, key: str, first: Mapping[PartyCode, int]) -> SignatoryLine:
    prefix = f"{SIGNATURES}.{key}."
    as_signed, typed_party = (
        page.typed.get(f"{prefix}name_as_signed"),
        page.typed.get(f"{prefix}party"),
    )
    date = letter_date(page.typed)
    named = look_up(typed_party or as_signed, page.parties, date)
    code = named.party if typed_party else None
    check = check_choice(as_signed, code, page.parties, date) if code else named
    choices = (
        () if code else tuple((one, party_in_words(one, page.parties)) for one in named.choices)
    )
    return SignatoryLine(
        number=number,
        key=key,
        prefix=prefix,
        as_signed=as_signed,
        party=party_in_words(code, page.parties) if code else typed_party,
        code=code,
        check=check,
        choices=choices,
        repeats=first.get(code) if code else None,
        is_open=page.typed.has(OPEN, f"{SIGNATURES}.{key}"),
        carried=tuple(
            pair
            for pair in page.typed.under(prefix)
            if pair[0].removeprefix(prefix) not in _NAMES_IN_THE_ROW
        ),
    )


def _stands(page: FormPage, line: SignatoryLine) -> bool:
    code = page.typed.get(f"{line.prefix}status") or SignatureStatus.SIGNED.value
    known = {str(status.value): status for status in SignatureStatus}
    return code in known and known[code].stands
