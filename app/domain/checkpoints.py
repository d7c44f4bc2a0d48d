"""Checkpoints: signed ends of the audit trail, to be kept where nobody who changes the trail can reach.

A chain of hashes shows every change inside it, but whoever may write the database can cut its end off or
write all of it anew. A checkpoint that stands elsewhere says how many entries there were and where the
chain ended, so both are found. Open `Checkpoint`; the chain itself is in `audit_chain.py`.

A Merkle tree (RFC 6962) would let somebody be shown that one entry is in the trail without seeing the
others. Nobody here asks for that, and the chain is verified whole in seconds.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from app.domain.audit_chain import ChainHead
from app.domain.errors import InvalidInput

FORMAT = "chancery-checkpoint-1"
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The end of the trail at a moment, with who signed it. `moment` is the exact text signed."""

    head: ChainHead
    moment: str
    key_id: str
    public_key: bytes
    signature: bytes

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.moment)

    @property
    def statement(self) -> bytes:
        """What is signed."""
        return statement(self.head, self.moment, self.key_id)

    def to_json(self) -> str:
        """One line, as it is kept outside: also without this program it says what it says."""
        plain = {
            "format": FORMAT,
            "entries": self.head.sequence,
            "head": self.head.hash.hex(),
            "at": self.moment,
            "key": self.key_id,
            "public_key": self.public_key.hex(),
            "signature": self.signature.hex(),
        }
        return json.dumps(plain, separators=(",", ":"))

    @classmethod
    def from_json(cls, line: str) -> Self:
        """Read one line; what a log host wrote before the brace is left alone. Raises InvalidInput."""
        begin = line.find("{")
        try:
            plain = json.loads(line[begin:] if begin >= 0 else line)
            if plain["format"] != FORMAT:
                raise InvalidInput("checkpoint", "This is a checkpoint of another format.")
            return cls(
                ChainHead.parse(f"{int(plain['entries'])}:{plain['head']}"),
                str(plain["at"]),
                str(plain["key"]),
                bytes.fromhex(plain["public_key"]),
                bytes.fromhex(plain["signature"]),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise InvalidInput("checkpoint", "This line is not a checkpoint.") from error

    def in_words(self) -> str:
        """`Audit trail signed on 2026-11-23, head 3f9a0c12bb07…, key 8b21d4…`: for exports and papers.

        The number of entries is left out: whoever exports twice would count what others did meanwhile.
        """
        head = self.head.hash.hex()[:_SHOWN]
        return f"Audit trail signed on {self.moment[:10]}, head {head}…, key {self.key_id}"


def statement(head: ChainHead, moment: str, key_id: str) -> bytes:
    """The bytes that are signed for an end of the trail."""
    return f"{FORMAT}\n{head}\n{moment}\n{key_id}\n".encode()
