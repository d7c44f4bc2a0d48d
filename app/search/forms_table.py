"""Which forms of a word occur in a partition, by language and stem: a sorted text, searched as bytes.

Each line is `<language number>:<stem>\\t<form> <form> ...`. The table is read whole and looked up by
a binary search, so that opening a partition parses nothing. It may still list a form whose last record is
gone: engines ask their live documents before they use one (`docs: deleted is not gone`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.search.stems import LANGUAGES, stem_of, stems_of_all

LanguageForm = tuple[int, str]
"""A language's number and a folded form that occurs in a passage of that language."""


_ASK_ONE_BY_ONE = 2_000
_REMEMBERED = 5_000
"""So many answers a table keeps: the words of one search are asked for several times."""


@dataclass(frozen=True, slots=True)
class FormsTable:
    """One sorted text."""

    raw: bytes = b"\n"
    _languages: frozenset[int] = field(init=False)
    _answers: dict[bytes, tuple[str, ...]] = field(init=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        there = (n for n in range(1, len(LANGUAGES) + 1) if self._has_language(n))
        object.__setattr__(self, "_languages", frozenset(there))

    def forms(self, language: int, stem: str) -> tuple[str, ...]:
        """The forms of this partition that share the stem in this language."""
        if language not in self._languages:
            return ()
        key = f"{language}:{stem}".encode()
        answer = self._answers.get(key)
        if answer is None:
            found, _, forms = self._first_from(key).partition(b"\t")
            answer = tuple(forms.decode().split(" ")) if found == key else ()
            if len(self._answers) >= _REMEMBERED:
                self._answers.clear()
            self._answers[key] = answer
        return answer

    def _has_language(self, language: int) -> bool:
        beginning = f"{language}:".encode()
        return self._first_from(beginning).startswith(beginning)

    def _first_from(self, key: bytes) -> bytes:
        """The first line whose key is this or comes behind it, by binary search; empty for none."""
        raw = self.raw
        low, high = 0, len(raw) - 1  # both at a line feed; the line sought begins at one or behind
        while low < high:
            start = raw.rfind(b"\n", low, (low + high) // 2 + 1) + 1
            end = raw.index(b"\n", start)
            if raw[start:end].partition(b"\t")[0] < key:
                low = end
            else:
                high = start - 1
        return raw[low + 1 : raw.find(b"\n", low + 1)] if low + 1 < len(raw) else b""

    def without_known(self, pairs: set[LanguageForm]) -> set[LanguageForm]:
        """Those of the pairs that have a stem and are not listed here."""
        stems = {pair: stem_of(*pair) for pair in pairs}
        if len(pairs) > _ASK_ONE_BY_ONE:
            known = self.pairs()
            return {pair for pair, stem in stems.items() if stem and pair not in known}
        return {
            (language, form)
            for (language, form), stem in stems.items()
            if stem and form not in self.forms(language, stem)
        }

    def pairs(self) -> set[LanguageForm]:
        """Everything the table lists."""
        found: set[LanguageForm] = set()
        for line in self.raw.decode().splitlines():
            key, _, forms = line.partition("\t")
            if key:
                language = int(key.partition(":")[0])
                found.update((language, form) for form in forms.split(" "))
        return found


def written(forms: Mapping[int, Iterable[str]]) -> bytes:
    """The table of these forms by language; forms without a stem in their language are left out."""
    lines = [""]
    # By the text of the key, as it is looked up: 10: stands before 2:.
    for language in sorted(forms, key="{}:".format):
        forms_by_stem: dict[str, list[str]] = defaultdict(list)
        for form, stem in stems_of_all(language, list(forms[language])):
            forms_by_stem[stem].append(form)
        for stem in sorted(forms_by_stem):
            found = forms_by_stem[stem]
            told = found[0] if len(found) == 1 else " ".join(sorted(found))
            lines.append(f"{language}:{stem}\t{told}")
    return ("\n".join(lines) + "\n").encode()


def by_language(pairs: Iterable[LanguageForm]) -> Mapping[int, set[str]]:
    """The forms of each language."""
    found: dict[int, set[str]] = defaultdict(set)
    for language, form in pairs:
        found[language].add(form)
    return found
