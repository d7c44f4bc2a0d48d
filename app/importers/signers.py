"""Names in a source's list of signers or senders: which are parties, and what becomes of the rest.

On a joint text every signer must be a party on record: a name that is none, or is ambiguous, refuses
the row. On a letter, telegram or memorandum the signers are persons; there a single party's name is
more often a heading than a signer, so it is noted and left out, never counted as a signature.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from app.domain.errors import InvalidInput
from app.domain.parties import PartyDirectory
from app.domain.records import NamedPerson, PartyCode, Signature
from app.domain.vocabularies import Capacity, PersonRole, RecordKind, SignatureStatus
from app.importers.fields import JOINT_KINDS, clean_line

AddProblem = Callable[[str, str], None]
"""Called with a field's name and a reason."""


@dataclass(slots=True)
class Signers:
    """What a list of names became, in the order of the source."""

    signatures: list[Signature] = field(default_factory=list)
    persons: list[NamedPerson] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def joint_signatures(
    names: Iterable[str],
    parties: PartyDirectory,
    scheme: str | None,
    refuse: AddProblem,
    note: AddProblem,
) -> list[Signature]:
    """One signature for each party, as named in the source; a name that is no party refuses the row.

    A party that is named again is counted once, and noted: perhaps another one was meant.
    """
    signatures: dict[str, Signature] = {}
    for name in names:
        try:
            party = parties.resolve(name, scheme=scheme)
        except InvalidInput as error:
            refuse("signatories", error.message)
            continue
        if party.code in signatures:
            note("signatories", f"{name!r} names {party.code} once more; it is counted once.")
        else:
            signatures[party.code] = Signature(
                party.code,
                name_as_signed=clean_line(name),
                capacity=Capacity.ORGANISATION if party.is_organisation else Capacity.STATE,
            )
    return list(signatures.values())


def signers_of(
    kind: RecordKind,
    names: Sequence[str],
    parties: PartyDirectory,
    scheme: str | None,
    *,
    refuse: AddProblem,
    note: AddProblem,
) -> Signers:
    """What the `signed` list of one document means, by its kind."""
    if kind in JOINT_KINDS:
        return Signers(signatures=joint_signatures(names, parties, scheme, refuse, note))
    codes = [_party_code(name, parties, scheme) for name in names]
    if len(names) > 1 and all(codes):
        return Signers(signatures=joint_signatures(names, parties, scheme, refuse, note))
    signers = Signers()
    for name, code in zip(names, codes, strict=True):
        if code:
            note("signed", f"{name!r} names a party, not a person: kept in the notes, not counted.")
            signers.left_out.append(name)
        else:
            signers.persons.append(NamedPerson(name, PersonRole.SIGNER))
    return signers


def senders_of(
    kind: RecordKind, names: Sequence[str], parties: PartyDirectory, scheme: str | None
) -> Signers:
    """What the `from` list means: a party that sends is the author, others are named as senders."""
    status = SignatureStatus.READ_OUT if kind is RecordKind.SPEECH else SignatureStatus.SIGNED
    senders = Signers()
    for name in names:
        if code := _party_code(name, parties, scheme):
            senders.signatures.append(Signature(code, name_as_signed=name, status=status))
        else:
            senders.persons.append(NamedPerson(name, PersonRole.SENDER))
    return senders


def _party_code(name: str, parties: PartyDirectory, scheme: str | None) -> PartyCode | None:
    party = parties.find(name, scheme=scheme)
    return party.code if party else None
