"""The eight facts under a record's title: always eight, always in this order; "not known" is an answer.

Open `eight_facts`. Each fact is a label, an answer and one line beneath; both are made of pieces, so
that the template can set a link, a grade or a nothing inside them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from app.domain.dates import DatedFact
from app.domain.joining import count_signatories
from app.domain.lineage import RelatedText, related_texts, relation_words
from app.domain.nothing import NONE, NOT_KNOWN, MaybeText, Nothing, text_or
from app.domain.phrases import addressed, many_of
from app.domain.records import Addressee, Description, Grade, RecordId
from app.domain.views import RecordSummary, RecordView
from app.domain.vocabularies import AddresseeRole, OutcomeStatus, RelationKind, ResponseKind
from app.web.presentation import capital, counted, in_a_row, signatory_noun

NAMES_SHOWN = 3
REPLIES = frozenset(
    {
        ResponseKind.ACKNOWLEDGEMENT,
        ResponseKind.SUBSTANTIVE_REPLY,
        ResponseKind.REJECTION,
        ResponseKind.COUNTER_LETTER,
        ResponseKind.CONSULTATION_OFFERED,
    }
)
_DECIDED = frozenset(set(OutcomeStatus) - {OutcomeStatus.OPEN, OutcomeStatus.UNKNOWN})
_EARLIER = {
    RelationKind.COUNTERS: ("text countered", "texts countered"),
    RelationKind.REPLIES_TO: ("text answered", "texts answered"),
    RelationKind.REITERATES: ("text reiterated", "texts reiterated"),
    RelationKind.PRECURSOR_OF: ("precursor", "precursors"),
}
"""What this text did to earlier ones, by the relation; the rest are counted as texts taken up."""
_OTHER_EARLIER = ("text taken up", "texts taken up")
_SENT_OUT = re.compile(r"(?:Issued|Published|Addressed|Delivered|Sent|Released)\b")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words; perhaps a link to a record, perhaps with a grade, perhaps a nothing."""

    text: str = ""
    record: RecordId | None = None
    grade: Grade | None = None
    nothing: Nothing | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    answer: tuple[Piece, ...]
    beneath: tuple[Piece, ...] = ()


def eight_facts(view: RecordView) -> tuple[Fact, ...]:
    """Dated, to, signed by, asks, what came of it, reported missing, answers, held as."""
    description = view.description
    return (
        _dated(description),
        _to(view),
        _signed_by(description),
        _asks(description),
        _what_came(description),
        _reported_missing(view),
        _answers(view),
        _held_as(description),
    )


def _dated(description: Description) -> Fact:
    if not isinstance(description.dated, DatedFact):
        return Fact("Dated", _maybe(description.dated))
    basis = description.dated.basis.label
    if description.place_is_inferred and isinstance(description.place, str):
        basis += f"; {description.place}, inferred"
    return Fact("Dated", _text(description.dated.date.in_words()), _text(basis))


def _to(view: RecordView) -> Fact:
    to = [one for one in view.description.addressees if one.role is AddresseeRole.TO]
    others = [one for one in view.description.addressees if one.role is not AddresseeRole.TO]
    if not to:
        return Fact("To", (Piece(nothing=NONE),), _text("no addressee is named"))
    names = [_addressee_name(one, view) for one in to]
    offices = [_office(one, view, with_party=len(to) == 1) for one in to]
    beneath = in_a_row(list(dict.fromkeys(filter(None, offices))))
    if others:
        copied = f"{others[0].role.label} {_addressee_name(others[0], view)}"
        beneath = "; ".join(filter(None, [beneath, copied]))
    return Fact("To", _text(_several(names)), _text(beneath))


def _addressee_name(one: Addressee, view: RecordView) -> str:
    """The person; without one the office with its party; without that the party."""
    if isinstance(one.person, str):
        return one.person
    party = "" if isinstance(one.party, Nothing) else view.name_of(one.party)
    words = addressed(person="", office=text_or(one.office), organ=text_or(one.organ), party=party)
    return words or NOT_KNOWN.value


def _office(one: Addressee, view: RecordView, *, with_party: bool) -> str:
    """What the person addressed is; empty where the office itself is addressed."""
    if not isinstance(one.person, str):
        return ""
    party = view.name_of(one.party) if with_party and isinstance(one.party, str) else ""
    # An office such as "Minister of Public Security" already names its organ.
    return ", ".join(filter(None, [text_or(one.office) or text_or(one.organ), party]))


def _signed_by(description: Description) -> Fact:
    count = count_signatories(description.signatures)
    published = description.signatories_published
    if not count.on_the_day and not count.now:
        answer = _text(f"{published}, not listed") if published else _maybe(NOT_KNOWN)
        return Fact("Signed by", answer, _text("no signature on record"))
    one, many = signatory_noun(description.standing_signatures or description.signatures)
    is_complete = description.signatures_are_complete
    words = count.in_words(one, many, None if is_complete else published)
    first = _in_what_capacity(description) if is_complete else ["the list is incomplete"]
    beneath = [", ".join(first)]
    if count.joined_later:
        beneath.append(f"{count.joined_later} joined later")
    if count.withdrew:
        beneath.append(f"{count.withdrew} withdrew")
    return Fact("Signed by", _text(words), _text("; ".join(filter(None, beneath))))


def _in_what_capacity(description: Description) -> list[str]:
    standing = description.standing_signatures
    ranks = dict.fromkeys(rank.label for signature in standing for rank in signature.ranks)
    words = in_a_row([_many(rank, len(standing)) for rank in ranks])
    place = description.place if isinstance(description.place, str) else ""
    if words and _SENT_OUT.match(place):
        place = place[:1].lower() + place[1:]
    return [part for part in (words if len(ranks) <= NAMES_SHOWN else "", place) if part]


def _many(rank: str, count: int) -> str:
    return rank if count == 1 else many_of(rank)


def _asks(description: Description) -> Fact:
    demands = description.demands
    if not demands:
        return Fact("Asks", (Piece(nothing=NONE),), _text("no demand on record"))
    classes = dict.fromkeys(
        one.demand_class.label for one in demands if one.demand_class.value != "other"
    )
    strengths = dict.fromkeys(one.strength.label for one in demands if one.strength)
    beneath = ", ".join(classes) or ", ".join(strengths)
    return Fact("Asks", _text(counted(len(demands), "demand")), _text(beneath))


def _what_came(description: Description) -> Fact:
    statuses = Counter(one.status for one in description.demands if one.status in _DECIDED)
    replies = [one for one in description.responses if one.kind in REPLIES]
    others = dict.fromkeys(
        one.kind.label for one in description.responses if one.kind not in REPLIES
    )
    if statuses:
        answer = _of_demands(statuses)
    elif replies:
        answer = in_a_row(list(dict.fromkeys(one.kind.label for one in replies))[:2])
    elif any(one.kind is ResponseKind.NONE_TO_LETTER for one in description.responses):
        answer = "no reply"
    else:
        answer = "no reply known"
    for unsaid in (ResponseKind.NONE_TO_LETTER, ResponseKind.OTHER, ResponseKind.PRESS_LINE):
        others.pop(unsaid.label, None)
    beneath = in_a_row(list(others)[:NAMES_SHOWN]) or (
        "" if statuses or replies else "no response on record"
    )
    return Fact("What came of it", _text(capital(answer)), _text(beneath))


def _of_demands(statuses: Counter[OutcomeStatus]) -> str:
    """`2 demands partly met`; `1 demand refused and 1 partly met`: the noun stands with the first."""
    (first, number), *rest = statuses.items()
    words = [f"{counted(number, 'demand')} {first.label}"]
    return in_a_row([*words, *(f"{count} {status.label}" for status, count in rest)])


def _reported_missing(view: RecordView) -> Fact:
    absences = view.description.absences
    reported = [one for one in absences if one.evidence.is_attributed]
    noted = list(dict.fromkeys(view.name_of(one.party) for one in absences if one not in reported))
    if not reported:
        beneath = f"the register notes {_several(noted)}" if noted else ""
        # Not "none": that nobody is reported missing is no knowledge that nobody was.
        return Fact("Reported missing", _text("No report"), _text(beneath or "on record"))
    names = list(dict.fromkeys(view.name_of(one.party) for one in reported))
    grades = dict.fromkeys(one.evidence.grade for one in reported if one.evidence.grade)
    pieces = [Piece("said by others" + (", grades" if len(grades) > 1 else ", grade"))]
    pieces += [Piece(grade=grade) for grade in grades]
    return Fact(
        "Reported missing",
        _text(_several(names)),
        tuple(pieces) if grades else _text("said by others, not graded"),
    )


def _answers(view: RecordView) -> Fact:
    """What it answers first, what answered it beneath; without the one, the other stands first."""
    label = "Answers, answered by"
    texts = related_texts(view.relations)
    if not texts:
        return Fact(label, (Piece(nothing=NONE),), _text("no relation that you may read"))
    earlier = [one for one in texts if one.is_answered]
    later = sorted((one for one in texts if one.is_answer), key=_by_weight)
    parallel = len(texts) - len(earlier) - len(later)
    beneath = _answered_by(later) if later else _text("not answered, as far as you may read")
    if earlier:
        return Fact(label, _text(_earlier_in_words(earlier)), beneath)
    if later:
        return Fact(label, _text(counted(len(later), "later text")), beneath)
    return Fact(label, _text(counted(parallel, "parallel text")), beneath)


def _by_weight(one: RelatedText) -> bool:
    """What answers a text comes before what only followed it."""
    return one.strongest.kind is RelationKind.PRECURSOR_OF


def _earlier_in_words(earlier: list[RelatedText]) -> str:
    groups = Counter(_EARLIER.get(one.strongest.kind, _OTHER_EARLIER) for one in earlier)
    return in_a_row([counted(number, *noun) for noun, number in groups.items()])


def _answered_by(later: list[RelatedText]) -> tuple[Piece, ...]:
    """`countered by 50 signatories, 2019 and 2 more`, the first of them a link."""
    first = later[0].strongest
    more = (Piece(f"and {len(later) - 1} more"),) if len(later) > 1 else ()
    if first.record is None:
        return Piece(f"{relation_words(first)} {first.external}"), *more
    year = f", {first.record.date.year}" if first.record.date else ""
    name = _signers_in_words(first.record)
    return Piece(relation_words(first)), Piece(f"{name}{year}", record=first.record.id), *more


def _signers_in_words(record: RecordSummary) -> str:
    """`22 signatories`; the reference where there are not several."""
    count, published = len(record.signatory_codes), record.signatories_published
    if not record.signatures_are_complete and published and published > count:
        return f"{count} of {published} signatories"
    return f"{count} signatories" if count > 1 else record.reference


def _held_as(description: Description) -> Fact:
    answer = description.holding
    pieces = _maybe(answer) if isinstance(answer, Nothing) else _text(capital(answer.label))
    disclosure = description.disclosure
    words = (
        f"disclosure {disclosure.value}"
        if isinstance(disclosure, Nothing)
        else _disclosed(disclosure.label, description)
    )
    return Fact("Held as", pieces, _text(words))


def _disclosed(words: str, description: Description) -> str:
    words = f"disclosed {words}" if words.startswith("by ") else words
    if isinstance(description.disclosed, DatedFact):
        return f"{words}, {description.disclosed.date.in_words()}"
    return words


def _several(names: list[str]) -> str:
    if len(names) <= NAMES_SHOWN:
        return ", ".join(names)
    return f"{', '.join(names[: NAMES_SHOWN - 1])} and {len(names) - NAMES_SHOWN + 1} more"


def _text(text: str) -> tuple[Piece, ...]:
    return (Piece(text),) if text else ()


def _maybe(value: MaybeText) -> tuple[Piece, ...]:
    return (Piece(nothing=value),) if isinstance(value, Nothing) else _text(value)
