"""What stands in a form, exactly as typed: names of fields and their values.

A list of parts is one field with a key for each row in order (`demands` = 0, 1, 2); the fields of a row
begin with the list's name and the key (`demands.1.text`). So rows are added, moved and removed without
touching what stands in them. Everything that is kept of a form (drafts, errors, expiry) is a `Typed`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.domain.dates import CalendarDate
from app.domain.errors import InvalidInput
from app.domain.written_dates import as_edtf

Pairs = Iterable[tuple[str, str]]
PASSING = frozenset({"csrf_token", "do", "revision", "draft", "against"})
"""Fields of a request that are not the person's own words; nor are the sides of a conflict."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Values by field; a field that is not there is empty."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Pairs) -> Typed:
        """From pairs as a draft keeps them, or a request brings them."""
        values: dict[str, tuple[str, ...]] = {}
        for name, value in pairs:
            values[name] = (*values.get(name, ()), value)
        return cls(values)

    @classmethod
    def of_request(cls, pairs: Pairs) -> Typed:
        """From a browser's form: line ends made plain, nothing of the request itself."""
        return cls.of(
            (name, value.replace("\r\n", "\n").strip())
            for name, value in pairs
            if name not in PASSING
        ).without_empty()

    def pairs(self) -> tuple[tuple[str, str], ...]:
        return tuple((name, value) for name, values in self.values.items() for value in values)

    def get(self, name: str) -> str:
        """The first value of a field; empty when there is none."""
        return next(iter(self.values.get(name, ())), "")

    def all(self, name: str) -> tuple[str, ...]:
        return self.values.get(name, ())

    def has(self, name: str, value: str) -> bool:
        return value in self.all(name)

    def under(self, prefix: str) -> tuple[tuple[str, str], ...]:
        """The pairs of all fields whose name begins so."""
        return tuple(pair for pair in self.pairs() if pair[0].startswith(prefix))

    def set(self, name: str, *values: str) -> Typed:
        """With other values in one field; none = the field is empty."""
        changed = {**self.values, name: values}
        if not values:
            del changed[name]
        return Typed(changed)

    def put(self, more: Mapping[str, tuple[str, ...]]) -> Typed:
        """With the fields of a row, or a whole form, written over."""
        return Typed({**self.values, **more})

    def without(self, prefix: str) -> Typed:
        """Without all fields whose name begins so."""
        return Typed(
            {name: values for name, values in self.values.items() if not name.startswith(prefix)}
        )

    def without_empty(self) -> Typed:
        kept = {name: tuple(filter(None, values)) for name, values in self.values.items()}
        return Typed({name: values for name, values in kept.items() if values})


def add_row(typed: Typed, rows: str, fields: Mapping[str, tuple[str, ...]] | None = None) -> Typed:
    """With one more row at the end of a list; without `fields` a blank one, marked as new."""
    keys, key = typed.all(rows), next_key(typed, rows)
    given = {"new": ("yes",)} if fields is None else fields
    row = {f"{rows}.{key}.{name}": values for name, values in given.items()}
    return typed.put(row).set(rows, *keys, key)


def next_key(typed: Typed, rows: str) -> str:
    """The key of the row that comes next in a list."""
    return str(max((int(one) for one in typed.all(rows) if one.isdigit()), default=-1) + 1)


def remove_row(typed: Typed, row: str) -> Typed:
    """Without one row of a list (`demands.1`); a row that is not there is no matter."""
    rows, _, key = row.rpartition(".")
    kept = (one for one in typed.all(rows) if one != key)
    return typed.without(f"{row}.").set(rows, *kept)


def move_row(typed: Typed, row: str, step: int) -> Typed:
    """With one row a place up (-1) or down (1); at either end nothing moves."""
    rows, _, key = row.rpartition(".")
    keys = list(typed.all(rows))
    if key not in keys:
        return typed
    place = keys.index(key)
    other = place + step
    if 0 <= other < len(keys):
        keys[place], keys[other] = keys[other], keys[place]
    return typed.set(rows, *keys)


def letter_date(typed: Typed) -> CalendarDate | None:
    """The letter's own date, as far as it can be read."""
    text = typed.get("dated")
    try:
        return CalendarDate.parse(as_edtf(text)) if text else None
    except InvalidInput:
        return None
