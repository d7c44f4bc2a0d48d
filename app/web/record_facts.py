"""The eight facts under a record's title: always eight, always in this order; "not known" is an answer.

Open `eight_facts`. Each fact is a label, an answer and one line beneath; both are made of pieces, so
that the template can set a link, a grade or a nothing inside them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from app.domain.dates import DatedFact
from app.domain.grades import Grade
from app.domain.joining import count_signatories
from app.domain.lineage import RelatedText, related_texts, relation_words
from app.domain.nothing import NONE, NOT_KNOWN, MaybeText, Nothing, text_or
from app.domain.phrases import addressed, many_of
from app.domain.records import Addressee, Description, RecordId
from app.domain.views import RecordSummary, RecordView
from app.domain.vocabularies import AddresseeRole, OutcomeStatus, RelationKind, ResponseKind
from app.domain.wording import Wording, joined, plural, said, said_many
from app.web.presentation import capital, in_a_row, signatory_noun

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
    RelationKind.COUNTERS: plural("{number:,} text countered", "{number:,} texts countered"),
    RelationKind.REPLIES_TO: plural("{number:,} text answered", "{number:,} texts answered"),
    RelationKind.REITERATES: plural("{number:,} text reiterated", "{number:,} texts reiterated"),
    RelationKind.PRECURSOR_OF: plural("{number:,} precursor", "{number:,} precursors"),
}
"""What this text did to earlier ones, by the relation; the rest are counted as texts taken up."""
_OTHER_EARLIER = plural("{number:,} text taken up", "{number:,} texts taken up")
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
        return Fact(said("Dated"), _maybe(description.dated))
    basis = description.dated.basis.label
    if description.place_is_inferred and isinstance(description.place, str):
        basis = said("{basis}; {place}, inferred", basis=basis, place=description.place)
    return Fact(said("Dated"), _text(description.dated.date.in_words()), _text(basis))


def _to(view: RecordView) -> Fact:
    to = [one for one in view.description.addressees if one.role is AddresseeRole.TO]
    others = [one for one in view.description.addressees if one.role is not AddresseeRole.TO]
    if not to:
        return Fact(said("To"), (Piece(nothing=NONE),), _text(said("no addressee is named")))
    names = [_addressee_name(one, view) for one in to]
    offices = [_office(one, view, with_party=len(to) == 1) for one in to]
    beneath = in_a_row(list(dict.fromkeys(filter(None, offices))))
    if others:
        copied = said(
            "{role} {name}", role=others[0].role.label, name=_addressee_name(others[0], view)
        )
        beneath = joined([beneath, copied], "; ")
    return Fact(said("To"), _text(_several(names)), _text(beneath))


def _addressee_name(one: Addressee, view: RecordView) -> str:
    """The person; without one the office with its party; without that the party."""
    if isinstance(one.person, str):
        return one.person
    party = "" if isinstance(one.party, Nothing) else view.name_of(one.party)
    words = addressed(person="", office=text_or(one.office), organ=text_or(one.organ), party=party)
    return words or NOT_KNOWN.label


def _office(one: Addressee, view: RecordView, *, with_party: bool) -> str:
    """What the person addressed is; empty where the office itself is addressed."""
    if not isinstance(one.person, str):
        return ""
    party = view.name_of(one.party) if with_party and isinstance(one.party, str) else ""
    # An office such as "Minister of Public Security" already names its organ.
    return joined([text_or(one.office) or text_or(one.organ), party], ", ")


def _signed_by(description: Description) -> Fact:
    count = count_signatories(description.signatures)
    published = description.signatories_published
    if not count.on_the_day and not count.now:
        answer = (
            _text(said("{published}, not listed", published=published))
            if published
            else _maybe(NOT_KNOWN)
        )
        return Fact(said("Signed by"), answer, _text(said("no signature on record")))
    one, many = signatory_noun(description.standing_signatures or description.signatures)
    is_complete = description.signatures_are_complete
    words = count.in_words(one, many, None if is_complete else published)
    first = _in_what_capacity(description) if is_complete else [_not_complete(is_complete)]
    beneath: list[str] = [joined(first, ", ")]
    if count.joined_later:
        beneath.append(said("{joined_later} joined later", joined_later=count.joined_later))
    if count.withdrew:
        beneath.append(said("{withdrew} withdrew", withdrew=count.withdrew))
    return Fact(said("Signed by"), _text(words), _text(joined(beneath, "; ")))


def _not_complete(is_complete: bool | None) -> str:
    if is_complete is None:
        return said("not known whether the list is complete")
    return said("the list is incomplete")


def _in_what_capacity(description: Description) -> list[str]:
    standing = description.standing_signatures
    ranks = dict.fromkeys(rank.label for signature in standing for rank in signature.ranks)
    words = in_a_row([_many(rank, len(standing)) for rank in ranks])
    place = description.place if isinstance(description.place, str) else ""
    if words and _SENT_OUT.match(place):
        place = place[:1].lower() + place[1:]
    return [part for part in (words if len(ranks) <= NAMES_SHOWN else "", place) if part]


def _many(rank: str, count: int) -> str:
    return rank if count == 1 else Wording(many_of(rank))


def _asks(description: Description) -> Fact:
    demands = description.demands
    if not demands:
        return Fact(said("Asks"), (Piece(nothing=NONE),), _text(said("no demand on record")))
    classes = dict.fromkeys(
        one.demand_class.label for one in demands if one.demand_class.value != "other"
    )
    strengths = dict.fromkeys(one.strength.label for one in demands if one.strength)
    beneath = joined(classes or strengths, ", ")
    return Fact(
        said("Asks"),
        _text(said_many("{number:,} demand", "{number:,} demands", len(demands))),
        _text(beneath),
    )


def _what_came(description: Description) -> Fact:
    statuses = Counter(one.status for one in description.demands if one.status in _DECIDED)
    replies = [one for one in description.responses if one.kind in REPLIES]
    others = dict.fromkeys(
        one.kind.label for one in description.responses if one.kind not in REPLIES
    )
    is_told_none = any(one.kind is ResponseKind.NONE_TO_LETTER for one in description.responses)
    if statuses:
        answer = _of_demands(statuses)
    elif replies:
        answer = in_a_row(list(dict.fromkeys(one.kind.label for one in replies))[:2])
    elif is_told_none:
        answer = said("no reply")
    else:
        answer = said("no reply known")
    for unsaid in (ResponseKind.NONE_TO_LETTER, ResponseKind.OTHER, ResponseKind.PRESS_LINE):
        others.pop(unsaid.label, None)
    beneath = in_a_row(list(others)[:NAMES_SHOWN]) or (
        "" if statuses or replies or is_told_none else said("no response on record")
    )
    return Fact(said("What came of it"), _text(capital(answer)), _text(beneath))


def _of_demands(statuses: Counter[OutcomeStatus]) -> str:
    """`2 demands partly met`; `1 demand refused and 1 partly met`: the noun stands with the first."""
    (first, number), *rest = statuses.items()
    demands = said_many("{number:,} demand", "{number:,} demands", number)
    words = said("{demands} {status}", demands=demands, status=first.label)
    others = [said("{count} {status}", count=count, status=one.label) for one, count in rest]
    return in_a_row([words, *others])


def _reported_missing(view: RecordView) -> Fact:
    absences = view.description.absences
    reported = [one for one in absences if one.evidence.is_attributed]
    noted = list(dict.fromkeys(view.missing_name(one) for one in absences if one not in reported))
    if not reported:
        beneath = said("the register notes {several}", several=_several(noted)) if noted else ""
        # Not "none": that nobody is reported missing is no knowledge that nobody was.
        return Fact(
            said("Reported missing"), _text(said("No report")), _text(beneath or said("on record"))
        )
    names = list(dict.fromkeys(view.missing_name(one) for one in reported))
    grades = dict.fromkeys(one.evidence.grade for one in reported if one.evidence.grade)
    pieces = [
        Piece(said("said by others, grades") if len(grades) > 1 else said("said by others, grade"))
    ]
    pieces += [Piece(grade=grade) for grade in grades]
    return Fact(
        said("Reported missing"),
        _text(_several(names)),
        tuple(pieces) if grades else _text(said("said by others, not graded")),
    )


def _answers(view: RecordView) -> Fact:
    """What it answers first, what answered it beneath; without the one, the other stands first."""
    label = said("Answers, answered by")
    texts = related_texts(view.relations)
    if not texts:
        return Fact(label, (Piece(nothing=NONE),), _text(said("no relation that you may read")))
    earlier = [one for one in texts if one.is_answered]
    later = sorted((one for one in texts if one.is_answer), key=_by_weight)
    parallel = len(texts) - len(earlier) - len(later)
    beneath = _answered_by(later) if later else _text(said("not answered, as far as you may read"))
    if earlier:
        return Fact(label, _text(_earlier_in_words(earlier)), beneath)
    if later:
        return Fact(
            label,
            _text(said_many("{number:,} later text", "{number:,} later texts", len(later))),
            beneath,
        )
    return Fact(
        label,
        _text(said_many("{number:,} parallel text", "{number:,} parallel texts", parallel)),
        beneath,
    )


def _by_weight(one: RelatedText) -> bool:
    """What answers a text comes before what only followed it."""
    return one.strongest.kind is RelationKind.PRECURSOR_OF


def _earlier_in_words(earlier: list[RelatedText]) -> str:
    groups = Counter(_EARLIER.get(one.strongest.kind, _OTHER_EARLIER) for one in earlier)
    return in_a_row([said_many(*sentences, number) for sentences, number in groups.items()])


def _answered_by(later: list[RelatedText]) -> tuple[Piece, ...]:
    """`countered by 50 signatories, 2019 and 2 more`, the first of them a link."""
    first = later[0].strongest
    more = (Piece(said("and {count} more", count=len(later) - 1)),) if len(later) > 1 else ()
    if first.record is None:
        return Piece(
            said("{relation} {text}", relation=relation_words(first), text=first.external)
        ), *more
    year = str(first.record.date.year) if first.record.date else ""
    name = joined([_signers_in_words(first.record), year], ", ")
    return Piece(relation_words(first)), Piece(name, record=first.record.id), *more


def _signers_in_words(record: RecordSummary) -> str:
    """`22 signatories`; the reference where there are not several."""
    count, published = len(record.signatory_codes), record.signatories_published
    if not record.signatures_are_complete and published and published > count:
        return said("{count} of {published} signatories", count=count, published=published)
    return said("{count} signatories", count=count) if count > 1 else record.reference


def _held_as(description: Description) -> Fact:
    answer = description.holding
    pieces = _maybe(answer) if isinstance(answer, Nothing) else _text(capital(answer.label))
    disclosure = description.disclosure
    words = (
        said("disclosure {nothing}", nothing=disclosure.label)
        if isinstance(disclosure, Nothing)
        else _disclosed(disclosure.label, description)
    )
    return Fact(said("Held as"), pieces, _text(words))


def _disclosed(words: str, description: Description) -> str:
    words = said("disclosed {how}", how=words) if words.startswith("by ") else words
    if isinstance(description.disclosed, DatedFact):
        return joined([words, description.disclosed.date.in_words()], ", ")
    return words


def _several(names: list[str]) -> str:
    if len(names) <= NAMES_SHOWN:
        return joined(names, ", ")
    return said(
        "{names} and {count} more",
        names=joined(names[: NAMES_SHOWN - 1], ", "),
        count=len(names) - NAMES_SHOWN + 1,
    )


def _text(text: str) -> tuple[Piece, ...]:
    return (Piece(text),) if text else ()


def _maybe(value: MaybeText) -> tuple[Piece, ...]:
    return (Piece(nothing=value),) if isinstance(value, Nothing) else _text(value)
