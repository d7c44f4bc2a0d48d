"""`flask worker`: the worker as a process of its own."""

from __future__ import annotations

import signal
import threading

import click
from flask.cli import with_appcontext

from app.cli.failures import explained_anywhere
from app.services import installation
from app.web.context import current_house
from app.worker import run_pending_jobs, start_worker_thread


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due, then end.")
@with_appcontext
@explained_anywhere
def command(once: bool) -> None:
    """Read texts of files, bring the search up to date, compare and repair; until Ctrl C.

    One worker works for a home; another one started beside it stands by. `serve` has one inside.

    \b
    Example:
      flask --app app worker
    """
    house = current_house()
    house.settings.check_production()
    installation.check_production(house.settings.is_production, house.engine)
    installation.prepare(house.engine, house.settings.home, house.clock.now())
    try:
        if once:
            click.echo(f"Jobs done: {run_pending_jobs(house):,}.")
            return
        is_over = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: is_over.set())
        worker = start_worker_thread(house)
        click.echo("Working." if worker.is_working else "Another worker is at work; standing by.")
        is_over.wait()
        click.echo("Ending after the job in hand.")
        worker.stop()
    finally:
        house.close()
