"""What the template of the form needs: fields with problems, the rows of signatories, memberships."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.access import AccessLabel
from app.domain.drafts import WaitingFile
from app.domain.grades import Grade
from app.domain.groupings import FIRST_IN_INTEREST, Grouping, Groupings
from app.domain.parties import PartyDirectory
from app.domain.party_check import PartyCheck, check_choice, look_up
from app.domain.records import PartyCode
from app.domain.registry_views import RelationEdge
from app.domain.views import FileView, GroupingShare
from app.domain.vocabularies import FileRole, SignatureStatus
from app.domain.wording import joined, said
from app.services.duplicates import Likely
from app.web.describing import relation_rows
from app.web.describing.actions import OPEN
from app.web.describing.controls import Field, Problem
from app.web.describing.fact_controls import is_new_row
from app.web.describing.groups.opening import MAIN_SOURCE
from app.web.describing.groups.signing import IN_THE_ROW
from app.web.describing.mapping import SECTIONS, Section
from app.web.describing.matching import FORMER, SIGNATURES, WAS_PARTY, WAS_SIGNED
from app.web.describing.party_controls import party_in_words
from app.web.describing.typed import Typed, letter_date, next_key
from app.web.marking_panel import MarkingPanel

SHARES_SHOWN = 6
GRADES = tuple(
    (code, said("{grade}: {words}", grade=code, words=Grade(code).in_words()))
    for code in (f"{letter}{figure}" for letter in "ABCDEF" for figure in "123456")
)
_NAMES_IN_THE_ROW = frozenset((*IN_THE_ROW, "name_as_signed.is", WAS_SIGNED, WAS_PARTY, FORMER))


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
    likely: tuple[Likely, ...] = ()
    """Records that are perhaps of the same letter."""
    unmarked: AccessLabel | None = None
    """The label that the page bears because nobody has marked the letter yet."""
    is_whole: bool = False
    """Whether a review found nothing wrong."""

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

    @property
    def grades(self) -> tuple[tuple[str, str], ...]:
        """Every grade with its meaning: `B2: Usually reliable source, probably true`."""
        return GRADES

    @property
    def groupings_in_order(self) -> tuple[Grouping, ...]:
        """Those asked for most first, then by name."""
        return tuple(sorted(self.groupings.groupings, key=_first_in_interest))

    @property
    def main_source(self) -> str:
        """What stands in the empty source of a new row: the record's main source."""
        return self.typed.get(f"{MAIN_SOURCE}.source") or said("as the main source")

    def is_new_row(self, name: str) -> bool:
        """Whether a field stands in a row that was added here, which takes the main source."""
        return is_new_row(name, self.typed)

    def next_row(self, rows: str) -> str:
        """The row that the button which adds one to a list will make: `demands.2`."""
        return f"{rows}.{next_key(self.typed, rows)}"

    def problem(self, name: str) -> str:
        """What is wrong with a field; empty when nothing is."""
        return joined(one.message for one in self.problems if one.name == name)

    def is_open(self, section: Section) -> bool:
        """Whether a section is unfolded: troubled, worked on before; in a new letter, when filled in."""
        if self.typed.has(OPEN, section.mark):
            return True
        looked_at = {one.name for one in self.problems} | {self.touched}
        concerned = any(
            name == one.name or name.startswith(f"{one.name}.")
            for name in looked_at
            for one in section.fields
        )
        return concerned or (not self.record_id and not section.is_blank(self.typed))


def _first_in_interest(one: Grouping) -> tuple[int, str]:
    known = one.code in FIRST_IN_INTEREST
    return FIRST_IN_INTEREST.index(one.code) if known else len(FIRST_IN_INTEREST), one.short_name


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
    choices = () if code else _choices(page, prefix, named)
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
        is_open=page.typed.has(OPEN, f"{SIGNATURES}.{key}") or _is_troubled(page, prefix),
        carried=tuple(
            pair
            for pair in page.typed.under(prefix)
            if pair[0].removeprefix(prefix) not in _NAMES_IN_THE_ROW
        ),
    )


def _choices(page: FormPage, prefix: str, named: PartyCheck) -> tuple[tuple[str, str], ...]:
    """What the name may mean; also the party that stood there before the name was changed."""
    former = page.typed.get(f"{prefix}{FORMER}")
    held = look_up(former, page.parties).party if former else None
    codes = dict.fromkeys((*named.choices, *filter(None, [held])))
    return tuple((one, party_in_words(one, page.parties)) for one in codes)


def _is_troubled(page: FormPage, prefix: str) -> bool:
    """Whether something is wrong in a field that stands beneath the row, so that it must be seen."""
    names = (one.name.removeprefix(prefix) for one in page.problems if one.name.startswith(prefix))
    return any(name.partition(".")[0] not in IN_THE_ROW for name in names)


def _stands(page: FormPage, line: SignatoryLine) -> bool:
    code = page.typed.get(f"{line.prefix}status") or SignatureStatus.SIGNED.value
    known = {str(status.value): status for status in SignatureStatus}
    return code in known and known[code].stands
