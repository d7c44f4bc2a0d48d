"""`flask search`: searching in a terminal, rebuilding the partitions, comparing them with the register."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from flask.cli import AppGroup
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from app.cli.failures import explained
from app.cli.private_files import write_private_file
from app.cli.terminal import acting_for
from app.domain.errors import QuerySyntaxError
from app.domain.searches import SearchPage, SearchRequest, SortOrder
from app.services import reconciliation, result_exports, search
from app.web.context import current_house
from app.wiring import House
from app.worker import run_pending_jobs

VALUES_SHOWN = 5
group = AppGroup("search", help="Search, rebuild the search partitions, check them.")


@group.command("query")
@click.argument("text")
@click.option("--as", "user", required=True, help="The account that searches.")
@click.option("--sort", type=click.Choice([one.value for one in SortOrder]), default="relevance")
@click.option("--page", default=1, show_default=True)
@click.option("--exact", is_flag=True, help="Without synonyms from the thesaurus.")
@click.option("--json", "as_json", is_flag=True, help="total, results, facets, notices.")
@explained
def query(text: str, user: str, sort: str, page: int, exact: bool, as_json: bool) -> None:
    """Search as an account would on the page. The search is recorded in the audit trail.

    \b
    Examples:
      flask --app app search query "torture AND signatory:Canada" --as a.linden
      flask --app app search query RSDL --as a.linden --json
    """
    house = current_house()
    request = SearchRequest(text, sort=SortOrder(sort), page=page, exact_words_only=exact)
    with house.work() as work:
        principal = acting_for(work, user)
        try:
            found = search.search(principal, work, request)
        except QuerySyntaxError as error:
            raise click.ClickException(_where(error)) from error
    click.echo(_as_json(found) if as_json else _as_text(found))


@group.command("export")
@click.argument("text")
@click.option("--as", "user", required=True, help="The account that searches.")
@click.option(
    "--format",
    "extension",
    type=click.Choice([one.extension for one in result_exports.formats()]),
    default="csv",
    show_default=True,
)
@click.option("--sort", type=click.Choice([one.value for one in SortOrder]), default="relevance")
@click.option("--exact", is_flag=True, help="Without synonyms from the thesaurus.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Default: here."
)
@explained
def export(
    text: str, user: str, extension: str, sort: str, exact: bool, output: Path | None
) -> None:
    """Write the list of results as an account would take it away from the page; "" is every text.

    The marking of everything in it stands in the file and in its name. Recorded in the audit trail.

    \b
    Examples:
      flask --app app search export "torture" --as a.linden --format xlsx
      flask --app app search export "" --as a.linden --sort newest --format bib -o all.bib
    """
    house = current_house()
    request = SearchRequest(text.strip(), sort=SortOrder(sort), exact_words_only=exact)
    with house.work() as work:
        principal = acting_for(work, user)
        try:
            made = result_exports.export(
                principal,
                work,
                request,
                extension,
                made_at=house.clock.now(),
                base_url=house.settings.base_url,
            )
        except QuerySyntaxError as error:
            raise click.ClickException(_where(error)) from error
    target = output or Path(made.filename)
    write_private_file(target, made.content)
    cut = f" of {made.total:,}, the rest was cut" if made.records < made.total else ""
    click.echo(f"Wrote {target}: {made.records:,} texts{cut}.")
    click.echo(f"Its marking is {made.label}: keep it as that asks for.")


@group.command("rebuild")
@click.option("--cell", default="", help="Only the cell of this label, as in Official/HR-CHN.")
@explained
def rebuild(cell: str) -> None:
    """Build the search partitions anew from the database; searching goes on meanwhile.

    \b
    Examples:
      flask --app app search rebuild
      flask --app app search rebuild --cell "Official/HR-CHN"
    """
    house = current_house()
    label = house.settings.label_scheme.parse(cell) if cell else None
    count = reconciliation.ask_for_rebuild(house.work, label)
    _work_with_progress(house)
    click.echo(f"{count} partitions rebuilt." if count != 1 else "1 partition rebuilt.")


@group.command("check")
@explained
def check() -> None:
    """Say whether partitions and database agree; exits 1 when they differ.

    \b
    Example:
      flask --app app search check
    """
    found = reconciliation.differences(current_house().work)
    for one in found:
        click.echo(f"{one.label}: {one.words}")
    if found:
        click.echo("They differ. The worker repairs this; to do it now: search rebuild", err=True)
        raise SystemExit(1)
    click.echo("Database and partitions agree.")


def _where(error: QuerySyntaxError) -> str:
    at = f"The query stops at character {error.position}. " if error.position else ""
    return at + error.message


def _as_json(found: SearchPage) -> str:
    answer = {
        "total": found.total,
        "page": found.request.page,
        "pages": found.page_count,
        "results": [
            {
                "reference": hit.summary.reference,
                "title": hit.summary.title,
                "title_is_supplied": hit.summary.title_is_supplied,
                "date": hit.summary.date.edtf if hit.summary.date else None,
            }
            for hit in found.hits
        ],
        "facets": {
            facet.name.value: {value.code: value.count for value in facet.values}
            for facet in found.facets
        },
        "notices": [f"{notice.lead} {notice.text}" for notice in found.notices],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _as_text(found: SearchPage) -> str:
    lines = [f"{notice.lead} {notice.text}" for notice in found.notices]
    lines.append(f"{found.total:,} that this account may read, highest marking {found.label}")
    for hit in found.hits:
        date = hit.summary.date.in_words(short=True) if hit.summary.date else "date not known"
        lines.append(f"{hit.summary.reference}  {date:<14} {hit.summary.title}")
        for excerpt in hit.excerpts:
            words = "".join(
                f"[{one.text}]" if one.is_match else one.text for one in excerpt.segments
            )
            lines.append(f"    {excerpt.place}: {' '.join(words.split())}")
    if found.page_count > 1:
        lines.append(f"Page {found.request.page} of {found.page_count}; more with --page.")
    for facet in found.facets:
        shown = "; ".join(f"{one.label} {one.count}" for one in facet.values[:VALUES_SHOWN])
        more = facet.distinct - VALUES_SHOWN
        if shown:
            lines.append(f"{facet.name.value}: {shown}{f' and {more:,} more' if more > 0 else ''}")
    return "\n".join(lines)


def _work_with_progress(house: House) -> None:
    """A bar on standard error, new for each partition; silent where nobody looks."""
    columns = (
        TextColumn("records"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("records", total=None)
        run_pending_jobs(
            house,
            on_progress=lambda done, total: progress.update(task, completed=done, total=total),
        )
