"""Files that a command writes for its user alone."""

from __future__ import annotations

import os
from pathlib import Path

import click

PRIVATE_FILE = 0o600


def write_private_file(target: Path, content: bytes) -> None:
    """Write the whole file beside its place, then put it there. A ClickException says what failed."""
    beside = target.with_name(f".{target.name}.part")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.replace(beside, target)
    except OSError as error:
        raise click.ClickException(f"{target} cannot be written: {error.strerror}.") from error
    finally:
        beside.unlink(missing_ok=True)
