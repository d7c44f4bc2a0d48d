"""In which language the labels of a paper are said while it is made. Open `say`.

`with speaking(tongue):` stands around making blocks and setting them; within it `say` turns a wording of ours
into plain words of that language. Records' own words are never passed through it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from app.domain.nothing import Nothing
from app.languages.tongue import ENGLISH, Tongue

_tongue: ContextVar[Tongue] = ContextVar("tongue", default=ENGLISH)


def say(words: str) -> str:
    """A wording, a name or a word of a vocabulary in the paper's language, as a plain text."""
    return tongue().say(words)


def say_nothing(value: Nothing) -> str:
    """`not known`, `none` or `withheld` in the paper's language."""
    return say(value.label)


def listed(texts: Iterable[str]) -> str:
    """Wordings and plain texts one after the other: `Canada, Japan`, `加拿大、日本`."""
    return tongue().listed(map(say, texts))


def lead(label: str) -> str:
    """A label that runs into what it labels, with the space between: `Sources: `."""
    return tongue().lead(label)


def tongue() -> Tongue:
    """Whose language it is, for dates, numbers and names of languages."""
    return _tongue.get()


@contextmanager
def speaking(one: Tongue) -> Iterator[None]:
    """Say everything made inside in this language."""
    token = _tongue.set(one)
    try:
        yield
    finally:
        _tongue.reset(token)
