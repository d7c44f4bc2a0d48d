"""Who signed a letter of the demo archive: ranks, those who read it out, joined later or withdrew."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.dates import CalendarDate
from app.domain.nothing import NOT_KNOWN
from app.domain.parties import PartyDirectory
from app.domain.records import Signature, StatusChange
from app.domain.vocabularies import Capacity, Rank, RecordKind, SignatureStatus

_READ_OUT_KINDS = (RecordKind.JOINT_STATEMENT_ORAL, RecordKind.COUNTER_LETTER)
_OFFICES_OF_THE_UNION = {"ambassador": Rank.EU_HEAD_OF_DELEGATION}

_Facts = Mapping[str, object]


def signatures_of(
    letter: _Facts, reading: _Facts, kind: RecordKind, parties: PartyDirectory
) -> tuple[Signature, ...]:
    """In the order of the list; those who withdrew stand last, with both dates in their history."""
    signatories, withdrawn = letter["signatories"], letter.get("withdrawn") or ()
    assert isinstance(signatories, list)  # noqa: S101
    assert isinstance(withdrawn, list | tuple)  # noqa: S101
    is_read_out = kind in _READ_OUT_KINDS and letter.get("channel") == "un"
    speaker = str(letter.get("lead_party") or "") if is_read_out else ""
    dated = CalendarDate.parse(str(letter["date"]))
    are_envoys = bool(reading.get("ministers_are_envoys"))
    missing = letter.get("notable_non_signatories") or ()
    assert isinstance(missing, list | tuple)  # noqa: S101
    notes = {str(row["party"]): _within(str(row["note"])) for row in missing}
    signed = [_signature(row, speaker, are_envoys, notes, parties) for row in signatories]
    return tuple(signed + [_withdrawn(row, dated, parties) for row in withdrawn])


def _signature(
    row: Mapping[str, str],
    speaker: str,
    are_envoys: bool,
    notes: Mapping[str, str],
    parties: PartyDirectory,
) -> Signature:
    party = parties.resolve(row["party"])
    joined = row.get("joined")
    joined_on = CalendarDate.parse(joined) if joined else None
    status = SignatureStatus.READ_OUT if party.code == speaker else SignatureStatus.SIGNED
    if joined_on:
        status = SignatureStatus.JOINED_LATER
    return Signature(
        party.code,
        person=row.get("signatory_name") or NOT_KNOWN,
        ranks=_ranks(row.get("capacity"), party.code, are_envoys),
        capacity=Capacity.ORGANISATION if party.is_organisation else Capacity.STATE,
        status=status,
        date=joined_on,
        history=(StatusChange(status, joined_on, notes.get(party.code, "")),) if joined_on else (),
    )


def _withdrawn(row: Mapping[str, str], dated: CalendarDate, parties: PartyDirectory) -> Signature:
    left_on = CalendarDate.parse(row["date"])
    return Signature(
        parties.resolve(row["party"]).code,
        status=SignatureStatus.WITHDREW,
        date=left_on,
        history=(
            StatusChange(SignatureStatus.SIGNED, dated),
            StatusChange(SignatureStatus.WITHDREW, left_on, row.get("note", "")),
        ),
    )


def _ranks(capacity: str | None, party: str, are_envoys: bool) -> tuple[Rank, ...]:
    if not capacity:
        return ()
    if party == "EU" and capacity in _OFFICES_OF_THE_UNION:
        return (_OFFICES_OF_THE_UNION[capacity],)
    if are_envoys and capacity == "minister":  # a minister at Peking was the head of a legation
        return (Rank.ENVOY,)
    return (Rank(capacity),)


def _within(note: str) -> str:
    """A remark as it stands after others in one row."""
    return note[:1].lower() + note[1:]
