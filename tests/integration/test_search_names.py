"""Searching for persons: in every script and spelling, told as such, and nothing of hidden letters."""

from __future__ import annotations

import pytest

from app.domain.authorities import EntryDraft, EntryKind
from app.domain.records import Addressee, NamedPerson, PartyCode, Signature
from app.domain.searches import NoticeKind, SearchPage
from app.services import proposals
from app.services.importing import importing_principal
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import SCHEME, a_principal
from tests.demo_letters import FOUNDING, everything, record_id
from tests.party_merging import REGISTRAR, merge, undo
from tests.searching import ids_of, indexed, searched


def also(page: SearchPage) -> str:
    """What the page says it searched besides."""
    return " ".join(one.text for one in page.notices if one.kind is NoticeKind.SYNONYMS)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("The lawyer Xie Yang was held.", "谢阳"),
        ("The lawyer Xie Yang was held.", "謝陽"),
        ("律师谢阳被关押。", "Xie Yang"),
        ("律师谢阳被关押。", '"Xie Yang"'),
        ("律师谢阳被关押。", "text:谢阳 律师"),
        ("律師謝陽", "xie yang"),
        ("公安部部长郭声琨", "Guo Shengkun"),
        ("Minister Guo Shengkun", "郭声琨"),
        ("陈建刚律师", "Chen Jian'gang"),
        ("陈建刚律师", "Chen Jian gang"),
        ("Chen Jiangang", "陈建刚"),
    ],
)
def test_a_person_is_found_by_any_name_on_record(house: House, text: str, asked: str) -> None:
    record_id = indexed(house, text=text)
    indexed(house, text="Nothing of that.")

    assert ids_of(searched(house, asked)) == [record_id]


def test_what_was_also_searched_is_said_and_can_be_switched_off(house: House) -> None:
    record_id = indexed(house, text="The lawyer Xie Yang was held.")

    page = searched(house, "谢阳")
    assert ids_of(page) == [record_id]
    assert also(page) == "Xie Yang, 謝陽. The names on record say they mean the same."

    exact = searched(house, "谢阳", exact_words_only=True)
    assert (exact.total, also(exact)) == (0, "")


def test_excerpts_mark_the_other_name(house: House) -> None:
    indexed(house, text="The lawyer Xie Yang was held.")
    (hit,) = searched(house, "谢阳").hits
    marked = [part.text for one in hit.excerpts for part in one.segments if part.is_match]
    assert marked == ["Xie Yang"]


def test_a_confirmed_name_is_used_from_the_next_search_on(house: House) -> None:
    record_id = indexed(house, text="Yu Wensheng was arrested.")
    assert searched(house, "余文生").total == 0

    with house.work(writing=True) as work:
        principal = importing_principal(SCHEME)
        draft = EntryDraft(EntryKind.PERSON, "Yu Wensheng", other_names=("余文生",))
        proposal = proposals.propose(principal, work, draft)
        work.commit()
    assert searched(house, "余文生").total == 0

    with house.work(writing=True) as work:
        proposals.confirm(principal, work, proposal, "Known from the press")
        work.commit()
    assert ids_of(searched(house, "余文生")) == [record_id]


@pytest.mark.parametrize(
    ("asked", "like"),
    [
        ("person:Quanzhangg", "Quanzhang (like Quanzhangg)"),
        ('person:"Wang Quanzhan"', "Wang Quanzhang (like Wang Quanzhan)"),
        ('"Quanzhang Wang"', "Wang Quanzhang (like Quanzhang Wang)"),
        ("Wang Quanzhangg torture", "Wang Quanzhang (like Wang Quanzhangg)"),
        ("(Wang Quanzhangg) OR zanzibar", "Wang Quanzhang (like Wang Quanzhangg)"),
    ],
)
def test_a_name_that_nothing_has_is_compared_with_persons(
    house: House, asked: str, like: str
) -> None:
    record_id = indexed(house, text="Torture.", persons=(NamedPerson("Wang Quanzhang"),))

    page = searched(house, asked)

    assert ids_of(page) == [record_id]
    assert like in also(page)
    assert "names on record say they mean the same" not in also(page)  # they are only spelt alike
    assert "No text that you may read has the name as it was written." in also(page)
    exact = searched(house, asked, exact_words_only=True)
    assert (exact.total, also(exact)) == (0, "")


def test_a_signatory_is_found_in_spite_of_a_letter(house: House) -> None:
    signed = (Signature(PartyCode("CAN"), person="Guy Saint-Jacques"),)
    record_id = indexed(house, signatures=signed)
    page = searched(house, 'signedby:"Guy Saint Jaques"')
    assert ids_of(page) == [record_id]
    assert "Guy Saint-Jacques (like Guy Saint Jaques)" in also(page)


def test_an_addressee_is_found_in_spite_of_a_letter(house: House) -> None:
    record_id = indexed(house, to=[Addressee(person="Zhao Kezhi")])
    assert ids_of(searched(house, 'to:"Zhao Kezi"')) == [record_id]


@pytest.mark.parametrize("asked", ["wang quanzhangg", "torture zanzibar", "Torture", "-Quanzhangg"])
def test_only_what_is_written_as_a_name_is_compared(house: House, asked: str) -> None:
    indexed(house, text="Torture.", persons=(NamedPerson("Wang Quanzhang"),))
    assert "like" not in also(searched(house, asked))


def test_a_name_that_is_found_is_not_compared(house: House) -> None:
    indexed(house, persons=(NamedPerson("Wang Quanzhang"),))
    spelt_so = indexed(house, text="Wang Quanzhan spelt so")
    page = searched(house, '"Wang Quanzhan"')
    assert ids_of(page) == [spelt_so]
    assert also(page) == ""


@pytest.mark.parametrize(
    "asked", ['person:"Theodora Quills"', '"Teodora Quill"', "(Teodora Quill) OR torture"]
)
def test_a_person_named_only_in_a_hidden_letter_changes_nothing(house: House, asked: str) -> None:
    indexed(house, text="Torture.")
    before = searched(house, asked)
    indexed(house, label="Secret", persons=(NamedPerson("Theodora Quill"),))

    after = searched(house, asked)

    assert (after.notices, after.total) == (before.notices, before.total)
    assert "like" not in also(after)
    cleared = searched(house, asked, a_principal("Secret"))
    assert "Theodora Quill" in also(cleared)


def test_a_letter_outside_the_filters_counts_as_found(house: House) -> None:
    indexed(house, text="Xie Yanng is spelt so here.", date="2015-01-01")
    page = searched(house, '"Xie Yanng"', date_from="2020")
    assert (page.total, also(page)) == (0, "")


def test_other_spellings_of_numbers_and_letters_find_each_other(house: House) -> None:
    record_id = indexed(
        house,
        text="On 27 February 1,234 persons, S/RES/2334 (2016), Müller, co-operation, the U.N.",
    )
    for asked in (
        *("1234", "1,234", "1 234", "27th February", '"S/RES/2334 (2016)"', "S/RES/2334 (2016)"),
        *("Müller", "Muller", "cooperation", "co-operation", "UN", "U.N.", "2334", "S/RES/2334"),
    ):
        assert ids_of(searched(house, asked)) == [record_id], asked
    for asked in ("12345", "28th February", "S/RES/2335", '"1 23"'):
        assert searched(house, asked).total == 0, asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("他被指定居所监视居住。", "居住"),
        ("他被指定居所监视居住。", "监视居住"),
        ("他被指定居所监视居住。", "RSDL"),
        ("在709大抓捕之后", "709"),
        ("在709大抓捕之后", "大抓捕"),
        ("在709大抓捕之后", '"709 crackdown"'),
        ("국가는 인권을 보호한다", "인권"),
        ("저명한 인권변호사가 체포되었다", "인권"),
        ("저명한 인권변호사가 체포되었다", "변호사"),
        ("ジョン・スミス氏", "ジョンスミス"),
        ("طالبت الأمم المتحدة بالإفراج عن المحامين", "المحامي"),
        ("طالبت الأمم المتحدة بالإفراج عن المحامين", "امم"),
        ("قرار رقم ٢٣٣٤", "2334"),
        ("ประเทศไทยลงนาม", "ไทย"),
    ],
)
def test_words_are_found_in_every_script(house: House, text: str, asked: str) -> None:
    record_id = indexed(house, text=text)
    indexed(house, text="住居 인물 居然 في البيت")
    assert ids_of(searched(house, asked)) == [record_id]


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        ("郭声琨", 2),
        ("郭聲琨", 2),
        ("Guo Shengkun", 2),
        ('"Shengkun Guo"', 2),
        ("Guo Shenkun", 2),
        ("谢阳", 1),
        ("指定居所监视居住", 1),
        ("居住", 0),
    ],
)
def test_the_founding_letter_is_found_in_the_demo_archive(
    demo: House, asked: str, total: int
) -> None:
    run_pending_jobs(demo)
    found = ids_of(searched(demo, asked, everything(), page_size=100))
    assert len(found) == total
    assert (record_id(demo, FOUNDING) in found) == (total > 0)


def test_names_of_a_merged_organisation_find_each_other_until_the_merge_is_undone(
    house: House,
) -> None:
    for code, name in (("ZZLGUE", "Lone League"), ("ZZUNIO", "Wide Union")):
        add_organisation(house, code, name)
    record_id = indexed(house, text="The Lone League spoke.")
    assert ids_of(searched(house, "text:Wide text:Union")) == []

    merge_id = merge(house, "ZZUNIO", "ZZLGUE")
    page = searched(house, '"Wide Union"')
    assert ids_of(page) == [record_id]
    assert "Lone League" in also(page)

    undo(house, merge_id)
    assert ids_of(searched(house, '"Wide Union"')) == []


def add_organisation(house: House, code: str, name: str) -> None:
    with house.work(writing=True) as work:
        draft = EntryDraft(EntryKind.PARTY, name, (), code=code, party_kind="organisation")
        proposals.confirm(REGISTRAR, work, proposals.propose(REGISTRAR, work, draft), "Known")
        work.commit()
