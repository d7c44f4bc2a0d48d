"""Who was missing, who is named, and what was told to the press: short sections that share a row.

A section without anything in it is one line, so that no page is opened for it.
"""

from __future__ import annotations

from itertools import groupby

from app.domain.nothing import MaybeText
from app.domain.records import AbsenceReport, NamedPerson
from app.domain.views import RecordView
from app.domain.vocabularies import PersonRole, ResponseKind
from app.pdf.blocks import Block, Heading, Reported, Space, Text
from app.pdf.text import Piece, inline, para
from app.pdf.typography import BODY, HEADING, NOTE, NOTE_STRONG, QUIET, SAID_HEADING, STRONG
from app.pdf.wording import grade_pieces, plural, sentence, source_words

_ASKED_FOR = frozenset({PersonRole.SUBJECT, PersonRole.MENTIONED})


def said_in_a_line(heading: str, words: str) -> list[Block]:
    """An empty section: its heading and what it has to say, in one line."""
    return [Space(5), Text(para(inline(f"{heading}: ", STRONG), words, style=QUIET))]


def press_lines(view: RecordView) -> list[Block]:
    """What signatories or others told the press when asked: no answer to the text."""
    lines = [one for one in view.description.responses if one.kind is ResponseKind.PRESS_LINE]
    if not lines:
        return []
    parts: list[MaybeText | Piece] = [inline("Said to the press when asked: ", NOTE_STRONG)]
    for one in lines:
        by = one.by or (view.name_of(one.by_party) if one.by_party else "")
        words = sentence(one.text)
        parts += [f"{by}: {words}" if by else words, *grade_pieces(one.evidence, NOTE), " "]
    return [Space(2), Text(para(*parts, style=NOTE))]


def missing_and_persons(view: RecordView) -> list[Block]:
    """Who was missing, then who is named."""
    return [*_absences(view), *_persons(view)]


def _absences(view: RecordView) -> list[Block]:
    absences = view.description.absences
    reported = [one for one in absences if one.evidence.is_attributed]
    noted = [one for one in absences if not one.evidence.is_attributed]
    if not absences:
        return said_in_a_line("Who was missing", "No absence is reported.")
    blocks: list[Block] = [Heading(para("Who was missing", style=HEADING))]
    if reported:
        label = para("Reported: others say so", style=SAID_HEADING)
        before = [None, *reported[:-1]]
        words = [
            Text(para(*_absence(view, one, previous), style=BODY))
            for one, previous in zip(reported, before, strict=True)
        ]
        blocks.append(Reported((Text(label, keeps_next=True), *words)))
    if noted:
        lead = inline("Noted by the register; no source on record says so: ", STRONG)
        notes = [f"{view.missing_name(one)}: {sentence(one.text or 'not listed')}" for one in noted]
        blocks += [Space(2), Text(para(lead, " ".join(notes), style=BODY))]
    return blocks


def _absence(
    view: RecordView, one: AbsenceReport, previous: AbsenceReport | None
) -> list[MaybeText | Piece]:
    said = source_words(one.evidence)
    is_named = isinstance(one.evidence.source, str)
    if is_named and previous and previous.evidence.source == one.evidence.source:
        said = "Same source."
    return [
        inline(f"{view.missing_name(one)}: ", STRONG),
        " ".join(part for part in (sentence(one.text or one.kind.label), said) if part),
        *grade_pieces(one.evidence, BODY),
    ]


def _persons(view: RecordView) -> list[Block]:
    persons = view.description.persons
    if not persons:
        return said_in_a_line("Persons named", "Nobody is named.")
    heading = Heading(para("Persons named", style=HEADING))
    public = [one for one in persons if one.is_public_here]
    groups = [_group(list(ones)) for _, ones in groupby(public, key=_described)]
    words = "; ".join(groups)
    hidden = len(persons) - len(public)
    if not hidden:
        all_public = Heading(para("Persons named, all public in the source", style=HEADING))
        return [all_public, Text(para(sentence(words), style=BODY))]
    count = "One person" if hidden == 1 else f"{hidden} persons"
    note = f"{count} not yet public in this text: named in the register only, not on paper."
    shown = [Text(para(sentence(words), style=BODY))] if words else []
    return [heading, *shown, Text(para(note, style=NOTE))]


def _described(person: NamedPerson) -> tuple[str, str]:
    """What is said of a person after the name: the occupation; of others than subjects the role."""
    if person.role in _ASKED_FOR:
        return (person.occupation if isinstance(person.occupation, str) else ""), ""
    return person.role.label, person.note


def _group(persons: list[NamedPerson]) -> str:
    """`Li Heping, Wang Quanzhang, lawyers`: names that share an occupation; `..., counsel of Xie Yang`."""
    names = [
        f"{one.name} ({', '.join(one.other_names)})" if one.other_names else one.name
        for one in persons
    ]
    described, note = _described(persons[0])
    if not described:
        return ", ".join(names)
    words = plural(described) if len(names) > 1 else described
    return ", ".join([*names, f"{words} {note}".strip()])
