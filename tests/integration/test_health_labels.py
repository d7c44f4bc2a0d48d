"""What `flask doctor` says when the settings have left stored labels behind, and how it counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.cli.doctor import summary
from app.db import inspection
from app.domain.access import LabelScheme
from app.services import registration
from app.services.health import Severity
from app.wiring import House
from tests.builders import a_draft, a_registrar
from tests.integration.test_health import found
from tests.people import an_account

PROBLEM = Severity.PROBLEM


@pytest.fixture
def archive(house: House) -> House:
    """A house with one letter."""
    with house.work(writing=True) as work:
        registration.register(a_registrar(), work, a_draft())
        work.commit()
    return house


def test_labels_and_clearances_that_settings_no_longer_know_are_problems(archive: House) -> None:
    an_account(archive, "wide", level="Secret", compartments=frozenset({"PEN"}))
    (stored,) = _labels_of_records(archive)
    level = stored.split("/")[0]
    kept = [one.name for one in archive.settings.label_scheme.levels if one.name != level]
    archive.settings = replace(archive.settings, label_scheme=LabelScheme.of(kept, ["HR-CHN"]))

    of_records, of_people = found(archive, "labels")

    assert (of_records.severity, of_people.severity) == (PROBLEM, PROBLEM)
    assert stored in of_records.meaning
    assert "wide" in of_people.meaning


def test_a_level_that_no_record_carries_any_more_is_not_missed(archive: House) -> None:
    with archive.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO access_cell (key, label, level, compartments, releasable_to,"
            " is_releasable_to_all, is_impure, generation, created_at)"
            " SELECT 'gone', 'Cosmic', 'Cosmic', compartments, releasable_to,"
            " is_releasable_to_all, is_impure, generation, created_at FROM access_cell LIMIT 1"
        )

    assert found(archive, "labels") == []


def _labels_of_records(house: House) -> list[str]:
    with house.work() as work:
        return inspection.labels_in_use(work.session)


@pytest.mark.parametrize(
    ("problems", "warnings", "words"),
    [
        (0, 0, "No problems, no warnings."),
        (1, 0, "1 problem, no warnings."),
        (2, 1, "2 problems, 1 warning."),
    ],
)
def test_the_last_line_counts_in_one_sentence(problems: int, warnings: int, words: str) -> None:
    assert summary(problems, warnings) == words
