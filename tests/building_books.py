"""What tests of builds share: begin one, let the worker build it, read it back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.domain.briefings import Briefing, Depth, Pick
from app.domain.builds import Build
from app.domain.principals import Principal
from app.domain.records import RecordId
from app.services import briefing_drafts, builds
from app.wiring import House
from app.worker import run_pending_jobs
from tests.making_briefings import TITLE, writing


def begun(
    house: House, owner: Principal, *records: RecordId, copies_for: str = "", **told: Any
) -> str:
    """A build of a new briefing with these records; `told` as `Briefing`. Returns its id."""
    picks = tuple(Pick(one, Depth.SUMMARY) for one in records)
    briefing = replace(Briefing(TITLE, picks=picks), **told)
    with writing(house) as work:
        draft = briefing_drafts.begin(owner, work, briefing)
    with writing(house) as work:
        return builds.begin(owner, work, draft, copies_for)


def built(house: House, owner: Principal, *records: RecordId, **told: Any) -> Build:
    build_id = begun(house, owner, *records, **told)
    run_pending_jobs(house)
    return found(house, owner, build_id)


def found(house: House, who: Principal, build_id: str) -> Build:
    with house.work() as work:
        return builds.one(who, work, build_id)


def content_of(house: House, who: Principal, build: Build, number: int = 0) -> bytes:
    """The bytes of the book, or of one of its copies."""
    with house.work() as work:
        if number:
            fetched = builds.fetch_copy(who, work, build.id, number)
        else:
            fetched = builds.fetch(who, work, build.id)
        with fetched.stream as stream:
            return stream.read()
