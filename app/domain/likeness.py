"""Names spelt nearly alike: a letter more or less, given and family name exchanged, another script.

Open `LikeNames`. The names to compare with are whatever the caller may tell the reader of.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from anyascii import anyascii
from rapidfuzz import fuzz, process

from app.domain.thesaurus import key_of

LIKE_ENOUGH = 86
"""Of 100: one letter of seven may be missing or too much, one of eight another."""
SHORTEST = 5
SHORTEST_SKELETON = 4
MOST_LIKE = 3
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[a-z0-9]+")
_VOWELS = re.compile(r"[aeiouwy]+|(.)(?=\1)")


@dataclass(frozen=True, slots=True)
class LikeNames:
    """Names by what is compared of them: their letters in order, with sorted words, and no vowels."""

    _by_letters: Mapping[str, tuple[str, ...]]
    _by_skeleton: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, names: Iterable[str]) -> Self:
        letters: dict[str, list[str]] = defaultdict(list)
        skeletons: dict[str, list[str]] = defaultdict(list)
        for name in dict.fromkeys(names):
            for key in _keys(name):
                letters[key].append(name)
            if _leaves_vowels_out(name):
                skeletons[_skeleton(name)].append(name)
        return cls(_settled(letters), _settled(skeletons))

    def like(self, text: str) -> tuple[str, ...]:
        """At most three names, the likest first; none that is spelt just so."""
        keys = _keys(text)
        if not keys or len(keys[0]) < SHORTEST:
            return ()
        best: dict[str, float] = {}
        for key in keys:
            near = process.extract(
                key, self._by_letters.keys(), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH, limit=12
            )
            for letters, score, _ in near:
                for name in self._by_letters[letters]:
                    best[name] = max(best.get(name, 0.0), score)
        skeleton = _skeleton(text)
        if len(skeleton) >= SHORTEST_SKELETON:
            best |= dict.fromkeys(self._by_skeleton.get(skeleton, ()), 100.0)
        written = key_of(text)
        found = sorted((-score, name) for name, score in best.items() if key_of(name) != written)
        return tuple(name for _, name in found[:MOST_LIKE])


def _settled(found: Mapping[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
    return {key: tuple(names) for key, names in found.items()}


def _words(name: str) -> list[str]:
    """In Latin letters: Müller is muller, 谢阳 is xie yang."""
    bare = unicodedata.normalize("NFC", name).replace("'", "").replace("\u2019", "")
    latin = anyascii(bare) if bare.isascii() else _CAPITAL.sub(" ", anyascii(bare))
    return _WORD.findall(latin.casefold())


def _keys(name: str) -> tuple[str, ...]:
    words = _words(name)
    return tuple(dict.fromkeys(key for key in ("".join(words), "".join(sorted(words))) if key))


def _skeleton(name: str) -> str:
    return _VOWELS.sub("", "".join(_words(name)))


def _leaves_vowels_out(name: str) -> bool:
    """Arabic and Hebrew, where Muhammad and Mohamed are one spelling."""
    return any("\u0590" <= character <= "\u06ff" for character in name)
