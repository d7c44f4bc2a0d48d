"""What a briefing is made from, evaluated for one reader now: its records, their marking, its audience.

Open `evaluate`. It is what the preview shows and what a build begins with. Records picked by hand come first,
in their order; then what each search finds, oldest first. Everything comes through the reader's gate: what is
hidden is not in it. Nothing is recorded here: whoever shows it, or makes something of it, does that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.db import account_store
from app.db.catalogue import Catalogue
from app.db.models.accounts import AccountRow
from app.domain.access import AccessLabel, Clearance, join_labels, may_read
from app.domain.briefings import MOST_RECORDS, Audience, Briefing, Depth, PickedSearch
from app.domain.errors import InvalidInput, QuerySyntaxError, QueryTooCostly, Unavailable
from app.domain.principals import ACTIONS_BY_ROLE, Action, Principal, Role
from app.domain.records import RecordId
from app.domain.views import RecordSummary
from app.domain.wording import Wording, said
from app.services import search
from app.services.principals import standing_clearance
from app.services.work import Work

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Chosen:
    """One record of the selection. `whence` is the search that found it; empty: picked by hand."""

    summary: RecordSummary
    depth: Depth
    whence: str = ""


class SearchState(Enum):
    """How a search of a briefing was answered."""

    ANSWERED = "answered"
    IN_PART = "in part"
    """A part of the index is being rebuilt."""
    NOT_NOW = "not now"
    CANNOT_BE_ASKED = "cannot be asked"

    @property
    def words(self) -> Wording:
        return _STATES[self]


_STATES = {
    SearchState.ANSWERED: said("answered"),
    SearchState.IN_PART: said("not in full: a part of the index is being rebuilt"),
    SearchState.NOT_NOW: said("not answered now"),
    SearchState.CANNOT_BE_ASKED: said("cannot be asked any more"),
}


@dataclass(frozen=True, slots=True)
class SearchedFor:
    """What one search brought: `total` found that the reader may read, `added` not there before it."""

    name: str
    depth: Depth
    state: SearchState
    total: int = 0
    added: int = 0
    is_cut: bool = False
    """More was found than the briefing has room for."""


@dataclass(frozen=True, slots=True)
class Raising:
    """What brings one part of the marking: a level, a compartment or a release list, as it is marked.

    `by_words`: the briefing's own words do, too.
    """

    part: str
    kind: str
    """`level`, `compartment` or `release`."""
    records: tuple[RecordSummary, ...]
    by_words: bool


@dataclass(frozen=True, slots=True)
class Selection:
    """Everything a briefing holds for one reader now.

    `label` joins the records and the briefing's own words; `without` is what it would be without all that
    raise it. `beyond_audience` and `words_are_beyond` are for whoever makes the briefing alone.
    """

    records: tuple[Chosen, ...]
    searches: tuple[SearchedFor, ...]
    label: AccessLabel
    raised_by: tuple[Raising, ...]
    without: AccessLabel
    beyond_audience: tuple[Chosen, ...] = ()
    words_are_beyond: bool = False

    @property
    def is_blocked(self) -> bool:
        """Whether the audience may not read all of it."""
        return bool(self.beyond_audience) or self.words_are_beyond

    def count(self, depth: Depth) -> int:
        return Counter(one.depth for one in self.records)[depth]


def evaluate(
    principal: Principal, work: Work, briefing: Briefing, floor: AccessLabel | None = None
) -> Selection:
    """The selection as this principal may read it now; `floor` guards the briefing's own words.

    Raises InvalidInput("account") for an audience that there is no more. At most `MOST_RECORDS` records;
    a constant number of statements for every few hundred of them and for every search.
    """
    principal.require(Action.MAKE_BRIEFINGS)
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    bottom = work.labels.bottom
    words = floor or bottom
    audience = clearance_of(work, briefing.audience)
    records = list(_picked(catalogue, briefing))
    searches = []
    for one in briefing.searches:
        told, found = _found(principal, work, catalogue, one, records)
        searches.append(told)
        records += found
    label = join_labels((one.summary.label for one in records), words)
    raised = tuple(_raised_by(label, records, words, bottom))
    raising = {one.id for part in raised for one in part.records}
    by_words = any(part.by_words for part in raised)
    rest = (one.summary.label for one in records if one.summary.id not in raising)
    return Selection(
        records=tuple(records),
        searches=tuple(searches),
        label=label,
        raised_by=raised,
        without=join_labels(rest, bottom if by_words else words),
        beyond_audience=tuple(
            one for one in records if audience and not may_read(audience, one.summary.label)
        ),
        words_are_beyond=audience is not None and not may_read(audience, words),
    )


NO_READER = said("There is no open account of that name that reads texts.")


def reads(row: AccountRow) -> bool:
    """Whether an account is open and of a role that reads texts."""
    return not row.is_disabled and Action.READ in ACTIONS_BY_ROLE[Role(row.role)]


def clearance_of(work: Work, audience: Audience) -> Clearance | None:
    """What an audience may read; None while none is chosen.

    Of a person the clearance that stands: what is granted for a while ends sooner than paper does.
    Raises InvalidInput("account") where the account is closed, gone or of a role that reads nothing.
    """
    if audience.account:
        row = account_store.by_name(work.session, audience.account)
        if row is None or not reads(row):
            raise InvalidInput("account", NO_READER)
        return standing_clearance(row, work.labels)
    if not audience.clearance:
        return None
    label = work.labels.parse_or_intake(audience.clearance)
    if label == work.labels.intake:  # settings no longer know it: nothing but the least is sure
        label = work.labels.bottom
    return Clearance(label.level, label.compartments, audience.party or None)


def _picked(catalogue: Catalogue, briefing: Briefing) -> Iterator[Chosen]:
    depths = {one.record: one.depth for one in briefing.picks}
    for summary in _summaries(catalogue, list(depths)):
        yield Chosen(summary, depths[summary.id])


def _summaries(catalogue: Catalogue, ids: Sequence[RecordId]) -> Iterator[RecordSummary]:
    for start in range(0, len(ids), _AT_ONCE):
        yield from catalogue.summaries(ids[start : start + _AT_ONCE])


def _found(
    principal: Principal,
    work: Work,
    catalogue: Catalogue,
    asked: PickedSearch,
    before: Sequence[Chosen],
) -> tuple[SearchedFor, list[Chosen]]:
    """What a search adds to the records before it, as far as there is room."""
    try:
        matching = search.matching(principal, work, asked.asked, limit=MOST_RECORDS)
    except (QuerySyntaxError, InvalidInput, Unavailable) as error:
        if isinstance(error, Unavailable) and error.service != "search":
            raise
        is_passing = isinstance(error, Unavailable | QueryTooCostly)
        state = SearchState.NOT_NOW if is_passing else SearchState.CANNOT_BE_ASKED
        return SearchedFor(asked.name, asked.depth, state), []
    known = {one.summary.id for one in before}
    new = sorted(
        _summaries(catalogue, sorted(one for one in matching.ids if one not in known)), key=_by_date
    )
    room = MOST_RECORDS - len(before)
    added = [Chosen(one, asked.depth, asked.name) for one in new[:room]]
    state = SearchState.ANSWERED if matching.is_whole else SearchState.IN_PART
    is_cut = len(new) > room or matching.total > MOST_RECORDS
    told = SearchedFor(asked.name, asked.depth, state, matching.total, len(added), is_cut)
    return told, added


def _by_date(summary: RecordSummary) -> tuple[date, str]:
    when = summary.date
    return (when.lower or when.upper or date.max) if when else date.max, summary.reference


def _raised_by(
    label: AccessLabel, records: Sequence[Chosen], words: AccessLabel, bottom: AccessLabel
) -> Iterator[Raising]:
    """Each part of the marking that is above the bottom, with what brings it."""
    summaries = [one.summary for one in records]
    if label.level != bottom.level:
        yield Raising(
            label.level.name,
            "level",
            tuple(one for one in summaries if one.label.level == label.level),
            words.level == label.level,
        )
    for compartment in sorted(label.compartments):
        yield Raising(
            compartment,
            "compartment",
            tuple(one for one in summaries if compartment in one.label.compartments),
            compartment in words.compartments,
        )
    if label.releasable_to is not None:
        yield Raising(
            "REL",
            "release",
            tuple(one for one in summaries if one.label.releasable_to is not None),
            words.releasable_to is not None,
        )
