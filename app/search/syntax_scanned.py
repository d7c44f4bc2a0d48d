"""What the first reading makes: the text for the grammar, where each piece stood, and what to say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.domain.searches import Notice, NoticeKind
from app.domain.wording import said
from app.search.syntax_fields import LIST_OF_FIELDS, NAME_FIELDS, VOCABULARIES
from app.search.syntax_values import goes_on
from app.search.syntax_words import BareWord

OPERATORS = {"AND": "AND", "OR": "OR", "NOT": "NOT", "&&": "AND", "||": "OR"}
_MEANT_AS_OPERATORS = {
    "and": "AND",
    "ET": "AND",
    "or": "OR",
    "ou": "OR",
    "OU": "OR",
    "not": "NOT",
    "NON": "NOT",
    "SAUF": "NOT",
}
"""Words that somebody may have meant as an operator, in English and in French: what to write instead."""
_TOUCHING = frozenset(" ()")
_FOLLOWING = re.compile(r"\s+([^\s\"()\[\]{}:+\-*][^\s\"()\[\]{}:]*)(?=[\s)]|$)")


@dataclass(frozen=True, slots=True)
class Cut:
    """A field took one word of a row that may be one name: its field, the word, the words that follow."""

    field: str
    word: str
    rest: tuple[str, ...]


@dataclass(slots=True)
class Scanned:
    """The text as luqum gets it; `places[i]` is where its character i stood, counted from 0."""

    text: str = ""
    places: list[int] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    cuts: dict[Notice, Cut] = field(default_factory=dict)
    """What those of the notices are about that a list of names may know better."""

    def put(self, piece: str, place: int) -> None:
        """Add a piece; one that begins a value or a field never touches what stands before it."""
        if piece not in _TOUCHING and self.text and self.text[-1] not in " :(":
            piece = f" {piece}"
        self.text += piece
        self.places.extend([place] * len(piece))

    def note(self, kind: NoticeKind, lead: str, text: str) -> Notice:
        """Say it once, and give what was said."""
        notice = Notice(kind, lead, text)
        if notice not in self.notices:
            self.notices.append(notice)
        return notice

    def note_word(self, word: BareWord, in_field: str) -> None:
        """An operator in small letters, a question mark."""
        operator = _MEANT_AS_OPERATORS.get(word.text)
        if operator and not in_field:
            self.note(
                NoticeKind.LOWER_CASE_OPERATOR,
                said("“{word}” was searched as a word.", word=word.text),
                said("Write {upper} in capitals to combine words with it.", upper=operator),
            )
        if word.is_question:
            self.note(
                NoticeKind.READ_AS_TEXT,
                said("A ? at the end of a word was read as a question mark."),
                said("Inside a word it stands for one letter, as in organi?ation."),
            )

    def note_cut(self, name: str, word: str, source: str, end: int) -> None:
        """A field took one word where several stand that may belong together."""
        following = tuple(_following_words(source, end))
        rest = " ".join(following)
        is_cut = name in NAME_FIELDS or (name in VOCABULARIES and goes_on(name, f"{word} {rest}"))
        if rest and is_cut:
            notice = self.note(
                NoticeKind.OTHER,
                said("{field}: took only “{word}”.", field=name, word=word),
                said(
                    'Put a name of several words in quotation marks: {field}:"{word} {rest}".',
                    field=name,
                    word=word,
                    rest=rest,
                ),
            )
            self.cuts[notice] = Cut(name, word, following)

    def note_field(self, name: str, run: str, *, is_known: bool) -> None:
        """A word before a colon that was not read as a field."""
        if name.isdigit() or run.startswith("//", len(name) + 1):  # a time, an address
            why = said("Its parts are found side by side, in this order.")
        elif is_known:
            why = said(
                "To search in that field, leave no space after the colon: {name}:word.", name=name
            )
        else:
            why = said("There is no field of that name. Fields are {names}.", names=LIST_OF_FIELDS)
        self.note(NoticeKind.READ_AS_TEXT, said("“{name}:” was read as text.", name=name), why)

    def note_lost(self, sign: str) -> None:
        """A sign that stood before a word."""
        self.note(
            NoticeKind.READ_AS_TEXT,
            said("A {sign} before a word was left out.", sign=sign),
            said("Behind a word ~ finds near spellings, and ^2 makes it count more."),
        )

    def note_quoted_star(self) -> None:
        self.note(
            NoticeKind.READ_AS_TEXT,
            said("A * inside quotation marks is not a wildcard."),
            said("A phrase is searched word for word; put the * outside of quotation marks."),
        )


def _following_words(source: str, at: int) -> Iterator[str]:
    """The plain words that follow directly, at most three."""
    for _ in range(3):
        found = _FOLLOWING.match(source, at)
        if not found or found[1] in OPERATORS or found[1] in ("and", "or", "not"):
            return
        yield found[1]
        at = found.end()
