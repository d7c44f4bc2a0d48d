"""The golden file of markings, and ways in which people and programs misspell a marking."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

GOLDEN = Path(__file__).parent / "unit" / "markings_golden.txt"
UNREADABLE = "-"


@dataclass(frozen=True, slots=True)
class GoldenMark:
    """What is written, its canonical words (`-` for none), the label it must get."""

    written: str
    canonical: str
    label: str


@cache
def golden_marks() -> tuple[GoldenMark, ...]:
    """Every line of the golden file, with its lists of parties written out."""
    lists: dict[str, str] = {}
    canonical = label = ""
    found = []
    for line in GOLDEN.read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("@"):
            name, codes = line.split(" ", 1)
            lists[name] = codes
            continue
        for name, codes in lists.items():
            line = line.replace(name, codes)
        if " => " in line:
            canonical, label = line.split(" => ")
        else:
            found.append(GoldenMark(line, canonical, label))
    return tuple(found)


_LOOK_ALIKES = {
    **dict(zip("ABCEHIKMOPSTXY", "АВСЕНІКМОРЅТХУ", strict=True)),  # Cyrillic
    **dict(zip("NZ", "ΝΖ", strict=True)),  # Greek
    **dict(zip("aceiopsxy", "асеіорѕху", strict=True)),
}
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u202a\u202b\u202e\u2066\u2069\u00ad\x00\x07"
_SPACES = " \u00a0\u2003\u3000\t"
_DASHES = "-\u2010\u2011\u2013\u2014\u2212\uff0d"


@st.composite
def variants(draw: st.DrawFn, text: str) -> str:
    """The text with one to three changes that leave, to the eye, the same mark."""
    for _ in range(draw(st.integers(1, 3))):
        text = draw(st.sampled_from(_CHANGES))(draw, text)
    return text


def _place(draw: st.DrawFn, text: str) -> int:
    return draw(st.integers(0, max(0, len(text) - 1)))


def _other_case(draw: st.DrawFn, text: str) -> str:
    return draw(st.sampled_from((str.upper, str.lower, str.title, str.swapcase)))(text)


def _unseen(draw: st.DrawFn, text: str) -> str:
    at = draw(st.integers(0, len(text)))
    return text[:at] + draw(st.sampled_from(_UNSEEN)) + text[at:]


def _look_alike(draw: st.DrawFn, text: str) -> str:
    places = [at for at, letter in enumerate(text) if letter in _LOOK_ALIKES]
    if not places:
        return text
    at = draw(st.sampled_from(places))
    return text[:at] + _LOOK_ALIKES[text[at]] + text[at + 1 :]


def _full_width(draw: st.DrawFn, text: str) -> str:
    at = _place(draw, text)
    wide = chr(ord(text[at]) + 0xFEE0) if "!" <= text[at] <= "~" else text[at]
    return text[:at] + wide + text[at + 1 :]


def _spacing(draw: st.DrawFn, text: str) -> str:
    at = draw(st.integers(0, len(text)))
    return text[:at] + draw(st.sampled_from(_SPACES)) * draw(st.integers(1, 2)) + text[at:]


def _less_space(draw: st.DrawFn, text: str) -> str:
    places = [at for at, letter in enumerate(text) if letter == " "]
    if not places:
        return text
    at = draw(st.sampled_from(places))
    return text[:at] + text[at + 1 :]


def _dash(draw: st.DrawFn, text: str) -> str:
    return text.replace("-", draw(st.sampled_from(_DASHES)))


def _doubled(draw: st.DrawFn, text: str) -> str:
    places = [at for at, letter in enumerate(text) if letter in "/,- :+"]
    if not places:
        return text
    at = draw(st.sampled_from(places))
    return text[: at + 1] + text[at] + text[at + 1 :]


def _misspelt(draw: st.DrawFn, text: str) -> str:
    at = _place(draw, text)
    kind = draw(st.sampled_from(("drop", "double", "swap", "other")))
    if kind == "drop":
        return text[:at] + text[at + 1 :]
    if kind == "double":
        return text[:at] + text[at] + text[at:]
    if kind == "swap":
        return text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]
    return text[:at] + draw(st.sampled_from("AEIORSTN0")) + text[at + 1 :]


_CHANGES = (
    *(_other_case, _unseen, _look_alike, _full_width, _spacing),
    *(_less_space, _dash, _doubled),
)


@st.composite
def misspellings(draw: st.DrawFn, text: str) -> str:
    """The text with one slip of the pen: a letter dropped, doubled, swapped or another."""
    return _misspelt(draw, text)
