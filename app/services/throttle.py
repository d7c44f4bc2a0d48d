"""Growing waits between attempts to sign in, by name and by address; never locked for ever.

An attempt from a device the name is known from is counted for that device alone (`devices.py`): what
strangers try with the name delays it no longer, and its own mistakes do not help them.

Each attempt is counted before the password is looked at, and committed, so that many at once cannot
slip through together. A name that belongs to nobody is counted like any other. An attempt made while
waiting is refused and not counted: waiting ends by itself. A day without attempts forgets all.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.db import account_store
from app.db.models.accounts import AttemptCounterRow
from app.domain.errors import TooManyAttempts
from app.services.work import Work

_FORGET_AFTER = timedelta(days=1)
_LONGEST_WAIT_S = 900
_NAME, _ADDRESS, _DEVICE = "name", "address", "device"
_FREE_ATTEMPTS = {_NAME: 5, _ADDRESS: 20, _DEVICE: 5}


@dataclass(frozen=True, slots=True)
class _Subject:
    kind: str
    hash: bytes

    @classmethod
    def of(cls, kind: str, text: str) -> _Subject:
        """By hash: people type passwords into the field for the name."""
        return cls(kind, hashlib.sha256(f"{kind}:{text}".encode()).digest())


def count_attempt(work: Work, name: str, address: str, device: str = "") -> None:
    """Count one attempt: for the known device, or for the name and the address.

    The caller commits before it goes on.

    Raises TooManyAttempts with the seconds to wait, and then counts nothing.
    """
    now = work.clock.now()
    account_store.forget_attempts_before(work.session, now - _FORGET_AFTER)
    subjects = _subjects(name, address, device)
    counters = [_counter(work, subject, now) for subject in subjects]
    wait_s = max(math.ceil((row.blocked_until - now).total_seconds()) for row in counters)
    if wait_s > 0:
        raise TooManyAttempts(min(wait_s, _LONGEST_WAIT_S))
    for row in counters:
        row.count += 1
        row.last_at = now
        row.blocked_until = now + timedelta(seconds=wait_after(row.kind, row.count))


def give_back(work: Work, name: str, address: str, device: str = "") -> None:
    """After a good sign-in: forget the name's attempts, take back this one of the address.

    From a known device only its own are forgotten: a person who comes and goes at their desk does not
    hand new attempts to whoever guesses elsewhere.
    """
    if device:
        subject = _Subject.of(_DEVICE, f"{name}:{device}")
        account_store.forget_attempts(work.session, subject.kind, subject.hash)
        return
    forget_name(work, name)
    give_back_address(work, address)


def give_back_address(work: Work, address: str, device: str = "") -> None:
    """Take this attempt of the address back; the name's stays until its second step is done too."""
    if device:
        return
    now = work.clock.now()
    row = _counter(work, _Subject.of(_ADDRESS, address), now)
    row.count = max(0, row.count - 1)
    row.blocked_until = now


def forget_name(work: Work, name: str) -> None:
    """Forget the attempts made with this name."""
    subject = _Subject.of(_NAME, name)
    account_store.forget_attempts(work.session, subject.kind, subject.hash)


def wait_after(kind: str, count: int) -> int:
    """Seconds to wait after the `count`th attempt: none at first, then 2, 4, 8 ... 900."""
    over = count - _FREE_ATTEMPTS[kind]
    return 0 if over < 0 else int(min(_LONGEST_WAIT_S, 2 ** min(over + 1, 20)))


def _subjects(name: str, address: str, device: str) -> tuple[_Subject, ...]:
    if device:
        return (_Subject.of(_DEVICE, f"{name}:{device}"),)
    return _Subject.of(_NAME, name), _Subject.of(_ADDRESS, address)


def _counter(work: Work, subject: _Subject, now: datetime) -> AttemptCounterRow:
    row = account_store.attempts(work.session, subject.kind, subject.hash)
    if row is None:
        row = AttemptCounterRow(
            kind=subject.kind, subject_hash=subject.hash, count=0, last_at=now, blocked_until=now
        )
        account_store.add_attempts(work.session, row)
    return row
