"""Watched searches: what is new in them for their owner, now.

New is what matches, may be read at this moment, and did not match at the last visit. Nothing is kept of
what the owner could not read then: what is found is asked of the gate each time, and only a visit of
the owner remembers it. So a record that becomes readable is new, one that does not match or may not be
read any more is simply not counted, and hidden ones move no number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.db import saved_search_store
from app.db.authorities import authorities
from app.db.models.saved_searches import SavedSearchRow, SearchWatchRow
from app.domain.errors import InvalidInput, QuerySyntaxError, QueryTooCostly, Unavailable
from app.domain.principals import Action, Principal
from app.domain.records import RecordId
from app.domain.saved_searches import (
    MOST_MATCHES,
    MOST_WATCHED,
    NO_MARKS,
    ONE_VISIT,
    Alert,
    AlertState,
    Marks,
    SavedSearch,
    mark_of,
    marks_of,
    packed_marks,
    read_marks,
    read_packed_request,
)
from app.domain.searches import SearchRequest
from app.domain.wording import said
from app.services import audit, search
from app.services.saved_searches import own_row, view
from app.services.search_question import with_standing_codes
from app.services.work import Work

_KEY_SIZE = 16
_PROBLEMS = {
    AlertState.TOO_MANY: said(
        "It finds more than {most:,} texts. Narrow it, then watch it.", most=MOST_MATCHES
    ),
    AlertState.NOT_NOW: said("The search cannot answer in full now. Try again in a minute."),
    AlertState.CANNOT_BE_ASKED: said("It cannot be asked any more. Search anew and save that."),
}


@dataclass(frozen=True, slots=True)
class Look:
    """What a watched search matches now. `marks` are empty unless it was looked at."""

    state: AlertState
    marks: Marks = NO_MARKS


@dataclass(frozen=True, slots=True)
class Opened:
    """A saved search as its results page shows it: which of the records shown are new."""

    saved: SavedSearch
    new: frozenset[RecordId]


def alerts(principal: Principal, work: Work) -> tuple[Alert, ...]:
    """Every watched search with what is new in it, by name; each is searched for once."""
    if not principal.may(Action.KEEP_SEARCHES):
        return ()
    rows = saved_search_store.watched(work.session, principal.account_id)
    return tuple(_alert(row, look(principal, work, row)) for row in rows)


def look(principal: Principal, work: Work, row: SavedSearchRow) -> Look:
    """What a watched search matches for this principal now."""
    return _look(principal, work, row, row.watch.key if row.watch else b"")


def new_in(row: SavedSearchRow, found: Look) -> Marks:
    """The marks of what was not there at the last visit."""
    return found.marks - read_marks(row.watch.seen) if row.watch else NO_MARKS


def watch(principal: Principal, work: Work, search_id: str) -> None:
    """Stage watching it: what is there now is not new. Raises NotFound, InvalidInput("watch")."""
    row = own_row(principal, work, search_id)
    if row.watch is not None:
        return
    others = saved_search_store.watched(work.session, principal.account_id)
    if len(others) >= MOST_WATCHED:
        raise InvalidInput(
            "watch",
            said("You watch {most:,} searches already. End one first.", most=MOST_WATCHED),
        )
    key = work.ids.random_bytes("watch", row.public_id, _KEY_SIZE)
    found = _look(principal, work, row, key)
    if found.state is not AlertState.LOOKED:
        raise InvalidInput("watch", _PROBLEMS[found.state])
    marks = packed_marks(found.marks)
    row.watch = SearchWatchRow(
        key=key, visited_at=work.clock.now(), seen=marks, before=marks, told=b""
    )
    work.session.flush()
    audit.record_change(principal, work, "saved search watched", [row.public_id])


def end_watch(principal: Principal, work: Work, search_id: str) -> None:
    """Stage the end of watching; what it found is forgotten. Raises NotFound."""
    row = own_row(principal, work, search_id)
    if row.watch is not None:
        saved_search_store.remove(work.session, row.watch)
        work.session.expire(row, ["watch"])
        audit.record_change(principal, work, "watching of a search ended", [row.public_id])


def look_at(principal: Principal, work: Work, search_id: str) -> tuple[SavedSearch, Look | None]:
    """A search of one's own, and what it matches when it is watched. Raises NotFound."""
    row = own_row(principal, work, search_id)
    return view(row), look(principal, work, row) if row.watch else None


def note_visit(principal: Principal, work: Work, search_id: str, found: Look) -> None:
    """Stage that the owner looks at the results: from now on, what was found is not new.

    Nothing changes when it could not be looked at. Raises NotFound.
    """
    row = own_row(principal, work, search_id)
    if row.watch is None or found.state is not AlertState.LOOKED:
        return
    now = work.clock.now()
    if now - row.watch.visited_at >= ONE_VISIT or row.watch.visited_at > now:
        row.watch.before = row.watch.seen
    row.watch.visited_at = now
    row.watch.seen = packed_marks(found.marks)
    row.watch.told = b""


def opened(
    principal: Principal,
    work: Work,
    search_id: str,
    asked: SearchRequest,
    shown: Iterable[RecordId],
) -> Opened | None:
    """The saved search that these results belong to; None unless it is one's own and asks the same."""
    if not principal.may(Action.KEEP_SEARCHES):
        return None
    row = saved_search_store.one(work.session, principal.account_id, search_id)
    kept = read_packed_request(row.state) if row else None
    if row is None or kept is None or not _is_same(work, kept, asked):
        return None
    new = frozenset[RecordId]()
    if row.watch is not None:
        key, before = row.watch.key, read_marks(row.watch.before)
        new = frozenset(one for one in shown if mark_of(key, one) not in before)
    return Opened(view(row), new)


def _is_same(work: Work, kept: SearchRequest, asked: SearchRequest) -> bool:
    """Whether both ask the same on any page, of the parties that stand for those that were merged."""
    parties = authorities(work.session).parties
    one, other = (with_standing_codes(each, parties) for each in (kept, asked))
    return one == replace(other, page=1)


def _alert(row: SavedSearchRow, found: Look) -> Alert:
    return Alert(row.public_id, row.name, found.state, len(new_in(row, found)))


def _look(principal: Principal, work: Work, row: SavedSearchRow, key: bytes) -> Look:
    asked = read_packed_request(row.state)
    if asked is None:
        return Look(AlertState.CANNOT_BE_ASKED)
    try:
        found = search.matching(principal, work, asked, limit=MOST_MATCHES + 1)
    except QueryTooCostly:
        return Look(AlertState.NOT_NOW)
    except (QuerySyntaxError, InvalidInput):
        return Look(AlertState.CANNOT_BE_ASKED)
    except Unavailable as error:
        if error.service != "search":
            raise
        return Look(AlertState.NOT_NOW)  # a cluster is away: the start page must stand without it
    if not found.is_whole:
        return Look(AlertState.NOT_NOW)
    if found.total > MOST_MATCHES:
        return Look(AlertState.TOO_MANY)
    return Look(AlertState.LOOKED, marks_of(key, found.ids))
