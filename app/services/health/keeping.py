"""Backups, trial restores, fixity, checkpoints and the timetable: does it all happen, and go well?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app.domain.command_line import RUN
from app.domain.wording import said
from app.services.health.findings import Finding, counted, ok, problem, warning
from app.services.keeping_status import KeepingStatus, examined
from app.services.work import Work
from config import Settings


def check_keeping(work: Work, settings: Settings) -> Iterator[Finding]:
    """One line for each of them; what was never set up is a warning, damage is a problem."""
    status = examined(work, settings)
    yield _backups(status)
    yield _trials(status)
    yield _fixity(status)
    yield _checkpoints(status)
    for run in status.failures:
        yield warning(
            said("timetable"),
            said("The last run of {run!r} failed: {error}", run=run.name, error=run.error),
            said("Mend what it says; it is tried again within half an hour."),
        )


def _backups(status: KeepingStatus) -> Finding:
    last = status.last_backup
    if last is None:
        return warning(
            said("backups"),
            said("No backup was ever made."),
            said("Set CHANCERY_BACKUP_FOLDER, or run {run} archive backup FOLDER.", run=RUN),
        )
    words = said("The last backup is {age} old.", age=_age(last.made_at, status.now))
    if status.backup_is_overdue:
        return warning(
            said("backups"), words, said("Make one: {run} archive backup FOLDER.", run=RUN)
        )
    return ok(said("backups"), words)


def _trials(status: KeepingStatus) -> Finding:
    to_do = said("Run {run} archive backups FOLDER --verify.", run=RUN)
    last = status.last_backup
    if last is not None and last.is_sound is False:
        return problem(
            said("backups"),
            said("{last} could not be restored on trial.", last=last.name),
            said("Make another: {run} archive backup FOLDER --fresh, and try it out.", run=RUN),
        )
    sound = status.last_sound
    if sound is None or sound.tried_at is None:
        return warning(said("backups"), said("No backup was ever restored on trial."), to_do)
    words = said(
        "A backup was last restored on trial {age} ago.", age=_age(sound.tried_at, status.now)
    )
    return (
        warning(said("backups"), words, to_do)
        if status.trial_is_overdue
        else ok(said("backups"), words)
    )


def _fixity(status: KeepingStatus) -> Finding:
    counts = status.fixity
    if status.unsound_originals:
        return problem(
            said("fixity"),
            said(
                "{damaged} damaged, {missing} missing at the last check.",
                damaged=counts.damaged,
                missing=counts.missing,
            ),
            said("Run {run} archive verify and put them back from a backup.", run=RUN),
        )
    if status.fixity_is_overdue:
        return warning(
            said("fixity"),
            said("Some originals were not read for more than 30 days."),
            said("See whether a worker runs, or run {run} archive verify.", run=RUN),
        )
    read = counts.originals - counts.never_checked
    return ok(
        said("fixity"),
        said(
            "{counted} read and found unchanged.",
            counted=counted(read, "{number} original", "{number} originals"),
        ),
    )


def _checkpoints(status: KeepingStatus) -> Finding:
    if not status.has_outside:
        return warning(
            said("checkpoints"),
            said("Signed ends of the audit trail do not leave this machine."),
            said("Set CHANCERY_CHECKPOINT_FILE or CHANCERY_CHECKPOINT_SYSLOG."),
        )
    if status.unsent or status.checkpoint_is_overdue:
        what = counted(status.unsent, "{number} checkpoint waits", "{number} checkpoints wait")
        return warning(
            said("checkpoints"),
            said("The end of the audit trail was not signed and sent lately; {what}.", what=what),
            said("See whether a worker runs, or run {run} audit checkpoint.", run=RUN),
        )
    return ok(said("checkpoints"), said("The end of the audit trail is signed and sent."))


def _age(at: datetime, now: datetime) -> str:
    """`3 hours`, `12 days`."""
    hours = max(int((now - at).total_seconds() // 3600), 0)
    if hours == 0:
        return said("less than an hour")
    return (
        counted(hours, "{number} hour", "{number} hours")
        if hours < 48
        else said("{hours} days", hours=hours // 24)
    )
