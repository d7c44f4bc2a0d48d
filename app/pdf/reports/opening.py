"""How every report begins and what it says of itself: title, subject, how chosen, on which basis.

Open `opening`. What all sections share is here too: their headings, an empty section's words, the note on
grades.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.dossiers import Dossier
from app.domain.wording import Wording, said, said_many
from app.pdf.blocks import Block, Heading, Space, Text
from app.pdf.speech import lead, say
from app.pdf.tables import AUTO, Table, cell
from app.pdf.text import inline, para
from app.pdf.typography import ABSTRACT, BODY, HEADING, LABEL, NOTE, NOTE_STRONG, QUIET, TITLE
from app.pdf.wording import run_on

_LABEL_PT = 78.0


def opening(title: str, subject: str, facts: Iterable[tuple[str, str]] = ()) -> list[Block]:
    """Title, what the paper is about, and pairs of a label with what it says. Words are said here."""
    rows = tuple(
        (cell(para(say(label), style=LABEL)), cell(para(say(value), style=BODY)))
        for label, value in facts
    )
    about = say(subject)
    blocks: list[Block] = [Text(para(say(title), style=TITLE), keeps_next=True, role="H1")]
    if about:
        blocks += [Space(2), Text(para(about, style=ABSTRACT))]
    if rows:
        blocks += [Space(4), Table((_LABEL_PT, AUTO), rows, rule=None, padding_pt=0.35)]
    return blocks


def basis(dossier: Dossier, *more: Wording) -> list[Block]:
    """On how many texts the paper is based, whether it was cut, and whatever else is to be said."""
    shown = len(dossier.records)
    words: list[Wording] = [based_on(dossier.readable_total)]
    if dossier.is_cut:
        words.append(
            said(
                "The first {shown:,} of {total:,} texts that were found are in it; "
                "the others are left out.",
                shown=shown,
                total=dossier.total,
            )
        )
    else:
        words.append(
            said_many(
                "{number:,} of them is in this sheet.",
                "{number:,} of them are in this sheet.",
                shown,
            )
        )
    return [Space(3), Text(para(run_on(say(one) for one in (*words, *more)), style=NOTE))]


def based_on(readable: int) -> Wording:
    """`Based on the 70 texts you may read.`"""
    return said_many(
        "Based on the one text you may read.",
        "Based on the {number:,} texts you may read.",
        readable,
    )


def section(words: Wording, *, keeps_space: float = 9.0) -> Heading:
    """The heading of a section, and its bookmark."""
    text = say(words)
    return Heading(para(text, style=HEADING), space_before_pt=keeps_space, outline=text)


def nothing(words: Wording) -> Text:
    """What an empty section says."""
    return Text(para(say(words), style=QUIET))


def note(*words: Wording) -> Text:
    """Small print."""
    return Text(para(run_on(say(one) for one in words), style=NOTE))


def labelled(label: Wording, words: str) -> Text:
    """Small print with its label before it."""
    return Text(para(inline(lead(label), NOTE_STRONG), words, style=NOTE))


def on_grades() -> list[Block]:
    """What the boxed grades mean."""
    words = said(
        "Grades: A to F for how reliable the source is, 1 to 6 for how likely what it says is true; "
        "without a grade nobody has judged it."
    )
    return [Space(4), note(words)]
