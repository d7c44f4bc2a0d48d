"""Wordings as texts that can be kept, so that what was said once is said to each reader anew.

Open `kept` and `told`. A plain text is kept as it is; a wording as the sentence and the values it was
made of, behind a control character (a text that begins with it is escaped). A sentence that a later
version no longer has is told in English.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from app.domain.dates import Point
from app.domain.wording import LanguageName, Name, Wording, said, said_many

_MARK = "\x1e"
_ESCAPE = f"{_MARK}="


def kept(text: str) -> str:
    """What to keep of a text."""
    if not isinstance(text, Wording) or not text:
        return _ESCAPE + text if text.startswith(_MARK) else text
    row = _written(text)
    if _read(row) != text:  # made otherwise than sentences are: only its English can be kept
        row = {"sentence": str.__str__(text)}
    return _MARK + json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def told(stored: str) -> str:
    """The text or wording that `kept` made it from."""
    if not stored.startswith(_MARK):
        return stored
    if stored.startswith(_ESCAPE):
        return stored.removeprefix(_ESCAPE)
    return _read(json.loads(stored.removeprefix(_MARK)))


def _written(text: Wording) -> Mapping[str, Any]:
    if isinstance(text, Name):
        return {"name": str.__str__(text), "others": dict(text.others)}
    row: dict[str, Any] = {"sentence": text.sentence}
    if text.many:
        row |= {"many": text.many, "number": text.number}
    if text.values:
        row["values"] = {name: _value(value) for name, value in text.values.items()}
    return row


def _value(value: object) -> Any:
    if isinstance(value, Wording):
        return _written(value)
    if isinstance(value, Point):
        return {"point": [value.year, value.month, value.day, value.is_decade, value.is_short]}
    if isinstance(value, LanguageName):
        return {"language": [value.tag, value.english]}
    return value if isinstance(value, int | float) else str(value)


def _read(row: Mapping[str, Any]) -> Wording:
    if "name" in row:
        return Name.of(row["name"], row["others"])
    sentence, many = row["sentence"], row.get("many")
    values = {name: _value_of(value) for name, value in row.get("values", {}).items()}
    return said_many(sentence, many, row["number"], **values) if many else said(sentence, **values)


def _value_of(plain: Any) -> object:
    if not isinstance(plain, dict):
        return plain
    if "point" in plain:
        return Point(*plain["point"])
    if "language" in plain:
        return LanguageName(*plain["language"])
    return _read(plain)
