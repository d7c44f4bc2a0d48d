"""Baskets and drafts of briefings in both worlds, and what is asked of them.

The reader and the registrar have every record of their world in the basket and in a draft, as if all had been
open to them once; in the archive most of them are hidden by now, in the twin they never were. A colleague who
may read more has shared a draft that now holds a hidden record: to them it is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.db import account_store, basket_store, briefing_store
from app.db.catalogue import Catalogue
from app.domain.briefing_merging import Lines
from app.domain.briefings import Briefing, Depth, Pick, PickedSearch, Section, packed
from app.domain.principals import Principal
from app.domain.records import RecordId
from app.domain.searches import SearchRequest
from app.services import accounts, briefing_drafts, briefing_picking, briefing_sharing
from app.services.importing import importing_principal
from app.services.work import Work
from tests.houses import DerivedIdentifiers
from tests.noninterference.plans import SCHEME
from tests.noninterference.registering import ABSENT, Asked
from tests.noninterference.saving import COLLEAGUE, search_id
from tests.noninterference.worlds import READER, REGISTRAR, World

TITLE, SHARED = "Talks on detention", "Talks of a colleague"
OBJECTIVES = Section.OBJECTIVES.value
Form = tuple[tuple[str, str], ...]
_SEARCHES = tuple(
    PickedSearch(name, SearchRequest(words), Depth.FACTS)
    for name, words in (("Detention", "detention"), ("Zanzibar", "zanzibarium"))
)


def prepare(world: World) -> None:
    """Baskets, drafts, and a draft that a colleague shares; the colleague is one of `registrars.prepare`."""
    with world.house.work(writing=True) as work:
        everything = tuple(world.ids.values())
        for person in (READER, REGISTRAR):
            principal = accounts.principal_for(work, person)
            _fill_basket(work, principal, everything)
            _begin(work, principal, everything)
        work.commit()
    with world.house.work(writing=True) as work:
        _share(work, tuple(world.ids.values()))
        work.commit()


def briefing_id(person: str, title: str) -> str:
    """The id of a draft: ids derive from logical names."""
    ids = DerivedIdentifiers()
    return ids.new_id("briefing", f"{ids.new_id('account', person)}/{title}")


def briefing_requests(record_ids: Iterable[str], references: Iterable[str]) -> Iterator[Asked]:
    """Endpoint, path, method, form, and whether a registrar asks. Lists come before what changes them."""
    ids = [*record_ids, ABSENT]
    for person in (READER, REGISTRAR):
        yield from _reading(person, by_registrar=person == REGISTRAR)
    own = f"/briefings/{briefing_id(REGISTRAR, TITLE)}"
    for record_id in ids:
        yield from _of_one_record(own, record_id)
    for reference in [*references, "JL-2017-0000F"]:
        yield _post(f"{own}/selection/reference", ("reference", reference))
    for page in (own, f"/briefings/{briefing_id(COLLEAGUE, SHARED)}", f"/briefings/{ABSENT}"):
        yield from _deeds(page)
    yield _post("/briefings/new", ("title", "Another"), ("basket", "y"))
    for words in ("detention", "zanzibarium", "nothing of the kind"):
        yield _post("/basket/results", ("q", words))
    yield _post("/basket/into", ("briefing", briefing_id(REGISTRAR, "Another")))
    yield _post(f"/briefings/{ABSENT}/remove")
    yield from _reading(REGISTRAR, by_registrar=True)
    yield _post("/basket/empty")


def _fill_basket(work: Work, principal: Principal, records: tuple[RecordId, ...]) -> None:
    """Put everything in, as if it had all been readable once."""
    gate = Catalogue(work.session, importing_principal(SCHEME).clearance, work.labels)
    account = account_store.by_public_id(work.session, principal.account_id)
    assert account is not None
    keys = gate.keys(records)
    basket_store.add(work.session, account.id, [keys[one] for one in records if one in keys])


def _begin(work: Work, principal: Principal, records: tuple[RecordId, ...]) -> None:
    """A draft that holds everything, with words and searches."""
    made = briefing_drafts.begin_with(principal, work, Lines(TITLE))
    row = briefing_store.one(work.session, principal.account_id, made)
    assert row is not None
    whole = Briefing(
        TITLE,
        picks=tuple(map(Pick, records)),
        searches=_SEARCHES,
        texts={Section.OBJECTIVES: "What is to be reached"},
    )
    row.spec = packed(whole)
    version = briefing_store.version(work.session, row.id, 1)
    assert version is not None
    version.spec = packed(replace(whole, texts={}))
    work.session.flush()


def _share(work: Work, records: tuple[RecordId, ...]) -> None:
    """A colleague's draft that is shared while it is empty, and then holds what others may not read; where
    there is nothing of the kind there is no such draft."""
    reader, colleague = (accounts.principal_for(work, name) for name in (READER, COLLEAGUE))
    readable, theirs = (
        Catalogue(work.session, one.clearance, work.labels).keys(records)
        for one in (reader, colleague)
    )
    # What is withdrawn between the rounds (comparing.py) would open the draft again, as its readers expect.
    staying = [one for place, one in enumerate(records) if one in readable or not place % 2]
    held = [one for one in staying if one in theirs]
    if set(held) <= set(readable):
        return
    made = briefing_drafts.begin_with(colleague, work, Lines(SHARED))
    for name in (READER, REGISTRAR):
        briefing_sharing.share(colleague, work, made, name)
    briefing_picking.pick(colleague, work, made, held)


def _reading(person: str, *, by_registrar: bool) -> Iterator[Asked]:
    drafts = [briefing_id(person, TITLE), briefing_id(COLLEAGUE, SHARED), ABSENT]
    pages = ["/basket", "/basket/empty", "/briefings", "/briefings/new?basket=1"]
    for one in drafts:
        pages += [f"/briefings/{one}{tail}" for tail in _TAILS]
    for page in pages:
        yield "briefings", page, "GET", (), by_registrar


_TAILS = (
    *("", "?page=2", "/details", "/remove", "/sections", f"/sections/{OBJECTIVES}"),
    *("/selection/search", "/share", "/marking", "/history", "/versions/1", "/versions/2"),
)


def _of_one_record(own: str, record_id: str) -> Iterator[Asked]:
    """Ids of hidden, absent and readable records in every form that takes one."""
    for do in ("remove", "add"):
        yield _post("/basket/pick", ("record", record_id), ("do", do), ("back", "/basket"))
    for do in ("up", "down"):
        yield _post("/basket/change", ("do", f"{do}:{record_id}"))
        yield _post(f"{own}/selection", ("do", f"{do}:{record_id}"))
    yield _post(f"{own}/selection", ("do", "keep"), (f"depth.{record_id}", "full"))
    yield _post(f"{own}/selection/take-out", ("record", record_id))


def _deeds(page: str) -> Iterator[Asked]:
    written = f"{page}/sections/{OBJECTIVES}"
    yield _post(f"{page}/selection/basket")
    yield _post(f"{page}/selection", ("do", "all"), ("depth-of-all", "full"))
    yield _post(f"{page}/selection/search", ("search", search_id(REGISTRAR, "Everything")))
    yield _post(f"{page}/output", ("revision", "1"), ("level", "Public"), *_PAPER)
    yield _post(f"{page}/output", ("revision", "99"), ("account", READER), *_PAPER)
    yield _post(f"{page}/details", ("revision", "1"), ("title", "Other talks"))
    yield _post(f"{page}/sections", ("do", "down:letters"))
    for revision in ("1", "99"):
        yield _post(written, ("revision", revision), ("text", f"Words of {revision}"))
    yield _post(f"{written}/restore", ("revision", "2"), ("version", "1"))
    # Not with the reader: to colleagues a draft is closed as a whole by what is hidden in it, and its owner
    # cannot be kept from telling them that it is there.
    yield _post(f"{page}/share", ("name", COLLEAGUE))
    yield _post(f"{page}/share/end", ("account", ABSENT))
    yield _post(f"{page}/marking", ("level", "Official"))
    yield _post(f"{page}/copy")
    for version in ("1", "2"):
        yield _post(f"{page}/history/restore", ("revision", version), ("version", version))


_PAPER = (("paper", "letter"), ("language", "fr"))


def _post(path: str, *form: tuple[str, str]) -> Asked:
    return "briefings", path, "POST", form, True
