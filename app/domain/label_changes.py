"""From one access label to another, in words: what it takes to read a text before and after."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.access import AccessLabel


def change_words(old: AccessLabel, new: AccessLabel) -> tuple[str, ...]:
    """One sentence for each part that changes; empty when nothing does."""
    sentences = []
    if old.level != new.level:
        verb = "rises" if new.level > old.level else "falls"
        sentences.append(f"The level {verb} from {old.level.name} to {new.level.name}.")
    added, dropped = new.compartments - old.compartments, old.compartments - new.compartments
    if added:
        sentences.append(f"Readers now need {_listed(added)} as well.")
    if dropped:
        sentences.append(f"Readers no longer need {_listed(dropped)}.")
    return (*sentences, *_release_words(old.releasable_to, new.releasable_to))


def _release_words(old: frozenset[str] | None, new: frozenset[str] | None) -> tuple[str, ...]:
    if old == new:
        return ()
    if new is None:
        return ("It is released to every party.",)
    if old is None:
        return (f"It stays with {_listed(new)}, until now with every party.",)
    sentences = []
    if new - old:
        sentences.append(f"It is released to {_listed(new - old)} as well.")
    if old - new:
        sentences.append(f"It is no longer released to {_listed(old - new)}.")
    return tuple(sentences)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words)) or "nobody"
