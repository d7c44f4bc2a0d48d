"""From a record as stored to what is searched of it: passages, facets, dates.

Open `indexed_record`. The index and the excerpts are made from the same `passages`; what `Carries` asks
for is in `projection_attributes.py`. Parties stand with
their code and all their names, so that `DEU`, `Germany` and `Allemagne` find the same letters; what the
register itself says (demands, answers, notes) is searched beside the letter's own words. A signatory is
who stands among those that made the text their own: the facet and the field say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from app.db.searchable import PartKind, SearchablePart, SearchableRecord
from app.domain.groupings import Groupings
from app.domain.parties import PartyDirectory, fold_name
from app.domain.searches import FacetName, Spot
from app.domain.vocabularies import AddresseeRole, RecordKind, SignatureStatus
from app.search.engine import IndexedRecord, Passage, SearchField
from app.services.projection_attributes import STANDING, attributes

FACET_CODE_LENGTH = 120
OF_PARTY = "|"
"""Between an office and its party in the code of an addressee."""
SOURCES = "sources"
_FULL_STOPS = (".", "!", "?", "。", "\u2026")


@dataclass(frozen=True, slots=True)
class Parties:
    """The directory, with the other names of each party put together once."""

    directory: PartyDirectory
    _other_names: dict[str, str]

    def words(self, code: str) -> tuple[str, ...]:
        """`Canada (CAN)`; the code alone for a party not on record, nothing for none."""
        if not code:
            return ()
        name = self.directory.name_today(code)
        return (code,) if name == code else (f"{name} ({code})",)

    def other_names(self, code: str) -> str:
        """Every further name that is not spelt as today's but for accents, in one line."""
        found = self._other_names.get(code)
        if found is None:
            names = {fold_name(one.name): one.name for one in self.directory.names(code)}
            for known in (self.directory.name_today(code), code):
                names.pop(fold_name(known), None)
            found = self._other_names[code] = "; ".join(names.values())
        return found


@lru_cache(maxsize=4)
def parties_of(directory: PartyDirectory) -> Parties:
    """The same value for the same directory, of which a process has one for each database."""
    return Parties(directory, {})


def indexed_record(
    record: SearchableRecord, parties: Parties, groupings: Groupings
) -> IndexedRecord:
    """What a partition holds of the record."""
    return IndexedRecord(
        id=record.id,
        revision=record.edition,
        passages=passages(record, parties),
        date_lower=record.date.lower if record.date else None,
        date_upper=record.date.upper if record.date else None,
        facets=_facets(record),
        is_counter=record.kind is RecordKind.COUNTER_LETTER,
        attributes=attributes(record, groupings),
    )


def passages(record: SearchableRecord, parties: Parties) -> tuple[Passage, ...]:
    """All that is searched, in reading order: what an excerpt should rather show comes first."""
    reader = _PartReader(parties, _language(record))
    by_kind: dict[PartKind, list[SearchablePart]] = {kind: [] for kind in PartKind}
    for part in record.parts:
        by_kind[part.kind].append(part)
    found = [*_summary(record)]
    for kind, read in _READERS.items():
        if kind is PartKind.TEXT:
            found += _circumstances(record)
        found += (read(reader, part) for part in by_kind[kind])
    for kind in _KINDS_WITH_PARTY:
        found += (reader.other_names(part, kind) for part in by_kind[kind])
    found += (reader.office_and_party(part) for part in by_kind[PartKind.ADDRESSEE])
    # Last, since a word in the address of a web page says less than the same word anywhere else.
    found.append(Passage(SearchField.SUMMARY, SOURCES, _joined(record.sources)))
    return tuple(one for one in found if one.text)


def _summary(record: SearchableRecord) -> Iterator[Passage]:
    title_language = record.title_language or _language(record)
    yield Passage(SearchField.TITLE, "title", record.title, title_language)
    yield Passage(SearchField.SUMMARY, "abstract", record.summary)
    yield Passage(SearchField.SUMMARY, "scope", record.scope)
    yield Passage(SearchField.SUMMARY, "concern", record.concern)


def _circumstances(record: SearchableRecord) -> Iterator[Passage]:
    yield Passage(SearchField.SUMMARY, "notes", _sentences(record.notes))
    yield Passage(SearchField.SUMMARY, "place", record.place)
    yield Passage(SearchField.SUMMARY, "instruments", _joined(record.instruments))
    yield Passage(SearchField.REFERENCE, "reference", record.reference)
    yield Passage(SearchField.REFERENCE, "document symbol", record.document_symbol)


def _facets(record: SearchableRecord) -> Mapping[FacetName, tuple[str, ...]]:
    codes: dict[FacetName, list[str]] = {name: [] for name in FacetName}
    codes[FacetName.KIND].append(record.kind.value)
    codes[FacetName.LANGUAGE] += record.languages
    if record.date and record.date.year is not None:
        codes[FacetName.YEAR].append(f"{record.date.year:04d}")
    for part in record.parts:
        if part.kind is PartKind.SIGNATURE and part.texts[4] in STANDING:
            codes[FacetName.SIGNATORY].append(part.texts[0])
        elif part.kind is PartKind.ADDRESSEE and part.texts[4] == AddresseeRole.TO.value:
            codes[FacetName.ADDRESSEE] += _addressee_codes(part)
        elif part.kind is PartKind.TARGET:
            codes[FacetName.TARGET].append(part.texts[0])
        elif part.kind is PartKind.SUBJECT:
            codes[FacetName.SUBJECT].append(_code(part.texts[0]))
    return {name: tuple(dict.fromkeys(filter(None, found))) for name, found in codes.items()}


def _addressee_codes(part: SearchablePart) -> tuple[str, ...]:
    """The party by its code, and the office or organ as worded, with its party: there is a Minister of
    Public Security in more than one state. A person stands where nothing else is said."""
    party, organ, office, person, _ = part.texts
    worded = _code(office or organ)
    if worded and party:
        return party, f"{worded}{OF_PARTY}{party}"
    return (worded or party or _code(person),)


def _code(wording: str) -> str:
    return " ".join(wording.split())[:FACET_CODE_LENGTH]


def _language(record: SearchableRecord) -> str:
    """The letter's language where it has one; a letter in several gives no answer for its parts."""
    return record.languages[0] if len(record.languages) == 1 else ""


@dataclass(frozen=True, slots=True)
class _PartReader:
    """Makes one passage of one part. `language` is the letter's, for its own words."""

    parties: Parties
    language: str

    def signature(self, part: SearchablePart) -> Passage:
        code, name_as_signed, person, office, status = part.texts
        words = _joined((*self.parties.words(code), name_as_signed, person, office))
        if status in STANDING:
            return Passage(SearchField.SIGNATORY, "signatory", words)
        return Passage(SearchField.SUMMARY, SignatureStatus(status).label, words)

    def addressee(self, part: SearchablePart) -> Passage:
        code, organ, office, person, _ = part.texts
        words = (person, office, organ, *self.parties.words(code))
        return Passage(SearchField.ADDRESSEE, "addressee", _joined(words))

    def office_and_party(self, part: SearchablePart) -> Passage:
        """Side by side, as pages write them, where an organ stands between; else nothing."""
        code, organ, office, person, _ = part.texts
        words = (person, office, *self.parties.words(code)) if organ and office and code else ()
        return Passage(SearchField.ADDRESSEE, "addressee", _joined(words))

    def target(self, part: SearchablePart) -> Passage:
        return Passage(SearchField.TARGET, "target", _joined(self.parties.words(part.texts[0])))

    def other_names(self, part: SearchablePart, kind: PartKind) -> Passage:
        """The other names of a part's party, under the field and place of the part itself."""
        shown = _READERS[kind](self, part)
        return replace(shown, text=self.parties.other_names(part.texts[0]))

    def absence(self, part: SearchablePart) -> Passage:
        code, text, among = part.texts[:3]
        party = self.parties.directory.name_today(code) if code else ""
        member = f"{among.replace('_', ' ')} member" if among else ""
        words = ": ".join(filter(None, (party or member, text)))
        return Passage(SearchField.SUMMARY, "who was missing", words)

    def person(self, part: SearchablePart) -> Passage:
        return Passage(SearchField.PERSON, "person", _joined(part.texts))

    def demand(self, part: SearchablePart) -> Passage:
        return Passage(SearchField.DEMAND, f"demand {part.number}", part.texts[0])

    def subject(self, part: SearchablePart) -> Passage:
        return Passage(SearchField.SUBJECT, "subject", part.texts[0])

    def said(self, part: SearchablePart) -> Passage:
        """What the register says in its own words: an assertion, an outcome."""
        return Passage(SearchField.SUMMARY, f"{part.kind.value} {part.number}", part.texts[0])

    def response(self, part: SearchablePart) -> Passage:
        """As reported absences are: who it was, then what they said, and the note on it."""
        text, by, note = part.texts[:3]
        place = f"{part.kind.value} {part.number}"
        said = f"{by}: {text}" if by else text
        return Passage(SearchField.SUMMARY, place, _sentences((said, note)) if note else said)

    def quote(self, part: SearchablePart) -> Passage:
        return Passage(SearchField.TEXT, "quoted", part.texts[0], self.language)

    def text(self, part: SearchablePart) -> Passage:
        return Passage(SearchField.TEXT, "text", part.texts[0], self.language, Spot())

    def file(self, part: SearchablePart) -> Passage:
        text, name, language, file_id = part.texts[:4]
        place = f"file {name}, page {part.page}"
        spot = Spot(file_id, part.page)
        return Passage(SearchField.TEXT, place, text, language or self.language, spot)

    def reference(self, part: SearchablePart) -> Passage:
        return Passage(SearchField.REFERENCE, part.texts[0], part.texts[1])


def _joined(words: tuple[str, ...]) -> str:
    """What stands side by side, each once; after a full stop no semicolon follows."""
    text = ""
    for word in dict.fromkeys(filter(None, words)):
        divider = " " if text.endswith(_FULL_STOPS) else "; " if text else ""
        text = f"{text}{divider}{word}"
    return text


def _sentences(texts: tuple[str, ...]) -> str:
    """One after the other, each with a full stop of its own."""
    return " ".join(text if text.endswith(_FULL_STOPS) else f"{text}." for text in texts)


_READERS: Mapping[PartKind, Callable[[_PartReader, SearchablePart], Passage]] = {
    PartKind.DEMAND: _PartReader.demand,
    PartKind.ASSERTION: _PartReader.said,
    PartKind.SUBJECT: _PartReader.subject,
    PartKind.PERSON: _PartReader.person,
    PartKind.RESPONSE: _PartReader.response,
    PartKind.OUTCOME: _PartReader.said,
    PartKind.ABSENCE: _PartReader.absence,
    PartKind.QUOTE: _PartReader.quote,
    PartKind.TEXT: _PartReader.text,
    PartKind.FILE: _PartReader.file,
    PartKind.SIGNATURE: _PartReader.signature,
    PartKind.ADDRESSEE: _PartReader.addressee,
    PartKind.TARGET: _PartReader.target,
    PartKind.REFERENCE: _PartReader.reference,
}
"""In reading order."""
_KINDS_WITH_PARTY = (PartKind.SIGNATURE, PartKind.ADDRESSEE, PartKind.TARGET)
