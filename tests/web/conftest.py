"""The whole application in a temporary folder, with a clock that moves when told to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.wiring import House
from tests.houses import DerivedIdentifiers, FrozenClock, SharedBytecode, ready, settings_for


@pytest.fixture
def app(tmp_path: Path, clock: FrozenClock) -> Iterator[Flask]:
    settings = settings_for(tmp_path / "home")
    made = create_app(settings, clock=clock, ids=DerivedIdentifiers())
    made.jinja_env.bytecode_cache = SharedBytecode()
    house: House = made.extensions["chancery"]
    ready(house)
    yield made
    house.close()


@pytest.fixture
def house(app: Flask) -> House:
    found: House = app.extensions["chancery"]
    return found


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
