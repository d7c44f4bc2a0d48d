"""Migrations: up, down and up again with data; a backup copy first; the same schema as the models."""

from __future__ import annotations

import json
import sqlite3
import stat
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, select, text

import app.db.models  # noqa: F401 - fills the metadata
from app.db import schema, seeding
from app.db.authorities import authorities
from app.db.base import Base, make_engine, writing_sessions
from app.db.models.records import record
from app.domain.errors import Misconfigured
from app.domain.nothing import NOT_KNOWN
from app.domain.records import AbsenceReport
from app.domain.vocabularies import AbsenceKind
from app.domain.wording import said
from app.services import records, registration
from app.wiring import House
from tests.builders import a_draft, a_registrar
from tests.houses import NOON

_UNNAMED = AbsenceReport(NOT_KNOWN, AbsenceKind.REPORTED_BLOCK, "Blocked it", among="EU")
REVISIONS = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
    "0009",
    "0010",
    "0011",
    "0012",
    "0013",
    "0014",
    "0015",
    "0016",
    "0017",
)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return make_engine(f"sqlite:///{tmp_path / 'chancery.db'}")


def test_an_empty_database_is_upgraded_without_a_backup(engine: Engine, tmp_path: Path) -> None:
    assert schema.pending(engine) == REVISIONS
    done = schema.upgrade(engine, tmp_path / "backups", NOON)
    assert (done.changed, done.backup) == (True, None)
    assert schema.is_current(engine)
    assert not schema.upgrade(engine, tmp_path / "backups", NOON).changed


def test_migrations_make_exactly_what_the_models_say(engine: Engine) -> None:
    schema.migrate(engine, "head")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_down_and_up_again_step_by_step_with_data(house: House) -> None:
    with house.work(writing=True) as work:
        draft = a_draft(signed_by=["AUS"], text="text", source="press:1", absences=(_UNNAMED,))
        record_id = registration.register(a_registrar(), work, draft)
        work.commit()
    for revision in reversed(REVISIONS[:-1]):
        schema.migrate(house.engine, "-1")
        assert schema.pending(house.engine)[0] > revision
    schema.migrate(house.engine, "base")
    assert inspect(house.engine).get_table_names() == ["alembic_version"]
    schema.migrate(house.engine, "head")
    with house.work(writing=True) as work:
        seeding.seed_authorities(work.session)
        again = registration.register(a_registrar(), work, draft)
        view = records.read_record(a_registrar(), work, again)
        assert view.description == draft.description
        assert again != record_id


def test_a_record_outlives_the_revisions_above_its_table(house: House) -> None:
    with house.work(writing=True) as work:
        registration.register(a_registrar(), work, a_draft(title="Kept"))
        work.commit()
    schema.migrate(house.engine, "0003")
    assert "signature" not in inspect(house.engine).get_table_names()
    schema.migrate(house.engine, "head")
    with house.work() as work:
        assert work.session.scalars(select(record.c.title)).all() == ["Kept"]


def test_going_back_leaves_the_english_of_what_was_kept_as_sentences(house: House) -> None:
    with house.work(writing=True) as work:
        draft = a_draft(label="Official", date="2017-02-27", signed_by=["AUS"])
        record_id = registration.register(a_registrar(), work, draft)
        later = a_draft(date="2017-03", signed_by=["AUS", "CAN"]).description
        registration.amend(a_registrar(), work, record_id, 1, later, said("Imported"))
        work.commit()
    with house.work() as work:
        (entry, _) = records.read_record(a_registrar(), work, record_id).history
    schema.migrate(house.engine, "0013")

    with house.engine.connect() as connection:
        statement = "SELECT reason, changes FROM record_history WHERE revision = 2"
        reason, changes = connection.execute(text(statement)).one()
    assert reason == "Imported"
    assert json.loads(changes) == [[one.field, one.old, one.new] for one in entry.changes]
    assert "March 2017, as stated in the text" in changes


def test_an_upgrade_copies_the_database_first(house: House, tmp_path: Path) -> None:
    with house.work(writing=True) as work:
        registration.register(a_registrar(), work, a_draft(title="Before"))
        work.commit()
    schema.migrate(house.engine, "0004")
    done = schema.upgrade(house.engine, tmp_path / "backups", NOON)
    assert done.backup is not None
    assert stat.S_IMODE(done.backup.stat().st_mode) == 0o600
    with sqlite3.connect(done.backup) as copy:
        assert copy.execute("SELECT title FROM record").fetchall() == [("Before",)]
        assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [("0004",)]


def test_a_failing_revision_leaves_nothing_behind(engine: Engine) -> None:
    schema.migrate(engine, "0004")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE quote (id INTEGER)"))
    with pytest.raises(Exception, match="quote"):
        schema.migrate(engine, "head")
    assert schema.pending(engine) == REVISIONS[REVISIONS.index("0005") :]
    assert "demand" not in inspect(engine).get_table_names()


def test_a_database_from_the_future_is_refused(engine: Engine) -> None:
    schema.migrate(engine, "head")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Misconfigured):
        schema.is_current(engine)


def test_seeding_twice_is_seeding_once(engine: Engine) -> None:
    schema.migrate(engine, "head")
    counts = []
    for _ in range(2):
        with writing_sessions(engine)() as session:
            seeding.seed_authorities(session)
            session.commit()
            known = authorities(session)
            counts.append((len(known.parties), len(known.groupings.groupings)))
    assert counts[0] == counts[1]
    assert counts[0][0] > 200
    assert known.parties.resolve("the Czech Republic").code == "CZE"
