"""Lines of a list that name a person or an office beside the party: `Jane Doe, Ambassador of Canada`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from app.domain.vocabularies import Rank

_HONORIFIC = re.compile(
    r"(?:(?:H\.?\s?E\.?|His|Her|Their)\s+(?:Excellency\s+)?)?"
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Dame|Lord|Lady|Madam|Hon|Amb|M|Mme|Herr|Frau|Sr|Sra)\.?\s+)*",
    re.IGNORECASE,
)
_HAS_HONORIFIC = re.compile(
    r"\s*(?:H\.?\s?E\.?\s|(?:His|Her)\s+Excellency|(?:Mr|Mrs|Ms|Dr|Sir|Mme|M)\.?\s+[A-Z])"
)
_OFFICE = re.compile(
    r"\b(?:(?:deputy|acting|permanent|extraordinary|plenipotentiary|resident|prime|foreign|federal)\s+)*"
    r"(?:ambassador|ambassadeur|ambassadrice|embajador|embajadora|botschafter(?:in)?|nuncio|envoy|"
    r"charg[ée]e?\s+d[’'´]affaires(?:\s+(?:ad\s+interim|a\.?\s?i\.?))?|high\s+commissioner|"
    r"permanent\s+(?:representative|mission|observer)|representative|head\s+of\s+(?:the\s+)?(?:EU\s+)?"
    r"(?:delegation|mission|state|government)|minister|president|consul(?:[-\s]general)?|secretary|"
    r"embassy|mission|delegation)\b",
    re.IGNORECASE,
)
_RANKS = (
    (
        Rank.CHARGE_DAFFAIRES_AD_INTERIM,
        r"charg[ée]e?\s+d[’'´]affaires,?\s+(?:ad\s+interim|a\.?\s?i\.?)",
    ),
    (Rank.CHARGE_DAFFAIRES, r"charg[ée]e?\s+d[’'´]affaires"),
    (Rank.AMBASSADOR, r"ambassador|ambassadeur|ambassadrice|embajadora?|botschafter(?:in)?"),
    (Rank.NUNCIO, r"(?:apostolic\s+)?nuncio"),
    (Rank.HIGH_COMMISSIONER, r"high\s+commissioner"),
    (Rank.PERMANENT_REPRESENTATIVE, r"permanent\s+representative|représentante?\s+permanente?"),
    (Rank.HEAD_OF_MISSION, r"head\s+of\s+(?:the\s+)?mission"),
)
"""What an office is by its first words; a deputy's or an acting holder's begins with another word."""
_LINK = re.compile(r"\s+(?:of|for|de\s+la|de\s+l[’']|du|des|de|d[’'])\s+|\s*,\s*", re.IGNORECASE)
_POSTED = re.compile(r"\s+(?:to|in|at|accredited|auprès|bei)\s+", re.IGNORECASE)
_SIDES = re.compile(r"(?P<left>[^:()]+?)\s*(?::|\s[–—-])\s+(?P<right>.+)\Z")
_BRACKETS = re.compile(r"(?P<outer>.+?)\s*\((?P<inner>[^()]+)\)\s*\Z")
_DASHES = " ,;:–—-"


class Known(Protocol):
    """What this room asks of the cutter of names."""

    def knows(self, text: str) -> bool: ...

    def names(self, line: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list: the party as the text names it, all of it, and who stands for the party."""

    party: str
    entry: str
    person: str = ""
    office: str = ""


def read_person(line: str, known: Known) -> Entry | None:
    """The entry of a line that holds a person or an office; None for a line of mere names."""
    if known.knows(line):
        return None
    return (
        _with_office(line, known)
        or _two_sides(line, known)
        or _in_brackets(line, known)
        or _honoured(line, known)
    )


def looks_like_an_office(text: str) -> bool:
    return _OFFICE.search(text) is not None


def rank_of(office: str) -> Rank | None:
    """The rank that an office, as written, begins with; None where it is not plain."""
    text = office.strip()
    found = (rank for rank, words in _RANKS if re.match(rf"(?:{words})(?!\w)", text, re.IGNORECASE))
    return next(found, None)


def bare_person(text: str) -> str:
    """`H.E. Ms Jane Doe,` -> `Jane Doe`."""
    text = text.strip(_DASHES)
    found = _HONORIFIC.match(text)
    return text[found.end() :].strip(_DASHES) if found else text


def _with_office(line: str, known: Known) -> Entry | None:
    office = _OFFICE.search(line)
    if office is None:
        return None
    before, after = line[: office.start()], line[office.start() :]
    for link in _LINK.finditer(after):
        party = _party_at(after[link.end() :], known)
        if party:
            return Entry(party, line, _person(before, known), _office(after, party))
    for name in known.names(before):
        party = re.sub(r"[’'´]s?\Z", "", name)
        if known.knows(party):
            rest = before.replace(name, "", 1)
            return Entry(party, line, _person(rest, known), after.strip(_DASHES))
    return None


def _party_at(text: str, known: Known) -> str:
    """The party's name that the text begins with; empty when it begins with none."""
    text = text.strip(" ().")
    for candidate in (text, _POSTED.split(text)[0], re.split(r"[,;(]", _POSTED.split(text)[0])[0]):
        candidate = candidate.strip(" ,;().")
        for start in (candidate, re.sub(r"^the\s+government\s+of\s+", "", candidate, flags=re.I)):
            if start and known.knows(start):
                return start
    return ""


def _office(after: str, party: str) -> str:
    """The office as written, with the party where it is part of the title."""
    end = after.index(party) + len(party)
    words = after[:end] if re.search(r"\b(?:of|for|de|du)\b", after[:end], re.I) else after
    rest = after[end:]
    posted = _POSTED.match(rest)
    whole = f"{words}{rest}" if posted else words
    return whole.removesuffix(f", {party}").strip(_DASHES)


def _person(text: str, known: Known) -> str:
    name = bare_person(text)
    return "" if known.knows(name) else name


def _two_sides(line: str, known: Known) -> Entry | None:
    """`Canada: Jane Doe`, `Jane Doe – Canada`."""
    found = _SIDES.match(line)
    if found is None:
        return None
    left, right = found["left"].strip(), found["right"].strip()
    for party, rest in ((left, right), (right, left)):
        if known.knows(party) and not _names_any(rest, known):
            office = _OFFICE.search(rest)
            person = rest[: office.start()] if office else rest
            return Entry(party, line, bare_person(person), rest[office.start() :] if office else "")
    return None


def _in_brackets(line: str, known: Known) -> Entry | None:
    """`Canada (Jane Doe)`, `Jane Doe (Canada)`."""
    found = _BRACKETS.match(line)
    if found is None:
        return None
    outer, inner = found["outer"].strip(), found["inner"].strip()
    if known.knows(outer):
        is_name = inner[:1].isupper() and " " in inner and not _names_any(inner, known)
        return Entry(outer, line, bare_person(inner) if is_name else "")
    if known.knows(inner) and not _names_any(outer, known):
        return Entry(inner, line, bare_person(outer))
    return None


def _honoured(line: str, known: Known) -> Entry | None:
    """`Ms Jane Doe, Canada`: a title of courtesy says that the first name is a person's."""
    if not _HAS_HONORIFIC.match(line):
        return None
    names = known.names(line)
    parties = [name for name in names if known.knows(name)]
    if len(parties) != 1:
        return None
    return Entry(parties[0], line, bare_person(names[0]) if names[0] != parties[0] else "")


def _names_any(text: str, known: Known) -> bool:
    return any(known.knows(name) for name in known.names(text))
