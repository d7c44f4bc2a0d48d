"""Questions of our own on the demo archive: groupings, absences, ranks, statuses, relations."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import delete, select

from app.db import authorities, seeding
from app.db.models.authorities import membership
from app.db.models.records import record
from app.domain.errors import QuerySyntaxError
from app.domain.records import Addressee, FileDraft, RelationDraft
from app.domain.searches import FacetFilter, FacetName, NoticeKind
from app.domain.vocabularies import RecordKind, RelationKind
from app.services import registration
from app.services.importing import importing_principal
from app.services.reconciliation import reconcile
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import SCHEME, a_principal, a_registrar
from tests.demo_letters import FOUNDING, everything, found_in, letter_ids, record_id, view
from tests.searching import counts_of, ids_of, indexed, searched


@pytest.mark.parametrize(
    "text",
    [
        "group:EU>=7",
        "group:EU=7",
        'group:"European Union">6',
        "group:(G7 AND NATO) without:HUN",
        "without:Hungary without:USA",
        "signedby:(Canada AND Japan) NOT signedby:Italy",
        "holding:secondary",
        "disclosure:leaked",
        "rank:ambassador",
        "rank:charge",
        "has:file has:text has:response has:parallel",
        "role:counsel",
        "response:rebuttal",
        "missing:USA",
        '"torture lawyers"~20',
        "la*yers tortur~",
        "date:{2016 TO 2018} year:2017",
    ],
)
def test_the_founding_letter_isfound_in(archive: House, text: str) -> None:
    assert record_id(archive, FOUNDING) in found_in(archive, text)


@pytest.mark.parametrize(
    "text",
    [
        "group:EU>=8",
        "group:EU<7",
        "without:Canada",
        "has:outcome",
        "status:withdrew",
        "group:BRICS",
    ],
)
def test_the_founding_letter_is_notfound_in(archive: House, text: str) -> None:
    assert record_id(archive, FOUNDING) not in found_in(archive, text)


def test_groupings_are_counted_as_on_the_page_of_each_record(archive: House) -> None:
    for code in ("EU", "G7", "NATO"):
        signed = {
            str(record_id(archive, letter)): share.signed
            for letter in letter_ids(archive)
            for share in view(archive, letter).groupings
            if share.code == code
        }
        for number in sorted(set(signed.values())):
            wanted = {one for one, count in signed.items() if count >= number}
            exact = {one for one, count in signed.items() if count == number}
            assert found_in(archive, f"group:{code}>={number}") >= wanted
            assert found_in(archive, f"group:{code}={number}") >= exact
        assert not found_in(archive, f"group:{code}=1") & {
            one for one, count in signed.items() if count > 1
        }


def test_who_signed_together_without_a_third(archive: House) -> None:
    found = found_in(archive, 'signedby:(Canada AND Japan) NOT signedby:"United States"')
    wanted = set()
    for letter in letter_ids(archive):
        standing = {one.party for one in view(archive, letter).description.standing_signatures}
        if {"CAN", "JPN"} <= standing and "USA" not in standing:
            wanted.add(str(record_id(archive, letter)))
    assert wanted
    assert found == wanted


def test_a_signature_withdrawn_is_found_by_its_status_alone(archive: House) -> None:
    found = found_in(archive, "status:withdrew")
    assert len(found) == 3
    assert found & found_in(archive, "status:withdrew signedby:Ukraine") == set()


def test_a_partys_name_means_this_party(archive: House) -> None:
    congo = searched(archive, "signedby:COG", everything())
    assert counts_of(congo, FacetName.SIGNATORY)["COG"] == congo.total
    other = 'signedby:"Democratic Republic of the Congo"'
    assert counts_of(searched(archive, other, everything()), FacetName.SIGNATORY)["COD"]
    both = searched(archive, "signedby:Congo", everything())
    assert "may mean" in both.notices[0].lead


@pytest.mark.parametrize(
    ("text", "position", "said"),
    [
        ("x group:Atlantis", 9, "Write one of: EU, "),
        ("x group:UN_EEG", 9, "only today’s members"),
        ("x without:Atlantis", 11, "No party on record"),
        ("x without:Korea", 11, "may mean"),
        ("x without:CH", 11, "two-letter code"),
    ],
)
def test_a_name_not_on_record_is_refused(
    archive: House, text: str, position: int, said: str
) -> None:
    with pytest.raises(QuerySyntaxError, match=said) as caught:
        searched(archive, text, everything())
    assert caught.value.position == position


def test_a_hidden_reply_is_no_reply(house: House) -> None:
    letter = indexed(house, label="Official", to=[Addressee(person="Guo Shengkun")])
    reply = indexed(house, label="Secret", kind=RecordKind.REPLY)
    with house.work(writing=True) as work:
        registration.link(
            importing_principal(SCHEME),
            work,
            reply,
            RelationDraft(RelationKind.REPLIES_TO, to_source_key=""),
            to_id=letter,
        )
        work.commit()
    for asked in ("has:reply", "has:relation"):
        assert ids_of(searched(house, asked)) == []
        assert letter in ids_of(searched(house, asked, a_principal("Secret")))
        assert ids_of(searched(house, f"NOT {asked}")) == [letter]


def test_a_relation_by_source_key_is_of_the_record_with_that_key_alone(house: House) -> None:
    first = indexed(house, label="Official", source="press:1", kind=RecordKind.NOTE)
    answered = indexed(house, label="Official", source="press:2", kind=RecordKind.NOTE)
    reply = indexed(house, label="Official", source="press:3", kind=RecordKind.REPLY)
    with house.work(writing=True) as work:
        to = RelationDraft(RelationKind.REPLIES_TO, to_source_key="press:2")
        registration.link(importing_principal(SCHEME), work, reply, to)
        work.commit()
    assert ids_of(searched(house, "has:reply")) == [answered]
    assert set(ids_of(searched(house, "has:relation"))) == {answered, reply}
    assert ids_of(searched(house, "NOT has:relation")) == [first]


def test_a_file_is_found_as_soon_as_it_is_attached(house: House) -> None:
    letter = indexed(house, label="Official")
    assert ids_of(searched(house, "has:file")) == []
    with house.work(writing=True) as work:
        stored = work.originals.put(io.BytesIO(b"no text in it"), 100)
        file = FileDraft(stored.sha256, stored.size_bytes, "image/png", "scan.png")
        registration.attach_file(a_registrar(), work, letter, file)
        work.commit()
    run_pending_jobs(house)
    assert ids_of(searched(house, "has:file")) == [letter]
    assert ids_of(searched(house, "has:text")) == []


def test_new_memberships_and_names_have_records_indexed_anew(house: House) -> None:
    with house.work(writing=True) as work:
        germany = membership.c.party == "DEU"
        work.session.execute(delete(membership).where(germany))
        authorities.forget(work.session)
        work.commit()
    letter = indexed(house, label="Official", signed_by=["DEU", "CAN"], date="2017-02-27")
    assert ids_of(searched(house, "group:EU")) == []
    with house.work(writing=True) as work:
        seeding.seed_authorities(work.session)
        work.commit()
    reconcile(house.work)
    run_pending_jobs(house)
    assert ids_of(searched(house, "group:EU")) == [letter]


def test_seeds_that_say_nothing_new_touch_no_record(house: House) -> None:
    letter = indexed(house, label="Official", signed_by=["DEU"])

    def edition() -> int | None:
        with house.work() as work:
            wanted = select(record.c.edition).where(record.c.public_id == letter)
            return work.session.scalar(wanted)

    before = edition()
    with house.work(writing=True) as work:
        seeding.seed_authorities(work.session)
        work.commit()
    assert edition() == before


def test_an_incomplete_list_is_in_no_grouping(house: House) -> None:
    indexed(house, label="Official", signed_by=["DEU"], signatures_are_complete=False)
    indexed(house, label="Official", signed_by=["DEU"], date=None)
    assert ids_of(searched(house, "group:EU")) == []
    assert len(ids_of(searched(house, "signedby:Germany"))) == 2


def test_results_say_how_many_members_of_the_grouping_signed(archive: House) -> None:
    def shares(text: str) -> list[tuple[str, int, int]]:
        hits = searched(archive, text, everything(), page_size=100).hits
        founding = next(one for one in hits if one.summary.id == record_id(archive, FOUNDING))
        return [(one.code, one.signed, one.members) for one in founding.shares]

    assert shares("group:EU>=7 torture") == [("EU", 7, 28)]
    assert [code for code, _, _ in shares("group:(G7 AND NATO)")] == ["G7", "NATO"]
    assert shares("group:EU OR group:BRICS") == [("EU", 7, 28)]
    assert shares("torture NOT group:BRICS") == []


def test_a_grouping_without_its_field_is_told(archive: House) -> None:
    def told(text: str) -> list[str]:
        return [one.text for one in searched(archive, text, everything()).notices]

    assert "To count the members of a grouping write group:EU>=7." in told("EU>=7")
    assert "To count the members of a grouping write group:g7≥3." in told("torture g7 ≥ 3")
    for text in ("group:EU>=7", '"EU>=7"', "XY>=7", "date:>=2016", "EU 7"):
        assert not any("To count" in one for one in told(text))


def test_who_was_reported_missing_is_asked_of_the_gate(archive: House) -> None:
    reported = {
        str(record_id(archive, letter))
        for letter in letter_ids(archive)
        for one in view(archive, letter).description.absences
        if one.party == "USA" and one.evidence.is_attributed
    }
    assert reported
    assert (
        found_in(archive, "missing:USA") == found_in(archive, 'missing:"United States"') == reported
    )
    assert (
        found_in(archive, "has:absence NOT missing:USA")
        == found_in(archive, "has:absence") - reported
    )
    low = searched(archive, "missing:USA", a_principal("Public"))
    assert {str(one) for one in ids_of(low)} < reported
    with pytest.raises(QuerySyntaxError, match="No party on record"):
        searched(archive, "missing:Atlantis")


def test_without_words_the_newest_come_first(archive: House) -> None:
    for text in (
        "",
        "signedby:Canada",
        "group:EU>=2 OR missing:USA",
        "kind:joint_letter NOT torture",
    ):
        page = searched(archive, text, everything(), page_size=100)
        days = [hit.summary.date.lower for hit in page.hits if hit.summary.date]
        known = [day for day in days if day]
        assert not page.is_ranked
        assert known == sorted(known, reverse=True)
    assert searched(archive, "signedby:Canada torture", everything()).is_ranked


def _of_gaps(archive: House, text: str, **how: object) -> list[str]:
    page = searched(archive, text, everything(), **how)
    return [
        one.lead for one in page.notices if one.kind in (NoticeKind.GAPS, NoticeKind.NOT_COUNTED)
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("without:HUN", "NOT signedby:Hungary", "NOT signedby:Hung*", "NOT rank:ambassador"),
        '-signedby:"Xie Yang"',
    ],
)
def test_of_texts_that_somebody_did_not_sign_the_gaps_are_counted(
    archive: House, text: str
) -> None:
    with_gaps = found_in(archive, f"({text}) has:gaps")
    assert with_gaps
    told = f"Texts here whose list of signatories may not be complete: {len(with_gaps)}."
    assert _of_gaps(archive, text) == [told]
    assert _of_gaps(archive, f"({text}) -has:gaps") == []


def test_gaps_are_counted_among_what_is_found_alone(archive: House) -> None:
    left_out = (FacetFilter(FacetName.SIGNATORY, "HUN", negated=True),)
    with_gaps = found_in(archive, "without:HUN has:gaps")
    assert _of_gaps(archive, "", filters=left_out) == _of_gaps(archive, "without:HUN")
    one = FacetFilter(FacetName.YEAR, "1928")
    assert _of_gaps(archive, "without:HUN", filters=(one,)) == []
    assert with_gaps <= found_in(archive, "has:gaps")
    for text in (
        *("signedby:Canada", "group:EU=7", "has:gaps", "torture", "NOT torture", "-without:HUN"),
        *("group:EU=7 OR has:gaps", "(group:EU<3 OR xinjiang) detention"),
    ):
        assert _of_gaps(archive, text) == []
    assert found_in(
        archive, "xinjiang detention has:gaps"
    )  # that an upper bound could have counted
    assert _of_gaps(archive, "xinjiang (group:EU=7 OR NOT group:EU)")


def test_terms_are_understood_in_french_too(archive: House) -> None:
    for french, english in (
        ("rank:ambassadeur", "rank:ambassador"),
        ('rank:"chef de mission"', 'rank:"head of mission"'),
        ("outcome:refusé", "outcome:refused"),
        ('kind:"lettre commune"', 'kind:"joint letter"'),
    ):
        assert found_in(archive, french) == found_in(archive, english), french


def test_several_parties_in_one_name_are_told(archive: House) -> None:
    for text, field in (
        ("signedby:Canada,Japan", "signedby"),
        ('signedby:"Canada and Japan"', "signedby"),
        ("target:China,Japan", "target"),
    ):
        (notice,) = searched(archive, text, everything()).notices[-1:]
        assert "was searched as one name" in notice.lead
        assert f"{field}:(Canada AND Japan)" in notice.text


def test_two_letters_that_are_a_code_of_their_own_need_no_word(archive: House) -> None:
    assert searched(archive, "signedby:EU", everything()).notices == ()
    assert len(searched(archive, "signedby:GB", everything()).notices) == 1


def test_a_word_of_a_name_on_record_is_spelt_as_it_should_be(archive: House) -> None:
    reader = a_principal("Public")
    assert searched(archive, "Guo Shengkun", reader).did_you_mean == ()
    assert searched(archive, '"Xie Yang"', reader).did_you_mean == ()
    assert searched(archive, "torturr", reader).did_you_mean != ()
