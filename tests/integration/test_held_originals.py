"""Which records have a file is asked through the gate, and told of what one may read alone."""

from __future__ import annotations

from app.db.catalogue import Catalogue
from app.db.files import records_with_files
from app.wiring import House
from tests.builders import a_principal
from tests.integration.test_files import keep
from tests.searching import registered


def test_only_records_that_may_be_read_and_have_a_file_are_told(house: House) -> None:
    kept, hidden = keep(house).record, keep(house, label="Secret").record
    without = registered(house)
    reader = a_principal("Official")
    with house.work() as work:
        gate = Catalogue(work.session, reader.clearance, work.labels)
        assert records_with_files(gate, [kept, hidden, without]) == {kept}
        assert records_with_files(gate, [hidden]) == frozenset()
