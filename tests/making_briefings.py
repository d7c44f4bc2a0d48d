"""What tests of baskets and briefings share: people who make them, and short ways to do what the pages do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from app.domain.briefing_drafts import BriefingDraft
from app.domain.briefing_merging import Lines
from app.domain.briefings import Briefing, Pick, Section
from app.domain.principals import Principal
from app.domain.records import RecordId
from app.services import (
    briefing_drafts,
    briefing_picking,
    briefing_selection,
    briefing_sharing,
    briefing_writing,
    registration,
)
from app.services.briefing_selection import Selection
from app.services.importing import importing_principal
from app.services.work import Work
from app.wiring import House
from tests.builders import a_draft

_T = TypeVar("_T")
TITLE = "Meeting with the minister"


@contextmanager
def writing(house: House) -> Iterator[Work]:
    """A unit of work that is kept."""
    with house.work(writing=True) as work:
        yield work
        work.commit()


def filed(house: House, label: str = "Public", **described: Any) -> RecordId:
    """A record under any label, those released to some parties too; `described` as `a_draft`."""
    with writing(house) as work:
        draft = a_draft(label=label, **described)
        return registration.register(importing_principal(work.labels), work, draft)


def begun(
    house: House, owner: Principal, picks: Sequence[RecordId] = (), title: str = TITLE
) -> str:
    """A draft with these records. Returns its id."""
    with writing(house) as work:
        return briefing_drafts.begin_with(owner, work, Lines(title), picks)


def opened(house: House, who: Principal, briefing_id: str) -> BriefingDraft:
    with house.work() as work:
        return briefing_drafts.open_draft(who, work, briefing_id)


def picked(house: House, who: Principal, briefing_id: str) -> list[RecordId]:
    """The records of a draft as somebody sees it."""
    return [one.record for one in opened(house, who, briefing_id).briefing.picks]


def wrote(
    house: House,
    who: Principal,
    briefing_id: str,
    text: str,
    section: Section = Section.OBJECTIVES,
    revision: int | None = None,
) -> None:
    """Write a section, from the version that stands unless told otherwise."""
    began = opened(house, who, briefing_id).revision if revision is None else revision
    with writing(house) as work:
        briefing_writing.write_section(who, work, briefing_id, section, text, began)


def text_of(house: House, who: Principal, briefing_id: str, section: Section) -> str:
    return opened(house, who, briefing_id).briefing.text(section)


def shared(house: House, owner: Principal, briefing_id: str, name: str) -> None:
    with writing(house) as work:
        briefing_sharing.share(owner, work, briefing_id, name)


def dropped(house: House, who: Principal, briefing_id: str, *records: RecordId) -> None:
    with writing(house) as work:
        briefing_picking.drop(who, work, briefing_id, records)


def did(house: House, do: Callable[..., _T], who: Principal, *told: Any, **more: Any) -> _T:
    """Call a service as somebody, and keep what it did."""
    with writing(house) as work:
        return do(who, work, *told, **more)


def evaluated(
    house: House, who: Principal, picks: Sequence[Pick] = (), floor: str = "", **more: Any
) -> Selection:
    """The selection of a briefing that holds these; `more` as `Briefing`."""
    briefing = Briefing(TITLE, picks=tuple(picks), **more)
    with house.work() as work:
        label = work.labels.parse(floor) if floor else None
        return briefing_selection.evaluate(who, work, briefing, label)
