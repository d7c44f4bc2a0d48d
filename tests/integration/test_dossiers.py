"""Dossiers: the records of a search, a list, a party or a person, and never what is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.db.catalogue import Catalogue
from app.domain.errors import InvalidInput, NotFound
from app.domain.principals import Principal
from app.domain.records import (
    NamedPerson,
    RecordId,
)
from app.domain.searches import FacetFilter, FacetName, SearchRequest, SortOrder
from app.services import dossiers, registration
from app.services.work import Work
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import SCHEME, a_draft, a_principal, a_registrar

READER = a_principal("Official", "HR-CHN", party="CAN")
SYSTEM = a_registrar()
ABSENT = RecordId("00000000-0000-4000-8000-000000000000")


@pytest.fixture
def work(house: House) -> Iterator[Work]:
    with house.work(writing=True) as opened:
        yield opened


def _catalogue(work: Work, principal: Principal = READER) -> Catalogue:
    return Catalogue(work.session, principal.clearance, SCHEME)


def test_records_stand_by_date_and_the_label_joins_them(work: Work) -> None:
    ids = [
        registration.register(SYSTEM, work, a_draft(title=title, date=date, label=label))
        for title, date, label in (
            ("undated", None, "Public"),
            ("late", "2020", "Official/HR-CHN"),
            ("early", "2016-03", "Public"),
            ("hidden", "2015", "Secret"),
        )
    ]
    dossier = dossiers.of_records(READER, work, ids, "A theme")
    assert [one.description.title for one in dossier.records] == ["early", "late", "undated"]
    assert str(dossier.label) == "Official/HR-CHN"
    assert dossier.found_order == tuple(ids[:3])
    assert (dossier.total, dossier.readable_total, dossier.is_cut) == (3, 3, False)


def test_an_empty_dossier_is_public_and_says_how_many_may_be_read(work: Work) -> None:
    registration.register(SYSTEM, work, a_draft())
    dossier = dossiers.of_records(READER, work, [ABSENT], "A theme")
    assert (dossier.records, str(dossier.label), dossier.readable_total) == ((), "Public", 1)


def test_a_search_gives_its_first_records_with_how_they_were_chosen(house: House) -> None:
    with house.work(writing=True) as work:
        for number in range(3):
            draft = a_draft(
                title=f"Letter {number} on detention", date=f"201{number}", signed_by=["CAN"]
            )
            registration.register(SYSTEM, work, draft)
        registration.register(SYSTEM, work, a_draft(title="Hidden detention", label="Secret"))
        work.commit()
    run_pending_jobs(house)
    asked = SearchRequest(
        "detention",
        filters=(
            FacetFilter(FacetName.SIGNATORY, "CAN"),
            FacetFilter(FacetName.TARGET, "CHN", True),
        ),
        date_from="2000",
        sort=SortOrder.NEWEST,
        page=4,
    )
    with house.work() as work:
        dossier = dossiers.of_search(READER, work, asked, 2, with_excerpts=True)
        plain = dossiers.of_search(READER, work, asked, 2)
    titles = {one.id: one.description.title for one in dossier.records}
    assert [titles[one] for one in dossier.found_order] == [
        "Letter 2 on detention",
        "Letter 1 on detention",
    ]
    assert (dossier.total, dossier.is_cut) == (3, True)
    assert dossier.subject == "detention, Canada"
    assert dossier.chosen_by == (
        ("Words", "detention"),
        ("Signatory", "Canada"),
        ("Not about", "China"),
        ("From", "2000"),
        ("Order", "newest first"),
    )
    assert all("detention" in text for texts in dossier.excerpts.values() for text in texts)
    assert replace(dossier, excerpts={}, chosen_by=plain.chosen_by) == plain
    assert plain.chosen_by == dossier.chosen_by[:-1]


@pytest.mark.parametrize("with_excerpts", [True, False])
def test_a_paper_says_of_how_many_texts_who_did_not_sign_is_unsure(
    house: House, *, with_excerpts: bool
) -> None:
    asked = SearchRequest("grain without:HUN", sort=SortOrder.NEWEST)
    with house.work(writing=True) as work:
        for year, label, is_complete in (
            *((2014, "Public", None), (2015, "Public", True), (2016, "Secret", False)),
            *((2017, "Public", False), (2018, "Public", True)),
        ):
            draft = a_draft(
                title="Letter on grain",
                date=str(year),
                signed_by=["CAN"],
                label=label,
                signatures_are_complete=is_complete,
            )
            registration.register(SYSTEM, work, draft)
        work.commit()
    run_pending_jobs(house)
    with house.work() as work:
        for most, incomplete in ((9, [2]), (2, [1]), (1, [])):
            dossier = dossiers.of_search(READER, work, asked, most, with_excerpts=with_excerpts)
            told = [
                f"Texts here whose list of signatories may not be complete: {count}."
                for count in incomplete
            ]
            assert [said for label, said in dossier.chosen_by if label == "Note"] == told


def test_a_party_gives_all_it_has_to_do_with_the_newest_first_to_be_kept(work: Work) -> None:
    for year in (2014, 2015, 2016):
        draft = a_draft(title=f"Of {year}", date=str(year), signed_by=["CAN", "FRA"])
        registration.register(SYSTEM, work, draft)
    about = a_draft(title="About", date="2013", targets=["CAN"])
    hidden = a_draft(title="Hidden", date="2020", signed_by=["CAN", "JPN"], label="Secret")
    for draft in (about, hidden):
        registration.register(SYSTEM, work, draft)
    dossier = dossiers.of_party(READER, work, "can", 3)
    assert [one.description.title for one in dossier.records] == ["Of 2014", "Of 2015", "Of 2016"]
    assert (dossier.party, dossier.subject, dossier.total) == ("CAN", "Canada", 4)
    assert [(one.code, one.together, one.in_all) for one in dossier.together] == [("FRA", 3, 3)]
    with pytest.raises(NotFound):
        dossiers.of_party(READER, work, "ZZZ", 3)


@pytest.mark.parametrize("typed", ["xie-yang", "Xie Yang", "XIE  YANG", "谢阳", "謝陽"])
def test_a_person_is_found_by_entry_and_by_every_spelling(work: Work, typed: str) -> None:
    for title, name, others in (
        ("Linked", "Xie Yang", ()),
        ("By another spelling", "X. Yang", ("谢阳",)),
        ("Somebody else", "Xie Yan", ()),
    ):
        person = NamedPerson(name, other_names=others, is_public_here=True)
        registration.register(SYSTEM, work, a_draft(title=title, persons=(person,)))
    hidden = a_draft(title="Hidden", label="Secret", persons=(NamedPerson("Xie Yang"),))
    registration.register(SYSTEM, work, hidden)
    dossier = dossiers.of_person(READER, work, typed, 10)
    titles = sorted(one.description.title for one in dossier.records)
    assert titles == ["By another spelling", "Linked"]
    assert dossier.person == "Xie Yang"
    assert {"Xie Yang", "谢阳", "謝陽"} <= dossier.person_names


def test_a_person_without_an_entry_is_found_as_typed(work: Work) -> None:
    person = NamedPerson("Zhang San", other_names=('Zhang "Three" San',))
    registration.register(SYSTEM, work, a_draft(persons=(person,)))
    for typed in ("zhang san", 'Zhang "three" San'):
        assert len(dossiers.of_person(READER, work, typed, 10).records) == 1
    assert dossiers.of_person(READER, work, "Nobody Known", 10).records == ()
    with pytest.raises(InvalidInput):
        dossiers.of_person(READER, work, "  ", 10)
