"""First reading of a query's text: quotes, brackets, fields and signs, with exact positions.

The grammar proper (luqum's) says where it failed only in a sentence, and not at all at the end. So what
can be wrong with quotes, brackets and numbers is found here, and what luqum would read otherwise than
a reader means it (`re: your letter`, a lone dash) is made plain words before it sees the text. Fields
are in `syntax_fields.py`, single words in `syntax_words.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from app.domain.errors import QuerySyntaxError
from app.domain.wording import said
from app.search.analysis import query_terms
from app.search.expansion import FARTHEST, MOST_WORDS_NEAR, window
from app.search.syntax_fields import (
    DATE_FIELDS,
    FIELDS_BY_NAME,
    GROUP,
    VALUE_FIELDS,
)
from app.search.syntax_scanned import OPERATORS, Scanned
from app.search.syntax_words import read_factor, read_word, refuse_pattern

LONGEST, DEEPEST = 512, 8
QUOTES = dict.fromkeys(map(ord, "“”„‟«»″＂"), '"')
_FIELD = re.compile(r"(\w+):", re.UNICODE)
_SPACE, _BARE = re.compile(r"\s+"), re.compile(r'[^\s"()\[\]{}]+')
_RANGE = re.compile(r"([\[{])\s*([^\s\[\]{}]+)\s+TO\s+([^\s\[\]{}]+)\s*([\]}])")
_LEADING = re.compile(r"[^\w+\-!*?]+", re.UNICODE)
_STAR = re.compile(r"\w\*")
_COUNTED = re.compile(r"\s*(?:>=|<=|=|>|<|≥|≤)\s*\d+")
_WITHIN = re.compile(r"~(\d{0,9})")
_EMPTY_BRACKETS = re.compile(r"\(\s*\)")


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
    scanner = _Scanner(text.translate(QUOTES).replace("\\", " ").replace("\0", " "))
    scanner.read()
    return scanner.done


@dataclass(slots=True)
class _Scanner:
    """Goes through the text once, from `at`."""

    source: str
    at: int = 0
    done: Scanned = field(default_factory=Scanned)
    _open: list[tuple[int, str]] = field(default_factory=list)
    """Each open bracket: where it stands, and the field it holds values of."""
    _field: str = ""
    """The field whose value must come now."""
    _operator: str = ""
    """The operator that something must still follow."""

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
            self._refuse_open_end()

    def _refuse_open_end(self) -> None:
        place = self._open[-1][0]
        if self._operator:
            raise QuerySyntaxError(
                said(
                    "The search ends after {operator}. A word must follow it, and then ) for the "
                    "bracket at character {place}.",
                    operator=self._operator,
                    place=place + 1,
                ),
                self.done.places[-1] + 1,
            )
        raise QuerySyntaxError(
            said(
                "The bracket at character {place} is never closed. Add ) where it should end.",
                place=place + 1,
            ),
            place + 1,
        )

    def _scope(self) -> str:
        """The field that a value standing here belongs to."""
        return self._field or (self._open[-1][1] if self._open else "")

    def _put_value(self, piece: str, place: int, end: int) -> None:
        self.done.put(piece, place)
        self.at, self._field, self._operator = end, "", ""

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
        inner, end = self.source[start + 1 : end], end + 1
        if not query_terms(inner):
            raise QuerySyntaxError(
                "There is no word between the quotation marks. Write one or remove them.", start + 1
            )
        if self._scope() == GROUP and (counted := _COUNTED.match(self.source, end)):
            inner, end = inner + counted.group(), counted.end()
        if _STAR.search(inner):
            self.done.note_quoted_star()
        within, end = self._within(inner, end)
        factor, end = read_factor(self.source, end)
        if self.source[end : end + 1] in ("~", "^", "*"):
            raise QuerySyntaxError(
                'Behind quotation marks only ~ and ^ with a number may stand, as in "a b"~5^2.',
                end + 1,
            )
        self._put_value(f'"{inner}"{within}{factor}', start, end)

    def _within(self, inner: str, at: int) -> tuple[str, int]:
        """`~5` behind a phrase, and where it ends."""
        found = _WITHIN.match(self.source, at)
        if found is None:
            return "", at
        words = len(window(inner, 0)[0])
        if self._scope() in VALUE_FIELDS:
            raise QuerySyntaxError(
                "A value of this field cannot be searched by nearness. Remove the ~.", at + 1
            )
        if not found[1]:
            raise QuerySyntaxError(
                "Write how many other words may stand between, as in “lawyers detained”~5.", at + 1
            )
        if int(found[1]) > FARTHEST:
            why = said(
                "At most {most} other words may stand between. Write a smaller number.",
                most=FARTHEST,
            )
            raise QuerySyntaxError(why, at + 1)
        if not 2 <= words <= MOST_WORDS_NEAR:
            why = said(
                "Nearness takes 2 to {most} different words; these are {words}. Search the others "
                "beside it.",
                most=MOST_WORDS_NEAR,
                words=words,
            )
            raise QuerySyntaxError(why, at + 1)
        return f"~{int(found[1])}", found.end()

    def _bracket(self, character: str) -> None:
        place, end = self.at, self.at + 1
        factor = ""
        if character == "(":
            self._open.append((place, self._scope()))
            if len(self._open) > DEEPEST:
                why = said("Brackets may stand at most {most} deep. Remove some.", most=DEEPEST)
                raise QuerySyntaxError(why, place + 1)
            if _EMPTY_BRACKETS.match(self.source, place):
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
            if self.source[end : end + 1] == "~":
                raise QuerySyntaxError(
                    "A ~ stands behind one word or behind quotation marks, not behind a bracket.",
                    end + 1,
                )
            factor, end = read_factor(self.source, end)
        self.done.put(character + factor, place)
        self.at, self._field = end, ""

    def _range(self) -> None:
        place = self.at
        found = _RANGE.match(self.source, place)
        if self._scope() != "date":
            raise QuerySyntaxError(
                "Square and curly brackets hold only ranges of dates, as in date:[2016-03 TO 2019]. "
                "Remove them, or put the text in quotation marks.",
                place + 1,
            )
        if not found:
            raise QuerySyntaxError(
                "A range of dates is written date:[2016-03 TO 2019], or {2016 TO 2019} without the "
                "dates themselves; write * for an open end.",
                place + 1,
            )
        factor, end = read_factor(self.source, found.end())
        self._put_value(f'"{found[1]}{found[2]} TO {found[3]}{found[4]}"{factor}', place, end)

    def _bare(self) -> None:
        """A run without spaces, quotes or brackets: sign, field, operator, word or rubbish."""
        place = self.at
        bare = _BARE.match(self.source, place)
        run = bare.group() if bare else self.source[place]
        refuse_pattern(run, place)
        lead = _LEADING.match(run)
        if run in OPERATORS and not self._field:
            self._operator = OPERATORS[run]
            self.done.put(self._operator, place)
            self.at = place + len(run)
        elif run[0] in "+-!":
            self._sign(run)
        elif self._scope() in VALUE_FIELDS:
            self._plain_value(run)
        elif not self._field and (found := _FIELD.match(run)):
            self._field_name(found.group(1), run)
        elif lead:
            self._lead(run, lead.group())
        else:
            self._word(run)

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

    def _lead(self, run: str, lead: str) -> None:
        """Punctuation before a word is left out; a ~ or ^ there was meant to do something."""
        rest = run[len(lead) :]
        self._missing_value(rest, self.at)
        if lead[-1] in "~^" and rest:
            self.done.note_lost(lead[-1])
        self.at += len(lead)

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
        self.done.note_field(name, run, is_known=bool(known))
        self._word(run)

    def _plain_value(self, run: str) -> None:
        """Put a value as it stands; what it means is found later."""
        place, end = self.at, self.at + len(run)
        scope = self._scope()
        if scope == GROUP and (counted := _COUNTED.match(self.source, end)):
            run, end = self.source[place : counted.end()], counted.end()
        value, sign, _ = run.partition("^")
        factor = read_factor(self.source, place + len(value))[0] if sign else ""
        if not value.strip(".,;!?") and scope not in DATE_FIELDS:
            self._missing_value("", place)
            self.at = end
            return
        self.done.note_cut(self._field, value, self.source, end)
        self._put_value(f'"{value}"{factor}', place, end)

    def _word(self, run: str) -> None:
        """Put a word with its signs; punctuation alone is left out."""
        place, end = self.at, self.at + len(run)
        word = read_word(run, place)
        self._missing_value(word.text, place)
        if not word.text:
            self.at, self._field = end, ""
            return
        self.done.note_word(word, self._field)
        self.done.note_cut(self._field, word.text, self.source, end)
        fuzzy = "~1" if word.is_fuzzy else ""
        self._put_value(word.text.replace(":", r"\:") + fuzzy + word.factor, place, end)

    def _missing_value(self, word: str, place: int) -> None:
        if self._field and not word:
            why = said("Write a word after {field}:.", field=self._field)
            raise QuerySyntaxError(why, place + 1)
