"""The table of signatories as it stands in reports about one record.

A column is there only where its values differ from row to row; what all rows share is said once above,
and what only a few rows have stands beside their names. Without such columns, a long list runs in two
columns of rows, a block at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from app.domain.dates import CalendarDate
from app.domain.nothing import MaybeText, Nothing
from app.domain.records import Evidence, Signature
from app.domain.views import GroupingShare, RecordView
from app.domain.vocabularies import SignatureStatus
from app.domain.wording import Wording, joined, said
from app.pdf.blocks import Block, Heading, Text
from app.pdf.reports.signatory_notes import common_evidence, grouping_name, heading_words, note
from app.pdf.speech import lead, say, say_nothing, tongue
from app.pdf.tables import AUTO, Cell, Table, cell
from app.pdf.text import Piece, inline, para
from app.pdf.typography import BODY, DOT, HEADING, LABEL, NOTE, QUIET
from app.pdf.wording import capacity_words, grade_pieces, run_on, sentence

MAX_GROUPINGS = 4
"""More columns than this do not fit beside names; the others are named under the table."""
MAX_GROUPINGS_IN_TWO = 3
MAX_GROUPINGS_BESIDE_WORDS = 2
"""In two columns of rows, many of which say more than a name."""
ROWS_FOR_TWO_COLUMNS = 10
ROWS_OF_A_BLOCK = 90
A_FEW = 3
"""Up to so many rows with a value of their own, it stands beside their names."""

_DOT = "\N{BULLET}"
_CHARACTER_PT = 4.7
"""About the width of a letter in a heading, to make a column as wide as its heading."""
_CAPITAL_PT = 5.8


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which columns the table has."""

    as_signed: bool
    capacity: bool
    person: bool
    in_two: bool
    """Whether two rows stand side by side."""
    groupings: tuple[GroupingShare, ...]
    common: Evidence | None
    """The evidence all signatures share, to be said once."""


def signatories(view: RecordView) -> list[Block]:
    """Heading, what all share, the table with one column per grouping, what is known of its completeness."""
    signatures = view.description.signatures
    heading = Heading(para(heading_words(view), style=HEADING))
    if not signatures:
        nobody = say(said("No signatory is recorded."))
        return [heading, Text(para(nobody, style=QUIET)), *note(view, ())]
    layout = _layout(view)
    rows = [_row(view, layout, *numbered) for numbered in _numbered(signatures)]
    above = _above(view, layout)
    shared = [Text(para(above, style=NOTE), keeps_next=True)] if above else []
    tables = _tables(layout, rows)
    return [heading, *shared, *tables, *note(view, layout.groupings)]


def _layout(view: RecordView) -> _Layout:
    signatures = view.description.signatures
    as_signed = sum(_signed_otherwise(view, one) for one in signatures) > A_FEW
    capacity = _needs_column([_capacity(one) for one in signatures])
    person = _needs_column([one.person for one in signatures])
    has_columns = as_signed or capacity or person
    in_two = not has_columns and len(signatures) >= ROWS_FOR_TWO_COLUMNS
    most = MAX_GROUPINGS
    if in_two and len(signatures) > ROWS_OF_A_BLOCK:
        most = MAX_GROUPINGS_IN_TWO
    if in_two and sum(bool(_status(one)) for one in signatures) > A_FEW:
        most = MAX_GROUPINGS_BESIDE_WORDS
    common = common_evidence(view)
    return _Layout(as_signed, capacity, person, in_two, view.groupings[:most], common)


def _signed_otherwise(view: RecordView, one: Signature) -> bool:
    return isinstance(one.name_as_signed, str) and one.name_as_signed != view.name_of(one.party)


def _needs_column(values: Sequence[MaybeText]) -> bool:
    """Whether the rows have no value in common, or more than a few differ from it."""
    shared = values.count(_most(values))
    return len(values) > 1 and (2 * shared <= len(values) or len(values) - shared > A_FEW)


def _capacity(signature: Signature) -> MaybeText:
    return capacity_words(signature, "")


def _most(values: Sequence[MaybeText]) -> MaybeText:
    return max(dict.fromkeys(values), key=values.count)


def _above(view: RecordView, layout: _Layout) -> str:
    """What all rows share, or most of them where the others say what differs."""
    signatures = view.description.signatures
    words = []
    told = view.description.capacity_note
    if told:
        told = told[:1].lower() + told[1:] if tongue().is_english else told
        words.append(f"{lead(said('Capacity'))}{sentence(told)}")
    elif not layout.capacity:
        words.append(_shared(said("Capacity"), [_capacity(one) for one in signatures]))
    if not layout.person:
        words.append(_shared(said("Persons"), [one.person for one in signatures]))
    return run_on(words)


def _shared(what: Wording, values: Sequence[MaybeText]) -> str:
    most = _most(values)
    value = say_nothing(most) if isinstance(most, Nothing) else most
    if values.count(most) < len(values):
        return say(said("{what}: {value}, unless a row says otherwise.", what=what, value=value))
    return f"{lead(what)}{sentence(value)}"


def _numbered(signatures: Sequence[Signature]) -> Iterator[tuple[Signature, str]]:
    number = 0
    for signature in signatures:
        number += signature.status.stands
        yield signature, str(number) if signature.status.stands else "\N{EN DASH}"


def _tables(layout: _Layout, rows: list[tuple[Cell, ...]]) -> list[Block]:
    number_pt = max(13.0, 5.3 * len(str(len(rows))) + 1.0)
    texts = 1 + layout.as_signed + layout.capacity + layout.person
    heads = _heads(layout)
    in_two = layout.in_two
    labels = [_grouping_lines(one) if in_two else (grouping_name(one),) for one in layout.groupings]
    head = (
        *(cell(para(name, style=LABEL)) for name in ("#", *heads)),
        *(cell(*(para(line, style=LABEL, align="centre") for line in lines)) for lines in labels),
    )
    columns = (
        number_pt,
        *(AUTO for _ in range(texts)),
        *(
            max(20.0, max(_letters(one) * _letter_pt(one, in_two=in_two) for one in lines))
            for lines in labels
        ),
    )
    if not in_two:
        return [Table(columns, tuple(rows), head=head, gap_pt=6.5)]
    gutter = cell(para("", style=BODY))
    empty = tuple(gutter for _ in head)
    pairs: list[tuple[Cell, ...]] = []
    for start in range(0, len(rows), ROWS_OF_A_BLOCK):
        block = rows[start : start + ROWS_OF_A_BLOCK]
        half = -(-len(block) // 2)
        right = [*block[half:], *([empty] * (2 * half - len(block)))]
        pairs += [(*empty, gutter, *empty)] if pairs else []  # a gap where the numbers jump back
        pairs += [(*one, gutter, *other) for one, other in zip(block[:half], right, strict=True)]
    doubled = (*head, gutter, *head)
    widths = (*columns, 5.0, *columns)
    return [Table(widths, tuple(pairs), head=doubled, gap_pt=5.0, padding_pt=0.0)]


def _heads(layout: _Layout) -> list[str]:
    """What stands above the columns of words."""
    heads = (
        (said("Party"), True),
        (said("As signed"), layout.as_signed),
        (said("Capacity"), layout.capacity),
        (said("Person"), layout.person),
    )
    return [say(name) for name, is_shown in heads if is_shown]


def _letters(text: str) -> int:
    """How many letters wide a heading is; a Chinese character is as wide as two.

    English headings stand in one line; names of groupings are longer elsewhere and may break.
    """
    words = [text] if tongue().is_english else text.split()
    return max(sum(1 + (east_asian_width(one) in "WF") for one in word) for word in words)


def _letter_pt(heading: str, *, in_two: bool) -> float:
    return _CAPITAL_PT if in_two or heading.isupper() else _CHARACTER_PT


def _grouping_lines(share: GroupingShare) -> tuple[str, str]:
    return say(share.short_name), f"{share.signed}/{share.members}"


def _row(view: RecordView, layout: _Layout, signature: Signature, place: str) -> tuple[Cell, ...]:
    grades = () if layout.common is not None else grade_pieces(signature.evidence, BODY)
    beside = _beside(view, layout, signature)
    party: list[MaybeText | Piece] = [say(view.name_of(signature.party))]
    party += [inline(f" \N{MIDDLE DOT} {beside}", NOTE)] if beside else []
    name = para(*party, *(() if layout.as_signed else grades), style=BODY)
    values: list[tuple[bool, tuple[MaybeText | Piece, ...]]] = [
        (layout.as_signed, (signature.name_as_signed, *grades)),
        (layout.capacity, (_capacity(signature),)),
        (layout.person, (signature.person,)),
    ]
    return (
        cell(para(place, style=QUIET)),
        cell(name),
        *(cell(para(*parts, style=BODY)) for is_shown, parts in values if is_shown),
        *(
            cell(
                para(_DOT if signature.party in one.signed_by else "", style=DOT, align="centre"),
                drop_pt=2.2,
            )
            for one in layout.groupings
        ),
    )


def _beside(view: RecordView, layout: _Layout, signature: Signature) -> str:
    """What is particular to one row: how it signed, who, as what, since when, with which reservation."""
    signatures = view.description.signatures
    parts: list[str] = []
    if not layout.as_signed and _signed_otherwise(view, signature):
        parts.append(said("as signed: {name}", name=signature.name_as_signed))
    # Where the rows above share something, a row that is silent would seem to share it.
    if not layout.person and signature.person != _most([one.person for one in signatures]):
        parts.append(_person_words(signature.person))
    capacity = _capacity(signature)
    if not layout.capacity and capacity != _most([_capacity(one) for one in signatures]):
        parts.append(_capacity_words(capacity))
    parts.append(_status(signature))
    if signature.reservation:
        parts.append(said("reservation: {text}", text=signature.reservation))
    return say(joined(parts, "; "))


def _person_words(value: MaybeText) -> str:
    return said("person {nothing}", nothing=value.label) if isinstance(value, Nothing) else value


def _capacity_words(value: MaybeText) -> str:
    return said("capacity {nothing}", nothing=value.label) if isinstance(value, Nothing) else value


def _status(signature: Signature) -> str:
    """`joined 26 Jul 2019`; every step where the signature has a history; empty if it signed."""
    steps = [(one.status, one.date, one.note) for one in signature.history]
    if not steps or steps[-1][0] is not signature.status:
        steps.append((signature.status, signature.date, ""))
    if len(steps) == 1 and steps[0][0] is SignatureStatus.SIGNED:
        return ""
    return joined((words for step in steps for words in _step(*step)), "; ")


def _step(status: SignatureStatus, date: CalendarDate | None, note: str) -> list[str]:
    if not date:
        return [status.label, note]
    label = said("joined") if status is SignatureStatus.JOINED_LATER else status.label
    return [joined((label, date.in_words(short=True))), note]
