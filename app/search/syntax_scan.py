"""First reading of a query's text: quotes, brackets, fields and signs, with exact positions.

The grammar proper (luqum's) says where it failed only in a sentence, and not at all at the end. So what
can be wrong with quotes, brackets and wildcards is found here, and what luqum would read otherwise than
a reader means it (`re: your letter`, a lone dash) is made plain words before it sees the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.domain.errors import QuerySyntaxError
from app.domain.views import Notice, NoticeKind
from app.domain.wording import said
from app.search.analysis import query_terms

LONGEST, DEEPEST, SHORTEST_PREFIX = 512, 8, 3
FIELDS_BY_NAME = {
    "text": "text",
    "title": "title",
    "summary": "summary",
    "signatory": "signatory",
    "signedby": "signatory",
    "addressee": "addressee",
    "to": "addressee",
    "person": "person",
    "subject": "subject",
    "target": "target",
    "demand": "demand",
    "reference": "reference",
    "kind": "kind",
    "language": "language",
    "date": "date",
    "after": "after",
    "before": "before",
}
"""What may stand before a colon, and the field that it means."""

DATE_FIELDS = frozenset({"date", "after", "before"})
_NAME_FIELDS = frozenset({"signatory", "addressee", "person", "target", "subject"})
_OPERATORS = {"AND": "AND", "OR": "OR", "NOT": "NOT", "&&": "AND", "||": "OR"}
_QUOTES = dict.fromkeys(map(ord, "“”„‟«»″＂"), '"')
_FIELD = re.compile(r"(\w+):", re.UNICODE)
_SPACE, _BARE = re.compile(r"\s+"), re.compile(r'[^\s"()\[\]{}]+')
_RANGE = re.compile(r"\[\s*([^\s\[\]]+)\s+TO\s+([^\s\[\]]+)\s*\]")
_LEADING = re.compile(r"[^\w+\-!]+", re.UNICODE)
_LIST_OF_FIELDS = ", ".join(sorted(FIELDS_BY_NAME))


@dataclass(slots=True)
class Scanned:
    """The text as luqum gets it; `places[i]` is where its character i stood, counted from 0."""

    text: str = ""
    places: list[int] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def put(self, piece: str, place: int) -> None:
        self.text += piece
        self.places.extend([place] * len(piece))

    def note(self, kind: NoticeKind, lead: str, text: str) -> None:
        notice = Notice(kind, lead, text)
        if notice not in self.notices:
            self.notices.append(notice)


def scan(text: str) -> Scanned:
    """Read the text once. Raises QuerySyntaxError with the position, counted from 1."""
    if len(text) > LONGEST:
        raise QuerySyntaxError(
            said(
                "A search holds at most {longest} characters; this one has {count}. Shorten it "
                "or search twice.",
                longest=LONGEST,
                count=len(text),
            ),
            LONGEST + 1,
        )
    scanner = _Scanner(text.translate(_QUOTES).replace("\\", " ").replace("\0", " "))
    scanner.read()
    return scanner.done


@dataclass(slots=True)
class _Scanner:
    """Goes through the text once, from `at`."""

    source: str
    at: int = 0
    done: Scanned = field(default_factory=Scanned)
    _open: list[int] = field(default_factory=list)
    _field: str = ""
    """The field whose value must come now."""

    def read(self) -> None:
        while self.at < len(self.source):
            character = self.source[self.at]
            if space := _SPACE.match(self.source, self.at):
                self.done.put(" ", self.at)
                self.at = space.end()
            elif character == '"':
                self._quoted()
            elif character in "()":
                self._bracket(character)
            elif character in "[]{}":
                self._range()
            else:
                self._bare()
        if self._open:
            place = self._open[-1]
            raise QuerySyntaxError(
                said(
                    "The bracket at character {place} is never closed. Add ) where it should end.",
                    place=place + 1,
                ),
                place + 1,
            )

    def _quoted(self) -> None:
        start = self.at
        end = self.source.find('"', start + 1)
        if end < 0:
            raise QuerySyntaxError(
                said(
                    'The quotation mark at character {start} is never closed. Add " after the phrase.',
                    start=start + 1,
                ),
                start + 1,
            )
        inner = self.source[start + 1 : end]
        if not query_terms(inner):
            raise QuerySyntaxError(
                "There is no word between the quotation marks. Write one or remove them.", start + 1
            )
        if inner.rstrip().endswith("*"):
            self.done.note(
                NoticeKind.READ_AS_TEXT,
                said("A * inside quotation marks is not a wildcard."),
                said("A phrase is searched word for word; put the * outside of quotation marks."),
            )
        if self.done.text and self.done.text[-1] not in " :(":
            self.done.put(" ", start)  # right behind a word luqum would read a field of that name
        self.done.put(f'"{inner}"', start)
        self.at, self._field = end + 1, ""
        self._refuse_suffix()

    def _bracket(self, character: str) -> None:
        place = self.at
        if character == "(":
            self._open.append(place)
            if len(self._open) > DEEPEST:
                why = said("Brackets may stand at most {most} deep. Remove some.", most=DEEPEST)
                raise QuerySyntaxError(why, place + 1)
            if re.compile(r"\(\s*\)").match(self.source, place):
                raise QuerySyntaxError(
                    "There is nothing between the brackets. Write a word or remove them.", place + 1
                )
        elif not self._open:
            raise QuerySyntaxError(
                said(
                    "The bracket at character {place} closes nothing. Remove it, or add ( before it.",
                    place=place + 1,
                ),
                place + 1,
            )
        else:
            self._open.pop()
        self.done.put(character, place)
        self.at, self._field = place + 1, ""

    def _range(self) -> None:
        place = self.at
        found = _RANGE.match(self.source, place)
        if self._field != "date":
            raise QuerySyntaxError(
                "Square and curly brackets hold only ranges of dates, as in date:[2016-03 TO 2019]. "
                "Remove them, or put the text in quotation marks.",
                place + 1,
            )
        if not found:
            raise QuerySyntaxError(
                "A range of dates is written date:[2016-03 TO 2019]; write * for an open end.",
                place + 1,
            )
        self.done.put(f'"{found[1]} TO {found[2]}"', place)
        self.at, self._field = found.end(), ""

    def _bare(self) -> None:
        """A run without spaces, quotes or brackets: sign, field, operator, word or rubbish."""
        place = self.at
        bare = _BARE.match(self.source, place)
        run = bare.group() if bare else self.source[place]
        lead = _LEADING.match(run)
        if run in _OPERATORS and not self._field:
            self.done.put(_OPERATORS[run], place)
            self.at = place + len(run)
        elif run[0] in "+-!":
            self._sign(run)
        elif self._field in DATE_FIELDS:
            self._value(run)
        elif not self._field and (found := _FIELD.match(run)):
            self._field_name(found.group(1), run)
        elif lead and run[0] not in "*/~^?":
            self.at = place + lead.end()
            self._missing_value(run[lead.end() :], place)
        else:
            self._value(run)

    def _sign(self, run: str) -> None:
        """`-word` and `!word` leave records out, `+word` is what every word is anyway; a lone sign is
        a dash."""
        following = self.source[self.at + 1 : self.at + 2]
        if self._field:
            field = self._field
            why = said("Put the sign before the field: {sign}{field}:...", sign=run[0], field=field)
            raise QuerySyntaxError(why, self.at + 1)
        if run[0] in "-!" and following and not following.isspace() and following not in "-+!)":
            self.done.put("NOT ", self.at)
        self.at += 1

    def _field_name(self, name: str, run: str) -> None:
        place = self.at
        known = FIELDS_BY_NAME.get(name.lower())
        after = self.source[place + len(name) + 1 : place + len(name) + 2]
        if known and after and not after.isspace() and after != ")":
            self.done.put(f"{known}:", place)
            self.at, self._field = place + len(name) + 1, known
            return
        if known and not self.source[place + len(name) + 1 :].strip():
            raise QuerySyntaxError(
                said("Write what to look for after {name}: without a space.", name=name),
                place + len(name) + 1,
            )
        if name.isdigit() or run.startswith("//", len(name) + 1):  # a time, an address
            why = said("Its parts are found side by side, in this order.")
        elif known:
            why = said(
                "To search in that field, leave no space after the colon: {name}:word.", name=name
            )
        else:
            why = said("There is no field of that name. Fields are {names}.", names=_LIST_OF_FIELDS)
        self.done.note(NoticeKind.READ_AS_TEXT, said("“{name}:” was read as text.", name=name), why)
        self._value(run)

    def _value(self, run: str) -> None:
        """Put a word, refusing what is not offered yet; punctuation alone is left out."""
        place = self.at
        if self._field in DATE_FIELDS:
            self.done.put(f'"{run}"', place)
        else:
            word = _checked(run, place)
            self._missing_value(word, place)
            if word:
                self._notes_on(word, place + len(run))
                self.done.put(word.replace(":", r"\:"), place)
        self.at, self._field = place + len(run), ""

    def _missing_value(self, word: str, place: int) -> None:
        if self._field and not word:
            why = said("Write a word after {field}:.", field=self._field)
            raise QuerySyntaxError(why, place + 1)

    def _notes_on(self, word: str, end: int) -> None:
        if word in ("and", "or", "not") and not self._field:
            self.done.note(
                NoticeKind.LOWER_CASE_OPERATOR,
                said("“{word}” was searched as a word.", word=word),
                said("Write {upper} in capitals to combine words with it.", upper=word.upper()),
            )
        rest = " ".join(_bare_words(self.source, end))
        if self._field in _NAME_FIELDS and rest:
            self.done.note(
                NoticeKind.OTHER,
                said("{field}: took only “{word}”.", field=self._field, word=word),
                said(
                    'Put a name of several words in quotation marks: {field}:"{word} {rest}".',
                    field=self._field,
                    word=word,
                    rest=rest,
                ),
            )

    def _refuse_suffix(self) -> None:
        if self.source[self.at : self.at + 1] in ("~", "^", "*"):
            _refuse(self.source[self.at], self.at)


def _bare_words(source: str, at: int) -> Iterator[str]:
    """The plain words that follow directly, at most three."""
    for _ in range(3):
        found = re.compile(r"\s+([^\s\"()\[\]{}:+\-*][^\s\"()\[\]{}:]*)(?=[\s)]|$)").match(
            source, at
        )
        if not found or found[1] in _OPERATORS or found[1] in ("and", "or", "not"):
            return
        yield found[1]
        at = found.end()


def _checked(run: str, place: int) -> str:
    """The run without punctuation at its ends; empty when it holds no word."""
    if re.fullmatch(r"/.*[^/]/", run):
        raise QuerySyntaxError(
            "Regular expressions (/.../) are not offered. Use words, or a beginning with *.",
            place + 1,
        )
    for sign in "~^":
        at = run.find(sign)
        if at > 0:
            _refuse(sign, place + at)
    inner = re.search(r"\w\?\w", run)
    if inner:
        _refuse("?", place + inner.start() + 1)
    star = run.find("*")
    if star >= 0:
        _check_star(run, star, place)
    word = re.sub(r"^[^\w]+", "", run).replace("~", "").replace("^", "").replace("?", "")
    return word if query_terms(word) else ""


def _check_star(run: str, star: int, place: int) -> None:
    letters = sum(character.isalnum() for character in run[:star])
    if letters == 0:
        raise QuerySyntaxError(
            "A * may stand only at the end of a word: write its beginning first.", place + star + 1
        )
    if run[star:].strip("*.,;!?") or "*" in run[star + 1 :]:
        raise QuerySyntaxError("A * may stand only once, at the end of a word.", place + star + 1)
    if letters < SHORTEST_PREFIX:
        why = said("Write at least {least} letters before the *.", least=SHORTEST_PREFIX)
        raise QuerySyntaxError(why, place + star + 1)


def _refuse(sign: str, at: int) -> None:
    words = {
        "~": said("Similar spelling and nearness (~) are not offered. Remove the ~."),
        "^": said("Weights (^) are not offered. Remove the ^."),
        "?": said("A ? does not stand for a letter. Write the beginning of the word and *."),
        "*": said("A * may stand only at the end of a word, not after quotation marks."),
    }
    raise QuerySyntaxError(words[sign], at + 1)
