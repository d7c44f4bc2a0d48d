"""Houses that several test files only read, built once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.db.authorities import Authorities, authorities
from app.services import demonstration
from app.services.demonstration import LoadedDemo
from app.wiring import House
from app.worker import run_pending_jobs
from tests.houses import a_house


@pytest.fixture(scope="session")
def loaded_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, LoadedDemo]]:
    """A house with the demo archive, and what its loading said. To be read, never written."""
    house = a_house(tmp_path_factory.mktemp("demo") / "home")
    with house.work(writing=True) as work:
        done = demonstration.load(work)
        work.commit()
    yield house, done
    house.close()


@pytest.fixture(scope="session")
def demo(loaded_demo: tuple[House, LoadedDemo]) -> House:
    return loaded_demo[0]


@pytest.fixture(scope="session")
def archive(demo: House) -> House:
    """The demo archive with its index."""
    run_pending_jobs(demo)
    return demo


@pytest.fixture(scope="session")
def known(demo: House) -> Authorities:
    with demo.work() as work:
        return authorities(work.session)
