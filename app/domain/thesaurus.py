"""The thesaurus: concepts with their labels in several languages and scripts, and queries widened by it.

It is public and written by people, never gathered from records: what it adds to a query cannot tell
anything about a text that the reader may not see. Open `expand` first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, Self

from app.domain.folding import fold
from app.domain.query import And, Boosted, Leaf, Or, Phrase, Query, SearchField, Word, rewrite

_WORD = re.compile(r"\w+")
_SEARCHED_FIELDS = frozenset(
    {
        None,
        SearchField.TITLE,
        SearchField.SUMMARY,
        SearchField.TEXT,
        SearchField.SUBJECT,
        SearchField.DEMAND,
    }
)
"""Fields of running words; a signatory or a person has no synonyms here but their own names."""

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """One wording of a concept. `language` is a BCP 47 tag."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Concept:
    """What several wordings mean. The first label is the preferred one."""

    code: str
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """All concepts, found by the folded words of any of their labels."""

    concepts: tuple[Concept, ...]
    _concepts_by_key: Mapping[Key, tuple[Concept, ...]]
    longest: int
    """Words in the longest label."""
    fields = _SEARCHED_FIELDS
    is_exact = False

    @classmethod
    def of(cls, concepts: Iterable[Concept]) -> Self:
        every = tuple(concepts)
        by_key: dict[Key, tuple[Concept, ...]] = {}
        for concept in every:
            for key in {key_of(label.text) for label in concept.labels}:
                by_key[key] = (*by_key.get(key, ()), concept)
        return cls(every, by_key, max(map(len, by_key), default=0))

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[str, str, str]]) -> Self:
        """From (concept code, language, label), in the order in which labels shall stand."""
        labels: dict[str, list[Label]] = {}
        for code, language, text in rows:
            labels.setdefault(code, []).append(Label(text, language))
        return cls.of(Concept(code, tuple(found)) for code, found in labels.items())

    @classmethod
    def from_json(cls, concepts: Sequence[Mapping[str, object]]) -> Self:
        """From the shape of `db/seeds/thesaurus.json`: code, and labels by language."""
        return cls.from_rows(rows_of(concepts))

    def labels_of(self, row: Sequence[Word | Phrase]) -> tuple[Label, ...]:
        """As `labels_for`, of words of a query."""
        return self.labels_for([leaf.text for leaf in row])

    def labels_for(self, words: Sequence[str]) -> tuple[Label, ...]:
        """The other labels of the concepts that these words, put side by side, are a label of."""
        key = key_of(" ".join(words))
        found: dict[Key, Label] = {}
        for concept in self._concepts_by_key.get(key, ()):
            for label in concept.labels:
                found.setdefault(key_of(label.text), label)
        found.pop(key, None)
        return tuple(found.values())


class LabelSource(Protocol):
    """Whatever knows other wordings of words: the thesaurus, the names on record."""

    @property
    def longest(self) -> int: ...

    @property
    def fields(self) -> frozenset[SearchField | None]: ...

    @property
    def is_exact(self) -> bool:
        """Whether a wording of one word is searched without its other grammatical forms."""
        ...

    def labels_of(self, row: Sequence[Word | Phrase]) -> tuple[Label, ...]: ...


@dataclass(frozen=True, slots=True)
class Expansion:
    """A query and the labels that were added to it, in the order of the query's words."""

    query: Query
    labels: tuple[str, ...]
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What stands under a NOT, with its other labels, which are not left out with it."""


def rows_of(concepts: Sequence[Mapping[str, object]]) -> Iterable[tuple[str, str, str]]:
    """(concept code, language, label) for every label of the JSON shape."""
    for concept in concepts:
        labels = concept["labels"]
        if not isinstance(labels, Mapping):
            raise TypeError("labels must be a mapping from language to wordings")
        for language, texts in labels.items():
            for text in texts:
                yield str(concept["code"]), str(language), str(text)


def key_of(text: str) -> Key:
    """The folded words of a text: what makes two wordings the same label."""
    return tuple(fold(word) for word in _WORD.findall(text))


def expand(query: Query, source: LabelSource) -> Expansion:
    """Let every word, phrase and row of words that is a label also find what else it is called.

    What stands under a NOT is left as it is: leaving out more than was asked for would hide records.
    """
    widener = _Widener(source)
    widened = rewrite(query, widener.change)
    if isinstance(widened, Word | Phrase):
        widened = widener.alone(widened)
    return Expansion(widened, tuple(widener.used), widener.left_out)


class _Widener:
    def __init__(self, source: LabelSource) -> None:
        self._source = source
        self.used: dict[str, None] = {}
        self.left_out: dict[str, tuple[str, ...]] = {}

    def change(self, node: Query, is_negated: bool) -> Query:
        if is_negated:
            if isinstance(node, Word | Phrase) and self._may_widen(node):
                self.left_out[node.text] = tuple(
                    label.text for label in self._source.labels_of((node,))
                )
            return node
        if isinstance(node, Boosted):
            return replace(node, child=self._maybe_alone(node.child))
        if not isinstance(node, And | Or):
            return node
        if isinstance(node, Or):
            return Or(tuple(self._maybe_alone(child) for child in node.children))
        return And(tuple(self._rows(node.children)))

    def alone(self, leaf: Word | Phrase) -> Query:
        """A word or phrase that is a label by itself."""
        return self._widened((leaf,), leaf, leaf.field) if self._may_widen(leaf) else leaf

    def _may_widen(self, leaf: Word | Phrase) -> bool:
        return leaf.field in self._source.fields and not (isinstance(leaf, Word) and leaf.exact)

    def _maybe_alone(self, child: Query) -> Query:
        return self.alone(child) if isinstance(child, Word | Phrase) else child

    def _rows(self, children: tuple[Query, ...]) -> Iterable[Query]:
        """Rows of words in one field, the longest that is a label first."""
        at = 0
        while at < len(children):
            size = self._label_size(children[at:])
            if size > 1:
                row = tuple(child for child in children[at : at + size] if isinstance(child, Word))
                yield self._widened(row, And(row), row[0].field)
            else:
                yield self._maybe_alone(children[at])
            at += max(size, 1)

    def _label_size(self, children: tuple[Query, ...]) -> int:
        row: list[Word] = []
        for child in children[: self._source.longest]:
            if not isinstance(child, Word) or child.exact or child.field not in self._source.fields:
                break
            if row and child.field != row[0].field:
                break
            row.append(child)
        for size in range(len(row), 1, -1):
            if self._source.labels_of(row[:size]):
                return size
        return 0

    def _widened(
        self, row: Sequence[Word | Phrase], written: Query, field: SearchField | None
    ) -> Query:
        labels = self._source.labels_of(row)
        if not labels:
            return written
        self.used.update(dict.fromkeys(label.text for label in labels))
        is_exact = self._source.is_exact
        return Or((written, *(_leaf(label, field, is_exact) for label in labels)))


def _leaf(label: Label, field: SearchField | None, is_exact: bool) -> Leaf:
    """One word also finds its other forms; several words, names and abbreviations are exact."""
    if len(key_of(label.text)) > 1:
        return Phrase(label.text, field)
    return Word(label.text, field, exact=is_exact or label.text.isupper())
