"""`flask archive`, the part that keeps it: backup, restore, trial restores, fixity of the originals."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from app.cli.bars import bars
from app.cli.failures import explained, explained_anywhere
from app.cli.terminal import at_terminal
from app.domain.command_line import RUN
from app.domain.errors import InvalidInput
from app.services import backups, fixity, restoring
from app.services.backups import Backup
from app.services.keeper import keeper
from app.web.context import current_house

FOLDER = click.Path(file_okay=False, path_type=Path)
_SHOWN = 20


@click.command("backup")
@click.argument("folder", type=FOLDER, required=False)
@click.option("--fresh", is_flag=True, help="Copy every original, link none from earlier backups.")
@with_appcontext
@explained
def backup(folder: Path | None, fresh: bool) -> None:
    """Write a backup into FOLDER, while people work. Default: CHANCERY_BACKUP_FOLDER.

    It holds the database without sessions, the originals, and a manifest of everything. Originals that
    the newest earlier backup in FOLDER holds are linked from there and cost no space. Exits 1 when an
    original was damaged and had to be left out.

    \b
    Example:
      flask --app app archive backup /mnt/backups
    """
    house = current_house()
    principal = at_terminal(keeper(house.settings.label_scheme))
    with bars() as tell:
        made = backups.make(
            principal,
            house.work,
            house.engine,
            house.settings,
            folder or _folder_from_settings(),
            is_fresh=fresh,
            on_progress=tell,
        )
    click.echo(f"Wrote {made.path}")
    click.echo(f"  {_contents(made)}")
    click.echo(f"  digest {made.manifest.digest}")
    if made.manifest.left_out:
        raise click.ClickException(
            f"{_originals(len(made.manifest.left_out))} {_are(len(made.manifest.left_out))} damaged "
            "or missing and not in it. "
            f"Run {RUN} archive verify."
        )


@click.command("restore")
@click.argument("folder", type=FOLDER)
@click.option("--despite-damage", is_flag=True, help="Restore what is whole, leave the rest out.")
@with_appcontext
@explained_anywhere
def restore(folder: Path, despite_damage: bool) -> None:
    """Put the backup in FOLDER (chancery-...) into this home, which must be empty.

    Every file of the backup is read and compared first. Afterwards nobody is signed in, and the worker
    builds the search anew.

    \b
    Example:
      CHANCERY_HOME=/srv/chancery-new flask --app app archive restore /mnt/backups/chancery-...
    """
    house = current_house()
    with bars() as tell:
        done = restoring.restore(
            at_terminal(keeper(house.settings.label_scheme)),
            house.work,
            house.engine,
            house.settings,
            folder,
            despite_damage=despite_damage,
            on_progress=tell,
        )
    click.echo(f"Restored {done.manifest.name}, made with {done.manifest.product}.")
    click.echo(f"  digest {done.digest}, as in the manifest")
    if done.is_upgraded:
        click.echo("  brought to this version's schema")
    if done.not_restored:
        number = len(done.not_restored)
        click.echo(f"  {_originals(number)} {_are(number)} missing; see archive verify")
    click.echo("What to do next:")
    click.echo(f"  1. {RUN} doctor")
    click.echo(f"  2. {RUN} worker --once    builds the search; serve does it too")
    click.echo(f"  3. {RUN} users list       disable again who was disabled since then")
    click.echo(f"  4. {RUN} audit verify --checkpoints FILE    against what you keep outside")
    click.echo(
        "Everybody has to sign in again. The key of the audit trail is a new one: audit key."
    )


@click.command("backups")
@click.argument("folder", type=FOLDER, required=False)
@click.option("--verify", is_flag=True, help="Restore the newest one on trial and compare.")
@click.option("--name", default="", help="With --verify: this one instead of the newest.")
@with_appcontext
@explained
def list_backups(folder: Path | None, verify: bool, name: str) -> None:
    """List the backups in FOLDER, or restore one on trial where nobody looks. Exits 1 when it fails.

    \b
    Examples:
      flask --app app archive backups /mnt/backups
      flask --app app archive backups /mnt/backups --verify
    """
    house = current_house()
    principal = at_terminal(keeper(house.settings.label_scheme))
    with house.work() as work:
        found = backups.found_in(principal, work, folder or _folder_from_settings())
    if not found:
        click.echo("There is no backup in this folder.")
        return
    if not verify:
        for one in found:
            click.echo(f"{one.path.name}  {_contents(one)}  {_standing(one)}")
        return
    chosen = next((one for one in found if one.path.name == name), found[-1] if not name else None)
    if chosen is None:
        raise InvalidInput("name", f"There is no backup {name} in this folder.")
    with bars() as tell:
        trial = backups.try_out(principal, house.work, chosen.path, on_progress=tell)
    for problem in trial.problems[:_SHOWN]:
        click.echo(f"  {problem}", err=True)
    if not trial.is_sound:
        raise click.ClickException(f"{chosen.path.name} cannot be relied on.")
    click.echo(
        f"{chosen.path.name} was restored on trial: same digest, trail whole, all originals."
    )


@click.command("verify")
@with_appcontext
@explained
def verify() -> None:
    """Read every original and compare it with its SHA-256. Exits 1 when one is damaged or missing.

    \b
    Example:
      flask --app app archive verify
    """
    house = current_house()
    with bars() as tell:
        report = fixity.check_all(
            at_terminal(keeper(house.settings.label_scheme)),
            house.work,
            lambda done, of: tell(backups.READING, done, of),
        )
    click.echo(f"{_originals(report.checked)} read, {report.read_bytes / 1024**2:,.1f} MB.")
    for one in report.unsound:
        click.echo(f"  {one.result.value:<8} {one.sha256} since {one.since:%Y-%m-%d %H:%M} UTC")
    if not report.is_sound:
        raise click.ClickException(
            f"{_originals(len(report.unsound))} {_are(len(report.unsound))} damaged or missing. "
            "Put back from a backup: documents/ab/cd/SHA256."
        )
    click.echo(
        "It is as it was registered."
        if report.checked == 1
        else "All of them are as they were registered."
    )


COMMANDS: tuple[click.Command, ...] = (backup, restore, list_backups, verify)


def _folder_from_settings() -> Path:
    folder = current_house().settings.backup_folder
    if folder is None:
        raise InvalidInput("folder", "Name the folder, or set CHANCERY_BACKUP_FOLDER.")
    return folder


def _contents(one: Backup) -> str:
    return f"{_originals(len(one.manifest.originals))}, {one.size_bytes / 1024**2:,.1f} MB"


def _originals(number: int) -> str:
    return f"{number:,} original{'' if number == 1 else 's'}"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _standing(one: Backup) -> str:
    if one.known is None:
        return "made elsewhere"
    if one.known.tried_at is None:
        return "not tried out"
    return f"{'sound' if one.known.is_sound else 'NOT SOUND'} on {one.known.tried_at:%Y-%m-%d}"
