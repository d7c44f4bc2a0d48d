"""What must not happen to a book: names that travel, markings that fall, endless builds, bytes left."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, update

from app.db.models.builds import briefing_build, briefing_copy, built_record
from app.db.models.jobs import job
from app.db.models.retention import disposed_original
from app.domain.briefings import Audience, Depth, Pick, Section
from app.domain.builds import BuildState
from app.domain.errors import Conflict, NotFound, NotPermitted
from app.domain.principals import Principal
from app.domain.records import Demand, NamedPerson, RecordId
from app.services import books, briefing_picking, builds, copies, registration
from app.services.importing import importing_principal
from app.wiring import House
from app.worker import run_pending_jobs
from tests.building_books import begun, built, content_of, found
from tests.keeping_searches import a_reader
from tests.making_briefings import did, filed, opened, shared, writing, wrote
from tests.printing import letters_of, pages_of
from tests.searching import relabelled


@pytest.fixture
def reader(house: House) -> Principal:
    return a_reader(house, level="Secret", compartments=frozenset({"HR-CHN"}))


def amended(house: House, record: RecordId, **changes: Any) -> None:
    """As a registrar does who may read everything."""
    with writing(house) as work:
        principal = importing_principal(work.labels)
        view = builds.Catalogue(work.session, principal.clearance, work.labels).record(record)
        told = replace(view.description, **changes)
        registration.amend(principal, work, record, view.revision, told, "More is known")


def naming(house: House, *, is_public: bool) -> RecordId:
    """A record that names somebody wherever it can."""
    return filed(
        house,
        title="Letter on Wang Quanzhang",
        summary="It speaks of Wang Quanzhang.",
        text="WANG-QUANZHANG and Wang Quan\u00adzhang and wang quanzhang.",
        persons=(NamedPerson("Wang Quanzhang", is_public_here=is_public),),
        demands=(Demand("Release Wang Quanzhang"),),
        notes="Ask after Wang_Quanzhang.",
    )


@pytest.mark.parametrize("depth", list(Depth))
def test_who_is_masked_is_named_nowhere_in_the_book(
    house: House, reader: Principal, depth: Depth
) -> None:
    record = naming(house, is_public=False)
    build = built(house, reader, picks=(Pick(record, depth),))
    content = content_of(house, reader, build)
    letters = letters_of(content).casefold()
    assert "quanzhang" not in letters
    assert "quan\u00adzhang" not in letters
    assert b"Quanzhang" not in content


def test_whoever_decides_so_prints_every_name(house: House, reader: Principal) -> None:
    record = naming(house, is_public=False)
    picks = (Pick(record, Depth.FULL),)
    build = built(house, reader, picks=picks, masks_persons=False)
    assert letters_of(content_of(house, reader, build)).count("WangQuanzhang") >= 3


def test_a_book_is_closed_to_whom_its_own_marking_is(house: House, reader: Principal) -> None:
    record = filed(house, label="Secret", summary="Sensitive words")
    build = built(house, reader, record)
    shared_with = a_reader(house, name="p.marsh", level="Public")
    amended(house, record, summary="Harmless words")
    relabelled(house, record, "Public")
    with pytest.raises(NotFound):
        content_of(house, shared_with, build)
    assert content_of(house, reader, build)


def test_words_written_beside_a_guarded_text_keep_its_marking(
    house: House, reader: Principal
) -> None:
    record = filed(house, label="Secret")
    build_id = begun(house, reader, record)
    draft = found(house, reader, build_id).briefing_id
    wrote(house, reader, draft, "What the letter says")
    with writing(house) as work:
        registration.withdraw(importing_principal(work.labels), work, record, "Registered twice")
    assert str(opened(house, reader, draft).label) == "Secret"


def test_what_was_left_out_is_named_only_under_a_marking_that_covers_it(
    house: House, reader: Principal
) -> None:
    kept, guarded = filed(house), filed(house, label="Secret")
    first = built(house, reader, kept, guarded)
    reference = next(one.reference for one in first.records if one.id == guarded)
    did(house, briefing_picking.drop, reader, first.briefing_id, [guarded])
    with writing(house) as work:
        again = builds.begin(reader, work, first.briefing_id)
    run_pending_jobs(house)
    second = found(house, reader, again)
    assert str(second.label) == "Public"
    assert reference not in " ".join(pages_of(content_of(house, reader, second)))


def test_a_book_for_somebody_else_counts_nothing_that_they_may_not_read(
    house: House, reader: Principal
) -> None:
    audience = Audience(clearance="Public")
    record = filed(house)
    before = pages_of(content_of(house, reader, built(house, reader, record, audience=audience)))
    filed(house, label="Secret")
    after = pages_of(content_of(house, reader, built(house, reader, record, audience=audience)))
    assert before == after
    assert "this reader may read" not in " ".join(after)


def test_an_unexpected_error_ends_the_build(
    house: House, reader: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_id = begun(house, reader, filed(house))

    def broken(*_arguments: object) -> object:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(books, "bound", broken)
        run_pending_jobs(house)
    build = found(house, reader, build_id)
    assert build.state is BuildState.FAILED
    assert "unexpected error" in build.error
    with writing(house) as work:
        assert builds.begin(reader, work, build.briefing_id)


def test_a_build_whose_job_was_given_up_is_settled(house: House, reader: Principal) -> None:
    build_id = begun(house, reader, filed(house))
    with writing(house) as work:
        work.session.execute(update(job).values(state="failed"))
        work.session.execute(update(briefing_build).values(state="running"))
    run_pending_jobs(house)
    assert found(house, reader, build_id).state is BuildState.FAILED


def test_a_stop_between_storing_and_keeping_leaves_nothing_behind(
    house: House, reader: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_id = begun(house, reader, filed(house), copies_for="P. Marsh")
    honest = books.bound

    def bound(*told: Any) -> Any:
        made = honest(*told)
        did(house, builds.stop, reader, build_id)
        return made

    monkeypatch.setattr(books, "bound", bound)
    run_pending_jobs(house)
    build = found(house, reader, build_id)
    assert build.state is BuildState.CANCELLED
    with house.work() as work:
        ordered = set(work.session.scalars(select(disposed_original.c.sha256)))
        held = set(work.session.scalars(select(briefing_copy.c.sha256)))
        stored = {one.sha256 for one in work.originals.all()}
    assert stored <= ordered
    assert not held


def test_a_text_closed_while_the_book_is_set_is_in_no_book(
    house: House, reader: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = filed(house, label="Official")
    begun(house, reader, record)
    honest = books.bound

    def bound(*told: Any) -> Any:
        made = honest(*told)
        relabelled(house, record, "Secret/PEN")
        return made

    monkeypatch.setattr(books, "bound", bound)
    run_pending_jobs(house)
    with house.work() as work:
        row = work.session.execute(select(briefing_build)).mappings().one()
    assert (row["state"], row["sha256"]) == (BuildState.FAILED.value, None)


def test_the_versions_kept_are_those_that_were_printed(house: House, reader: Principal) -> None:
    record = filed(house)
    build_id = begun(house, reader, record)
    amended(house, record, notes="More is known")
    run_pending_jobs(house)
    with house.work() as work:
        kept = work.session.scalars(select(built_record.c.revision)).all()
    assert kept == [2]
    assert found(house, reader, build_id).records[0].revision == 2


def test_one_book_of_a_briefing_is_built_at_a_time(house: House, reader: Principal) -> None:
    build_id = begun(house, reader, filed(house))
    with writing(house) as work, pytest.raises(Conflict, match="being built"):
        builds.begin(reader, work, found(house, reader, build_id).briefing_id)


def test_nothing_is_copied_or_fetched_under_emergency_access(
    house: House, reader: Principal
) -> None:
    build = built(house, reader, filed(house))
    for_a_while = replace(reader, emergency="1f3e5d7c")
    with writing(house) as work, pytest.raises(NotPermitted):
        copies.make_copy(for_a_while, work, build.id, "The Minister", is_encrypted=False)
    with pytest.raises(NotPermitted):
        content_of(house, for_a_while, build)


def test_the_book_stays_when_its_draft_goes(house: House, reader: Principal) -> None:
    from app.services import briefing_drafts

    build = built(house, reader, filed(house), copies_for="P. Marsh")
    did(house, briefing_drafts.remove, reader, build.briefing_id)
    with house.work() as work:
        assert builds.changed_since(reader, work, build) is None
    assert content_of(house, reader, build, 1)


def test_a_cover_that_needs_two_pages_moves_the_contents(house: House, reader: Principal) -> None:
    title = "会" * 400
    build = built(
        house, reader, filed(house), title=title, occasion="会" * 200, prepared_for="会" * 200
    )
    pages = pages_of(content_of(house, reader, build))
    assert any("Contents" in page and str(Section.OBJECTIVES.title) in page for page in pages[1:4])
    assert "Built 23 Nov 2026" in " ".join(pages[:2])


def test_sharing_a_draft_opens_its_books(house: House, reader: Principal) -> None:
    build = built(house, reader, filed(house))
    other = a_reader(house, name="p.marsh", level="Public")
    with pytest.raises(NotFound):
        found(house, other, build.id)
    shared(house, reader, build.briefing_id, "p.marsh")
    assert found(house, other, build.id).pages == build.pages
