"""`flask archive`: taking files of records in, the demo archive, and what is in the register."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import AppGroup
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from app.cli.failures import beginning, explained
from app.cli.handing_over import take_bag_in
from app.cli.terminal import acting_for, at_terminal
from app.domain.access import AccessLabel
from app.domain.command_line import RUN
from app.domain.principals import Principal
from app.services import (
    accounts,
    archive_status,
    bag_importing,
    demonstration,
    importing,
    jobs,
)
from app.services.importing import ImportProgress, ImportRequest, ImportResult
from app.web.context import current_house
from app.wiring import House
from app.worker import run_pending_jobs

REPORTS = "reports"
REFRESHES_PER_S = 4
group = AppGroup("archive", help="Take records in, load the demo archive, see what is there.")


@group.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_name",
    type=click.Choice((*importing.FORMATS, bag_importing.FORMAT)),
    help="The file's format; without it, the name tells.",
)
@click.option("--label", "label_text", default="", help='As "Official/HR-CHN"; default intake.')
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@click.option("--no-index", is_flag=True, help="Leave the indexing to the worker.")
@click.option("--as", "user", default="", help="The registrar who imports; default the system.")
@beginning
def import_records(
    file: Path, format_name: str | None, label_text: str, dry_run: bool, no_index: bool, user: str
) -> None:
    """Take FILE in: JSON Lines or CSV, also gzipped, or a bag. Again and again gives the same state.

    A row that cannot be taken in is written to a report in the reports folder, with its line and the
    reason. Exits 1 when the file cannot be read to its end.

    \b
    Examples:
      flask --app app archive import letters.jsonl.gz --label "Official/HR-CHN"
      flask --app app archive import letters.csv --dry-run
      flask --app app archive import export.zip --format bag
    """
    house = current_house()
    label = _label(house, label_text)
    request = ImportRequest(
        file, house.settings.home / REPORTS, format_name, label, is_dry_run=dry_run
    )
    principal = _principal(house, user)
    if format_name == bag_importing.FORMAT:
        result = take_bag_in(house, principal, request)
    else:
        with _progress_bar(file) as advance:
            result = importing.import_file(principal, house.work, request, advance)
    _say_result(house, result, dry_run)
    if not dry_run and not no_index:
        _index(house)
    if result.stopped:
        raise click.ClickException(f"{result.stopped} {_kept(result, dry_run)}".strip())


@group.command("demo")
@beginning
def demo() -> None:
    """Load the demo archive and its accounts; what is there already stays as it is.

    \b
    Example:
      flask --app app archive demo
    """
    house = current_house()
    with house.work(writing=True) as work:
        loaded = demonstration.load(work)
        work.commit()
    click.echo(f"Letters and statements added: {loaded.records}.")
    for account in loaded.accounts:
        click.echo(f"  {account.name:<14} {account.password:<24} {account.words}")
    if loaded.accounts:
        click.echo("The passwords are shown this once.")
    _index(house)


@group.command("status")
@explained
def status() -> None:
    """Say how many records stand under which label, and what the worker has still to do.

    \b
    Example:
      flask --app app archive status
    """
    house = current_house()
    with house.work() as work:
        found = archive_status.status(accounts.system_principal(work.labels), work)
    for label, count in found.records_by_label:
        click.echo(f"{count:>9,}  {label}")
    click.echo(f"{found.records:>9,}  records in all")
    click.echo(f"{found.jobs_waiting:>9,}  jobs waiting, {found.jobs_failed:,} failed")


def _label(house: House, text: str) -> AccessLabel | None:
    """The label asked for, else the one from the settings, else None: intake."""
    text = text or house.settings.import_label
    return house.settings.label_scheme.parse(text) if text else None


def _principal(house: House, user: str) -> Principal:
    if not user:
        return at_terminal(importing.importing_principal(house.settings.label_scheme))
    with house.work() as work:
        return acting_for(work, user)


class _RateColumn(ProgressColumn):
    """Records a second since the beginning."""

    def render(self, task: Task) -> Text:
        records, elapsed = int(task.fields["records"]), task.elapsed or 0
        rate = records / elapsed if elapsed else 0
        return Text(f"{records:,} records, {rate:,.0f}/s")


class _Advance:
    """Moves the bar to where the import stands."""

    def __init__(self, progress: Progress, file: Path) -> None:
        self._progress = progress
        self._task = progress.add_task(file.name, total=None, records=0)

    def __call__(self, at: ImportProgress) -> None:
        self._progress.update(
            self._task, total=at.bytes_total, completed=at.bytes_read, records=at.records
        )


@contextmanager
def _progress_bar(file: Path) -> Iterator[_Advance]:
    """A bar on standard error with rate and remaining time; silent where nobody looks."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        _RateColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(
        *columns,
        console=console,
        refresh_per_second=REFRESHES_PER_S,
        disable=not sys.stderr.isatty(),
    ) as progress:
        yield _Advance(progress, file)


def _kept(result: ImportResult, is_dry_run: bool) -> str:
    """What an import that stopped leaves behind."""
    if is_dry_run:
        return ""
    if result.records:
        return "What came before is in the register."
    return "Nothing was taken in."


def _say_result(house: House, result: ImportResult, is_dry_run: bool) -> None:
    if is_dry_run:
        click.echo("Nothing was changed; this would happen:")
    else:
        click.echo("Import stopped before the end:" if result.stopped else "Import done:")
    click.echo(f"  added            {result.added:>9,}")
    click.echo(f"  already there    {result.unchanged:>9,}")
    if result.changed:
        click.echo(f"  changed, left    {result.changed:>9,}")
    if result.withdrawn:
        click.echo(f"  withdrawn before {result.withdrawn:>9,}")
    click.echo(f"  refused          {result.refused:>9,}")
    for label, count in sorted(result.by_label.items()):
        click.echo(f"  {count:,} under {label}")
    intake = str(house.settings.label_scheme.intake)
    if intake in result.by_label:
        click.echo(
            f"Records without a readable label go to {intake}, where registrars who hold that "
            "compartment find them. Use --label or CHANCERY_IMPORT_LABEL for another."
        )
    if result.report:
        listed = "problem is" if result.problems == 1 else "problems are"
        click.echo(f"{result.problems:,} {listed} listed in {result.report}")


def _index(house: House) -> None:
    """Work off the jobs, or wait for the worker that is at it, with a bar of what is left."""
    total = jobs.count_open_jobs(house.work)
    if not total:
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, console=Console(stderr=True), disable=not sys.stderr.isatty()
    ) as progress:
        task = progress.add_task("Bringing the search up to date", total=total)
        ended = threading.Event()
        watcher = threading.Thread(target=_watch, args=(house, progress, task, total, ended))
        watcher.start()
        try:
            run_pending_jobs(house)
        finally:
            ended.set()
            watcher.join()
    left = jobs.count_open_jobs(house.work)
    click.echo(f"Search brought up to date: {total - left:,} records.")
    if left:
        click.echo(f"{left:,} are left for the worker; see: {RUN} doctor")


def _watch(
    house: House, progress: Progress, task: TaskID, total: int, ended: threading.Event
) -> None:
    while not ended.wait(1 / REFRESHES_PER_S):
        progress.update(task, completed=total - jobs.count_open_jobs(house.work))
