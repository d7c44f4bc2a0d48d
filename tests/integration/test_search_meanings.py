"""What a search means beside its words: classes of demands, offices of a party, groupings, weights, NOT."""

from __future__ import annotations

import pytest

from app.db.authorities import authorities
from app.domain.errors import QuerySyntaxError
from app.domain.nothing import Nothing, text_or
from app.domain.phrases import office_of
from app.domain.records import Addressee, PartyCode
from app.domain.vocabularies import DemandClass
from app.wiring import House
from tests.demo_letters import FOUNDING, everything, found_in, letter_ids, record_id, view
from tests.searching import ids_of, indexed, searched


def _leads(archive: House, text: str) -> list[str]:
    return [one.lead for one in searched(archive, text, everything()).notices]


def test_a_class_of_demand_is_found_however_it_is_worded(archive: House) -> None:
    by_class: dict[DemandClass, set[str]] = {one: set() for one in DemandClass}
    for letter in letter_ids(archive):
        shown = view(archive, letter)
        for demand in shown.description.demands:
            by_class[demand.demand_class].add(str(shown.id))
    for one, expected in by_class.items():
        assert found_in(archive, f"asks:{one.value}") == expected
        assert found_in(archive, f'demand:"{one.label}"') >= expected
    assert record_id(archive, FOUNDING) in by_class[DemandClass.INVESTIGATE]
    assert found_in(archive, "demand:enquêter") >= by_class[DemandClass.INVESTIGATE]
    page = searched(archive, "demand:investigate", everything())
    assert "demands of the class “investigate”, however they are worded." in page.notices[0].text
    left_out = searched(archive, "NOT demand:investigate", everything()).notices
    assert any("NOT asks:investigate" in one.text for one in left_out)
    worded = found_in(archive, "demand:investigate", exact_words_only=True)
    assert worded < by_class[DemandClass.INVESTIGATE]
    assert found_in(archive, "NOT demand:investigate") == found_in(archive, "*") - worded


def test_an_office_of_a_party_is_found_as_pages_write_it(archive: House) -> None:
    with archive.work() as work:
        parties = authorities(work.session).parties
    written: dict[str, set[str]] = {}
    for letter in letter_ids(archive):
        shown = view(archive, letter)
        for one in shown.description.addressees:
            where = text_or(one.office) or text_or(one.organ)
            if where and not isinstance(one.party, Nothing):
                name = parties.name_today(one.party)
                written.setdefault(office_of(where, name), set()).add(str(shown.id))
    assert "Government of China" in written
    for words, expected in written.items():
        assert found_in(archive, f'to:"{words}"') >= expected, words
    assert record_id(archive, FOUNDING) in found_in(
        archive, 'to:"Minister of Public Security of China"'
    )
    assert record_id(archive, FOUNDING) not in found_in(
        archive, 'to:"Minister of Public Security of Hungary"'
    )
    for longer in ("Government of the People's Republic of China", "Government of PR China"):
        assert found_in(archive, f'to:"{longer}"') == written["Government of China"]


def test_an_office_and_a_party_stand_in_one_addressee(house: House) -> None:
    both = [
        Addressee(office="Government", party=PartyCode("FRA")),
        Addressee(office="Minister of Public Security", organ="Ministry", party=PartyCode("CHN")),
    ]
    found = indexed(house, title="To two", to=both)
    for text, is_found in (
        ('to:"Government of France"', True),
        ('to:"Minister of Public Security of China"', True),
        ('to:"Government of China"', False),
        ('NOT to:"Government of China"', True),
        ('to:"Ministry of China"', True),
        ('to:"Minister of Public Security, Ministry, China"', True),
        ('to:"Government of the Republic of China"', False),
    ):
        assert (found in ids_of(searched(house, text))) is is_found, text


def test_texts_in_which_members_are_not_counted_are_told(house: House) -> None:
    indexed(house, title="Dated", date="2016", signed_by=["CAN"])
    indexed(house, title="Undated", date=None, signed_by=["DEU", "FRA"])
    indexed(house, title="Gappy", date="2016", signed_by=["DEU"], signatures_are_complete=False)
    page = searched(house, "NOT group:EU")
    assert page.total == 3
    told = "for want of a date or of a complete list: 2."
    assert [one.lead for one in page.notices if told in one.lead]
    clean = searched(house, "NOT group:EU has:date -has:gaps")
    assert (clean.total, clean.notices) == (1, ())


def test_a_grouping_in_a_field_of_parties_is_told(archive: House) -> None:
    for text, advice in (
        ("signedby:NATO", "members signed write group:NATO"),
        ("torture -signedby:NATO", "NOT group:NATO"),
        ("-signedby:EU", "NOT group:EU"),
        ("target:G7", ""),
    ):
        notice = next(
            one for one in searched(archive, text, everything()).notices if "part" in one.lead
        )
        assert advice in notice.text, text
        assert bool(advice) == bool(notice.text)
    both = searched(archive, "-signedby:EU without:EU", everything()).notices
    assert len(both) == len(set(both))
    with pytest.raises(QuerySyntaxError, match="NOT group:NATO"):
        searched(archive, "without:NATO", everything())
    (notice, *_) = searched(archive, "without:EU", everything()).notices
    assert "European Union" in notice.lead
    assert "NOT group:EU" in notice.text
    assert not any("read as" in lead for lead in _leads(archive, "without:HUN"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8 July 2019", "date:2019-07-08"),
        ('"27 February 2017"', "date:2017-02-27"),
        ("février 2017", "date:2017-02"),
        ("2019", "date:2019"),
        ("2017-02-27", "date:2017-02-27"),
    ],
)
def test_a_date_searched_as_words_is_told(archive: House, text: str, value: str) -> None:
    assert any(value in one.text for one in searched(archive, text, everything()).notices)
    assert found_in(archive, value)


@pytest.mark.parametrize("text", ["torture 2019", "31 February 2019", "9999999", "July", "0000"])
def test_what_is_no_date_alone_is_not(archive: House, text: str) -> None:
    assert not any("date:" in one.text for one in searched(archive, text, everything()).notices)


@pytest.mark.parametrize(
    ("text", "others"),
    [("kind:letter", "joint letter"), ('kind:"joint statement"', "joint statement, written")],
)
def test_a_kind_whose_word_others_bear_is_told(archive: House, text: str, others: str) -> None:
    assert any(others in one.text for one in searched(archive, text, everything()).notices)
    assert _leads(archive, 'kind:"open letter"') == []
    circulated = 'kind:"letter circulated by the UN"'
    every = f'kind:letter OR kind:"joint letter" OR kind:"open letter" OR {circulated}'
    assert _leads(archive, every) == []


@pytest.mark.parametrize("text", ["RSDL", "新疆", "lgbt", "person:谢陽", "person:Quanzhangg"])
def test_a_weight_changes_the_order_alone(archive: House, text: str) -> None:
    expected = found_in(archive, text)
    assert expected
    for weighed in (f"{text}^2", f"({text})^0.5", f"({text}^3)^2"):
        assert found_in(archive, weighed) == expected
    assert found_in(archive, f"lawyers {text}^3") == found_in(archive, f"lawyers {text}")


def test_what_is_left_out_as_it_is_written_alone_is_told(archive: House) -> None:
    (notice,) = searched(archive, "-RSDL", everything()).notices
    assert notice.lead == "Left out only as it is written: RSDL."
    assert "residential surveillance at a designated location" in notice.text
    further = searched(archive, "-RSDL -RSDP", everything()).notices[0].text
    assert "RSDP" in notice.text
    assert "RSDP" not in further
    assert "Left out only as it is written: RSDL." in _leads(archive, "lawyers NOT (RSDL OR grain)")
    assert not any("Left out" in lead for lead in _leads(archive, "RSDL -zanzibarium"))
    exact = searched(archive, "-RSDL", everything(), exact_words_only=True)
    assert exact.notices == ()
