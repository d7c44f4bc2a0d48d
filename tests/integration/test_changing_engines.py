"""Changing the engine of an archive in use: rebuilt by command, never answered from the other's files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import Misconfigured
from app.services import reconciliation
from app.wiring import House, build_house
from app.worker import run_pending_jobs
from config import Settings
from tests.builders import a_principal
from tests.houses import a_house, settings_for
from tests.searching import ids_of, indexed, relabelled, searched


@contextmanager
def with_engine(home: Path, engine: str) -> Iterator[House]:
    """The same archive as another start finds it after the setting was changed."""
    house = build_house(replace(settings_for(home), search_engine=engine))
    try:
        yield house
    finally:
        house.close()


def rebuilt(house: House) -> None:
    reconciliation.ask_for_rebuild(house.work)
    run_pending_jobs(house)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with closing(a_house(tmp_path / "home")) as house:
        indexed(house, title="On torture", label="Official", signed_by=["CAN"])
    return tmp_path / "home"


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_a_letter_is_found_with_the_engine_that_is_set(home: Path, engine: str) -> None:
    with with_engine(home, engine) as house:
        rebuilt(house)
        second = indexed(house, title="On torture again", label="Official", signed_by=["CAN"])
        found = searched(house, "torture", a_principal("Official"))
        assert found.total == 2
        assert second in ids_of(found)


def test_after_a_change_nothing_is_found_until_the_partitions_are_rebuilt(home: Path) -> None:
    with with_engine(home, "tantivy") as house:
        assert searched(house, "torture", a_principal("Official")).total == 0
        assert reconciliation.differences(house.work)
        rebuilt(house)
        assert searched(house, "torture", a_principal("Official")).total == 1
        assert reconciliation.differences(house.work) == ()


def test_what_moved_while_another_engine_was_set_does_not_come_back(home: Path) -> None:
    with with_engine(home, "tantivy") as house:
        rebuilt(house)
        (record_id,) = ids_of(searched(house, "torture", a_principal("Official")))
        relabelled(house, record_id, "Secret")
        run_pending_jobs(house)
    with with_engine(home, "whoosh") as house:
        assert searched(house, "torture", a_principal("Official")).total == 0
        rebuilt(house)
        assert searched(house, "torture", a_principal("Official")).total == 0
        assert searched(house, "torture", a_principal("Secret")).total == 1


def test_an_engine_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Misconfigured, match="CHANCERY_SEARCH_ENGINE"):
        Settings.from_environment({"CHANCERY_SEARCH_ENGINE": "lucene"})
