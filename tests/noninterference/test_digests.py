"""Mails: an archive and its twin send the same ones, to the same people, on the same days."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from app.mail.mail_room import Mail
from app.services import search_alerts, search_digests, timetable, timetable_tasks
from app.worker import run_pending_jobs
from tests.noninterference import saving
from tests.noninterference.comparing import Pair, write_meanwhile
from tests.noninterference.leaks.planted import Leak
from tests.noninterference.leaks.saving import LEAKS as LEAKS_OF_ALERTS
from tests.noninterference.leaks.saving import everything
from tests.noninterference.plans import moving_plan
from tests.noninterference.worlds import World

DAYS = 2


@dataclass(slots=True)
class _MailRoom:
    sent: list[Mail] = field(default_factory=list)
    is_open: bool = True

    def send(self, mail: Mail) -> None:
        self.sent.append(mail)


def _mails(pair: Pair, *, is_archive: bool) -> list[list[Mail]]:
    """What is sent on the first day, and on the day after others have written hidden records."""
    world = pair.archive if is_archive else pair.other
    world.house.mail = _MailRoom()
    saving.choose_digests(world)
    days = []
    for day in range(DAYS):
        if day and is_archive:
            write_meanwhile(world, pair.plan)
        days.append(_a_day(world))
    return days


def _a_day(world: World) -> list[Mail]:
    room = _MailRoom()
    world.house.mail = room
    world.house.clock.advance(days=1)  # type: ignore[attr-defined]
    tasks = timetable_tasks.tasks(world.house.engine, world.house.settings)
    asking = [one for one in tasks if one.name == timetable_tasks.DIGESTS]
    timetable.run_due_tasks(world.house.work, asking)
    run_pending_jobs(world.house)
    return room.sent


def _compared(pair: Pair) -> tuple[list[list[Mail]], list[list[Mail]]]:
    with closing(pair):
        return _mails(pair, is_archive=True), _mails(pair, is_archive=False)


def test_mails_tell_nothing_of_hidden_records(sound_pair: Pair, memory_folder: Path) -> None:
    archive, other = _compared(sound_pair.copied(memory_folder))
    assert archive == other
    first, second = archive
    assert {mail.text.splitlines()[0] for mail in first} == {
        "There are new matches for 2 of your saved searches."
    }
    assert len(first) == 2
    assert second == []  # nothing came that they may read


def test_mails_tell_nothing_of_what_has_left_a_partition(memory_folder: Path) -> None:
    archive, other = _compared(Pair.build(memory_folder, moving_plan()))
    assert archive == other


def digests_are_looked_for_by_the_system(patch: pytest.MonkeyPatch) -> None:
    """The worker looks as itself: it has no clearance to bother about."""
    honest = search_alerts.look

    def look(_principal: Any, work: Any, row: Any) -> Any:
        return honest(everything(work.labels), work, row)

    patch.setattr(search_alerts, "look", look)


def a_mail_is_sent_when_anything_came(patch: pytest.MonkeyPatch) -> None:
    """The mail is right, but whether it is sent hangs on the whole register."""
    honest = search_digests._due

    def due(work: Any, account_id: str) -> Any:
        found = honest(work, account_id)
        with patch.context() as looking:
            digests_are_looked_for_by_the_system(looking)
            whole = honest(work, account_id)
        return found and replace(found, has_news=found.has_news or int(whole.has_news > 0))

    patch.setattr(search_digests, "_due", due)


MAIL_LEAKS: tuple[Leak, ...] = (
    LEAKS_OF_ALERTS[0],
    digests_are_looked_for_by_the_system,
    a_mail_is_sent_when_anything_came,
)


@pytest.mark.parametrize("leak", MAIL_LEAKS, ids=lambda leak: leak.__name__)
def test_a_leak_planted_in_the_mails_is_caught(
    leak: Leak, sound_pair: Pair, memory_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leak(monkeypatch)
    archive, other = _compared(sound_pair.copied(memory_folder))
    assert archive != other
