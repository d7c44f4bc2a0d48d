"""What stands at the end of a query that is still being typed: in which field, and how much of its value.

Open `typed_at_the_end`. Nothing is refused here: a quotation mark may still be open, a bracket too. What
the finished text means is decided in `syntax.py` alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from app.search.syntax_fields import FIELDS_BY_NAME, NAME_FIELDS
from app.search.syntax_scan import LONGEST, QUOTES
from app.search.syntax_scanned import OPERATORS

_MOST_WORDS = 4
_PIECE = re.compile(r'\s+|"[^"]*"?|[()]|[^\s"()]+')
_FIELD = re.compile(r"(\w+):", re.UNICODE)
_SIGNS = "+-!"


@dataclass(frozen=True, slots=True)
class Typed:
    """One reading of the end. `field` is empty for words anywhere; `start` counts characters from 0 and is
    where the value begins, its quotation mark included."""

    field: str
    text: str
    start: int


def typed_at_the_end(text: str) -> tuple[Typed, ...]:
    """How the end may be read, the reading with the most words first; empty where nothing is typed.

    A name of several words needs no quotation mark yet: `signedby:united st` is read as one name too.
    """
    if len(text) > LONGEST:
        return ()
    reader = _Reader()
    for piece in _PIECE.finditer(text.translate(QUOTES)):
        reader.read(piece.group(), piece.start())
    return reader.readings(text)


@dataclass(slots=True)
class _Reader:
    """Goes through the pieces once; what it keeps is true after the last of them."""

    scopes: list[str] = field(default_factory=list)
    """The field of each open bracket."""
    pending: str = ""
    """The field whose value must come now."""
    row: list[int] = field(default_factory=list)
    """Where each of the plain words side by side at the end begins."""
    of_field: str = ""
    """The field that the first of the row stands in, if any."""
    is_open: bool = False
    """Whether the last piece is one that may go on."""
    is_at_bracket: bool = False
    """Whether the row is but the place behind an open bracket."""

    def read(self, piece: str, at: int) -> None:
        """Take the next piece."""
        if piece.isspace():
            self.pending, self.is_open = "", False
            self._leave_bracket()
        elif piece[0] == '"':
            self._begin(self._scope(), at)
            self.is_open = len(piece) == 1 or piece[-1] != '"'
            if not self.is_open:
                self.row.clear()
            self.pending = ""
        elif piece == "(":
            self.scopes.append(self._scope())
            self._begin(self.scopes[-1], at + 1)
            self.is_at_bracket = self.is_open = True
            self.pending = ""
        elif piece == ")":
            if self.scopes:
                self.scopes.pop()
            self.row.clear()
            self.is_open = False
        else:
            self._bare(piece, at)

    def readings(self, text: str) -> tuple[Typed, ...]:
        """What is typed at the end of the text."""
        if not self.is_open or not self.row:
            return ()
        starts = self.row if self.of_field else self.row[-_MOST_WORDS:]
        found = [
            Typed(self.of_field if at == self.row[0] else self._scope(), _bare(text[at:]), at)
            for at in starts
        ]
        return tuple(one for one in found if one.field or one.text)

    def _scope(self) -> str:
        return self.pending or (self.scopes[-1] if self.scopes else "")

    def _begin(self, scope: str, at: int) -> None:
        self.of_field, self.row, self.is_at_bracket = scope, [at], False

    def _leave_bracket(self) -> None:
        if self.is_at_bracket:
            self.row.clear()
        self.is_at_bracket = False

    def _bare(self, piece: str, at: int) -> None:
        self._leave_bracket()
        self.is_open = True
        if piece in OPERATORS:
            self.row.clear()
            return
        if not self.pending:
            sign = len(piece) - len(piece.lstrip(_SIGNS))
            found = _FIELD.match(piece, sign)
            known = FIELDS_BY_NAME.get(found[1].lower(), "") if found else ""
            if found and known:
                at += found.end()
                self.pending = known
                self._begin(known, at)
                return
            at += sign
        goes_on = self.row and (not self.of_field or self.of_field in NAME_FIELDS)
        is_full = bool(self.of_field) and len(self.row) == _MOST_WORDS
        if self.pending or not goes_on or is_full:
            self._begin(self._scope(), at)
        else:
            self.row.append(at)


def _bare(text: str) -> str:
    """Without the quotation mark that is still open."""
    return text.translate(QUOTES).lstrip('"').lstrip()
