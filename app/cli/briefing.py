"""`flask briefing`: papers from the register, in a terminal."""

from __future__ import annotations

import os
from pathlib import Path

import click
from flask.cli import AppGroup

from app.cli.failures import explained
from app.cli.terminal import acting_for
from app.domain.briefings import LABEL_LANGUAGES
from app.domain.builds import BuildState
from app.domain.searches import SearchRequest
from app.services import builds, records, reports, sheets
from app.web.context import current_house
from app.worker import run_pending_jobs

PRIVATE_FILE = 0o600
group = AppGroup("briefing", help="Make papers from the register.")


@group.command("sheet")
@click.argument("reference", metavar="REF")
@click.option("--as", "user", required=True, help="The account the sheet is made for.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Default: REF.pdf here."
)
@click.option(
    "--copy",
    "copy_number",
    type=click.IntRange(1, 9999),
    help="The number of this copy; default 1.",
)
@click.option(
    "--of", "copies", type=click.IntRange(1, 9999), help="How many copies there are in all."
)
@click.option("--paper", default="a4", show_default=True, type=click.Choice(sheets.PAPERS))
@click.option("--language", default="en", show_default=True, type=click.Choice(LABEL_LANGUAGES))
@explained
def sheet(
    reference: str,
    user: str,
    output: Path | None,
    copy_number: int | None,
    copies: int | None,
    paper: str,
    language: str,
) -> None:
    """Write the record sheet of a letter as an account may see it. Recorded in the audit trail.

    \b
    Examples:
      flask --app app briefing sheet JL-2017-7K3QF --as a.linden -o letter.pdf
      flask --app app briefing sheet JL-2017-7K3QF --as a.linden --copy 3 --of 5
    """
    house = current_house()
    with house.work() as work:
        principal = acting_for(work, user)
        record_id = records.find_reference(principal, work, reference)
        made = sheets.record_sheet(
            principal,
            work,
            record_id,
            printed_at=house.clock.now(),
            copy_number=copy_number or 1,
            copies=1 if copy_number is None and copies is None else copies,
            paper=paper,
            language=language,
        )
    _keep(made, output)


@group.command("reports")
@explained
def reports_there_are() -> None:
    """Which reports there are, what each is for and what it is made from."""
    for one in reports.reports():
        click.echo(f"{one.name:<18}{one.purpose}")
        click.echo(f"{'':<18}{_MADE_FROM[one.about.value]}")


@group.command("report")
@click.argument("name", metavar="NAME")
@click.option("--as", "user", required=True, help="The account the report is made for.")
@click.option("--query", help="Made from what this search finds; empty for every text.")
@click.option("--ref", "references", multiple=True, metavar="REF", help="Made from this record.")
@click.option("--basket", is_flag=True, help="Made from the basket of the account.")
@click.option("--party", default="", help="The party of a country sheet, by code or name.")
@click.option("--person", default="", help="The person of a case sheet, by any name on record.")
@click.option("--paper", default="a4", show_default=True, type=click.Choice(sheets.PAPERS))
@click.option("--language", default="en", show_default=True, type=click.Choice(LABEL_LANGUAGES))
@click.option(
    "--copy",
    "copy_number",
    type=click.IntRange(1, 9999),
    help="The number of this copy; default 1.",
)
@click.option(
    "--of", "copies", type=click.IntRange(1, 9999), help="How many copies there are in all."
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Default: a name here."
)
@explained
def report(
    name: str,
    user: str,
    query: str | None,
    references: tuple[str, ...],
    basket: bool,
    party: str,
    person: str,
    paper: str,
    language: str,
    copy_number: int | None,
    copies: int | None,
    output: Path | None,
) -> None:
    """Write a report on several records as an account may see them. Recorded in the audit trail.

    \b
    Examples:
      flask --app app briefing report chronology --as a.linden --query "torture AND target:CHN"
      flask --app app briefing report country-sheet --as a.linden --party CAN --language fr -o canada.pdf
    """
    house = current_house()
    with house.work() as work:
        principal = acting_for(work, user)
        source = reports.Source(
            asked=None if query is None else SearchRequest(query),
            is_basket=basket,
            ids=tuple(records.find_reference(principal, work, one) for one in references),
            party=party,
            person=person,
        )
        made = reports.make(
            principal,
            work,
            name,
            reports.dossier_of(principal, work, name, source),
            printed_at=house.clock.now(),
            copy_number=copy_number or 1,
            copies=1 if copy_number is None and copies is None else copies,
            paper=paper,
            language=language,
        )
    _keep(made, output)


_MADE_FROM = {
    "record": "Made by: briefing sheet REF",
    "selection": "Made from: --query, --ref or --basket",
    "party": "Made from: --party",
    "person": "Made from: --person",
}


@group.command("book")
@click.argument("briefing_id", metavar="ID")
@click.option("--as", "user", required=True, help="The account the book is made for.")
@click.option(
    "--copy-for", multiple=True, help="Who gets a numbered copy; may stand several times."
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the book goes; copies are fetched on its page.",
)
@explained
def book(briefing_id: str, user: str, copy_for: tuple[str, ...], output: Path) -> None:
    """Build the book of a briefing, whose ID stands in the address of its page, and write it.

    \b
    Example:
      flask --app app briefing book 0b7c3f52-6a0e-4f6d-9d3c-1f2a3b4c5d6e --as a.linden -o book.pdf
    """
    house = current_house()
    with house.work(writing=True) as work:
        principal = acting_for(work, user)
        build_id = builds.begin(principal, work, briefing_id, "\n".join(copy_for))
        work.commit()
    run_pending_jobs(house)
    with house.work() as work:
        principal = acting_for(work, user)
        build = builds.one(principal, work, build_id)
        if build.state is not BuildState.DONE:
            raise click.ClickException(build.error or f"The build is {build.state.value}.")
        fetched = builds.fetch(principal, work, build_id)
        with fetched.stream as stream:
            content = stream.read()
    try:
        _write(output, content)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}.") from error
    click.echo(f"Wrote {output} ({build.label}): {build.pages} pages.")


def _keep(made: sheets.SheetFile, output: Path | None) -> None:
    target = output or Path(made.filename)
    try:
        _write(target, made.content)
    except OSError as error:
        raise click.ClickException(f"{target} cannot be written: {error.strerror}.") from error
    click.echo(f"Wrote {target} ({made.label}).")


def _write(target: Path, content: bytes) -> None:
    """Readable by the owner alone: the paper may be marked."""
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
