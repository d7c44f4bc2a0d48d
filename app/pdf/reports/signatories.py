"""The table of signatories as it stands in reports about one record.

A column is there only where its values differ from row to row; what all rows share is said once above,
and what only a few rows have stands beside their names. Without such columns, a long list runs in two
columns of rows, a block at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.dates import CalendarDate
from app.domain.joining import count_signatories
from app.domain.nothing import MaybeText, Nothing
from app.domain.records import Evidence, Signature
from app.domain.views import GroupingShare, RecordView
from app.domain.vocabularies import Capacity, SignatureStatus
from app.pdf.blocks import Block, Heading, Space, Text
from app.pdf.tables import AUTO, Cell, Table, cell
from app.pdf.text import Piece, inline, para
from app.pdf.typography import BODY, DOT, HEADING, LABEL, NOTE, QUIET
from app.pdf.wording import capacity_words, grade_pieces, number_in_words, sentence

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
    heading = Heading(para(_heading(view), style=HEADING))
    if not signatures:
        return [heading, Text(para("No signatory is recorded.", style=QUIET)), *_note(view, ())]
    layout = _layout(view)
    rows = [_row(view, layout, *numbered) for numbered in _numbered(signatures)]
    above = _above(view, layout)
    shared = [Text(para(above, style=NOTE), keeps_next=True)] if above else []
    tables = _tables(layout, rows)
    return [heading, *shared, *tables, *_note(view, layout.groupings)]


def _heading(view: RecordView) -> str:
    told = view.description
    count = count_signatories(told.signatures)
    if not count.on_the_day and not count.now:
        return "Signed by"
    signatures = told.standing_signatures or told.signatures
    are_states = all(one.capacity is Capacity.STATE for one in signatures)
    one, many = ("state", "states") if are_states else ("party", "parties")
    first, published = count.on_the_day, told.signatories_published
    words = f"Signed by {number_in_words(first)} {one if first == 1 else many}"
    if count.has_changed:
        words = f"{words}, later {number_in_words(count.now)}"
    if not told.signatures_are_complete and published and published > max(first, count.now):
        words = f"{words} of {published}"
    return words


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
    common = _common_evidence(view)
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
    note = view.description.capacity_note
    if note:
        words.append(f"Capacity: {sentence(note[:1].lower() + note[1:])}")
    elif not layout.capacity:
        words.append(_shared("Capacity", [_capacity(one) for one in signatures]))
    if not layout.person:
        words.append(_shared("Persons", [one.person for one in signatures]))
    return " ".join(words)


def _shared(what: str, values: Sequence[MaybeText]) -> str:
    most = _most(values)
    said = most.value if isinstance(most, Nothing) else most
    exceptions = values.count(most) < len(values)
    return f"{what}: {said}{', unless a row says otherwise' if exceptions else ''}."


def _numbered(signatures: Sequence[Signature]) -> Iterator[tuple[Signature, str]]:
    number = 0
    for signature in signatures:
        number += signature.status.stands
        yield signature, str(number) if signature.status.stands else "\N{EN DASH}"


def _tables(layout: _Layout, rows: list[tuple[Cell, ...]]) -> list[Block]:
    number_pt = max(13.0, 5.3 * len(str(len(rows))) + 1.0)
    texts = 1 + layout.as_signed + layout.capacity + layout.person
    words = [("Party", True), ("As signed", layout.as_signed), ("Capacity", layout.capacity)]
    heads = [name for name, is_shown in [*words, ("Person", layout.person)] if is_shown]
    in_two = layout.in_two
    labels = [
        _grouping_lines(one) if in_two else (_grouping_name(one),) for one in layout.groupings
    ]
    head = (
        *(cell(para(name, style=LABEL)) for name in ["#", *heads]),
        *(cell(*(para(line, style=LABEL, align="centre") for line in lines)) for lines in labels),
    )
    columns = (
        number_pt,
        *(AUTO for _ in range(texts)),
        *(
            max(20.0, max(len(line) for line in lines) * (_CAPITAL_PT if in_two else _CHARACTER_PT))
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


def _grouping_name(share: GroupingShare) -> str:
    return f"{share.short_name} {share.signed}/{share.members}"


def _grouping_lines(share: GroupingShare) -> tuple[str, str]:
    return share.short_name, f"{share.signed}/{share.members}"


def _row(view: RecordView, layout: _Layout, signature: Signature, place: str) -> tuple[Cell, ...]:
    grades = () if layout.common is not None else grade_pieces(signature.evidence, BODY)
    beside = _beside(view, layout, signature)
    party: list[MaybeText | Piece] = [view.name_of(signature.party)]
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
    parts = []
    if not layout.as_signed and _signed_otherwise(view, signature):
        parts.append(f"as signed: {signature.name_as_signed}")
    for what, is_column, read in (
        ("person", layout.person, _person),
        ("capacity", layout.capacity, _capacity),
    ):
        value = read(signature)
        if not is_column and value != _most([read(one) for one in signatures]):
            # Where the rows above share something, a row that is silent would seem to share it.
            parts.append(value if isinstance(value, str) else f"{what} {value.value}")
    parts.append(_status(signature))
    parts += [f"reservation: {signature.reservation}"] if signature.reservation else []
    return "; ".join(part for part in parts if part)


def _person(signature: Signature) -> MaybeText:
    return signature.person


def _status(signature: Signature) -> str:
    """`joined 26 Jul 2019`; every step where the signature has a history; empty if it signed."""
    steps = [(one.status, one.date, one.note) for one in signature.history]
    if not steps or steps[-1][0] is not signature.status:
        steps.append((signature.status, signature.date, ""))
    if len(steps) == 1 and steps[0][0] is SignatureStatus.SIGNED:
        return ""
    return "; ".join(words for step in steps for words in _step(*step))


def _step(status: SignatureStatus, date: CalendarDate | None, note: str) -> list[str]:
    label = "joined" if status is SignatureStatus.JOINED_LATER and date else status.label
    return [f"{label} {date.in_words(short=True)}" if date else label, *([note] if note else [])]


def _note(view: RecordView, shown: tuple[GroupingShare, ...]) -> list[Block]:
    told = view.description
    words = [sentence(told.signatures_note)] if told.signatures_note else []
    date = told.calendar_date
    if view.groupings and date is not None:
        words.append(f"Memberships as at {date.in_words()}.")
        if count_signatories(told.signatures).joined_later:
            words.append("Parties that joined later are counted in them.")
    rest = view.groupings[len(shown) :]
    if rest:
        words.append("Also: " + ", ".join(_grouping_name(one) for one in rest) + ".")
    words.append(_completeness(view))
    common = _common_evidence(view)
    grade: tuple[Piece, ...] = ()
    if common is not None and common.grade is not None:
        words.append("Graded")
        grade = grade_pieces(common, NOTE)
    return [Space(1.5), Text(para(" ".join(words), *grade, style=NOTE))]


def _common_evidence(view: RecordView) -> Evidence | None:
    """The evidence all signatures share, to be said once; None where they differ."""
    signatures = view.description.signatures
    kinds = {one.evidence for one in signatures}
    return signatures[0].evidence if len(signatures) > 1 and len(kinds) == 1 else None


def _completeness(view: RecordView) -> str:
    told = view.description
    published = told.signatories_published
    count = count_signatories(told.signatures)
    if told.signatures_are_complete:
        if not told.signatures:
            return ""
        changes = [
            f"{number} {what}"
            for number, what in ((count.joined_later, "joined later"), (count.withdrew, "withdrew"))
            if number
        ]
        ending = f": {', '.join([f'{count.on_the_day} on the day', *changes])}" if changes else ""
        return f"The list is complete{ending}."
    if told.signatures_are_complete is None:
        words = "It is not known whether the list is complete. It enters no figure."
        return words if told.signatures else ""
    if published is not None and published > max(count.on_the_day, count.now):
        return f"The list is incomplete: the sources count {published}. It enters no figure."
    if published is not None:
        return "The list is incomplete: not every name in it is from a source. It enters no figure."
    return "The list is incomplete. It enters no figure."
