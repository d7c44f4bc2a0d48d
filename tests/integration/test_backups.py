"""Backups: of one moment, without sessions, whole or not there; restored, the archive says the same."""

from __future__ import annotations

import io
import json
import sqlite3
import stat
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from app.db import schema
from app.db.backup_copy import copy_for_backup
from app.domain.audit_chain import AuditFilter
from app.domain.errors import Conflict, InvalidInput, Misconfigured, NotPermitted
from app.services import audit, backups, restoring, sign_in
from app.services.backups import Backup, _manifest
from app.services.sessions import Origin, SessionLimits
from app.storage import backup_folder
from app.storage.backup_writing import writing
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import a_registrar
from tests.houses import FrozenClock
from tests.keeping import a_keeper, an_archive, an_empty_home, digest, fill, readable_ids
from tests.people import PASSWORD, operator


@pytest.fixture
def archive(tmp_path: Path, clock: FrozenClock) -> Iterator[House]:
    house = an_archive(tmp_path / "home", clock)
    yield house
    house.close()


@pytest.fixture
def other(tmp_path: Path, clock: FrozenClock) -> Iterator[House]:
    house = an_empty_home(tmp_path / "other", clock)
    yield house
    house.close()


def make(house: House, folder: Path, **options: bool) -> Backup:
    return backups.make(a_keeper(), house.work, house.engine, house.settings, folder, **options)


def restore(house: House, path: Path, **options: bool) -> restoring.Restored:
    return restoring.restore(a_keeper(), house.work, house.engine, house.settings, path, **options)


def flip_a_byte(path: Path, at: int = 20) -> None:
    path.chmod(0o600)
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def test_a_restored_archive_says_the_same_to_everybody(
    archive: House, other: House, tmp_path: Path
) -> None:
    before = digest(archive)
    made = make(archive, tmp_path / "safe")

    done = restore(other, made.path)

    assert done.digest == made.manifest.digest == before
    assert readable_ids(other) == readable_ids(archive)
    assert {one.sha256 for one in other.originals.all()} == {
        one.sha256 for one in archive.originals.all()
    }


def test_the_search_of_a_restored_archive_is_built_by_jobs(
    archive: House, other: House, tmp_path: Path
) -> None:
    run_pending_jobs(archive)
    restore(other, make(archive, tmp_path / "safe").path)
    assert other.search.cells() == ()

    run_pending_jobs(other)

    assert sorted(other.search.cells()) == sorted(archive.search.cells())


def test_nobody_is_signed_in_after_a_restore_and_no_session_is_in_the_backup(
    archive: House, other: House, tmp_path: Path
) -> None:
    with archive.work(writing=True) as work:
        limits = SessionLimits(timedelta(minutes=30), timedelta(hours=12))
        sign_in.sign_in(work, "a.linden", PASSWORD, Origin("192.0.2.77", "Browser"), limits)
        work.commit()
    made = make(archive, tmp_path / "safe")

    content = (made.path / "chancery.db").read_bytes()
    assert b"192.0.2.77" not in content
    restore(other, made.path)
    with sqlite3.connect(other.settings.home / "chancery.db") as restored:
        assert restored.execute("SELECT count(*) FROM account_session").fetchone() == (0,)
        assert restored.execute("SELECT count(*) FROM account").fetchone() == (2,)


def test_a_backup_is_private_and_everything_in_it_is_in_its_manifest(
    archive: House, tmp_path: Path
) -> None:
    made = make(archive, tmp_path / "safe")

    assert made.path.name == "chancery-20261123T120000Z"
    modes = {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in made.path.rglob("*")}
    assert modes | {stat.S_IMODE(made.path.stat().st_mode) & 0o077} == {0}
    listed = {one.path for one in made.manifest.files} | {"manifest.json"}
    assert listed == {
        path.relative_to(made.path).as_posix() for path in made.path.rglob("*") if path.is_file()
    }
    assert backup_folder.damage(made.path, made.manifest) == ()
    assert not any("index" in path for path in listed)


def test_only_originals_that_the_copy_refers_to_are_taken(archive: House, tmp_path: Path) -> None:
    stray = archive.originals.put(io.BytesIO(b"of no record"), 100)

    made = make(archive, tmp_path / "safe")

    assert stray.sha256 not in {one.sha256 for one in made.manifest.originals}
    assert len(made.manifest.originals) == 5


def test_the_second_backup_links_what_the_first_holds_and_never_the_archive_itself(
    archive: House, clock: FrozenClock, tmp_path: Path
) -> None:
    first = make(archive, tmp_path / "safe")
    clock.advance(hours=24)
    fill(archive, 1, first=9)
    second = make(archive, tmp_path / "safe")
    clock.advance(hours=24)
    third = make(archive, tmp_path / "safe", is_fresh=True)

    shared = first.manifest.originals[0]
    inodes = [(one.path / shared.path).stat().st_ino for one in (first, second, third)]
    assert inodes[0] == inodes[1] != inodes[2]
    live = archive.settings.documents_dir / Path(shared.path).relative_to("documents")
    assert live.stat().st_ino not in inodes
    assert len(second.manifest.originals) == len(first.manifest.originals) + 1


def test_a_damaged_original_is_left_out_and_named(archive: House, tmp_path: Path) -> None:
    original = next(archive.originals.all())
    flip_a_byte(
        archive.settings.documents_dir
        / original.sha256[:2]
        / original.sha256[2:4]
        / original.sha256
    )

    made = make(archive, tmp_path / "safe")

    assert made.manifest.left_out == (original.sha256,)
    assert not backups.try_out(a_keeper(), archive.work, made.path).is_sound


def test_an_earlier_backup_stands_in_for_a_damaged_original(
    archive: House, clock: FrozenClock, tmp_path: Path
) -> None:
    make(archive, tmp_path / "safe")
    original = next(archive.originals.all())
    flip_a_byte(
        archive.settings.documents_dir
        / original.sha256[:2]
        / original.sha256[2:4]
        / original.sha256
    )
    clock.advance(hours=1)

    made = make(archive, tmp_path / "safe")

    assert made.manifest.left_out == ()
    assert backups.try_out(a_keeper(), archive.work, made.path).is_sound


@pytest.mark.parametrize("place", ["", "documents", "index/x", "backups"])
def test_a_backup_is_not_written_into_the_home(archive: House, place: str) -> None:
    with pytest.raises(InvalidInput):
        make(archive, archive.settings.home / place)


def test_what_was_not_finished_leaves_nothing(archive: House, tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    def stop(_stage: str, _done: int, _total: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        backups.make(
            a_keeper(),
            archive.work,
            archive.engine,
            archive.settings,
            tmp_path / "safe",
            on_progress=stop,
        )
    assert list((tmp_path / "safe").iterdir()) == []


def test_a_trial_restore_finds_a_sound_backup_sound_and_notes_it(
    archive: House, tmp_path: Path
) -> None:
    made = make(archive, tmp_path / "safe")

    trial = backups.try_out(a_keeper(), archive.work, made.path)

    assert trial.is_sound, trial.problems
    with archive.work() as work:
        (listed,) = backups.found_in(a_keeper(), work, tmp_path / "safe")
    assert listed.known is not None
    assert listed.known.is_sound is True
    assert [one.name for one in (tmp_path / "safe").iterdir()] == [made.path.name]


def _cut(path: Path) -> None:
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("harm", [flip_a_byte, _cut, Path.unlink])
def test_a_damaged_backup_is_found_before_anything_is_restored(
    archive: House, other: House, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    made = make(archive, tmp_path / "safe")
    harm(made.path / made.manifest.originals[2].path)

    assert not backups.try_out(a_keeper(), archive.work, made.path).is_sound
    with pytest.raises(InvalidInput, match=made.manifest.originals[2].sha256):
        restore(other, made.path)
    assert not (other.settings.home / "chancery.db").exists()

    done = restore(other, made.path, despite_damage=True)
    assert done.not_restored == (made.manifest.originals[2].sha256,)


def test_a_damaged_database_or_manifest_is_never_restored(
    archive: House, other: House, tmp_path: Path
) -> None:
    made = make(archive, tmp_path / "safe")
    flip_a_byte(made.path / "chancery.db", 5000)
    with pytest.raises(InvalidInput, match="database"):
        restore(other, made.path, despite_damage=True)
    (made.path / "manifest.json").write_text("{}")
    with pytest.raises(InvalidInput, match="manifest"):
        restore(other, made.path, despite_damage=True)


def test_a_manifest_never_leads_out_of_its_folder(archive: House, tmp_path: Path) -> None:
    made = make(archive, tmp_path / "safe")
    plain = json.loads((made.path / "manifest.json").read_text())
    plain["files"][0]["path"] = "../../etc/passwd"
    with pytest.raises(InvalidInput):
        backup_folder.Manifest.from_json(json.dumps(plain).encode())


def test_a_backup_is_not_restored_over_an_archive(archive: House, tmp_path: Path) -> None:
    made = make(archive, tmp_path / "safe")
    with pytest.raises(Conflict):
        restore(archive, made.path)


def test_a_restore_that_was_cut_short_can_be_begun_again(
    archive: House, other: House, tmp_path: Path
) -> None:
    made = make(archive, tmp_path / "safe")
    (other.settings.home / "chancery.db.restoring").write_bytes(b"half")
    one = made.manifest.originals[0]
    with (made.path / one.path).open("rb") as stream:
        other.originals.put(stream, one.size_bytes)

    assert restore(other, made.path).digest == made.manifest.digest


def test_a_backup_of_an_older_version_is_upgraded(
    archive: House, other: House, tmp_path: Path
) -> None:
    schema.migrate(archive.engine, "0005")
    archive_backup = tmp_path / "safe"

    with writing(archive_backup / "chancery-20260101T000000Z", None) as writer:
        copied = copy_for_backup(archive.engine, writer.database)
        writer.add_database()
        for sha256, size in copied.originals.items():
            writer.add_original(archive.originals, sha256, size)
        writer.finish(_manifest("chancery-20260101T000000Z", "2026-01-01", copied))

    done = restore(other, archive_backup / "chancery-20260101T000000Z")

    assert done.is_upgraded
    assert schema.is_current(other.engine)
    assert [len(ids) for ids in readable_ids(other)] == [1, 4, 2, 5]


def test_a_restore_is_in_the_trail_and_the_trail_goes_on(
    archive: House, other: House, tmp_path: Path
) -> None:
    restore(other, make(archive, tmp_path / "safe").path)
    with other.work() as work:
        assert audit.verify(operator(other), work).is_whole
        found = audit.entries(operator(other), work, AuditFilter(action=restoring.RESTORED))
    assert found.total == 1


def test_only_who_administers_makes_backups(archive: House, tmp_path: Path) -> None:
    with pytest.raises(NotPermitted):
        backups.make(
            a_registrar(), archive.work, archive.engine, archive.settings, tmp_path / "safe"
        )


def test_another_database_is_sent_to_its_own_tools(archive: House, tmp_path: Path) -> None:
    with pytest.raises(Misconfigured):
        backups.make(
            a_keeper(),
            archive.work,
            create_engine("sqlite://"),
            archive.settings,
            tmp_path / "safe",
        )


def test_the_digest_sees_every_change_and_no_rebuild(archive: House) -> None:
    before = digest(archive)
    run_pending_jobs(archive)
    with sqlite3.connect(archive.settings.home / "chancery.db") as connection:
        connection.execute("UPDATE access_cell SET generation = generation + 1, is_impure = 1")
        connection.execute("DELETE FROM job")
        connection.commit()
        read = digest(archive)
        connection.execute("UPDATE record_text SET text = text || '.' WHERE record_id = 1")
    assert before != read  # the texts of the files were read meanwhile
    assert digest(archive) != read
