"""The party of a signatory row, matched again when the row is signed otherwise than before.

Each row of the page carries along what stood in it when it was shown. A party that somebody chose in the
same go stands; one that no longer fits leaves the row to be decided, and stays among its choices.
"""

from __future__ import annotations

from app.domain.parties import PartyDirectory
from app.domain.party_check import look_up
from app.web.describing.party_controls import capacity_of, party_in_words
from app.web.describing.typed import Typed, letter_date

SIGNATURES = "signatures"
WAS_SIGNED, WAS_PARTY, FORMER = "was.signed", "was.party", "former"
"""Fields of a row: what the page showed, and the party that stood before the name was changed."""


def rematched(typed: Typed, parties: PartyDirectory) -> Typed:
    """The form with the parties of rows whose "as signed" was changed looked up again."""
    prefixes = [f"{SIGNATURES}.{key}." for key in typed.all(SIGNATURES)]
    for prefix in prefixes:
        if _is_signed_otherwise(prefix, typed):
            typed = _matched(prefix, typed, parties)
    shown = {f"{prefix}{was}" for prefix in prefixes for was in (WAS_SIGNED, WAS_PARTY)}
    return Typed({name: held for name, held in typed.values.items() if name not in shown})


def _is_signed_otherwise(prefix: str, typed: Typed) -> bool:
    """Whether the name alone was changed, since the page was shown."""
    name, party = typed.get(f"{prefix}name_as_signed"), typed.get(f"{prefix}party")
    was_shown = bool(typed.all(f"{prefix}{WAS_SIGNED}") or typed.all(f"{prefix}{WAS_PARTY}"))
    is_new_name = bool(name) and name != typed.get(f"{prefix}{WAS_SIGNED}")
    is_first = bool(typed.get(f"{prefix}new")) and not party
    return is_new_name and party == typed.get(f"{prefix}{WAS_PARTY}") and (was_shown or is_first)


def _matched(prefix: str, typed: Typed, parties: PartyDirectory) -> Typed:
    party = typed.get(f"{prefix}party")
    found = look_up(typed.get(f"{prefix}name_as_signed"), parties, letter_date(typed))
    held = look_up(party, parties).party if party else None
    if held is not None and held in found.choices:
        return typed
    if found.party is None:
        return typed.set(f"{prefix}{FORMER}", *filter(None, [party])).set(f"{prefix}party")
    capacity = f"{prefix}capacity"
    if not typed.get(capacity):
        typed = typed.set(capacity, capacity_of(found.party, parties).value)
    return typed.set(f"{prefix}party", party_in_words(found.party, parties)).set(
        f"{prefix}{FORMER}"
    )
