"""Completing a query as one types: fields, then the values of a field; in plain words, names as well.

Open `complete_query`. Names come from where the forms have theirs (`completion.py`): the authorities, which
are public, and the records that the principal may read. Vocabularies and groupings are public. Nothing is
counted, so nothing here depends on how many texts there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from app.db.authorities import authorities
from app.db.catalogue import Catalogue
from app.db.names_in_use import Role
from app.domain.authorities import Completion, EntryKind
from app.domain.parties import fold_name
from app.domain.principals import Action, Principal
from app.domain.wording import LanguageName, joined
from app.search.syntax_fields import GROUP, HAS, MISSING, VOCABULARIES, WITHOUT
from app.search.syntax_typing import Typed, typed_at_the_end
from app.search.syntax_values import LANGUAGES
from app.search.syntax_writing import field_value, quoted
from app.services import search_labels
from app.services.completion import MOST_COMPLETIONS, matching
from app.services.work import Work

SHORTEST_FIELD, SHORTEST_NAME = 2, 3
"""Letters from which a plain word is completed to a field, and to a name."""
_KINDS: Mapping[str, tuple[Role | None, tuple[EntryKind, ...]]] = {
    "signatory": (Role.SIGNATORY, (EntryKind.PARTY, EntryKind.PERSON)),
    "addressee": (Role.ADDRESSEE, (EntryKind.OFFICE, EntryKind.PARTY, EntryKind.PERSON)),
    "target": (Role.TARGET, (EntryKind.PARTY,)),
    WITHOUT: (Role.SIGNATORY, (EntryKind.PARTY,)),
    MISSING: (Role.SIGNATORY, (EntryKind.PARTY,)),
    "person": (Role.NAMED, (EntryKind.PERSON,)),
    "subject": (None, (EntryKind.SUBJECT,)),
}
"""As what the names of a field stand in texts, and of which kinds, those that it mostly holds first."""
_ANYWHERE: tuple[tuple[str, EntryKind, Role | None, int], ...] = (
    ("signedby", EntryKind.PARTY, Role.NAMED, 3),
    ("target", EntryKind.PARTY, Role.NAMED, 2),
    ("person", EntryKind.PERSON, Role.NAMED, 3),
    ("to", EntryKind.OFFICE, Role.ADDRESSEE, 2),
    ("subject", EntryKind.SUBJECT, None, 3),
)
"""What a plain word may become: in which field, and how many are offered of each. Of parties only those on
record, since every word that is typed asks anew."""


@dataclass(frozen=True, slots=True)
class QueryCompletions:
    """Ways to go on; each `value` stands for the text from `start` on, counted in characters from 0."""

    start: int
    completions: tuple[Completion, ...]


def complete_query(
    principal: Principal, work: Work, text: str, in_words: Callable[[str], str] = str
) -> QueryCompletions:
    """At most twelve ways to go on with a query of which `text` stands before the cursor.

    `in_words` says a label in the reader's language, in which terms are recognised too. The text is not
    kept and raises nothing, whatever it holds.
    """
    principal.require(Action.READ)
    completer = _Completer(principal, work, in_words)
    for one in typed_at_the_end(text):
        found = tuple(completer.values(one) if one.field else completer.words(one))
        if found:
            return QueryCompletions(one.start, found[:MOST_COMPLETIONS])
    return QueryCompletions(len(text), ())


class _Completer:
    def __init__(self, principal: Principal, work: Work, in_words: Callable[[str], str]) -> None:
        self._principal = principal
        self._catalogue = Catalogue(work.session, principal.clearance, work.labels)
        self._groupings = authorities(work.session).groupings.groupings
        self._in_words = in_words
        self._names: dict[tuple[EntryKind, str, Role | None], list[Completion]] = {}

    def values(self, typed: Typed) -> list[Completion]:
        """Values of the field that is typed in."""
        wanted = fold_name(typed.text)
        if typed.field in _KINDS:
            role, kinds = _KINDS[typed.field]
            names = [one for kind in kinds for one in self._named(kind, typed.text, role)]
            by_value = {one.value: one for one in reversed(names)}
            values = dict.fromkeys(one.value for one in names)
            return [replace(by_value[value], value=quoted(value)) for value in values]
        return self._of_list(wanted, self._members(typed.field))

    def words(self, typed: Typed) -> list[Completion]:
        """Fields that begin so, and names with the field they would be asked in."""
        found: list[Completion] = []
        if len(typed.text) >= SHORTEST_FIELD:
            found += [
                Completion(f"{name}:", f"{name}:", what)
                for name, what in search_labels.FIELDS.items()
                if name.startswith(typed.text.lower())
            ]
        if len(typed.text) < SHORTEST_NAME and typed.text.isascii():
            return found
        for name, kind, role, most in _ANYWHERE:
            for one in self._beginning(kind, typed.text, role)[:most]:
                hint = joined([search_labels.FIELDS[name], one.hint], " · ")
                found.append(replace(one, value=field_value(name, one.value), hint=hint))
        return found

    def _named(self, kind: EntryKind, typed: str, role: Role | None) -> list[Completion]:
        """Names of a kind, as the value of a field that is written out."""
        if (kind, typed, role) not in self._names:
            self._names[kind, typed, role] = [
                replace(one, value=plain)
                for one in matching(self._principal, self._catalogue, kind, typed, role)
                if (plain := " ".join(one.value.replace('"', " ").split()))
            ]
        return self._names[kind, typed, role]

    def _beginning(self, kind: EntryKind, typed: str, role: Role | None) -> list[Completion]:
        """Of parties, which have many names, only those that begin as typed."""
        found = self._named(kind, typed, role)
        if kind is not EntryKind.PARTY:
            return found
        return [one for one in found if fold_name(one.label).startswith(fold_name(typed))]

    def _members(self, field: str) -> list[Completion]:
        """The values of a closed list; none for a field that takes words or dates."""
        if field != GROUP:
            return _members_of(field)
        dated = [one for one in self._groupings if one.is_dated]
        return [
            Completion(one.short_name or one.code, one.short_name or one.name, one.name)
            for one in dated
        ]

    def _of_list(self, wanted: str, members: Iterable[Completion]) -> list[Completion]:
        """Those of which a name has a word that begins so; all of them where nothing is typed."""
        found = []
        for one in members:
            names = (one.value, one.label, one.hint)
            known = [fold_name(name) for name in (*names, *map(self._in_words, names))]
            if any(f" {wanted}" in f" {name.replace('_', ' ')}" for name in known):
                is_told = fold_name(one.hint) == fold_name(one.label)
                hint = "" if is_told else one.hint
                found.append(replace(one, value=quoted(one.value), hint=hint))
        return sorted(found, key=lambda one: not fold_name(one.label).startswith(wanted))


def _members_of(field: str) -> list[Completion]:
    if field in VOCABULARIES:
        return [
            Completion(str(one.value), one.label, str(one.value)) for one in VOCABULARIES[field]
        ]
    if field == HAS:
        return [Completion(value, value, what) for value, what in search_labels.HAS.items()]
    if field == "language":
        return [
            Completion(code, LanguageName(code, name.capitalize()).in_words(), code)
            for name, code in LANGUAGES.items()
        ]
    return []
