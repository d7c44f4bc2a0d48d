"""Saved searches in both worlds, and what is asked of them.

The reader and the registrar watch searches since before anything was registered, so that all that they
may read is new: one that finds it, one that finds hidden records only, one that finds everything. A
colleague who may read more has shared a search by link.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.db.models.saved_searches import SearchWatchRow
from app.domain.saved_searches import DigestChoice, DigestFrequency
from app.domain.searches import SearchRequest
from app.services import accounts, saved_searches, search_digests
from tests.houses import DerivedIdentifiers
from tests.noninterference.registering import ABSENT, Asked
from tests.noninterference.worlds import READER, REGISTRAR, World

COLLEAGUE = "colleague.can"
WORDS = {"Detention": "detention", "Zanzibar": "zanzibarium", "Everything": ""}


def prepare(world: World) -> None:
    """Keep, watch and share; the colleague is one of `registrars.prepare`."""
    with world.house.work(writing=True) as work:
        for person in (READER, REGISTRAR, COLLEAGUE):
            principal = accounts.principal_for(work, person)
            for name, words in WORDS.items():
                kept = saved_searches.save(principal, work, SearchRequest(words), name)
                row = saved_searches.own_row(principal, work, kept)
                row.watch = SearchWatchRow(
                    key=kept[:16].encode(),
                    visited_at=work.clock.now(),
                    seen=b"",
                    before=b"",
                    told=b"",
                )
                if person == COLLEAGUE:
                    saved_searches.share(principal, work, kept)
        work.commit()


def choose_digests(world: World) -> None:
    """Both want a mail every day."""
    with world.house.work(writing=True) as work:
        for person in (READER, REGISTRAR):
            wanted = DigestChoice(DigestFrequency.DAILY, f"{person}@ministry.example")
            search_digests.choose(accounts.principal_for(work, person), work, wanted)
        work.commit()


def search_id(person: str, name: str) -> str:
    """The id of a saved search: ids derive from logical names."""
    ids = DerivedIdentifiers()
    return ids.new_id("saved search", f"{ids.new_id('account', person)}/{name}")


def share_id(name: str) -> str:
    return DerivedIdentifiers().new_id("shared search", search_id(COLLEAGUE, name))


def saving_requests() -> Iterator[Asked]:
    """Endpoint, path, method, form, and whether a registrar asks. Lists come before visits."""
    for person in (READER, REGISTRAR):
        yield from _reading(person, by_registrar=person == REGISTRAR)
    for name in (*WORDS, ABSENT):
        link = f"/searches/shared/{share_id(name) if name in WORDS else ABSENT}"
        yield "shared_searches.show", link, "GET", (), False
        yield "shared_searches.show", link, "POST", (("name", f"Copy of {name}"),), True
    kept = f"/searches/{search_id(REGISTRAR, 'Everything')}"
    yield "saved_searches.new", "/searches/new?q=harbour", "POST", (("name", "Harbours"),), True
    for page in (kept, f"/searches/{search_id(COLLEAGUE, 'Detention')}", f"/searches/{ABSENT}"):
        yield from _deeds(page)
    digest = (("frequency", "daily"), ("address", "x@ministry.example"))
    yield "account_settings.digest", "/account/settings/digest", "POST", digest, True
    yield "saved_searches.index", "/searches", "GET", (), True


def _reading(person: str, *, by_registrar: bool) -> Iterator[Asked]:
    yield "pages.start", "/", "GET", (), by_registrar
    yield "saved_searches.index", "/searches", "GET", (), by_registrar
    for name, words in WORDS.items():
        own = search_id(person, name)
        for saved in (own, search_id(COLLEAGUE, name)):
            results = f"/search?q={words}&saved={saved}"
            yield "search.results", results, "GET", (), by_registrar
            for tail in ("", "/remove", "/run"):
                yield "saved_searches", f"/searches/{saved}{tail}", "GET", (), by_registrar
        yield "search.results", f"/search?q={words}&saved={own}", "GET", (), by_registrar
    yield "saved_searches.new", "/searches/new?q=detention", "GET", (), by_registrar
    yield "pages.start", "/", "GET", (), by_registrar


def _deeds(page: str) -> Iterator[Asked]:
    yield "saved_searches.show", page, "POST", (("name", "Another name"),), True
    for tail in ("/share", "/share/end", "/watch/end", "/watch"):
        yield "saved_searches", f"{page}{tail}", "POST", (), True
    if ABSENT in page:
        yield "saved_searches.remove", f"{page}/remove", "POST", (), True
