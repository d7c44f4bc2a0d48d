"""Every hostile file gets the right verdict, in time and in little memory, in both ways to read."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.hostile import pdf_files, word_files
from tests.hostile.cases import CASES, Case
from tests.hostile.conftest import TIMEOUT_S, Reading, read_folder

Readings = Callable[[str], Mapping[str, Reading]]
MUTANTS = 24
SEED = 20_261_123


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_verdict(case: Case, way: str, readings_by_name: Readings) -> None:
    reading = readings_by_name(way)[case.name]

    assert reading.verdict in case.verdicts, reading.text
    assert reading.seconds < TIMEOUT_S + 30  # no hang, on however busy a machine


def test_no_child_took_more_memory_than_allowed(way: str, readings_by_name: Readings) -> None:
    largest = max(reading.child_mb for reading in readings_by_name(way).values())

    assert largest <= 512


def test_the_process_that_asks_stays_small(way: str, readings_by_name: Readings) -> None:
    assert max(reading.own_mb for reading in readings_by_name(way).values()) <= 300


def test_no_secret_of_the_machine_comes_back(way: str, readings_by_name: Readings) -> None:
    assert all("root:" not in reading.text for reading in readings_by_name(way).values())


def test_a_path_that_climbs_out_writes_nothing(way: str, readings_by_name: Readings) -> None:
    assert "harmless" in readings_by_name(way)["paths that climb out"].text
    assert not Path("/tmp/chancery-climbed-out").exists()  # noqa: S108 - the name in the file


def test_old_charsets_and_commands_to_a_terminal_become_plain_words(
    way: str, readings_by_name: Readings
) -> None:
    readings = readings_by_name(way)

    assert "préoccupation" in readings["wrong charset"].text
    assert readings["terminal commands"].text.startswith("Excellency[2J")


def test_every_damaged_copy_of_a_good_file_ends_in_a_verdict(tmp_path: Path, way: str) -> None:
    source = random.Random(SEED)  # noqa: S311 - the same files every time
    originals = {
        "pdf": pdf_files.a_pdf(pdf_files.SENTENCE, pdf_files.SENTENCE),
        "docx": word_files.a_docx(word_files.a_body(word_files.paragraphs("Excellency"))),
    }
    for number in range(MUTANTS):
        extension = ("pdf", "docx")[number % 2]
        mutant = bytearray(originals[extension])
        for _ in range(source.randint(1, 30)):
            mutant[source.randrange(8, len(mutant))] = source.randrange(256)
        (tmp_path / f"mutant {number} of seed {SEED}.{extension}").write_bytes(mutant)

    readings = read_folder(tmp_path, way, TIMEOUT_S)

    assert len(readings) == MUTANTS
    assert all(reading.verdict != "unclean" for reading in readings)
    assert max(reading.seconds for reading in readings) < TIMEOUT_S + 30
