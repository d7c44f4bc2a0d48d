"""`flask archive export`, and the part of `archive import` that takes a bag in."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

import click
from flask.cli import with_appcontext

from app.cli.bars import bars
from app.cli.failures import explained
from app.cli.terminal import acting_for
from app.domain.errors import InvalidInput
from app.domain.principals import Principal
from app.services import bag_importing, export_approvals, handing_over
from app.services.importing import ImportRequest, ImportResult
from app.web.context import current_house
from app.wiring import House

PRIVATE_FILE = 0o600


@click.command("export")
@click.option("--query", default="", help="Everything that a search finds for the account.")
@click.option("--reference", "references", multiple=True, help="One record; may be given often.")
@click.option(
    "--approval", default="", help="The id of an export that a second registrar approved."
)
@click.option("--as", "user", required=True, help="The registrar who exports.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Default: here."
)
@with_appcontext
@explained
def export(
    query: str, references: tuple[str, ...], approval: str, user: str, output: Path | None
) -> None:
    """Write records as a zipped bag (BagIt) with PREMIS, Dublin Core and EAD3, as USER may see them.

    Another Chancery takes it in with archive import --format bag. Recorded in the audit trail. More than
    CHANCERY_EXPORT_ALONE records are proposed on the page Hand over first, and approved there.

    \b
    Examples:
      flask --app app archive export --query "detention" --as r.okafor -o letters.zip
      flask --app app archive export --reference JL-2017-7K3QF --as r.okafor
      flask --app app archive export --approval 1f3e... --as r.okafor
    """
    if [bool(query), bool(references), bool(approval)].count(True) != 1:
        raise InvalidInput("query", "Say either --query, --reference or --approval.")
    house = current_house()
    made_at = house.clock.now()
    target = output or Path(f"chancery-export-{made_at:%Y%m%dT%H%M%SZ}.zip")
    with house.work() as work:
        principal = acting_for(work, user)
        if approval:
            chosen = list(export_approvals.approved(principal, work, approval))
        elif query:
            chosen = handing_over.by_query(principal, work, query)
        else:
            chosen = handing_over.by_references(principal, work, references)
        beside = target.with_name(f".{target.name}.part")
        try:
            with _private(beside) as file:
                made = handing_over.export(
                    principal,
                    work,
                    chosen,
                    file,
                    made_at=made_at,
                    most_alone=house.settings.export_alone,
                    approval=approval,
                )
            os.replace(beside, target)
        except OSError as error:
            raise click.ClickException(f"{target} cannot be written: {error.strerror}.") from error
        finally:
            beside.unlink(missing_ok=True)
    size = made.original_bytes / 1024**2
    click.echo(f"Wrote {target}: {made.records:,} records, {size:,.1f} MB of originals.")
    click.echo(f"Its marking is {made.label}: keep it as that asks for.")


def take_bag_in(house: House, principal: Principal, request: ImportRequest) -> ImportResult:
    """Check a bag and take it in, with a bar for each of the two."""
    with bars() as tell:
        return bag_importing.import_bag(
            principal,
            house.work,
            request,
            largest_file_bytes=house.settings.upload_limit_bytes,
            on_progress=tell,
        )


def _private(path: Path) -> BinaryIO:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
    return os.fdopen(descriptor, "w+b")
