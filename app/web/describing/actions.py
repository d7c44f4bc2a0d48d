"""What the buttons of a form do to what is typed: rows added, moved, opened; a pasted list as rows.

Each button sends the whole form with its own value of `do`: `add:demands`, `remove:signatures.3`. So all
of them work without JavaScript, and nothing that stands in the form is lost.
"""

from __future__ import annotations

from app.domain.code_schemes import CodeScheme
from app.domain.errors import InvalidInput
from app.domain.parties import PartyDirectory
from app.domain.signatory_list import ListedSignatory, parse_signatories
from app.domain.signatory_persons import rank_of
from app.web.describing.controls import Desk
from app.web.describing.lines import with_lines
from app.web.describing.mapping import FIELDS, SECTIONS
from app.web.describing.matching import SIGNATURES
from app.web.describing.party_controls import capacity_of, party_in_words
from app.web.describing.rows import LINES
from app.web.describing.typed import Typed, add_row, letter_date, move_row, remove_row

PASTE, SCHEME, OPEN = "paste", "paste.scheme", "open"
FOR_ALL = {"ranks": "all.ranks", "status": "all.status", "evidence.source": "all.source"} | {
    "evidence.grade": "all.grade"
}
"""Fields of a row and the fields that set them for all rows."""
LONGEST_PASTE = 100_000
MOST_ROWS = 1_000


def act(typed: Typed, do: str, desk: Desk) -> Typed:
    """The form after a button. An unknown one changes nothing."""
    verb, _, target = do.partition(":")
    if verb == "paste":
        return with_pasted_rows(typed, desk.parties)
    if verb == "for-all":
        return _with_all_set(typed)
    if not target or len(typed.values) > MOST_ROWS * 20:
        return typed
    return _with_rows_changed(_with_section_open(typed, target), verb, target, desk)


def finished(typed: Typed, desk: Desk) -> Typed:
    """The form with whatever was pasted and not turned into rows: it is part of the letter."""
    return with_lines(with_pasted_rows(typed, desk.parties), FIELDS, desk)


def _with_rows_changed(typed: Typed, verb: str, target: str, desk: Desk) -> Typed:
    if verb == "add":
        return add_row(typed, target)
    if verb == LINES:
        return with_lines(typed, (one for one in FIELDS if one.name == target), desk)
    if verb == "remove":
        return remove_row(typed, target)
    if verb in ("up", "down"):
        return move_row(typed, target, -1 if verb == "up" else 1)
    return _toggled(typed, target) if verb == "open" else typed


def with_pasted_rows(typed: Typed, parties: PartyDirectory) -> Typed:
    """The pasted list as rows at the end of the table, with what is set for all rows."""
    text = typed.get(PASTE)
    if not text:
        return typed
    if len(text) > LONGEST_PASTE:
        raise InvalidInput(PASTE, "This list is longer than any letter's. Paste a part of it.")
    scheme = CodeScheme(typed.get(SCHEME)) if typed.get(SCHEME) in ("iso2", "tags") else None
    found = parse_signatories(text, parties, date=letter_date(typed), scheme=scheme)
    set_for_all = {name: typed.all(source) for name, source in FOR_ALL.items() if typed.get(source)}
    for row in found[:MOST_ROWS]:
        fields = {"new": ("yes",)} | set_for_all | _fields_of(row, parties)
        typed = add_row(typed, SIGNATURES, fields)
    return typed.set(PASTE)


def _fields_of(row: ListedSignatory, parties: PartyDirectory) -> dict[str, tuple[str, ...]]:
    fields = {
        "name_as_signed": row.as_signed,
        "person": row.person,
        "office": row.office,
        "party": party_in_words(row.party, parties) if row.party else "",
        "ranks": rank.value if (rank := rank_of(row.office)) else "",
        "capacity": capacity_of(row.party, parties).value,
    }
    return {name: (value,) for name, value in fields.items() if value}


def _with_section_open(typed: Typed, target: str) -> Typed:
    """A section in which something was done stays open, whatever is done next."""
    rows, opened = target.partition(".")[0], typed.all(OPEN)
    of_it = (one.mark for one in SECTIONS if any(field.name == rows for field in one.fields))
    more = [mark for mark in of_it if mark not in opened]
    return typed.set(OPEN, *opened, *more) if more else typed


def _with_all_set(typed: Typed) -> Typed:
    changed: dict[str, tuple[str, ...]] = {}
    for key in typed.all(SIGNATURES):
        for name, source in FOR_ALL.items():
            if typed.get(source):
                changed[f"{SIGNATURES}.{key}.{name}"] = typed.all(source)
    return typed.put(changed)


def _toggled(typed: Typed, row: str) -> Typed:
    opened = typed.all(OPEN)
    if row in opened:
        return typed.set(OPEN, *(one for one in opened if one != row))
    return typed.set(OPEN, *opened, row)
