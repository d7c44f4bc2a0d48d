"""A description as plain JSON and back, for keeping each version of a record whole.

`to_plain` leaves out what stands at its default, so that a snapshot stays small and a field added
later reads as its default. The round trip is the identity for every description. Nothing else knows
this shape: `db/version_store.py` keeps it as a text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from app.domain.dates import CalendarDate
from app.domain.grades import Grade
from app.domain.nothing import Nothing
from app.domain.records import Description

Plain = Any
"""What the standard library's `json` reads and writes."""
_NOTHING = "nothing"


def to_plain(description: Description) -> Mapping[str, Plain]:
    """The description as JSON values."""
    return _write_fields(description)


def from_plain(plain: Mapping[str, Plain]) -> Description:
    """The description that `to_plain` wrote."""
    found = _read_fields(Description, plain)
    assert isinstance(found, Description)  # noqa: S101 - what a reader of that kind returns
    return found


def _write(value: object) -> Plain:
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Nothing):
        return {_NOTHING: value.value}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_write(one) for one in value]
    if isinstance(value, CalendarDate):
        return value.edtf
    if isinstance(value, Grade):
        return value.code
    return _write_fields(value)


def _write_fields(value: object) -> dict[str, Plain]:
    written = {}
    for name, default in _defaults(type(value)):  # type: ignore[arg-type] # classes can be hashed
        held = getattr(value, name)
        if held is not default and held != default:
            written[name] = _write(held)
    return written


@cache
def _defaults(kind: type[Any]) -> tuple[tuple[str, object], ...]:
    return tuple((field.name, _default(field)) for field in fields(kind))


def _default(field: Field[Any]) -> object:
    """The field's default; an object equal to nothing where there is none."""
    return object() if field.default is MISSING else field.default


_Reader = Callable[[Plain], Any]


def _read_fields(kind: type[Any], plain: Mapping[str, Plain]) -> object:
    readers = _readers(kind)  # type: ignore[arg-type]
    return kind(**{name: readers[name](held) for name, held in plain.items() if name in readers})


@cache
def _readers(kind: type[Any]) -> Mapping[str, _Reader]:
    return {name: _reader(hint) for name, hint in get_type_hints(kind).items()}


def _reader(hint: Any) -> _Reader:
    if get_origin(hint) in (Union, UnionType):
        return _reader_of_union(get_args(hint))
    if get_origin(hint) is tuple:
        read = _reader(get_args(hint)[0])
        return lambda plain: tuple(read(one) for one in plain)
    if hint is CalendarDate:
        return CalendarDate.parse
    if hint is Grade:
        return Grade
    if is_dataclass(hint):
        return lambda plain: _read_fields(hint, plain)  # type: ignore[arg-type]
    return hint if isinstance(hint, type) and issubclass(hint, Enum) else _as_it_is


def _reader_of_union(kinds: tuple[Any, ...]) -> _Reader:
    (read,) = (_reader(kind) for kind in kinds if kind not in (NoneType, Nothing))

    def read_or_nothing(plain: Plain) -> Any:
        if plain is None:
            return None
        if isinstance(plain, dict) and set(plain) == {_NOTHING}:
            return Nothing(plain[_NOTHING])
        return read(plain)

    return read_or_nothing


def _as_it_is(plain: Plain) -> Plain:
    return plain
