"""Copying a page of a foreign PDF into a new document, key by key of the table in `annex_keys.py`.

Open `Copier.page`. Nothing is taken over by reference: every dictionary is made anew, from the keys that
its kind may have, with values that are of the kind they should be. An object that several pages share is
copied once, which also ends cycles.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from .annex_keys import DRAWN, FIXED, INHERITED, KINDS, MAY_BE_STREAMS, SIMPLE_FONTS, STREAMS
from .annex_stamps import stamped
from .annex_streams import Unpacking
from .unreadable import Unreadable

MAX_DEPTH = 200
MAX_VALUES = 5_000_000
"""Keys and elements copied in all; a page of a letter has some hundreds."""
_MAX_NUMBER = 10**10
_MAX_PARENTS = 100
_LETTER_BOX = (0, 0, 612, 792)
_MAX_SIDE = 14_400
"""ISO 32000-1, annex C.2: 200 inches."""
_MODES = {
    "/CalGray": "calibrated",
    "/CalRGB": "calibratedmatrix",
    "/Lab": "lab",
    "/ICCBased": "profile",
}

Value = Any
"""What pikepdf gives: its objects, and numbers and truths of Python's own."""


class Copier:
    """Copies into `target`. Raises Unreadable("suspicious") for what no letter needs."""

    def __init__(self, target: pikepdf.Pdf) -> None:
        self._target = target
        self._made: dict[tuple[tuple[int, int], str], Value] = {}
        self._left = MAX_VALUES
        self.unpacking = Unpacking(target)
        self._choosers: dict[str, Callable[[Value, int], Value]] = {
            "xobject": self._xobject,
            "font": self._font,
            "pattern": self._pattern,
            "colours": self._colours,
            "fontsize": self._font_and_size,
        }

    def page(self, page: Value) -> Dictionary:
        """A new page that looks the same, with nothing but what is drawn."""
        whole = Dictionary(page)
        for key in INHERITED:
            if key not in page and (found := _inherited(page, key)) is not None:
                whole[key] = found
        made: Dictionary = self._dictionary(whole, "page", 0)
        _make_measurable(made)
        if "/Resources" not in made:
            made.Resources = Dictionary()
        if "/Contents" in page:
            made.Contents = self._contents(page.Contents)
        stamps = stamped(made, page, lambda stream: self._stream(stream, "form", 0))
        if stamps is not None:
            names, operators = stamps
            made.Resources, made.Contents = Dictionary(XObject=names), Stream(self._target, b"")
            self.unpacking.draw(made.Contents, operators)
        return made

    def _contents(self, value: Value) -> Stream:
        """One stream, however many there are: a word of marked content may begin in one, end in the next."""
        streams = list(value) if isinstance(value, Array) else [value]
        if not all(isinstance(one, Stream) and "/F" not in one for one in streams):
            raise Unreadable("damaged")
        made = Stream(self._target, b"")
        self.unpacking.fill_drawn(made, streams)
        return made

    def copied(self, value: Value, rule: str, depth: int) -> Value:
        """`value` as the first of the kinds in `rule` that it is; None where it is none of them."""
        self._left -= 1
        if depth > MAX_DEPTH or self._left < 0:
            raise Unreadable("suspicious")
        for kind in rule.split("|"):
            made = self._as(value, kind, depth + 1)
            if made is not None:
                return made
        return None

    def _as(self, value: Value, kind: str, depth: int) -> Value:
        if kind in _PLAIN:
            return _PLAIN[kind](value)
        if kind in ("numbers", "mixed"):
            return self._shared(value, kind, depth, self._list)
        if kind.startswith("{"):
            return self._shared(value, kind, depth, self._mapping)
        if kind.startswith("["):
            return self._shared(value, kind, depth, self._sequence)
        if kind in self._choosers:
            return self._choosers[kind](value, depth)
        if isinstance(value, Stream):
            return self._stream(value, kind, depth) if kind in STREAMS | MAY_BE_STREAMS else None
        if isinstance(value, Dictionary) and kind not in STREAMS:
            return self._shared(value, kind, depth, self._dictionary)
        return None

    def _shared(
        self, value: Value, kind: str, depth: int, copy: Callable[[Value, str, int], Value]
    ) -> Value:
        """The copy of an object that others may point at too, made once."""
        if not isinstance(value, pikepdf.Object) or not value.is_indirect:
            return copy(value, kind, depth)
        key = (value.objgen, kind)
        if key not in self._made:
            if isinstance(value, Dictionary):
                # Known before it is filled: it may hold itself.
                made = self._made[key] = self._target.make_indirect(Dictionary())
                for name, one in copy(value, kind, depth).items():
                    made[name] = one
            else:
                copied = copy(value, kind, depth)
                self._made[key] = None if copied is None else self._target.make_indirect(copied)
        return self._made[key]

    def _dictionary(self, value: Value, kind: str, depth: int) -> Dictionary:
        made = Dictionary()
        for key, rule in KINDS[kind].items():
            if key in value and (one := self.copied(value[key], rule, depth)) is not None:
                made[key] = one
        for key, name in FIXED.get(kind, {}).items():
            made[key] = Name(name)
        return made

    def _mapping(self, value: Value, kind: str, depth: int) -> Dictionary | None:
        if not isinstance(value, Dictionary):
            return None
        made = Dictionary()
        for key, entry in value.items():
            one = self.copied(entry, kind[1:-1], depth)
            if one is not None:
                made[key] = one
        return made

    def _sequence(self, value: Value, kind: str, depth: int) -> Array | None:
        if not isinstance(value, Array):
            return None
        copies = [self.copied(one, kind[1:-1], depth) for one in value]
        return Array([one for one in copies if one is not None])

    def _list(self, value: Value, kind: str, depth: int) -> Array | None:
        """All or nothing: a number that is left out would move those behind it."""
        if not isinstance(value, Array):
            return None
        rule = "number|numbers" if kind == "numbers" else "number|name|mixed"
        copies = [self.copied(one, rule, depth) for one in value]
        return None if any(one is None for one in copies) else Array(copies)

    def _stream(self, value: Value, kind: str, depth: int) -> Stream | None:
        key = (value.objgen, kind)
        if key in self._made:
            known: Stream | None = self._made[key]
            return known
        if "/F" in value:  # its bytes are in another file
            self._made[key] = None
            return None
        made = self._made[key] = Stream(self._target, b"")
        for name, one in self._dictionary(value, kind, depth).items():
            made[name] = one
        if kind in DRAWN:
            self.unpacking.fill_drawn(made, [value])
        else:
            parameters = self._filter_parameters(value.get("/DecodeParms"), depth)
            self.unpacking.fill(made, value, parameters, kind)
        return made

    def _filter_parameters(self, value: Value, depth: int) -> list[Value]:
        """One dictionary for each filter, empty where the file names none; none at all likewise."""
        if value is None:
            return []
        each = list(value) if isinstance(value, Array) else [value]
        return [self.copied(one, "filtering", depth) or Dictionary() for one in each]

    def _xobject(self, value: Value, depth: int) -> Value:
        if not isinstance(value, Stream):
            return None
        kind = {"/Image": "image", "/Form": "form"}.get(str(value.get("/Subtype")))
        return self._stream(value, kind, depth) if kind else None

    def _font(self, value: Value, depth: int) -> Value:
        if not isinstance(value, Dictionary):
            return None
        subtype = str(value.get("/Subtype"))
        if subtype in SIMPLE_FONTS:
            made = self._shared(value, "simplefont", depth, self._dictionary)
            made.Type, made.Subtype = Name.Font, Name(subtype)
            return made
        kind = {"/Type0": "compositefont", "/Type3": "drawnfont"}.get(subtype)
        return self._shared(value, kind, depth, self._dictionary) if kind else None

    def _pattern(self, value: Value, depth: int) -> Value:
        if isinstance(value, Stream):
            return self._stream(value, "tiling", depth)
        if isinstance(value, Dictionary):
            return self._shared(value, "shaded", depth, self._dictionary)
        return None

    def _font_and_size(self, value: Value, depth: int) -> Array | None:
        if not isinstance(value, Array) or len(value) != 2:
            return None
        font, size = self.copied(value[0], "font", depth), _number(value[1])
        return None if font is None or size is None else Array([font, size])

    def _colours(self, value: Value, depth: int) -> Value:
        if isinstance(value, Name):
            return value
        return self._shared(value, "colours", depth, self._colour_space)

    def _colour_space(self, value: Value, kind: str, depth: int) -> Array | None:
        """ISO 32000-1, 8.6: the mode, and what belongs to it."""
        if not isinstance(value, Array) or not len(value) or not isinstance(value[0], Name):
            return None
        mode = str(value[0])
        if mode in _MODES:
            rules = [_MODES[mode]]
        else:
            rules = {
                "/Pattern": ["colours"],
                "/Indexed": ["colours", "number", "text|bytes"],
                "/Separation": ["name", "colours", "function"],
                "/DeviceN": ["mixed", "colours", "function"],
            }.get(mode, [])
        entries = list(value)[1 : len(rules) + 1]
        copies = [self.copied(one, rule, depth) for one, rule in zip(entries, rules, strict=False)]
        return None if any(one is None for one in copies) else Array([value[0], *copies])


def _inherited(page: Value, key: str) -> Value:
    """ISO 32000-1, 7.7.3.4: from the nearest node above that has it."""
    node: Value = page
    for _ in range(_MAX_PARENTS):
        node = node.get("/Parent")
        if not isinstance(node, Dictionary):
            return None
        if key in node:
            return node[key]
    raise Unreadable("suspicious")


def _make_measurable(page: Value) -> None:
    """Boxes and rotation as every reader would take them."""
    for key in ("/MediaBox", "/CropBox"):
        if key in page and not _is_box(page[key]):
            del page[key]
    if "/MediaBox" not in page:
        page.MediaBox = Array(_LETTER_BOX)
    if "/Rotate" in page and page.Rotate % 90 != 0:
        del page["/Rotate"]


def _is_box(value: Value) -> bool:
    if len(value) != 4:
        return False
    numbers = [float(one) for one in value]
    sides = abs(numbers[2] - numbers[0]), abs(numbers[3] - numbers[1])
    return all(0 < side <= _MAX_SIDE for side in sides)


def _name(value: Value) -> Name | None:
    return value if isinstance(value, Name) else None


def _text(value: Value) -> String | None:
    return String(bytes(value)) if isinstance(value, String) else None


def _truth(value: Value) -> bool | None:
    return value if isinstance(value, bool) else None


def _number(value: Value) -> int | Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return value if -_MAX_NUMBER <= value <= _MAX_NUMBER else None


_PLAIN: dict[str, Callable[[Value], Value]] = {
    "name": _name,
    "text": _text,
    "truth": _truth,
    "number": _number,
}
