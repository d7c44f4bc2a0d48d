"""One letter from its rows of cells: the columns of the CSV of joint letters and what they become.

Open `read_letter` first. `COLUMNS` is the list that `docs/reference/import-formats.md` explains. A row
with a name that is no party, a word that is not in a vocabulary or a date that is none is refused whole:
a letter half understood would be counted wrong later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.domain.dates import CalendarDate, DatedFact
from app.domain.errors import InvalidInput
from app.domain.grades import Grade
from app.domain.nothing import NOT_KNOWN, MaybeText, Nothing
from app.domain.parties import PartyDirectory
from app.domain.records import (
    Addressee,
    Demand,
    Description,
    Draft,
    Evidence,
    NamedPerson,
    PartyCode,
    Signature,
    SourceKey,
)
from app.domain.vocabularies import (
    Channel,
    DateBasis,
    Disclosure,
    Holding,
    Publicity,
    Rank,
    SignatureStatus,
)
from app.importers import fields
from app.importers.rows import ImportedRow, Problem, Severity
from app.importers.signers import joint_signatures

LETTER_COLUMNS = [
    "id",
    "source",
    "label",
    "kind",
    "title",
    "title_supplied",
    "date",
    "date_basis",
    "place",
    "channel",
    "publicity",
    "disclosure",
    "holding",
    "language",
    "document_symbol",
    "addressee_person",
    "addressee_office",
    "addressee_organ",
    "addressee_party",
    "signatories",
    "signatories_complete",
    "signatories_published",
    "targets",
    "subjects",
    "demands",
    "persons",
    "sources",
    "grade",
    "summary",
    "notes",
    "text",
    "scheme",
]
SIGNATORY_COLUMNS = [
    "signatory",
    "signatory_person",
    "signatory_office",
    "signatory_rank",
    "signatory_status",
    "signatory_date",
]
COLUMNS = frozenset((*LETTER_COLUMNS, *SIGNATORY_COLUMNS))
_YES = frozenset({"yes", "y", "true", "1"})
_NO = frozenset({"no", "n", "false", "0"})


@dataclass(frozen=True, slots=True)
class CellRow:
    """One row of the table, by column; `line` is where it begins."""

    line: int
    cells: Mapping[str, str]
    is_ragged: bool = False
    """True when the row has more cells than the heading has columns."""
    fault: str = ""
    """Why the row cannot be read; its cells are then a guess, good enough to find its letter by."""

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def read_letter(rows: Sequence[CellRow], file_name: str, parties: PartyDirectory) -> ImportedRow:
    """The letter that these rows (one at least, of one id) describe together."""
    identifier = rows[0]["id"].strip()
    if unread := unread_rows(rows):
        return ImportedRow(rows[0].line, identifier, None, problems=unread)
    reader = _Reader(rows, parties, identifier)
    draft = reader.draft(file_name)
    return ImportedRow(
        rows[0].line,
        reader.identifier,
        None if reader.is_refused else draft,
        fields.clean_line(rows[0]["label"]),
        tuple(reader.problems),
    )


def unread_rows(rows: Sequence[CellRow]) -> tuple[Problem, ...]:
    """One problem for each row that could not be read at all."""
    return tuple(
        Problem(row.line, row["id"].strip(), "row", row.fault) for row in rows if row.fault
    )


@dataclass(slots=True)
class _Reader:
    rows: Sequence[CellRow]
    parties: PartyDirectory
    identifier: str
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        return any(one.severity is Severity.REFUSED for one in self.problems)

    def draft(self, file_name: str) -> Draft | None:
        """The draft, or None with the reasons in `problems`."""
        if not self.identifier:
            self._refuse("id", "The row has no id; without one it cannot be imported twice.")
        self._check_rows_agree()
        try:
            return Draft(
                description=self._description(),
                text=fields.clean_text(self._cell("text")),
                source_key=SourceKey(self._cell("source").strip() or file_name, self.identifier),
            )
        except InvalidInput as error:
            self._refuse(error.field, error.message)
            return None

    def _check_rows_agree(self) -> None:
        for row in self.rows:
            if row.is_ragged:
                self._refuse("row", "The row has more cells than the heading has columns.", row)
        for row in self.rows[1:]:
            for column in LETTER_COLUMNS:
                if row[column].strip() not in ("", self._cell(column).strip()):
                    self._refuse(column, "The letter's rows say different things here.", row)

    def _description(self) -> Description:
        kind, is_known = fields.record_kind(self._cell("kind") or "joint letter")
        if not is_known:
            raise InvalidInput("kind", f"{self._cell('kind')!r} is not a kind of record.")
        published = self._number("signatories_published")
        disclosure = fields.term(Disclosure, "disclosure", self._cell("disclosure"))
        return Description(
            kind=kind,
            title=fields.clean_line(self._cell("title")),
            title_is_supplied=self._yes("title_supplied", False),
            summary=fields.clean_text(self._cell("summary")),
            dated=self._date(),
            place=self._maybe("place"),
            channel=fields.term(Channel, "channel", self._cell("channel")) or NOT_KNOWN,
            publicity=fields.term(Publicity, "publicity", self._cell("publicity")) or NOT_KNOWN,
            disclosure=disclosure or NOT_KNOWN,
            holding=fields.term(Holding, "holding", self._cell("holding")) or NOT_KNOWN,
            languages=fields.languages(self._list("language")),
            document_symbol=self._maybe("document_symbol"),
            subjects=self._list("subjects"),
            targets=self._targets(),
            signatures=self._signatures(),
            signatures_are_complete=self._yes("signatories_complete", True),
            signatories_published=published,
            addressees=self._addressees(),
            demands=tuple(Demand(text) for text in self._list("demands")),
            persons=tuple(NamedPerson(name) for name in self._list("persons")),
            sources=self._list("sources"),
            evidence=self._evidence(),
            notes=fields.clean_text(self._cell("notes")),
        )

    def _date(self) -> DatedFact | Nothing:
        basis = fields.term(DateBasis, "date_basis", self._cell("date_basis"))
        return fields.date_fact(self._cell("date"), basis or DateBasis.STATED)

    def _targets(self) -> tuple[PartyCode, ...]:
        codes: dict[PartyCode, None] = {}
        for name in self._list("targets"):
            try:
                codes[self.parties.resolve(name, scheme=self._scheme).code] = None
            except InvalidInput as error:
                self._refuse("targets", error.message)
        return tuple(codes)

    def _signatures(self) -> tuple[Signature, ...]:
        """From the one cell, then from the rows; a party stands once."""

        def refuse(column: str, reason: str) -> None:
            self._refuse(column, reason)

        names = fields.split_list(self._cell("signatories"))
        in_one_cell = joint_signatures(names, self.parties, self._scheme, refuse, self._note)
        by_party = {one.party: one for one in in_one_cell}
        for row in self.rows:
            if not row["signatory"].strip():
                continue
            try:
                one = self._signature(row)
            except InvalidInput as error:
                self._refuse(error.field, error.message, row)
                continue
            if one.party in by_party:
                self._refuse("signatory", f"{one.party} stands twice among the signatories.", row)
            by_party[one.party] = one
        return tuple(by_party.values())

    def _signature(self, row: CellRow) -> Signature:
        party = self.parties.resolve(row["signatory"], scheme=self._scheme)
        rank = fields.term(Rank, "signatory_rank", row["signatory_rank"])
        status = fields.term(SignatureStatus, "signatory_status", row["signatory_status"])
        date = fields.maybe_text(row["signatory_date"])
        return Signature(
            party.code,
            name_as_signed=fields.clean_line(row["signatory"]),
            person=fields.maybe_text(row["signatory_person"]),
            office=fields.maybe_text(row["signatory_office"]),
            ranks=(rank,) if rank else (),
            status=status or SignatureStatus.SIGNED,
            date=CalendarDate.parse(date) if isinstance(date, str) else None,
        )

    def _addressees(self) -> tuple[Addressee, ...]:
        addressee = Addressee(
            person=self._maybe("addressee_person"),
            office=self._maybe("addressee_office"),
            organ=self._maybe("addressee_organ"),
        )
        name = self._cell("addressee_party").strip()
        if name:
            party = self.parties.resolve(name, scheme=self._scheme)
            addressee = replace(addressee, party=party.code)
        return () if addressee == Addressee() else (addressee,)

    def _evidence(self) -> Evidence:
        sources = self._list("sources")
        grade = self._cell("grade").strip().upper()
        return Evidence(sources[0] if sources else NOT_KNOWN, Grade(grade) if grade else None)

    @property
    def _scheme(self) -> str | None:
        return self._cell("scheme").strip() or None

    def _cell(self, column: str) -> str:
        return self.rows[0][column]

    def _maybe(self, column: str) -> MaybeText:
        return fields.maybe_text(self._cell(column))

    def _list(self, column: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(fields.split_list(self._cell(column))))

    def _number(self, column: str) -> int | None:
        text = self._cell(column).strip()
        if text and not (text.isascii() and text.isdigit()):
            raise InvalidInput(column, f"{text!r} is not a whole number.")
        return int(text) if text else None

    def _yes(self, column: str, default: bool) -> bool:
        word = self._cell(column).strip().casefold()
        if word and word not in _YES | _NO:
            raise InvalidInput(column, f"{word!r} is neither yes nor no.")
        return word in _YES if word else default

    def _note(self, column: str, reason: str) -> None:
        line = self.rows[0].line
        self.problems.append(Problem(line, self.identifier, column, reason, Severity.NOTED))

    def _refuse(self, column: str, reason: str, row: CellRow | None = None) -> None:
        line = (row or self.rows[0]).line
        self.problems.append(Problem(line, self.identifier, column, reason))
