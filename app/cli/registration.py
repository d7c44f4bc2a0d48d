"""Registers every group of commands on the application. One line per group."""

from __future__ import annotations

from flask import Flask

from app.cli import (
    archive,
    audit,
    briefing,
    database,
    doctor,
    handing_over,
    keeping,
    retention,
    search,
    serve,
    user_access,
    worker,
)


def register_commands(app: Flask) -> None:
    """Add all groups and commands to `flask --app app`."""
    for command in (
        archive.group,
        audit.group,
        briefing.group,
        database.group,
        doctor.command,
        search.group,
        serve.command,
        user_access.group,
        worker.command,
    ):
        app.cli.add_command(command)
    for command in (*keeping.COMMANDS, handing_over.export, retention.due):
        archive.group.add_command(command)
