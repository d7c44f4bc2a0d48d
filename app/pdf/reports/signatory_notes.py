"""What is said above and below the table of signatories: how many signed, and how complete the list is."""

from __future__ import annotations

from app.domain.joining import SignatoryCount, count_signatories
from app.domain.records import Evidence
from app.domain.views import GroupingShare, RecordView
from app.domain.vocabularies import Capacity
from app.domain.wording import Wording, joined, said, said_many
from app.pdf.blocks import Block, Space, Text
from app.pdf.speech import say
from app.pdf.text import Piece, para
from app.pdf.typography import NOTE
from app.pdf.wording import grade_pieces, number_in_words, run_on, sentence


def heading_words(view: RecordView) -> str:
    """`Signed by eleven states, later twelve of 41`."""
    told = view.description
    count = count_signatories(told.signatures)
    if not count.on_the_day and not count.now:
        return say(said("Signed by"))
    signatures = told.standing_signatures or told.signatures
    are_states = all(one.capacity is Capacity.STATE for one in signatures)
    first, published = count.on_the_day, told.signatories_published
    words = _signed_by(first, are_states=are_states)
    if count.has_changed:
        words = said("{signed}, later {now}", signed=words, now=number_in_words(count.now))
    if not told.signatures_are_complete and published and published > max(first, count.now):
        words = said("{signed} of {published}", signed=words, published=published)
    return say(words)


def note(view: RecordView, shown: tuple[GroupingShare, ...]) -> list[Block]:
    """Under the table: at which date memberships are counted, groupings without a column, completeness."""
    told = view.description
    words = [sentence(told.signatures_note)] if told.signatures_note else []
    date = told.calendar_date
    if view.groupings and date is not None:
        words.append(say(said("Memberships as at {day}.", day=date.in_words())))
        if count_signatories(told.signatures).joined_later:
            words.append(say(said("Parties that joined later are counted in them.")))
    rest = view.groupings[len(shown) :]
    if rest:
        names = joined(map(grouping_name, rest), ", ")
        words.append(say(said("Also: {groupings}.", groupings=names)))
    words.append(say(_completeness(view)))
    common = common_evidence(view)
    grade: tuple[Piece, ...] = ()
    if common is not None and common.grade is not None:
        words.append(say(said("Graded")))
        grade = grade_pieces(common, NOTE)
    return [Space(1.5), Text(para(run_on(words), *grade, style=NOTE))]


def common_evidence(view: RecordView) -> Evidence | None:
    """The evidence all signatures share, to be said once; None where they differ."""
    signatures = view.description.signatures
    kinds = {one.evidence for one in signatures}
    return signatures[0].evidence if len(signatures) > 1 and len(kinds) == 1 else None


def grouping_name(share: GroupingShare) -> str:
    """`EU 7/28`."""
    return f"{say(share.short_name)} {share.signed}/{share.members}"


def _signed_by(number: int, *, are_states: bool) -> Wording:
    count = number_in_words(number)
    if are_states:
        return said_many("Signed by {count} state", "Signed by {count} states", number, count=count)
    return said_many("Signed by {count} party", "Signed by {count} parties", number, count=count)


def _completeness(view: RecordView) -> str:
    told = view.description
    published = told.signatories_published
    count = count_signatories(told.signatures)
    if told.signatures_are_complete:
        return _changes(count) if told.signatures else ""
    if told.signatures_are_complete is None:
        words = said("It is not known whether the list is complete. It enters no figure.")
        return words if told.signatures else ""
    if published is not None and published > max(count.on_the_day, count.now):
        return said(
            "The list is incomplete: the sources count {published}. It enters no figure.",
            published=published,
        )
    if published is not None:
        return said(
            "The list is incomplete: not every name in it is from a source. It enters no figure."
        )
    return said("The list is incomplete. It enters no figure.")


def _changes(count: SignatoryCount) -> Wording:
    """How a complete list changed since the day."""
    joined_later, withdrew = count.joined_later, count.withdrew
    changes = [
        said_many("{number} joined later", "{number} joined later", joined_later)
        if joined_later
        else "",
        said_many("{number} withdrew", "{number} withdrew", withdrew) if withdrew else "",
    ]
    if not any(changes):
        return said("The list is complete.")
    first = said_many("{number} on the day", "{number} on the day", count.on_the_day)
    return said("The list is complete: {changes}.", changes=joined((first, *changes), ", "))
