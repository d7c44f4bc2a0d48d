"""Working drafts: kept as one goes, for their owner alone, gone once saved or discarded."""

from __future__ import annotations

import io
import uuid

import pytest
from sqlalchemy import select

from app.db.models.drafts import draft_file, working_draft
from app.domain.errors import InvalidInput, NotFound, NotPermitted
from app.domain.principals import Principal, Role
from app.domain.records import RecordId
from app.domain.vocabularies import FileRole
from app.services import accounts, describing, drafting, records, registration
from app.services.drafting import WorkingDraft
from app.wiring import House
from tests.builders import SCHEME, a_draft, a_registrar
from tests.houses import FrozenClock
from tests.people import an_account

DRAFT = str(uuid.UUID(int=7))
FIELDS = (("title", "Letter, half"), ("signatures", "0"), ("signatures", "1"), ("notes", " \n "))


def registrar(
    house: House, name: str = "r.okafor", compartments: str = "HR-CHN", level: str = "Official"
) -> Principal:
    held = frozenset(filter(None, [compartments]))
    an_account(house, name, role=Role.REGISTRAR, level=level, compartments=held)
    with house.work() as work:
        return accounts.principal_for(work, name)


def keep(house: House, principal: Principal, **more: object) -> None:
    fields = more.pop("fields", FIELDS)
    draft_id = str(more.pop("draft_id", DRAFT))
    with house.work(writing=True) as work:
        drafting.keep(principal, work, draft_id, fields, **more)  # type: ignore[arg-type]
        work.commit()


def opened(house: House, principal: Principal, draft_id: str = DRAFT) -> WorkingDraft:
    with house.work() as work:
        return drafting.open_draft(principal, work, draft_id)


def registered(house: House, label: str = "Official/HR-CHN") -> RecordId:
    with house.work(writing=True) as work:
        record_id = registration.register(a_registrar(), work, a_draft(label=label))
        work.commit()
    return record_id


def test_what_was_typed_comes_back_exactly(house: House, clock: FrozenClock) -> None:
    me = registrar(house)
    keep(house, me)
    clock.advance(minutes=3)
    keep(house, me, fields=(*FIELDS, ("place", "谢阳")))
    found = opened(house, me)
    assert found.fields == (*FIELDS, ("place", "谢阳"))
    assert found.updated_at == clock.now()
    with house.work() as work:
        assert [one.id for one in drafting.own_drafts(me, work)] == [DRAFT]


def test_a_draft_is_its_owners_alone(house: House) -> None:
    me, other = registrar(house), registrar(house, "n.sato")
    keep(house, me)
    with pytest.raises(NotFound):
        opened(house, other)
    with house.work() as work:
        assert drafting.own_drafts(other, work) == ()
        with pytest.raises(NotFound):
            drafting.discard(other, work, DRAFT)
    keep(house, other, fields=(("title", "Mine"),))  # the same id is another draft
    assert opened(house, me).fields == FIELDS
    assert opened(house, other).fields == (("title", "Mine"),)


def test_a_draft_of_a_record_goes_out_of_sight_with_the_record(house: House) -> None:
    me = registrar(house)
    record_id = registered(house)
    keep(house, me, record_id=record_id, revision=1)
    with house.work() as work:
        found = drafting.draft_of(me, work, record_id)
        assert found is not None
        assert (found.record_id, found.revision) == (record_id, 1)
    with house.work(writing=True) as work:
        registration.relabel(
            accounts.system_principal(SCHEME), work, record_id, SCHEME.parse("Secret"), "Reviewed"
        )
        work.commit()
    with house.work() as work:
        assert drafting.own_drafts(me, work) == ()
        for attempt in (
            lambda: drafting.draft_of(me, work, record_id),
            lambda: drafting.open_draft(me, work, found.id),
            lambda: drafting.discard(me, work, found.id),
            lambda: drafting.keep(me, work, DRAFT, FIELDS, record_id=record_id, revision=1),
        ):
            with pytest.raises(NotFound):
                attempt()


def test_the_id_of_a_draft_that_went_out_of_sight_tells_nothing(house: House) -> None:
    me = registrar(house)
    record_id = registered(house)
    keep(house, me, record_id=record_id, revision=1)
    with house.work() as work:
        found = drafting.draft_of(me, work, record_id)
    assert found is not None
    assert found.id != DRAFT
    with house.work(writing=True) as work:
        registration.relabel(
            accounts.system_principal(SCHEME), work, record_id, SCHEME.parse("Secret"), "Reviewed"
        )
        work.commit()
    keep(house, me, draft_id=found.id)  # kept like any other id
    assert opened(house, me, found.id).record_id is None


def test_one_account_has_one_draft_of_a_record(house: House) -> None:
    me = registrar(house)
    record_id = registered(house)
    keep(house, me, record_id=record_id, revision=1)
    keep(house, me, draft_id=str(uuid.UUID(int=8)), record_id=record_id, revision=2)
    with house.work() as work:
        (line,) = drafting.own_drafts(me, work)
        assert line.record is not None
        assert line.record.id == record_id


def test_a_draft_goes_when_it_is_saved_or_discarded(house: House) -> None:
    me = registrar(house)
    keep(house, me)
    with house.work(writing=True) as work:
        draft = a_draft(label="Official/HR-CHN")
        describing.register(me, work, draft, (), reason="Registered", draft_id=DRAFT)
        work.commit()
    with pytest.raises(NotFound):
        opened(house, me)
    keep(house, me)
    with house.work(writing=True) as work:
        drafting.discard(me, work, DRAFT)
        work.commit()
    with house.work() as work:
        assert work.session.execute(select(working_draft)).all() == []


def test_files_wait_with_the_draft_and_go_along(house: House) -> None:
    me = registrar(house)
    files = [("letter.txt", io.BytesIO(b"the letter")), ("scan.bin", io.BytesIO(b"\0\1"))]
    with house.work(writing=True) as work:
        drafting.keep_files(me, work, DRAFT, FIELDS, files, 1000)
        work.commit()
    with house.work(writing=True) as work:
        one, two = drafting.waiting_files(me, work, DRAFT)
        drafting.drop_files(me, work, DRAFT, [two.id])
        waiting = drafting.waiting_files(me, work, DRAFT)
        attached = drafting.file_drafts(waiting, {one.id: FileRole.COPY}, {one.id: "en"})
        draft = a_draft(label="Official", draft={"files": attached})
        record_id = describing.register(me, work, draft, (), reason="R", draft_id=DRAFT)
        work.commit()
    with house.work() as work:
        (file,) = records.read_record(me, work, record_id).files
        assert (file.name, file.role, file.language) == ("letter.txt", FileRole.COPY, "en")
        assert file.media_type == "text/plain"
        assert work.session.execute(select(draft_file)).all() == []


def test_an_empty_file_is_refused_by_its_name(house: House) -> None:
    me = registrar(house)
    with house.work(writing=True) as work, pytest.raises(InvalidInput, match=r"a\.txt") as refused:
        drafting.keep_files(me, work, DRAFT, FIELDS, [("a.txt", io.BytesIO(b""))], 1000)
    assert refused.value.field == "files"


def test_only_who_may_register_has_drafts(house: House) -> None:
    an_account(house, "a.reader")
    with house.work() as work:
        reader = accounts.principal_for(work, "a.reader")
        with pytest.raises(NotPermitted):
            drafting.own_drafts(reader, work)


def test_an_id_that_is_none_is_refused(house: House) -> None:
    with pytest.raises(InvalidInput):
        keep(house, registrar(house), draft_id="../../etc")


def test_more_drafts_than_anybody_needs_are_refused(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafting, "MOST_DRAFTS", 2)
    me = registrar(house)
    for number in (1, 2):
        keep(house, me, draft_id=str(uuid.UUID(int=number)))
    with pytest.raises(InvalidInput, match="2 drafts"):
        keep(house, me, draft_id=str(uuid.UUID(int=3)))
