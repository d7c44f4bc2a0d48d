"""Names in a search that stand in no text as they are written: what is spelt nearly like them.

Compared are the persons on record, which are public, and those named in records that the reader may
read; whether a name is found is asked of the reader's own partitions. So nothing here tells of others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from app.db import names_in_use
from app.db.catalogue import Catalogue
from app.domain.authorities import EntryKind
from app.domain.likeness import LikeNames
from app.domain.names import FIELDS_OF_NAMES, NamesOnRecord
from app.domain.query import And, Or, Phrase, Query, SearchField, Word, children
from app.domain.thesaurus import Label, key_of

_OF_PERSONS = frozenset({SearchField.PERSON, SearchField.SIGNATORY, SearchField.ADDRESSEE})
_MOST_WORDS, _MOST_ASKED = 4, 12
_LEAST_WORD = 5


@dataclass(slots=True)
class AlikeNames:
    """Persons called nearly like a row of words that is found nowhere; a source for `expand`."""

    on_record: NamesOnRecord
    finds_nothing: Callable[[Query], bool]
    compared_with: Callable[[], Sequence[str]]
    told: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What was written -> the names that were searched for it."""
    longest: int = _MOST_WORDS
    fields: frozenset[SearchField | None] = FIELDS_OF_NAMES
    is_exact: bool = True
    _names: LikeNames | None = None
    _words: LikeNames | None = None
    _asked_for: int = 0
    _known: dict[tuple[Word | Phrase, ...], tuple[Label, ...]] = field(default_factory=dict)

    def labels_of(self, row: Sequence[Word | Phrase]) -> tuple[Label, ...]:
        """Raises whatever the engine raises when it is asked whether the words are found."""
        leaves = tuple(row)
        if leaves not in self._known:
            self._known[leaves] = self._asked(leaves) if _may_name(leaves) else ()
        return self._known[leaves]

    def _asked(self, row: tuple[Word | Phrase, ...]) -> tuple[Label, ...]:
        written = " ".join(leaf.text for leaf in row)
        if self.on_record.labels_of(row):
            return ()  # spelt as on record
        self._asked_for += 1
        if self._asked_for > _MOST_ASKED or not self.finds_nothing(And(row)):
            return ()
        found = self._like(written)
        if found:
            self.told[written] = found
        return tuple(Label(name, "") for name in found)

    def _like(self, written: str) -> tuple[str, ...]:
        if self._names is None or self._words is None:
            names = self.compared_with()
            self._names, self._words = LikeNames.of(names), LikeNames.of(_words_of(names))
        is_one_word = len(key_of(written)) == 1
        found = self._names.like(written) or (self._words.like(written) if is_one_word else ())
        return self._one_of_each(found)

    def _one_of_each(self, found: Sequence[str]) -> tuple[str, ...]:
        """Without further names of a person who is found already: those are added by themselves."""
        kept: list[str] = []
        covered: set[str] = set()
        for name in found:
            if name not in covered:
                kept.append(name)
                covered |= {one.text for one in self.on_record.labels_of([Word(name)])}
        return tuple(kept)


def may_help(query: Query | None, *, finds_something: bool) -> bool:
    """Whether to look for names at all: where all was found, only an OR can hide one that was not."""
    stack: list[Query] = [] if query is None else [query]
    while stack and finds_something:
        node = stack.pop()
        if isinstance(node, Or):
            return True
        stack.extend(children(node))
    return query is not None and not finds_something


def persons_known(catalogue: Catalogue, names: NamesOnRecord) -> tuple[str, ...]:
    """Every name of a person on record, and of one in a record that the reader may read."""
    in_use = names_in_use.names_in_use(catalogue, EntryKind.PERSON)
    return tuple(dict.fromkeys((*names.persons, *sorted(in_use))))


def _may_name(row: tuple[Word | Phrase, ...]) -> bool:
    """In a field of persons any words; elsewhere a phrase or a row, each word with a capital."""
    words = [word for leaf in row for word in leaf.text.split()]
    if not 1 <= len(words) <= _MOST_WORDS:
        return False
    if row[0].field in _OF_PERSONS:
        return True
    return len(words) > 1 and all(_looks_like_a_name(word) for word in words)


def _looks_like_a_name(word: str) -> bool:
    return word[:1].isupper() or (word[:1].isalpha() and word.lower() == word.upper())


def _words_of(names: Sequence[str]) -> Iterator[str]:
    """The single words of names: somebody may remember one of them."""
    return (word for name in names for word in name.split() if len(word) >= _LEAST_WORD)
