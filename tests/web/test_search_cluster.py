"""The pages with a search cluster: the same answers, and a clear word when it does not answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.domain.search_cluster import ClusterSettings
from app.search import opensearch_cluster
from app.search.opensearch_engine import OpenSearchEngine
from app.wiring import House, build_house
from app.worker import run_pending_jobs
from tests.houses import settings_for
from tests.people import an_account, sign_in
from tests.searching import registered
from tests.services.opensearch_here import opensearch

NOBODY = ClusterSettings(("http://127.0.0.1:9",), limit_s=1)


@pytest.fixture
def reader(client: FlaskClient, house: House) -> FlaskClient:
    """A browser signed in as somebody cleared to Official."""
    an_account(house)
    sign_in(client)
    return client


def test_the_setting_chooses_the_engine(tmp_path: Path) -> None:
    house = build_house(settings_for(tmp_path / "home", search_cluster=NOBODY))
    assert isinstance(house.search, OpenSearchEngine)
    house.close()


def test_letters_are_found_in_a_cluster_by_those_who_may(reader: FlaskClient, house: House) -> None:
    with opensearch() as engine:
        house.search = engine
        registered(house, title="Custody of lawyers", signed_by=["CAN", "JPN"], label="Public")
        registered(house, title="Custody of spies", signed_by=["HUN"], label="Secret")
        run_pending_jobs(house)
        page = reader.get("/search?q=custod*")
        assert "1 text" in page.text
        assert "Custody of lawyers" in page.text
        assert "spies" not in page.text
        assert len(engine.cells()) == 2


def test_without_the_cluster_a_search_says_so_and_all_else_goes_on(
    reader: FlaskClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opensearch_cluster, "_LONGEST_PAUSE_S", 0.0)
    registered(house, title="Custody of lawyers", label="Public")
    house.search = OpenSearchEngine(NOBODY)
    page = reader.get("/search?q=custody")
    assert page.status_code == 503
    assert "The search cluster does not answer" in page.text
    assert "127.0.0.1" not in page.text
    assert page.headers["Retry-After"]
    assert reader.get("/").status_code == 200
    assert registered(house, title="Custody of editors", label="Public")
