"""The list of parties: its order, and what is no party at all."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from app.domain.nothing import NONE, WITHHELD
from app.domain.principals import Role
from app.domain.records import Addressee
from app.wiring import House
from tests.web.registry_pages import registered, signed_in


def test_parties_are_in_order_of_their_names_whatever_their_accents(
    client: FlaskClient, house: House
) -> None:
    registered(
        house,
        signed_by=["DNK", "CIV", "CHN", "ALA", "XQX", "ZWE", "AFG"],
        addressees=(Addressee(party=NONE), Addressee(party=WITHHELD)),
    )
    page = signed_in(house, client, "a.reader", role=Role.READER).get("/parties").text
    table = page[page.index('id="parties-table"') : page.index('id="groupings-heading"')]
    codes = re.findall(r'<td role="cell" class="mono">([^<]*)</td>', table)
    # A code that is on no record stands last; an addressee that is none is no party.
    assert codes == ["AFG", "ALA", "CHN", "CIV", "DNK", "ZWE", "XQX"]
