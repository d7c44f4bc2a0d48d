"""What a book would hold before anything is built: its sections with their state, the resulting marking.

Open `preview`. It is a reading of the draft and of what its searches find now, and is recorded as one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from app.db.catalogue import Catalogue
from app.db.files import records_with_files
from app.domain.briefing_drafts import BriefingDraft, EarlierText, count_words
from app.domain.briefings import Audience, Depth, Section
from app.domain.errors import InvalidInput
from app.domain.principals import Principal
from app.domain.wording import joined, plural, said, said_many
from app.services import briefing_drafts, briefing_history
from app.services.briefing_selection import Selection, evaluate
from app.services.work import Work

EMPTY = said("empty, says so")
_BY_PEOPLE, _BY_RECORDS = said("written by people"), said("from the records")
_BY_SELECTION = said("from the selection")
_DEPTHS = (
    (Depth.SUMMARY, plural("{number:,} summary", "{number:,} summaries")),
    (Depth.FULL, plural("{number:,} text in full", "{number:,} texts in full")),
    (Depth.ANNEX, plural("{number:,} with originals", "{number:,} with their originals")),
    (Depth.FACTS, plural("{number:,} as facts only", "{number:,} as facts only")),
)


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One section as the book would have it. `saved_at` is when its words were written."""

    section: Section
    comes_from: str
    state: str
    is_empty: bool
    saved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """`problem`: why the audience is none any more; empty when all is well."""

    draft: BriefingDraft
    selection: Selection
    sections: tuple[SectionLine, ...]
    left_out: tuple[Section, ...]
    problem: str = ""


def preview(principal: Principal, work: Work, briefing_id: str) -> Preview:
    """A draft with everything that it would hold now. Raises NotFound; Unavailable when the reading
    cannot be recorded."""
    draft = briefing_drafts.draft(principal, work, briefing_id)
    selection, problem = _selection(principal, work, draft)
    saved = briefing_history.saved_sections(principal, work, briefing_id)
    held = _with_originals(principal, work, selection)
    briefing_drafts.record_opening(principal, work, draft.id, selection.label)
    return Preview(
        draft=draft,
        selection=selection,
        sections=tuple(
            _line(one, draft, selection, saved, held) for one in draft.briefing.sections
        ),
        left_out=tuple(one for one in Section if one not in draft.briefing.sections),
        problem=problem,
    )


def _with_originals(principal: Principal, work: Work, selection: Selection) -> int:
    wanted = [one.summary.id for one in selection.records if one.depth is Depth.ANNEX]
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    return len(records_with_files(catalogue, wanted)) if wanted else 0


def _selection(principal: Principal, work: Work, draft: BriefingDraft) -> tuple[Selection, str]:
    """The selection; without an audience where the one that was chosen is gone, and why."""
    briefing = draft.briefing
    try:
        return evaluate(principal, work, briefing, draft.floor), ""
    except InvalidInput as error:
        nobody = replace(briefing, audience=Audience())
        return evaluate(principal, work, nobody, draft.floor), error.message


def _line(
    section: Section,
    draft: BriefingDraft,
    selection: Selection,
    saved: Mapping[Section, EarlierText],
    held: int,
) -> SectionLine:
    """`held`: how many of the texts that are wanted with their originals have any."""
    if section.is_written:
        number = count_words(draft.briefing.text(section))
        words = said_many("{number:,} word", "{number:,} words", number)
        if not number:
            return SectionLine(section, _BY_PEOPLE, EMPTY, is_empty=True)
        since = saved.get(section)
        return SectionLine(section, _BY_PEOPLE, words, False, since.at if since else None)
    state = _made(section, selection, held)
    is_of_letters = section in (Section.LETTERS, Section.ANNEXES)
    comes_from = _BY_SELECTION if is_of_letters else _BY_RECORDS
    return SectionLine(section, comes_from, state or EMPTY, not state)


def _made(section: Section, selection: Selection, held: int) -> str:
    """What a section that is made has to be made from; empty for nothing."""
    if section is Section.LETTERS:
        counted = ((selection.count(depth), words) for depth, words in _DEPTHS)
        return joined([said_many(*words, number) for number, words in counted if number], ", ")
    number = len(selection.records)
    if section is Section.ANNEXES:
        wanted = selection.count(Depth.ANNEX)
        originals = plural("originals of {number:,} text", "originals of {number:,} texts")
        words = said_many(*originals, held)
        if held == wanted:
            return words if held else ""
        missing = said_many(
            "{number:,} text has no file", "{number:,} texts have no file", wanted - held
        )
        return joined([words, missing] if held else [missing], "; ")
    return said_many("from {number:,} text", "from {number:,} texts", number) if number else ""
