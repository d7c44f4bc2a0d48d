"""JSON Lines: one document a line, in the shape of `docs/reference/import-formats.md`.

Open `JsonLinesImporter.rows` first. Keys that are missing or null are not known; keys that are not listed
there are left alone. A date that cannot be read is noted and the date stays not known, with the source's
wording in the notes; anything else that cannot be read refuses the row.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.dates import DatedFact
from app.domain.errors import InvalidInput
from app.domain.nothing import NONE, NOT_KNOWN, MaybeText, Nothing
from app.domain.parties import PartyDirectory
from app.domain.records import (
    Addressee,
    Description,
    Draft,
    ExternalReference,
    SourceKey,
)
from app.domain.vocabularies import AddresseeRole, Holding, RecordKind
from app.importers import fields
from app.importers.described import is_described, read_described
from app.importers.reading import Line, SourceFile
from app.importers.rows import ImportedRow, Problem, Severity
from app.importers.signers import Signers, senders_of, signers_of

_OFFICE_AND_PERSON = re.compile(r"(?P<office>[^()]{3,}?)\s*\((?P<person>[^()]{2,})\)\.?\Z")
_ORGAN = re.compile(
    r"(the )?(\w+ )?(department|embassy|mission|legation|delegation|station|consulate|government|"
    r"ministry|foreign office|white house)\b",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\b(secretary|minister|ambassador|charg[eé]|consul|president’s|president of|director|chairman|"
    r"chief|commissioner|assistant|representative|under ?secretary|adviser|counselor)\b",
    re.IGNORECASE,
)
_SURROGATE = b"\\ud"
_NO_MARKING = frozenset({"no classification marking", "no marking", "none", "unmarked"})

_Row = Mapping[str, object]


class JsonLinesImporter:
    """Reads documents and letters; see the module's docstring."""

    format = "jsonl"
    suffixes: tuple[str, ...] = (".jsonl", ".ndjson")

    def rows(self, source: SourceFile, parties: PartyDirectory) -> Iterator[ImportedRow]:
        """One row for each line that is not blank."""
        for line in source.lines():
            if line.content.strip():
                yield _Reader(line, source.name, parties).read()


def parsed_line(line: Line) -> _Row:
    """The line as an object. Raises InvalidInput."""
    if line.is_too_long:
        raise InvalidInput("line", "The line is longer than 32 MB.")
    try:
        row = json.loads(line.content)
    except UnicodeDecodeError as error:
        raise InvalidInput("line", "The line is not UTF-8.") from error
    except RecursionError as error:
        raise InvalidInput("line", "The line is nested too deeply.") from error
    except ValueError as error:
        raise InvalidInput("line", "The line is not JSON, or is cut off.") from error
    if not isinstance(row, dict):
        raise InvalidInput("line", "The line is JSON, but not an object with keys.")
    if _SURROGATE in line.content.lower() and _holds_half_a_character(row):
        raise InvalidInput("line", "The line holds half of a character (a lone surrogate).")
    return row


@dataclass(slots=True)
class _Reader:
    """Reads one line; collects what is wrong with it instead of stopping at the first."""

    line: Line
    file_name: str
    parties: PartyDirectory
    identifier: str = ""
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def read(self) -> ImportedRow:
        draft, label = None, ""
        try:
            row = parsed_line(self.line)
            if is_described(row):
                return self._described(row)
            self.identifier = _text(row, "id")
            label = _text(row, "label")
            draft = self._draft(row)
        except InvalidInput as error:
            self._refuse(error.field, error.message)
        if any(one.severity is Severity.REFUSED for one in self.problems):
            draft = None
        return ImportedRow(self.line.number, self.identifier, draft, label, tuple(self.problems))

    def _described(self, row: _Row) -> ImportedRow:
        """A record that another Chancery describes in full; its files come with a bag."""
        found = read_described(row)
        self.identifier = found.identifier
        if found.files:
            self._note("files", "The line names files, whose bytes only a bag brings.")
        return ImportedRow(
            self.line.number,
            found.identifier,
            found.draft,
            found.label_text,
            tuple(self.problems),
            found.notes,
            found.series_code,
        )

    def _draft(self, row: _Row) -> Draft:
        if not self.identifier:
            raise InvalidInput("id", "The row has no id; without one it cannot be imported twice.")
        source = _text(row, "source") or self.file_name
        text = fields.clean_text(_string(row, "text"))
        return Draft(
            description=self._description(row, source, has_text=bool(text)),
            text=text,
            source_key=SourceKey(source, self.identifier),
        )

    def _description(self, row: _Row, source: str, *, has_text: bool) -> Description:
        kind = self._kind(row)
        signers = self._signers(row, kind)
        scope, subjects = _subjects(row)
        self.notes.extend(f"Signed in the source: {name}." for name in signers.left_out)
        dated = self._date(row)
        return Description(
            kind=kind,
            title=_text(row, "title"),
            title_language=_text(row, "language") or NOT_KNOWN,
            summary=fields.clean_text(_string(row, "summary")),
            scope=scope,
            dated=dated,
            place=fields.maybe_text(_string(row, "place")),
            holding=Holding.TRANSCRIPTION if has_text else Holding.METADATA_ONLY,
            languages=fields.languages(_texts(row, "language")),
            external_references=_references(row),
            subjects=subjects,
            signatures=tuple(signers.signatures),
            addressees=self._addressees(row),
            persons=tuple(signers.persons),
            marking_original=_marking(row),
            sources=(source,),
            notes=" ".join(self.notes),
        )

    def _kind(self, row: _Row) -> RecordKind:
        word = _text(row, "kind")
        kind, is_known = fields.record_kind(word)
        if not is_known:
            self._note(
                "kind", f"The kind {word!r} is not in the vocabulary: taken in as a document."
            )
        if word and word.casefold() not in (kind.value, kind.label):
            self.notes.append(f"Kind in the source: {word}.")
        return kind

    def _date(self, row: _Row) -> DatedFact | Nothing:
        wording = _text(row, "date_text")
        for value in (_text(row, "date"), _text(row, "year")):
            if not value:
                continue
            try:
                return fields.date_fact(value)
            except InvalidInput as error:
                self._note("date", f"{error.message} The date is left as not known.")
                self.notes.append(f"Date in the source: {wording or value}.")
                return NOT_KNOWN
        if wording:
            self.notes.append(f"Date in the source: {wording}.")
        return NOT_KNOWN

    def _signers(self, row: _Row, kind: RecordKind) -> Signers:
        scheme = _text(row, "scheme") or None
        signers = signers_of(
            kind,
            _texts(row, "signed"),
            self.parties,
            scheme,
            refuse=self._refuse,
            note=self._note,
        )
        names, country = _texts(row, "from"), _text(row, "country_iso3")
        if country and len(names) == 1:  # the code settles a name such as "Congo"
            senders = senders_of(kind, (country,), self.parties, "iso3")
        else:
            senders = senders_of(kind, names, self.parties, scheme)
        signed = {one.party for one in signers.signatures}
        signers.signatures += [one for one in senders.signatures if one.party not in signed]
        signers.persons += senders.persons
        return signers

    def _addressees(self, row: _Row) -> tuple[Addressee, ...]:
        scheme = _text(row, "scheme") or None
        roles = (("to", AddresseeRole.TO), ("cc", AddresseeRole.CC))
        return tuple(
            self._addressee(name, role, scheme) for key, role in roles for name in _texts(row, key)
        )

    def _addressee(self, name: str, role: AddresseeRole, scheme: str | None) -> Addressee:
        if party := self.parties.find(name, scheme=scheme):
            return Addressee(role, party=party.code)
        if found := _OFFICE_AND_PERSON.match(name):
            return Addressee(role, office=found["office"], person=found["person"])
        if _ORGAN.match(name):
            return Addressee(role, organ=name)
        return (
            Addressee(role, office=name) if _OFFICE.search(name) else Addressee(role, person=name)
        )

    def _refuse(self, field_name: str, reason: str) -> None:
        self.problems.append(Problem(self.line.number, self.identifier, field_name, reason))

    def _note(self, field_name: str, reason: str) -> None:
        self.problems.append(
            Problem(self.line.number, self.identifier, field_name, reason, Severity.NOTED)
        )


def _holds_half_a_character(row: object) -> bool:
    try:
        json.dumps(row, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _string(row: _Row, key: str) -> str:
    """A key's text. Raises InvalidInput for a truth value, a list or an object."""
    value = row.get(key)
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        raise InvalidInput(
            key, f"{key} is {str(value).lower()}, not text; was NO (Norway) written without quotes?"
        )
    if isinstance(value, int | float):
        return str(value)
    raise InvalidInput(key, f"{key} is a list or an object where text was expected.")


def _text(row: _Row, key: str) -> str:
    return fields.clean_line(_string(row, key))


def _texts(row: _Row, key: str) -> Sequence[str]:
    """A key's texts: a list of them, or one."""
    value = row.get(key)
    if not isinstance(value, list):
        value = [value]
    texts = (_text({key: one}, key) for one in value)
    return tuple(one for one in texts if one)


def _subjects(row: _Row) -> tuple[str, tuple[str, ...]]:
    """A list holds subject terms; a single text is the document's own subject line."""
    if isinstance(row.get("subject"), list):
        return "", tuple(dict.fromkeys(_texts(row, "subject")))
    line = _text(row, "subject")
    return (f"Subject line: {line}" if line else ""), tuple(dict.fromkeys(_texts(row, "subjects")))


def _references(row: _Row) -> tuple[ExternalReference, ...]:
    value = _text(row, "url_or_ref")
    return (ExternalReference("source", value),) if value else ()


def _marking(row: _Row) -> MaybeText:
    """The original's own marking; it never sets the access label."""
    text = _text(row, "classification")
    return NONE if text.casefold() in _NO_MARKING else fields.maybe_text(text)
