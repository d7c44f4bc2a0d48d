"""Facets as a reader sees them: codes with their labels, in order, chosen values always among them.

Labels come from public knowledge (parties, vocabularies, names of languages) or are the code itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from app.domain.parties import PartyDirectory, fold_name
from app.domain.searches import Facet, FacetFilter, FacetName, FacetSearch, FacetValue
from app.domain.vocabularies import RecordKind
from app.domain.wording import LanguageName, Wording, joined
from app.services.projection import OF_PARTY

VALUES_SHOWN = 200
"""Of the thousands that an addressee can have; how many there are is said beside them."""
VALUES_FOUND = 40
"""Shown at once of those that fit what was typed."""
LONGEST_TYPED = 100

_KIND_CODES = frozenset(kind.value for kind in RecordKind)
_LABEL_LANGUAGE = "en"


def read_facets(
    counts: Mapping[FacetName, Mapping[str, int]],
    filters: Iterable[FacetFilter],
    directory: PartyDirectory,
    within: FacetSearch | None = None,
    in_words: Callable[[str], str] = str,
    synonyms: Callable[[str], Iterable[str]] = lambda _: (),
) -> tuple[Facet, ...]:
    """Every facet in the order of `FacetName`; years newest first, the others by count and label.

    One may be looked through for values whose name has every word typed, or words that begin so; `in_words`
    says a label in the reader's language, in which it is found too, `synonyms` what else a subject is called.
    """
    chosen = tuple(filters)
    return tuple(
        _facet(
            name,
            _values(name, counts.get(name, {}), chosen, directory),
            _Wanted(within.typed, directory, in_words, synonyms)
            if within and within.facet is name and within.typed.strip()
            else None,
        )
        for name in FacetName
    )


def _values(
    name: FacetName,
    counts: Mapping[str, int],
    filters: Iterable[FacetFilter],
    directory: PartyDirectory,
) -> list[FacetValue]:
    """Every value there is and every one chosen, in order."""
    is_negated = {one.code: one.negated for one in filters if one.facet is name}
    codes = {**dict.fromkeys(is_negated, 0), **counts}
    values = [
        FacetValue(
            code,
            label_of(name, code, directory),
            count,
            is_selected=is_negated.get(code) is False,
            is_negated=is_negated.get(code) is True,
        )
        for code, count in codes.items()
    ]
    if name is FacetName.YEAR:
        return sorted(values, key=lambda value: value.code, reverse=True)
    return sorted(values, key=lambda value: (-value.count, value.label, value.code))


def _facet(name: FacetName, values: Sequence[FacetValue], wanted: _Wanted | None) -> Facet:
    chosen = [one for one in values[VALUES_SHOWN:] if one.is_selected or one.is_negated]
    shown = (*values[:VALUES_SHOWN], *chosen)
    distinct = sum(1 for one in values if one.count)
    if wanted is None:
        return Facet(name, shown, distinct)
    found = wanted.among(name, values)
    return Facet(name, shown, distinct, wanted.typed, tuple(found[:VALUES_FOUND]), len(found))


class _Wanted:
    """What the values of one facet are looked through for."""

    def __init__(
        self,
        typed: str,
        directory: PartyDirectory,
        in_words: Callable[[str], str],
        synonyms: Callable[[str], Iterable[str]],
    ) -> None:
        self.typed = " ".join(typed.split())[:LONGEST_TYPED]
        self._words = fold_name(self.typed).split()
        self._directory = directory
        self._in_words = in_words
        self._synonyms = synonyms

    def among(self, name: FacetName, values: Sequence[FacetValue]) -> list[FacetValue]:
        """Those whose shown name fits, then those that fit by another name of their party."""
        shown = [one for one in values if self._fit([one.label, self._in_words(one.label)])]
        known = set(shown)
        others = [one for one in values if one not in known and self._fit(self._others(name, one))]
        return [*shown, *others]

    def _fit(self, names: Iterable[str]) -> bool:
        """Whether every word is in the names, or begins a word of them."""
        folded = f" {' '.join(map(fold_name, names))}"
        return bool(self._words) and all(
            (f" {word}" if word.isascii() else word) in folded for word in self._words
        )

    def _others(self, name: FacetName, value: FacetValue) -> Iterator[str]:
        if name in OF_PARTIES:
            code = value.code.rpartition(OF_PARTY)[2]
            yield from (value.label, code, *(one.name for one in self._directory.names(code)))
        elif name is FacetName.SUBJECT:
            yield from (value.label, *self._synonyms(value.label))


def label_of(name: FacetName, code: str, directory: PartyDirectory) -> str:
    """The words for a facet's value."""
    if name in OF_PARTIES:
        office, divider, party = code.rpartition(OF_PARTY)
        called = directory.name_today(party if divider else code)
        return joined((office, called), ", ") if divider else called
    if name is FacetName.KIND and code in _KIND_CODES:
        label = RecordKind(code).label
        return Wording(label[:1].upper() + label[1:])
    if name is FacetName.LANGUAGE:
        return _language(code)
    return code


OF_PARTIES = frozenset({FacetName.SIGNATORY, FacetName.TARGET, FacetName.ADDRESSEE})


@lru_cache(maxsize=512)
def _language(tag: str) -> str:
    """The name of a BCP 47 tag; the tag where there is none."""
    try:
        name = Locale.parse(tag, sep="-").get_display_name(_LABEL_LANGUAGE)
    except (ValueError, UnknownLocaleError):
        return tag
    return LanguageName(tag, name).in_words() if name else tag
