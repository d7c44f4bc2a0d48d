"""How a command fails: what Chancery refuses becomes one plain line on standard error and exit code 1.

`@explained` is for commands that work on an archive: where there is none, nothing is begun, and the message
says which home that is; an older one is refused with what to do. `@beginning` is for the few that one fills
a new archive with. `@explained_anywhere` is for those that look at or mend the machine itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from app.domain.errors import ChanceryError, NotFound
from app.services import installation
from app.web.context import current_house

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def explained(command: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """As `explained_anywhere`, where there is an archive of this version; else nothing is left of having
    looked. Put it below the options."""
    return explained_anywhere(_on_archive(command))


def beginning(command: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """As `explained`, for what one fills a new archive with: where there is none it is begun, and named.

    In production a person begins it, with `database upgrade`.
    """

    @wraps(command)
    def on_new_archive(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        house = current_house()
        settings = house.settings
        if installation.is_new(house.engine) and not settings.is_production:
            installation.prepare(house.engine, settings.home, house.clock.now())
            click.echo(f"A new archive was begun in {settings.home}.", err=True)
        return _on_archive(command)(*args, **kwargs)

    return explained_anywhere(on_new_archive)


def _on_archive(command: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    @wraps(command)
    def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        house = current_house()
        home = house.settings.home
        if installation.is_new(house.engine):
            house.unmake()
        installation.check_ready(house.engine, home)
        try:
            return command(*args, **kwargs)
        except ChanceryError:
            if installation.is_unused(house.engine):
                click.echo(installation.empty_home_words(home), err=True)
            raise

    return run


def explained_anywhere(command: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Turn a ChanceryError into a message for the person at the terminal. Put it below the options."""

    @wraps(command)
    def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        try:
            return command(*args, **kwargs)
        except NotFound as error:
            message = str(error) or "There is nothing of that name that this account may read."
            raise click.ClickException(message) from error
        except ChanceryError as error:
            raise click.ClickException(str(error)) from error

    return run
