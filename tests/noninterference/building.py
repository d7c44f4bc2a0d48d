"""Books in both worlds: built from a draft that once held everything, fetched, copied, stopped.

The draft is that of `briefing.py`. In the archive most of its records are hidden by now; the book, its size,
its name, its progress and its copies are those of the twin, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.services import accounts, builds, jobs
from tests.houses import DerivedIdentifiers
from tests.noninterference.briefing import TITLE, briefing_id
from tests.noninterference.registering import ABSENT, Asked
from tests.noninterference.worlds import REGISTRAR, World


def prepare(world: World) -> None:
    """A book of the registrar's draft, with a copy for somebody."""
    with world.house.work(writing=True) as work:
        principal = accounts.principal_for(work, REGISTRAR)
        builds.begin(principal, work, briefing_id(REGISTRAR, TITLE), "P. Marsh")
        work.commit()
    jobs.build_due_books(world.house.work)


def build_id() -> str:
    """The id of the book: ids derive from logical names."""
    name = f"{briefing_id(REGISTRAR, TITLE)} {REGISTRAR}"
    return DerivedIdentifiers().new_id("briefing build", name)


def building_requests() -> Iterator[Asked]:
    """Endpoint, path, method, form, and whether a registrar asks."""
    for book in (build_id(), ABSENT):
        for by_registrar in (True, False):
            for tail in ("", "/progress", "/book.pdf", "/copies/1.pdf", "/copies/9.pdf"):
                yield "builds", f"/books/{book}{tail}", "GET", (), by_registrar
        yield "builds", f"/books/{book}/book.pdf", "HEAD", (), True
        yield "builds", f"/books/{book}/stop", "POST", (), True
        yield "builds", f"/books/{book}/copies", "POST", (("recipient", "A. Linden"),), True
        stale = (("recipient", "A. Linden"), ("after", "0"))
        yield "builds", f"/books/{book}/copies", "POST", stale, True
        yield "builds", f"/books/{book}/copies/2.pdf", "GET", (), True
    yield "builds", f"/briefings/{briefing_id(REGISTRAR, TITLE)}", "GET", (), True
    yield "builds", f"/briefings/{ABSENT}/builds", "POST", (), True
    yield "builds", f"/briefings/{briefing_id(REGISTRAR, TITLE)}/builds", "POST", (), True
