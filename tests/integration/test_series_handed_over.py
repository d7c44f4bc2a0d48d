"""The series of a record in what is handed over, and at the house that takes it in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from app.domain.records import RecordId
from app.services import series
from app.services.importing import importing_principal
from app.wiring import House
from tests.builders import SCHEME
from tests.disposals import FIRST, a_filed_record, a_series, reference
from tests.handing_over import content, export, take_in, views
from tests.houses import a_house
from tests.searching import registered


@pytest.fixture
def other(tmp_path: Path) -> Iterator[House]:
    built = a_house(tmp_path / "other")
    yield built
    built.close()


def _code(house: House, record_id: RecordId) -> str:
    with house.work() as work:
        found = series.filed(importing_principal(SCHEME), work, record_id).series
    return found.code if found else ""


def test_premis_ead_and_the_description_say_the_series(house: House) -> None:
    filed = a_filed_record(house, a_series(house), title="Filed")
    loose = registered(house, title="Loose")
    bag = export(house, [filed, loose])
    folder = f"data/records/{reference(house, filed)}"

    premis = etree.fromstring(content(bag, f"{folder}/premis.xml"))
    assert premis.findtext(".//{*}relationshipSubType") == "is part of"
    assert premis.findtext(".//{*}relatedObjectIdentifierValue") == "HR/CHN"
    entity = premis.find("{*}object")
    assert entity is not None
    assert [one.tag.rpartition("}")[2] for one in entity] == [
        "objectIdentifier",
        "originalName",
        "relationship",
    ]
    ead = etree.fromstring(content(bag, "data/finding-aid.xml"))
    (kept,) = ead.iter("{*}appraisal")
    assert kept.findtext("{*}p") == (
        "Series HR/CHN, Human rights, China: 5 years after the date of the text, then destroy "
        "(Records schedule 2019, item 4)"
    )
    told = json.loads(content(bag, f"{folder}/description.json"))
    assert told["series"] == {
        "code": "HR/CHN",
        "title": "Human rights, China",
        "rule": "5 years after the date of the text, then destroy",
        "authority": "Records schedule 2019, item 4",
    }
    beside = f"data/records/{reference(house, loose)}"
    assert json.loads(content(bag, f"{beside}/description.json"))["series"] is None
    assert b"relationship" not in content(bag, f"{beside}/premis.xml")


def test_a_series_that_is_known_here_takes_the_record(
    house: House, other: House, tmp_path: Path
) -> None:
    bag = export(house, [a_filed_record(house, a_series(house), title="Filed")])
    a_series(other, years=30)  # the rule of this house holds, whatever the other one's is
    done = take_in(other, tmp_path, bag)
    assert (done.added, done.problems) == (1, 0)
    (view,) = views(other)
    assert _code(other, view.id) == "HR/CHN"
    with other.work() as work:
        (line,) = series.list_series(FIRST, work)
    assert (line.series.draft.rule.years, line.records) == (30, 1)


def test_a_series_that_is_not_known_here_is_told_and_not_begun(
    house: House, other: House, tmp_path: Path
) -> None:
    bag = export(house, [a_filed_record(house, a_series(house), title="Filed")])
    for is_dry_run in (True, False):
        done = take_in(other, tmp_path, bag, is_dry_run=is_dry_run)
        assert (done.added, done.problems) == (1, 1)
        assert done.report is not None
        assert "There is no series HR/CHN here" in done.report.read_text("utf-8")
    (view,) = views(other)
    assert _code(other, view.id) == ""
    with other.work() as work:
        assert series.list_series(FIRST, work) == []


def test_taking_in_again_moves_nothing(house: House, other: House, tmp_path: Path) -> None:
    bag = export(house, [a_filed_record(house, a_series(house), title="Filed")])
    a_series(other)
    take_in(other, tmp_path, bag)
    (view,) = views(other)
    with other.work(writing=True) as work:
        series.put(importing_principal(SCHEME), work, view.id, None, "Not ours to destroy")
        work.commit()
    take_in(other, tmp_path, bag)
    assert _code(other, view.id) == ""
