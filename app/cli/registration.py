"""Registers every group of commands on the application. One line per group."""

from __future__ import annotations

import click
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
from app.domain.command_line import spelt_out


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
    for command in app.cli.commands.values():
        _spell_out(command)


def _spell_out(command: click.Command) -> None:
    """Let the examples in its help, and in that of its commands, be written as they work."""
    if command.help:
        command.help = spelt_out(command.help)
    if isinstance(command, click.Group):
        for one in command.commands.values():
            _spell_out(one)
