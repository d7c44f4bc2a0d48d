"""What to tell a reader who names a party that is not on record (`signatory:Chian`), or forgets a field.

Told from the public directory of parties and groupings alone; of parties only where nothing was found, since
a signatory's field holds persons and offices too.
"""

from __future__ import annotations

import re

from app.db.authorities import Authorities
from app.domain.dates import CalendarDate
from app.domain.errors import InvalidInput
from app.domain.groupings import Grouping, Groupings
from app.domain.parties import PartyDirectory, fold_name
from app.domain.query import FacetIs, Phrase, Query, SearchField, Word, leaves
from app.domain.searches import FacetName, Notice, NoticeKind
from app.domain.vocabularies import RecordKind
from app.domain.wording import alternatives, joined, said
from app.domain.written_dates import as_edtf
from app.search.syntax_fields import GROUP
from app.search.syntax_scanned import Cut

HINTS_SHOWN = 3
_COUNTED = re.compile(r"(?<![\w:\"])(\w+)\s*(>=|<=|=|>|<|≥|≤)\s*(\d{1,3})(?!\w)")
_SIGN = re.compile(r"[<>=≥≤]+\d+\Z")
_QUOTES = re.compile(r'["“”«»]')
_DATE = re.compile(r"[12][0-9]{3}(?:-[0-9]{2}){0,2}")
_QUOTED = re.compile(r'"[^"]*"')
_SEVERAL = re.compile(r"\s*[,;]\s*|\s+(?:and|et|or|ou)\s+", re.IGNORECASE)
_WRITTEN = {SearchField.SIGNATORY: "signedby", SearchField.TARGET: "target"}
"""Fields of parties, as one writes them."""


def unknown_parties(query: Query | None, known: Authorities) -> tuple[Notice, ...]:
    """One notice for each name in a field of parties that no party on record has, with near ones."""
    if query is None:
        return ()
    hints: dict[str, Notice] = {}
    for one in leaves(query):
        leaf = one.leaf
        if one.is_negated or not isinstance(leaf, Word | Phrase) or leaf.field not in _WRITTEN:
            continue
        if isinstance(leaf, Word) and leaf.exact:
            continue  # a code that was looked up, or another spelling of what was written
        notice = _unknown(leaf.text, _WRITTEN[leaf.field], known)
        if notice:
            hints[fold_name(leaf.text)] = notice
    return tuple(hints.values())[:HINTS_SHOWN]


def members_left_out(grouping: Grouping) -> str:
    """How to ask for what members did not sign, as far as they are counted."""
    return said(
        "For texts in which none of its members is counted write NOT group:{code}.",
        code=grouping.code,
    )


def groupings_as_parties(written: Query | None, known: Authorities) -> tuple[Notice, ...]:
    """`signedby:NATO`: no party is called so. `-signedby:EU`: the European Union itself is left out.

    `written` is the tree as it was read, in which names are not yet parties.
    """
    hints: dict[str, Notice] = {}
    for one in leaves(written) if written is not None else ():
        leaf = one.leaf
        if not isinstance(leaf, Word | Phrase) or leaf.field not in _WRITTEN:
            continue
        grouping = known.groupings.called(leaf.text)
        if grouping is None or not grouping.is_dated:
            continue
        is_signed = leaf.field is SearchField.SIGNATORY
        if not known.parties.meanings(leaf.text):
            lead = said("{name} is a grouping, not a party.", name=grouping.name)
        elif is_signed and one.is_negated:
            party = known.parties.meanings(leaf.text)[0]
            lead = said(
                "“{text}” was read as {name}, the party.",
                text=leaf.text,
                name=known.parties.named(party),
            )
        else:
            continue
        advice = members_left_out(grouping) if one.is_negated else _members(grouping)
        hints[leaf.text] = Notice(NoticeKind.OTHER, lead, advice if is_signed else "")
    return tuple(hints.values())[:HINTS_SHOWN]


def _members(grouping: Grouping) -> str:
    return said("For texts that its members signed write group:{code}.", code=grouping.code)


def kinds_of_that_word(query: Query | None) -> tuple[Notice, ...]:
    """`kind:letter` is one kind; others, not asked for, have the word in their name."""
    asked = [
        RecordKind(one.leaf.code).label
        for one in (leaves(query) if query is not None else ())
        if isinstance(one.leaf, FacetIs) and one.leaf.facet is FacetName.KIND
    ]
    found: dict[str, Notice] = {}
    for word in asked:
        others = [one.label for one in RecordKind if one.label not in asked]
        others = [one for one in others if f" {word} " in f" {one.replace(',', ' ')} "]
        if others:
            found[word] = Notice(
                NoticeKind.OTHER,
                said("The kind “{kind}” takes in no other kind.", kind=word),
                said("Others with that word: {others}.", others=joined(others, ", ")),
            )
    return tuple(found.values())[:HINTS_SHOWN]


def date_as_text(text: str) -> tuple[Notice, ...]:
    """A notice where all that was typed is a date, which is looked for as words."""
    written = _QUOTES.sub("", text).strip()
    value = as_edtf(written)
    if not _DATE.fullmatch(value):
        return ()
    try:
        CalendarDate.parse(value)
    except InvalidInput:
        return ()
    return (
        Notice(
            NoticeKind.READ_AS_TEXT,
            said("“{written}” was searched as words.", written=written),
            said("For texts of that date write date:{value}.", value=value),
        ),
    )


def counted_as_text(text: str, groupings: Groupings) -> tuple[Notice, ...]:
    """A notice for each `EU>=7` that stands without `group:` before it and names a grouping."""
    hints: dict[str, Notice] = {}
    for found in _COUNTED.finditer(_QUOTED.sub(lambda one: " " * len(one.group()), text)):
        name, sign, number = found.groups()
        known = groupings.called(name)
        if known and known.is_dated:
            written = f"{name}{sign}{number}"
            hints[written] = Notice(
                NoticeKind.READ_AS_TEXT,
                said("“{written}” was searched as words.", written=written),
                said("To count the members of a grouping write group:{written}.", written=written),
            )
    return tuple(hints.values())[:HINTS_SHOWN]


def is_cut(cut: Cut, known: Authorities) -> bool:
    """Whether a field that took one word may have meant more: not where that is a name and more is none."""

    def is_name(words: str) -> bool:
        if cut.field == GROUP:
            return known.groupings.called(_SIGN.sub("", words)) is not None
        return bool(known.parties.meanings(words))

    rows = [" ".join((cut.word, *cut.rest[:count])) for count in range(1, len(cut.rest) + 1)]
    return not is_name(cut.word) or any(map(is_name, rows))


def _unknown(text: str, field: str, known: Authorities) -> Notice | None:
    """Why no party is meant; None for a name, a code, or one word of a longer name."""
    directory = known.parties
    if (grouping := known.groupings.called(text)) and grouping.is_dated:
        return None  # `groupings_as_parties` tells that
    if _SEVERAL.search(text) and all(map(directory.meanings, _SEVERAL.split(text))):
        return Notice(
            NoticeKind.OTHER,
            said("“{text}” was searched as one name.", text=text),
            said("To ask for several parties write {field}:(Canada AND Japan).", field=field),
        )
    wanted = set(fold_name(text).split())
    if any(wanted <= words for words in _words_of_names(directory)):
        return None
    try:
        directory.resolve(text)
    except InvalidInput as error:
        near = directory.near(text)
        if error.words.values.get("message") is None or not near:
            return Notice(NoticeKind.OTHER, error.message, "")
        names = alternatives(f"{directory.name_today(one)} ({one})" for one in near)
        lead = said("No party on record is called {text!r}.", text=text)
        return Notice(NoticeKind.OTHER, lead, said("Near: {names}.", names=names))
    return None


def _words_of_names(directory: PartyDirectory) -> list[set[str]]:
    return [
        set(fold_name(name.name).split()) for party in directory.parties for name in party.names
    ]
