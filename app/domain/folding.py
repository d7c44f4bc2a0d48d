"""Folding: when two spellings are the same word to a reader who looks for it.

`fold` takes one word, so that the places of words in a text are never moved: NFKC, case folding,
accents and other marks stripped. The thesaurus and the search room's analysis share it.
"""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {
        **dict(zip("ıøłđðħŧ", "iolddht", strict=True)),
        **dict(zip("þæœ", ("th", "ae", "oe"), strict=True)),
        # Arabic, Persian and Urdu: letters that are written for one another
        **dict(zip("ٱىیےکةەہ", "اييي\u0643ههه", strict=True)),
        # a stretched Arabic word, soft hyphens, zero widths, marks of direction, what transcribes ayn
        **dict.fromkeys("\u0640\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"),
        **dict.fromkeys("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"),
        **dict.fromkeys("\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ee"),
    }
)
_SHORT_I = "й"  # a letter of its own in Cyrillic, not an accented и: endings hang on it
_NUKTA = 7
_ACCENTS = range(10, 37)  # combining classes of Hebrew points and Arabic vowels
_ABOVE = 200  # and beyond: classes of accents
_SELECTORS = re.compile("[\ufe00-\ufe0f\u034f\U000e0100-\U000e01ef]")


def fold(word: str) -> str:
    """`Chargé` -> `charge`, `ＡＢＣ` -> `abc`, `Straße` -> `strasse`; never holds white space."""
    if word.isascii():
        return word.lower()
    text = unicodedata.normalize("NFKC", word).casefold().translate(_LETTERS)
    bare = "".join(map(_plain, text))
    return "".join(unicodedata.normalize("NFC", bare).split())


def _plain(character: str) -> str:
    """Without accents, and a digit of any script as one of ours."""
    if character.isascii() or character == _SHORT_I:
        return character
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    parts = unicodedata.normalize("NFD", character)
    return "".join(part for part in parts if not _is_accent(part))


def _is_accent(part: str) -> bool:
    """Marks that change a letter but little; vowel signs of India and voicings of Japan do not."""
    number = unicodedata.combining(part)
    if number:
        return number == _NUKTA or number in _ACCENTS or number >= _ABOVE
    return _SELECTORS.match(part) is not None
