"""Saved searches: kept with a name, changed, shared by a link, copied from one, removed.

They belong to one account, which alone sees them. A link shows what its owner typed, knowingly: the
words, filters, dates and order; never the name, the note, the owner or anything that was found. Whoever
opens it searches with their own rights. A link that was ended, that never was, or whose owner may keep
searches no more is NotFound, one and the same. Watching is in `search_alerts.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.db import account_store, saved_search_store
from app.db.authorities import authorities
from app.db.models.accounts import AccountRow
from app.db.models.saved_searches import SavedSearchRow
from app.db.name_lists import names_on_record
from app.db.thesaurus_store import thesaurus
from app.domain.errors import InvalidInput, NotFound
from app.domain.principals import Action, Principal
from app.domain.records import RecordId
from app.domain.saved_searches import (
    LONGEST_TEXT,
    MOST_SAVED,
    SavedSearch,
    checked_name,
    checked_note,
    packed_request,
    read_packed_request,
)
from app.domain.searches import FacetFilter, SearchRequest
from app.domain.wording import said
from app.services import audit
from app.services.principals import principal_of
from app.services.search_facets import label_of
from app.services.search_question import read_question, with_standing_codes
from app.services.search_terms import AskedOfTheGate
from app.services.work import Work

NOT_HERE = said("There is no such search among yours.")
NO_SUCH_LINK = said("This link leads to no search.")


@dataclass(frozen=True, slots=True)
class FilterWords:
    """A filter in words: `signatory`, `Canada`; left out or chosen."""

    facet: str
    label: str
    is_negated: bool


def own(principal: Principal, work: Work) -> tuple[SavedSearch, ...]:
    """All that this account keeps, by name."""
    principal.require(Action.KEEP_SEARCHES)
    rows = saved_search_store.of_account(work.session, principal.account_id)
    return tuple(view(row) for row in rows)


def one(principal: Principal, work: Work, search_id: str) -> SavedSearch:
    """One of one's own. Raises NotFound for absent ones and for those of others."""
    return view(own_row(principal, work, search_id))


def save(principal: Principal, work: Work, asked: SearchRequest, name: str, note: str = "") -> str:
    """Stage a new one. Returns its id.

    Raises InvalidInput (name, note, or "search" for what cannot be kept) and QuerySyntaxError.
    """
    principal.require(Action.KEEP_SEARCHES)
    row = _save(principal, work, asked, name, note)
    audit.record_change(principal, work, "search saved", [row.public_id])
    return row.public_id


def describe(principal: Principal, work: Work, search_id: str, name: str, note: str) -> None:
    """Stage another name and note. Raises NotFound, InvalidInput (name, note)."""
    row = own_row(principal, work, search_id)
    row.name = _free_name(principal, work, name, itself=row)
    row.note = checked_note(note)
    row.changed_at = work.clock.now()
    audit.record_change(principal, work, "saved search changed", [row.public_id])


def remove(principal: Principal, work: Work, search_id: str) -> None:
    """Stage its end: its link leads nowhere, nothing of it is kept. Raises NotFound."""
    row = own_row(principal, work, search_id)
    saved_search_store.remove(work.session, row)
    audit.record_change(principal, work, "saved search removed", [search_id])


def share(principal: Principal, work: Work, search_id: str) -> str:
    """Stage a link to its query, a new one unless there is one. Returns the link's id."""
    row = own_row(principal, work, search_id)
    if row.share_id is None:
        row.share_id = work.ids.new_id("shared search", row.public_id)
        row.changed_at = work.clock.now()
        audit.record_change(principal, work, "saved search shared", [row.public_id])
    return row.share_id


def end_sharing(principal: Principal, work: Work, search_id: str) -> None:
    """Stage the end of the link; it never works again, even when the search is shared anew."""
    row = own_row(principal, work, search_id)
    if row.share_id is not None:
        row.share_id = None
        row.changed_at = work.clock.now()
        audit.record_change(principal, work, "sharing of a search ended", [row.public_id])


def shared(principal: Principal, work: Work, share_id: str) -> SearchRequest:
    """What a link asks, and nothing else of the search it belongs to. Raises NotFound."""
    principal.require(Action.KEEP_SEARCHES)
    row = saved_search_store.shared(work.session, share_id)
    asked = read_packed_request(row.state) if row and _may_share(row.account, work) else None
    if asked is None:
        raise NotFound(NO_SUCH_LINK)
    return asked


def keep_copy(principal: Principal, work: Work, share_id: str, name: str, note: str = "") -> str:
    """Stage a search of one's own that asks what a link asks. Raises as `shared` and `save`."""
    row = _save(principal, work, shared(principal, work, share_id), name, note)
    audit.record_change(principal, work, "shared search copied", [row.public_id])
    return row.public_id


def filters_in_words(work: Work, filters: tuple[FacetFilter, ...]) -> tuple[FilterWords, ...]:
    """The filters by names that everybody knows; a merged party by the name of the one that stands."""
    parties = authorities(work.session).parties
    standing = with_standing_codes(SearchRequest(filters=filters), parties).filters
    return tuple(
        FilterWords(one.facet.value, label_of(one.facet, one.code, parties), one.negated)
        for one in standing
    )


def check_askable(work: Work, asked: SearchRequest) -> None:
    """Raises QuerySyntaxError, or InvalidInput("search") for what is too long to be kept."""
    if len(asked.text) > LONGEST_TEXT:
        raise InvalidInput(
            "search", said("The words have at most {longest:,} characters.", longest=LONGEST_TEXT)
        )
    session = work.session
    known, names, synonyms = authorities(session), names_on_record(session), thesaurus(session)
    try:
        read_question(asked, known, AskedOfTheGate(_nothing, _nothing), synonyms, names)
    except InvalidInput as error:
        raise InvalidInput("search", error.message) from error


def _nothing(_what: object) -> frozenset[RecordId]:
    """Whether a search can be asked does not depend on what it would find: nothing is looked up."""
    return frozenset()


def own_row(principal: Principal, work: Work, search_id: str) -> SavedSearchRow:
    """The row of one's own search, for the services of saved searches. Raises NotFound."""
    principal.require(Action.KEEP_SEARCHES)
    row = saved_search_store.one(work.session, principal.account_id, search_id)
    if row is None:
        raise NotFound(NOT_HERE)
    return row


def view(row: SavedSearchRow) -> SavedSearch:
    return SavedSearch(
        row.public_id,
        row.name,
        row.note,
        read_packed_request(row.state),
        row.saved_at,
        row.share_id or "",
        row.watch is not None,
    )


def _save(
    principal: Principal, work: Work, asked: SearchRequest, name: str, note: str
) -> SavedSearchRow:
    account = account_store.by_public_id(work.session, principal.account_id)
    if account is None:
        raise NotFound
    asked = replace(asked, page=1)
    check_askable(work, asked)
    name, note = _free_name(principal, work, name), checked_note(note)
    if saved_search_store.count(work.session, account.id) >= MOST_SAVED:
        raise InvalidInput(
            "name",
            said("You keep {most:,} searches already. Remove one first.", most=MOST_SAVED),
        )
    now = work.clock.now()
    row = SavedSearchRow(
        public_id=work.ids.new_id("saved search", f"{account.public_id}/{name}"),
        account_id=account.id,
        name=name,
        note=note,
        state=packed_request(asked),
        saved_at=now,
        changed_at=now,
        share_id=None,
    )
    saved_search_store.add(work.session, row)
    return row


def _free_name(
    principal: Principal, work: Work, text: str, itself: SavedSearchRow | None = None
) -> str:
    name = checked_name(text)
    for row in saved_search_store.of_account(work.session, principal.account_id):
        if row is not itself and row.name.casefold() == name.casefold():
            raise InvalidInput("name", "You keep a search of this name already.")
    return name


def _may_share(account: AccountRow, work: Work) -> bool:
    """An owner who cannot end the link any more has ended it."""
    return not account.is_disabled and principal_of(account, work.labels).may(Action.KEEP_SEARCHES)
