"""Lists of parts in a form: demands, addressees, signatures, each a row of fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.wording import said
from app.web.describing.controls import Desk, Field, Problem, Written, read_fields, write_fields
from app.web.describing.typed import Typed
from app.web.presentation import capital, lowered

LineReader = Callable[[str, Desk], Iterable[Mapping[str, str]]]
"""The rows that one line makes, each its fields as typed."""
LINES = "lines"
"""Behind the name of a list: the field of lines that are not rows yet."""


@dataclass(frozen=True, slots=True)
class Lines:
    """How several rows are written at once, one a line. `for_all` names fields asked once for them."""

    hint: str
    read: LineReader
    for_all: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one kind of value. A row that was added and left blank is not there."""

    kind: type[Any]
    noun: str
    """What one row is called: `demand`."""
    fields: tuple[Field, ...]
    lines: Lines | None = None
    widget = "rows"

    @property
    def fields_for_all(self) -> tuple[Field, ...]:
        """The fields that are asked once for all lines."""
        wanted = self.lines.for_all if self.lines else ()
        return tuple(one for one in self.fields if one.name in wanted)

    def write(self, name: str, value: Iterable[object], desk: Desk) -> Written:
        written: Written = {}
        keys = []
        for number, one in enumerate(value):
            keys.append(str(number))
            written |= write_fields(self.fields, f"{name}.{number}.", one, desk)
        return written | ({name: tuple(keys)} if keys else {})

    def read(self, name: str, typed: Typed, desk: Desk) -> tuple[Any, ...]:
        found = []
        for number, key in enumerate(typed.all(name), start=1):
            prefix = f"{name}.{key}."
            if self.is_blank_row(prefix, typed):
                continue
            within = said("{noun} {number}", noun=capital(self.noun), number=number)
            self._ask_for_required(prefix, within, typed, desk)
            values = read_fields(self.fields, prefix, typed, desk, within)
            if len(values) == len(self.fields):
                found.append(self.kind(**values))
        return tuple(found)

    def is_blank(self, name: str, typed: Typed) -> bool:
        is_waiting = bool(typed.get(f"{name}.{LINES}"))
        rows = (f"{name}.{key}." for key in typed.all(name))
        return not is_waiting and all(self.is_blank_row(prefix, typed) for prefix in rows)

    def is_blank_row(self, prefix: str, typed: Typed) -> bool:
        """Whether the row was added here and nobody wrote into it."""
        return bool(typed.get(f"{prefix}new")) and all(
            one.control.is_blank(f"{prefix}{one.name}", typed) for one in self.fields
        )

    def _ask_for_required(self, prefix: str, within: str, typed: Typed, desk: Desk) -> None:
        if not typed.get(f"{prefix}new"):
            return
        for one in self.fields:
            name = f"{prefix}{one.name}"
            if one.is_required and one.control.is_blank(name, typed):
                label = said("{within}, {field}", within=within, field=lowered(one.label))
                desk.problems.append(Problem(name, label, said("Write it, or remove the row.")))
