"""Chancery: a register of joint diplomatic letters and statements. `create_app` is the factory.

Its imports stand inside it: whoever needs only the domain, or the child process that reads a hostile
file, must not load Flask, the database and every page with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from app.domain.clock import Clock, Identifiers
    from app.wiring import House
    from config import Settings


def create_app(
    settings: Settings | None = None,
    *,
    clock: Clock | None = None,
    ids: Identifiers | None = None,
) -> Flask:
    """Make the application. Raises Misconfigured when this installation may not start; at a terminal
    that is one line for the person there."""
    import click

    from app.domain.errors import Misconfigured

    try:
        return _made(settings, clock, ids)
    except Misconfigured as error:
        if click.get_current_context(silent=True) is None:
            raise
        raise click.ClickException(str(error)) from error


def _made(settings: Settings | None, clock: Clock | None, ids: Identifiers | None) -> Flask:
    from flask import Flask

    from app.logs import set_up_logs
    from app.web.flask_settings import flask_settings
    from app.wiring import build_house
    from config import ROOT, Settings

    settings = settings or Settings.from_environment()
    set_up_logs()
    app = Flask(
        "chancery",
        root_path=str(ROOT / "app"),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "app" / "web" / "static"),
        static_url_path="/static",
    )
    house = build_house(settings, clock=clock, ids=ids)  # makes the home, where the key is kept
    app.config.from_mapping(flask_settings(settings))
    _refuse_unsafe_start(house)
    _set_up_doors(app, house)
    return app


def _refuse_unsafe_start(house: House) -> None:
    """A server in production does not start unsafely. Commands do, to look and to mend: `doctor`,
    `database upgrade`; those of ours that serve or work check for themselves, Flask's `run` cannot."""
    import click

    from app.services import installation

    context = click.get_current_context(silent=True)
    if context is None or context.info_name == "run":
        house.settings.check_production()
        installation.check_production(house.settings.is_production, house.engine)


def _set_up_doors(app: Flask, house: House) -> None:
    """The order matters: a request is first allowed by its route's policy, then checked for its CSRF
    token; every answer, errors too, passes the headers."""
    from app.cli.registration import register_commands
    from app.web.context import EXTENSION, set_up_context
    from app.web.errors import set_up_errors
    from app.web.language import set_up_language
    from app.web.language_switch import set_up_language_switch
    from app.web.policy import check_policies, set_up_policy
    from app.web.registration import register_blueprints
    from app.web.security import set_up_security

    app.extensions[EXTENSION] = house
    set_up_context(app)
    set_up_language(app)
    set_up_language_switch(app)
    set_up_policy(app)
    set_up_security(app)
    set_up_errors(app)
    register_blueprints(app)
    register_commands(app)
    check_policies(app)
