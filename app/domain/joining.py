"""How a list of signatories grew and shrank: who signed on the day, who joined later, who withdrew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.records import Signature
from app.domain.vocabularies import SignatureStatus
from app.domain.wording import said


@dataclass(frozen=True, slots=True)
class SignatoryCount:
    """`on_the_day` counts those who have withdrawn since; `now` those who stand."""

    on_the_day: int
    now: int
    joined_later: int
    withdrew: int

    @property
    def has_changed(self) -> bool:
        return self.on_the_day != self.now

    def in_words(self, one: str, many: str, published: int | None = None) -> str:
        """`11 states`; `37 states, later 50`; `22 of 55` where that many are published."""
        first, now = self.on_the_day, self.now
        if published and published > max(first, now):
            return said("{now} of {published}", now=now, published=published)
        words = said("{first:,} {noun}", first=first, noun=one if first == 1 else many)
        return said("{words}, later {now:,}", words=words, now=now) if self.has_changed else words


def count_signatories(signatures: Sequence[Signature]) -> SignatoryCount:
    """Counts of a record's signatures. Declined and not approached are no signatures at all."""
    standing = [one for one in signatures if one.status.stands]
    later = sum(_joined_later(one) for one in standing)
    withdrew = [one for one in signatures if one.status is SignatureStatus.WITHDREW]
    left_after_the_day = sum(not _joined_later(one) for one in withdrew)
    return SignatoryCount(
        on_the_day=len(standing) - later + left_after_the_day,
        now=len(standing),
        joined_later=later,
        withdrew=len(withdrew),
    )


def _joined_later(signature: Signature) -> bool:
    steps = [step.status for step in signature.history] or [signature.status]
    return SignatureStatus.JOINED_LATER in (steps[0], signature.status)
