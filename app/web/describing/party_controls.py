"""Controls of parties: written as a name or a code, read by whatever name is on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.errors import InvalidInput
from app.domain.nothing import NOT_KNOWN, Nothing
from app.domain.parties import PartyDirectory
from app.domain.party_check import look_up
from app.domain.records import PartyCode
from app.domain.signatory_list import parse_signatories
from app.domain.vocabularies import Capacity
from app.domain.wording import alternatives, said
from app.web.describing.controls import NOTHINGS, Desk, Written
from app.web.describing.typed import Typed
from app.web.language import in_language

UNNAMED = "unnamed"
UNNAMED_WORDS = said("not named by the source")


@dataclass(frozen=True, slots=True)
class PartyField:
    """One party. `empty` is what an empty field means; None: it must be named."""

    empty: str | None = None
    """`nothing`: not known, none or withheld; `none`: no party is said; `unnamed`: a choice must say
    that no source names it, or that it is withheld."""
    widget = "party"

    def write(self, name: str, value: PartyCode | Nothing | None, desk: Desk) -> Written:
        if value is None:
            return {}
        if isinstance(value, Nothing):
            code = next((code for code, nothing in self._nothings.items() if nothing is value), "")
            return {f"{name}.is": (code,)} if code else {}
        return {name: (party_in_words(value, desk.parties),)}

    def read(self, name: str, typed: Typed, desk: Desk) -> PartyCode | Nothing | None:
        text, kind = typed.get(name), typed.get(f"{name}.is")
        if text and kind in self._nothings:
            nothing = UNNAMED_WORDS if kind == UNNAMED else self._nothings[kind].label
            raise InvalidInput(
                name,
                said("Name the party, or say that it is {nothing}: not both.", nothing=nothing),
            )
        if text:
            return read_party(name, text, desk)
        if self.empty == "unnamed" and kind not in self._nothings:
            raise InvalidInput(name, said("Name the party, or say that no source names it."))
        if self.empty is None:
            raise InvalidInput(name, said("Name the party."))
        return None if self.empty == "none" else self._nothings.get(kind, NOT_KNOWN)

    @property
    def _nothings(self) -> Mapping[str, Nothing]:
        """What may stand for a party, by the code of the choice beside it."""
        return {**NOTHINGS, UNNAMED: NOT_KNOWN} if self.empty == "unnamed" else NOTHINGS

    def is_blank(self, name: str, typed: Typed) -> bool:
        return not typed.get(name) and not typed.get(f"{name}.is")


@dataclass(frozen=True, slots=True)
class PartyLines:
    """Several parties, one a line or in any shape a list of signatories may have."""

    lines: int = 2
    widget = "parties"

    def write(self, name: str, value: Sequence[PartyCode], desk: Desk) -> Written:
        words = "\n".join(party_in_words(code, desk.parties) for code in value)
        return {name: (words,)} if value else {}

    def read(self, name: str, typed: Typed, desk: Desk) -> tuple[PartyCode, ...]:
        found = []
        for row in parse_signatories(typed.get(name), desk.parties, date=desk.date):
            if row.party is None:
                raise InvalidInput(name, undecided_in_words(row.as_signed, desk))
            found.append(row.party)
        return tuple(found)

    def is_blank(self, name: str, typed: Typed) -> bool:
        return not typed.get(name)


def party_in_words(code: PartyCode, parties: PartyDirectory) -> str:
    """Today's name in the reader's language where it means this party and no other; else the code."""
    name = in_language(parties.name_today(code))
    return name if parties.meanings(name) == (code,) else code


def capacity_of(code: PartyCode | None, parties: PartyDirectory) -> Capacity:
    """For whom a party signs, as a rule: an organisation for itself, anybody else for a state."""
    party = parties.party(code) if code else None
    return Capacity.ORGANISATION if party and party.is_organisation else Capacity.STATE


def read_party(name: str, text: str, desk: Desk) -> PartyCode:
    """The party that a name or code means. Raises InvalidInput with the choices."""
    found = look_up(text, desk.parties, desk.date).party
    if found is None:
        raise InvalidInput(name, undecided_in_words(text, desk))
    return found


def undecided_in_words(text: str, desk: Desk) -> str:
    """What to do about a name that is not decided: `“CH”: choose Switzerland or China`."""
    found = look_up(text, desk.parties, desk.date)
    if not found.choices:
        return said(
            "“{text}”: no party on record has this name. {text2}", text=text, text2=found.text
        )
    names = alternatives(party_in_words(code, desk.parties) for code in found.choices)
    return said("“{text}”: choose {names}. {text2}", text=text, names=names, text2=found.text)
