"""Lines in the order in which they are drawn, from left to right, whatever scripts are in them.

Open `lines_in_drawing_order`. The Unicode bidirectional algorithm runs over the whole paragraph, so that a
reference or a number keeps its place inside of an Arabic sentence although it is a piece of its own style,
and a line knows what the one before it began. The steps are those of `python-bidi`; each character carries
the piece it came from through them. Between them stand two steps of ours:

* brackets run as what is in them and before them does (rule N0, which the library does not have);
* in a paragraph that runs from right to left, a stretch of another script alone (a sentence of a record, a
  name in a list, a reference) keeps its own signs and numbers as if it stood in an isolate. No control
  character is needed for that, and so none is ever let through from data.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from typing import Any, NamedTuple

from bidi import algorithm
from bidi.mirror import MIRRORED

from app.pdf.faces import PLACEHOLDER
from app.pdf.text import Piece

_LETTERS_FROM_RIGHT = r"\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RIGHT_TO_LEFT = re.compile(f"[{_LETTERS_FROM_RIGHT}]")
_LATIN = re.compile("[A-Za-z]")
_STRONG = {"L": False, "R": True, "AL": True}
_AS_STRONG = {"L": "L", "R": "R", "EN": "R", "AN": "R"}
"""Beside brackets and other neutral signs a number counts as running from right to left."""
_MOST_OPEN = 63
"""More brackets than these are not paired (BD16), which keeps the work in proportion to the text."""
_CLOSING = {
    one: other
    for one, other in MIRRORED.items()
    if (unicodedata.category(one), unicodedata.category(other)) == ("Ps", "Pe")
}
_CLOSERS = frozenset(_CLOSING.values())
_SIGNS = " ,;:\N{ARABIC COMMA}\N{ARABIC SEMICOLON}"
_STOPS = ".!?\N{HORIZONTAL ELLIPSIS}\N{ARABIC QUESTION MARK}\N{IDEOGRAPHIC FULL STOP}"
_END = re.compile(
    rf"(?<!\b[A-Z])(?P<stop>[{_STOPS}]+[\"'\u2019\u201d\u00bb)\]]*)(?= |$)"
    "|(?P<colon>:)(?= )|[\N{ARABIC COMMA}\N{ARABIC SEMICOLON}](?= )"
    rf"|,(?= (?:\d+ )?[{_LETTERS_FROM_RIGHT}])"
)
"""Where a stretch may end. The stop after an initial ends nothing; a comma does before a word or a date of
ours only."""

Part = tuple[Piece, str]
Character = dict[str, Any]


class _Stretch(NamedTuple):
    """From where to where, without the signs around it; `is_foreign`: only of scripts from left to right.

    `ends_in_stop`: a stop, and no sign of a list, stands between it and the next.
    """

    start: int
    end: int
    is_foreign: bool
    ends_in_stop: bool


def has_right_to_left(text: str) -> bool:
    """Whether a character of a script that runs from right to left is in it."""
    return not text.isascii() and bool(_RIGHT_TO_LEFT.search(text))


def runs_right_to_left(text: str, *, otherwise: bool = False) -> bool:
    """By the first letter that has a direction (Unicode UAX 9, P2 and P3); `otherwise` where none has."""
    if text.isascii():
        return otherwise and not _LATIN.search(text)
    for one in text:
        direction = _STRONG.get(unicodedata.bidirectional(one))
        if direction is not None:
            return direction
    return otherwise


def in_drawing_order(parts: Sequence[Part], *, is_right_to_left: bool) -> list[Part]:
    """A paragraph of one line, as `lines_in_drawing_order`."""
    return lines_in_drawing_order([parts], is_right_to_left=is_right_to_left)[0]


def lines_in_drawing_order(
    lines: Sequence[Sequence[Part]], *, is_right_to_left: bool
) -> list[list[Part]]:
    """For each line of a paragraph, runs of one piece each from left to right, brackets mirrored where they
    must be; the space that another line follows is left out.

    Characters that Unicode has not assigned have no direction; they become the placeholder they would be
    drawn as.
    """
    parts = [part for line in lines for part in line]
    storage = _resolved(parts, is_right_to_left=is_right_to_left)
    ends = accumulate((sum(len(text) for _, text in line) for line in lines), initial=0)
    drawn, at = [], 0
    for _, end in pairwise(ends):
        line = []
        while at < len(storage["chars"]) and storage["chars"][at]["at"] < end:
            line.append(storage["chars"][at])
            at += 1
        while at < len(storage["chars"]) and line and line[-1]["ch"] == " ":
            line.pop()
        drawn.append(_turned(line, parts, storage["base_level"]))
    return drawn


def _resolved(parts: Sequence[Part], *, is_right_to_left: bool) -> dict[str, Any]:
    """The characters of a paragraph with the levels they stand on."""
    owners = [at for at, (_, text) in enumerate(parts) for _ in text]
    text = "".join(
        one if unicodedata.bidirectional(one) else PLACEHOLDER for _, text in parts for one in text
    )
    storage: dict[str, Any] = algorithm.get_empty_storage()
    storage["base_level"] = int(is_right_to_left)
    storage["base_dir"] = "R" if is_right_to_left else "L"
    algorithm.get_embedding_levels(text, storage)
    for at, (character, owner) in enumerate(zip(storage["chars"], owners, strict=True)):
        character["at"], character["owner"] = at, owner
    algorithm.explicit_embed_and_overrides(storage, False)
    algorithm.resolve_weak_types(storage, False)
    characters: list[Character] = storage["chars"]
    pairs = _bracket_pairs(characters)
    if is_right_to_left:
        _keep_foreign_together(characters, pairs, parts)
    _turn_brackets(characters, pairs, storage["base_dir"])
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    return storage


def _turned(line: list[Character], parts: Sequence[Part], base_level: int) -> list[Part]:
    """One line of a paragraph that is resolved, turned around as its levels say."""
    storage = {"base_level": base_level, "chars": line}
    algorithm.reorder_resolved_levels(storage, False)
    algorithm.apply_mirroring(storage, False)
    return [
        (parts[owner][0], "".join(one["ch"] for one in run))
        for owner, run in groupby(line, key=lambda one: one["owner"])
    ]


def _bracket_pairs(characters: Sequence[Character]) -> list[tuple[int, int]]:
    """Where brackets open and close each other, in the order in which they open (BD16)."""
    pairs: list[tuple[int, int]] = []
    waiting: list[tuple[str, int]] = []
    for at, one in enumerate(characters):
        if one["ch"] in _CLOSING:
            if len(waiting) == _MOST_OPEN:
                break
            waiting.append((_CLOSING[one["ch"]], at))
        elif one["ch"] in _CLOSERS:
            depth = max((n for n, (sign, _) in enumerate(waiting) if sign == one["ch"]), default=-1)
            if depth >= 0:
                pairs.append((waiting[depth][1], at))
                del waiting[depth:]
    return sorted(pairs)


def _turn_brackets(
    characters: Sequence[Character], pairs: Iterable[tuple[int, int]], base: str
) -> None:
    """Give brackets the direction of what is in them, or of what they follow (N0)."""
    for start, end in pairs:
        within = {_AS_STRONG.get(one["type"]) for one in characters[start + 1 : end]} - {None}
        if not within or characters[start]["type"] == "L":
            continue
        before = (_AS_STRONG.get(characters[at]["type"]) for at in range(start - 1, -1, -1))
        follows = base if base in within else next(filter(None, before), base)
        characters[start]["type"] = characters[end]["type"] = follows


def _keep_foreign_together(
    characters: Sequence[Character], pairs: Sequence[tuple[int, int]], parts: Sequence[Part]
) -> None:
    """Let each stretch that runs from left to right do so as a whole, and what divides stretches as the
    paragraph does."""
    stretches = list(_stretches(characters, pairs, parts))
    for one in stretches:
        _turn_stretch(characters[one.start : one.end], is_foreign=one.is_foreign)
    for one, after in pairwise([*stretches, _Stretch(len(characters), 0, False, False)]):
        if one.is_foreign and after.is_foreign and one.ends_in_stop:
            continue  # two sentences of the same text
        for character in characters[one.end : after.start]:
            if character["type"] not in _AS_STRONG:
                character["type"] = "R"


def _turn_stretch(characters: Iterable[Character], *, is_foreign: bool) -> None:
    """Let all of it run from left to right; else keep the number it begins with from the stretch before."""
    for one in characters:
        if is_foreign:
            one["type"] = "L"
        elif one["orig"] == "EN":
            one["type"] = "EN"
        elif one["type"] in _AS_STRONG:
            break


def _stretches(
    characters: Sequence[Character], pairs: Sequence[tuple[int, int]], parts: Sequence[Part]
) -> Iterator[_Stretch]:
    """The paragraph cut at ends of sentences, at signs of a list, after labels, and around pieces that hold
    together."""
    text = "".join(one["ch"] for one in characters)
    types = [one["type"] if one["ch"] not in _SIGNS else "" for one in characters]
    start = seen = 0
    within: set[str] = set()
    for end, ends_in_stop, is_label in _ends(text, characters, pairs, parts):
        within.update(types[seen:end])
        seen = end
        if is_label and "R" not in within:
            continue  # a colon within a sentence that is not ours
        is_foreign = "L" in within and "R" not in within
        yield _trimmed(text, start, end, is_foreign=is_foreign, ends_in_stop=ends_in_stop)
        start = end
        within.clear()


def _ends(
    text: str,
    characters: Sequence[Character],
    pairs: Sequence[tuple[int, int]],
    parts: Sequence[Part],
) -> Iterator[tuple[int, bool, bool]]:
    """Where a stretch may end, whether in a stop, and whether only if it is a label; the end comes last."""
    depths = _depths(len(characters), pairs)
    ends: dict[int, tuple[bool, bool]] = {len(characters): (False, False)}
    for found in _END.finditer(text):
        if not depths[found.end() - 1]:
            ends[found.end()] = (bool(found["stop"]), bool(found["colon"]))
    for at, (one, after) in enumerate(pairwise(characters), 1):
        pieces = parts[one["owner"]][0], parts[after["owner"]][0]
        if pieces[0] is not pieces[1] and any(piece.holds_together for piece in pieces):
            ends[at] = (False, False)
    for at in sorted(ends):
        yield (at, *ends[at])


def _depths(length: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """Inside of how many pairs of brackets each character is."""
    steps = [0] * (length + 1)
    for start, end in pairs:
        steps[start + 1] += 1
        steps[end] -= 1
    return list(accumulate(steps))


def _trimmed(text: str, start: int, end: int, *, is_foreign: bool, ends_in_stop: bool) -> _Stretch:
    """Without the spaces and signs around it.

    The stop belongs to a sentence of its own (it has a small word after the first), not to a name in ours.
    """
    words = text[start:end].rstrip(_SIGNS if is_foreign else _SIGNS + _STOPS)
    if not any(word[0].islower() for word in words.split()[1:]):
        words = words.rstrip(f"{_SIGNS}.")
    first = len(words) - len(words.lstrip(_SIGNS + _STOPS))
    return _Stretch(start + first, start + len(words), is_foreign, ends_in_stop)
