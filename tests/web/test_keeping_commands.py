"""`flask archive backup|restore|backups|verify` and `flask audit checkpoint|key`: what they print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app import create_app
from app.wiring import House
from tests.houses import FrozenClock, settings_for
from tests.keeping import fill


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=list(words))


@pytest.fixture
def other(tmp_path: Path, clock: FrozenClock) -> Iterator[Flask]:
    app = create_app(settings_for(tmp_path / "other"), clock=clock)
    yield app
    app.extensions["chancery"].close()


def test_backup_trial_and_restore(app: Flask, house: House, other: Flask, tmp_path: Path) -> None:
    fill(house)

    made = run(app, "archive", "backup", str(tmp_path / "safe"))
    assert made.exit_code == 0, made.output
    assert "5 originals" in made.output
    listed = run(app, "archive", "backups", str(tmp_path / "safe"))
    assert "not tried out" in listed.output
    tried = run(app, "archive", "backups", str(tmp_path / "safe"), "--verify")
    assert tried.exit_code == 0, tried.output
    assert "same digest" in tried.output
    assert "sound on" in run(app, "archive", "backups", str(tmp_path / "safe")).output

    restored = run(other, "archive", "restore", str(next((tmp_path / "safe").iterdir())))
    assert restored.exit_code == 0, restored.output
    assert "What to do next" in restored.output
    assert "5  records in all" in run(other, "archive", "status").output


def test_backup_without_a_folder_says_what_to_set(app: Flask) -> None:
    refused = run(app, "archive", "backup")
    assert refused.exit_code == 1
    assert "CHANCERY_BACKUP_FOLDER" in refused.output


def test_verify_names_what_is_damaged_and_fails(app: Flask, house: House) -> None:
    fill(house, 2)
    assert run(app, "archive", "verify").exit_code == 0
    path = next(one for one in house.settings.documents_dir.rglob("*") if one.is_file())
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"?")

    done = run(app, "archive", "verify")

    assert done.exit_code == 1
    assert path.name in done.output


def test_a_checkpoint_is_signed_sent_and_agrees(app: Flask, house: House, tmp_path: Path) -> None:
    fill(house, 2)
    file = tmp_path / "outside" / "checkpoints.jsonl"
    house.settings = replace(house.settings, checkpoint_file=file)

    signed = run(app, "audit", "checkpoint")
    key = run(app, "audit", "key").output.split()[-1]

    assert signed.exit_code == 0, signed.output
    assert file.read_text().strip() == signed.output.strip()
    agreed = run(app, "audit", "verify", "--checkpoints", str(file), "--key", key)
    assert agreed.exit_code == 0, agreed.output
    assert "agrees with: 1, 1 of them from" in agreed.output
    wrong = run(app, "audit", "verify", "--checkpoints", str(file), "--key", "00" * 32)
    assert wrong.exit_code == 1
    assert "another key" in wrong.output


def test_verify_counts_one_original_as_one(app: Flask, house: House) -> None:
    fill(house, 1)
    done = app.test_cli_runner().invoke(args=["archive", "verify"])
    assert done.exit_code == 0, done.output
    assert "1 original read," in done.output
    assert "It is as it was registered." in done.output
