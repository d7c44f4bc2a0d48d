"""Values of the fields that are not searched as words: dates, kinds, languages."""

from __future__ import annotations

from datetime import date, timedelta

from app.domain.dates import CalendarDate
from app.domain.errors import InvalidInput, QuerySyntaxError
from app.domain.folding import fold
from app.domain.query import DateRange, FacetIs
from app.domain.views import FacetName
from app.domain.vocabularies import RecordKind
from app.domain.wording import said

_LANGUAGES = {
    "arabic": "ar",
    "chinese": "zh",
    "dutch": "nl",
    "english": "en",
    "french": "fr",
    "german": "de",
    "greek": "el",
    "italian": "it",
    "japanese": "ja",
    "korean": "ko",
    "polish": "pl",
    "portuguese": "pt",
    "russian": "ru",
    "spanish": "es",
    "turkish": "tr",
    "ukrainian": "uk",
}
_OPEN = "*"
_DAY = timedelta(days=1)


def date_range(field: str, value: str, position: int) -> DateRange:
    """`2017`, `2016-03 TO 2019`, `* TO 2019`, `>2016`; `after` and `before` leave the date itself out."""
    first, is_range, last = (part.strip() for part in value.partition(" TO "))
    if is_range and field == "date":
        return _ordered(_bounds(first, position)[0], _bounds(last, position)[1], position)
    sign = value.rstrip("=")[:1] if value[:1] in "<>" else ""
    bare = value.lstrip("<>=")
    lower, upper = _bounds(bare, position)
    if field == "after" or sign == ">":
        start = lower if value.startswith(">=") else _next(upper)
        return DateRange(start, None)
    if field == "before" or sign == "<":
        return DateRange(None, upper if value.startswith("<=") else _previous(lower))
    return DateRange(lower, upper)


def kind(value: str, position: int) -> FacetIs:
    """By code or wording, as in `joint_letter` or `joint letter`."""
    wanted = _plain(value)
    for member in RecordKind:
        if wanted in (_plain(member.value), _plain(member.label)):
            return FacetIs(FacetName.KIND, member.value)
    names = ", ".join(member.label for member in RecordKind)
    raise QuerySyntaxError(
        said("There is no kind “{value}”. Kinds are: {names}.", value=value, names=names), position
    )


def language(value: str, position: int) -> FacetIs:
    """By BCP 47 code or English name."""
    wanted = value.strip().casefold()
    code = _LANGUAGES.get(wanted, wanted)
    if not (
        code.isascii() and code.replace("-", "").isalnum() and 2 <= len(code.split("-")[0]) <= 3
    ):
        names = ", ".join(name.capitalize() for name in _LANGUAGES)
        raise QuerySyntaxError(
            said(
                "“{value}” is not a language. Write a code such as fr, or one of: {names}.",
                value=value,
                names=names,
            ),
            position,
        )
    return FacetIs(FacetName.LANGUAGE, code)


def _bounds(text: str, position: int) -> tuple[date | None, date | None]:
    if text == _OPEN:
        return None, None
    try:
        found = CalendarDate.parse(text.upper())
    except InvalidInput as error:
        raise QuerySyntaxError(
            said(
                "“{text}” is not a date. Write 2017, 2017-02 or 2017-02-27, or a range as in "
                "date:[2016-03 TO 2019].",
                text=text,
            ),
            position,
        ) from error
    return found.lower, found.upper


def _ordered(lower: date | None, upper: date | None, position: int) -> DateRange:
    if lower and upper and lower > upper:
        raise QuerySyntaxError("The range of dates ends before it begins.", position)
    return DateRange(lower, upper)


def _next(day: date | None) -> date | None:
    return day + _DAY if day and day < date.max else day


def _previous(day: date | None) -> date | None:
    return day - _DAY if day and day > date.min else day


def _plain(text: str) -> str:
    return " ".join(fold(word) for word in text.replace("_", " ").replace("-", " ").split())
