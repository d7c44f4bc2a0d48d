"""Dates as people write them in running text, in the languages of the pages: `27 February 2017`.

Only a month in words is read: `02/03/2017` is two different days, depending on who wrote it.
"""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from app.domain.admission import INTERFACE_LANGUAGES
from app.domain.folding import fold

_WRITTEN = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|er)?\s+)?([^\W\d_]{3,})\.?\s+(\d{4})\Z", re.IGNORECASE
)
_AMERICAN = re.compile(
    r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\Z", re.IGNORECASE
)


def as_edtf(text: str) -> str:
    """`2017-02-27` for `27 February 2017`, `27 févr. 2017` or `February 27, 2017`; `2017-02` for
    `February 2017`. Every other text as it is."""
    text = text.strip()
    if found := _WRITTEN.match(text):
        day, month, year = found.groups()
    elif found := _AMERICAN.match(text):
        month, day, year = found.groups()
    else:
        return text
    number = _months().get(fold(month))
    if number is None:
        return text
    return f"{year}-{number:02d}" + (f"-{int(day):02d}" if day else "")


@cache
def _months() -> dict[str, int]:
    """Folded names and abbreviations; one that means two months means none."""
    found: dict[str, set[int]] = {}
    for language in INTERFACE_LANGUAGES:
        months = Locale(language).months["format"]
        for width in ("wide", "abbreviated"):
            for number, name in months[width].items():
                found.setdefault(fold(name.rstrip(".")), set()).add(number)
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1}
