"""How well the archive is kept, for administrators and `flask doctor`: ages, counts and sizes.

Nothing here names a record, a file or a label.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.db import backup_store, checkpoint_store, fixity_store, periodic_tasks
from app.db.backup_store import MadeBackup
from app.db.fixity_store import FixityCounts
from app.db.periodic_tasks import LastRun
from app.domain.checkpoints import Checkpoint
from app.domain.fixity import CHECK_WITHIN
from app.domain.principals import Action, Principal
from app.services import checkpoints
from app.services.work import Work
from config import Settings

SHOWN = 10
LATE_FACTOR = 2
"""Overdue is what has been left out twice: a machine may be switched off for a night."""
WITHOUT_A_TIMETABLE = timedelta(days=7)
TRIAL_AT_LEAST = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class KeepingStatus:
    """What the page on keeping says. Ages are counted from `now`."""

    now: datetime
    backups: tuple[MadeBackup, ...]
    last_sound: MadeBackup | None
    is_scheduled: bool
    backup_is_overdue: bool
    trial_is_overdue: bool
    fixity: FixityCounts
    fixity_is_overdue: bool
    checkpoint: Checkpoint | None
    checkpoint_is_overdue: bool
    has_outside: bool
    unsent: int
    failures: tuple[LastRun, ...]
    """Tasks whose last run went wrong."""

    @property
    def last_backup(self) -> MadeBackup | None:
        return self.backups[0] if self.backups else None

    @property
    def unsound_originals(self) -> int:
        return self.fixity.damaged + self.fixity.missing


def status(principal: Principal, work: Work, settings: Settings) -> KeepingStatus:
    """Everything the page says. Raises NotPermitted but for administrators."""
    principal.require(Action.ADMINISTER)
    return examined(work, settings)


def examined(work: Work, settings: Settings) -> KeepingStatus:
    """The same for `flask doctor`, which asks on nobody's behalf."""
    session, now = work.session, work.clock.now()
    made = tuple(backup_store.latest(session, SHOWN))
    sound = backup_store.last_sound(session)
    counts = fixity_store.counts(session)
    checkpoint = checkpoint_store.latest(session)
    runs = periodic_tasks.last_runs(session).values()
    is_scheduled = settings.backup_folder is not None
    backup_within = (
        timedelta(hours=settings.backup_every_hours) * LATE_FACTOR
        if is_scheduled
        else WITHOUT_A_TIMETABLE
    )
    trial_within = max(timedelta(days=settings.backup_trial_days) * LATE_FACTOR, TRIAL_AT_LEAST)
    checkpoint_within = timedelta(hours=settings.checkpoint_every_hours) * LATE_FACTOR
    return KeepingStatus(
        now=now,
        backups=made,
        last_sound=sound,
        is_scheduled=is_scheduled,
        backup_is_overdue=_is_late(made[0].made_at if made else None, now, backup_within),
        trial_is_overdue=_is_late(sound.tried_at if sound else None, now, trial_within),
        fixity=counts,
        fixity_is_overdue=counts.oldest_check is not None
        and _is_late(counts.oldest_check, now, CHECK_WITHIN),
        checkpoint=checkpoint,
        checkpoint_is_overdue=_is_late(
            checkpoint.at if checkpoint else None, now, checkpoint_within
        ),
        has_outside=checkpoints.has_outside(settings),
        unsent=len(checkpoint_store.unsent(session)),
        failures=tuple(one for one in runs if one.error),
    )


def _is_late(at: datetime | None, now: datetime, within: timedelta) -> bool:
    """What never happened is late; what lies in the future, by a clock that went wrong, is not."""
    return at is None or now - at > within
