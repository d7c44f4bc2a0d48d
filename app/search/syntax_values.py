"""Values of the fields that are not searched as words: dates, vocabularies, languages, groupings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache

from app.domain.dates import NO_SUCH_DAY, NO_SUCH_MONTH, CalendarDate
from app.domain.errors import InvalidInput, QuerySyntaxError
from app.domain.folding import fold
from app.domain.query import Carries, DateRange, FacetIs, Or, Query
from app.domain.searches import FacetName
from app.domain.vocabularies import Term
from app.domain.wording import LanguageName, alternatives, joined, said
from app.domain.written_dates import as_edtf
from app.languages.catalogues import catalogue
from app.search.analysis import query_terms
from app.search.syntax_fields import (
    DATE_FIELDS,
    GROUP,
    HAS,
    HELD,
    MISSING,
    RELATED,
    VOCABULARIES,
    WITHOUT,
)

LANGUAGES = {
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
_FRENCH_NAMES = {
    "allemand": "de",
    "anglais": "en",
    "arabe": "ar",
    "chinois": "zh",
    "coréen": "ko",
    "espagnol": "es",
    "français": "fr",
    "grec": "el",
    "italien": "it",
    "japonais": "ja",
    "néerlandais": "nl",
    "polonais": "pl",
    "portugais": "pt",
    "russe": "ru",
    "turc": "tr",
    "ukrainien": "uk",
}
"""The pages speak French too."""
_OPEN = "*"
_DAY = timedelta(days=1)
_GROUP = re.compile(r"([^<>=]+?)\s*(?:(>=|<=|=|>|<)\s*(\d{1,3}))?")
_RANGE = re.compile(r"([\[{])(\S+) TO (\S+)([\]}])")


def value_of(field: str, text: str, position: int) -> tuple[Query, str]:
    """What a field of `VALUE_FIELDS` asks for, and as what it was read where that needs saying.

    The codes of `group:`, `without:` and `missing:` stand as they were written: whom they name is looked
    up later.
    """
    if field in DATE_FIELDS:
        return date_range(field, text, position), ""
    text = " ".join(text.strip(" .,;!?").split())
    if not query_terms(text):
        raise QuerySyntaxError(said("Write a value after {field}:.", field=field), position)
    if field in VOCABULARIES:
        return _of_vocabulary(field, text, position)
    return _simple(field, text, position), ""


def _simple(field: str, text: str, position: int) -> Query:
    if field in (WITHOUT, MISSING):
        return Carries(f"{field}:{text}")
    read: Mapping[str, Callable[[str, int], Query]] = {
        HAS: _has,
        GROUP: _group,
        "year": _year,
        "language": _language,
    }
    return read[field](text, position)


def date_range(field: str, value: str, position: int) -> DateRange:
    """`2017`, `[2016-03 TO 2019]`, `{2016 TO 2019}`, `>2016`; `after` and `before` leave the date itself
    out, and so do curly brackets."""
    found = _RANGE.fullmatch(value)
    if found:
        first, last = _bounds(found[2], position), _bounds(found[3], position)
        start = first[0] if found[1] == "[" else _next(first[1])
        end = last[1] if found[4] == "]" else _previous(last[0])
        return _ordered(start, end, position)
    sign = value[:1] if value[:1] in ("<", ">") else ""
    lower, upper = _bounds(value.lstrip("<>="), position)
    if field == "after" or sign == ">":
        start = lower if value.startswith(">=") else _next(upper)
        return DateRange(start, None)
    if field == "before" or sign == "<":
        return DateRange(None, upper if value.startswith("<=") else _previous(lower))
    return DateRange(lower, upper)


def goes_on(field: str, words: str) -> bool:
    """Whether several words begin a value of the vocabulary: `joint letter` after `kind:`."""
    wanted = _plain(words)
    return any(
        _begins(name, wanted)
        for one in VOCABULARIES[field]
        for name in (*_names(one), *_french_name(one))
    )


def called(field: str, words: str) -> Term | None:
    """The member of a vocabulary whose code or wording, English or French, this is; no beginnings."""
    wanted = _plain(words)
    members = VOCABULARIES[field]
    return next(
        (one for one in members if wanted in (*_names(one), *_french_name(one))),
        None,
    )


def term_of(field: str, term: Term) -> Query:
    """What asks for a member of a field's vocabulary."""
    code = str(term.value)
    return FacetIs(FacetName.KIND, code) if field == "kind" else Carries(f"{field}:{code}")


def _of_vocabulary(field: str, text: str, position: int) -> tuple[Query, str]:
    """By code or wording, or a beginning of them: whole words may mean several, letters only one."""
    wanted = _plain(text.removesuffix("*"))
    members = list(VOCABULARIES[field])
    found = _meant(members, wanted, _names) or _meant(members, wanted, _french_name)
    if not found:
        why = said(
            "There is no {field} “{text}”. Write one of: {listed}.",
            field=field,
            text=text,
            listed=joined([one.label for one in members], "; "),
        )
        raise QuerySyntaxError(why, position)
    asked = tuple(term_of(field, one) for one in found)
    is_called_so = any(wanted in names_of(found[0]) for names_of in (_names, _french_name))
    read_as = "" if is_called_so else alternatives([one.label for one in found])
    return (asked[0] if len(asked) == 1 else Or(asked)), read_as


def _meant(
    members: Sequence[Term], wanted: str, names_of: Callable[[Term], tuple[str, ...]]
) -> list[Term]:
    """The member called so; else those that begin with these words; else the only one with these letters."""
    exact = [one for one in members if wanted in names_of(one)]
    if exact:
        return exact[:1]
    by_words = [one for one in members if any(_begins(name, wanted) for name in names_of(one))]
    if by_words or not wanted:
        return by_words
    by_letters = [one for one in members if any(name.startswith(wanted) for name in names_of(one))]
    return by_letters if len(by_letters) == 1 else []


def _names(term: Term) -> tuple[str, ...]:
    return _plain(str(term.value)), _plain(term.label)


@cache
def _french_name(term: Term) -> tuple[str, ...]:
    return (_plain(catalogue("fr").sentence(term.label)),)


def _begins(name: str, wanted: str) -> bool:
    return bool(wanted) and f"{name} ".startswith(f"{wanted} ")


def _has(text: str, position: int) -> Carries:
    wanted = fold(text)
    known = (*HELD, *RELATED)
    found = next((one for one in known if wanted in (one, f"{one}s")), None)
    if found is None:
        raise QuerySyntaxError(
            said(
                "“{text}” cannot be asked for with has:. Write one of: {known}.",
                text=text,
                known=", ".join(known),
            ),
            position,
        )
    return Carries(f"{HAS}:{found}")


def _language(text: str, position: int) -> FacetIs:
    """By BCP 47 code, or English or French name."""
    wanted = text.casefold()
    code = (LANGUAGES | _FRENCH_NAMES).get(wanted, wanted)
    if not (
        code.isascii() and code.replace("-", "").isalnum() and 2 <= len(code.split("-")[0]) <= 3
    ):
        names = joined(
            [LanguageName(tag, name.capitalize()).in_words() for name, tag in LANGUAGES.items()],
            ", ",
        )
        raise QuerySyntaxError(
            said(
                "“{value}” is not a language. Write a code such as fr, or one of: {names}.",
                value=text,
                names=names,
            ),
            position,
        )
    return FacetIs(FacetName.LANGUAGE, code)


def _year(text: str, position: int) -> FacetIs:
    if not re.fullmatch(r"[0-9]{4}", text):
        raise QuerySyntaxError(
            said(
                "“{text}” is not a year. Write four figures, as in year:2017; for several years "
                "date:[2016 TO 2019].",
                text=text,
            ),
            position,
        )
    return FacetIs(FacetName.YEAR, text)


def _group(text: str, position: int) -> Carries:
    """`EU`, `EU>=7`, `EU=7`, `EU<3`; one signature at least in every case."""
    found = _GROUP.fullmatch(text.replace("≥", ">=").replace("≤", "<="))
    if found is None:
        raise QuerySyntaxError(
            "A grouping is written group:EU, or with a number of its members: group:EU>=7, "
            "group:EU=7, group:EU<3.",
            position,
        )
    sign, number = found[2] or ">=", int(found[3] or 1)
    if sign in (">", "<="):
        sign, number = (">=" if sign == ">" else "<"), number + 1
    if number < (2 if sign == "<" else 1):
        raise QuerySyntaxError(
            said(
                "group: counts from one signature on. To leave out what any member signed write "
                "NOT group:{group}.",
                group=found[1],
            ),
            position,
        )
    is_any = (sign, number) == (">=", 1)
    return Carries(f"{GROUP}:{found[1]}" + ("" if is_any else f"{sign}{number}"))


def _bounds(text: str, position: int) -> tuple[date | None, date | None]:
    if text == _OPEN:
        return None, None
    try:
        found = CalendarDate.parse(as_edtf(text).upper())
    except InvalidInput as error:
        if error.words.sentence in (NO_SUCH_DAY, NO_SUCH_MONTH):
            raise QuerySyntaxError(error.message, position) from error
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
    """Without case, accents, points and apostrophes, as names of terms are compared."""
    bare = re.sub("['\u2019.]", "", text)
    return " ".join(fold(word) for word in bare.replace("_", " ").replace("-", " ").split())
