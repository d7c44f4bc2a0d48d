"""From the compiled facts and our readings of them to drafts. Open `demonstration_drafts` first."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from app.domain.access import LabelScheme
from app.domain.dates import CalendarDate, DatedFact
from app.domain.nothing import NOT_KNOWN, Nothing
from app.domain.parties import PartyDirectory
from app.domain.phrases import in_a_sentence
from app.domain.records import (
    Demand,
    Description,
    Draft,
    Evidence,
    NamedPerson,
    PartyCode,
    RelationDraft,
    Response,
    SourceKey,
)
from app.domain.vocabularies import (
    Channel,
    DateBasis,
    DemandClass,
    Disclosure,
    Holding,
    OutcomeStatus,
    Publicity,
    RecordKind,
    RelationKind,
    ResponseKind,
)
from app.importers.demonstration.founding import FOUNDING_ID, describe_founding_letter
from app.importers.demonstration.naming import absences_of, addressee_of
from app.importers.demonstration.precursor import FOUR_AMBASSADORS_ID, describe_four_ambassadors
from app.importers.demonstration.signing import signatures_of

SOURCE = "joint letters"
PUBLIC_LABEL = "Public"
_FOLDER = Path(__file__).parent
_KINDS = {
    "joint_letter": RecordKind.JOINT_LETTER,
    "joint_declaration": RecordKind.JOINT_DECLARATION,
    "joint_note": RecordKind.COLLECTIVE_NOTE,
    "treaty_declaration": RecordKind.TREATY_DECLARATION,
    "counter_letter": RecordKind.COUNTER_LETTER,
}
_CHANNELS = {
    "bilateral": Channel.MISSION_TO_MINISTRY,
    "un": Channel.UN_ORGAN,
    "multilateral": Channel.MULTILATERAL,
    "public": Channel.PUBLIC,
}
_PUBLICITY: dict[str, tuple[Publicity | Nothing, Disclosure | Nothing]] = {
    "public": (Publicity.PUBLIC, Disclosure.BY_ORIGINATORS),
    "confidential": (Publicity.CONFIDENTIAL, NOT_KNOWN),
    "leaked": (NOT_KNOWN, Disclosure.LEAKED_PARTIAL),  # what its senders intended is not on record
}
_RELATIONS = {
    "precedes": RelationKind.PRECURSOR_OF,
    "reaffirms": RelationKind.REITERATES,
    "counters": RelationKind.COUNTERS,
    "responds_to": RelationKind.REPLIES_TO,
}
_GENERAL_KNOWLEDGE = "Compiled from general knowledge; not checked against a source throughout."

_Facts = Mapping[str, object]


def demonstration_drafts(parties: PartyDirectory, labels: LabelScheme) -> Iterator[Draft]:
    """The seventy drafts, in the order of the file, labelled over several cells.

    Every party code is looked up in `parties`. Raises InvalidInput when the label scheme lacks a level
    or compartment that the demo archive uses.
    """
    readings = _load("readings.json")
    facts = _load("joint_letters.json")
    assert isinstance(facts, list)  # noqa: S101
    assert isinstance(readings, dict)  # noqa: S101
    for letter in facts:
        draft = _draft(letter, readings[letter["id"]], parties, labels)
        if letter["id"] == FOUNDING_ID:
            draft = describe_founding_letter(draft, labels)
        if letter["id"] == FOUR_AMBASSADORS_ID:
            draft = describe_four_ambassadors(draft)
        yield draft


def founding_source_note() -> bytes:
    """The text file that goes with the founding letter: what its only source reports, in our words."""
    return (_FOLDER / "founding_source.txt").read_bytes()


def key_of(letter_id: str) -> SourceKey:
    return SourceKey(SOURCE, letter_id)


def _load(name: str) -> object:
    return json.loads((_FOLDER / name).read_text(encoding="utf-8"))


def _draft(letter: _Facts, reading: _Facts, parties: PartyDirectory, labels: LabelScheme) -> Draft:
    letter_id = _text(letter, "id")
    related = [
        RelationDraft(_RELATIONS[one["type"]], to_source_key=str(key_of(one["id"])))
        for one in _rows(letter, "relations")
    ]
    related += [
        RelationDraft(RelationKind.PRECURSOR_OF, to_source_key=str(key_of(other)))
        for other in _texts(reading, "precursor_of")
    ]
    return Draft(
        description=_description(letter, reading, parties),
        label=labels.parse(_text(reading, "label") or PUBLIC_LABEL),
        source_key=key_of(letter_id),
        relations=tuple(related),
    )


def _description(letter: _Facts, reading: _Facts, parties: PartyDirectory) -> Description:
    kind = _kind(letter, reading)
    publicity, disclosure = _publicity(letter, reading)
    is_complete = letter.get("list_complete") is True and reading.get("list_complete") is not False
    sources = _texts(letter, "sources")
    signatures = signatures_of(letter, reading, kind, parties)
    standing = {one.party for one in signatures if one.status.stands}
    said_by = reading.get("absences_said_by")
    return Description(
        kind=kind,
        title=_text(letter, "title"),
        title_is_supplied=not reading.get("title_is_its_own"),
        title_language="en",
        summary=_text(letter, "abstract"),
        dated=_dated(letter, reading),
        place=_text(letter, "place_or_forum") or NOT_KNOWN,
        channel=Channel(_text(reading, "channel") or _CHANNELS[_text(letter, "channel")].value),
        publicity=publicity,
        disclosure=disclosure,
        holding=_holding(letter),
        languages=_texts(letter, "languages"),
        document_symbol=_text(letter, "document_symbol") or NOT_KNOWN,
        subjects=_texts(letter, "subjects"),
        targets=tuple(parties.resolve(code).code for code in _texts(reading, "targets")),
        signatures=signatures,
        signatures_are_complete=is_complete,
        signatories_published=_published(letter, reading),
        signatures_note=_signatures_note(letter, parties),
        addressees=tuple(addressee_of(row, parties) for row in _some(letter, "addressee")),
        demands=_demands(letter, reading),
        responses=_responses(letter, reading),
        persons=tuple(
            NamedPerson(name, is_public_here=publicity is Publicity.PUBLIC)
            for name in _texts(letter, "named_persons")
        ),
        absences=tuple(
            absences_of(
                _rows(letter, "notable_non_signatories"),
                said_by if isinstance(said_by, dict) else {},
                standing,
                parties,
            )
        ),
        instruments=_texts(letter, "instruments_concerned"),
        sources=sources,
        evidence=Evidence(sources[0] if sources else NOT_KNOWN),
        notes=_notes(letter),
    )


def _kind(letter: _Facts, reading: _Facts) -> RecordKind:
    if chosen := _text(reading, "kind"):
        return RecordKind(chosen)
    kind = _text(letter, "kind")
    if kind == "joint_statement":
        is_read_out = letter.get("channel") == "un"
        return (
            RecordKind.JOINT_STATEMENT_ORAL if is_read_out else RecordKind.JOINT_STATEMENT_WRITTEN
        )
    return _KINDS[kind]


def _publicity(letter: _Facts, reading: _Facts) -> tuple[Publicity | Nothing, Disclosure | Nothing]:
    publicity, disclosure = _PUBLICITY[_text(letter, "publicity")]
    chosen = _text(reading, "disclosure")
    return publicity, Disclosure(chosen) if chosen else disclosure


def _holding(letter: _Facts) -> Holding:
    is_leaked = letter.get("publicity") == "leaked"
    return Holding.SECONDARY_SOURCE_ONLY if is_leaked else Holding.METADATA_ONLY


def _dated(letter: _Facts, reading: _Facts) -> DatedFact:
    basis = DateBasis(_text(reading, "date_basis") or DateBasis.REPORTED_BY_SOURCE.value)
    return DatedFact(CalendarDate.parse(_text(letter, "date")), basis)


def _published(letter: _Facts, reading: _Facts) -> int | None:
    chosen, counts = reading.get("published"), letter.get("published_count")
    if isinstance(chosen, int):
        return chosen
    return counts["final"] if isinstance(counts, dict) else None


def _signatures_note(letter: _Facts, parties: PartyDirectory) -> str:
    lead, when = _text(letter, "lead_party"), CalendarDate.parse(_text(letter, "date"))
    basis = _text(letter, "signatory_basis")
    parts = (
        f"Led by {in_a_sentence(parties.name_at(lead, when))}." if lead else "",
        f"Basis of the list: {basis}." if basis else "",
    )
    return " ".join(part for part in parts if part)


def _demands(letter: _Facts, reading: _Facts) -> tuple[Demand, ...]:
    classes = _texts(reading, "demand_classes")
    return tuple(
        Demand(row["text"], DemandClass(code), status=OutcomeStatus(row["status"]))
        for row, code in zip(_rows(letter, "demands"), classes, strict=True)
    )


def _responses(letter: _Facts, reading: _Facts) -> tuple[Response, ...]:
    chosen = reading.get("response")
    if not isinstance(chosen, dict):
        return ()
    party, day = chosen.get("by_party"), chosen.get("date")
    return (
        Response(
            ResponseKind(chosen["kind"]),
            chosen.get("text") or _text(letter, "response"),
            by=chosen.get("by", ""),
            by_party=PartyCode(party) if party else None,
            date=CalendarDate.parse(day) if day else None,
        ),
    )


def _notes(letter: _Facts) -> str:
    is_unchecked = letter.get("confidence") == "general_knowledge"
    parts = (_text(letter, "notes"), _GENERAL_KNOWLEDGE if is_unchecked else "")
    return " ".join(part for part in parts if part)


def _text(row: _Facts, key: str) -> str:
    return str(row.get(key) or "")


def _texts(row: _Facts, key: str) -> tuple[str, ...]:
    found = row.get(key)
    return tuple(str(one) for one in found) if isinstance(found, list) else ()


def _rows(row: _Facts, key: str) -> Sequence[Mapping[str, str]]:
    found = row.get(key)
    return found if isinstance(found, list) else ()


def _some(row: _Facts, key: str) -> Sequence[Mapping[str, str]]:
    """Several rows, or the one that stands there by itself."""
    found = row.get(key)
    return (found,) if isinstance(found, dict) else _rows(row, key)
