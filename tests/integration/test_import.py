"""Importing: repeatable, interruptible, labelled with care, and stopped by no bad row."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from app.db.models.records import record, source_key
from app.domain.access import Clearance
from app.domain.errors import InvalidInput, NotPermitted
from app.domain.records import RecordId, SourceKey
from app.services import importing, records, registration
from app.services.importing import ImportProgress, ImportRequest, ImportResult
from app.wiring import House
from tests.builders import SCHEME, a_principal, a_registrar
from tests.houses import a_house

ROOT = Path(__file__).resolve().parents[2]
INTAKE = str(SCHEME.intake)


def letters(folder: Path, count: int, *, text: str = "A text.", name: str = "box.jsonl") -> Path:
    path = folder / name
    rows = [
        {"id": f"n{n}", "title": f"Letter {n}", "kind": "letter", "text": text}
        for n in range(count)
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def take_in(house: House, path: Path, label: str = "", **fields: object) -> ImportResult:
    request = ImportRequest(
        path, house.settings.home / "reports", label=SCHEME.parse(label) if label else None
    )
    principal = importing.importing_principal(SCHEME)
    return importing.import_file(principal, house.work, replace(request, **fields))  # type: ignore[arg-type]


def registered(house: House) -> dict[str, int]:
    """Identifier -> revision of everything an import brought."""
    statement = select(source_key.c.identifier, record.c.revision).join(
        record, record.c.id == source_key.c.record_id
    )
    with house.work() as work:
        rows = [(row.identifier, row.revision) for row in work.session.execute(statement)]
    assert len(rows) == len({identifier for identifier, _ in rows})
    return dict(rows)


def problems(result: ImportResult) -> list[dict[str, object]]:
    assert result.report
    return [json.loads(line) for line in result.report.read_text(encoding="utf-8").splitlines()]


def test_the_same_file_twice_adds_nothing_the_second_time(house: House, tmp_path: Path) -> None:
    path = letters(tmp_path, 250)

    first = take_in(house, path, "Public")
    once = registered(house)
    second = take_in(house, path, "Public")

    assert (first.added, first.unchanged) == (250, 0)
    assert (second.added, second.unchanged) == (0, 250)
    assert registered(house) == once


def test_a_relabelled_record_is_found_again(house: House, tmp_path: Path) -> None:
    path = letters(tmp_path, 1)
    take_in(house, path)
    registrar = a_registrar(party="GBR")
    with house.work(writing=True) as work:
        found = registration.find_source_key(registrar, work, SourceKey("box.jsonl", "n0"))
        assert found
        label = SCHEME.parse("Official/REL CAN,GBR")
        registration.relabel(
            importing.importing_principal(SCHEME), work, found.id, label, "Looked at"
        )
        work.commit()

    again = take_in(house, path)

    assert (again.added, again.unchanged) == (0, 1)


def test_a_withdrawn_record_is_not_brought_back(house: House, tmp_path: Path) -> None:
    path = letters(tmp_path, 1)
    take_in(house, path, "Public")
    registrar = a_registrar()
    with house.work(writing=True) as work:
        found = registration.find_source_key(registrar, work, SourceKey("box.jsonl", "n0"))
        assert found
        registration.withdraw(registrar, work, found.id, "Not ours")
        work.commit()

    again = take_in(house, path, "Public")

    assert (again.added, again.withdrawn) == (0, 1)


def test_a_document_that_changed_at_its_source_is_reported_and_left(
    house: House, tmp_path: Path
) -> None:
    take_in(house, letters(tmp_path, 2), "Public")

    again = take_in(house, letters(tmp_path, 2, text="Another text."), "Public")

    assert (again.added, again.changed) == (0, 2)
    assert [one["field"] for one in problems(again)] == ["record", "record"]
    with house.work() as work:
        principal = a_principal("Public")
        found = registration.find_source_key(a_registrar(), work, SourceKey("box.jsonl", "n0"))
        assert found
        assert records.read_record(principal, work, RecordId(found.id)).text == "A text."


def test_a_bad_row_is_reported_with_its_line_and_stops_nothing(
    house: House, tmp_path: Path
) -> None:
    path = tmp_path / "box.jsonl"
    good = [json.dumps({"id": str(n), "title": "T"}) for n in range(3)]
    path.write_text("\n".join([good[0], "{", good[1], '{"id": "x"}', good[2]]), encoding="utf-8")

    result = take_in(house, path, "Public")

    assert (result.added, result.refused) == (3, 2)
    assert [(one["line"], one["field"]) for one in problems(result)] == [(2, "line"), (4, "title")]
    assert result.report
    assert result.report.stat().st_mode & 0o077 == 0


def test_a_bad_row_of_a_table_is_reported_and_stops_nothing(house: House, tmp_path: Path) -> None:
    path = tmp_path / "letters.csv"
    path.write_bytes(
        b'id,title,signatories\nM1,"open,Canada\nM2,Caf\xe9,Canada\nM3,Three,"Peru; PER"\n'
    )

    result = take_in(house, path, "Public")

    assert (result.added, result.refused, result.stopped) == (1, 2, "")
    assert [(one["line"], one["severity"]) for one in problems(result)] == [
        (2, "refused"),
        (3, "refused"),
        (4, "noted"),
    ]
    assert result.problems == 3
    assert list(registered(house)) == ["M3"]


def test_a_letter_whose_rows_stand_apart_is_not_taken_in_by_half(
    house: House, tmp_path: Path
) -> None:
    path = tmp_path / "letters.csv"
    rows = "".join(f"X{number},Between,Japan\n" for number in range(importing.BATCH_RECORDS + 1))
    path.write_text(f"id,title,signatory\nT1,T,Canada\n{rows}T1,,France\n", encoding="utf-8")

    result = take_in(house, path, "Public")

    assert (result.added, result.refused) == (importing.BATCH_RECORDS + 1, 1)
    assert "T1" not in registered(house)


def test_without_problems_there_is_no_report_and_an_old_one_goes(
    house: House, tmp_path: Path
) -> None:
    path = tmp_path / "box.jsonl"
    path.write_text("{", encoding="utf-8")
    old = take_in(house, path, "Public").report

    result = take_in(house, letters(tmp_path, 1), "Public")

    assert old
    assert (result.report, old.exists()) == (None, False)


@pytest.mark.parametrize(
    ("of_row", "of_command", "label"),
    [
        ("", "", INTAKE),
        ("", "Official/HR-CHN", "Official/HR-CHN"),
        ("Official", "", "Official"),
        ("Official", "Restricted/SEC", "Restricted/SEC"),
        ("Secret/HR-CHN", "Public", "Secret/HR-CHN"),
        ("Official/REL CAN,GBR", "", "Official/REL CAN,GBR"),
        ("TOP SECRET", "Public", INTAKE),
        ("Official/NO-SUCH", "", INTAKE),
    ],
)
def test_a_record_gets_the_label_that_guards_it_most(
    house: House, tmp_path: Path, of_row: str, of_command: str, label: str
) -> None:
    path = tmp_path / "box.jsonl"
    path.write_text(json.dumps({"id": "1", "title": "T", "label": of_row}), encoding="utf-8")

    result = take_in(house, path, of_command)

    assert result.by_label == {label: 1}


def test_a_label_beyond_ones_clearance_is_refused(house: House, tmp_path: Path) -> None:
    request = ImportRequest(
        letters(tmp_path, 1), tmp_path / "reports", label=SCHEME.parse("Secret/SEC")
    )

    with pytest.raises(InvalidInput, match="not cleared"):
        importing.import_file(a_registrar("Official", "HR-CHN"), house.work, request)


def test_only_registrars_import(house: House, tmp_path: Path) -> None:
    request = ImportRequest(letters(tmp_path, 1), tmp_path / "reports")

    with pytest.raises(NotPermitted):
        importing.import_file(a_principal("Secret"), house.work, request)


def test_a_dry_run_says_what_would_happen_and_changes_nothing(house: House, tmp_path: Path) -> None:
    take_in(house, letters(tmp_path, 2), "Public")
    more = letters(tmp_path, 5)
    more.write_text(more.read_text() + "\n" + more.read_text().splitlines()[4], encoding="utf-8")

    would = take_in(house, more, "Public", is_dry_run=True)

    assert (would.added, would.unchanged) == (3, 3)
    assert would.by_label == {"Public": 3}
    assert len(registered(house)) == 2


def test_damage_further_in_keeps_what_came_before(house: House, tmp_path: Path) -> None:
    whole = letters(tmp_path, 600, text="".join(map(str, range(300)))).read_bytes()
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(gzip.compress(whole, 1)[:-600])

    result = take_in(house, cut, "Public")

    assert "damaged" in result.stopped
    assert 0 < result.added < 600
    assert len(registered(house)) == result.added


def test_progress_counts_bytes_and_records(house: House, tmp_path: Path) -> None:
    told: list[ImportProgress] = []
    path = letters(tmp_path, 250)
    request = ImportRequest(path, tmp_path / "reports", label=SCHEME.bottom)

    importing.import_file(importing.importing_principal(SCHEME), house.work, request, told.append)

    assert [one.records for one in told] == [100, 200, 250]
    assert told[-1].bytes_read == told[-1].bytes_total == path.stat().st_size


def test_an_imported_letter_names_its_parties(house: House, tmp_path: Path) -> None:
    path = tmp_path / "letters.csv"
    path.write_text(
        "id,title,signatories\nL1,A letter,the Czech Republic; Canada\nL2,B,CAN; Ruritania\n",
        encoding="utf-8",
    )

    result = take_in(house, path, "Public")

    assert (result.added, result.refused) == (1, 1)
    assert "Ruritania" in str(problems(result)[0]["reason"])
    with house.work() as work:
        found = registration.find_source_key(a_registrar(), work, SourceKey("letters.csv", "L1"))
        assert found
        view = records.read_record(a_principal("Public"), work, found.id)
    assert [one.party for one in view.description.signatures] == ["CZE", "CAN"]
    assert view.name_of(view.description.signatures[0].party) == "Czechia"


def test_what_goes_to_intake_is_hidden_from_those_without_the_compartment(
    house: House, tmp_path: Path
) -> None:
    take_in(house, letters(tmp_path, 1))
    cleared = Clearance(SCHEME.levels[-1], SCHEME.compartments - {"INTAKE"})
    reader = replace(a_registrar(), clearance=cleared)

    with house.work() as work:
        assert registration.find_source_key(reader, work, SourceKey("box.jsonl", "n0")) is None


_IMPORT = """
import sys
from pathlib import Path
from app.services import importing
from app.services.importing import ImportRequest
from app.wiring import build_house
from tests.houses import settings_for
house = build_house(settings_for(Path(sys.argv[1])))
labels = house.settings.label_scheme
request = ImportRequest(Path(sys.argv[2]), Path(sys.argv[1]) / "reports", label=labels.bottom)
importing.import_file(importing.importing_principal(labels), house.work, request,
                      lambda at: print(at.records, flush=True))
"""


@pytest.mark.parametrize("after_records", [100, 300])
def test_killed_in_the_middle_and_started_again_it_ends_in_the_same_state(
    tmp_path: Path, after_records: int
) -> None:
    path = letters(tmp_path, 700, text="word " * 200)
    killed, straight = a_house(tmp_path / "killed"), a_house(tmp_path / "straight")
    take_in(straight, path, "Public")
    acknowledged = 0
    with subprocess.Popen(
        [sys.executable, "-c", _IMPORT, str(tmp_path / "killed"), str(path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        while acknowledged < after_records:
            acknowledged = int(process.stdout.readline())
        time.sleep(0.03)  # into the middle of the next batch
        process.kill()
    kept = registered(killed)

    again = take_in(killed, path, "Public")

    assert acknowledged <= len(kept) < 700
    assert (again.added, again.unchanged) == (700 - len(kept), len(kept))
    assert registered(killed) == registered(straight)
    killed.close()
    straight.close()
