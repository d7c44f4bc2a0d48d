"""Backups at random moments under load. Twenty of them: `benchmarks/drills.py`."""

from __future__ import annotations

from pathlib import Path

from tests.drilling import drills
from tests.tampering import dice


def test_backups_under_load_are_restored_to_the_same_archive(tmp_path: Path) -> None:
    found = list(drills(tmp_path, 2, dice(2017)))
    assert [drill.is_sound for drill in found] == [True, True], found
