"""Several names in one sentence: `Canada, Germany and Japan`; many of them as a number."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.wording import Wording, joined, said


def enumerated(names: Sequence[str]) -> Wording:
    """All names, the last after an `and`; empty for none."""
    if len(names) < 2:
        return joined(names)
    return said("{names} and {last}", names=joined(names[:-1], ", "), last=names[-1])


def with_rest(names: Sequence[str], most: int) -> Wording:
    """At most `most` names, then how many more there are: `Canada, Germany and 9 more`."""
    if len(names) <= most:
        return enumerated(names)
    first = joined(names[: most - 1], ", ")
    return said("{names} and {number:,} more", names=first, number=len(names) - most + 1)
