"""Markings of the United States: CAPCO banner lines and portion marks (EO 13526, 32 CFR 2001).

Categories stand between `//`, entries of one category between `/`. A mark that begins with `//` is of
another country or joint: `//GBR SECRET`, `//JOINT SECRET CAN GBR USA`. Without a word on release the
text may be seen by the country whose it is and nobody else. A lone `SECRET` says of no country whose it
is and is not read here; `(S)`, the portion mark, is.
"""

from __future__ import annotations

import re

from app.domain.markings.marking import Caveat, Degree, Effect, LevelRow, Marking, Scheme
from app.domain.markings.releases import countries, in_order, parties
from app.domain.wording import said

USA = "USA"
LEVELS = (
    LevelRow("TOP SECRET", Degree.TOP_SECRET),
    LevelRow("SECRET", Degree.SECRET),
    LevelRow("CONFIDENTIAL", Degree.CONFIDENTIAL),
    LevelRow("RESTRICTED", Degree.RESTRICTED, "of other countries only"),
    LevelRow("UNCLASSIFIED", Degree.LIMITED),
    LevelRow("CUI", Degree.LIMITED, said("since 14 November 2016")),
)
_DEGREES = {row.level: row.degree for row in LEVELS}
_LETTERS = {"TS": "TOP SECRET", "S": "SECRET", "C": "CONFIDENTIAL", "U": "UNCLASSIFIED"}
_FOREIGN_LETTERS = _LETTERS | {"R": "RESTRICTED"}
_ALONE = frozenset({"UNCLASSIFIED", "CUI"})
NOFORN = Caveat("NOFORN", Effect.RELEASE)
REL_TO = Caveat("REL TO", Effect.RELEASE)
EYES_ONLY = Caveat("EYES ONLY", Effect.RELEASE)
CAVEATS: tuple[Caveat, ...] = (
    *(Caveat(word, Effect.CIRCLE) for word in ("HCS", "HCS-O", "HCS-P", "SI", "SI-G", "TK")),
    *(Caveat(word, Effect.CIRCLE) for word in ("RD", "RD-CNWDI", "FRD", "TFNI")),
    *(Caveat(word, Effect.CIRCLE) for word in ("RSEN", "ORCON", "ORCON-USGOV", "IMCON")),
    NOFORN,
    Caveat("PROPIN", Effect.CIRCLE),
    Caveat("RELIDO", Effect.NOTED),
    Caveat("FISA", Effect.CIRCLE),
    Caveat("DSEN", Effect.CIRCLE),
    Caveat("FOUO", Effect.NOTED),
    Caveat("FED ONLY", Effect.CIRCLE),
    *(Caveat(word, Effect.CIRCLE) for word in ("LIMDIS", "EXDIS", "NODIS")),
    Caveat("SBU", Effect.NOTED),
    Caveat("LES", Effect.NOTED),
)
"""In the order they stand in a banner line."""
_SHORT = {
    "NF": "NOFORN",
    "OC": "ORCON",
    "OC-USGOV": "ORCON-USGOV",
    "IMC": "IMCON",
    "PR": "PROPIN",
    "RS": "RSEN",
    "DS": "LIMDIS",
    "XD": "EXDIS",
    "ND": "NODIS",
}
_BY_WORDS = {one.words: one for one in CAVEATS}
_SCI = {"HCS", "HCS-O", "HCS-P", "SI", "SI-G", "TK"}
_AEA = {"RD", "RD-CNWDI", "FRD", "TFNI"}
_NON_IC = {"LIMDIS", "EXDIS", "NODIS", "SBU", "LES"}
_EYES = re.compile(r"([A-Z]{3}(?:/[A-Z]{3})*) EYES ONLY\Z")
_FGI = re.compile(r"FGI((?: [A-Z]{3})*)\Z")


class _Unreadable(Exception):
    """An entry nobody knows, twice the same, or two that contradict each other."""


def read(text: str) -> Marking | None:
    """The marking, or None where any part of it is not known."""
    portion = re.match(r"\((.+)\)\Z", text)
    body, is_portion = (portion[1].strip(), True) if portion else (text, False)
    try:
        if body.startswith("//"):
            return _foreign(body[2:].split("//"))
        return _own(body.split("//"), is_portion)
    except _Unreadable:
        return None


def render(marking: Marking) -> str:
    """The banner line; for a bare level the portion mark, since the word alone says less."""
    blocks = [_level_block(marking), *_caveat_blocks(marking)]
    if len(blocks) == 1 and not marking.origins and marking.level not in _ALONE:
        return f"({next(short for short, level in _LETTERS.items() if level == marking.level)})"
    return ("//" if marking.origins else "") + "//".join(blocks)


def _own(blocks: list[str], is_portion: bool) -> Marking:
    level = _LETTERS.get(blocks[0], blocks[0]) if is_portion else blocks[0]
    if level not in _DEGREES or level == "RESTRICTED":
        raise _Unreadable
    if len(blocks) == 1 and not is_portion and level not in _ALONE:
        raise _Unreadable
    return _marking(level, (), blocks[1:])


def _foreign(blocks: list[str]) -> Marking:
    first = blocks[0].split(" ")
    is_joint = first[0] == "JOINT"
    if is_joint:
        split = 3 if first[1:3] == ["TOP", "SECRET"] else 2
        level, codes = " ".join(first[1:split]), first[split:]
    else:
        level, codes = " ".join(first[1:]), first[:1]
    owners = countries(codes)
    level = _FOREIGN_LETTERS.get(level, level)
    if owners is None or level not in _DEGREES or level == "CUI" or is_joint != (len(owners) > 1):
        raise _Unreadable
    if owners == {USA}:
        raise _Unreadable
    return _marking(level, tuple(sorted(owners)), blocks[1:])


def _marking(level: str, origins: tuple[str, ...], blocks: list[str]) -> Marking:
    caveats: list[Caveat] = []
    releases: list[frozenset[str]] = []
    for block in blocks:
        for caveat, release in _entries(block):
            caveats.append(caveat)
            if release is not None:
                releases.append(release)
    if len({one.words for one in caveats}) != len(caveats) or len(releases) > 1:
        raise _Unreadable
    owners = frozenset(origins) or frozenset({USA})
    if releases and not releases[0] & owners:
        raise _Unreadable
    return Marking(
        Scheme.US,
        level,
        _DEGREES[level],
        tuple(sorted(caveats, key=_place)),
        releases[0] if releases else owners,
        origins,
    )


def _entries(block: str) -> list[tuple[Caveat, frozenset[str] | None]]:
    eyes = _EYES.match(block)
    if eyes:
        return [(EYES_ONLY, _listed(countries(eyes[1].split("/"))))]
    return [_entry(one) for one in block.split("/")]


def _entry(text: str) -> tuple[Caveat, frozenset[str] | None]:
    words = _SHORT.get(text, text)
    if words == "NOFORN":
        return NOFORN, frozenset({USA})
    if words in _BY_WORDS:
        return _BY_WORDS[words], None
    if text.startswith("REL TO "):
        return REL_TO, _listed(parties(text.removeprefix("REL TO ")))
    if text.startswith("DISPLAY ONLY "):
        shown = _listed(parties(text.removeprefix("DISPLAY ONLY ")))
        return Caveat(f"DISPLAY ONLY {', '.join(in_order(shown))}", Effect.NOTED), None
    source = _FGI.match(text)
    if source:
        named = in_order(_listed(countries(source[1].split()))) if source[1] else []
        return Caveat(" ".join(["FGI", *named]), Effect.NOTED), None
    raise _Unreadable


def _listed(found: frozenset[str] | None) -> frozenset[str]:
    if not found:
        raise _Unreadable
    return found


def _place(caveat: Caveat) -> tuple[int, str]:
    known = _BY_WORDS.get(caveat.words)
    if known:
        return CAVEATS.index(known), ""
    return len(CAVEATS) + (caveat.words != "REL TO"), caveat.words


def _level_block(marking: Marking) -> str:
    if len(marking.origins) > 1:
        return f"JOINT {marking.level} {' '.join(marking.origins)}"
    return " ".join([*marking.origins, marking.level])


def _caveat_blocks(marking: Marking) -> list[str]:
    """Compartmented, atomic, foreign, dissemination, non-intelligence: the banner's categories."""
    blocks: dict[str, list[str]] = {"sci": [], "aea": [], "fgi": [], "dissem": [], "non": []}
    for one in marking.caveats:
        blocks[_category(one)].append(_words(one, marking))
    return ["/".join(words) for words in blocks.values() if words]


def _category(caveat: Caveat) -> str:
    for name, words in (("sci", _SCI), ("aea", _AEA), ("non", _NON_IC)):
        if caveat.words in words:
            return name
    return "fgi" if caveat.words.startswith("FGI") else "dissem"


def _words(caveat: Caveat, marking: Marking) -> str:
    own = USA if USA in (marking.releasable_to or ()) else ""
    codes = in_order(marking.releasable_to or (), own)
    if caveat == REL_TO:
        return f"REL TO {', '.join(codes)}"
    return f"{'/'.join(codes)} EYES ONLY" if caveat == EYES_ONLY else caveat.words
