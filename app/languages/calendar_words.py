"""Days, months, years and decades in words, by CLDR's patterns (Babel); digits are Latin everywhere.

Ranges and doubts (`from ...`, `about ...`) are sentences and stand in the catalogues.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date

from app.domain.dates import Point

_FIRST_OF_MONTH = {"fr": "1er"}
"""Where a first of a month is written otherwise than by its number."""
_OWN_PATTERNS: Mapping[str, Mapping[str, str]] = {
    "fr": {"long": "d MMMM y"},
    "ru": {"long": "d MMMM y 'г'.", "year": "y 'г'."},
    "ar": {"long": "d MMMM y"},
    "zh": {"long": "y年M月d日"},
}
"""CLDR's long formats, which have no skeleton everywhere; a Russian year alone says that it is one."""
_SKELETONS = {
    "long": "yMMMMd",
    "short": "yMMMd",
    "month": "yMMMM",
    "short month": "yMMM",
    "year": "y",
}
_YEAR = re.compile(r"y+")


@lru_cache(maxsize=8192)
def point_words(language: str, point: Point) -> str:
    """A day, month or year: `27 février 2017`, `февраль 2017 г.`, `2017年`. Decades are sentences."""
    pattern = _pattern(language, _kind(point))
    day = date(int(point.year), point.month or 1, point.day or 1)
    words = str(format_date(day, pattern, locale=language))
    first = _FIRST_OF_MONTH.get(language)
    return words.replace("1", first, 1) if first and point.day == 1 else words


def _kind(point: Point) -> str:
    if point.day:
        return "short" if point.is_short else "long"
    if point.month:
        return "short month" if point.is_short else "month"
    return "year"


@cache
def _pattern(language: str, kind: str) -> str:
    """With the year in four digits, as it stands on record."""
    own = _OWN_PATTERNS.get(language, {}).get(kind)
    found = own or str(Locale.parse(language).datetime_skeletons[_SKELETONS[kind]].pattern)
    return _YEAR.sub("yyyy", found)
