"""What to tell a reader who names a party that is not on record: `signatory:Chian`.

Told from the public directory of parties alone, and only where nothing was found: a signatory's field
holds persons and offices too.
"""

from __future__ import annotations

from app.domain.errors import InvalidInput
from app.domain.parties import PartyDirectory, fold_name
from app.domain.query import Phrase, Query, SearchField, Word, leaves
from app.domain.views import Notice, NoticeKind

HINTS_SHOWN = 3
_OF_PARTIES = frozenset({SearchField.SIGNATORY, SearchField.TARGET})


def unknown_parties(query: Query | None, directory: PartyDirectory) -> tuple[Notice, ...]:
    """One notice for each name in a field of parties that no party on record has, with near ones."""
    if query is None:
        return ()
    hints: dict[str, Notice] = {}
    for one in leaves(query):
        leaf = one.leaf
        if one.is_negated or not isinstance(leaf, Word | Phrase) or leaf.field not in _OF_PARTIES:
            continue
        if isinstance(leaf, Word) and leaf.exact:
            continue  # a code that was looked up, or another spelling of what was written
        reason = _why_unknown(leaf.text, directory)
        if reason:
            lead, _, rest = reason.partition(". ")
            hints[fold_name(leaf.text)] = Notice(NoticeKind.OTHER, f"{lead.rstrip('.')}.", rest)
    return tuple(hints.values())[:HINTS_SHOWN]


def _why_unknown(text: str, directory: PartyDirectory) -> str:
    """Why no party is meant; empty for a name, a code, or one word of a longer name."""
    wanted = set(fold_name(text).split())
    if any(wanted <= words for words in _words_of_names(directory)):
        return ""
    try:
        directory.resolve(text)
    except InvalidInput as error:
        return error.message
    return ""


def _words_of_names(directory: PartyDirectory) -> list[set[str]]:
    return [
        set(fold_name(name.name).split()) for party in directory.parties for name in party.names
    ]
