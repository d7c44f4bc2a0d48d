"""`flask audit`: is the trail still as it was written? Signing its end, and checking what was signed."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from app.cli.failures import explained
from app.cli.terminal import at_terminal
from app.domain.audit_chain import START, ChainHead
from app.services import audit, checkpoints
from app.services.accounts import operator_principal
from app.web.context import current_house

group = AppGroup("audit", help="Verify the trail of who did what, and sign its end.")


@group.command("verify")
@click.option(
    "--checkpoint",
    metavar="SEQUENCE:HASH",
    help="An end of the trail noted earlier: shows also that the trail was not cut or rewritten.",
)
@click.option(
    "--checkpoints",
    "file",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file of signed checkpoints that was kept outside.",
)
@click.option("--key", metavar="HEX", default="", help="The public key to accept, from audit key.")
@explained
def verify(checkpoint: str | None, file: Path | None, key: str) -> None:
    """Walk the whole trail and say whether any entry was changed, removed, added or moved.

    Compares it with the checkpoints in the database, and with those of FILE: whoever can rewrite the
    whole database can rewrite the whole trail, but not a file on another machine, nor your note of the
    end of the trail, which this prints.

    \b
    Examples:
      flask --app app audit verify
      flask --app app audit verify --checkpoints /mnt/loghost/checkpoints.jsonl
    """
    noted = ChainHead.parse(checkpoint) if checkpoint else START
    house = current_house()
    with house.work() as work:
        outside = checkpoints.read_file(file) if file else []
        known = [*checkpoints.kept(work), *outside]
        heads = checkpoints.checked(known, [_key(key)] if key else [])
        verdict = audit.verify(at_terminal(operator_principal(work.labels)), work, noted, heads)
    if not verdict.is_whole:
        raise click.ClickException(f"The audit trail was tampered with. {verdict.problem}")
    click.echo(f"The audit trail is whole: {verdict.entries} entries.")
    if heads:
        where = f"{len(outside)} of them from {file}" if file else "all of them from the database"
        click.echo(f"Signed checkpoints that it agrees with: {len(set(heads))}, {where}.")
    click.echo(f"Its end: {verdict.head}")


@group.command("checkpoint")
@explained
def checkpoint() -> None:
    """Sign the end of the trail now and send it to where the settings say.

    \b
    Example:
      flask --app app audit checkpoint
    """
    house = current_house()
    principal = at_terminal(operator_principal(house.settings.label_scheme))
    made = checkpoints.make(principal, house.work, house.settings)
    if made is None:
        click.echo("The audit trail is empty; there is nothing to sign.")
        return
    click.echo(made.to_json())
    if not checkpoints.has_outside(house.settings):
        click.echo(
            "It is kept in the database only. Set CHANCERY_CHECKPOINT_FILE or "
            "CHANCERY_CHECKPOINT_SYSLOG, or copy the line above to another machine.",
            err=True,
        )


@group.command("key")
@explained
def key() -> None:
    """Print the public key that checkpoints are signed with. Keep it outside this machine.

    \b
    Example:
      flask --app app audit key
    """
    found = checkpoints.public_key(current_house().settings)
    click.echo(f"Key {found.key_id}")
    click.echo(found.public_key.hex())


def _key(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise click.ClickException(
            "Write the key as audit key prints it, in hex digits."
        ) from error
