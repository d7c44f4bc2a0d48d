"""Dossiers: the records a report is made from, as one reader may read them. Open `of_search`.

Each is read through the gate in a constant number of statements for a hundred records. Its label is the join
of everything in it. Making one is not recorded, but for the search it may begin with: whoever makes something
of it records that (`reports.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.db import authority_entries, party_reading, person_reading
from app.db.authorities import authorities
from app.db.catalogue import Catalogue
from app.db.party_reading import Part
from app.db.record_batches import iter_views
from app.domain.access import AccessLabel
from app.domain.authorities import Entry, EntryKind
from app.domain.coalitions import by_date
from app.domain.dossiers import Dossier
from app.domain.errors import InvalidInput, NotFound
from app.domain.names import name_key
from app.domain.party_views import PartyTogether
from app.domain.principals import Action, Principal
from app.domain.records import RecordId
from app.domain.searches import SearchHit, SearchPage, SearchRequest
from app.domain.views import RecordView
from app.domain.wording import said
from app.services import parties, search
from app.services.search_chosen import chosen_by, notes_of, order_of, subject_of
from app.services.work import Work

COMPANIONS = 20
MOST_PER_PAGE = 100
LONGEST_NAME = 200
NOBODY = said("Write the name of a person, or the code of an entry.")


def of_search(
    principal: Principal,
    work: Work,
    asked: SearchRequest,
    most: int,
    *,
    with_excerpts: bool = False,
) -> Dossier:
    """The first `most` of what a search finds, in the order of the page. Recorded as a search.

    With excerpts it costs as much as a page of that many hits. Raises as `search.search`.
    """
    principal.require(Action.READ)
    known = authorities(work.session).parties
    chosen = chosen_by(asked, known)
    if with_excerpts:
        pages = _pages(principal, work, asked, most)
        hits = [hit for page in pages for hit in page.hits][:most]
        ids, total = [hit.summary.id for hit in hits], pages[0].total
        excerpts = {hit.summary.id: _excerpts(hit) for hit in hits if hit.excerpts}
        chosen += (order_of(asked, is_ranked=pages[0].is_ranked),)
        notices = [one for page in pages for one in page.notices]
    else:
        found = search.find(principal, work, asked, limit=most)
        ids, total, excerpts = [one.id for one in found.summaries], found.total, {}
        notices = list(found.notices)
    dossier = _of(principal, work, ids, subject_of(asked, known))
    chosen += notes_of(notices, dossier.records)
    return replace(dossier, total=total, chosen_by=chosen, excerpts=excerpts)


def of_records(
    principal: Principal,
    work: Work,
    ids: Sequence[RecordId],
    subject: str,
    *,
    with_texts: bool = False,
) -> Dossier:
    """The readable ones of these records; `found_order` keeps the order given."""
    principal.require(Action.READ)
    return _of(principal, work, ids, subject, with_texts=with_texts)


def of_party(principal: Principal, work: Work, code: str, most: int) -> Dossier:
    """The newest `most` records that one party signed, received, was target of or reported absent from.

    It may be named by its code or by a name that is nobody else's. Raises NotFound for a code neither on
    record nor in a readable text.
    """
    principal.require(Action.READ)
    catalogue = _catalogue(principal, work)
    known = authorities(work.session)
    found = known.parties.find(code)
    party = known.parties.standing(found.code if found else code.strip().upper())
    by_part = party_reading.records_of(catalogue, party)
    if known.parties.party(party) is None and not by_part:
        raise NotFound(parties.NOT_HERE)
    every = list(dict.fromkeys(one for part in Part for one in by_part.get(part, ())))
    ids = every if len(every) <= most else person_reading.newest_first(catalogue, every, most)
    name = known.parties.name_today(party)
    together = tuple(
        PartyTogether(one.code, known.parties.name_today(one.code), one.together, one.in_all)
        for one in party_reading.companions(catalogue, party, COMPANIONS)
    )
    dossier = _of(principal, work, ids, name)
    return replace(dossier, total=len(every), party=party, together=together)


def of_person(principal: Principal, work: Work, name: str, most: int) -> Dossier:
    """The newest `most` records that name a person: an entry by its code or any name, else as typed.

    All names of the entry are looked for. A name that nobody bears gives an empty dossier. Raises
    InvalidInput("person") for no name.
    """
    principal.require(Action.READ)
    typed = " ".join(name.split())[:LONGEST_NAME]
    if not typed:
        raise InvalidInput("person", NOBODY)
    entries = _entries(work, typed)
    names = tuple(dict.fromkeys(one.name for entry in entries for one in entry.names))
    heading = entries[0].name if len(entries) == 1 else typed
    keys = frozenset[int]().union(*(entry.keys for entry in entries))
    wanted = names or (typed,)
    every = person_reading.records_naming(_catalogue(principal, work), wanted, keys)
    dossier = _of(principal, work, every[:most], heading)
    return replace(
        dossier,
        total=len(every),
        person=str(heading),
        person_names=frozenset({*wanted, str(heading)}),
    )


def of_view(work: Work, view: RecordView, label: AccessLabel) -> Dossier:
    """One record that was read already, with everything its page shows."""
    known = authorities(work.session)
    return Dossier(
        subject=view.description.title,
        records=(view,),
        label=label,
        readable_total=view.readable_total,
        parties=known.parties,
        groupings=known.groupings,
        total=1,
    )


def _of(
    principal: Principal,
    work: Work,
    ids: Sequence[RecordId],
    subject: str,
    *,
    with_texts: bool = False,
) -> Dossier:
    catalogue = _catalogue(principal, work)
    known = authorities(work.session)
    views = tuple(iter_views(catalogue, ids, with_texts=with_texts))
    return Dossier(
        subject=subject,
        records=tuple(sorted(views, key=by_date)),
        label=catalogue.join(view.page_label for view in views),
        readable_total=views[0].readable_total if views else catalogue.total(),
        parties=known.parties,
        groupings=known.groupings,
        total=len(views),
        has_texts=with_texts,
        found_order=tuple(view.id for view in views),
    )


def _pages(principal: Principal, work: Work, asked: SearchRequest, most: int) -> list[SearchPage]:
    """So many pages of results that they hold `most`; at least the first."""
    size = min(most, MOST_PER_PAGE)
    pages = [search.search(principal, work, replace(asked, page=1, page_size=size))]
    wanted = min(pages[0].page_count, -(-most // size))
    pages += [
        search.search(principal, work, replace(asked, page=number, page_size=size))
        for number in range(2, wanted + 1)
    ]
    return pages


def _entries(work: Work, typed: str) -> list[Entry]:
    """The entry of a code; else every one that bears the name, however it is spelt."""
    found = authority_entries.entries(work.session, EntryKind.PERSON)
    by_code = [one for one in found if one.code == typed]
    key = name_key(typed)
    return by_code or [one for one in found if any(name_key(n.name) == key for n in one.names)]


def _excerpts(hit: SearchHit) -> tuple[str, ...]:
    """Each with its place before it, as plain text."""
    return tuple(
        said(
            "{place}: {text}",
            place=one.place,
            text="".join(segment.text for segment in one.segments),
        )
        for one in hit.excerpts
    )


def _catalogue(principal: Principal, work: Work) -> Catalogue:
    return Catalogue(work.session, principal.clearance, work.labels)
