"""Backups, trial restores, fixity, checkpoints and the timetable: does it all happen, and go well?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app.domain.command_line import RUN
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
            "timetable",
            f"The last run of {run.name!r} failed: {run.error}",
            "Mend what it says; it is tried again within half an hour.",
        )


def _backups(status: KeepingStatus) -> Finding:
    last = status.last_backup
    if last is None:
        return warning(
            "backups",
            "No backup was ever made.",
            f"Set CHANCERY_BACKUP_FOLDER, or run {RUN} archive backup FOLDER.",
        )
    words = f"The last backup is {_age(last.made_at, status.now)} old."
    if status.backup_is_overdue:
        return warning("backups", words, f"Make one: {RUN} archive backup FOLDER.")
    return ok("backups", words)


def _trials(status: KeepingStatus) -> Finding:
    to_do = f"Run {RUN} archive backups FOLDER --verify."
    last = status.last_backup
    if last is not None and last.is_sound is False:
        return problem(
            "backups",
            f"{last.name} could not be restored on trial.",
            f"Make another: {RUN} archive backup FOLDER --fresh, and try it out.",
        )
    sound = status.last_sound
    if sound is None or sound.tried_at is None:
        return warning("backups", "No backup was ever restored on trial.", to_do)
    words = f"A backup was last restored on trial {_age(sound.tried_at, status.now)} ago."
    return warning("backups", words, to_do) if status.trial_is_overdue else ok("backups", words)


def _fixity(status: KeepingStatus) -> Finding:
    counts = status.fixity
    if status.unsound_originals:
        return problem(
            "fixity",
            f"{counts.damaged} damaged, {counts.missing} missing at the last check.",
            f"Run {RUN} archive verify and put them back from a backup.",
        )
    if status.fixity_is_overdue:
        return warning(
            "fixity",
            "Some originals were not read for more than 30 days.",
            f"See whether a worker runs, or run {RUN} archive verify.",
        )
    read = counts.originals - counts.never_checked
    return ok("fixity", f"{counted(read, 'original', 'originals')} read and found unchanged.")


def _checkpoints(status: KeepingStatus) -> Finding:
    if not status.has_outside:
        return warning(
            "checkpoints",
            "Signed ends of the audit trail do not leave this machine.",
            "Set CHANCERY_CHECKPOINT_FILE or CHANCERY_CHECKPOINT_SYSLOG.",
        )
    if status.unsent or status.checkpoint_is_overdue:
        what = counted(status.unsent, "checkpoint waits", "checkpoints wait")
        return warning(
            "checkpoints",
            f"The end of the audit trail was not signed and sent lately; {what}.",
            f"See whether a worker runs, or run {RUN} audit checkpoint.",
        )
    return ok("checkpoints", "The end of the audit trail is signed and sent.")


def _age(at: datetime, now: datetime) -> str:
    """`3 hours`, `12 days`."""
    hours = max(int((now - at).total_seconds() // 3600), 0)
    if hours == 0:
        return "less than an hour"
    return counted(hours, "hour", "hours") if hours < 48 else f"{hours // 24} days"
