"""Reading a marking of whatever scheme, and writing it in the canonical words of its own.

Open `read_marking`. A scheme reads a text only when it knows every part of it; a text that no scheme
reads, or that two would read, has no marking, and goes where everything unreadable goes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from app.domain.access import LabelScheme
from app.domain.markings import american, atlantic, british, european, french, german, own
from app.domain.markings import traffic_light as tlp
from app.domain.markings.letters import plain_form
from app.domain.markings.marking import LevelRow, Marking, Scheme

Read = Callable[[str], Marking | None]
_FOREIGN: dict[Scheme, tuple[Read, Callable[[Marking], str], tuple[LevelRow, ...]]] = {
    Scheme.US: (american.read, american.render, american.LEVELS),
    Scheme.UK: (british.read, british.render, british.LEVELS),
    Scheme.EU: (european.read, european.render, european.LEVELS),
    Scheme.NATO: (atlantic.read, atlantic.render, atlantic.LEVELS),
    Scheme.FRANCE: (french.read, french.render, french.LEVELS),
    Scheme.GERMANY: (german.read, german.render, german.LEVELS),
    Scheme.TLP: (tlp.read, tlp.render, tlp.LEVELS),
}
TABLES: dict[Scheme, tuple[LevelRow, ...]] = {
    scheme: family[2] for scheme, family in _FOREIGN.items()
}
"""The tables of equivalence, as docs/reference/markings.md lists them."""


def read_marking(text: str, labels: LabelScheme) -> Marking | None:
    """The marking that was written, or None. Never guesses: every part must be known."""
    plain = plain_form(text)
    found = list(_readings(plain, text.strip(), labels)) if plain else []
    return replace(found[0], text=text) if len(found) == 1 else None


def render_marking(marking: Marking) -> str:
    """The canonical words. `read_marking(render_marking(m)) == m`."""
    if marking.scheme is Scheme.OWN:
        return own.render(marking)
    return _FOREIGN[marking.scheme][1](marking)


def level_row(marking: Marking) -> LevelRow | None:
    """The row of the table of equivalence that a foreign marking's level stands in."""
    rows = TABLES.get(marking.scheme, ())
    return next((row for row in rows if row.level == marking.level), None)


def _readings(plain: str, written: str, labels: LabelScheme) -> Iterator[Marking]:
    """A marking of this archive comes first: its levels are what people here mean by the word."""
    ours = own.read(plain, labels)
    if ours:
        if own.render(ours) == written or not _lacks_a_slash(plain):
            yield ours
        return
    yield from _foreign(plain)


def _lacks_a_slash(plain: str) -> bool:
    """Whether it may be foreign, and one `/` short: `SECRET/ORCON`, with a compartment of that name here."""
    places = [at for at, letter in enumerate(plain) if letter == "/"]
    return any(_foreign(plain[:at] + "/" + plain[at:]) for at in places)


def _foreign(plain: str) -> list[Marking]:
    return [found for read, _, _ in _FOREIGN.values() if (found := read(plain))]
