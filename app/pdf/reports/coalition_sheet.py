"""The coalition sheet: who signed which of several texts, how the groupings held together, who came and went.

What is computed is in `app/domain/coalitions.py`, the matrix itself in `matrix.py`.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.coalitions import Coalition, Column, Drift, ReportedMissing, coalition_of
from app.domain.dossiers import Dossier
from app.domain.groupings import FIRST_IN_INTEREST
from app.domain.masking import Mask
from app.domain.records import PartyCode
from app.domain.wording import Wording, said, said_many
from app.pdf.blocks import Block, Reported, Space, Text
from app.pdf.citing import cited, reference
from app.pdf.report import Report, Subject
from app.pdf.reports.matrix import matrix, name_of_grouping, share_of
from app.pdf.reports.opening import basis, labelled, note, nothing, on_grades, opening, section
from app.pdf.reports.texts import list_state, title_of
from app.pdf.speech import lead, listed, say
from app.pdf.tables import AUTO, Cell, Table, cell
from app.pdf.text import Para, inline, para
from app.pdf.typography import BODY, LABEL, QUIET, SAID_HEADING, STRONG
from app.pdf.wording import sentence, short_date, source_words

_TITLE_LENGTH = 90


def _blocks(dossier: Dossier) -> list[Block]:
    found = coalition_of(dossier)
    return [
        *opening(REPORT.title, dossier.subject, dossier.chosen_by),
        *basis(dossier, *_left_out(found)),
        *_texts(found, dossier),
        *_side(found, dossier, said("Who signed the joint texts"), is_counter=False),
        *_side(found, dossier, said("Who signed the counter-texts"), is_counter=True),
        *_constant(found, dossier),
        *drifts(found, dossier),
        *missing(found),
        *incomplete(found),
        *(on_grades() if found.missing else ()),
    ]


def _left_out(found: Coalition) -> list[Wording]:
    if not found.left_out:
        return []
    return [
        said_many(
            "{number:,} text with fewer than two signatories is left out.",
            "{number:,} texts with fewer than two signatories are left out.",
            found.left_out,
        )
    ]


def _texts(found: Coalition, dossier: Dossier) -> list[Block]:
    """Every text with a complete list: its number in the matrix, and the shares at its date."""
    heading = section(said("The texts, and how many of each grouping signed"))
    if not found.columns:
        return [heading, nothing(said("No text with a complete list of signatories."))]
    groupings = [name_of_grouping(code, dossier) for code in FIRST_IN_INTEREST]
    labels = ["#", say(said("Dated")), say(said("Text")), say(said("Signed")), *groupings]
    head = tuple(
        cell(para(words, style=LABEL, align="start" if at < 3 else "end"))
        for at, words in enumerate(labels)
    )
    widths = (16.0, 56.0, AUTO, 36.0, *(36.0 for _ in groupings))
    rows = tuple(_text_row(one) for one in found.columns)
    counted = note(
        said("Memberships as at the date of each text. Counter-texts come last."),
        said("Only lists known to be complete are counted."),
    )
    return [heading, Table(widths, rows, head=head, gap_pt=5.0), Space(2), counted]


def _text_row(column: Column) -> tuple[Cell, ...]:
    view = column.view
    return (
        cell(para(str(column.number), style=STRONG)),
        cell(para(short_date(view.description.calendar_date), style=QUIET)),
        cell(
            para(title_of(view, _TITLE_LENGTH), style=BODY),
            para(reference(view), style=BODY),
        ),
        cell(para(str(len(column.signatories)), style=BODY, align="end")),
        *(
            cell(para(share_of(column, code), style=BODY, align="end"))
            for code in FIRST_IN_INTEREST
        ),
    )


def _side(found: Coalition, dossier: Dossier, heading: Wording, *, is_counter: bool) -> list[Block]:
    blocks = matrix(found, dossier, is_counter=is_counter)
    return [section(heading), *blocks] if blocks else []


def _constant(found: Coalition, dossier: Dossier) -> list[Block]:
    """Who signed every joint text, and who signed on both sides."""
    if len(found.joint) < 2:
        return []
    core = _named(found.core, dossier) or say(said("nobody"))
    label = said("On all {number:,} joint texts", number=len(found.joint))
    blocks: list[Block] = [Space(2), labelled(label, sentence(core))]
    if found.counter:
        both = _named(found.on_both_sides, dossier) or say(said("nobody"))
        blocks.append(labelled(said("On both sides"), sentence(both)))
    return blocks


def drifts(found: Coalition, dossier: Dossier) -> list[Block]:
    heading = section(said("Who came and who went"))
    if not found.drifts:
        return [heading, nothing(said("There are no two complete lists of one side to compare."))]
    labels = (said("Texts"), said("Shared"), said("Came"), said("Went"))
    head = tuple(cell(para(say(words), style=LABEL)) for words in labels)
    rows = tuple(_drift_row(one, dossier) for one in found.drifts)
    return [
        heading,
        Table((44.0, 38.0, AUTO, AUTO), rows, head=head),
        Space(2),
        note(
            said(
                "From one complete list to the next of the same side. Shared: names on both lists as a part "
                "of the names on either (Jaccard)."
            )
        ),
    ]


def _drift_row(drift: Drift, dossier: Dossier) -> tuple[Cell, ...]:
    texts = said("{first} to {last}", first=drift.earlier.number, last=drift.later.number)
    nobody = say(said("nobody"))
    return (
        cell(para(say(texts), style=STRONG)),
        cell(para(say(said("{share:.2f}", share=drift.jaccard)), style=BODY)),
        cell(para(_named(drift.joined, dossier) or nobody, style=BODY)),
        cell(para(_named(drift.left, dossier) or nobody, style=BODY)),
    )


def missing(found: Coalition) -> list[Block]:
    heading = section(said("Who was reported missing"))
    if not found.missing:
        return [heading, nothing(said("No absence is reported."))]
    lines = [block for one in found.missing for block in (Text(_missing_line(one)), Space(2))]
    label = Text(para(say(said("Reported: others say so")), style=SAID_HEADING), keeps_next=True)
    return [heading, Reported((label, *lines))]


def _missing_line(one: ReportedMissing) -> Para:
    view, report = one.view, one.report
    mask = Mask.of(view.description)
    words = [
        sentence(mask.text(report.text) or say(report.kind.label)),
        source_words(report.evidence),
    ]
    return para(
        inline(lead(say(view.missing_name(report))), STRONG),
        " ".join(word for word in words if word),
        " ",
        *cited(view, say(said("absence {number}", number=one.number)), report.evidence),
        style=BODY,
    )


def incomplete(found: Coalition) -> list[Block]:
    if not found.incomplete:
        return []
    rows = tuple(
        (
            cell(para(short_date(view.description.calendar_date), style=QUIET)),
            cell(
                para(title_of(view, _TITLE_LENGTH), style=BODY), para(reference(view), style=BODY)
            ),
            cell(para(say(list_state(view.description)), style=BODY)),
        )
        for view in found.incomplete
    )
    return [
        section(said("Lists that are not known to be complete: named, not counted")),
        Table((60.0, AUTO, 150.0), rows),
    ]


def _named(codes: Iterable[PartyCode], dossier: Dossier) -> str:
    return listed(dossier.name_of(code) for code in codes)


REPORT = Report(
    "coalition-sheet",
    said("Coalition sheet"),
    said("Who signed which texts: the matrix, the share of each grouping, who came and who went."),
    Subject.SELECTION,
    _blocks,
)
