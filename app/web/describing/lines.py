"""Lists written one a line: what each line becomes as a row, and all waiting lines as rows.

How a line is read is in `domain/fact_lines.py`; which list is read how stands with the list, in
`groups/`. A line that cannot be read makes a row all the same, which then says what it lacks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from app.domain import fact_lines
from app.domain.signatory_lines import NameCutter
from app.domain.signatory_persons import looks_like_an_office, read_person
from app.domain.vocabularies import AbsenceKind, DemandClass, ResponseKind
from app.web.describing.controls import Desk, Field
from app.web.describing.party_controls import UNNAMED, party_in_words
from app.web.describing.rows import LINES, Rows
from app.web.describing.typed import Typed, add_row, letter_date

Row = Mapping[str, str]
MOST_LINES = 300
"""More wait in their field: no letter asks for so much, and rows are slow to look at."""


def demand(line: str, _desk: Desk) -> Iterator[Row]:
    """A demand with the class of its first verb."""
    found = fact_lines.demand_class(line)
    yield {"text": line} | ({} if found is DemandClass.OTHER else {"demand_class": found.value})


def persons(line: str, _desk: Desk) -> Iterator[Row]:
    """`Xie Yang (谢阳), lawyer`."""
    for one in fact_lines.persons_of(line):
        yield {
            "name": one.name,
            "other_names": ", ".join(one.other_names),
            "occupation": one.occupation,
        }


def response(line: str, desk: Desk) -> Iterator[Row]:
    """`People's Daily: called it invented`; the party where the speaker is one, its embassy, its ministry."""
    who, what = fact_lines.speaker_of(line)
    party = _party_of(who, desk)
    kind = fact_lines.response_kind(what)
    yield {
        "text": _sentence(what),
        "by": "" if _is_party(who, desk) else who,
        "by_party": party,
    } | ({} if kind is ResponseKind.OTHER else {"kind": kind.value})


def absence(line: str, desk: Desk) -> Iterator[Row]:
    """`Hungary: blocked it`, `an EU member: blocked it`, `United States`."""
    who, what = fact_lines.speaker_of(line)
    if not who and _is_party(what, desk):
        who, what = what, ""
    kind = fact_lines.absence_kind(what)
    row = {"text": _sentence(what)} | (
        {} if kind is AbsenceKind.REPORTED_ABSENT else {"kind": kind.value}
    )
    among = fact_lines.unnamed_of(who, desk.groupings.groupings) if who else None
    if among is not None and not _is_party(who, desk):
        yield row | {"party.is": UNNAMED, "among": among}
    else:
        yield row | {"party": who}


def addressee(line: str, desk: Desk) -> Iterator[Row]:
    """`Guo Shengkun, Minister of Public Security of China`; a party alone; an office alone."""
    cutter = NameCutter(desk.parties, desk.date)
    if cutter.knows(line):
        yield {"party": line}
    elif found := read_person(line, cutter):
        office = re.sub(rf"\s+of\s+(?:the\s+)?{re.escape(found.party)}\Z", "", found.office)
        yield {"party": found.party, "person": found.person, "office": office}
    else:
        yield {"office" if looks_like_an_office(line) else "person": line}


def with_lines(typed: Typed, fields: Iterable[Field], desk: Desk) -> Typed:
    """The form with the lines that wait in these lists as rows at their ends."""
    desk.date = letter_date(typed)
    for one in fields:
        if isinstance(one.control, Rows) and one.control.lines:
            typed = _with_rows(typed, one.name, one.control, desk)
    return typed


def _with_rows(typed: Typed, name: str, control: Rows, desk: Desk) -> Typed:
    text = f"{name}.{LINES}"
    assert control.lines  # noqa: S101 - `with_lines` asked
    for_all = {
        one.name: typed.all(f"{text}.{one.name}")
        for one in control.fields_for_all
        if typed.get(f"{text}.{one.name}")
    }
    waiting = fact_lines.lines_of(typed.get(text))
    for line in waiting[:MOST_LINES]:
        for row in control.lines.read(line, desk):
            said = {key: (value,) for key, value in row.items() if value}
            typed = add_row(typed, name, {"new": ("yes",)} | for_all | said)
    rest = "\n".join(waiting[MOST_LINES:])
    return typed.set(text, *filter(None, [rest]))


def _sentence(text: str) -> str:
    """What follows a colon, as it stands by itself."""
    return text[:1].upper() + text[1:]


def _is_party(text: str, desk: Desk) -> bool:
    return bool(text) and NameCutter(desk.parties, desk.date).knows(text)


def _party_of(who: str, desk: Desk) -> str:
    """The party that speaks, or whose embassy or mission does; empty for anybody else."""
    if not who:
        return ""
    if _is_party(who, desk):
        return who
    found = read_person(who, NameCutter(desk.parties, desk.date))
    # `Ministry of Public Security of China` is no office on a list, but says whose it is.
    named = found.party if found else re.sub(r"\A.*\s(?:of|de)\s+(?:the\s+|la\s+)?", "", who)
    meant = desk.parties.meanings(named) if named != who else ()
    return party_in_words(meant[0], desk.parties) if len(meant) == 1 else ""
