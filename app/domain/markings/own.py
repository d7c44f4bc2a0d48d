"""Our own markings: `Level/COMPARTMENT/REL AAA,BBB`, with the levels and compartments of settings.

As `LabelScheme.parse`, but in any case and spacing, as people type; a code of a party nobody knows, and
a list cut short, make it unreadable.
"""

from __future__ import annotations

from app.domain.access import AccessLabel, LabelScheme
from app.domain.markings.letters import plain_form
from app.domain.markings.marking import Caveat, Effect, Marking, Scheme
from app.domain.markings.releases import in_order, single_parties


def read(text: str, labels: LabelScheme) -> Marking | None:
    """The marking, or None where any part of it is not known."""
    head, *rest = text.split("/")
    level = next((one.name for one in labels.levels if plain_form(one.name) == head), None)
    if level is None:
        return None
    compartments: set[str] = set()
    releasable: frozenset[str] | None = None
    for part in rest:
        if part.startswith("REL ") and releasable is None:
            releasable = single_parties(part.removeprefix("REL "))
            if releasable is None:
                return None
        elif part in labels.compartments and part not in compartments:
            compartments.add(part)
        else:
            return None
    circles = tuple(Caveat(name, Effect.CIRCLE) for name in sorted(compartments))
    return Marking(Scheme.OWN, level, None, circles, releasable)


def render(marking: Marking) -> str:
    """`Official/HR-CHN/REL CAN,GBR`, as `str()` of the access label."""
    parts = [marking.level, *(one.words for one in marking.caveats)]
    if marking.releasable_to is not None:
        parts.append("REL " + ",".join(in_order(marking.releasable_to)))
    return "/".join(parts)


def of_label(label: AccessLabel) -> Marking:
    """An access label as a marking of our own."""
    circles = tuple(Caveat(name, Effect.CIRCLE) for name in sorted(label.compartments))
    return Marking(
        Scheme.OWN, label.level.name, None, circles, label.releasable_to, text=str(label)
    )
