"""The tasks of the timetable. Adding one: a function here and a line in `tasks`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine

from app.db import backup_store
from app.domain.access import LabelScheme
from app.domain.backup_plan import BackupPlan
from app.domain.command_line import RUN
from app.domain.errors import Unavailable
from app.domain.wording import said, said_many
from app.services import accounts, backups, checkpoints, fixity, removal, search_digests
from app.services.backups import Backup
from app.services.keeper import timetable_principal
from app.services.timetable import PeriodicTask, Stop
from app.services.work import OpenWork
from app.storage import backup_folder
from config import Settings

BACKUP, TRIAL, FIXITY = said("backup"), said("trial restore"), said("fixity")
CHECKPOINT, REMOVAL = said("audit checkpoint"), said("removal of originals")
REMOVAL_EVERY = timedelta(hours=1)
DIGESTS = said("search digests")
DIGESTS_EVERY = timedelta(hours=1)
FIXITY_EVERY = timedelta(hours=1)
ABANDONED_AFTER = timedelta(days=1)
"""A backup that has been in the making for so long was cut short by a kill."""


def tasks(engine: Engine, settings: Settings) -> tuple[PeriodicTask, ...]:
    """What this installation does by itself, in the order in which it is done when all is due."""
    keeping = _Keeping(engine, settings)
    found = [
        PeriodicTask(
            CHECKPOINT, timedelta(hours=settings.checkpoint_every_hours), keeping.sign_the_trail
        ),
        PeriodicTask(FIXITY, FIXITY_EVERY, keeping.check_originals),
        PeriodicTask(REMOVAL, REMOVAL_EVERY, keeping.remove_originals),
        PeriodicTask(DIGESTS, DIGESTS_EVERY, keeping.ask_for_digests),
    ]
    if settings.backup_folder is not None:
        every = timedelta(hours=settings.backup_every_hours)
        trial_every = timedelta(days=settings.backup_trial_days)
        found.append(PeriodicTask(BACKUP, every, keeping.make_backup))
        found.append(PeriodicTask(TRIAL, trial_every, keeping.try_newest_backup))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Keeping:
    """The tasks with what they need of the machine."""

    engine: Engine
    settings: Settings

    def sign_the_trail(self, open_work: OpenWork, _stop: Stop) -> None:
        principal = accounts.operator_principal(_labels(open_work))
        checkpoints.make(principal, open_work, self.settings)

    def check_originals(self, open_work: OpenWork, stop: Stop) -> None:
        fixity.check_some(timetable_principal(_labels(open_work)), open_work, stop)

    def remove_originals(self, open_work: OpenWork, _stop: Stop) -> None:
        """What a disposal left because its bytes had been put within a day."""
        removal.finish(open_work)

    def ask_for_digests(self, open_work: OpenWork, _stop: Stop) -> None:
        """Jobs for the digests that are due; a relay that was away is tried again so."""
        search_digests.enqueue_due(open_work)

    def make_backup(self, open_work: OpenWork, stop: Stop) -> None:
        """Make one, then remove what need not be kept; a stopped one leaves nothing behind."""
        folder = self._folder
        principal = timetable_principal(_labels(open_work))
        with open_work() as work:
            backup_folder.remove_unfinished(folder, work.clock.now() - ABANDONED_AFTER)
            last = backup_store.latest(work.session, 1)
        made = backups.make(
            principal,
            open_work,
            self.engine,
            self.settings,
            folder,
            is_fresh=bool(last) and last[0].is_sound is False,
            on_progress=lambda _stage, _done, _of: _go_on(stop),
        )
        with open_work() as work:
            found = backups.found_in(principal, work, folder)
        backups.remove(principal, open_work, self._superfluous(found))
        if made.manifest.left_out:
            words = said_many(
                "{number:,} original was damaged and is not in the backup. Run {run} archive verify.",
                "{number:,} originals were damaged and are not in the backup. Run {run} archive verify.",
                len(made.manifest.left_out),
                run=RUN,
            )
            raise Unavailable("backup", words)

    def try_newest_backup(self, open_work: OpenWork, stop: Stop) -> None:
        principal = timetable_principal(_labels(open_work))
        with open_work() as work:
            found = backups.found_in(principal, work, self._folder)
        if not found:
            return
        trial = backups.try_out(
            principal,
            open_work,
            found[-1].path,
            on_progress=lambda _stage, _done, _of: _go_on(stop),
        )
        if not trial.is_sound:
            words = said(
                "The backup {name} could not be restored on trial. Make another with {run} archive "
                "backup --fresh.",
                name=found[-1].path.name,
                run=RUN,
            )
            raise Unavailable("backup", words)

    @property
    def _folder(self) -> Path:
        if self.settings.backup_folder is None:
            raise Unavailable("backup", "CHANCERY_BACKUP_FOLDER is not set.")
        return self.settings.backup_folder

    def _superfluous(self, found: list[Backup]) -> list[Path]:
        """Never the one whose trial succeeded last: it is the only one that is known to be good."""
        plan = BackupPlan(self.settings.backup_keep_days, self.settings.backup_keep_weeks)
        sound = [
            (one.known.tried_at, one.path.name)
            for one in found
            if one.known and one.known.is_sound and one.known.tried_at
        ]
        made = {one.path.name: backup_folder.moment_of(one.path.name) for one in found}
        gone = plan.superfluous(made, [name for _, name in sorted(sound)[-1:]])
        return [one.path for one in found if one.path.name in gone]


_STOPPED = said("The worker was stopped; this is begun again later.")


def _go_on(stop: Stop) -> None:
    if stop():
        raise Unavailable("worker", _STOPPED)


def _labels(open_work: OpenWork) -> LabelScheme:
    with open_work() as work:
        return work.labels
