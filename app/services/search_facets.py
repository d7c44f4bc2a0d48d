"""Facets as a reader sees them: codes with their labels, in order, chosen values always among them.

Labels come from public knowledge (parties, vocabularies, names of languages) or are the code itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from app.domain.parties import PartyDirectory
from app.domain.views import Facet, FacetFilter, FacetName, FacetValue
from app.domain.vocabularies import RecordKind
from app.domain.wording import LanguageName, Wording, joined
from app.services.projection import OF_PARTY

VALUES_SHOWN = 200
"""Of the thousands that an addressee can have; how many there are is said beside them."""

_KIND_CODES = frozenset(kind.value for kind in RecordKind)
_LABEL_LANGUAGE = "en"


def read_facets(
    counts: Mapping[FacetName, Mapping[str, int]],
    filters: Iterable[FacetFilter],
    directory: PartyDirectory,
) -> tuple[Facet, ...]:
    """Every facet in the order of `FacetName`; years newest first, the others by count and label."""
    chosen = tuple(filters)
    return tuple(
        _facet(name, counts.get(name, {}), [one for one in chosen if one.facet is name], directory)
        for name in FacetName
    )


def _facet(
    name: FacetName,
    counts: Mapping[str, int],
    filters: list[FacetFilter],
    directory: PartyDirectory,
) -> Facet:
    is_negated = {one.code: one.negated for one in filters}
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
        values.sort(key=lambda value: value.code, reverse=True)
    else:
        values.sort(key=lambda value: (-value.count, value.label, value.code))
    cut = set(values[:VALUES_SHOWN])
    shown = tuple(one for one in values if one in cut or one.code in is_negated)
    return Facet(name, shown, sum(1 for count in counts.values() if count))


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
