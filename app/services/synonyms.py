"""Synonyms of subjects, added and removed by registrars; searches use them from the next one on.

They are public knowledge like all names of entries: everybody may read them, and a query that uses them
says so. Nothing is taken from records.
"""

from __future__ import annotations

from app.db import authority_entries, synonym_store, synonym_writing
from app.db.authority_entries import NOT_HERE
from app.db.synonym_store import Synonym
from app.domain.authorities import LONGEST_NAME, EntryKind
from app.domain.errors import InvalidInput, NotFound
from app.domain.parties import fold_name
from app.domain.principals import Action, Principal
from app.domain.thesaurus import key_of
from app.domain.wording import said
from app.services import audit
from app.services.hands import hand_of
from app.services.proposals import LANGUAGE_TAG
from app.services.work import Work

ADDED, REMOVED = "synonym added", "synonym removed"
MOST_SYNONYMS = 40
LONGEST_IN_WORDS = 8
"""A label of more words slows every search and is a sentence."""


def synonyms_of(principal: Principal, work: Work, subject: str) -> tuple[Synonym, ...]:
    """What registrars added to a subject, oldest first."""
    principal.require(Action.READ)
    return tuple(one for one in synonym_store.standing(work.session) if one.subject == subject)


def add(principal: Principal, work: Work, subject: str, name: str, language: str) -> str:
    """Add a wording to a subject. Returns its id. Raises NotFound, InvalidInput by field."""
    principal.require(Action.REGISTER)
    entry = authority_entries.entry(work.session, EntryKind.SUBJECT, subject)
    if entry.code != subject:
        raise NotFound(NOT_HERE)
    name, language = " ".join(name.split()), language.strip()
    _check(name, language)
    added = synonyms_of(principal, work, subject)
    if len(added) >= MOST_SYNONYMS:
        raise InvalidInput(
            "name",
            said(
                "A subject has at most {most_synonyms} synonyms of this kind.",
                most_synonyms=MOST_SYNONYMS,
            ),
        )
    for other in authority_entries.entries(work.session, EntryKind.SUBJECT):
        if any(fold_name(one.name) == fold_name(name) for one in other.names):
            raise InvalidInput(
                "name", said("{name} is on record already: {other}.", name=name, other=other.name)
            )
    synonym_id = work.ids.new_id("synonym", f"{subject} {name}")
    hand = hand_of(principal, work, ADDED)
    synonym_writing.add(work.session, synonym_id, subject, name, language, hand)
    audit.record_change(principal, work, ADDED, [synonym_id], {"kind": EntryKind.SUBJECT.value})
    return synonym_id


def remove(principal: Principal, work: Work, synonym_id: str, reason: str) -> str:
    """Remove a wording that was added. Returns the code of its subject. Raises NotFound, InvalidInput."""
    principal.require(Action.REGISTER)
    subject = synonym_writing.remove(work.session, synonym_id, hand_of(principal, work, reason))
    details = {"kind": EntryKind.SUBJECT.value}
    audit.record_change(principal, work, REMOVED, [synonym_id], details)
    return subject


def _check(name: str, language: str) -> None:
    words = key_of(name)
    if not words:
        raise InvalidInput("name", "Write the synonym.")
    if len(name) > LONGEST_NAME or len(words) > LONGEST_IN_WORDS:
        raise InvalidInput(
            "name",
            said(
                "A synonym has at most {longest_in_words} words.", longest_in_words=LONGEST_IN_WORDS
            ),
        )
    if not LANGUAGE_TAG.match(language):
        raise InvalidInput("language", "Write the language as a tag: en, fr, zh-Hans.")
