"""What makes up words in the scripts of the world: classes of characters, as insides of a regex set.

Python's `\\w` knows letters and digits but no vowel signs, and nothing of which scripts leave out spaces.
"""

from __future__ import annotations

import re

RUNNING = (
    "\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\u2e80-\u2fd5\uf900-\ufaff\uff66-\uff9f\U00020000-\U000323af"  # Chinese and Japanese
    "\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7fb\uffa0-\uffdc"  # Korean
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ebd\u0ec0-\u0ecf"  # Thai, Lao
    "\u1000-\u103f\u1050-\u109d\u1780-\u17d3\u17dc\u17dd"  # Burmese, Khmer
)
"""Scripts without spaces between words, and Korean, whose particles and compounds have none either."""

MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a"
    "\u07a6-\u07b0\u07eb-\u07f3\u0816-\u082d\u0859-\u085b\u08d3-\u0963\u0966-\u096f\u0971-\u0dff"
    "\u0f18\u0f19\u0f35\u0f37\u0f39\u0f3e\u0f3f\u0f71-\u0f84\u0f86\u0f87\u0f8d-\u0fbc"
    "\u135d-\u135f\u180b-\u180d\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe00-\ufe0f\ufe20-\ufe2f"
)
"""Accents, points and vowel signs, which belong to the letter before them."""

UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
"""Soft hyphens, zero widths and marks of direction, which may stand inside of a word."""

APOSTROPHES = "'`\u00b4\u02b9-\u02bf\u02c8\u02ee\u05f3\u05f4\u2018\u2019\u2032\uff07"
"""What is written for an apostrophe in names: ʿayn, hamza, ʻokina, primes, the Hebrew geresh."""

DOTS = "\u00b7\u2022\u2027\u30fb\uff65"
"""Points between the parts of a foreign name in Chinese and Japanese."""

PARTS = (
    "\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb\u3099\u309a\uff9e\uff9f"
    "\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0c56\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dca\u0dcf\u0ddf\u102e"
)
"""Signs that become one with the sign before them: Korean letters, voicings, halves of vowel signs."""

HYPHENS = "-\u2010\u2011"

IS_RUNNING = re.compile(f"[{RUNNING}]")
IS_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
