"""Who was missing, who is named, and what was told to the press: short sections that share a row.

A section without anything in it is one line, so that no page is opened for it.
"""

from __future__ import annotations

from itertools import groupby

from app.domain.nothing import MaybeText
from app.domain.records import AbsenceReport, NamedPerson
from app.domain.views import RecordView
from app.domain.vocabularies import PersonRole, ResponseKind
from app.domain.wording import Wording, joined, said, said_many
from app.pdf.blocks import Block, Heading, Reported, Space, Text
from app.pdf.speech import lead, listed, say, tongue
from app.pdf.text import Piece, inline, para
from app.pdf.typography import BODY, HEADING, NOTE, NOTE_STRONG, QUIET, SAID_HEADING, STRONG
from app.pdf.wording import grade_pieces, plural, run_on, sentence, source_words

_WHO_WAS_MISSING = said("Who was missing")
_PERSONS_NAMED = said("Persons named")
_ASKED_FOR = frozenset({PersonRole.SUBJECT, PersonRole.MENTIONED})


def said_in_a_line(heading: Wording, words: Wording) -> list[Block]:
    """An empty section: its heading and what it has to say, in one line."""
    return [Space(5), Text(para(inline(lead(heading), STRONG), say(words), style=QUIET))]


def press_lines(view: RecordView) -> list[Block]:
    """What signatories or others told the press when asked: no answer to the text."""
    lines = [one for one in view.description.responses if one.kind is ResponseKind.PRESS_LINE]
    if not lines:
        return []
    heading = lead(said("Said to the press when asked"))
    parts: list[MaybeText | Piece] = [inline(heading, NOTE_STRONG)]
    for one in lines:
        by = one.by or (view.name_of(one.by_party) if one.by_party else "")
        words = sentence(one.text)
        parts += [f"{lead(by)}{words}" if by else words, *grade_pieces(one.evidence, NOTE), " "]
    return [Space(2), Text(para(*parts, style=NOTE))]


def missing_and_persons(view: RecordView) -> list[Block]:
    """Who was missing, then who is named."""
    return [*_absences(view), *_persons(view)]


def _absences(view: RecordView) -> list[Block]:
    absences = view.description.absences
    reported = [one for one in absences if one.evidence.is_attributed]
    noted = [one for one in absences if not one.evidence.is_attributed]
    if not absences:
        return said_in_a_line(_WHO_WAS_MISSING, said("No absence is reported."))
    blocks: list[Block] = [Heading(para(say(_WHO_WAS_MISSING), style=HEADING))]
    if reported:
        label = para(say(said("Reported: others say so")), style=SAID_HEADING)
        before = [None, *reported[:-1]]
        words = [
            Text(para(*_absence(view, one, previous), style=BODY))
            for one, previous in zip(reported, before, strict=True)
        ]
        blocks.append(Reported((Text(label, keeps_next=True), *words)))
    if noted:
        heading = lead(said("Noted by the register; no source on record says so"))
        notes = [_noted(view, one) for one in noted]
        blocks += [Space(2), Text(para(inline(heading, STRONG), run_on(notes), style=BODY))]
    return blocks


def _noted(view: RecordView, one: AbsenceReport) -> str:
    words = sentence(one.text or say(said("not listed")))
    return f"{lead(view.missing_name(one))}{words}"


def _absence(
    view: RecordView, one: AbsenceReport, previous: AbsenceReport | None
) -> list[MaybeText | Piece]:
    source = source_words(one.evidence)
    is_named = isinstance(one.evidence.source, str)
    if is_named and previous and previous.evidence.source == one.evidence.source:
        source = say(said("Same source."))
    return [
        inline(lead(view.missing_name(one)), STRONG),
        run_on((sentence(one.text or say(one.kind.label)), source)),
        *grade_pieces(one.evidence, BODY),
    ]


def _persons(view: RecordView) -> list[Block]:
    persons = view.description.persons
    if not persons:
        return said_in_a_line(_PERSONS_NAMED, said("Nobody is named."))
    public = [one for one in persons if one.is_public_here]
    groups = [_group(list(ones)) for _, ones in groupby(public, key=_described)]
    words = say(joined(groups, "; "))
    hidden = len(persons) - len(public)
    if not hidden:
        all_public = say(said("Persons named, all public in the source"))
        return [
            Heading(para(all_public, style=HEADING)),
            Text(para(sentence(words), style=BODY)),
        ]
    note = said_many(
        "One person not yet public in this text: named in the register only, not on paper.",
        "{number} persons not yet public in this text: named in the register only, not on paper.",
        hidden,
    )
    heading = Heading(para(say(_PERSONS_NAMED), style=HEADING))
    shown = [Text(para(sentence(words), style=BODY))] if words else []
    return [heading, *shown, Text(para(say(note), style=NOTE))]


def _described(person: NamedPerson) -> tuple[str, str]:
    """What is said of a person after the name: the occupation; of others than subjects the role."""
    if person.role in _ASKED_FOR:
        return (person.occupation if isinstance(person.occupation, str) else ""), ""
    return say(person.role.label), person.note


def _group(persons: list[NamedPerson]) -> str:
    """`Li Heping, Wang Quanzhang, lawyers`: names that share an occupation; `..., counsel of Xie Yang`.

    Other languages than English have the occupation, a word of the record's own, in brackets.
    """
    names = [
        f"{one.name} ({listed(one.other_names)})" if one.other_names else one.name
        for one in persons
    ]
    described, note = _described(persons[0])
    if not described:
        return listed(names)
    words = f"{plural(described) if len(names) > 1 else described} {note}".strip()
    return listed([*names, words]) if tongue().is_english else f"{listed(names)} ({words})"
