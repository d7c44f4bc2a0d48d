"""Texts that share long runs of words with a passage: where a wording was used before.

Open `find_wording`. The engine finds who shares a run, by phrases, in the readable partitions alone; how
long the run is and what stands around it is read from the stored texts behind the gate. The passage is
treated as a draft is: it lives in the request, and the audit trail gets the number of hits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.db.authorities import authorities
from app.db.catalogue import Catalogue
from app.db.searchable import searchable
from app.domain.access import AccessLabel
from app.domain.errors import InvalidInput
from app.domain.principals import Action, Principal
from app.domain.query import And, Not, OneOf, Or, Phrase, Query
from app.domain.records import RecordId
from app.domain.searches import Excerpt, Notice
from app.domain.views import RecordSummary
from app.domain.wording import said
from app.search.engine import EngineQuestion, Passage
from app.search.excerpts import spot_at
from app.search.shared_wording import (
    SHORTEST_RUN,
    Wording,
    longest_runs,
    phrases_of,
    pieces_of,
    shown,
)
from app.services import audit, records, search
from app.services.projection import SOURCES, parties_of, passages
from app.services.search_views import notices_of
from app.services.work import Work

COMPARED = "wording compared"
MOST_WORDS = 120
TEXTS_SHOWN = 20
PIECES_SHOWN = 60
RUNS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class WordingFound:
    """A text that shares a run of `longest` words; the excerpts mark the longest runs."""

    summary: RecordSummary
    longest: int
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class WordingPage:
    """Texts by the length of their longest run. `total` may be more than those shown."""

    passage: str
    found: tuple[WordingFound, ...]
    total: int
    notices: tuple[Notice, ...]
    label: AccessLabel


@dataclass(frozen=True, slots=True)
class RecordPieces:
    """A record whose text one may choose from, in its paragraphs; `label` marks the page."""

    id: RecordId
    reference: str
    title: str
    label: AccessLabel
    pieces: tuple[str, ...]
    total: int
    """How many paragraphs there are; more than the pieces when they were cut."""


def pieces_of_record(principal: Principal, work: Work, record_id: RecordId) -> RecordPieces:
    """The paragraphs of a record's text. Recorded as an opening. Raises NotFound."""
    view = records.read_record(principal, work, record_id)
    records.record_opening(principal, work, record_id, view.label)
    pieces = pieces_of(view.text, MOST_WORDS)
    return RecordPieces(
        view.id,
        view.reference,
        view.description.title,
        view.label,
        pieces[:PIECES_SHOWN],
        len(pieces),
    )


def find_wording(
    principal: Principal, work: Work, passage: str, *, leave_out: RecordId | None = None
) -> WordingPage:
    """Other texts with at least `SHORTEST_RUN` words in a row from the passage.

    Raises InvalidInput("passage") for one that is too short, too long, or of short words alone.
    """
    principal.require(Action.READ)
    plain = " ".join(passage.split())
    wording = Wording.of(plain)
    _check(wording)
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    question = EngineQuestion(_query(plain, leave_out), limit=TEXTS_SHOWN, with_counts=False)
    answer, summaries = search.ask(work, catalogue, question)
    found = _compared(work, catalogue, summaries, wording)
    audit.record_reading(principal, work, COMPARED, [], {"hits": str(answer.total)})
    return WordingPage(
        plain,
        found,
        answer.total if answer.total > len(summaries) else len(found),
        tuple(notices_of(answer)),
        catalogue.join(one.summary.label for one in found),
    )


def _check(wording: Wording) -> None:
    count = len(wording.forms)
    if count < SHORTEST_RUN:
        raise InvalidInput(
            "passage", said("A passage has at least {count} words.", count=SHORTEST_RUN)
        )
    if count > MOST_WORDS:
        raise InvalidInput(
            "passage",
            said(
                "The passage has {count:,} words, and at most {most:,} are compared. Take a paragraph "
                "or a sentence of it.",
                count=count,
                most=MOST_WORDS,
            ),
        )
    if not wording.places:
        raise InvalidInput("passage", "These words are too short to tell texts apart.")


def _query(passage: str, leave_out: RecordId | None) -> Query:
    shared = Or(tuple(Phrase(one) for one in phrases_of(passage)))
    return shared if leave_out is None else And((shared, Not(OneOf(frozenset({leave_out})))))


def _compared(
    work: Work, catalogue: Catalogue, summaries: Sequence[RecordSummary], wording: Wording
) -> tuple[WordingFound, ...]:
    """The longest run first; records whose longest are alike in the order of the engine."""
    parties = parties_of(authorities(work.session).parties)
    by_id = {one.id: one for one in summaries}
    found = []
    for record in searchable(catalogue, list(by_id)):
        runs = _runs(passages(record, parties), wording)
        if runs:
            found.append(WordingFound(by_id[record.id], runs[0][0], tuple(one for _, one in runs)))
    return tuple(sorted(found, key=lambda one: -one.longest))


def _runs(all_passages: Sequence[Passage], wording: Wording) -> list[tuple[int, Excerpt]]:
    runs = [
        (run.tokens, Excerpt(one.place, shown(one.text, run), spot_at(one, run.start)))
        for one in all_passages
        if one.place != SOURCES
        for run in longest_runs(wording, one.text)[:RUNS_SHOWN]
    ]
    return sorted(runs, key=lambda run: -run[0])[:RUNS_SHOWN]
