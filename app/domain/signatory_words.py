"""What is said of one signature, on pages and in files alike: its capacity, and how it stood."""

from __future__ import annotations

from app.domain.dates import CalendarDate
from app.domain.nothing import NOT_KNOWN, MaybeText
from app.domain.records import Signature
from app.domain.vocabularies import SignatureStatus
from app.domain.wording import alternatives, joined, said


def capacity_of(signature: Signature) -> MaybeText:
    """In what rank or office a signature stands: the words of the source, else the ranks."""
    if isinstance(signature.office, str):
        return signature.office
    if not signature.ranks:
        return NOT_KNOWN
    return alternatives(rank.label for rank in signature.ranks)


def standing_words(signature: Signature) -> str:
    """What a reader must know about a signature that did not simply stand from the first day."""
    parts = []
    if signature.status is not SignatureStatus.SIGNED:
        parts.append(_dated_words(signature.status.label, signature.date))
    parts += [
        _dated_words(step.status.label, step.date)
        for step in signature.history
        if step.status not in (signature.status, SignatureStatus.SIGNED)
    ]
    parts += [step.note for step in signature.history if step.note]
    if signature.reservation:
        parts.append(said("with a reservation: {reservation}", reservation=signature.reservation))
    return joined(parts, "; ")


def _dated_words(words: str, when: CalendarDate | None) -> str:
    return joined([words, when.in_words(short=True)], ", ") if when else words
