"""`flask database`: the schema of the database and its migrations."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.cli.failures import explained_anywhere
from app.domain.command_line import RUN
from app.domain.errors import Misconfigured
from app.services import installation
from app.web.context import current_house

group = AppGroup("database", help="Create and migrate the database.")


@group.command("upgrade")
@explained_anywhere
def upgrade() -> None:
    """Bring the database to this version, after a backup copy of what is there.

    \b
    Example:
      flask --app app database upgrade
    """
    house = current_house()
    if installation.is_new(house.engine):
        click.echo(f"A new archive is begun in {house.settings.home}.")
    result = installation.upgrade(house.engine, house.settings.home, house.clock.now())
    if result.backup is not None:
        click.echo(f"Copied the database to {result.backup} first.")
    click.echo("The database is up to date." if result.changed else "Nothing to do.")


@group.command("status")
@explained_anywhere
def status() -> None:
    """Say whether migrations are pending; exits 1 when they are.

    \b
    Example:
      flask --app app database status
    """
    house = current_house()
    if installation.is_new(house.engine):
        house.unmake()
        raise Misconfigured(installation.no_archive_words(house.settings.home))
    if installation.is_current(house.engine):
        click.echo("The database is up to date.")
        return
    click.echo(f"Migrations are pending. Run: {RUN} database upgrade", err=True)
    raise SystemExit(1)
