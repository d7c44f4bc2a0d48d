"""The record sheet: what stands on it, page by page, read back from the PDF."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.access import AccessLabel, Level
from app.domain.grades import Grade
from app.domain.nothing import NOT_KNOWN, WITHHELD
from app.domain.records import (
    AbsenceReport,
    Description,
    Evidence,
    PartyCode,
    Signature,
    StatusChange,
)
from app.domain.views import SealedNote
from app.domain.vocabularies import (
    AbsenceKind,
    Holding,
    OutcomeStatus,
    RecordKind,
    RecordState,
    RelationKind,
    SignatureStatus,
)
from app.pdf.typography import Paper
from tests.papers import (
    OFFICIAL,
    a_date,
    a_view,
    founding_description,
    founding_letter,
    many_signatories,
)
from tests.printing import framed, letters_of, pages_of, printed


def test_the_founding_letter_stands_on_one_page_with_all_its_sections() -> None:
    (page,) = pages_of(printed(founding_letter()))
    for words in (
        "JL-2017-7K3QF",
        "title supplied by the register",
        "27 February 2017, as reported by the source",
        "Signed by eleven states",
        "the Czech Republic",
        "EU 7/28",
        "Five Eyes 3/5",
        "Memberships as at 27 February 2017. The list is complete.",
        "Repeal the legislation that enables such custody",
        "Later in time only.",
        "Reply to the letter itself: not known",
        "Reported: others say so",
        "Hungary: Blocked a signature by the whole EU. Said by several diplomatic sources, not named.",
        "Xie Yang (谢阳), Li Heping, Wang Quanzhang, Li Chunfu, lawyers; Wu Gan, activist.",
        "Secondary source only",
        "Leaked in part, 20 March 2017",
    ):
        assert words in page
    assert page.count("•") == 7 + 7 + 5 + 3


def test_the_frame_says_who_holds_which_copy_of_what() -> None:
    (page,) = pages_of(printed(founding_letter(), copy_number=2, organisation="Ministry of X"))
    assert "Copy 2 of 2 for A. Linden · 23 Nov 2026 14:05 UTC · record version 3" in page
    assert "Based on the 70 texts this reader may read · sha-256 3f9c…a17e" in page
    assert "Page 1 of 1" in page
    assert "Ministry of X" in page
    assert "Computed" not in page


@pytest.mark.parametrize("count", [155, 500])
def test_a_long_table_runs_on_with_its_heading_and_every_row(count: int) -> None:
    pages = pages_of(printed(many_signatories(count)))
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert framed(page, "OFFICIAL · HR-CHN") == 2
        assert f"Page {number} of {len(pages)}" in page
    everything = " ".join(pages)
    assert all(f"Party number {number} " in everything for number in range(1, count + 1))
    with_rows = [page for page in pages if "Party number" in page]
    assert all("# Party UN" in page for page in with_rows)


def test_a_paper_made_under_emergency_access_says_so_on_every_page() -> None:
    view = many_signatories(155)
    line = "Made under emergency access 1f3e5d7c, which ends"
    pages = pages_of(printed(view, emergency="1f3e5d7c-0000-4000-8000-000000000001"))
    assert len(pages) > 1
    assert all(page.count(line) == 1 for page in pages)
    assert not any("emergency" in page for page in pages_of(printed(view)))


def test_the_marking_names_level_compartments_and_release() -> None:
    label = AccessLabel(Level(4, "Secret"), frozenset({"PEN", "HR-CHN"}), frozenset({"GBR", "CAN"}))
    (page,) = pages_of(printed(founding_letter(), label=label))
    assert page.count("SECRET · HR-CHN · PEN · REL CAN, GBR") == 2


def test_a_marking_longer_than_a_line_is_never_cut() -> None:
    compartments = frozenset(f"COMPARTMENT-{number:02}" for number in range(24))
    label = AccessLabel(Level(4, "Secret"), compartments)
    for page in pages_of(printed(founding_letter(), label=label)):
        letters = page.replace(" ", "")
        assert all(letters.count(one) == 2 for one in compartments)


def test_empty_sections_say_so() -> None:
    bare = a_view(Description(RecordKind.OPEN_LETTER, "A bare letter"))
    text = " ".join(pages_of(printed(bare)))
    for words in (
        "No summary is recorded.",
        "No signatory is recorded.",
        "No demand is recorded.",
        "No related text is recorded that you may read.",
        "No absence is reported.",
        "Nobody is named.",
    ):
        assert words in text


def test_unknown_and_withheld_are_told_apart() -> None:
    description = replace(founding_description(), place=WITHHELD, holding=NOT_KNOWN)
    text = " ".join(pages_of(printed(a_view(description))))
    assert "Place withheld" in text
    assert "Holding not known" in text


def test_joining_later_and_withdrawing_carry_their_dates() -> None:
    left = Signature(
        PartyCode("CAN"),
        "Canada",
        status=SignatureStatus.WITHDREW,
        history=(
            StatusChange(SignatureStatus.SIGNED, a_date("2019-07-12")),
            StatusChange(SignatureStatus.WITHDREW, a_date("2019-07-20")),
        ),
    )
    joined = Signature(
        PartyCode("JPN"), "Japan", status=SignatureStatus.JOINED_LATER, date=a_date("2019-07-26")
    )
    description = replace(founding_description(), signatures=(left, joined))
    text = " ".join(pages_of(printed(a_view(description))))
    assert "joined 26 Jul 2019" in text
    assert "signed 12 Jul 2019; withdrew 20 Jul 2019" in text
    assert "Signed by one state" in text


def test_an_incomplete_list_says_what_the_sources_count() -> None:
    description = replace(
        founding_description(), signatures_are_complete=False, signatories_published=41
    )
    text = " ".join(pages_of(printed(a_view(description))))
    assert "Signed by eleven states of 41" in text
    assert "The list is incomplete: the sources count 41." in text


def test_a_person_not_public_in_the_record_is_counted_but_not_named() -> None:
    told = founding_description()
    persons = tuple(replace(one, is_public_here=one.name != "Wu Gan") for one in told.persons)
    text = " ".join(pages_of(printed(a_view(replace(told, persons=persons)))))
    assert "Wu Gan" not in text
    assert "One person not yet public in this text" in text
    assert "Li Heping" in text


def test_sealed_notes_stand_on_the_paper_of_those_who_may_read_them() -> None:
    pen = OFFICIAL.join(AccessLabel(Level(2, "Restricted"), frozenset({"PEN"})))
    view = replace(
        founding_letter(),
        sealed_notes=(SealedNote("pen-holder", "Drafted by one mission", pen),),
        page_label=pen,
    )
    pages = pages_of(printed(view))
    assert "Pen-holder (Restricted/HR-CHN/PEN): Drafted by one mission." in " ".join(pages)
    assert all(page.count("RESTRICTED · HR-CHN · PEN") == 2 for page in pages)
    assert "Sealed" not in " ".join(pages_of(printed(founding_letter())))


def test_a_withdrawn_record_says_so() -> None:
    view = replace(founding_letter(), state=RecordState.WITHDRAWN)
    assert "withdrawn from the register" in pages_of(printed(view))[0]


@pytest.mark.parametrize("status", list(OutcomeStatus))
def test_every_status_of_a_demand_has_its_word(status: OutcomeStatus) -> None:
    told = founding_description()
    demands = tuple(replace(one, status=status) for one in told.demands)
    text = " ".join(pages_of(printed(a_view(replace(told, demands=demands)))))
    assert text.casefold().count(status.label.split(",")[0].casefold()) >= len(demands)


@pytest.mark.parametrize(
    "words",
    [
        "Ελληνικά: Υπουργός Δημόσιας Τάξης",
        "Русский: министр общественной безопасности",
        "Bộ trưởng Bộ Công an Việt Nam",
        "公安部长郭声琨，指定居所监视居住",
        "일본어와 한국어 共同書簡のテスト",
        "Łódź, Đà Nẵng, İstanbul, Þórshöfn, Œuvre, ăâîșț",
        "رسالة مشتركة (إحدى عشرة بعثة) لا إله",
    ],
)
def test_every_script_can_be_read_back(words: str) -> None:
    told = replace(founding_description(), title=words, summary=words, place=words)
    letters = letters_of(printed(a_view(told)))
    assert letters.count("".join(words.split())) >= 3


def test_characters_without_a_glyph_are_marked_and_explained() -> None:
    told = replace(founding_description(), summary="Georgian \u10e5\u10d0\u10e0\u10d7 text")
    text = " ".join(pages_of(printed(a_view(told))))
    assert "\u10e5\u10d0\u10e0\u10d7" in text
    assert "have no shape in the fonts of this register" in text


def test_a_title_of_four_hundred_characters_wraps() -> None:
    title = " ".join(f"word{number:03}" for number in range(50))
    assert len(title) >= 399
    told = replace(founding_description(), title=title, title_is_supplied=False)
    assert title in " ".join(pages_of(printed(a_view(told))))


def test_letter_paper_holds_the_same_words() -> None:
    a4 = letters_of(printed(founding_letter()))
    letter = letters_of(printed(founding_letter(), paper=Paper.LETTER))
    assert set("".join(letter.split("Page1of2"))) <= set(a4)
    assert "Reported:otherssayso" in letter


def test_holding_is_worded_for_people() -> None:
    told = replace(founding_description(), holding=Holding.CERTIFIED_COPY)
    assert "Holding Certified copy" in " ".join(pages_of(printed(a_view(told))))


def test_values_that_all_rows_share_are_one_sentence_and_no_column() -> None:
    (page,) = pages_of(printed(founding_letter()))
    assert "As signed" not in page
    assert "Czechia · as signed: the Czech Republic" in page
    assert page.count("not known") < 5

    told = founding_description()
    named = [replace(one, person=f"Person {at}") for at, one in enumerate(told.signatures)]
    everything = " ".join(pages_of(printed(a_view(replace(told, signatures=tuple(named))))))
    assert "# Party Person" in everything


def test_a_row_of_unknown_capacity_says_so_beside_the_capacity_of_the_others() -> None:
    told = replace(founding_description(), capacity_note="")
    first, *others = (replace(one, office="Ambassador") for one in told.signatures)
    signatures = (replace(first, office=NOT_KNOWN, ranks=()), *others)
    everything = " ".join(pages_of(printed(a_view(replace(told, signatures=signatures)))))
    assert "Capacity: Ambassador, unless a row says otherwise." in everything
    assert "Australia · capacity not known" in everything


def test_numbers_of_three_figures_do_not_break() -> None:
    everything = " ".join(pages_of(printed(many_signatories(155))))
    assert "155 Party number 155" in everything
    assert len(pages_of(printed(many_signatories(155)))) <= 3


def test_the_sheet_names_the_records_own_marking_and_what_raised_it() -> None:
    view = founding_letter()
    restricted = AccessLabel(Level(2, "Restricted"), frozenset({"HR-CHN"}))
    first, *others = view.relations
    assert first.record
    above = replace(first, record=replace(first.record, label=restricted))
    raised = replace(view, relations=(above, *others), page_label=restricted)

    (page,) = pages_of(printed(raised))
    assert "Marking OFFICIAL · HR-CHN; no release list" in page
    assert f"This sheet raised by {first.record.reference}" in page
    assert framed(page, "RESTRICTED · HR-CHN") == 3  # head, foot, and beside the related text
    assert "This sheet" not in pages_of(printed(view))[0]


def test_nobody_addressed_is_none_and_not_unknown() -> None:
    text = " ".join(pages_of(printed(a_view(replace(founding_description(), addressees=())))))
    assert "To none, no addressee is named" in text


def test_a_related_text_stands_with_its_date_once() -> None:
    view = founding_letter()
    first = view.relations[0]
    twice = replace(
        first, kind=RelationKind.REITERATES, is_inverse=False, label=RelationKind.REITERATES.label
    )
    (page,) = pages_of(printed(replace(view, relations=(twice, *view.relations))))
    assert page.count("JL-2016-4QX2B") == 1
    assert "27 Jan 2016 reiterates JL-2016-4QX2B" in page
    assert "27 Jan 2016 precursor JL-2016-W0N5H" in page


def test_an_absence_without_a_source_is_not_said_by_others() -> None:
    noted = AbsenceReport(PartyCode("USA"), AbsenceKind.REPORTED_ABSENT, "Not on the list")
    text = " ".join(pages_of(printed(a_view(replace(founding_description(), absences=(noted,))))))
    assert "Noted by the register; no source on record says so: United States" in text
    assert "others say so" not in text


def test_a_member_that_no_source_names_stands_on_the_sheet_as_that() -> None:
    said = Evidence(NOT_KNOWN, Grade("C3"), is_anonymous=True)
    blocked = AbsenceReport(NOT_KNOWN, AbsenceKind.REPORTED_BLOCK, "Blocked it", said, among="EU")
    told = replace(founding_description(), absences=(blocked,), signatures_are_complete=None)
    text = " ".join(pages_of(printed(a_view(told))))
    assert "EU member (not named): Blocked it. Said by a source that is not named. C3" in text
    assert "It is not known whether the list is complete." in text


def test_an_address_on_the_web_is_printed_whole_once() -> None:
    address = "https://paper.example/a/long/article"
    told = replace(
        founding_description(), sources=(address, "Another paper"), evidence=Evidence(address)
    )
    letters = letters_of(printed(a_view(told)))
    assert letters.count("paper.example/a/long/article") == 1
    assert "Sourcepaper.example" in letters


def test_a_source_that_an_import_lists_without_a_grade_is_told() -> None:
    told = Description(RecordKind.LETTER, "A telegram", sources=("FRUS 1901", "FRUS 1902"))
    (page,) = pages_of(printed(a_view(told)))
    assert "Source FRUS 1901" in page
    assert "Sources: FRUS 1901; FRUS 1902." in page
