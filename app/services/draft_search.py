"""Searching the lines of a draft: what exists on each, in one pass, with nothing of the draft kept.

Open `search_draft`. A draft is sensitive before it is sent: its lines live in the request alone, and the
audit trail gets the numbers of lines and hits. One request works for `BUDGET_S` at most and says where it
stopped; the page goes on from there with the same draft, which only the browser still has.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.db.catalogue import Catalogue
from app.domain.access import AccessLabel
from app.domain.draft_lines import Agreement, DraftLine, LineQuery, query_for, read_lines
from app.domain.errors import InvalidInput
from app.domain.principals import Action, Principal
from app.domain.records import RecordId
from app.domain.searches import Notice
from app.domain.views import RecordSummary
from app.domain.wording import said
from app.exporters.spreadsheet_cells import csv_bytes
from app.search.analysis import ANY_TOKEN, query_terms
from app.search.engine import EngineAnswer, EngineQuestion, PartitionView
from app.search.spellings import with_other_spellings
from app.services import audit
from app.services.result_exports import file_marking, marked_name
from app.services.search_views import (
    ask_for_rebuild,
    long_unavailable,
    notices_of,
    readable_views,
    without_strangers,
)
from app.services.work import Work

SEARCHED = "draft searched"
TAKEN = "draft search exported"
BUDGET_S = 3.0
"""How long one request looks at lines; the line begun is finished."""
BEST_SHOWN = 3
_Answered = tuple[LineQuery, EngineAnswer]
_LONGEST_QUERY, _MOST_CLAUSES = 500, 32  # what the search page takes


@dataclass(frozen=True, slots=True)
class LineFound:
    """What exists on one line: how many texts, and the best of them."""

    line: DraftLine
    asked: LineQuery
    total: int
    best: tuple[RecordSummary, ...]
    full_search: str
    """The same words for the search page; empty where they are too many for it."""


@dataclass(frozen=True, slots=True)
class DraftPage:
    """The lines looked at. `line_count` of the whole draft; `label` joins the texts named."""

    agreement: Agreement
    found: tuple[LineFound, ...]
    line_count: int
    notices: tuple[Notice, ...]
    label: AccessLabel

    @property
    def first(self) -> int:
        return self.found[0].line.number

    @property
    def last(self) -> int:
        return self.found[-1].line.number

    @property
    def waiting(self) -> int:
        """How many lines come after those looked at."""
        return self.line_count - self.last


@dataclass(frozen=True, slots=True)
class TakenDraft:
    """The table of a draft as a file."""

    content: bytes
    filename: str


def search_draft(
    principal: Principal,
    work: Work,
    draft: str,
    agreement: Agreement,
    *,
    first: int = 1,
    elapsed: Callable[[], float] = time.monotonic,
) -> DraftPage:
    """Search the lines from number `first` on, as long as the time lasts, at least one.

    Raises InvalidInput("draft") for a draft that cannot be taken, and for a line that it does not have.
    """
    page = _searched(principal, work, draft, agreement, first, elapsed)
    audit.record_reading(principal, work, SEARCHED, [], _numbers(page))
    return page


def export_draft(
    principal: Principal,
    work: Work,
    draft: str,
    agreement: Agreement,
    *,
    first: int = 1,
    elapsed: Callable[[], float] = time.monotonic,
) -> TakenDraft:
    """The same as a CSV file, with the marking of all texts named in it in every row."""
    page = _searched(principal, work, draft, agreement, first, elapsed)
    shown = dict.fromkeys(one.id for found in page.found for one in found.best)
    audit.record_reading(principal, work, TAKEN, list(shown), _numbers(page))
    stem = f"chancery-draft-lines-{page.first}-{page.last}"
    marking = file_marking(principal, page.label)
    rows = [[*_row(one), marking] for one in page.found]
    return TakenDraft(csv_bytes(_HEADS, rows), marked_name(stem, page.label, "csv"))


def _searched(
    principal: Principal,
    work: Work,
    draft: str,
    agreement: Agreement,
    first: int,
    elapsed: Callable[[], float],
) -> DraftPage:
    principal.require(Action.READ)
    lines = read_lines(draft)
    if not 1 <= first <= len(lines):
        raise InvalidInput(
            "draft",
            said("There is no line {first}; the draft has {count}.", first=first, count=len(lines)),
        )
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    views = readable_views(work, catalogue)
    wanted = lines[first - 1 :]
    answers = _answers(work, views, wanted, agreement, elapsed)
    summaries = _summaries(catalogue, answers)
    if any(one not in summaries for _, answer in answers for one in answer.ids):
        # A partition holds what the register does not: it must act as if it never had.
        pure = [without_strangers(work, view) for view in views]
        answers = _answers(work, pure, wanted[: len(answers)], agreement, lambda: 0.0)
        summaries = _summaries(catalogue, answers)
        ask_for_rebuild(work, [view.cell for view in views])
    return DraftPage(
        agreement,
        tuple(
            _found(line, asked, answer, summaries, agreement)
            for line, (asked, answer) in zip(wanted, answers, strict=False)
        ),
        len(lines),
        _notices(work, answers),
        catalogue.join(one.label for one in summaries.values()),
    )


def _query(line: DraftLine, agreement: Agreement) -> LineQuery:
    terms = [one for one in query_terms(line.text) if one != ANY_TOKEN]
    return query_for(line.text, terms, agreement)


def _answers(
    work: Work,
    views: Sequence[PartitionView],
    lines: Sequence[DraftLine],
    agreement: Agreement,
    elapsed: Callable[[], float],
) -> list[_Answered]:
    """One answer for each line, until the time is over. A line that comes again is not asked again."""
    answers: list[_Answered] = []
    known: dict[str, _Answered] = {}
    end = elapsed() + BUDGET_S
    for line in lines:
        if answers and elapsed() >= end:
            break
        if line.text not in known:
            asked = _query(line, agreement)
            known[line.text] = (asked, _answer(work, views, asked))
        answers.append(known[line.text])
    return answers


def _answer(work: Work, views: Sequence[PartitionView], asked: LineQuery) -> EngineAnswer:
    """A line without a word finds nothing."""
    if asked.query is None:
        return EngineAnswer((), 0, {}, {}, frozenset(), frozenset())
    query = with_other_spellings(asked.query)
    question = EngineQuestion(query, limit=BEST_SHOWN, with_counts=False)
    return work.search.search(views, question)


def _summaries(catalogue: Catalogue, answers: Sequence[_Answered]) -> dict[RecordId, RecordSummary]:
    """The records named for any line, through the gate at once."""
    ids = list(dict.fromkeys(one for _, answer in answers for one in answer.ids))
    return {one.id: one for one in catalogue.summaries(ids)}


def _notices(work: Work, answers: Sequence[_Answered]) -> tuple[Notice, ...]:
    """What is not whole, said once; asks for what is damaged to be rebuilt."""
    damaged = next((one for _, one in answers if one.unavailable_cells), None)
    if damaged is None:
        return ()
    ask_for_rebuild(work, damaged.unavailable_cells)
    told = long_unavailable(work, damaged)
    return tuple(notices_of(damaged)) if told else ()


def _found(
    line: DraftLine,
    asked: LineQuery,
    answer: EngineAnswer,
    summaries: dict[RecordId, RecordSummary],
    agreement: Agreement,
) -> LineFound:
    best = tuple(summaries[one] for one in answer.ids if one in summaries)
    return LineFound(line, asked, answer.total, best, _full_search(line, asked, agreement))


def _full_search(line: DraftLine, asked: LineQuery, agreement: Agreement) -> str:
    if not asked.words:
        return ""
    if agreement is Agreement.PHRASE:
        plain = line.text.translate(_NO_QUOTES)
        text = f'"{" ".join(plain.split())}"'
    else:
        # AND: side by side, small words would not have to match.
        text = (" OR " if agreement is Agreement.MOST else " AND ").join(asked.words)
        if len(asked.words) > _MOST_CLAUSES:
            return ""
    return text if len(text) <= _LONGEST_QUERY else ""


_NO_QUOTES = str.maketrans(dict.fromkeys('"“”„‟«»″＂\\', " "))


def _numbers(page: DraftPage) -> dict[str, str]:
    """All that is recorded of a draft."""
    hits = sum(one.total for one in page.found)
    return {"lines": str(len(page.found)), "hits": str(hits)}


_OF_A_TEXT = ("reference", "date", "title", "marking")
_HEADS = (
    "line",
    "text",
    "needed",
    "texts",
    *(f"{head}_{place}" for place in range(1, BEST_SHOWN + 1) for head in _OF_A_TEXT),
    "marking_of_file",
)


def _row(found: LineFound) -> list[str]:
    row = [str(found.line.number), found.line.text, found.asked.in_words(), str(found.total)]
    for one in found.best:
        date = one.date.edtf if one.date else ""
        row += [one.reference, date, one.title, one.label.as_marked]
    return row + [""] * (len(_OF_A_TEXT) * (BEST_SHOWN - len(found.best)))
