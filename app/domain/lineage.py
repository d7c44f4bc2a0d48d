"""Relations seen text by text: one text is shown once, by the strongest thing that joins it to this one.

A counter-letter is also later in time, and a text that reiterates another also has it as precursor: the
weaker word adds nothing and would count the text twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.dates import CalendarDate
from app.domain.views import RelatedRecord
from app.domain.vocabularies import RelationKind
from app.domain.wording import joined, said

_STRENGTH = (
    RelationKind.COUNTERS,
    RelationKind.REPLIES_TO,
    RelationKind.CORRECTS,
    RelationKind.TRANSLATES,
    RelationKind.REITERATES,
    RelationKind.ALIGNS_WITH,
    RelationKind.IMPLEMENTS,
    RelationKind.DRAWS_LANGUAGE_FROM,
    RelationKind.PRECURSOR_OF,
    RelationKind.DISCLOSES,
    RelationKind.REPORTS_ON,
    RelationKind.PARALLEL_TO,
)
_OF_NEITHER_SIDE = frozenset({RelationKind.PARALLEL_TO})


@dataclass(frozen=True, slots=True)
class RelatedText:
    """One other text with every relation to it, the strongest first."""

    relations: tuple[RelatedRecord, ...]

    @property
    def strongest(self) -> RelatedRecord:
        return self.relations[0]

    @property
    def words(self) -> str:
        """`countered by`; further relations after it: `reiterates, aligns with`."""
        return joined(dict.fromkeys(relation_words(one) for one in self.relations), ", ")

    @property
    def date(self) -> CalendarDate | None:
        one = self.strongest
        return one.record.date if one.record else one.date

    @property
    def is_answer(self) -> bool:
        """Whether it came after this text and took it up: a reply, a counter-letter, a follower."""
        one = self.strongest
        if one.kind in _OF_NEITHER_SIDE:
            return False
        return one.is_inverse is not (one.kind is RelationKind.PRECURSOR_OF)

    @property
    def is_answered(self) -> bool:
        """Whether this text came after it and took it up."""
        return self.strongest.kind not in _OF_NEITHER_SIDE and not self.is_answer


def related_texts(relations: Iterable[RelatedRecord]) -> tuple[RelatedText, ...]:
    """The texts in the order in which their first relation stands."""
    found: dict[tuple[str, str], list[RelatedRecord]] = {}
    for one in relations:
        key = (one.record.id, "") if one.record else ("", one.external)
        found.setdefault(key, []).append(one)
    return tuple(RelatedText(_without_weaker(ones)) for ones in found.values())


def relation_words(relation: RelatedRecord) -> str:
    """How the line of relations heads a text: `precursor`, `followed by`, `countered by`."""
    if relation.kind is RelationKind.PRECURSOR_OF:
        return said("precursor") if relation.is_inverse else said("followed by")
    return relation.label


def _without_weaker(relations: list[RelatedRecord]) -> tuple[RelatedRecord, ...]:
    ordered = sorted(relations, key=lambda one: _STRENGTH.index(one.kind))
    first, *others = ordered
    return first, *(one for one in others if one.kind is not RelationKind.PRECURSOR_OF)
