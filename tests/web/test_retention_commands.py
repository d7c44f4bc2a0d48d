"""`flask archive due`: what it lists to whom."""

from __future__ import annotations

from click.testing import Result
from flask import Flask

from app.domain.principals import Role
from app.wiring import House
from tests.builders import SCHEME
from tests.disposals import a_filed_record, a_series, hold, reference
from tests.people import an_account


def _due(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["archive", "due", *words])


def test_due_lists_references_as_the_account_may_see_them(app: Flask, house: House) -> None:
    own = a_series(house)
    seen = a_filed_record(house, own, title="Zanzibarium", label="Official")
    hidden = a_filed_record(house, own, label="Secret")
    held = a_filed_record(house, own, title="Held", date="2018-01-01")
    hold(house, [held])
    an_account(house, "low", role=Role.REGISTRAR)
    an_account(
        house,
        "high",
        role=Role.REGISTRAR,
        level="Secret",
        compartments=frozenset(SCHEME.compartments),
    )

    low, high = _due(app, "--as", "low"), _due(app, "--as", "high")

    assert low.exit_code == 0, low.output
    assert f"{reference(house, seen)}  2022-02-27  HR/CHN  destroy  Official" in low.output
    assert f"{reference(house, held)}  2023-01-01  HR/CHN  destroy  Public  HELD" in low.output
    assert low.output.endswith(
        "2 records due on 2026-11-23 among those this account may read; 1 held.\n"
    )
    assert reference(house, hidden) not in low.output
    assert reference(house, hidden) in high.output
    assert "Zanzibarium" not in high.output


def test_due_is_for_registrars(app: Flask, house: House) -> None:
    an_account(house, "a.reader")
    assert _due(app, "--as", "a.reader").exit_code == 1
    assert "Example:" in _due(app, "--help").output
