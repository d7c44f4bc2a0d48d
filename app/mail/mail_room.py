"""What a mail room does, and one that does nothing. Concrete ones are named in `wiring.py` alone.

A mail names nothing of the archive. It is sent after the work it speaks of is committed, never inside
a transaction, and whoever asked for it is told when it could not be sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from app.domain.errors import InvalidInput, Unavailable

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+\Z")
_LONGEST_ADDRESS = 254


@dataclass(frozen=True, slots=True)
class Mail:
    """One plain text to one person."""

    to: str
    subject: str
    text: str


class MailRoom(Protocol):
    @property
    def is_open(self) -> bool:
        """Whether anything can be sent at all."""
        ...

    def send(self, mail: Mail) -> None:
        """Hand the mail over. Raises Unavailable("mail") within seconds when that fails."""
        ...


class ClosedMailRoom:
    """No relay is set: links are shown and handed over by people."""

    is_open = False

    def send(self, mail: Mail) -> None:
        raise Unavailable("mail", "No mail relay is set up here.")


def checked_address(text: str) -> str:
    """An address that can stand in a header. Raises InvalidInput("address")."""
    address = text.strip()
    if len(address) > _LONGEST_ADDRESS or not _ADDRESS.match(address):
        raise InvalidInput("address", "Write one mail address, as name@ministry.example.")
    return address
