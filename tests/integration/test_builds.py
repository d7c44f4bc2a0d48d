"""Builds of a briefing: jobs with progress, the owner's gate, numbered copies, stopping, fetching."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest
from sqlalchemy import select, update

from app.db.models.builds import briefing_build
from app.db.models.jobs import job
from app.domain.access import AccessLabel
from app.domain.briefings import Audience, Depth, Pick, PickedSearch, Section
from app.domain.builds import BuildState, Progress, Step
from app.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from app.domain.principals import Principal
from app.domain.records import FileDraft
from app.domain.searches import SearchRequest
from app.services import (
    briefing_drafts,
    briefing_picking,
    briefing_writing,
    builds,
    copies,
    registration,
)
from app.services.importing import importing_principal
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import a_draft
from tests.building_books import begun, built, content_of, found
from tests.houses import FrozenClock
from tests.keeping_searches import a_reader
from tests.making_briefings import did, filed, shared, writing
from tests.printing import framed, pages_of
from tests.searching import relabelled


def _words(content: bytes) -> str:
    return " ".join(" ".join(pages_of(content)).split())


@pytest.fixture
def reader(house: House) -> Principal:
    return a_reader(house, level="Restricted", compartments=frozenset({"HR-CHN"}))


def test_a_build_is_a_job_and_its_book_can_be_fetched_again(
    house: House, reader: Principal
) -> None:
    record = filed(house, title="Letter of two states", label="Official")
    build_id = begun(house, reader, record)
    assert found(house, reader, build_id).state is BuildState.WAITING

    run_pending_jobs(house)

    build = found(house, reader, build_id)
    assert build.state is BuildState.DONE
    assert [one.id for one in build.records] == [record]
    content = content_of(house, reader, build)
    assert len(content) == build.size_bytes
    pages = pages_of(content)
    assert len(pages) == build.pages
    assert "Letter of two states" in " ".join(pages)
    assert all(framed(page, "OFFICIAL") >= 2 for page in pages)


def test_building_twice_gives_the_same_bytes(house: House, reader: Principal) -> None:
    record = filed(house)
    build = built(house, reader, record)
    first = content_of(house, reader, build)
    with writing(house) as work:  # as when the worker died before it could say that it was done
        work.session.execute(update(briefing_build).values(state="running", sha256=None))
        work.session.execute(update(job).values(state="waiting"))
    run_pending_jobs(house)
    assert content_of(house, reader, found(house, reader, build.id)) == first


def test_the_marking_is_the_join_of_all_that_is_inside(house: House, reader: Principal) -> None:
    plain = filed(house, label="Public")
    marked = filed(house, label="Restricted/HR-CHN")
    build = built(house, reader, plain, marked)
    assert str(build.label) == "Restricted/HR-CHN"


def test_what_the_audience_may_not_read_stops_the_build_before_it_begins(
    house: House, reader: Principal
) -> None:
    record = filed(house, label="Restricted")
    with pytest.raises(Conflict, match="audience may not read"):
        begun(house, reader, record, audience=Audience(clearance="Official"))


def test_an_empty_briefing_is_not_built(house: House, reader: Principal) -> None:
    with pytest.raises(InvalidInput, match="nothing in this briefing"):
        begun(house, reader)


def test_a_record_that_is_closed_meanwhile_fails_the_build_and_names_nothing(
    house: House, reader: Principal
) -> None:
    record = filed(house, title="Canary", label="Official")
    build_id = begun(house, reader, record)
    relabelled(house, record, "Secret")
    run_pending_jobs(house)
    with house.work() as work:
        row = work.session.execute(select(briefing_build)).mappings().one()
    assert row["state"] == BuildState.FAILED.value
    assert row["sha256"] is None
    assert "Canary" not in str(row["error"])
    with pytest.raises(NotFound):
        found(house, reader, build_id)


def test_a_right_that_ends_stops_the_next_download(house: House, reader: Principal) -> None:
    record = filed(house, label="Official")
    build = built(house, reader, record, copies_for="The Minister")
    assert content_of(house, reader, build, 1)
    relabelled(house, record, "Secret")
    for number in (0, 1):
        with pytest.raises(NotFound):
            content_of(house, reader, build, number)
    with house.work() as work:
        assert builds.builds_of(reader, work, build.briefing_id) == ()


def test_whoever_may_not_open_the_draft_finds_no_build(house: House, reader: Principal) -> None:
    build = built(house, reader, filed(house))
    other = a_reader(house, name="p.marsh", level="Secret")
    with pytest.raises(NotFound):
        found(house, other, build.id)
    shared(house, reader, build.briefing_id, "p.marsh")
    assert found(house, other, build.id).id == build.id


def test_copies_are_numbered_through_all_builds_and_name_their_holder(
    house: House, reader: Principal, clock: FrozenClock
) -> None:
    build = built(house, reader, filed(house), copies_for="The Minister\nP. Marsh")
    assert [(one.number, one.of, one.recipient) for one in build.copies] == [
        (1, 2, "The Minister"),
        (2, 2, "P. Marsh"),
    ]
    for page in pages_of(content_of(house, reader, build, 2)):
        assert "P. Marsh" in page
        assert "Copy 2 of 2" in page
    clock.advance(hours=1)
    with writing(house) as work:
        again = builds.begin(reader, work, build.briefing_id, "The Minister")
    run_pending_jobs(house)
    later = found(house, reader, again).copies
    assert [(one.number, one.of) for one in later] == [(3, 0)]  # "3 of 3" would say that it is all


def test_a_sealed_copy_opens_with_its_password_alone(house: House, reader: Principal) -> None:
    build = built(house, reader, filed(house))
    sealed = did(house, copies.make_copy, reader, build.id, "The Minister", is_encrypted=True)
    content = content_of(house, reader, build, sealed.number)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(content))
    with pikepdf.open(io.BytesIO(content), password=sealed.password) as pdf:
        assert pdf.encryption.bits == 256
    with house.work() as work:
        rows = work.session.execute(select(briefing_build)).mappings().all()
        assert sealed.password not in repr(rows)


def test_a_copy_made_alone_is_not_one_of_several(house: House, reader: Principal) -> None:
    build = built(house, reader, filed(house))
    one = did(house, copies.make_copy, reader, build.id, "The Minister", is_encrypted=False)
    page = _words(content_of(house, reader, build, one.number))
    assert "Copy 1 for The Minister" in page
    assert "Copy 1 of" not in page


def test_words_written_anew_since_a_book_are_told_in_the_next(
    house: House, reader: Principal, clock: FrozenClock
) -> None:
    build = built(house, reader, filed(house))
    with house.work() as work:
        revision = briefing_drafts.draft(reader, work, build.briefing_id).revision
    wanted = (Section.PRESS_LINE, "We raise it.", revision)
    did(house, briefing_writing.write_section, reader, build.briefing_id, *wanted)
    with house.work() as work:
        told = builds.changed_since(reader, work, build)
    assert told.rewritten == (Section.PRESS_LINE,)
    clock.advance(hours=1)
    with writing(house) as work:
        again = builds.begin(reader, work, build.briefing_id)
    run_pending_jobs(house)
    assert "Press line written anew" in _words(
        content_of(house, reader, found(house, reader, again))
    )


def test_a_build_can_be_stopped_and_keeps_nothing(house: House, reader: Principal) -> None:
    build_id = begun(house, reader, filed(house))
    did(house, builds.stop, reader, build_id)
    run_pending_jobs(house)
    build = found(house, reader, build_id)
    assert build.state is BuildState.CANCELLED
    assert build.sha256 == ""


def test_the_page_of_a_build_tells_what_has_changed_since(house: House, reader: Principal) -> None:
    first, second = filed(house), filed(house, title="Another")
    build = built(house, reader, first)
    with house.work() as work:
        assert builds.changed_since(reader, work, build).is_nothing
        view = builds.Catalogue(work.session, reader.clearance, work.labels).record(first)
    with writing(house) as work:
        registration.amend(
            importing_principal(work.labels),
            work,
            first,
            view.revision,
            replace(view.description, notes="More is known"),
            "More is known",
        )
    did(house, briefing_picking.pick, reader, build.briefing_id, [second])
    with house.work() as work:
        told = builds.changed_since(reader, work, build)
    assert [(one.id, revision) for one, revision in told.changed] == [(first, view.revision + 1)]
    assert [one.id for one in told.added] == [second]


def test_a_search_is_evaluated_again_at_each_build(house: House, reader: Principal) -> None:
    searches = (PickedSearch("Two states", SearchRequest("")),)
    filed(house)
    run_pending_jobs(house)
    build = built(house, reader, searches=searches)
    assert len(build.records) == 1
    filed(house, title="Later")
    run_pending_jobs(house)
    with writing(house) as work:
        again = builds.begin(reader, work, build.briefing_id)
    run_pending_jobs(house)
    assert len(found(house, reader, again).records) == 2


def test_no_book_is_built_under_emergency_access(house: House, reader: Principal) -> None:
    with pytest.raises(NotPermitted, match="emergency"):
        begun(house, replace(reader, emergency="1f3e5d7c"), filed(house))


def test_originals_are_bound_in_cleaned(house: House, reader: Principal) -> None:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(300, 400))
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.save(out)
    with writing(house) as work:
        stored = work.originals.put(io.BytesIO(out.getvalue()), 1_000_000)
        file = FileDraft(stored.sha256, stored.size_bytes, "application/pdf", "letter.pdf")
        record = registration.register(
            importing_principal(work.labels), work, replace(a_draft(label="Public"), files=(file,))
        )
    picks = (Pick(record, Depth.ANNEX),)
    build = built(house, reader, picks=picks)
    content = content_of(house, reader, build)
    assert "Annex 1: letter.pdf" in " ".join(pages_of(content))
    assert b"JavaScript" not in content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        forms = [key for page in pdf.pages for key in page.Resources.XObject.keys()]  # noqa: SIM118
        assert any(key.startswith("/Annex") for key in forms)
        assert "/OpenAction" not in pdf.Root


def test_disposing_of_a_record_empties_the_books_that_hold_it(
    house: House, reader: Principal
) -> None:
    record = filed(house)
    build = built(house, reader, record, copies_for="P. Marsh")
    with writing(house) as work:
        digests = builds.build_store.forget_record(work.session, record)
    assert digests == {build.sha256, build.copies[0].sha256}
    assert found(house, reader, build.id).sha256 == ""
    with pytest.raises(NotFound):
        content_of(house, reader, found(house, reader, build.id))


def test_progress_counts_the_whole_and_never_runs_backwards() -> None:
    told = [
        Progress(Step.READING, 5, 10).percent,
        Progress(Step.READING, 10, 10).percent,
        Progress(Step.SETTING, 0, 10).percent,
        Progress(Step.SETTING, 10, 10).percent,
        Progress(Step.WRITING, 1, 2).percent,
        Progress(Step.COPIES, 1, 2).percent,
    ]
    assert told == sorted(told)
    assert told[0] > 0 and told[-1] < 100  # noqa: PT018 - one law


def test_labels_of_builds_that_settings_no_longer_know_are_the_most_guarded(
    house: House, reader: Principal
) -> None:
    build = built(house, reader, filed(house))
    with writing(house) as work:
        work.session.execute(update(briefing_build).values(floor="Cosmic"))
    with pytest.raises(NotFound):
        found(house, reader, build.id)
    assert isinstance(build.label, AccessLabel)
