"""The letter of eleven missions, as far as its one source lets anybody describe it."""

from __future__ import annotations

from app.domain.dates import CalendarDate, DatedFact
from app.domain.nothing import NOT_KNOWN
from app.domain.records import PartyCode
from app.domain.vocabularies import (
    AbsenceKind,
    DateBasis,
    Disclosure,
    FileRole,
    Holding,
    PersonRole,
    Publicity,
    Rank,
    RelationKind,
    ResponseKind,
)
from app.wiring import House
from tests.builders import a_principal
from tests.demo_letters import FOUNDING, view


def test_the_founding_letter_has_its_eight_facts(demo: House) -> None:
    said = view(demo, FOUNDING).description

    assert isinstance(said.dated, DatedFact)
    assert said.dated.basis is DateBasis.REPORTED_BY_SOURCE
    assert said.calendar_date == CalendarDate.parse("2017-02-27")
    assert (said.addressees[0].person, said.addressees[0].party) == ("Guo Shengkun", "CHN")
    assert (said.place, said.place_is_inferred) == ("Beijing", True)
    assert (said.publicity, said.disclosure, said.holding) == (
        Publicity.CONFIDENTIAL,
        Disclosure.LEAKED_PARTIAL,
        Holding.SECONDARY_SOURCE_ONLY,
    )
    assert isinstance(said.disclosed, DatedFact)
    assert said.disclosed.date == CalendarDate.parse("2017-03-20")
    assert [one.demand_class.value for one in said.demands] == [
        "investigate",
        "end_practice",
        "release",
        "change_law",
    ]
    assert len(said.demands[0].beneficiaries) == 5
    assert said.evidence.grade
    assert (said.evidence.grade.code, said.languages, said.marking_original) == (
        "B2",
        (),
        NOT_KNOWN,
    )


def test_the_founding_letters_signatories_stand_as_in_the_source(demo: House) -> None:
    signatures = view(demo, FOUNDING).description.signatures

    assert [one.party for one in signatures] == [
        *("AUS", "CAN", "JPN", "CHE", "BEL", "CZE", "EST", "FRA", "DEU", "SWE", "GBR")
    ]
    assert signatures[5].name_as_signed == "the Czech Republic"
    assert {one.ranks for one in signatures} == {(Rank.AMBASSADOR, Rank.CHARGE_DAFFAIRES)}
    assert {one.person for one in signatures} == {NOT_KNOWN}


def test_shares_of_the_founding_letter_at_its_date(demo: House) -> None:
    shares = [(one.short_name, one.signed, one.members) for one in view(demo, FOUNDING).groupings]

    assert shares[:4] == [("EU", 7, 28), ("NATO", 7, 28), ("G7", 5, 7), ("FVEY", 3, 5)]


def test_absences_are_attributed_and_graded(demo: House) -> None:
    absences = {one.party: one for one in view(demo, FOUNDING).description.absences}

    hungary = absences[PartyCode("HUN")]
    assert hungary.kind is AbsenceKind.REPORTED_BLOCK
    assert hungary.evidence.grade
    assert (hungary.evidence.grade.code, hungary.evidence.is_anonymous) == ("C3", True)
    grades = {code: one.evidence.grade for code, one in absences.items()}
    assert {code: grade.code for code, grade in grades.items() if grade} == {
        "HUN": "C3",
        "USA": "B1",
        "EU": "B1",
    }


def test_silence_to_the_press_is_no_silence_to_the_letter(demo: House) -> None:
    kinds = [one.kind for one in view(demo, FOUNDING).description.responses]

    assert ResponseKind.NO_COMMENT_TO_MEDIA in kinds
    assert ResponseKind.NONE_TO_LETTER not in kinds


def test_persons_are_named_with_their_other_scripts(demo: House) -> None:
    persons = {one.name: one for one in view(demo, FOUNDING).description.persons}

    assert persons["Xie Yang"].other_names == ("谢阳",)
    assert persons["Wu Gan"].occupation == "activist"
    assert persons["Chen Jian'gang"].role is PersonRole.COUNSEL
    assert sum(one.role is PersonRole.SUBJECT for one in persons.values()) == 5


def test_the_founding_letter_stands_between_its_precursors_and_its_followers(demo: House) -> None:
    relations = view(demo, FOUNDING).relations

    precursors = {
        one.record.title
        for one in relations
        if one.record and one.is_inverse and one.kind is RelationKind.PRECURSOR_OF
    }
    followers = [
        one.record.title
        for one in relations
        if one.record and not one.is_inverse and one.kind is RelationKind.PRECURSOR_OF
    ]
    assert len(precursors) == 3
    assert followers == [
        "Letter of 22 states on Xinjiang to the President of the Human Rights Council"
    ]
    assert sum(one.record is None for one in relations) == 3


def test_a_reader_below_sees_no_precursor_that_stands_above(demo: House) -> None:
    reader = a_principal("Official", "HR-CHN", party="SWE")

    titles = [one.record.title for one in view(demo, FOUNDING, reader).relations if one.record]

    assert not any("four ambassadors" in title for title in titles)


def test_the_pen_holder_is_sealed_in_a_compartment_of_its_own(demo: House) -> None:
    reader = a_principal("Restricted", "HR-CHN", party="SWE")

    assert view(demo, FOUNDING, reader).sealed_notes == ()
    (note,) = view(demo, FOUNDING).sealed_notes
    assert (note.kind, str(note.label)) == ("pen-holder", "Official/HR-CHN/PEN/REL SWE")
    assert view(demo, FOUNDING).revision == 1


def test_the_founding_letter_comes_with_a_file_that_never_says_the_acronym(demo: House) -> None:
    (file,) = view(demo, FOUNDING).files

    assert (file.role, file.media_type) == (FileRole.SOURCE, "text/plain")
    with demo.work() as work, work.originals.open(file.sha256) as stream:
        assert b"RSDL" not in stream.read()
