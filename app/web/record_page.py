"""One record's page as display values: the signatory table, what came of it, the line of relations.

Open `record_page`. It takes a `RecordView`, in which everything may be shown, and decides wording,
order and columns; the eight facts are made in `record_facts.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.dates import DatedFact
from app.domain.joining import SignatoryCount, count_signatories
from app.domain.lineage import RelatedText, related_texts
from app.domain.nothing import Nothing
from app.domain.records import AbsenceReport, Signature
from app.domain.signatory_words import capacity_of, standing_words
from app.domain.views import GroupingShare, RecordView
from app.domain.vocabularies import (
    OutcomeStatus,
    ResponseKind,
    SignatureStatus,
)
from app.domain.wording import joined, said, said_many
from app.web.presentation import (
    opening,
    own_title,
    release_words,
    signed_by_words,
    unwrapped,
)
from app.web.record_aftermath import Happening, happenings, press_lines
from app.web.record_facts import REPLIES, Fact, eight_facts
from app.web.record_line import Knot, dated_line
from app.web.signatory_table import (
    SignatoryRow,
    SignatoryTable,
    differing_words,
    odd_ones,
    shared,
)

GROUPING_COLUMNS = 4
GROUPING_COLUMNS_BESIDE_NAMES = 3
TALL_TABLE_ROWS = 30
ROWS_PER_PARAGRAPH = 2
OPENING_LENGTH = 1_500
_CLOSED = frozenset(
    {
        OutcomeStatus.MET,
        OutcomeStatus.REFUSED,
        OutcomeStatus.FORMALLY_MET_SUBSTITUTED,
        OutcomeStatus.SUPERSEDED,
    }
)


@dataclass(frozen=True, slots=True)
class RecordPage:
    title: str
    facts: tuple[Fact, ...]
    table: SignatoryTable
    demands_note: str
    happenings: tuple[Happening, ...]
    press_lines: tuple[Happening, ...]
    """What somebody told the press when asked: no answer to the letter."""
    missing_stands_first: bool
    """Whether "who was missing" stands under the signatories, where there is more room."""
    reported_missing: tuple[AbsenceReport, ...]
    noted_missing: tuple[AbsenceReport, ...]
    """Notes of the register's own: no source says so."""
    awaits_reply: bool
    """Whether the text asks somebody, and no reply to it is known."""
    texts: tuple[RelatedText, ...]
    line: tuple[Knot, ...]
    text_heading: str
    text_opening: str
    text_rest: str
    release: str


def record_page(view: RecordView) -> RecordPage:
    """Everything the page of one record says, in the words it says it in."""
    description = view.description
    text_opening, text_rest = opening(unwrapped(view.text), OPENING_LENGTH)
    table, came = _signatory_table(view), happenings(view)
    absences, texts = description.absences, related_texts(view.relations)
    return RecordPage(
        title=own_title(description.title, description.title_is_supplied),
        facts=eight_facts(view),
        table=table,
        demands_note=_demands_note(view),
        happenings=came,
        missing_stands_first=_is_shorter(table, len(description.demands) + len(came)),
        press_lines=press_lines(view),
        reported_missing=tuple(one for one in absences if one.evidence.is_attributed),
        noted_missing=tuple(one for one in absences if not one.evidence.is_attributed),
        awaits_reply=bool(description.addressees)
        and not any(
            one.kind in REPLIES or one.kind is ResponseKind.NONE_TO_LETTER
            for one in description.responses
        ),
        texts=texts,
        line=dated_line(view, texts),
        text_heading=_text_heading(view),
        text_opening=text_opening,
        text_rest=text_rest,
        release=release_words(view.label, view.name_of),
    )


def _signatory_table(view: RecordView) -> SignatoryTable:
    signatures = view.description.signatures
    same_capacity = shared([capacity_of(one) for one in signatures])
    person = shared([one.person for one in signatures])
    same_person = person if isinstance(person, Nothing) else None
    names_persons = same_capacity is None or same_person is None
    shown = GROUPING_COLUMNS_BESIDE_NAMES if names_persons else GROUPING_COLUMNS
    columns = view.groupings[:shown]
    rows = tuple(
        replace(
            _signatory_row(view, number, one, columns),
            differs=differing_words(one.person, capacity_of(one), same_person, same_capacity),
        )
        for number, one in enumerate(signatures, 1)
    )
    return SignatoryTable(
        heading=signed_by_words(view.description),
        rows=rows,
        groupings=columns,
        other_groupings=view.groupings[shown:],
        same_capacity=same_capacity,
        same_person=same_person,
        shows_names_as_signed=any(isinstance(one.name_as_signed, str) for one in signatures),
        note=view.description.capacity_note,
        foot=_table_foot(view),
        is_tall=len(signatures) > TALL_TABLE_ROWS,
        odd=odd_ones(signatures, rows) if len(signatures) > TALL_TABLE_ROWS else (),
    )


def _is_shorter(table: SignatoryTable, paragraphs: int) -> bool:
    """Whether the table takes less room than that many demands and responses beside it."""
    return min(len(table.rows), TALL_TABLE_ROWS // 2) < paragraphs * ROWS_PER_PARAGRAPH


def _signatory_row(
    view: RecordView, number: int, signature: Signature, columns: tuple[GroupingShare, ...]
) -> SignatoryRow:
    return SignatoryRow(
        number=number,
        party=signature.party,
        name=view.name_of(signature.party),
        as_signed=signature.name_as_signed,
        person=signature.person,
        capacity=capacity_of(signature),
        standing=standing_words(signature),
        differs="",
        has_withdrawn=signature.status is SignatureStatus.WITHDREW,
        member_of=tuple(signature.party in share.signed_by for share in columns),
    )


def _table_foot(view: RecordView) -> tuple[str, ...]:
    description = view.description
    foot = [description.signatures_note] if description.signatures_note else []
    if view.groupings and isinstance(description.dated, DatedFact):
        foot.append(
            said("Memberships as they stood on {day}.", day=description.dated.date.in_words())
        )
    count, published = count_signatories(description.signatures), description.signatories_published
    if count.joined_later and view.groupings:
        foot.append(said("Parties that joined later are counted in them."))
    is_complete = description.signatures_are_complete
    if is_complete is None and count.now:
        foot.append(said("It is not known whether the list is complete. It enters no figure."))
    elif is_complete is False:
        foot.append(_incomplete_words(count.now, max(count.on_the_day, count.now), published))
    elif count.now:
        foot.append(_complete_words(count, published))
    return tuple(foot)


def _incomplete_words(known: int, named: int, published: int | None) -> str:
    if published and published <= named:
        return said(
            "The list is incomplete: not every name in it is from a source. It enters no figure."
        )
    words = (
        said("{known} of {published} are known", known=known, published=published)
        if published
        else said("{known} are known", known=known)
    )
    return said("The list is incomplete: {words}. It enters no figure.", words=words)


def _complete_words(count: SignatoryCount, published: int | None) -> str:
    """`The list is complete (11 of 11)`; where it grew or shrank, how."""
    if not count.joined_later and not count.withdrew:
        return said(
            "The list is complete ({now} of {published}).",
            now=count.now,
            published=published or count.now,
        )
    steps = [said("{on_the_day} on the day", on_the_day=count.on_the_day)]
    if count.joined_later:
        steps.append(said("{joined_later} joined later", joined_later=count.joined_later))
    if count.withdrew:
        steps.append(said("{withdrew} withdrew", withdrew=count.withdrew))
    return said(
        "The list is complete: {steps}, {now} in the end.", steps=joined(steps, ", "), now=count.now
    )


def _demands_note(view: RecordView) -> str:
    demands = view.description.demands
    if not demands:
        return ""
    closed = sum(one.status in _CLOSED for one in demands)
    return said(
        "{demands} · {closed} closed",
        demands=said_many("{number:,} demand", "{number:,} demands", len(demands)),
        closed=closed or said("none"),
    )


def _text_heading(view: RecordView) -> str:
    """Whose words the text is."""
    return said("Our file on the source") if view.text_is_about_it else said("Text")
