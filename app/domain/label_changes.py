"""From one access label to another, in words: what it takes to read a text before and after."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.access import AccessLabel
from app.domain.wording import said


def change_words(old: AccessLabel, new: AccessLabel) -> tuple[str, ...]:
    """One sentence for each part that changes; empty when nothing does."""
    sentences = []
    if old.level != new.level:
        before, after = old.level.words, new.level.words
        sentences.append(
            said("The level rises from {before} to {after}.", before=before, after=after)
            if new.level > old.level
            else said("The level falls from {before} to {after}.", before=before, after=after)
        )
    added, dropped = new.compartments - old.compartments, old.compartments - new.compartments
    if added:
        sentences.append(said("Readers now need {listed} as well.", listed=_listed(added)))
    if dropped:
        sentences.append(said("Readers no longer need {listed}.", listed=_listed(dropped)))
    return (*sentences, *_release_words(old.releasable_to, new.releasable_to))


def _release_words(old: frozenset[str] | None, new: frozenset[str] | None) -> tuple[str, ...]:
    if old == new:
        return ()
    if new is None:
        return (said("It is released to every party."),)
    if old is None:
        return (said("It stays with {listed}, until now with every party.", listed=_listed(new)),)
    sentences = []
    if new - old:
        sentences.append(said("It is released to {listed} as well.", listed=_listed(new - old)))
    if old - new:
        sentences.append(said("It is no longer released to {listed}.", listed=_listed(old - new)))
    return tuple(sentences)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words)) or said("nobody")
