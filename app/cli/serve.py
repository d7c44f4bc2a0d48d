"""`flask serve`: waitress with the worker in a thread; `--demo` loads the demo archive first."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
import waitress
from flask import current_app

from app.cli.failures import explained_anywhere
from app.domain.command_line import RUN
from app.services import demonstration, installation
from app.services.accounts import NewAccount
from app.web.context import current_house
from app.wiring import House
from app.worker import start_worker_thread
from config import ROOT, Settings

MAX_REQUEST_HEADER_BYTES = 64 * 1024
CHANNEL_TIMEOUT_S = 60


@click.command("serve")
@click.option("--demo", is_flag=True, help="Load the demo archive once, then serve it.")
@explained_anywhere
def command(demo: bool) -> None:
    """Serve Chancery on 127.0.0.1; the worker runs in the same process.

    \b
    Example:
      PORT=5001 flask --app app serve
    """
    house = current_house()
    house.settings.check_production()
    installation.check_production(house.settings.is_production, house.engine)
    installation.prepare(house.engine, house.settings.home, house.clock.now())
    click.echo("Preparing the fonts (once, a few seconds)...")
    house.fonts.prepare()
    if demo:
        _load_demo(house)
    worker = start_worker_thread(house)
    address = f"http://{house.settings.host}:{house.settings.port}"
    click.echo(f"Chancery is at {address}  (stop it with Ctrl C)")
    try:
        with _cutting_fonts(house.settings):
            waitress.serve(
                current_app._get_current_object(),  # type: ignore[attr-defined]
                host=house.settings.host,
                port=house.settings.port,
                threads=house.settings.worker_threads,
                ident=None,
                max_request_header_size=MAX_REQUEST_HEADER_BYTES,
                max_request_body_size=house.settings.upload_limit_bytes,
                channel_timeout=CHANNEL_TIMEOUT_S,
                clear_untrusted_proxy_headers=True,
            )
    finally:
        worker.stop()
        house.close()


@contextmanager
def _cutting_fonts(settings: Settings) -> Iterator[None]:
    """A child that cuts the rarer faces meanwhile; it ends by itself, or with the server."""
    if not settings.fonts_ahead:
        yield
        return
    command = [sys.executable, "-m", "app.fonts", str(settings.font_cuts_dir)]
    command += [str(settings.font_dir)] if settings.font_dir else []
    quiet = subprocess.DEVNULL
    child = subprocess.Popen(  # noqa: S603 - our own module
        command, cwd=ROOT, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )
    try:
        yield
    finally:
        child.terminate()
        child.wait()


def _load_demo(house: House) -> None:
    with house.work(writing=True) as work:
        loaded = demonstration.load(work)
        work.commit()
    if not loaded.accounts:
        click.echo("The demo archive is already loaded; the accounts and passwords stay.")
        click.echo(f"A forgotten password: {RUN} users reset-password NAME")
        return
    click.echo(f"Loaded the demo archive: {loaded.records} letters and statements.")
    click.echo("")
    click.echo("Demo accounts (the passwords are shown this once):")
    for account in loaded.accounts:
        click.echo(_account_line(account))
    click.echo("")


def _account_line(account: NewAccount) -> str:
    return f"  {account.name:<14} {account.password:<24} {account.words}"
