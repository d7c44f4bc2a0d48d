"""A record as plain JSON values and back, without loss: the shape in which one house hands over to another.

Open `to_plain` and `from_plain`. The names are the field names of `domain/records.py`; a field that says
no more than its default is left out, so that a field added later changes nothing that was written before.

    a term of a vocabulary       its code: "joint_letter"
    one of the three nothings    {"nothing": "withheld"}
    a date                       EDTF: "2017-03/.."
    a grade                      "B2"
    a label                      "Official/HR-CHN/REL CAN,GBR"

Reading is strict: a key that is not known, or a value of another kind, is refused by name.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from app.domain.access import AccessLabel
from app.domain.dates import CalendarDate
from app.domain.errors import InvalidInput
from app.domain.grades import Grade
from app.domain.nothing import Nothing
from app.domain.vocabularies import Term

Plain = str | int | bool | None | list[Any] | dict[str, Any]
Value = TypeVar("Value")
_NOTHING = "nothing"
_WRITERS: Mapping[type, Callable[[Any], Plain]] = {
    Nothing: lambda value: {_NOTHING: value.value},
    Term: lambda value: str(value.value),
    CalendarDate: lambda value: value.edtf,
    Grade: lambda value: value.code,
    AccessLabel: str,
}
_AS_TEXT = (CalendarDate, Grade)


def to_plain(value: object) -> Plain:
    """What `from_plain` reads. For values of the domain made of texts, numbers, terms and tuples."""
    write = next((write for kind, write in _WRITERS.items() if isinstance(value, kind)), None)
    if write is not None:
        return write(value)
    if isinstance(value, tuple):
        return [to_plain(one) for one in value]
    if is_dataclass(value):
        return {
            field.name: to_plain(getattr(value, field.name))
            for field in fields(value)
            if getattr(value, field.name) != _default(field)
        }
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"{type(value).__name__} has no plain form")


def from_plain(kind: type[Value], plain: object, where: str = "description") -> Value:
    """The value of that kind. Raises InvalidInput with the place of what cannot be read."""
    return cast(Value, _read(kind, plain, where))


def _read(hint: Any, plain: object, where: str) -> object:
    hint = getattr(hint, "__supertype__", hint)  # a NewType is read as what it is made of
    if get_origin(hint) in (Union, types.UnionType):
        return _read_one_of(get_args(hint), plain, where)
    if get_origin(hint) is tuple:
        return _read_tuple(get_args(hint)[0], plain, where)
    if isinstance(hint, type) and issubclass(hint, Term):
        return _read_term(hint, plain, where)
    if hint in _AS_TEXT:
        return _read_text_value(hint, plain, where)
    if is_dataclass(hint):
        return _read_fields(hint, plain, where)
    return _read_bare(hint, plain, where)


def _read_one_of(hints: tuple[Any, ...], plain: object, where: str) -> object:
    if plain is None and type(None) in hints:
        return None
    if isinstance(plain, Mapping) and set(plain) == {_NOTHING} and Nothing in hints:
        try:
            return Nothing(plain[_NOTHING])
        except ValueError as error:
            raise _refused(where, "is none of the three nothings") from error
    (rest,) = [hint for hint in hints if hint not in (type(None), Nothing)]
    return _read(rest, plain, where)


def _read_tuple(hint: Any, plain: object, where: str) -> tuple[object, ...]:
    if not isinstance(plain, list):
        raise _refused(where, "is not a list")
    return tuple(
        _read(hint, one, f"{where}[{number}]") for number, one in enumerate(plain, start=1)
    )


def _read_term(hint: type[Term], plain: object, where: str) -> Term:
    try:
        return hint(plain)
    except ValueError as error:
        raise _refused(where, f"is not a word of {hint.__name__}") from error


def _read_text_value(hint: Any, plain: object, where: str) -> object:
    text = _read_bare(str, plain, where)
    try:
        return CalendarDate.parse(str(text)) if hint is CalendarDate else Grade(str(text))
    except InvalidInput as error:
        raise _refused(where, error.message) from error


def _read_fields(hint: Any, plain: object, where: str) -> object:
    if not isinstance(plain, Mapping):
        raise _refused(where, "is not an object with keys")
    known = get_type_hints(hint)
    unknown = set(plain) - set(known)
    if unknown:
        raise _refused(f"{where}.{min(unknown)}", "is not known here")
    values = {name: _read(known[name], plain[name], f"{where}.{name}") for name in plain}
    try:
        return hint(**values)
    except TypeError as error:
        raise _refused(where, "lacks a key that it must have") from error
    except InvalidInput as error:
        raise _refused(where, error.message) from error


def _read_bare(hint: Any, plain: object, where: str) -> object:
    if type(plain) is not hint:  # a truth value is no number, a number no text
        raise _refused(where, f"is not a {_BARE.get(hint, 'value that belongs here')}")
    return plain


_BARE = {str: "text", int: "whole number", bool: "true or false"}


def _refused(where: str, why: str) -> InvalidInput:
    return InvalidInput(where, f"{where} {why}.")


def _default(field: Field[Any]) -> object:
    return field.default_factory() if field.default_factory is not MISSING else field.default
