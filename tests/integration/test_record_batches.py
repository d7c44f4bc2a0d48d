"""Many records at once say the same as one by one, in few statements, and never what is hidden."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest
from sqlalchemy import Engine, event

from app.db.authorities import authorities
from app.db.catalogue import Catalogue
from app.db.record_batches import iter_views
from app.domain.principals import Principal
from app.domain.records import (
    Demand,
    Draft,
    FileDraft,
    NamedPerson,
    PartyCode,
    RecordId,
    RelationDraft,
    Response,
    SealedNoteDraft,
    Signature,
    StatusChange,
)
from app.domain.views import RecordView
from app.domain.vocabularies import RelationKind, ResponseKind, SignatureStatus
from app.services import dossiers, registration
from app.services.work import Work
from app.wiring import House
from tests.builders import SCHEME, a_draft, a_principal, a_registrar
from tests.party_merging import merge, with_added

READER = a_principal("Official", "HR-CHN", party="CAN")
SYSTEM = a_registrar()
ABSENT = RecordId("00000000-0000-4000-8000-000000000000")


@pytest.fixture
def work(house: House) -> Iterator[Work]:
    with house.work(writing=True) as opened:
        yield opened


def an_archive(work: Work) -> dict[str, RecordId]:
    """Letters that point at each other in every way there is, some of them hidden from the reader."""
    found: dict[str, RecordId] = {}
    for name, label in (
        ("first", "Public"),
        ("second", "Official/HR-CHN"),
        ("outside", "Public"),
        ("hidden", "Secret"),
        ("named later", "Official"),
    ):
        draft = a_draft(
            title=f"Letter {name}",
            label=label,
            source=f"plan:{name}",
            text=f"Text of {name}.",
            signed_by=["CAN", "CZE", "DEU"],
            targets=["CHN"],
            demands=(Demand("Release them", beneficiaries=("Xie Yang",)),),
            responses=(Response(ResponseKind.REJECTION, "No", by_party=PartyCode("CHN")),),
            persons=(NamedPerson("Xie Yang", other_names=("谢阳",), is_public_here=True),),
            subjects=("torture",),
            draft={"sealed_notes": (_note(label),), "files": (_file(work, name),)},
        )
        found[name] = registration.register(SYSTEM, work, _with_a_history(draft))
    for start, end in (("second", "first"), ("first", "hidden"), ("hidden", "second")):
        _link(work, found[start], RelationKind.REITERATES, end)
    _link(work, found["first"], RelationKind.PRECURSOR_OF, "named later")
    _link(work, found["first"], RelationKind.PARALLEL_TO, "outside")
    by_text = RelationDraft(RelationKind.PARALLEL_TO, to_external="Statement of the Union")
    registration.link(SYSTEM, work, found["second"], by_text)
    registration.link(
        SYSTEM,
        work,
        found["named later"],
        RelationDraft(RelationKind.COUNTERS),
        to_id=found["first"],
    )
    return found


def _with_a_history(draft: Draft) -> Draft:
    changed = Signature(
        PartyCode("JPN"),
        status=SignatureStatus.WITHDREW,
        history=(StatusChange(SignatureStatus.SIGNED), StatusChange(SignatureStatus.WITHDREW)),
    )
    told = draft.description
    described = replace(told, signatures=(*told.signatures, changed))
    return replace(draft, description=described)


def _note(label: str) -> SealedNoteDraft:
    return SealedNoteDraft("comment", "sealed", SCHEME.parse(label))


def _file(work: Work, name: str) -> FileDraft:
    stored = work.originals.put(io.BytesIO(name.encode()), 1_000)
    return FileDraft(stored.sha256, stored.size_bytes, "text/plain", f"{name}.txt")


def _link(work: Work, start: RecordId, kind: RelationKind, end: str) -> None:
    registration.link(SYSTEM, work, start, RelationDraft(kind, to_source_key=f"plan:{end}"))


def _catalogue(work: Work, principal: Principal = READER) -> Catalogue:
    return Catalogue(work.session, principal.clearance, SCHEME)


def as_in_a_dossier(
    view: RecordView, among: Sequence[RecordId], *, with_texts: bool, with_files: bool
) -> RecordView:
    """What is kept of a record's view in a dossier of these records."""
    relations = tuple(one for one in view.relations if one.record is None or one.record.id in among)
    label = view.label
    codes = set(view.description.party_codes)
    for one in relations:
        if one.record:
            label = label.join(one.record.label)
            codes |= set(one.record.signatory_codes)
    return replace(
        view,
        history=(),
        sealed_notes=(),
        relations=relations,
        page_label=label,
        party_names={code: view.party_names[code] for code in sorted(codes)},
        files=view.files if with_files else (),
        text=view.text if with_texts else "",
    )


@pytest.mark.parametrize("with_everything", [False, True])
@pytest.mark.parametrize("batch", [1, 2, 100])
def test_views_of_a_batch_say_what_each_record_says(
    work: Work, batch: int, with_everything: bool
) -> None:
    found = an_archive(work)
    wanted = [found[name] for name in ("named later", "second", "first")]
    catalogue = _catalogue(work)
    views = list(
        iter_views(
            catalogue,
            [*wanted, wanted[0], found["hidden"], ABSENT],
            with_texts=with_everything,
            with_files=with_everything,
            batch=batch,
        )
    )
    one_by_one = [
        as_in_a_dossier(
            catalogue.record(one), wanted, with_texts=with_everything, with_files=with_everything
        )
        for one in wanted
    ]
    assert views == one_by_one
    assert any(one.record for view in views for one in view.relations)
    assert any(one.external for view in views for one in view.relations)


def test_a_relation_to_a_record_outside_the_dossier_is_not_in_it(work: Work) -> None:
    found = an_archive(work)
    (alone,) = iter_views(_catalogue(work), [found["first"]])
    assert alone.relations == ()
    assert str(alone.page_label) == "Public"


def test_the_statements_of_a_batch_do_not_grow(house: House, work: Work) -> None:
    ids = [
        registration.register(
            SYSTEM, work, a_draft(title=f"Letter {n}", signed_by=["AUS", "CZE"], text="x")
        )
        for n in range(40)
    ]
    for one in ids[1:]:
        registration.link(SYSTEM, work, one, RelationDraft(RelationKind.REITERATES), to_id=ids[0])
    authorities(work.session)

    def read(some: Sequence[RecordId], batch: int) -> Callable[[], object]:
        def act() -> object:
            views = iter_views(
                _catalogue(work), some, with_texts=True, with_files=True, batch=batch
            )
            return list(views)

        return act

    few, many = (_statements(house.engine, read(some, 100)) for some in (ids[:2], ids))
    assert few == many <= 27
    assert _statements(house.engine, read(ids, 20)) <= 2 * many


def test_views_come_before_the_next_batch_is_read(house: House, work: Work) -> None:
    ids = [registration.register(SYSTEM, work, a_draft(title=f"Letter {n}")) for n in range(6)]
    authorities(work.session)
    views = iter_views(_catalogue(work), ids, batch=2)
    first = _statements(house.engine, lambda: next(views))
    assert _statements(house.engine, lambda: next(views)) == 0
    assert 0 < _statements(house.engine, lambda: next(views)) <= first


def test_merged_parties_are_one_party(house: House) -> None:
    with_added(house)
    with house.work(writing=True) as work:
        one, other = (
            registration.register(SYSTEM, work, a_draft(title=code, signed_by=[code, "DEU"]))
            for code in ("ZZFR", "FRA")
        )
        work.commit()
    merge(house, "FRA", "ZZFR")
    with house.work() as work:
        dossier = dossiers.of_party(READER, work, "ZZFR", 10)
        catalogue = _catalogue(work)
        single = [
            as_in_a_dossier(
                catalogue.record(view.id), [one, other], with_texts=False, with_files=False
            )
            for view in dossier.records
        ]
    assert dossier.party == "FRA"
    assert {view.id for view in dossier.records} == {one, other}
    assert list(dossier.records) == single
    assert any(view.as_registered for view in single)


def _statements(engine: Engine, act: Callable[[], object]) -> int:
    seen: list[str] = []

    def count(_c: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", count)
    return len(seen)
