"""Controls: how a value of the domain stands in fields of a form, and how it is read back.

Open `Control`, then `Field`. Writing a value and reading it again gives the same value, for every value
of its type. A control raises InvalidInput for what cannot be taken; `read_fields` gathers them all, each
with the field it belongs to. What stands in rows is in `rows.py`, parties in `party_controls.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from app.domain.dates import CalendarDate
from app.domain.errors import InvalidInput
from app.domain.groupings import Groupings
from app.domain.nothing import NONE, NOT_KNOWN, WITHHELD, MaybeText, Nothing
from app.domain.parties import PartyDirectory
from app.domain.records import Evidence
from app.domain.vocabularies import Term
from app.domain.wording import said
from app.web.describing.typed import Typed
from app.web.presentation import lowered

Written = dict[str, tuple[str, ...]]
"""Fields a control writes, to be laid over a `Typed`."""
YES = "yes"
EMPTY = "empty"
NOTHINGS = {"none": NONE, "withheld": WITHHELD}
_NOTHING_CODES = {NOT_KNOWN: "-not_known", NONE: "-none", WITHHELD: "-withheld"}
LARGEST_NUMBER = 1_000_000


@dataclass(frozen=True, slots=True)
class Problem:
    """What cannot be taken: the field to go to, its label, what to do. `is_choice`: a row to decide."""

    name: str
    label: str
    message: str
    is_choice: bool = False


@dataclass(slots=True)
class Desk:
    """What controls need around them: the parties, the letter's date, and a place for problems.

    `main` is the record's main source and grade, which new rows take where they name none.
    """

    parties: PartyDirectory
    date: CalendarDate | None = None
    problems: list[Problem] = field(default_factory=list)
    main: Evidence = field(default_factory=Evidence)
    groupings: Groupings = field(default_factory=lambda: Groupings(()))


class Control(Protocol):
    """How one value stands in a form. `widget` names the macro in `templates/register/fields.html`."""

    @property
    def widget(self) -> str: ...

    def write(self, name: str, value: Any, desk: Desk) -> Written:
        """The fields of a value."""
        ...

    def read(self, name: str, typed: Typed, desk: Desk) -> Any:
        """The value of the fields. Raises InvalidInput."""
        ...

    def is_blank(self, name: str, typed: Typed) -> bool:
        """Whether nobody wrote anything here; a choice alone says nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Field:
    """One field: the attribute it is of, its label, and what helps to fill it in."""

    name: str
    label: str
    control: Any
    """A `Control`; Any, since a frozen dataclass with a constant widget is one only to a reader."""
    hint: str = ""
    is_required: bool = False
    """A row somebody began must say this."""


@dataclass(frozen=True, slots=True)
class Text:
    """A plain text; `lines` above 1 makes room for several."""

    lines: int = 1
    widget = "text"

    def write(self, name: str, value: str, desk: Desk) -> Written:
        return {name: (value,)} if value else {}

    def read(self, name: str, typed: Typed, desk: Desk) -> str:
        return typed.get(name)

    def is_blank(self, name: str, typed: Typed) -> bool:
        return not typed.get(name).strip()


@dataclass(frozen=True, slots=True)
class Maybe:
    """A text or one of the three nothings; an empty field is *not known*."""

    lines: int = 1
    list: str = ""
    """The id of a list of suggestions."""
    widget = "maybe"

    def write(self, name: str, value: MaybeText, desk: Desk) -> Written:
        if isinstance(value, str):
            return {name: (value,)} if value else {f"{name}.is": (EMPTY,)}
        code = next((code for code, nothing in NOTHINGS.items() if nothing is value), "")
        return {f"{name}.is": (code,)} if code else {}

    def read(self, name: str, typed: Typed, desk: Desk) -> MaybeText:
        text, kind = typed.get(name), typed.get(f"{name}.is")
        if text and kind in NOTHINGS:
            raise InvalidInput(
                name,
                said(
                    "Write it, or say that it is {nothing}: not both.", nothing=NOTHINGS[kind].label
                ),
            )
        if text or kind == EMPTY:
            return text
        return NOTHINGS.get(kind, NOT_KNOWN)

    def is_blank(self, name: str, typed: Typed) -> bool:
        return not typed.get(name).strip() and not typed.get(f"{name}.is")


@dataclass(frozen=True, slots=True)
class Several:
    """Several short texts in order, one a line or divided by commas.

    A backslash keeps what would divide (`\\,`), a line end (`\\n`), and blanks at the ends (`\\e`).
    """

    divider: str = "\n"
    lines: int = 3
    list: str = ""
    widget = "several"

    def write(self, name: str, value: Sequence[str], desk: Desk) -> Written:
        between = "\n" if self.divider == "\n" else f"{self.divider} "
        return {name: (between.join(self._guarded(one) for one in value),)} if value else {}

    def read(self, name: str, typed: Typed, desk: Desk) -> tuple[str, ...]:
        raw = (one.strip() for one in self._cut(typed.get(name)))
        return tuple(_unescaped(one, self.divider) for one in raw if one)

    def is_blank(self, name: str, typed: Typed) -> bool:
        return not typed.get(name).strip()

    def _guarded(self, text: str) -> str:
        escaped = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
        if self.divider != "\n":
            escaped = escaped.replace(self.divider, f"\\{self.divider}")
        return escaped if escaped and escaped == escaped.strip() else f"\\e{escaped}\\e"

    def _cut(self, text: str) -> Iterator[str]:
        start = at = 0
        while at < len(text):
            if text[at] == "\\":
                at += 1
            elif text[at] == self.divider or text[at] == "\n":
                yield text[start:at]
                start = at + 1
            at += 1
        yield text[start:]


@dataclass(frozen=True, slots=True)
class Tick:
    """Yes or no."""

    widget = "tick"

    def write(self, name: str, value: bool, desk: Desk) -> Written:
        return {name: (YES,)} if value else {}

    def read(self, name: str, typed: Typed, desk: Desk) -> bool:
        return typed.get(name) == YES

    def is_blank(self, name: str, typed: Typed) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Choice:
    """One term of a vocabulary. Without a `default` it must be chosen."""

    vocabulary: type[Term]
    default: Term | None = None
    widget = "choice"

    def options(self) -> list[tuple[str, str]]:
        """The default first: a browser chooses the first one where nothing was chosen yet."""
        if self.default is None:
            return [("", said("Choose")), *map(_option, self.vocabulary)]
        others = (term for term in self.vocabulary if term is not self.default)
        return [*map(_option, (self.default, *others))]

    def write(self, name: str, value: Term, desk: Desk) -> Written:
        return {name: (str(value.value),)}

    def read(self, name: str, typed: Typed, desk: Desk) -> Term:
        code = typed.get(name)
        if not code and self.default:
            return self.default
        return _term(self.vocabulary, name, code)

    def is_blank(self, name: str, typed: Typed) -> bool:
        return True


def _option(term: Term) -> tuple[str, str]:
    return str(term.value), term.label


@dataclass(frozen=True, slots=True)
class OptionalChoice:
    """One term of a vocabulary, or none said."""

    vocabulary: type[Term]
    widget = "choice"

    def options(self) -> list[tuple[str, str]]:
        return [
            ("", said("not said")),
            *((str(term.value), term.label) for term in self.vocabulary),
        ]

    def write(self, name: str, value: Term | None, desk: Desk) -> Written:
        return {name: (str(value.value),)} if value else {}

    def read(self, name: str, typed: Typed, desk: Desk) -> Term | None:
        code = typed.get(name)
        return _term(self.vocabulary, name, code) if code else None

    def is_blank(self, name: str, typed: Typed) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class MaybeChoice:
    """One term of a vocabulary or one of the three nothings."""

    vocabulary: type[Term]
    widget = "choice"

    def options(self) -> list[tuple[str, str]]:
        nothings = [(code, nothing.label) for nothing, code in _NOTHING_CODES.items()]
        terms = [(str(term.value), term.label) for term in self.vocabulary]
        return [nothings[0], *terms, *nothings[1:]]

    def write(self, name: str, value: Term | Nothing, desk: Desk) -> Written:
        code = _NOTHING_CODES[value] if isinstance(value, Nothing) else str(value.value)
        return {name: (code,)}

    def read(self, name: str, typed: Typed, desk: Desk) -> Term | Nothing:
        code = typed.get(name) or _NOTHING_CODES[NOT_KNOWN]
        nothing = next((one for one, known in _NOTHING_CODES.items() if known == code), None)
        return nothing or _term(self.vocabulary, name, code)

    def is_blank(self, name: str, typed: Typed) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number, or none."""

    widget = "number"

    def write(self, name: str, value: int | None, desk: Desk) -> Written:
        return {} if value is None else {name: (str(value),)}

    def read(self, name: str, typed: Typed, desk: Desk) -> int | None:
        text = typed.get(name)
        if not text:
            return None
        if not (text.isascii() and text.isdigit()) or int(text) > LARGEST_NUMBER:
            raise InvalidInput(name, "Write a whole number in figures, or leave it empty.")
        return int(text)

    def is_blank(self, name: str, typed: Typed) -> bool:
        return not typed.get(name)


def read_fields(
    fields: Sequence[Field], prefix: str, typed: Typed, desk: Desk, within: str = ""
) -> dict[str, Any]:
    """The values of several fields; one with a problem is left out and the problem noted.

    `within` goes before the labels: `Demand 2`.
    """
    values: dict[str, Any] = {}
    for one in fields:
        name = f"{prefix}{one.name}"
        try:
            values[one.name] = one.control.read(name, typed, desk)
        except InvalidInput as error:
            label = (
                said("{within}, {field}", within=within, field=lowered(one.label))
                if within
                else one.label
            )
            desk.problems.append(Problem(name, label, error.message))
    return values


def write_fields(fields: Sequence[Field], prefix: str, value: object, desk: Desk) -> Written:
    """The fields of a value of the domain."""
    written: Written = {}
    for one in fields:
        written |= one.control.write(f"{prefix}{one.name}", getattr(value, one.name), desk)
    return written


def _term(vocabulary: type[Term], name: str, code: str) -> Term:
    try:
        return vocabulary(code)
    except ValueError as error:
        raise InvalidInput(name, "Choose one of the list.") from error


_ESCAPES = {"\\": "\\", "n": "\n", "r": "\r", "e": ""}


def _unescaped(text: str, divider: str) -> str:
    found, at = [], 0
    while at < len(text):
        following = text[at + 1 : at + 2]
        if text[at] == "\\" and (following in _ESCAPES or following == divider) and following:
            found.append(_ESCAPES.get(following, following))
            at += 2
        else:
            found.append(text[at])
            at += 1
    return "".join(found)
