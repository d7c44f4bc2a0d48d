"""`flask briefing`: papers from the register, in a terminal."""

from __future__ import annotations

import os
from pathlib import Path

import click
from flask.cli import AppGroup

from app.cli.failures import explained
from app.cli.terminal import acting_for
from app.services import briefings, records
from app.web.context import current_house

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
@click.option("--paper", default="a4", show_default=True, type=click.Choice(briefings.PAPERS))
@explained
def sheet(
    reference: str,
    user: str,
    output: Path | None,
    copy_number: int | None,
    copies: int | None,
    paper: str,
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
        made = briefings.record_sheet(
            principal,
            work,
            record_id,
            printed_at=house.clock.now(),
            copy_number=copy_number or 1,
            copies=1 if copy_number is None and copies is None else copies,
            paper=paper,
        )
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
