"""The archive itself: database, audit trail, originals, search partitions, jobs and accounts."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine

from app.db import account_store, audit_store, cells, files, inspection, jobs, schema
from app.domain.access import LabelScheme, may_read
from app.domain.command_line import RUN
from app.domain.errors import InvalidInput, Unavailable
from app.services.files import left_before
from app.services.health.findings import Finding, counted, ok, problem, some, warning
from app.services.principals import principal_of
from app.services.reconciliation import differences
from app.services.work import OpenWork, Work
from app.storage.originals import StoredOriginal

MOST_READABLE_CELLS = 60
"""Above this, a search through all the partitions one person may read takes several times as long."""
SLOW_QUEUE = timedelta(minutes=10)
OLDEST_SQLITE = (3, 35)
_REBUILD = f"Run {RUN} search rebuild"


def check_schema(engine: Engine) -> Iterator[Finding]:
    """Whether the database is there and of this version."""
    waiting = schema.pending(engine)
    if waiting:
        yield problem(
            "database",
            f"{counted(len(waiting), 'migration is', 'migrations are')} pending.",
            f"Run {RUN} database upgrade; it makes a backup copy first.",
        )
    else:
        yield ok("database", "The database is of this version.")


def check_database(work: Work, *, full: bool) -> Iterator[Finding]:
    """Soundness of the file, and the safeguards it must run with."""
    inspection.is_reachable(work.session)
    state = inspection.sqlite_state(work.session, thorough=full)
    if state is None:
        yield ok("database", "The database server answers.")
        return
    if state.problems or state.dangling_references:
        yield problem(
            "database",
            f"The database file is damaged ({len(state.problems)} faults found, "
            f"{state.dangling_references} rows refer to nothing).",
            "Stop Chancery, keep a copy of the file, and restore the last good backup.",
        )
    elif state.journal_mode != "wal" or not (state.is_synchronous_full and state.has_foreign_keys):
        yield problem(
            "database",
            "The database does not run with its safeguards (WAL, full sync, foreign keys).",
            "Nothing but Chancery may open the database for writing. Restart Chancery.",
        )
    elif state.version < OLDEST_SQLITE:
        yield problem(
            "database",
            "SQLite is older than 3.35, which Chancery needs.",
            "Use a Python built with a newer SQLite.",
        )
    else:
        yield ok("database", "The file is sound and runs with WAL, full sync and foreign keys.")


def check_database_file(path: Path | None) -> Iterator[Finding]:
    """Nobody else on the machine may read the file. `path` None: not a file."""
    if path is None or not path.exists():
        return
    if (
        stat.S_IMODE(path.stat().st_mode) & 0o077
        and stat.S_IMODE(path.parent.stat().st_mode) & 0o077
    ):
        yield warning("database", f"Others on this machine may read {path}.", f"chmod 600 {path}")


def check_labels(work: Work) -> Iterator[Finding]:
    """Labels and clearances are stored by name: settings must still know the names."""
    scheme = work.labels
    lost = [label for label in inspection.labels_in_use(work.session) if not _fits(scheme, label)]
    if lost:
        yield problem(
            "labels",
            f"{counted(len(lost), 'label of records is', 'labels of records are')} no longer in the "
            f"settings and read as {scheme.intake}: {some(lost)}.",
            "Put their levels and compartments back into CHANCERY_LEVELS and CHANCERY_COMPARTMENTS, "
            "or give the records another label.",
        )
    people = [row for row in account_store.all_accounts(work.session) if not row.is_disabled]
    unknown = [
        row.name for row in people if not _fits(scheme, "/".join([row.level, *row.compartments]))
    ]
    if unknown:
        yield problem(
            "labels",
            f"Cleared for a level or compartment that is no longer in the settings, which then "
            f"counts for nothing: {some(unknown)}.",
            f"Clear these accounts anew ({RUN} users clear), or put the names back.",
        )
    if not (lost or unknown):
        yield ok("labels", "The settings know every label of a record and every clearance.")


def check_audit(work: Work) -> Iterator[Finding]:
    """The chain of the audit trail, from its first entry to its last."""
    verdict = audit_store.verify_trail(work.session)
    if verdict.is_whole:
        entries = counted(verdict.entries, "entry", "entries")
        yield ok("audit trail", f"The chain is whole: {entries}.")
    else:
        yield problem(
            "audit trail",
            f"The trail was changed from outside: {verdict.problem}",
            f"Tell the security officer; keep the file, and run {RUN} audit verify.",
        )


def check_originals(work: Work, *, full: bool) -> Iterator[Finding]:
    """Every original that a record refers to is there, with its size; `full` reads every byte."""
    expected = files.referenced_originals(work.session)
    stored = {original.sha256: original for original in work.originals.all()}
    missing = expected.keys() - stored.keys()
    changed = {
        sha256
        for sha256, size in expected.items()
        if sha256 in stored and not _is_as_registered(work, stored[sha256], size, full=full)
    }
    if missing or changed:
        yield problem(
            "originals",
            f"{len(missing)} missing, {len(changed)} changed: {some(missing | changed)}.",
            "Copy them back from the backup into documents/ab/cd/, named by their digest.",
        )
    elif not expected:
        yield ok("originals", "No record has a file yet.")
    else:
        how = "read and unchanged" if full else "there, with the size registered"
        yield ok("originals", f"{counted(len(expected), 'original', 'originals')}: {how}.")
    yield from _stray_files(work, stored.keys() - expected.keys())


def check_partitions(open_work: OpenWork) -> Iterator[Finding]:
    """Each search partition is healthy and holds what the database says, no more and no less."""
    with open_work() as work:
        known = {cell.key for cell in cells.all_cells(work.session, work.labels)}
        strangers = set(work.search.cells()) - known
    different = differences(open_work)
    if different:
        partitions = counted(len(different), "partition differs", "partitions differ")
        yield warning(
            "search",
            f"{partitions} from the database ({some({each.words for each in different})}): "
            f"{some(each.cell for each in different)}.",
            f"The worker repairs this by itself; to do it now: {_REBUILD}",
        )
    else:
        partitions = counted(len(known), "partition", "partitions")
        yield ok("search", f"In agreement with the database: {partitions}.")
    if strangers:
        yield warning(
            "search",
            f"{counted(len(strangers), 'partition', 'partitions')} of no cell: {some(strangers)}.",
            "The worker drops them when it starts.",
        )


def check_jobs(work: Work) -> Iterator[Finding]:
    """Whether the worker keeps up."""
    queue = jobs.counts(work.session)
    if queue.failed:
        yield problem(
            "jobs",
            f"{counted(queue.failed, 'job was', 'jobs were')} given up after several attempts.",
            f"Mend what the lines above complain of, then run {RUN} search rebuild.",
        )
    oldest = queue.oldest_waiting
    if oldest is not None and work.clock.now() - oldest > SLOW_QUEUE:
        minutes = int((work.clock.now() - oldest).total_seconds() // 60)
        yield warning(
            "jobs",
            f"{counted(queue.waiting, 'job waits', 'jobs wait')}, the oldest for {minutes} minutes.",
            f"See whether a worker runs: {RUN} worker.",
        )
    elif not queue.failed:
        yield ok("jobs", f"{queue.waiting} waiting, {queue.running} running, none given up.")


def check_accounts(work: Work) -> Iterator[Finding]:
    """Somebody can sign in, and nobody's searches go through too many partitions."""
    accounts = [row for row in account_store.all_accounts(work.session) if not row.is_disabled]
    if not accounts:
        yield warning(
            "accounts",
            "Nobody can sign in.",
            f"Make an account: {RUN} users create --help",
        )
        return
    labels = [cell.label for cell in cells.all_cells(work.session, work.labels)]
    wide = {}
    for row in accounts:
        clearance = principal_of(row, work.labels).clearance
        readable = sum(may_read(clearance, label) for label in labels)
        if readable > MOST_READABLE_CELLS:
            wide[row.name] = readable
    if wide:
        yield warning(
            "accounts",
            f"{some(wide)} may read more than {MOST_READABLE_CELLS} cells (up to "
            f"{max(wide.values())}); their searches are slow.",
            "Use fewer different labels: relabel records that carry nearly the same one.",
        )
    else:
        yield ok("accounts", f"{counted(len(accounts), 'account', 'accounts')} can sign in.")


def _fits(scheme: LabelScheme, label: str) -> bool:
    try:
        scheme.parse(label)
    except InvalidInput:
        return False
    return True


def _is_as_registered(work: Work, stored: StoredOriginal, size: int, *, full: bool) -> bool:
    if stored.size_bytes != size:
        return False
    try:
        return work.originals.verify(stored.sha256) if full else True
    except Unavailable:
        return False


def _stray_files(work: Work, unreferenced: set[str]) -> Iterator[Finding]:
    """What no record refers to any more, or what an upload that was cut short left behind."""
    before = left_before(work.clock.now())
    orphans = {sha256 for sha256 in unreferenced if work.originals.written_at(sha256) < before}
    leftovers = work.originals.leftovers(before)
    if orphans:
        yield warning(
            "originals",
            f"{counted(len(orphans), 'file', 'files')} older than a day that no record refers to: "
            f"{some(orphans)}.",
            "Look at them before anything is removed; they may belong to a restored backup.",
        )
    if leftovers:
        yield warning(
            "originals",
            f"{counted(len(leftovers), 'upload', 'uploads')} cut short left "
            f"{sum(each.size_bytes for each in leftovers) / 1024**2:.1f} MB in documents/incoming.",
            "Start the worker; it removes them.",
        )
