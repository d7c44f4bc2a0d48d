"""The chronology of a theme: short dated facts of several texts, each with where it comes from."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.chronicles import Fact, facts_of
from app.domain.dossiers import Dossier
from app.domain.wording import Wording, said
from app.pdf.blocks import Block
from app.pdf.report import Report, Subject
from app.pdf.reports.opening import basis, nothing, on_grades, opening, section
from app.pdf.reports.timeline import facts_in_time


def _blocks(dossier: Dossier) -> list[Block]:
    facts = facts_of(dossier)
    blocks = [*opening(REPORT.title, dossier.subject, dossier.chosen_by), *basis(dossier)]
    if not facts:
        return [*blocks, section(said("Chronology")), nothing(said("No text that you may read."))]
    dated = [one for one in facts if one.date]
    undated = [one for one in facts if not one.date]
    if dated:
        blocks += [section(_heading(dated)), *facts_in_time(dated)]
    if undated:
        blocks += [section(said("On a day that is not known")), *facts_in_time(undated)]
    return [*blocks, *on_grades()]


def _heading(facts: Sequence[Fact]) -> Wording:
    """`Chronology, 2016 to 2019`."""
    years = [one.date.year for one in facts if one.date and one.date.year]
    if not years:
        return said("Chronology")
    first, last = min(years), max(years)
    if first == last:
        return said("Chronology, {year}", year=first)
    return said("Chronology, {first} to {last}", first=first, last=last)


REPORT = Report(
    "chronology",
    said("Chronology"),
    said(
        "What happened when: the texts, what answered them and what came of them, as short dated facts."
    ),
    Subject.SELECTION,
    _blocks,
)
