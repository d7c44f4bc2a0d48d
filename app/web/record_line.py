"""The dated line of a record: the texts that it answers and that answered it, nearest first in time."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.dates import CalendarDate
from app.domain.lineage import RelatedText, relation_words
from app.domain.records import RecordId
from app.domain.views import RecordView
from app.domain.vocabularies import RecordKind, RelationKind
from app.domain.wording import said
from app.web.presentation import own_title, sort_day

KNOTS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Knot:
    """One text on the dated line. `is_here` is the record itself; `record` None = outside the register."""

    heading: str
    date: CalendarDate | None
    reference: str
    title: str
    record: RecordId | None
    is_here: bool
    is_counter: bool


def dated_line(view: RecordView, texts: tuple[RelatedText, ...]) -> tuple[Knot, ...]:
    """The texts nearest in time, this one among them, oldest first. Empty without a relation."""
    if not texts:
        return ()
    description = view.description
    here = Knot(
        heading=said("this text"),
        date=description.calendar_date,
        reference=view.reference,
        title=own_title(description.title, description.title_is_supplied),
        record=None,
        is_here=True,
        is_counter=description.kind is RecordKind.COUNTER_LETTER,
    )
    middle = sort_day(here.date)
    nearest = sorted(
        texts, key=lambda one: (one.strongest.record is None, abs(sort_day(one.date) - middle))
    )
    knots = [(_place(one, here.date), _knot(one)) for one in nearest[: KNOTS_SHOWN - 1]]
    placed = sorted([*knots, ((middle, 0), here)], key=lambda pair: pair[0])
    return tuple(knot for _, knot in placed)


def _place(text: RelatedText, here: CalendarDate | None) -> tuple[int, int]:
    """Where a text stands on the line: by its date; where that may be this text's day, by the relation.

    An answer of "October 2014" to a text of 20 October 2014 came after it.
    """
    side = 1 if text.is_answer else -1 if text.is_answered else 0
    day, middle = sort_day(text.date), sort_day(here)
    last = text.date.upper if text.date else None
    if last and day <= middle <= last.toordinal():
        day = middle
    return day, side


def _knot(text: RelatedText) -> Knot:
    relation, record = text.strongest, text.strongest.record
    return Knot(
        heading=relation_words(relation),
        date=text.date,
        reference=record.reference if record else "",
        title=record.title if record else relation.external,
        record=record.id if record else None,
        is_here=False,
        is_counter=(relation.kind is RelationKind.COUNTERS and relation.is_inverse)
        or (record is not None and record.kind is RecordKind.COUNTER_LETTER),
    )
