"""`flask doctor`: each fault planted here is found, called by its weight, and nothing is changed."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.clock import SystemClock
from app.services import engine_advice, health, timetable, timetable_tasks
from app.services.audit import record_change
from app.services.health import Finding, Severity
from app.services.jobs import run_due_jobs
from app.wiring import House, build_house
from tests.builders import a_draft, a_registrar
from tests.houses import FrozenClock, a_house, settings_for
from tests.integration.test_files import LETTER, keep
from tests.people import an_account

OK, WARNING, PROBLEM = Severity.OK, Severity.WARNING, Severity.PROBLEM
TWO_DAYS_S = 2 * 86_400


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[House]:
    """A house in use: an account, a letter with its original, its partition up to date."""
    clock = FrozenClock(SystemClock().now())  # files carry the time of the real clock
    house = a_house(tmp_path / "home", clock=clock)
    an_account(house)
    keep(house)
    run_due_jobs(house.work)
    with closing(house):
        yield house


def examine(house: House, *, full: bool = False) -> list[Finding]:
    return list(health.examine(house.work, house.engine, house.settings, full=full))


def found(house: House, subject: str, *, full: bool = False) -> list[Finding]:
    """What is wrong with the subject."""
    return [
        finding
        for finding in examine(house, full=full)
        if finding.subject == subject and finding.severity is not OK
    ]


def the_original(house: House) -> Path:
    (path,) = (one for one in house.settings.documents_dir.rglob("*") if one.is_file())
    return path


@pytest.mark.parametrize("full", [False, True])
def test_a_sound_and_well_kept_archive_has_no_finding(
    archive: House, full: bool, tmp_path: Path
) -> None:
    archive.settings = replace(
        archive.settings,
        backup_folder=tmp_path / "safe",
        checkpoint_file=tmp_path / "safe" / "checkpoints.jsonl",
    )
    tasks = timetable_tasks.tasks(archive.engine, archive.settings)
    timetable.run_due_tasks(archive.work, tasks)

    assert [one for one in examine(archive, full=full) if one.severity is not OK] == []


def test_an_archive_that_is_not_kept_is_warned_of(archive: House) -> None:
    assert {one.severity for one in found(archive, "backups")} == {WARNING}
    assert {one.severity for one in found(archive, "checkpoints")} == {WARNING}


def test_a_task_that_failed_is_told(archive: House, tmp_path: Path) -> None:
    (tmp_path / "safe").write_text("a file where a folder should be")
    archive.settings = replace(archive.settings, backup_folder=tmp_path / "safe")
    timetable.run_due_tasks(archive.work, timetable_tasks.tasks(archive.engine, archive.settings))
    assert len(found(archive, "timetable")) == 2


def test_every_finding_says_what_to_do(archive: House) -> None:
    the_original(archive).unlink()
    archive.settings.index_dir.chmod(0o755)

    wrong = [one for one in examine(archive) if one.severity is not OK]

    assert len(wrong) >= 2
    assert all(one.to_do for one in wrong)


def test_looking_changes_nothing(archive: House) -> None:
    def picture() -> dict[str, tuple[int, float]]:
        return {
            str(path): (path.stat().st_size, path.stat().st_mtime)
            for path in archive.settings.home.rglob("*")
            if path.is_file() and not path.name.endswith(("-wal", "-shm"))
        }

    before = picture()
    examine(archive, full=True)

    assert picture() == before


def test_a_missing_original_is_a_problem(archive: House) -> None:
    the_original(archive).unlink()

    (finding,) = found(archive, "originals")

    assert finding.severity is PROBLEM
    assert finding.meaning.startswith("1 missing, 0 changed")


def test_a_flipped_bit_is_found_by_the_full_check(archive: House) -> None:
    path = the_original(archive)
    path.chmod(0o600)
    path.write_bytes(LETTER[:-1] + bytes([LETTER[-1] ^ 1]))

    assert found(archive, "originals") == []
    (finding,) = found(archive, "originals", full=True)
    assert finding.meaning.startswith("0 missing, 1 changed")


def test_an_original_of_another_size_is_found_at_once(archive: House) -> None:
    path = the_original(archive)
    path.chmod(0o600)
    path.write_bytes(LETTER + b"x")

    (finding,) = found(archive, "originals")
    assert finding.severity is PROBLEM


def test_strays_are_reported_after_a_day(archive: House) -> None:
    archive.originals.put(io.BytesIO(b"nobody refers to this"), 1000)
    leftover = archive.settings.documents_dir / "incoming" / ("c" * 32 + ".part")
    leftover.write_bytes(b"half")
    assert found(archive, "originals") == []

    clock = archive.clock
    assert isinstance(clock, FrozenClock)
    clock.advance(days=2)

    assert [one.severity for one in found(archive, "originals")] == [WARNING, WARNING]
    assert leftover.exists()


def _share(folder: Path) -> None:
    folder.chmod(0o755)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder)


@pytest.mark.parametrize(("fault", "severity"), [(_share, WARNING), (_remove, PROBLEM)])
def test_a_folder_that_is_shared_or_gone_is_found(
    archive: House, fault: Callable[[Path], None], severity: Severity
) -> None:
    fault(archive.settings.index_dir)

    (finding,) = found(archive, "folder index")

    assert finding.severity is severity


def test_a_missing_partition_is_a_warning_because_the_worker_repairs_it(archive: House) -> None:
    with archive.work() as work:
        (cell,) = work.search.cells()
        work.search.drop(cell)

    (finding,) = found(archive, "search")

    assert finding.severity is WARNING
    assert cell in finding.meaning


def test_pending_migrations_are_a_problem_and_the_rest_is_left_out(tmp_path: Path) -> None:
    with closing(build_house(settings_for(tmp_path / "home"))) as house:
        findings = examine(house)

    (finding,) = (one for one in findings if one.subject == "database")
    assert finding.severity is PROBLEM
    assert "database upgrade" in finding.to_do
    assert not {"audit trail", "originals", "jobs"} & {one.subject for one in findings}


def test_a_database_that_is_none_is_a_problem_and_not_a_crash(tmp_path: Path) -> None:
    with closing(build_house(settings_for(tmp_path / "home"))) as house:
        (house.settings.home / "chancery.db").write_bytes(b"this is no database at all" * 100)

        (finding,) = (one for one in examine(house) if one.subject == "database")

    assert finding.severity is PROBLEM


def test_a_damaged_page_of_the_database_is_found(archive: House) -> None:
    archive.close()
    path = archive.settings.home / "chancery.db"
    with path.open("r+b") as database:
        database.seek(3 * 4096)
        database.write(os.urandom(60 * 4096))

    assert any(one.severity is PROBLEM for one in found(archive, "database"))


def test_a_changed_audit_trail_is_a_problem(archive: House) -> None:
    with archive.engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA recursive_triggers = OFF")
        triggers = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit%'"
        ).scalars()
        for name in list(triggers):
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        connection.exec_driver_sql(
            "UPDATE audit_entry SET actor_name = 'nobody' WHERE sequence = 1"
        )

    (finding,) = found(archive, "audit trail")

    assert finding.severity is PROBLEM


def test_jobs_that_wait_long_and_jobs_given_up_are_found(archive: House) -> None:
    keep(archive, b"another letter", "letter.txt")
    clock = archive.clock
    assert isinstance(clock, FrozenClock)
    clock.advance(minutes=30)
    (slow,) = found(archive, "jobs")
    with archive.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE job SET state = 'failed'")
    (given_up,) = found(archive, "jobs")

    assert (slow.severity, given_up.severity) == (WARNING, PROBLEM)
    assert "30 minutes" in slow.meaning


def test_more_than_sixty_cells_for_one_reader_is_a_warning(archive: House) -> None:
    from app.services import registration

    compartments = [f"C-{number}" for number in range(61)]
    scheme = replace(
        archive.settings.label_scheme,
        compartments=archive.settings.label_scheme.compartments | set(compartments),
    )
    archive.settings = replace(archive.settings, label_scheme=scheme)
    an_account(archive, "wide", level="Secret", compartments=frozenset(compartments))
    with archive.work(writing=True) as work:
        registrar = a_registrar("Secret", *compartments)
        for one in compartments:
            draft = replace(a_draft(label=None), label=scheme.parse(f"Official/{one}"))
            registration.register(registrar, work, draft)
        work.commit()

    (finding,) = found(archive, "accounts")

    assert finding.severity is WARNING
    assert finding.meaning.startswith("wide may read more than 60 cells (up to 62)")


def test_an_archive_that_nobody_can_enter_is_a_warning(house: House) -> None:
    (finding,) = found(house, "accounts")

    assert finding.severity is WARNING


def test_a_production_that_would_not_start_is_a_problem(archive: House) -> None:
    archive.settings = replace(archive.settings, mode="production", secret_key="short")

    (finding,) = found(archive, "settings")

    assert finding.severity is PROBLEM
    assert "CHANCERY_SECRET_KEY" in finding.meaning
    assert "short" not in finding.meaning


def test_no_finding_tells_a_title_or_a_file_name(archive: House) -> None:
    with archive.work(writing=True) as work:
        record_change(a_registrar(), work, "record amended", ["x"], {})
        work.commit()
    the_original(archive).unlink()

    words = " ".join(one.meaning + one.to_do for one in examine(archive, full=True))

    assert "Letter of eleven missions" not in words
    assert "letter.pdf" not in words


COMMAND = [sys.executable, "-m", "flask", "--app", "app"]


def test_the_command_prints_and_exits_by_what_it_finds(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    environment = {"CHANCERY_HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin"}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *words],
            cwd=root,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    before = run("doctor")
    assert before.returncode == 1, before.stderr
    assert "problem  database: " in before.stdout
    assert ".venv/bin/flask --app app database upgrade" in before.stdout
    assert not (tmp_path / "home").exists()  # it changes nothing, not even that
    assert run("database", "upgrade").returncode == 0

    after = run("doctor", "--full")
    quiet = run("doctor", "--quiet")

    assert after.returncode == 0, after.stdout + after.stderr
    assert "ok       database: " in after.stdout
    assert re.fullmatch(r"No problems, (no|\d+) warnings?\.", after.stdout.splitlines()[-1])
    assert "ok       " not in quiet.stdout


def test_an_index_too_large_for_whoosh_is_a_warning(
    archive: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(archive, "search engine") == []
    monkeypatch.setattr(engine_advice, "OUTGROWN_BYTES", 100)
    (finding,) = found(archive, "search engine")
    assert finding.severity is WARNING
    assert "tantivy" in finding.to_do
    archive.settings = replace(archive.settings, search_engine="tantivy")
    assert found(archive, "search engine") == []
