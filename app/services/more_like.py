"""More like this: other texts with the words that tell a record apart, most alike first.

A word tells by what it adds to the record's own score: how often it stands there, and how rare it is among
the other texts that the reader may read (`search/ranking.py`). The words come from the stored text behind
the gate, the counts and the order from the readable partitions. So hidden records change neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.db.authorities import authorities
from app.db.catalogue import Catalogue
from app.db.searchable import searchable
from app.domain.access import AccessLabel
from app.domain.principals import Action, Principal
from app.domain.query import And, Boosted, Not, OneOf, Or, SearchField, Word
from app.domain.records import RecordId
from app.domain.searches import Notice, SearchHit
from app.search.analysis import forms_of, is_cjk
from app.search.engine import EngineQuestion, HeldForms, Passage
from app.search.function_words import FUNCTION_WORDS
from app.search.ranking import dampening, rarity
from app.services import audit, records, search
from app.services.projection import SOURCES, parties_of, passages
from app.services.search_excerpts import with_excerpts
from app.services.search_views import notices_of, readable_views
from app.services.work import Work

COMPARED = "more like this"
MOST_WORDS = 15
TEXTS_SHOWN = 20
_MOST_COUNTED = 400
_SHORTEST = 4
_WEIGHTS = {
    SearchField.SUBJECT: 40,
    SearchField.TITLE: 10,
    SearchField.DEMAND: 10,
    SearchField.SUMMARY: 3,
    SearchField.TEXT: 1,
}
"""What an occurrence counts: what a text is about before the words in which the register tells of it. Not the
names: who signed and who is addressed is what filters are for."""


@dataclass(frozen=True, slots=True)
class LikePage:
    """Texts like a record. `words` are those that were asked for, the most telling first."""

    id: RecordId
    reference: str
    title: str
    words: tuple[str, ...]
    hits: tuple[SearchHit, ...]
    notices: tuple[Notice, ...]
    label: AccessLabel
    """The join of the record and of those shown."""


def more_like(principal: Principal, work: Work, record_id: RecordId) -> LikePage:
    """At most `TEXTS_SHOWN` other texts. Raises NotFound; recorded with the number of hits."""
    view = records.read_record(principal, work, record_id)
    principal.require(Action.READ)
    records.record_opening(principal, work, record_id, view.label)
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    words = _telling_words(work, catalogue, record_id)
    itself = OneOf(frozenset({record_id}))
    alike = Or(tuple(Boosted(Word(form, exact=True), factor) for form, factor in words))
    hits: tuple[SearchHit, ...] = ()
    notices: Sequence[Notice] = ()
    total = 0
    if words:
        asked = And((alike, Not(itself)))
        question = EngineQuestion(asked, limit=TEXTS_SHOWN, with_counts=False)
        answer, summaries = search.ask(work, catalogue, question)
        hits = with_excerpts(work, catalogue, answer, summaries)
        notices, total = notices_of(answer), answer.total
    audit.record_reading(principal, work, COMPARED, [], {"hits": str(total)})
    return LikePage(
        view.id,
        view.reference,
        view.description.title,
        tuple(form for form, _ in words),
        hits,
        tuple(notices),
        catalogue.join([view.label, *(hit.summary.label for hit in hits)]),
    )


def _telling_words(
    work: Work, catalogue: Catalogue, record_id: RecordId
) -> list[tuple[str, float]]:
    """Forms that other readable texts hold too, each with what it is to count, 1 at most."""
    parties = parties_of(authorities(work.session).parties)
    found = [
        passage
        for record in searchable(catalogue, [record_id])
        for passage in passages(record, parties)
        if passage.field in _WEIGHTS and passage.place != SOURCES
    ]
    often, length = _counted(found)
    frequent = sorted(often, key=lambda form: (-often[form], form))[:_MOST_COUNTED]
    others = [
        replace(view, withheld=view.withheld | {record_id})
        for view in readable_views(work, catalogue)
    ]
    return telling(often, length, work.search.held(others, frequent))


def telling(often: Counter[str], length: int, held: HeldForms) -> list[tuple[str, float]]:
    """The forms that weigh most in a text of this weighted length, among those that others hold."""

    def share(form: str) -> float:
        return often[form] / (often[form] + dampening(length))

    weights = {
        form: rarity(held.records, count) * share(form) for form, count in held.forms.items()
    }
    best = sorted(weights, key=lambda form: (-weights[form], form))[:MOST_WORDS]
    highest = max(map(share, best), default=1.0)
    return [(form, round(share(form) / highest, 2) or 0.01) for form in best]


def _counted(found: Sequence[Passage]) -> tuple[Counter[str], int]:
    """How often each form worth asking for stands there, and how many words there are, by weight."""
    often: Counter[str] = Counter()
    length = 0
    for passage in found:
        forms = forms_of(passage.text)
        weight = _WEIGHTS[passage.field]
        length += weight * len(forms)
        for form in forms:
            if _may_tell(form):
                often[form] += weight
    return often, length


def _may_tell(form: str) -> bool:
    if form in FUNCTION_WORDS or any(letter.isdigit() for letter in form):
        return False
    return len(form) >= (2 if is_cjk(form) else _SHORTEST)
