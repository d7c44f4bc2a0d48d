"""The records of a page of results with what was found in them, cut from their stored texts."""

from __future__ import annotations

from collections.abc import Sequence

from app.db.authorities import authorities
from app.db.catalogue import Catalogue
from app.db.searchable import searchable
from app.domain.searches import Excerpt, SearchHit
from app.domain.views import RecordSummary
from app.search.engine import EngineAnswer, Passage
from app.search.excerpts import cut
from app.services.projection import SOURCES, parties_of, passages
from app.services.work import Work

EXCERPTS_PER_HIT = 2
_READ = 400_000
"""Characters of a record's texts that are read for an excerpt where its description gave enough."""


def with_excerpts(
    work: Work, catalogue: Catalogue, answer: EngineAnswer, summaries: Sequence[RecordSummary]
) -> tuple[SearchHit, ...]:
    """The records of an answer's page with what was found in them, from their stored texts."""
    parties = parties_of(authorities(work.session).parties)
    found = {
        one.id: _cut(passages(one, parties), answer) for one in searchable(catalogue, answer.ids)
    }
    return tuple(SearchHit(one, found.get(one.id, ())) for one in summaries)


def _cut(found: Sequence[Passage], answer: EngineAnswer) -> tuple[Excerpt, ...]:
    """Excerpts, one of them of the letter's own words where these match; where the word stands in a
    source's address only, that address rather than nothing."""
    words = [one for one in found if one.place != SOURCES]
    chosen = cut(words, answer, limit=EXCERPTS_PER_HIT)
    if len(chosen) == EXCERPTS_PER_HIT and all(one.spot is None for one in chosen):
        texts = [one for one in words if one.spot is not None]
        own = cut(texts, answer, limit=1) if sum(len(one.text) for one in texts) <= _READ else ()
        chosen = (*chosen[: EXCERPTS_PER_HIT - len(own)], *own)
    return chosen or cut([one for one in found if one.place == SOURCES], answer, limit=1)
