"""Exporting and taking in: what comes out the other side is the same, and only what one may see."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from app.domain.audit_chain import AuditFilter
from app.domain.errors import InvalidInput, NotFound, NotPermitted, Unavailable
from app.domain.records import Description, Draft, RecordId
from app.services import audit, export_alone, handing_over, records, registration
from app.services.importing import importing_principal
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import SCHEME, a_principal, a_registrar
from tests.handing_over import (
    content,
    everything,
    export,
    names,
    said,
    take_in,
    views,
    whole,
)
from tests.houses import a_house
from tests.keeping import fill
from tests.people import operator
from tests.strategies import descriptions

ABSENT = RecordId("00000000-0000-4000-8000-000000000000")


@pytest.fixture
def other(tmp_path: Path) -> Iterator[House]:
    built = a_house(tmp_path / "other")
    yield built
    built.close()


def test_another_house_takes_everything_in(house: House, other: House, tmp_path: Path) -> None:
    ids = fill(house)
    run_pending_jobs(house)

    done = take_in(other, tmp_path, export(house, ids))
    run_pending_jobs(other)

    assert (done.added, done.refused, done.problems) == (5, 0, 0)
    assert [said(view) for view in views(other)] == [said(view) for view in views(house)]
    assert {one.sha256 for one in other.originals.all()} == {
        one.sha256 for one in house.originals.all()
    }


@settings(max_examples=10)
@given(told=descriptions, text=st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_description_comes_through(
    told: Description, text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("houses")
    one, two = a_house(folder / "one"), a_house(folder / "two")
    try:
        with one.work(writing=True) as work:
            draft = Draft(told, SCHEME.parse("Official"), text=text)
            record_id = registration.register(importing_principal(SCHEME), work, draft)
            work.commit()
        take_in(two, folder, export(one, [record_id]))
        (before,), (after,) = views(one), views(two)
        assert said(after) == said(before)
    finally:
        one.close()
        two.close()


def test_the_same_selection_gives_the_same_bytes(house: House) -> None:
    ids = fill(house)
    assert export(house, ids) == export(house, ids)


def test_the_bag_is_a_bag(house: House) -> None:
    bag = export(house, fill(house, 2))
    listed = names(bag)
    assert listed[0] == "bagit.txt"
    for algorithm in ("sha256", "sha512"):
        for kind, is_payload in (("manifest", True), ("tagmanifest", False)):
            lines = content(bag, f"{kind}-{algorithm}.txt").decode().splitlines()
            sums = dict(reversed(line.split("  ", 1)) for line in lines)
            wanted = {
                path
                for path in listed
                if path.startswith("data/") is is_payload and not path.startswith("tagmanifest")
            }
            assert set(sums) == wanted
            for path, digest in sums.items():
                assert hashlib.new(algorithm, content(bag, path)).hexdigest() == digest
    info = content(bag, "bag-info.txt").decode()
    payload = [path for path in listed if path.startswith("data/")]
    size = sum(len(content(bag, path)) for path in payload)
    assert f"Payload-Oxum: {size}.{len(payload)}\n" in info
    assert "Access-Label: " in info


def test_the_xml_says_what_happened_and_what_it_is(house: House) -> None:
    ids = fill(house, 2)
    with house.work(writing=True) as work:
        view = records.read_record(everything(), work, ids[1])
        told = replace(view.description, notes="More", place="Beijing \x0b & <elsewhere>")
        registration.amend(everything(), work, ids[1], 1, told, "More is known")
        work.commit()
    bag = export(house, ids)
    folder = f"data/records/{view.reference}"

    premis = etree.fromstring(content(bag, f"{folder}/premis.xml"))
    kinds = [one.text for one in premis.iter("{*}eventType")]
    assert kinds == [
        "accession",
        "metadata modification",
        "fixity check",
        "information package creation",
    ]
    digests = [one.text for one in premis.iter("{*}messageDigest")]
    assert digests == [view.files[0].sha256]
    core = etree.fromstring(content(bag, f"{folder}/dublin-core.xml"))
    assert [one.text for one in core.iter("{*}creator")] == ["Canada", "Japan"]
    ead = etree.fromstring(content(bag, "data/finding-aid.xml"))
    assert len(list(ead.iter("{*}c"))) == 2


def test_what_one_may_not_read_is_not_in_it(house: House) -> None:
    ids = fill(house)
    reader = a_registrar("Official", "HR-CHN", party="CAN")  # not PEN, not Secret
    with house.work(writing=True) as work:
        system = importing_principal(SCHEME)
        registration.relabel(system, work, ids[3], SCHEME.parse("Secret"), "Guarded for a while")
        registration.relabel(
            system, work, ids[3], SCHEME.parse("Official"), "Open again to everybody"
        )
        registration.relabel(system, work, ids[1], SCHEME.parse("Secret"), "Guarded from now on")
        work.commit()

    bag = export(house, [ids[0], ids[2], ids[3]], reader)

    everything_in_it = whole(bag)
    hidden = [str(ids[1]), str(ids[4]), "press:1", "sealed 0", "sealed 2", "Guarded", "Open again"]
    assert [one for one in hidden if one.encode() in everything_in_it] == []
    assert b"Letter 2" in everything_in_it


def test_a_hidden_record_is_refused_as_an_absent_one(house: House) -> None:
    ids = fill(house)
    reader = a_registrar("Official", "HR-CHN", party="CAN")
    for one in (ids[4], ABSENT):
        with pytest.raises(NotFound):
            export(house, [ids[0], one], reader)
    with house.work() as work:
        secret = records.read_record(everything(), work, ids[4]).reference
        answers = []
        for reference in (secret, "JL-2017-0000F"):
            with pytest.raises(InvalidInput) as refusal:
                handing_over.by_references(reader, work, [reference])
            answers.append(refusal.value.message.replace(reference, "REF"))
    assert answers[0] == answers[1]


def test_a_query_selects_everything_that_it_finds(house: House) -> None:
    fill(house)
    run_pending_jobs(house)
    with house.work() as work:
        assert len(handing_over.by_query(everything(), work, "letter")) == 5
        reader = a_registrar("Official", "HR-CHN", party="CAN")
        assert len(handing_over.by_query(reader, work, "letter")) == 4


def test_an_export_is_in_the_trail_with_its_ids(house: House) -> None:
    ids = fill(house, 2)
    export(house, ids)
    with house.work() as work:
        found = audit.entries(operator(house), work, AuditFilter(action=export_alone.EXPORTED))
    assert [entry.objects for entry in found.entries] == [tuple(ids)]


def test_a_damaged_original_stops_the_export(house: House) -> None:
    ids = fill(house, 1)
    (path,) = (one for one in house.settings.documents_dir.rglob("*") if one.is_file())
    path.chmod(0o600)
    path.write_bytes(b"?" * path.stat().st_size)
    with pytest.raises(Unavailable):
        export(house, ids)


def test_only_registrars_export(house: House) -> None:
    ids = fill(house, 1)
    with pytest.raises(NotPermitted):
        export(house, ids, a_principal("Secret"))
