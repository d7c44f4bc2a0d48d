"""The audit trail as values, and the hash chain that makes any change to it visible.

Each entry is written out as canonical JSON (keys sorted, no spaces, UTF-8). With `||` for joining
bytes, `entry_hash = SHA256(0x00 || canonical_json)` (the leaf rule of RFC 6962) and
`h_i = SHA256(h_{i-1} || entry_hash_i)`, beginning with 32 zero bytes. `verify` walks the chain.

A chain alone cannot show that its end was cut off: the last sequence and hash are kept apart from the
entries (`ChainHead`), and can be noted outside the machine and given to `verify` as a checkpoint.
Storing and reading entries is in `db/audit_store.py`, who may do so in `services/audit.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256 as _sha256
from typing import Self

from app.domain.errors import InvalidInput

START_HASH = bytes(32)
_LEAF_PREFIX = b"\x00"
_HASH_CHARACTERS = 64
_encode_text = json.encoder.encode_basestring  # the C encoder: 1,000,000 entries in seconds


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing somebody did. `details` hold no titles, names of records or query words.

    `moment`, `objects_json` and `details_json` are the exact texts that are hashed and stored.
    """

    sequence: int
    moment: str
    actor_id: str
    """Public id of the account; empty for an anonymous visitor."""
    actor_name: str
    action: str
    objects_json: str
    details_json: str

    @classmethod
    def of(
        cls,
        sequence: int,
        at: datetime,
        actor: tuple[str, str],
        action: str,
        objects: Iterable[str],
        details: Mapping[str, str],
    ) -> Self:
        """An entry from plain values; `actor` is (public id, name), `at` an aware time."""
        return cls(
            sequence,
            moment_text(at),
            *actor,
            action,
            _canonical(list(objects)),
            _canonical(dict(details)),
        )

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.moment)

    @property
    def objects(self) -> tuple[str, ...]:
        return tuple(json.loads(self.objects_json))

    @property
    def details(self) -> Mapping[str, str]:
        details: dict[str, str] = json.loads(self.details_json)
        return details

    def canonical_json(self) -> str:
        """The entry as it is hashed: keys in alphabetical order, no spaces."""
        return _canonical_entry(
            self.sequence,
            self.moment,
            self.actor_id,
            self.actor_name,
            self.action,
            self.objects_json,
            self.details_json,
        )


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The end of the chain: the last sequence (0 = empty) and its hash."""

    sequence: int
    hash: bytes

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash.hex()}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `SEQUENCE:HASH` as `flask audit verify` prints it. Raises InvalidInput."""
        number, _, digest = text.strip().partition(":")
        try:
            sequence, value = int(number), bytes.fromhex(digest)
        except ValueError as error:
            raise InvalidInput("checkpoint", _CHECKPOINT_HELP) from error
        if sequence < 0 or len(digest) != _HASH_CHARACTERS:
            raise InvalidInput("checkpoint", _CHECKPOINT_HELP)
        return cls(sequence, value)


_CHECKPOINT_HELP = "A checkpoint is written SEQUENCE:HASH, as `flask audit verify` printed it."
START = ChainHead(0, START_HASH)
EntryRow = tuple[int, str, str, str, str, str, str, bytes, bytes]
"""A stored entry as a row: the fields of `AuditEntry` in their order, the hash before, its own hash."""


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry with the two hashes stored beside it."""

    entry: AuditEntry
    previous_hash: bytes
    hash: bytes

    @classmethod
    def of_row(cls, row: EntryRow) -> Self:
        """The value of a plain row."""
        sequence, moment, actor_id, actor_name, action, objects, details, before, own = row
        entry = AuditEntry(sequence, moment, actor_id, actor_name, action, objects, details)
        return cls(entry, before, own)

    def as_row(self) -> EntryRow:
        """The same as a plain row, in the order of the columns."""
        entry = self.entry
        return (
            entry.sequence,
            entry.moment,
            entry.actor_id,
            entry.actor_name,
            entry.action,
            entry.objects_json,
            entry.details_json,
            self.previous_hash,
            self.hash,
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying found. `problem` is empty when the chain is whole."""

    entries: int
    head: ChainHead
    problem: str = ""

    @property
    def is_whole(self) -> bool:
        return not self.problem


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What to show of the trail; an empty text or None does not narrow. Days are UTC, inclusive."""

    actor: str = ""
    action: str = ""
    object_id: str = ""
    first_day: date | None = None
    last_day: date | None = None


def moment_text(at: datetime) -> str:
    """The UTC time in one fixed form, so that texts sort as times do."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") + "+00:00"


def next_hash(previous_hash: bytes, entry: AuditEntry) -> bytes:
    """`h_i` from `h_{i-1}` and the entry."""
    return _linked(previous_hash, entry.canonical_json())


def verify(
    entries: Iterable[StoredEntry],
    head: ChainHead,
    checkpoint: ChainHead = START,
    *,
    checkpoints: Iterable[ChainHead] = (),
) -> Verdict:
    """Walk the chain from its beginning; stop at the first entry that does not fit.

    `head` is the end kept apart from the entries, `checkpoint` and `checkpoints` are ends noted earlier
    outside the machine. Linear in time, constant in memory.
    """
    return verify_rows((one.as_row() for one in entries), head, [checkpoint, *checkpoints])


def verify_rows(
    rows: Iterable[EntryRow], head: ChainHead, checkpoints: Iterable[ChainHead] = ()
) -> Verdict:
    """As `verify`, over plain rows: a million of them in seconds, because no value is made of each."""
    noted = _noted_ends(checkpoints)
    if noted is None:
        return Verdict(0, START, "Two checkpoints of the same entry contradict each other.")
    previous = START_HASH
    count = 0
    for row in rows:
        problem = _misfit(row, count + 1, previous)
        if problem:
            return Verdict(count, ChainHead(count, previous), problem)
        count += 1
        previous = row[8]
        if count in noted and previous != noted[count]:
            return Verdict(
                count, ChainHead(count, previous), f"Entry {count} differs from the checkpoint."
            )
    end = ChainHead(count, previous)
    last = max(noted, default=0)
    if count < last:
        return Verdict(count, end, f"The trail ends at {count}, before the checkpoint {last}.")
    if end != head:
        return Verdict(
            count, end, f"The trail ends at {count}, but {head.sequence} entries were written."
        )
    return Verdict(count, end)


def _noted_ends(noted: Iterable[ChainHead]) -> dict[int, bytes] | None:
    """The hash noted for each sequence; None when two say different things of one."""
    ends: dict[int, bytes] = {}
    for one in noted:
        if ends.setdefault(one.sequence, one.hash) != one.hash:
            return None
    if ends.pop(0, START_HASH) != START_HASH:
        return None
    return ends


def _misfit(row: EntryRow, expected: int, previous: bytes) -> str:
    """Why this entry does not continue the chain; empty when it does."""
    sequence, moment, actor_id, actor_name, action, objects, details, before, own_hash = row
    if sequence != expected:
        return f"Entry {expected} is missing, or entry {sequence} is out of order."
    if before != previous:
        return f"Entry {expected} does not follow the entry before it."
    said = _canonical_entry(sequence, moment, actor_id, actor_name, action, objects, details)
    if own_hash != _linked(previous, said):
        return f"Entry {expected} was changed after it was written."
    return ""


def _linked(previous_hash: bytes, canonical_json: str) -> bytes:
    leaf = _sha256(_LEAF_PREFIX + canonical_json.encode()).digest()
    return _sha256(previous_hash + leaf).digest()


def _canonical_entry(
    sequence: int,
    moment: str,
    actor_id: str,
    actor_name: str,
    action: str,
    objects_json: str,
    details_json: str,
) -> str:
    text = _encode_text
    return (
        f'{{"action":{text(action)},"actor_id":{text(actor_id)},'
        f'"actor_name":{text(actor_name)},"at":{text(moment)},'
        f'"details":{details_json},"objects":{objects_json},'
        f'"sequence":{sequence}}}'
    )


def _canonical(value: list[str] | dict[str, str]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
