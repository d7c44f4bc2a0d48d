"""Devices a person has signed in from: attempts from one of them wait on their own, not for strangers.

After a sign-in the browser keeps a token (in a cookie of its own) that only this installation can have
made, sealed for the name of the account. An attempt that brings it is counted for that device and for
nothing else, so somebody who guesses elsewhere cannot keep its owner out, and whoever steals the token
gains one slow counter and no password. Attempts with a name nobody has look the same in every step: no
account is asked (OWASP, "Slow down online guessing attacks with device cookies").
"""

from __future__ import annotations

import base64
import binascii
import secrets

from app.domain.errors import Unavailable
from app.services.work import Work

MOST_DEVICES = 5
"""So many people can share a browser and each be known to it."""
_ID_BYTES = 16
_LONGEST_KEPT = 1_000
_BETWEEN = "."


def known_device(work: Work, kept: str, name: str) -> str:
    """The device that `kept` (what the browser brings) proves for this name; empty for none."""
    return next((one for one in (_opened(work, token, name) for token in _tokens(kept)) if one), "")


def remembered(work: Work, kept: str, name: str) -> str:
    """What the browser is to keep after a good sign-in with this name; newest first."""
    tokens = [token for token in _tokens(kept) if not _opened(work, token, name)]
    device = known_device(work, kept, name) or secrets.token_hex(_ID_BYTES)
    sealed = work.seal.sealed(device.encode(), _owner(name))
    own = base64.urlsafe_b64encode(sealed).decode().rstrip("=")
    return _BETWEEN.join([own, *tokens][:MOST_DEVICES])


def _tokens(kept: str) -> list[str]:
    if len(kept) > _LONGEST_KEPT:
        return []
    return [token for token in kept.split(_BETWEEN) if token][:MOST_DEVICES]


def _opened(work: Work, token: str, name: str) -> str:
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        return work.seal.opened(sealed, _owner(name)).decode()
    except (binascii.Error, ValueError, Unavailable):
        return ""


def _owner(name: str) -> str:
    return f"device of {name}"
