"""Folding: when two spellings are the same word to a reader who looks for it.

`fold` takes one word, so that the places of words in a text are never moved: NFKC, case folding,
accents and other marks stripped. The thesaurus and the search room's analysis share it.
"""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans(
    {
        "ı": "i",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ʼ": "'",
        "\u0640": None,  # Arabic tatweel, which only stretches a word
    }
)
_SHORT_I = "й"  # a letter of its own in Cyrillic, not an accented и: endings hang on it
_VOICING = "\u3099\u309a"  # make other Japanese syllables, not accents


def fold(word: str) -> str:
    """`Chargé` -> `charge`, `ＡＢＣ` -> `abc`, `Straße` -> `strasse`; never holds white space."""
    if word.isascii():
        return word.lower()
    text = unicodedata.normalize("NFKC", word).casefold().translate(_LETTERS)
    bare = "".join(_without_marks(character) for character in text)
    return "".join(unicodedata.normalize("NFC", bare).split())


def _without_marks(character: str) -> str:
    if character == _SHORT_I:
        return character
    parts = unicodedata.normalize("NFD", character)
    return "".join(part for part in parts if part in _VOICING or unicodedata.category(part) != "Mn")
