"""Lists of parts in a form: demands, addressees, signatures, each a row of fields."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.domain.wording import said
from app.web.describing.controls import Desk, Field, Problem, Written, read_fields, write_fields
from app.web.describing.typed import Typed
from app.web.presentation import capital, lowered


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one kind of value. A row that was added and left blank is not there."""

    kind: type[Any]
    noun: str
    """What one row is called: `demand`."""
    fields: tuple[Field, ...]
    widget = "rows"

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
        return not typed.all(name)

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
