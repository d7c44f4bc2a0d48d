"""What the register makes of a party's name as it stands in a list: decided and why, or the choices.

Open `look_up`. A name that several parties bear, a two-letter code on which ISO and TAGS disagree and
a name that is not on record are left to a person, each with the choices and the reason in words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from app.domain.code_schemes import CodeScheme
from app.domain.dated_names import DatedName, NameUse
from app.domain.dates import CalendarDate
from app.domain.errors import InvalidInput
from app.domain.parties import PartyDirectory, fold_name
from app.domain.records import PartyCode
from app.domain.wording import alternatives, said, together

_TWO_LETTERS = re.compile(r"[A-Z]{2}\Z")
_FOOTNOTE = re.compile(r"\s*(?:\[\d{1,3}\]|[*†‡§¹²³⁴-⁹⁰]+)\Z")
_EDGES = ' \t\u00a0\u200e\u200f,;:·•"“”„«»'
RESERVED = {"UK": PartyCode("GBR")}
"""Exceptionally reserved in ISO 3166-1: nobody else will ever have it."""
_LANGUAGES = {
    "fr": said("French"),
    "de": said("German"),
    "es": said("Spanish"),
    "it": said("Italian"),
    "pt": said("Portuguese"),
    "ru": said("Russian"),
    "zh": said("Chinese"),
    "ar": said("Arabic"),
}


class CheckKind(Enum):
    EXACT = "Exact"
    KNOWN_NAME = "Known name"
    CODE = "Code"
    CHOSEN = "Chosen"
    CHOOSE = "Choose a party"
    UNKNOWN = "Not on record"


@dataclass(frozen=True, slots=True)
class PartyCheck:
    """`party` None = undecided; `choices` then says between which (empty = anybody's guess)."""

    kind: CheckKind
    text: str = ""
    party: PartyCode | None = None
    choices: tuple[PartyCode, ...] = ()


def look_up(
    text: str,
    directory: PartyDirectory,
    date: CalendarDate | None = None,
    scheme: CodeScheme | None = None,
) -> PartyCheck:
    """What one name or code means; `scheme` says how two letters are to be read."""
    name = bare_name(text)
    if _TWO_LETTERS.match(name) and name not in directory:
        return _two_letters(name, directory, scheme)
    found = directory.meanings(name)
    if len(found) == 1:
        return _decided(name, found[0], directory, date)
    if found:
        return PartyCheck(
            CheckKind.CHOOSE,
            said("{parties} bear this name.", parties=_counted(len(found))),
            None,
            found,
        )
    near = directory.near(name) if name else ()
    hint = (
        said("Near in spelling: see the choices.")
        if near
        else said("Write the name or code of a party.")
    )
    return PartyCheck(CheckKind.UNKNOWN, hint, None, near)


def check_choice(
    text: str, chosen: PartyCode, directory: PartyDirectory, date: CalendarDate | None = None
) -> PartyCheck:
    """What to say of a row for which somebody chose a party."""
    found = look_up(text, directory, date) if text.strip() else PartyCheck(CheckKind.CHOSEN)
    if found.party == chosen:
        return found
    if found.party is not None:
        other = directory.name_today(found.party)
        return PartyCheck(
            CheckKind.CHOSEN, said("As signed it is a name of {other}.", other=other), chosen
        )
    others = [directory.name_today(code) for code in found.choices if code != chosen]
    if chosen in found.choices and others:
        return PartyCheck(
            CheckKind.CHOSEN,
            said("It may also mean {others}.", others=alternatives(others)),
            chosen,
        )
    return PartyCheck(CheckKind.CHOSEN, "", chosen)


def bare_name(text: str) -> str:
    """The name without footnote signs and the punctuation of the list around it."""
    text = text.strip(_EDGES)
    while (shorter := _without_full_stop(_FOOTNOTE.sub("", text)).strip(_EDGES)) != text:
        text = shorter
    return text


def _without_full_stop(text: str) -> str:
    """A full stop at the end closes the list, unless the name is an abbreviation (`U.K.`)."""
    return text[:-1] if text.endswith(".") and text.count(".") == 1 else text


def _two_letters(code: str, directory: PartyDirectory, scheme: CodeScheme | None) -> PartyCheck:
    if scheme is not None:
        try:
            party = directory.resolve(code, scheme=scheme).code
        except InvalidInput:
            return PartyCheck(
                CheckKind.UNKNOWN, said("No party has this code in {scheme}.", scheme=scheme.value)
            )
        return PartyCheck(CheckKind.CODE, said("Read as {scheme}.", scheme=scheme.value), party)
    if code in RESERVED:
        return PartyCheck(CheckKind.CODE, said("Reserved in ISO 3166-1."), RESERVED[code])
    by_scheme = {
        name: one.code
        for name, key in (("ISO 3166-1", CodeScheme.ISO2), ("US TAGS", CodeScheme.TAGS))
        if (one := directory.find(code, scheme=key))
    }
    parties = tuple(dict.fromkeys(by_scheme.values()))
    if len(parties) == 1 and "ISO 3166-1" in by_scheme:
        return PartyCheck(CheckKind.CODE, said("Two letters of ISO 3166-1."), parties[0])
    if not parties:
        return PartyCheck(CheckKind.UNKNOWN, said("No code list on record has these two letters."))
    meanings = [
        said("{party} in {scheme}", party=directory.name_today(party), scheme=name)
        for name, party in by_scheme.items()
    ]
    return PartyCheck(
        CheckKind.CHOOSE,
        said("{code} is {meanings}.", code=code, meanings=together(meanings)),
        None,
        parties,
    )


def _decided(
    name: str, code: PartyCode, directory: PartyDirectory, date: CalendarDate | None
) -> PartyCheck:
    today = directory.name_today(code)
    folded = fold_name(name)
    if name == code:
        return PartyCheck(CheckKind.CODE, said("Code of {today}.", today=today), code)
    if folded in (fold_name(directory.name_at(code, date)), fold_name(today)):
        return PartyCheck(CheckKind.EXACT, "", code)
    used = next((one for one in directory.names(code) if fold_name(one.name) == folded), None)
    return PartyCheck(CheckKind.KNOWN_NAME, _name_in_words(used, today), code)


def _name_in_words(used: DatedName | None, today: str) -> str:
    if used is None:
        return said("A name of {today}.", today=today)
    if used.language != "en":
        return said(
            "{language} name of {today}.",
            language=_LANGUAGES.get(used.language, used.language),
            today=today,
        )
    if used.use is NameUse.OFFICIAL:
        return said("Official name of {today}.", today=today)
    if used.last is not None and used.last.upper is not None:
        return said("Name of {today}, to {year} and later.", today=today, year=used.last.upper.year)
    return said("Another name of {today}.", today=today)


def _counted(number: int) -> str:
    few = {2: said("Two parties"), 3: said("Three parties")}
    return few.get(number, said("{number} parties", number=number))
