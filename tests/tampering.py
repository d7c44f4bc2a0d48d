"""What somebody with the database in hand may do to an audit trail, at random. Used by a benchmark too.

`tampered` changes the trail and, where a careful forger would, its head and every hash after the change;
what a forger cannot change is what was noted outside.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.domain.audit_chain import (
    START_HASH,
    AuditEntry,
    ChainHead,
    StoredEntry,
    next_hash,
)

BEGIN = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
Trail = list[StoredEntry]
_TEXTS = ("moment", "actor_id", "actor_name", "action", "objects_json", "details_json")


def dice(seed: int | str) -> random.Random:
    """Chance that falls the same way in every run."""
    return random.Random(seed)  # noqa: S311 - nothing is kept secret by it


def a_trail(entries: int, chosen: random.Random) -> tuple[Trail, ChainHead, list[ChainHead]]:
    """A trail, its head, and ends of it noted outside: some on the way, and the last."""
    trail: Trail = []
    previous = START_HASH
    for number in range(1, entries + 1):
        entry = AuditEntry.of(
            number,
            BEGIN + timedelta(seconds=number),
            (f"id-{number % 7}", f"person.{number % 7}"),
            chosen.choice(("record opened", "record amended", "file downloaded")),
            [f"{chosen.getrandbits(64):016x}"],
            {"parts": str(number)},
        )
        trail.append(StoredEntry(entry, previous, next_hash(previous, entry)))
        previous = trail[-1].hash
    ends = {chosen.randrange(1, entries + 1) for _ in range(3)} | {entries}
    noted = [ChainHead(end, trail[end - 1].hash) for end in sorted(ends)]
    return trail, ChainHead(entries, previous), noted


def tampered(
    trail: Sequence[StoredEntry],
    head: ChainHead,
    kind: str,
    chosen: random.Random,
) -> tuple[Trail, ChainHead]:
    """The trail after one tampering of that kind, and the head a forger would leave beside it."""
    changed = _HANDS[kind](list(trail), chosen)
    is_careful = kind.startswith("rewrite") or kind == "truncate"
    if not is_careful:
        return changed, head
    return changed, ChainHead(len(changed), changed[-1].hash if changed else START_HASH)


def _edit(trail: Trail, chosen: random.Random) -> Trail:
    at = chosen.randrange(len(trail))
    field = chosen.choice(_TEXTS)
    entry = trail[at].entry
    text = getattr(entry, field)
    place = chosen.randrange(len(text) + 1)
    trail[at] = replace(
        trail[at], entry=replace(entry, **{field: text[:place] + "x" + text[place:]})
    )
    return trail


def _edit_a_hash(trail: Trail, chosen: random.Random) -> Trail:
    at = chosen.randrange(len(trail))
    field = chosen.choice(("hash", "previous_hash"))
    value = bytearray(getattr(trail[at], field))
    value[chosen.randrange(len(value))] ^= 1 << chosen.randrange(8)
    changed = bytes(value)
    is_own = field == "hash"
    trail[at] = (
        replace(trail[at], hash=changed) if is_own else replace(trail[at], previous_hash=changed)
    )
    return trail


def _delete(trail: Trail, chosen: random.Random) -> Trail:
    del trail[chosen.randrange(len(trail))]
    return trail


def _insert(trail: Trail, chosen: random.Random) -> Trail:
    at = chosen.randrange(len(trail) + 1)
    model = chosen.choice(trail)
    previous = trail[at - 1].hash if at else START_HASH
    entry = replace(model.entry, sequence=at + 1)
    trail.insert(at, StoredEntry(entry, previous, next_hash(previous, entry)))
    return trail


def _reorder(trail: Trail, chosen: random.Random) -> Trail:
    one, other = chosen.sample(range(len(trail)), 2)
    trail[one], trail[other] = trail[other], trail[one]
    return trail


def _truncate(trail: Trail, chosen: random.Random) -> Trail:
    """The end is cut off, and the head beside it is set to match."""
    return trail[: chosen.randrange(len(trail))]


def _rewrite_from(trail: Trail, chosen: random.Random) -> Trail:
    """One entry says something else, and every hash after it is computed anew."""
    at = chosen.randrange(len(trail))
    return _rechained(trail, at, lambda entry: replace(entry, actor_name="nobody"))


def _rewrite_whole(trail: Trail, chosen: random.Random) -> Trail:
    """Everything was written anew by somebody else."""
    actor = f"forger.{chosen.getrandbits(32)}"
    return _rechained(trail, 0, lambda entry: replace(entry, actor_name=actor), everywhere=True)


def _rechained(
    trail: Trail,
    at: int,
    change: Callable[[AuditEntry], AuditEntry],
    *,
    everywhere: bool = False,
) -> Trail:
    previous = trail[at - 1].hash if at else START_HASH
    for number in range(at, len(trail)):
        entry = trail[number].entry
        if everywhere or number == at:
            entry = change(entry)
        trail[number] = StoredEntry(entry, previous, next_hash(previous, entry))
        previous = trail[number].hash
    return trail


_HANDS: dict[str, Callable[[Trail, random.Random], Trail]] = {
    "edit": _edit,
    "edit a hash": _edit_a_hash,
    "delete": _delete,
    "insert": _insert,
    "reorder": _reorder,
    "truncate": _truncate,
    "rewrite from an entry on": _rewrite_from,
    "rewrite the whole": _rewrite_whole,
}
KINDS = tuple(_HANDS)
