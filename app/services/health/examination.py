"""All checks in order, each on its own: one that cannot even be made is a problem, not a crash."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.domain.command_line import RUN
from app.domain.errors import ChanceryError
from app.domain.wording import said
from app.services.health import archive, keeping, machine
from app.services.health.findings import Finding, Severity, problem
from app.services.work import OpenWork, Work
from config import Settings

Check = Callable[[], Iterator[Finding]]


def examine(
    open_work: OpenWork, engine: Engine, settings: Settings, *, full: bool = False
) -> Iterator[Finding]:
    """Everything one can check, as it is found. `full` reads every original and every index entry.

    Changes nothing. What needs the database is left out when the database itself is not in order.
    """
    with open_work() as work:
        for subject, check in _of_the_machine(work, settings):
            yield from _made(subject, check)
        schema = list(_made("database", lambda: archive.check_schema(engine)))
        yield from schema
        if all(finding.severity is Severity.OK for finding in schema):
            for subject, check in _of_the_archive(work, engine, full=full):
                yield from _made(subject, check)
            yield from _made("keeping", lambda: keeping.check_keeping(work, settings))
            yield from _made("search", lambda: archive.check_partitions(open_work))


def _of_the_machine(work: Work, settings: Settings) -> tuple[tuple[str, Check], ...]:
    return (
        ("settings", lambda: machine.check_settings(settings)),
        ("folders", lambda: machine.check_folders(settings)),
        ("disk", lambda: machine.check_disk(settings)),
        ("database", lambda: machine.check_file_system(settings)),
        ("libraries", machine.check_libraries),
        ("fonts", lambda: machine.check_fonts(settings)),
        ("search engine", lambda: machine.check_engine(settings)),
        ("reading files", lambda: machine.check_reader(settings, work.extractor)),
    )


def _of_the_archive(work: Work, engine: Engine, *, full: bool) -> tuple[tuple[str, Check], ...]:
    path = engine.url.database if engine.dialect.name == "sqlite" else None
    return (
        ("database", lambda: archive.check_database(work, full=full)),
        ("database", lambda: archive.check_database_file(Path(path) if path else None)),
        ("labels", lambda: archive.check_labels(work)),
        ("audit trail", lambda: archive.check_audit(work)),
        ("originals", lambda: archive.check_originals(work, full=full)),
        ("jobs", lambda: archive.check_jobs(work)),
        ("accounts", lambda: archive.check_accounts(work)),
    )


def _made(subject: str, check: Check) -> Iterator[Finding]:
    try:
        yield from check()
    except ChanceryError as error:
        yield problem(
            subject, error.words, said("Mend this, then run {run} doctor again.", run=RUN)
        )
    except (SQLAlchemyError, OSError) as error:
        yield problem(
            subject,
            said("This could not be checked ({name}).", name=type(error).__name__),
            said("Mend what the other lines say, then run {run} doctor again.", run=RUN),
        )
