"""`flask archive due`: what is due by the rules of the file plan, as one registrar may see it."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from app.cli.failures import explained
from app.cli.terminal import acting_for
from app.domain.disposals import DueRecord
from app.services import disposals
from app.services.disposals import DueList
from app.web.context import current_house


@click.command("due")
@click.option("--as", "user", required=True, help="The registrar who asks.")
@with_appcontext
@explained
def due(user: str) -> None:
    """List what is due for disposal today, as USER may see it: the longest due first.

    It names references, never titles, and disposes of nothing: that takes two registrars and their pages.
    Looking at guarded records is recorded in the audit trail.

    \b
    Example:
      flask --app app archive due --as r.okafor
    """
    house = current_house()
    with house.work() as work:
        found = disposals.due(acting_for(work, user), work, limit=None)
    if found.clock_went_back:
        raise click.ClickException(
            "The machine's clock stands before a time that this archive has seen. Nothing is due "
            "until it is right again."
        )
    for one in found.records:
        click.echo(_line(one))
    click.echo(_summary(found))


def _line(one: DueRecord) -> str:
    held = "  HELD" if one.is_held else ""
    rule = one.series.rule
    return (
        f"{one.reference}  {one.due_on.isoformat()}  {one.series.code}  {rule.action.label}  "
        f"{one.label}{held}"
    )


def _summary(found: DueList) -> str:
    count = f"{found.total:,} record{'' if found.total == 1 else 's'}"
    return f"{count} due on {found.as_of.isoformat()} among those this account may read; {found.held} held."
