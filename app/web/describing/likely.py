"""What stands in a form by which its letter may be known again, and which likenesses were seen already.

A likeness never stops a letter: it is shown once, by a check or by the button that registers, and the next
press goes on.
"""

from __future__ import annotations

from app.domain.nothing import NOT_KNOWN
from app.domain.party_check import look_up
from app.domain.records import Addressee, PartyCode
from app.domain.resemblance import LetterMarks
from app.domain.vocabularies import AddresseeRole, SignatureStatus
from app.services.duplicates import LikelyRecords
from app.web.describing.controls import Desk
from app.web.describing.matching import SIGNATURES
from app.web.describing.typed import Typed, letter_date

SEEN = "likely.seen"
_STANDING = frozenset(status.value for status in SignatureStatus if status.stands)


def marks_of(typed: Typed, desk: Desk) -> LetterMarks | None:
    """By what the letter may be known again; None without a date: then too much is alike."""
    date = letter_date(typed)
    if date is None:
        return None
    signed = (_signed_by(typed, f"{SIGNATURES}.{key}.", desk) for key in typed.all(SIGNATURES))
    addressees = (_addressee(typed, f"addressees.{key}.", desk) for key in typed.all("addressees"))
    return LetterMarks(
        date,
        frozenset(filter(None, signed)),
        tuple(one for one in addressees if one.role is AddresseeRole.TO),
    )


def is_seen(typed: Typed, found: LikelyRecords) -> bool:
    """Whether the form has shown all of these before."""
    return all(typed.has(SEEN, one.record.id) for one in found.found)


def with_seen(typed: Typed, found: LikelyRecords) -> Typed:
    """The form that says of these that they were shown."""
    ids = dict.fromkeys((*typed.all(SEEN), *(one.record.id for one in found.found)))
    return typed.set(SEEN, *ids)


def _signed_by(typed: Typed, prefix: str, desk: Desk) -> PartyCode | None:
    status = typed.get(f"{prefix}status") or SignatureStatus.SIGNED.value
    party = typed.get(f"{prefix}party")
    if status not in _STANDING or not party:
        return None
    return look_up(party, desk.parties, letter_date(typed)).party


def _addressee(typed: Typed, prefix: str, desk: Desk) -> Addressee:
    role = typed.get(f"{prefix}role")
    party = typed.get(f"{prefix}party")
    return Addressee(
        AddresseeRole(role) if role in {one.value for one in AddresseeRole} else AddresseeRole.TO,
        (look_up(party, desk.parties).party if party else None) or NOT_KNOWN,
        typed.get(f"{prefix}organ") or NOT_KNOWN,
        typed.get(f"{prefix}office") or NOT_KNOWN,
        typed.get(f"{prefix}person") or NOT_KNOWN,
    )
