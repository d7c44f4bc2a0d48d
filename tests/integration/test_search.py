"""Searching through the service: what is found, counted, shown, refused and recorded."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select

from app.db.models.audit import AuditEntryRow
from app.domain.errors import InvalidInput, NotPermitted, QuerySyntaxError
from app.domain.principals import Role
from app.domain.records import Addressee, NamedPerson, PartyCode
from app.domain.searches import FacetFilter, FacetName, NoticeKind, SortOrder
from app.domain.vocabularies import RecordKind
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import a_principal
from tests.searching import counts_of, ids_of, indexed, registered, searched

STATEMENTS_AT_MOST = 11
"""Eight for the page; three that ask which synonyms and names people have added, and for merged parties."""


@contextmanager
def _counted(house: House) -> Iterator[list[str]]:
    """The statements of a block, without BEGIN and without the audit's own transaction."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "BEGIN" not in statement and "audit_" not in statement:
            seen.append(statement)

    event.listen(house.engine, "before_cursor_execute", note)
    yield seen
    event.remove(house.engine, "before_cursor_execute", note)


def test_a_letter_is_found_by_each_thing_the_register_says_of_it(house: House) -> None:
    record_id = indexed(
        house,
        title="Letter of missions",
        text="They wrote about lawyers in custody.",
        summary="Envoys asked for an inquiry.",
        signed_by=["DEU"],
        to=[Addressee(office="Minister of Public Security", party=PartyCode("CHN"))],
        persons=(NamedPerson("Xie Yang", other_names=("谢阳",)),),
        subjects=("torture",),
        notes="Copied by hand",
    )
    for words in (
        "missions",
        "custody",
        "inquiry",
        "signatory:Allemagne",
        "signatory:DEU",
        'addressee:"public security"',
        "addressee:China",
        "person:谢阳",
        "subject:torture",
        "hand",
    ):
        assert ids_of(searched(house, words)) == [record_id], words
    assert ids_of(searched(house, "signatory:China")) == []


def test_excerpts_name_their_place_and_mark_the_word(house: House) -> None:
    indexed(house, title="A letter", text="They wrote about lawyers in custody.")
    (hit,) = searched(house, "lawyer").hits
    (excerpt,) = hit.excerpts
    assert excerpt.place == "text"
    assert [one.text for one in excerpt.segments if one.is_match] == ["lawyers"]


def test_the_reference_is_found_however_it_is_typed(house: House) -> None:
    record_id = indexed(house, title="A letter")
    (hit,) = searched(house).hits
    reference = hit.summary.reference
    year, code = reference[:8], reference[8:]
    for typed in (reference, reference.lower(), f" {year}{code.replace('0', 'O')} "):
        assert ids_of(searched(house, typed)) == [record_id]


def test_synonyms_find_each_other_and_it_is_said_and_can_be_switched_off(house: House) -> None:
    record_id = indexed(house, title="A letter", subjects=("RSDL",))
    words = "residential surveillance at a designated location"
    page = searched(house, words)
    assert ids_of(page) == [record_id]
    (notice,) = page.notices
    assert notice.kind is NoticeKind.SYNONYMS
    assert "RSDL" in notice.text
    exact = searched(house, words, exact_words_only=True)
    assert (exact.total, exact.notices) == (0, ())


def test_pages_have_no_gaps_and_no_doubles(house: House) -> None:
    for number in range(23):
        registered(house, title=f"Letter {number}", date=str(2000 + number % 7), text="custody")
    run_pending_jobs(house)
    for sort in SortOrder:
        pages = [searched(house, "custody", page=n, page_size=5, sort=sort) for n in range(1, 6)]
        assert {page.page_count for page in pages} == {5}
        ids = [record_id for page in pages for record_id in ids_of(page)]
        assert len(set(ids)) == len(ids) == 23


def test_a_page_beyond_the_last_is_the_last(house: House) -> None:
    for number in range(3):
        registered(house, title=f"Letter {number}")
    run_pending_jobs(house)
    beyond = searched(house, page=99, page_size=2)
    assert beyond.request.page == beyond.page_count == 2
    assert ids_of(beyond) == ids_of(searched(house, page=2, page_size=2))
    assert searched(house, "nothinghere", page=7).request.page == 1


def test_a_number_beside_a_value_is_what_a_tick_gives(house: House) -> None:
    """Of parties all that are ticked must hold; of kinds and years another is added to those ticked."""
    dice = random.Random(3)  # noqa: S311 - repeatable
    for number in range(14):
        indexed(
            house,
            title=f"Letter {number}",
            signed_by=dice.sample(["CAN", "JPN", "GBR", "HUN"], dice.randint(1, 3)),
            kind=dice.choice([RecordKind.JOINT_LETTER, RecordKind.COUNTER_LETTER]),
            date=str(dice.randint(2016, 2018)),
        )
    for start in (
        (FacetFilter(FacetName.SIGNATORY, "CAN"),),
        (FacetFilter(FacetName.YEAR, "2016"),),
        (FacetFilter(FacetName.KIND, RecordKind.COUNTER_LETTER.value),),
        (FacetFilter(FacetName.YEAR, "2016"), FacetFilter(FacetName.SIGNATORY, "JPN")),
        (FacetFilter(FacetName.YEAR, "2017"), FacetFilter(FacetName.SIGNATORY, "HUN", True)),
    ):
        page = searched(house, filters=start)
        assert page.total
        for facet in page.facets:
            chosen = {one.code for one in start if one.facet is facet.name and not one.negated}
            is_added = bool(chosen) and facet.name in (FacetName.KIND, FacetName.YEAR)
            for value in facet.values:
                if value.code in chosen or value.is_negated:
                    continue
                ticked = searched(house, filters=(*start, FacetFilter(facet.name, value.code)))
                assert ticked.total == value.count + (page.total if is_added else 0)


def test_facets_count_what_matches_and_keep_what_is_chosen(house: House) -> None:
    indexed(house, title="One", signed_by=["CAN", "JPN"], languages=("fr",), date="2016")
    indexed(house, title="Two", signed_by=["CAN"], kind=RecordKind.COUNTER_LETTER, date="2017")
    chosen = (
        FacetFilter(FacetName.SIGNATORY, "CAN"),
        FacetFilter(FacetName.SIGNATORY, "HUN", negated=True),
    )
    page = searched(house, filters=chosen)
    assert counts_of(page, FacetName.SIGNATORY) == {"CAN": 2, "JPN": 1, "HUN": 0}
    (facet,) = [one for one in page.facets if one.name is FacetName.SIGNATORY]
    assert facet.distinct == 2
    assert {(one.label, one.is_selected, one.is_negated) for one in facet.values} == {
        ("Canada", True, False),
        ("Japan", False, False),
        ("Hungary", False, True),
    }
    labels = {value.label for one in page.facets for value in one.values}
    assert {"French", "Counter-letter"} <= labels
    assert [(one.year, one.letters, one.counters) for one in page.by_year] == [
        (2016, 1, 0),
        (2017, 0, 1),
    ]


def test_dates_narrow_from_and_to(house: House) -> None:
    first = indexed(house, title="One", date="2016-05")
    second = indexed(house, title="Two", date="2017-02-27")
    assert ids_of(searched(house, date_from="2017")) == [second]
    assert ids_of(searched(house, date_to="2016-05-10")) == [first]
    assert searched(house, date_from="2016", date_to="2017").total == 2


def test_a_reader_counts_only_what_that_reader_may_read(house: House) -> None:
    indexed(house, title="Open", text="custody", label="Public", signed_by=["CAN"])
    hidden = indexed(house, title="Shut", text="custody", label="Secret", signed_by=["JPN"])
    page = searched(house, "custody", a_principal("Official"))
    assert page.total == 1
    assert counts_of(page, FacetName.SIGNATORY) == {"CAN": 1}
    assert hidden in ids_of(searched(house, "custody", a_principal("Secret")))


def test_the_number_of_statements_is_small_and_does_not_grow(house: House) -> None:
    counts: dict[str, list[int]] = {"custody": [], "custody OR abroad OR 郭声琨": [], "nowhere": []}
    for size in (1, 12):
        for number in range(size):
            registered(
                house,
                title=f"Letter {size} {number}",
                text="custody",
                label=["Public", "Official", "Official/PEN"][number % 3],
                signed_by=["CAN", "JPN"],
            )
        run_pending_jobs(house)
        searched(house, "custody")
        for text, seen in counts.items():
            with _counted(house) as statements:
                searched(house, text, a_principal("Official", "PEN"))
            seen.append(len(statements))
    assert all(few == many <= STATEMENTS_AT_MOST for few, many in counts.values())


def test_a_search_is_recorded_once_with_its_hits_and_without_its_words(house: House) -> None:
    indexed(house, title="One", text="custody")
    reader = a_principal("Official", name="linden")
    searched(house, "custody", reader)
    with house.work() as work:
        entries = work.session.scalars(
            select(AuditEntryRow).where(AuditEntryRow.action == "search")
        ).all()
    (entry,) = entries
    assert entry.actor_name == "linden"
    assert "custody" not in repr(vars(entry))
    assert '"1"' in entry.details_json


@pytest.mark.parametrize(
    "request_",
    [
        {"page": 0},
        {"page_size": 101},
        {"page_size": 0},
        {"date_from": "yesterday"},
        {"date_from": "2018", "date_to": "2017"},
        {"filters": (FacetFilter(FacetName.SUBJECT, "x" * 201),)},
    ],
)
def test_what_cannot_be_asked_is_refused(house: House, request_: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        searched(house, **request_)


def test_a_wrong_query_says_where(house: House) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        searched(house, "custody AND (")
    assert caught.value.position


def test_who_may_not_read_may_not_search(house: House) -> None:
    with pytest.raises(NotPermitted):
        searched(house, "custody", a_principal("Secret", role=Role.AUDITOR))


def test_an_office_is_counted_for_its_own_party(house: House) -> None:
    for code in ("CHN", "HUN"):
        to = [Addressee(organ="Government", party=PartyCode(code))]
        registered(house, title=f"Letter to {code}", to=to)
    run_pending_jobs(house)

    counts = counts_of(searched(house), FacetName.ADDRESSEE)

    assert counts == {"CHN": 1, "HUN": 1, "Government|CHN": 1, "Government|HUN": 1}
    (facet,) = (one for one in searched(house).facets if one.name is FacetName.ADDRESSEE)
    assert "Government, China" in {value.label for value in facet.values}


def test_two_letters_are_read_as_the_party_they_mean_and_that_is_said(house: House) -> None:
    record_id = indexed(house, title="Letter", signed_by=["CHE"])

    page = searched(house, "signedby:CH")

    assert ids_of(page) == [record_id]
    assert [one.lead for one in page.notices] == ["CH was read as Switzerland (CHE)."]
