"""How a command fails: what Chancery refuses becomes one plain line on standard error and exit code 1.

`@explained` is for commands that work on the archive: a new home gets its database first, an older one
is refused with what to do, and what fails in an empty one says which home that is. `@explained_anywhere`
is for those that look at or mend the machine itself.
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
    """As `explained_anywhere`, once there is a database of this version. Put it below the options."""

    @wraps(command)
    def on_archive(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        house = current_house()
        settings = house.settings
        installation.check_ready(
            settings.is_production, house.engine, settings.home, house.clock.now()
        )
        try:
            return command(*args, **kwargs)
        except ChanceryError:
            if installation.is_unused(house.engine):
                click.echo(installation.empty_home_words(settings.home), err=True)
            raise

    return explained_anywhere(on_archive)


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
