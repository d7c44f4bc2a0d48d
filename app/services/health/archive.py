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
from app.domain.wording import said
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
_REBUILD = said("Run {run} search rebuild", run=RUN)
_NO_ARCHIVE = said("Begin one with {run} database upgrade, or set CHANCERY_HOME to where yours is.")


def check_schema(engine: Engine) -> Iterator[Finding]:
    """Whether the database is there and of this version."""
    waiting = schema.pending(engine)
    if schema.is_empty(engine):
        yield problem(
            said("database"), said("There is no archive here yet."), said(_NO_ARCHIVE, run=RUN)
        )
    elif waiting:
        yield problem(
            said("database"),
            said(
                "{counted} pending.",
                counted=counted(len(waiting), "{number} migration is", "{number} migrations are"),
            ),
            said("Run {run} database upgrade; it makes a backup copy first.", run=RUN),
        )
    else:
        yield ok(said("database"), said("The database is of this version."))


def check_database(work: Work, *, full: bool) -> Iterator[Finding]:
    """Soundness of the file, and the safeguards it must run with."""
    inspection.is_reachable(work.session)
    state = inspection.sqlite_state(work.session, thorough=full)
    if state is None:
        yield ok(said("database"), said("The database server answers."))
        return
    if state.problems or state.dangling_references:
        yield problem(
            said("database"),
            said(
                "The database file is damaged ({count} faults found, {dangling_references} rows "
                "refer to nothing).",
                count=len(state.problems),
                dangling_references=state.dangling_references,
            ),
            said("Stop Chancery, keep a copy of the file, and restore the last good backup."),
        )
    elif state.journal_mode != "wal" or not (state.is_synchronous_full and state.has_foreign_keys):
        yield problem(
            said("database"),
            said("The database does not run with its safeguards (WAL, full sync, foreign keys)."),
            said("Nothing but Chancery may open the database for writing. Restart Chancery."),
        )
    elif state.version < OLDEST_SQLITE:
        yield problem(
            said("database"),
            said("SQLite is older than 3.35, which Chancery needs."),
            said("Use a Python built with a newer SQLite."),
        )
    else:
        yield ok(
            said("database"),
            said("The file is sound and runs with WAL, full sync and foreign keys."),
        )


def check_database_file(path: Path | None) -> Iterator[Finding]:
    """Nobody else on the machine may read the file. `path` None: not a file."""
    if path is None or not path.exists():
        return
    if (
        stat.S_IMODE(path.stat().st_mode) & 0o077
        and stat.S_IMODE(path.parent.stat().st_mode) & 0o077
    ):
        yield warning(
            said("database"),
            said("Others on this machine may read {path}.", path=path),
            said("chmod 600 {path}", path=path),
        )


def check_labels(work: Work) -> Iterator[Finding]:
    """Labels and clearances are stored by name: settings must still know the names."""
    scheme = work.labels
    lost = [label for label in inspection.labels_in_use(work.session) if not _fits(scheme, label)]
    if lost:
        yield problem(
            said("labels"),
            said(
                "{counted} no longer in the settings and read as {intake}: {lost}.",
                counted=counted(
                    len(lost), "{number} label of records is", "{number} labels of records are"
                ),
                intake=scheme.intake,
                lost=some(lost),
            ),
            said(
                "Put their levels and compartments back into CHANCERY_LEVELS and "
                "CHANCERY_COMPARTMENTS, or give the records another label."
            ),
        )
    people = [row for row in account_store.all_accounts(work.session) if not row.is_disabled]
    unknown = [
        row.name for row in people if not _fits(scheme, "/".join([row.level, *row.compartments]))
    ]
    if unknown:
        yield problem(
            said("labels"),
            said(
                "Cleared for a level or compartment that is no longer in the settings, which "
                "then counts for nothing: {unknown}.",
                unknown=some(unknown),
            ),
            said("Clear these accounts anew ({run} users clear), or put the names back.", run=RUN),
        )
    if not (lost or unknown):
        yield ok(
            said("labels"), said("The settings know every label of a record and every clearance.")
        )


def check_audit(work: Work) -> Iterator[Finding]:
    """The chain of the audit trail, from its first entry to its last."""
    verdict = audit_store.verify_trail(work.session)
    if verdict.is_whole:
        entries = counted(verdict.entries, "{number} entry", "{number} entries")
        yield ok(said("audit trail"), said("The chain is whole: {entries}.", entries=entries))
    else:
        yield problem(
            said("audit trail"),
            said("The trail was changed from outside: {problem}", problem=verdict.problem),
            said("Tell the security officer; keep the file, and run {run} audit verify.", run=RUN),
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
            said("originals"),
            said(
                "{count} missing, {count2} changed: {missing}.",
                count=len(missing),
                count2=len(changed),
                missing=some(missing | changed),
            ),
            said("Copy them back from the backup into documents/ab/cd/, named by their digest."),
        )
    elif not expected:
        yield ok(said("originals"), said("No record has a file yet."))
    else:
        how = said("read and unchanged") if full else said("there, with the size registered")
        yield ok(
            said("originals"),
            said(
                "{originals}: {how}.",
                originals=counted(len(expected), "{number} original", "{number} originals"),
                how=how,
            ),
        )
    yield from _stray_files(work, stored.keys() - expected.keys())


def check_partitions(open_work: OpenWork) -> Iterator[Finding]:
    """Each search partition is healthy and holds what the database says, no more and no less."""
    with open_work() as work:
        known = {cell.key for cell in cells.all_cells(work.session, work.labels)}
        strangers = set(work.search.cells()) - known
    different = differences(open_work)
    if different:
        partitions = counted(
            len(different), "{number} partition differs", "{number} partitions differ"
        )
        yield warning(
            said("search"),
            said(
                "{partitions} from the database ({different}): {different2}.",
                partitions=partitions,
                different=some({each.words for each in different}),
                different2=some(each.cell for each in different),
            ),
            said("The worker repairs this by itself; to do it now: {rebuild}", rebuild=_REBUILD),
        )
    else:
        partitions = counted(len(known), "{number} partition", "{number} partitions")
        yield ok(
            said("search"),
            said("In agreement with the database: {partitions}.", partitions=partitions),
        )
    if strangers:
        yield warning(
            said("search"),
            said(
                "{counted} of no cell: {strangers}.",
                counted=counted(len(strangers), "{number} partition", "{number} partitions"),
                strangers=some(strangers),
            ),
            said("The worker drops them when it starts."),
        )


def check_jobs(work: Work) -> Iterator[Finding]:
    """Whether the worker keeps up."""
    queue = jobs.counts(work.session)
    if queue.failed:
        yield problem(
            said("jobs"),
            said(
                "{counted} given up after several attempts.",
                counted=counted(queue.failed, "{number} job was", "{number} jobs were"),
            ),
            said("Mend what the lines above complain of, then run {run} search rebuild.", run=RUN),
        )
    oldest = queue.oldest_waiting
    if oldest is not None and work.clock.now() - oldest > SLOW_QUEUE:
        minutes = int((work.clock.now() - oldest).total_seconds() // 60)
        yield warning(
            said("jobs"),
            said(
                "{counted}, the oldest for {minutes} minutes.",
                counted=counted(queue.waiting, "{number} job waits", "{number} jobs wait"),
                minutes=minutes,
            ),
            said("See whether a worker runs: {run} worker.", run=RUN),
        )
    elif not queue.failed:
        yield ok(
            said("jobs"),
            said(
                "{waiting} waiting, {running} running, none given up.",
                waiting=queue.waiting,
                running=queue.running,
            ),
        )


def check_accounts(work: Work) -> Iterator[Finding]:
    """Somebody can sign in, and nobody's searches go through too many partitions."""
    accounts = [row for row in account_store.all_accounts(work.session) if not row.is_disabled]
    if not accounts:
        yield warning(
            said("accounts"),
            said("Nobody can sign in."),
            said("Make an account: {run} users create --help", run=RUN),
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
            said("accounts"),
            said(
                "{wide} may read more than {most_readable_cells} cells (up to {max}); their "
                "searches are slow.",
                wide=some(wide),
                most_readable_cells=MOST_READABLE_CELLS,
                max=max(wide.values()),
            ),
            said("Use fewer different labels: relabel records that carry nearly the same one."),
        )
    else:
        yield ok(
            said("accounts"),
            said(
                "{counted} can sign in.",
                counted=counted(len(accounts), "{number} account", "{number} accounts"),
            ),
        )


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
            said("originals"),
            said(
                "{counted} older than a day that no record refers to: {orphans}.",
                counted=counted(len(orphans), "{number} file", "{number} files"),
                orphans=some(orphans),
            ),
            said("Look at them before anything is removed; they may belong to a restored backup."),
        )
    if leftovers:
        yield warning(
            said("originals"),
            said(
                "{counted} cut short left {sum:.1f} MB in documents/incoming.",
                counted=counted(len(leftovers), "{number} upload", "{number} uploads"),
                sum=sum(each.size_bytes for each in leftovers) / 1024**2,
            ),
            said("Start the worker; it removes them."),
        )
