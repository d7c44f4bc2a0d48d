"""`flask doctor`: checks everything one can check, and says what to do."""

from __future__ import annotations

from collections import Counter

import click

from app.cli.failures import explained_anywhere
from app.services import health, installation
from app.services.health import Finding, Severity, counted
from app.web.context import current_house

_COLOURS = {Severity.OK: "green", Severity.WARNING: "yellow", Severity.PROBLEM: "red"}


@click.command("doctor")
@click.option(
    "--full", is_flag=True, help="Read every original and every index entry; takes longer."
)
@click.option("--quiet", is_flag=True, help="Print warnings and problems only.")
@explained_anywhere
def command(full: bool, quiet: bool) -> None:
    """Check settings, folders, database, audit trail, originals, search and jobs.

    Changes nothing. Exits 1 when there is a problem; a warning alone does not.

    \b
    Example:
      flask --app app doctor --full
    """
    house = current_house()
    found: Counter[Severity] = Counter()
    for finding in health.examine(house.work, house.engine, house.settings, full=full):
        found[finding.severity] += 1
        if not (quiet and finding.severity is Severity.OK):
            _print(finding)
    if installation.is_new(house.engine):
        house.unmake()
    problems, warnings = found[Severity.PROBLEM], found[Severity.WARNING]
    if problems or warnings or not quiet:
        click.echo(summary(problems, warnings))
    if problems:
        raise SystemExit(1)


def _print(finding: Finding) -> None:
    word = click.style(f"{finding.severity.value:<8}", fg=_COLOURS[finding.severity])
    click.echo(f"{word} {finding.subject}: {finding.meaning}")
    if finding.to_do:
        click.echo(f"         {finding.to_do}")


def summary(problems: int, warnings: int) -> str:
    """`No problems, 1 warning.`"""
    words = [
        counted(problems, "{number} problem", "{number} problems"),
        counted(warnings, "{number} warning", "{number} warnings"),
    ]
    return f"{', '.join(words)}.".capitalize()
