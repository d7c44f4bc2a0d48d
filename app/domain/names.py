"""Names on record find each other: persons, offices and organisations, by any name of their entries.

Entries are public knowledge (`authorities.py`), the same for every reader, so what they add to a query
cannot tell anything about a text. Open `NamesOnRecord`.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from app.domain.authorities import Entry, EntryKind
from app.domain.folding import fold
from app.domain.query import Phrase, SearchField, Word
from app.domain.thesaurus import Label

FIELDS_OF_NAMES = frozenset(
    {
        None,
        SearchField.TITLE,
        SearchField.SUMMARY,
        SearchField.TEXT,
        SearchField.DEMAND,
        SearchField.PERSON,
        SearchField.SIGNATORY,
        SearchField.ADDRESSEE,
        SearchField.TARGET,
    }
)
MOST_NAMES = 12
"""Other names that one name brings; who bears so common a name is asked for by another."""


@dataclass(frozen=True, slots=True)
class NamesOnRecord:
    """Every name that entries have, and which other names it brings into a query."""

    persons: tuple[str, ...]
    """All names of persons, for comparing what is spelt nearly like them."""
    longest: int
    """Words in the longest name, counting each part between hyphens and apostrophes."""
    _labels: Mapping[str, tuple[Label, ...]]
    fields = FIELDS_OF_NAMES
    is_exact = True

    @classmethod
    def of(cls, entries: Iterable[Entry], organisations: Iterable[Sequence[Label]] = ()) -> Self:
        """From the entries that stand, and the names of parties that are organisations."""
        persons, bearers = [], []
        titles: dict[str, int] = defaultdict(int)
        for entry in entries:
            labels = tuple(Label(one.name, one.language) for one in entry.names)
            bearers.append(labels)
            if entry.kind is EntryKind.PERSON:
                persons += [one.text for one in labels]
            else:
                for key in {name_key(one.text) for one in labels}:
                    titles[key] += 1
        bearers += [tuple(labels) for labels in organisations]
        found = _by_key(bearers, frozenset(key for key, count in titles.items() if count > 1))
        longest = max((len(one.text.split()) for labels in bearers for one in labels), default=0)
        return cls(tuple(dict.fromkeys(persons)), longest + 1, found)

    def labels_of(self, row: Sequence[Word | Phrase]) -> tuple[Label, ...]:
        """The other names of whoever is called by these words, put side by side."""
        return self._labels.get(name_key("".join(leaf.text for leaf in row)), ())


def name_key(text: str) -> str:
    """What makes two spellings one name: `Chen Jian'gang`, `Chen Jian-gang` and `CHEN Jiangang`."""
    letters = (one for one in fold("".join(text.split())) if unicodedata.category(one)[0] in "LMN")
    return "".join(letters)


def _by_key(
    bearers: Iterable[Sequence[Label]], shared_titles: frozenset[str]
) -> Mapping[str, tuple[Label, ...]]:
    """Key -> the other names. A title that several offices have brings none: it is a kind of office."""
    found: dict[str, dict[str, Label]] = defaultdict(dict)
    for labels in bearers:
        keyed: dict[str, Label] = {}
        for one in labels:
            keyed.setdefault(name_key(one.text), one)
        for key in keyed.keys() - shared_titles:
            found[key] |= {other: one for other, one in keyed.items() if other != key}
    return {
        key: tuple(others.values())
        for key, others in found.items()
        if key and 0 < len(others) <= MOST_NAMES
    }
