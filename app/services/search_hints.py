"""What to tell a reader who names a party that is not on record (`signatory:Chian`), or forgets a field.

Told from the public directory of parties and groupings alone; of parties only where nothing was found, since
a signatory's field holds persons and offices too.
"""

from __future__ import annotations

import re

from app.db.authorities import Authorities
from app.domain.errors import InvalidInput
from app.domain.groupings import Groupings
from app.domain.parties import PartyDirectory, fold_name
from app.domain.query import Phrase, Query, SearchField, Word, leaves
from app.domain.searches import Notice, NoticeKind
from app.domain.wording import alternatives, said
from app.search.syntax_fields import GROUP
from app.search.syntax_scanned import Cut

HINTS_SHOWN = 3
_COUNTED = re.compile(r"(?<![\w:\"])(\w+)\s*(>=|<=|=|>|<|≥|≤)\s*(\d{1,3})(?!\w)")
_SIGN = re.compile(r"[<>=≥≤]+\d+\Z")
_QUOTED = re.compile(r'"[^"]*"')
_SEVERAL = re.compile(r"\s*[,;]\s*|\s+(?:and|et|or|ou)\s+", re.IGNORECASE)
_WRITTEN = {SearchField.SIGNATORY: "signedby", SearchField.TARGET: "target"}
"""Fields of parties, as one writes them."""


def unknown_parties(query: Query | None, directory: PartyDirectory) -> tuple[Notice, ...]:
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
        notice = _unknown(leaf.text, _WRITTEN[leaf.field], directory)
        if notice:
            hints[fold_name(leaf.text)] = notice
    return tuple(hints.values())[:HINTS_SHOWN]


def counted_as_text(text: str, groupings: Groupings) -> tuple[Notice, ...]:
    """A notice for each `EU>=7` that stands without `group:` before it and names a grouping."""
    hints: dict[str, Notice] = {}
    for found in _COUNTED.finditer(_QUOTED.sub(lambda one: " " * len(one.group()), text)):
        name, sign, number = found.groups()
        known = any(
            fold_name(name) in map(fold_name, (one.code, one.short_name, one.name))
            for one in groupings.groupings
            if one.is_dated
        )
        if known:
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
            name = fold_name(_SIGN.sub("", words))
            groupings = known.groupings.groupings
            return any(
                name in map(fold_name, (one.code, one.short_name, one.name)) for one in groupings
            )
        return bool(known.parties.meanings(words))

    rows = [" ".join((cut.word, *cut.rest[:count])) for count in range(1, len(cut.rest) + 1)]
    return not is_name(cut.word) or any(map(is_name, rows))


def _unknown(text: str, field: str, directory: PartyDirectory) -> Notice | None:
    """Why no party is meant; None for a name, a code, or one word of a longer name."""
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
