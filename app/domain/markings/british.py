"""Markings of the United Kingdom: the Government Security Classifications Policy (5 August 2024).

`UK OFFICIAL-SENSITIVE`, descriptors, handling instructions, national caveats such as `UK EYES ONLY`;
also the levels before 2 April 2014. A lone `OFFICIAL` or `SECRET` does not say whose it is and is not
read here. Without a word on release the text is the United Kingdom's alone.
"""

from __future__ import annotations

import re

from app.domain.markings.marking import Caveat, Degree, Effect, LevelRow, Marking, Scheme
from app.domain.markings.releases import countries, in_order, parties
from app.domain.wording import said

GBR = "GBR"
_OLD = said("until 1 April 2014")
LEVELS = (
    LevelRow("TOP SECRET", Degree.TOP_SECRET),
    LevelRow("SECRET", Degree.SECRET),
    LevelRow("CONFIDENTIAL", Degree.CONFIDENTIAL, _OLD),
    LevelRow("RESTRICTED", Degree.RESTRICTED, _OLD),
    LevelRow("PROTECT", Degree.RESTRICTED, _OLD),
    LevelRow("OFFICIAL-SENSITIVE", Degree.RESTRICTED, said("since 2 April 2014")),
    LevelRow("OFFICIAL", Degree.LIMITED, said("since 2 April 2014")),
)
_DEGREES = {row.level: row.degree for row in LEVELS}
SENSITIVE = "OFFICIAL-SENSITIVE"
_FORM = re.compile(rf"(UK )?({'|'.join(row.level for row in LEVELS)})(?P<rest>(?: .*)?)\Z")
_SENSITIVE_FORMS = re.compile(r"OFFICIAL ?[-:]? ?SENSITIVE\b")
_EYES = re.compile(r"([A-Z]{2,3}(?:/[A-Z]{2,3})*) EYES ONLY\Z")
_RELEASE = re.compile(r"REL(?:EASABLE)?(?: TO)?:? (.+)\Z")
EYES_ONLY = Caveat("EYES ONLY", Effect.RELEASE)
RELEASABLE = Caveat("RELEASABLE TO", Effect.RELEASE)
HMG_ONLY = Caveat("HMG USE ONLY", Effect.RELEASE)
CAVEATS: tuple[Caveat, ...] = (
    HMG_ONLY,
    *(Caveat(word, Effect.CIRCLE) for word in ("ORGANISATION USE ONLY", "RECIPIENTS ONLY")),
    *(Caveat(word, Effect.CIRCLE) for word in ("LOCSEN", "EMBARGOED")),
    *(Caveat(word, Effect.NOTED) for word in ("COMMERCIAL", "DIPLOMATIC", "LEGAL")),
    *(Caveat(word, Effect.NOTED) for word in ("LEGAL PROFESSIONAL PRIVILEGE", "MARKET SENSITIVE")),
    *(Caveat(word, Effect.NOTED) for word in ("PERSONAL DATA", "PERSONNEL")),
)
_SYNONYMS = {"LOCALLY SENSITIVE": "LOCSEN", "PERSONAL": "PERSONAL DATA", "LPP": CAVEATS[8].words}
_BY_WORDS = {one.words: one for one in CAVEATS}
_ORDER = [*(one.words for one in CAVEATS), EYES_ONLY.words, RELEASABLE.words]


def read(text: str) -> Marking | None:
    """The marking, or None where any part of it is not known."""
    found = _FORM.match(_SENSITIVE_FORMS.sub(SENSITIVE, text))
    if found is None:
        return None
    level, rest = found[2], found["rest"].strip()
    items = _items(rest) if rest else []
    if items is None or not (found[1] or level == SENSITIVE or items):
        return None
    caveats: list[Caveat] = []
    released: list[frozenset[str]] = []
    for item in items:
        one = _item(item)
        if one is None:
            return None
        caveats.append(one[0])
        released += [one[1]] if one[1] else []
    if len(set(caveats)) != len(caveats) or len(released) > 1:
        return None
    return Marking(
        Scheme.UK,
        level,
        _DEGREES[level],
        tuple(sorted(caveats, key=lambda caveat: _ORDER.index(caveat.words))),
        released[0] if released else frozenset({GBR}),
        (GBR,) if found[1] else (),
    )


def render(marking: Marking) -> str:
    """`UK SECRET - UK EYES ONLY`."""
    level = f"UK {marking.level}" if marking.origins else marking.level
    codes = in_order(marking.releasable_to or (), GBR)
    words = []
    for one in marking.caveats:
        if one == EYES_ONLY:
            words.append(f"{'/'.join('UK' if code == GBR else code for code in codes)} EYES ONLY")
        elif one == RELEASABLE:
            words.append(f"RELEASABLE TO {', '.join(codes)}")
        else:
            words.append(one.words)
    return " - ".join([level, *words])


def _items(rest: str) -> list[str] | None:
    """`- LOCSEN - UK EYES ONLY`, `[COMMERCIAL]` or `UK EYES ONLY`, taken apart; None if malformed."""
    bracketed = re.match(r"\[([^\[\]]+)\]\Z", rest)
    if bracketed:
        return [bracketed[1].strip()]
    items = rest.removeprefix("- ").split(" - ")
    return None if "" in items or rest == "-" else items


def _item(text: str) -> tuple[Caveat, frozenset[str]] | None:
    known = _BY_WORDS.get(_SYNONYMS.get(text, text))
    if known:
        return known, frozenset({GBR}) if known == HMG_ONLY else frozenset()
    eyes, release = _EYES.match(text), _RELEASE.match(text)
    if text == "FIVE EYES ONLY":
        return EYES_ONLY, parties("FVEY") or frozenset()
    found: frozenset[str] | None = None
    if eyes:
        found = countries(eyes[1].split("/"))
        if found and GBR not in found:
            return None
    elif release:
        found = parties(release[1])
        found = found | {GBR} if found else None
    return (EYES_ONLY if eyes else RELEASABLE, found) if found else None
