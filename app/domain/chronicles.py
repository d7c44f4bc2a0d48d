"""Short dated facts of many records in one line of time: what chronologies are made of. Open `facts_of`.

Pure: a fact is a sentence of the register's own with the record it is from, its place there and its evidence.
Whoever is not public in a record is not named in its facts (`masking.py`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date as day
from enum import Enum

from app.domain.dates import CalendarDate, DatedFact
from app.domain.dossiers import Dossier
from app.domain.enumerations import enumerated
from app.domain.masking import Mask
from app.domain.records import Evidence, Outcome, Response, Signature
from app.domain.views import RecordView
from app.domain.vocabularies import (
    Causality,
    Disclosure,
    RecordKind,
    ResponseKind,
    SignatureStatus,
)
from app.domain.wording import Wording, joined, said

MOST_NAMED = 6
"""Parties that a sentence names; of more it says how many."""
LONGEST_SENTENCE = 320
_END = re.compile(r"(?<=[.!?])[\"”’»)]*\s+(?=[\"“‘«(\[]?[A-ZÀ-ÞĀ-Ž0-9])|(?<=[。！？])")
_NO_END = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Sr|Jr|Prof|Gen|Col|Sen|Rep|Gov|No|Nos|Art|vs|approx|ca|cf|Amb|Messrs"
    r"|pp?|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z])\.\Z"
)
_CAUSALITY = {
    Causality.TEMPORAL_ONLY: said("Later in time only."),
    Causality.ASSERTED_BY_THIRD_PARTY: said("Others say that the text caused it."),
    Causality.ASSERTED_BY_RESPONDENT: said("Its author says that the text caused it."),
    Causality.DOCUMENTED: said("Documented as caused by the text."),
}


class FactKind(Enum):
    """Which sign a fact has: a ring for texts, a diamond for counter-texts, a dash for what followed."""

    TEXT = "text"
    COUNTER = "counter-text"
    FOLLOWED = "what followed"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. `sentence` may begin with a small letter; `place` says where in the record it stands:
    `abstract`, `response 2`."""

    date: CalendarDate | None
    kind: FactKind
    sentence: Wording
    record: RecordView
    place: Wording
    evidence: Evidence | None
    rank: int = 0
    """Of facts of one day and record, the order in which they are told."""

    @property
    def sort_key(self) -> tuple[bool, day, day, int, str, int]:
        """By the bounds of the date; the undated last, by the date of their text.

        What followed a text and is dated only roughly does not come before it; on one day texts come first,
        then those against them.
        """
        own = self.record.description.calendar_date
        when = self.date or own
        lower = _begin(when)
        upper = when.upper if when else None
        if self.kind is FactKind.FOLLOWED and lower <= _begin(own) <= (upper or day.max):
            lower = _begin(own)
        order = _KINDS.index(self.kind)
        last = max(lower, upper or day.max)
        return self.date is None, lower, last, order, self.record.reference, self.rank


_KINDS = tuple(FactKind)


def _begin(when: CalendarDate | None) -> day:
    """The first day that a date may mean; the last of all where none is known."""
    return (when.lower or when.upper or day.max) if when else day.max


def facts_of(dossier: Dossier) -> tuple[Fact, ...]:
    """All facts of the records, in the order of time."""
    found = [fact for view in dossier.records for fact in _facts(view)]
    return tuple(sorted(found, key=lambda fact: fact.sort_key))


def first_sentence(text: str) -> str:
    """The first sentence of a text, cut after a word where it is too long for a line or two."""
    text = " ".join(text.split())
    ends = (one for one in _END.finditer(text) if not _NO_END.search(text[: one.start()]))
    end = next(ends, None)
    head = text[: end.end()].rstrip() if end else text
    if len(head) <= LONGEST_SENTENCE:
        return head
    cut = head[:LONGEST_SENTENCE].rsplit(" ", 1)[0]
    return f"{cut.rstrip(' ,;:')}\N{HORIZONTAL ELLIPSIS}"


def ended(text: str) -> str:
    """A text as a sentence that ends; a word of the vocabularies stays one."""
    if isinstance(text, Wording):
        return said("{words}.", words=text)
    text = text.strip()
    return text if not text or text[-1] in '.!?。！？…"”»' else f"{text}."


def _facts(view: RecordView) -> Iterator[Fact]:
    mask = Mask.of(view.description)
    facts = [
        _text(view, mask),
        *_disclosures(view),
        *_changes_of_the_list(view),
        *_responses(view, mask),
        *_outcomes(view, mask),
    ]
    for rank, fact in enumerate(facts):
        yield replace(fact, rank=rank)


def _text(view: RecordView, mask: Mask) -> Fact:
    """The text itself: what its abstract says first, else its title."""
    told = view.description
    is_counter = told.kind is RecordKind.COUNTER_LETTER
    has_summary = bool(told.summary.strip())
    words = first_sentence(told.summary) if has_summary else _title(view)
    place = said("abstract") if has_summary else said("title")
    kind = FactKind.COUNTER if is_counter else FactKind.TEXT
    sentence = said("{sentence}", sentence=ended(mask.text(words)))
    return Fact(told.calendar_date, kind, sentence, view, place, told.evidence)


def _title(view: RecordView) -> str:
    title = view.description.title.strip()
    return title[1:-1] if title.startswith("[") and title.endswith("]") else title


def _disclosures(view: RecordView) -> Iterator[Fact]:
    told = view.description
    if isinstance(told.published, DatedFact) and told.published.date != told.calendar_date:
        sentence = said("The text was published.")
        yield _of_date(view, told.published, sentence, said("publication"))
    if isinstance(told.disclosed, DatedFact):
        how = told.disclosure
        sentence = said("The text became known.")
        if isinstance(how, Disclosure) and how is not Disclosure.NOT_DISCLOSED:
            sentence = said("The text became known: {how}.", how=how.label)
        yield _of_date(view, told.disclosed, sentence, said("disclosure"))


def _of_date(view: RecordView, fact: DatedFact, sentence: Wording, place: Wording) -> Fact:
    return Fact(fact.date, FactKind.FOLLOWED, sentence, view, place, Evidence(fact.source))


def _changes_of_the_list(view: RecordView) -> Iterator[Fact]:
    """Who joined and who withdrew, one fact for each day; who did so on a day that nobody knows, last."""
    found: dict[tuple[SignatureStatus, str], list[tuple[CalendarDate | None, Signature]]] = (
        defaultdict(list)
    )
    for one in view.description.signatures:
        for status, when in _steps(one):
            if status in _CHANGES:
                found[(status, when.edtf if when else "")].append((when, one))
    for (status, _), steps in found.items():
        names = [view.name_of(one.party) for _, one in steps]
        yield Fact(
            steps[0][0],
            FactKind.FOLLOWED,
            _change_in_words(status, names),
            view,
            said("signatories"),
            steps[0][1].evidence,
        )


_CHANGES = frozenset({SignatureStatus.JOINED_LATER, SignatureStatus.WITHDREW})


def _steps(one: Signature) -> list[tuple[SignatureStatus, CalendarDate | None]]:
    steps = [(step.status, step.date) for step in one.history]
    if not steps or steps[-1][0] is not one.status:
        steps.append((one.status, one.date))
    return steps


def _change_in_words(status: SignatureStatus, names: list[str]) -> Wording:
    is_join = status is SignatureStatus.JOINED_LATER
    if len(names) > MOST_NAMED:
        if is_join:
            return said("{number:,} more parties joined.", number=len(names))
        return said("{number:,} parties took their names off.", number=len(names))
    who = enumerated(names)
    return said("Joined later: {who}.", who=who) if is_join else said("Withdrew: {who}.", who=who)


def _responses(view: RecordView, mask: Mask) -> Iterator[Fact]:
    for number, one in enumerate(view.description.responses, start=1):
        if one.kind is ResponseKind.PRESS_LINE and one.date is None:
            continue  # what is told the press at some time is no event
        yield Fact(
            one.date,
            FactKind.FOLLOWED,
            response_in_words(view, one, mask),
            view,
            said("response {number}", number=number),
            one.evidence,
        )


def response_in_words(view: RecordView, one: Response, mask: Mask) -> Wording:
    """`People's Daily: state media ran a campaign. Later in time only.`"""
    words: str = ended(mask.text(one.text) or one.kind.label)
    by = mask.text(one.by).strip()
    who = by or (view.name_of(one.by_party) if one.by_party else "").strip()
    if who and not _is_named_in(words, who):
        words = said("{who}: {words}", who=who, words=words)
    return joined([words, _CAUSALITY[one.causality] if one.causality else ""])


def _is_named_in(words: str, who: str) -> bool:
    """Whether a sentence says itself who: by the last word of the name (`China`, `Jun`) at least."""
    last = who.split()[-1].casefold()
    return re.search(rf"(?<!\w){re.escape(last)}(?!\w)", words.casefold()) is not None


def _outcomes(view: RecordView, mask: Mask) -> Iterator[Fact]:
    for number, one in enumerate(view.description.outcomes, start=1):
        yield Fact(
            one.date,
            FactKind.FOLLOWED,
            outcome_in_words(one, mask),
            view,
            said("outcome {number}", number=number),
            one.evidence,
        )


def outcome_in_words(one: Outcome, mask: Mask) -> Wording:
    """`Partly met: some consultation was offered.`"""
    words = mask.text(one.text)
    if not words.strip():
        return said("{status}.", status=one.status.label)
    return said("{status}: {words}", status=one.status.label, words=ended(words))
