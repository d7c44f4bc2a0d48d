"""Codes of a second factor: time-based ones (RFC 6238) and recovery codes. No database here.

Six digits, thirty seconds, SHA-1, as every authenticator app has it. A code of the step before or
after is taken too (clocks differ), but none of a step at or before the last one used: a code works once.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from datetime import datetime

import pyotp

ISSUER = "Chancery"
STEP_S = 30
DRIFT_STEPS = 1
RECOVERY_CODES = 10
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that is read as something else
_GROUPS, _GROUP_LENGTH = 3, 5
_TIMED = re.compile(r"[0-9]{6}\Z")
_LONGEST = 40


def new_secret() -> str:
    """160 random bits in base 32, as an app reads them."""
    return pyotp.random_base32()


def address_of(secret: str, name: str) -> str:
    """The `otpauth://` address that an app reads from the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)


def plain(code: str) -> str:
    """What was typed, without spaces and hyphens."""
    return re.sub(r"[\s-]", "", code[:_LONGEST]).casefold()


def is_timed(code: str) -> bool:
    """Whether this (plain) code can come from an app; recovery codes are longer."""
    return bool(_TIMED.match(code))


def step_of(secret: str, code: str, now: datetime, last_step: int) -> int | None:
    """The time step whose code this is, later than `last_step`; None when it is none's."""
    totp = pyotp.TOTP(secret)
    here = int(now.timestamp()) // STEP_S
    found = None
    for step in range(here - DRIFT_STEPS, here + DRIFT_STEPS + 1):
        is_it = hmac.compare_digest(totp.generate_otp(step), code)
        if is_it and step > last_step:
            found = step
    return found


def new_recovery_codes() -> tuple[str, ...]:
    """Ten codes of 74 random bits each, easy to write down."""
    return tuple(
        "-".join(
            "".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS)
        )
        for _ in range(RECOVERY_CODES)
    )


def recovery_hash(account_id: str, code: str) -> bytes:
    """What is kept of a recovery code; bound to its account."""
    return hashlib.sha256(f"{account_id}:{plain(code)}".encode()).digest()
