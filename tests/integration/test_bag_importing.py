"""Taking a bag in: idempotent, strange labels told, and nothing of a bag that was changed."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import InvalidInput
from app.services import importing
from app.services.importing import ImportRequest, importing_principal
from app.wiring import House
from tests.builders import SCHEME
from tests.handing_over import content, export, take_in, views
from tests.houses import a_house
from tests.keeping import fill


@pytest.fixture
def other(tmp_path: Path) -> Iterator[House]:
    built = a_house(tmp_path / "other")
    yield built
    built.close()


def test_taking_in_twice_adds_nothing_and_a_bag_that_comes_home_neither(
    house: House, other: House, tmp_path: Path
) -> None:
    bag = export(house, fill(house))
    take_in(other, tmp_path, bag)
    again = take_in(other, tmp_path, bag)
    home = take_in(house, tmp_path, bag)
    assert (again.added, again.unchanged) == (0, 5)
    assert (home.added, home.unchanged) == (0, 5)


def test_a_dry_run_writes_nothing(house: House, other: House, tmp_path: Path) -> None:
    done = take_in(other, tmp_path, export(house, fill(house)), is_dry_run=True)
    assert done.added == 5
    assert views(other) == []
    assert list(other.originals.all()) == []


def test_a_label_that_is_not_known_goes_to_intake_or_to_the_command_and_is_told(
    house: House, tmp_path: Path
) -> None:
    bag = export(house, fill(house))
    for label, expected in (("", {"Secret/INTAKE", "Secret/PEN"}), ("Official", {"Secret/PEN"})):
        built = a_house(
            tmp_path / f"house-{label}", label_scheme=replace(SCHEME, compartments=_WITHOUT_HR)
        )
        done = take_in(built, tmp_path, bag, label=label)
        assert expected <= set(done.by_label)
        assert done.problems == 1
        assert "Public" not in done.by_label or not label
        built.close()


_WITHOUT_HR = SCHEME.compartments - {"HR-CHN"}


def _change(path: str, change: Callable[[bytes], bytes | None]) -> Callable[[bytes], bytes]:
    """A bag in which the first file whose path ends so is changed, or left out."""

    def changed(bag: bytes) -> bytes:
        out = io.BytesIO()
        is_done = False
        with zipfile.ZipFile(io.BytesIO(bag)) as old, zipfile.ZipFile(out, "w") as new:
            for entry in old.infolist():
                written: bytes | None = old.read(entry)
                if entry.filename.endswith(path) and not is_done:
                    written, is_done = change(old.read(entry)), True
                if written is not None:
                    new.writestr(entry.filename, written)
        assert is_done
        return out.getvalue()

    return changed


def _with(name: str) -> Callable[[bytes], bytes]:
    def changed(bag: bytes) -> bytes:
        out = io.BytesIO(bag)
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr(name, b"more")
        return out.getvalue()

    return changed


@pytest.mark.parametrize(
    "harm",
    [
        _change("description.json", lambda old: old.replace(b"Letter", b"Lettre")),
        _change(".txt", lambda _old: b"no declaration"),
        _change("001.txt", lambda old: old[:-1]),
        _change("001.txt", lambda _old: None),
        _change("premis.xml", lambda _old: None),
        _change("manifest-sha512.txt", lambda old: old.replace(b"0", b"1", 1)),
        _change("bag-info.txt", lambda old: old + b"More: x\n"),
        _with("chancery-export-20261123T120000Z/data/more.txt"),
        _with("chancery-export-20261123T120000Z/../../etc/passwd"),
        _with("/etc/passwd"),
        _with("another/bagit.txt"),
        lambda bag: bag[: len(bag) // 2],
        lambda _bag: b"",
        lambda _bag: b"PK no zip",
    ],
)
def test_a_bag_that_was_changed_is_not_taken_in(
    house: House, other: House, tmp_path: Path, harm: Callable[[bytes], bytes]
) -> None:
    bag = harm(export(house, fill(house, 2)))
    with pytest.raises(InvalidInput):
        take_in(other, tmp_path, bag)
    assert views(other) == []
    assert list(other.originals.all()) == []


def test_one_description_is_a_line_for_the_json_lines_import(
    house: House, other: House, tmp_path: Path
) -> None:
    ids = fill(house, 1)
    line = content(export(house, ids), "description.json")
    assert line.count(b"\n") == 1
    assert json.loads(line)["chancery"] == 1
    path = tmp_path / "one.jsonl"
    path.write_bytes(line)

    done = importing.import_file(
        importing_principal(SCHEME), other.work, ImportRequest(path, tmp_path / "reports")
    )

    assert (done.added, done.problems) == (1, 1)
    (before,), (after,) = views(house), views(other)
    assert (after.description, after.text, after.label) == (
        before.description,
        before.text,
        before.label,
    )
    told = [
        [(one.kind, one.text, one.label) for one in view.sealed_notes] for view in (after, before)
    ]
    assert told[0] == told[1]
