"""Completing names as one types: parties, persons, offices, subjects.

Names come from the authorities, which are public, and from the records that the principal may read; the
registrars' own proposals too, as far as they may read them. Order and number depend on nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from app.db import names_in_use, proposals
from app.db.authorities import authorities
from app.db.authority_entries import entries
from app.db.catalogue import Catalogue
from app.db.names_in_use import Role
from app.domain.authorities import Completion, EntryKind
from app.domain.dated_names import NameUse
from app.domain.parties import PartyDirectory, fold_name
from app.domain.party import Party
from app.domain.principals import Action, Principal
from app.domain.wording import Name, said
from app.services.work import Work

MOST_COMPLETIONS = 12
LONGEST_TYPED = 100
_Candidate = tuple[str, Completion]
"""The name as it is compared, and what it would complete."""
IN_TEXTS, PROPOSED = said("in texts that you may read"), said("proposed, not yet confirmed")


def complete(principal: Principal, work: Work, kind: EntryKind, typed: str) -> list[Completion]:
    """At most 12 ways to go on: those that begin as typed first, then those with such a word; of each,
    names that stand for the entry today before its other names.

    Reads every name the principal may read; nothing of a record is kept from one request to the next.
    """
    principal.require(Action.READ)
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    return matching(principal, catalogue, kind, typed)


def matching(
    principal: Principal,
    catalogue: Catalogue,
    kind: EntryKind,
    typed: str,
    role: Role | None = None,
) -> list[Completion]:
    """As `complete`, for whoever asks more than once with one catalogue; of the names in texts only those
    that stand there in that role."""
    wanted = fold_name(typed.strip()[:LONGEST_TYPED])
    if not wanted:
        return []
    found: dict[str, tuple[tuple[bool, bool, str, str], Completion]] = {}
    for name, one in _candidates(principal, catalogue, kind, role):
        begins = name.startswith(wanted)
        if begins or f" {wanted}" in name:
            # The first to offer a value wins: an entry on record before a name in a text.
            order = (not begins, one.label != one.value, name, one.label)
            value = fold_name(one.value)
            known = found.get(value)
            if known is None or (known[1].value == one.value and order < known[0]):
                found[value] = (order, one)
    return [one for _, one in sorted(found.values(), key=lambda pair: pair[0])][:MOST_COMPLETIONS]


def _candidates(
    principal: Principal, catalogue: Catalogue, kind: EntryKind, role: Role | None
) -> Iterator[_Candidate]:
    if kind is EntryKind.PARTY:
        yield from _parties(catalogue, role)
    else:
        yield from _named(catalogue, kind, role)
    if principal.may(Action.REGISTER):
        for proposal in proposals.waiting(catalogue, kind):
            yield _candidate(proposal.draft.name, proposal.draft.name, PROPOSED)


def _named(catalogue: Catalogue, kind: EntryKind, role: Role | None) -> Iterator[_Candidate]:
    on_record = set()
    for entry in entries(catalogue.session, kind):
        for one in entry.names:
            hint = entry.organ or entry.note if one.name == entry.name else entry.name
            found = _candidate(entry.name, one.name, hint)
            on_record.add(found[0])
            yield found
    for name in sorted(names_in_use.names_in_use(catalogue, kind, role)):
        found = _candidate(name, name, IN_TEXTS)
        if found[0] not in on_record:
            yield found


def _parties(catalogue: Catalogue, role: Role | None) -> Iterator[_Candidate]:
    directory = authorities(catalogue.session).parties
    yield from _parties_on_record(directory)
    if role is Role.NAMED:
        return
    for code in sorted(names_in_use.party_codes_in_use(catalogue, role)):
        if code not in directory:
            yield _candidate(code, code, IN_TEXTS)


@lru_cache(maxsize=4)
def _parties_on_record(directory: PartyDirectory) -> tuple[_Candidate, ...]:
    """Public, and the same for every reader; folding them anew each time would take most of it."""
    found = []
    for party in directory.standing_parties:
        value = _value_of(directory, party)
        today = party.name_today
        labels = (
            str.__str__(today),
            *directory.family(party.code),
            *_further_names(directory, party),
        )
        found += [_candidate(value, one, _unless_said(one, today, party.code)) for one in labels]
    return tuple(found)


def _unless_said(label: str, today: Name, code: str) -> Name:
    """Today's name beside any other; the code where the label says it already, in each language."""

    def hint(name: str) -> str:
        return code if name == label else name

    others = {language: hint(name) for language, name in today.others.items()}
    return Name.of(hint(str.__str__(today)), others)


def _candidate(value: str, label: str, hint: str) -> _Candidate:
    return fold_name(label), Completion(value, label, hint)


def _further_names(directory: PartyDirectory, party: Party) -> list[str]:
    """Those of the parties merged into it among them."""
    return [one.name for one in directory.names(party.code) if one.use is not NameUse.VARIANT]


def _value_of(directory: PartyDirectory, party: Party) -> Name:
    """What a form understands: today's name, or the code where the name means several parties."""

    def value(name: str) -> str:
        found = directory.find(name)
        return name if found and found.code == party.code else party.code

    today = party.name_today
    others = {language: value(name) for language, name in today.others.items()}
    return Name.of(value(str.__str__(today)), others)
