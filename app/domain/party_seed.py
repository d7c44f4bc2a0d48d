"""Reads the parties that ship with Chancery (`app/db/seeds/parties.json`) into values.

English and French names, former names and spellings are our own: the short names that the United
Nations use, or the nearest to them. Names in other languages come with Babel (CLDR) by alpha-2 code.
Spanish, Russian, Arabic and Chinese ones, which papers show, are our own where CLDR has none (states of
the past, organisations, former names) or another than the United Nations; CLDR's is then one that is
found and not shown. The text is handed in: this room reads no files.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from functools import cache

from babel import Locale

from app.domain.dated_names import DatedName, NameUse
from app.domain.dates import CalendarDate
from app.domain.party import Party, PartyKind
from app.domain.records import PartyCode

LANGUAGES = ("fr", "de", "es", "it", "pt", "ru", "zh", "ar")
_NOT_CURRENT = frozenset({PartyKind.HISTORIC_STATE})

_Row = Mapping[str, object]


def parties_from_json(text: str) -> tuple[Party, ...]:
    """All parties of the seed, each with its names in `LANGUAGES`. Costs about 0.1 s."""
    return tuple(_party(row) for row in json.loads(text))


def _party(row: _Row) -> Party:
    kind = PartyKind(row["kind"])
    alpha2 = _text(row, "alpha2")
    names = row["names"]
    assert isinstance(names, list)  # noqa: S101 - the seed is ours; a wrong shape is a defect
    own = tuple(_name(one) for one in names)
    foreign = () if kind in _NOT_CURRENT else _names_in_languages(alpha2, own)
    return Party(
        code=PartyCode(_text(row, "code")),
        kind=kind,
        names=own + foreign,
        alpha2=alpha2,
        m49=_text(row, "m49"),
        tags=_text(row, "tags"),
        first=_date(row, "from"),
        last=_date(row, "until"),
        note=_text(row, "note"),
    )


def _name(row: _Row) -> DatedName:
    return DatedName(
        name=_text(row, "name"),
        use=NameUse(_text(row, "use") or "short"),
        language=_text(row, "language") or "en",
        first=_date(row, "from"),
        last=_date(row, "until"),
        note=_text(row, "note"),
    )


def _names_in_languages(alpha2: str, own: Collection[DatedName]) -> tuple[DatedName, ...]:
    named = {one.language for one in own}
    spelt = {(one.language, one.name) for one in own}
    return tuple(
        DatedName(name, NameUse.VARIANT if language in named else NameUse.SHORT, language)
        for language in LANGUAGES
        if (name := _territories(language).get(alpha2)) and (language, name) not in spelt
    )


@cache
def _territories(language: str) -> Mapping[str, str]:
    return dict(Locale.parse(language).territories)


def _text(row: _Row, key: str) -> str:
    return str(row.get(key) or "")


def _date(row: _Row, key: str) -> CalendarDate | None:
    text = _text(row, key)
    return CalendarDate.parse(text) if text else None
