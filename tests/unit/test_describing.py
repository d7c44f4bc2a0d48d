"""The form of a description: a round trip is the identity; problems are told all at once."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.grades import Grade
from app.domain.nothing import NONE, NOT_KNOWN, WITHHELD
from app.domain.parties import PartyDirectory
from app.domain.party_seed import parties_from_json
from app.domain.records import AbsenceReport, Description, Evidence, PartyCode, Signature
from app.domain.vocabularies import AbsenceKind, Holding, Rank, SignatureStatus
from app.importers.demonstration.series import demonstration_drafts
from app.web.describing.actions import act
from app.web.describing.controls import Choice, Desk, Problem, Several
from app.web.describing.mapping import FIELDS, SECTIONS, blank_form, in_form, read_description
from app.web.describing.matching import rematched
from app.web.describing.typed import Typed, add_row, move_row, remove_row
from tests.builders import SCHEME, a_description
from tests.demo_letters import FOUNDING
from tests.strategies import descriptions, several, tricky_texts

SEED = Path(__file__).resolve().parents[2] / "app/db/seeds/parties.json"


@cache
def parties() -> PartyDirectory:
    return PartyDirectory(parties_from_json(SEED.read_text(encoding="utf-8")))


def desk() -> Desk:
    return Desk(parties())


def read(typed: Typed) -> tuple[Description | None, list[Problem]]:
    at = desk()
    return read_description(typed, at), at.problems


def test_every_field_of_a_description_stands_once_in_the_form() -> None:
    assert sorted(one.name for one in FIELDS) == sorted(one.name for one in fields(Description))
    assert len({section.key for section in SECTIONS}) == len(SECTIONS)


@given(descriptions)
def test_what_is_read_of_an_untouched_form_is_the_description(description: Description) -> None:
    typed = Typed.of(in_form(description, desk()).pairs())
    assert read(typed) == (description, [])


def test_the_letters_of_the_demo_come_back_from_their_forms_through_a_browser() -> None:
    drafts = demonstration_drafts(parties(), SCHEME)
    assert any(draft.source_key and draft.source_key.identifier == FOUNDING for draft in drafts)
    for draft in drafts:
        _goes_through_a_browser(draft.description)


def _goes_through_a_browser(description: Description) -> None:
    pairs = [
        (name, value.replace("\n", "\r\n")) for name, value in in_form(description, desk()).pairs()
    ]
    assert read(Typed.of_request([("csrf_token", "x"), ("do", "save"), *pairs])) == (
        description,
        [],
    )


@given(several(tricky_texts | st.sampled_from(["a, b", "a\nb", "\\n", " a ", "\\", ","])))
@pytest.mark.parametrize("divider", ["\n", ","])
def test_several_texts_come_back_whatever_is_in_them(divider: str, texts: tuple[str, ...]) -> None:
    control = Several(divider)
    written = control.write("x", texts, desk())
    assert control.read("x", Typed(written), desk()) == texts


def test_a_blank_form_asks_for_a_title_and_nothing_else() -> None:
    found, problems = read(blank_form(desk()))
    assert found is None
    assert [one.name for one in problems] == ["title"]
    assert all(section.is_blank(blank_form(desk())) for section in SECTIONS if section.is_folded)


def test_all_problems_are_told_at_once_each_with_its_field() -> None:
    typed = in_form(a_description(), desk()).put(
        {
            "title": ("",),
            "dated": ("27 Feb",),
            "place": ("Beijing",),
            "place.is": ("none",),
            "holding": ("attic",),
            "signatories_published": ("many",),
            "evidence.grade": ("Z9",),
            "targets": ("Elbonia",),
            "received.source": ("The Globe",),
            "concern": ("grave",),
        }
    )
    _, problems = read(typed)
    assert {one.name for one in problems} == {
        "title",
        "dated",
        "place",
        "holding",
        "signatories_published",
        "evidence",
        "targets",
        "received",
        "concern",
    }
    assert all(one.label and one.message for one in problems)


def test_the_three_nothings_can_be_chosen() -> None:
    typed = in_form(a_description(), desk()).put(
        {"place.is": ("none",), "document_symbol.is": ("withheld",), "holding": ("-none",)}
    )
    found, _ = read(typed)
    assert found is not None
    assert (found.place, found.document_symbol, found.holding) == (NONE, WITHHELD, NONE)


def test_a_row_to_decide_is_told_by_its_number_with_the_choices() -> None:
    typed = in_form(a_description(signed_by=["CAN"]), desk())
    for name in ("CH", "Elbonia", ""):
        typed = add_row(typed, "signatures", {"name_as_signed": (name,)})
    _, problems = read(typed)
    assert [(one.name, one.label, one.is_choice) for one in problems] == [
        ("signatures.1.party", "Row 2", True),
        ("signatures.2.party", "Row 3", True),
        ("signatures.3.party", "Row 4", True),
    ]
    assert "choose Switzerland or China" in problems[0].message


def test_a_chosen_party_and_its_capacity_are_read() -> None:
    fields_of_row = {
        "name_as_signed": ("CH",),
        "party": ("CHE",),
        "ranks": ("ambassador,charge_daffaires",),
        "status": ("joined_later",),
    }
    typed = add_row(in_form(a_description(), desk()), "signatures", fields_of_row)
    found, problems = read(typed)
    assert problems == []
    assert found is not None
    assert found.signatures == (
        Signature(
            PartyCode("CHE"),
            name_as_signed="CH",
            ranks=(Rank.AMBASSADOR, Rank.CHARGE_DAFFAIRES),
            status=SignatureStatus.JOINED_LATER,
        ),
    )


def test_a_row_left_blank_is_not_there_and_one_begun_asks_for_what_it_needs() -> None:
    typed = add_row(in_form(a_description(), desk()), "demands")
    found, problems = read(typed)
    assert found is not None
    assert (found.demands, problems) == ((), [])
    _, problems = read(typed.put({"demands.0.beneficiaries": ("Xie Yang",)}))
    assert [(one.name, one.label) for one in problems] == [
        ("demands.0.text", "Demand 1, what is asked")
    ]


def test_rows_are_added_moved_and_removed_without_touching_what_stands_in_them() -> None:
    typed = in_form(a_description(signed_by=["AUS", "CAN", "JPN"]), desk())
    typed = move_row(typed, "signatures.2", -1)
    typed = move_row(typed, "signatures.0", -1)
    typed = remove_row(typed, "signatures.1")
    typed = add_row(typed, "signatures", {"party": ("Norway",)})
    found, _ = read(typed)
    assert found is not None
    assert [one.party for one in found.signatures] == ["AUS", "JPN", "NOR"]
    assert remove_row(typed, "signatures.99") == typed
    assert move_row(typed, "signatures.99", 1) == typed


def test_parties_are_read_by_any_name_and_written_as_one_that_is_theirs_alone() -> None:
    typed = in_form(a_description(targets=["KOR", "COD", "MAF"]), desk())
    assert "Republic of Korea" in typed.get("targets")
    found, _ = read(typed.put({"targets": ("Suisse, 日本\nDPR Korea",)}))
    assert found is None or found.targets[:2] == ("CHE", "JPN")


def test_a_holding_kept_in_the_form_is_the_one_read() -> None:
    described = replace(a_description(), holding=Holding.SECONDARY_SOURCE_ONLY)
    typed = in_form(described, desk())
    assert typed.get("holding") == "secondary_source_only"


def test_nothing_is_said_of_a_row_that_nobody_chose() -> None:
    """A browser sends the first option of a list that nobody touched."""
    absence = Choice(AbsenceKind, AbsenceKind.REPORTED_ABSENT)

    codes = [code for code, _ in absence.options()]

    assert codes[0] == AbsenceKind.REPORTED_ABSENT.value
    assert sorted(codes) == sorted(kind.value for kind in AbsenceKind)


MAIN = {"evidence.source": ("The Globe and Mail",), "evidence.grade": ("B2",)}


@pytest.mark.parametrize(
    ("row", "evidence"),
    [
        ({}, Evidence("The Globe and Mail", Grade("B2"))),
        ({"evidence.grade": ("B1",)}, Evidence("The Globe and Mail", Grade("B1"))),
        ({"evidence.source": ("Reuters",)}, Evidence("Reuters")),
        ({"evidence.anonymous": ("yes",)}, Evidence(is_anonymous=True)),
        ({"evidence.source.is": ("unknown",)}, Evidence()),
        ({"evidence.source.is": ("withheld",)}, Evidence(WITHHELD)),
    ],
)
def test_a_new_row_takes_the_main_source_unless_something_else_is_chosen(
    row: dict[str, tuple[str, ...]], evidence: Evidence
) -> None:
    typed = in_form(a_description(), desk()).put(MAIN)
    typed = add_row(typed, "demands", {"new": ("yes",), "text": ("Release them",)} | row)
    found, problems = read(typed)
    assert problems == []
    assert found is not None
    assert found.demands[0].evidence == evidence


def test_a_row_on_record_without_a_source_stays_without_one() -> None:
    typed = add_row(in_form(a_description(), desk()).put(MAIN), "demands", {"text": ("Release",)})
    found, _ = read(typed)
    assert found is not None
    assert found.demands[0].evidence == Evidence()


def test_lines_become_rows_with_what_they_say() -> None:
    typed = blank_form(desk()).put(
        {
            "title": ("Letter",),
            "demands.lines": ("1. End the practice\n2. A word on it",),
            "demands.lines.strength": ("calls_on",),
            "responses.lines": ("Embassy of Canada: declined to comment",),
            "addressees.lines": ("Guo Shengkun, Minister of Public Security of China",),
            "absences.lines": ("the United States: absent\nnot named: blocked it",),
        }
    )
    for rows in ("demands", "responses", "addressees", "absences"):
        typed = act(typed, f"lines:{rows}", desk())
        assert not typed.get(f"{rows}.lines")
    found, problems = read(typed)
    assert problems == []
    assert found is not None
    assert [(one.demand_class.value, one.strength.value) for one in found.demands] == [  # type: ignore[union-attr]
        ("end_practice", "calls_on"),
        ("other", "calls_on"),
    ]
    assert [(one.by, one.by_party) for one in found.responses] == [("Embassy of Canada", "CAN")]
    minister = ("CHN", "Guo Shengkun", "Minister of Public Security")
    assert [(one.party, one.person, one.office) for one in found.addressees] == [minister]
    assert [(one.party, one.kind, one.text) for one in found.absences] == [
        ("USA", AbsenceKind.REPORTED_ABSENT, "Absent"),
        (NOT_KNOWN, AbsenceKind.REPORTED_BLOCK, "Blocked it"),
    ]


def test_who_was_missing_may_be_named_by_nobody_but_not_left_open() -> None:
    typed = add_row(in_form(a_description(), desk()), "absences", {"text": ("Blocked it",)})
    _, problems = read(typed)
    assert [one.name for one in problems] == ["absences.0.party"]
    unnamed = {"absences.0.party.is": ("unnamed",), "absences.0.among": ("EU",)}
    found, _ = read(typed.put(unnamed))
    assert found is not None
    assert found.absences == (
        AbsenceReport(NOT_KNOWN, AbsenceKind.REPORTED_ABSENT, "Blocked it", among="EU"),
    )
    _, problems = read(typed.put(unnamed | {"absences.0.party": ("Hungary",)}))
    assert "not both" in problems[0].message


def test_a_row_signed_otherwise_is_matched_again_and_a_choice_stands() -> None:
    row = {"name_as_signed": ("Switzerland",), "party": ("Sweden",)}
    shown = {"was.signed": ("Sweden",), "was.party": ("Sweden",)}

    def party_of(**changed: tuple[str, ...]) -> str:
        typed = add_row(Typed(), "signatures", row | shown | changed)
        typed = rematched(typed, parties())
        assert not typed.under("signatures.0.was.")
        return typed.get("signatures.0.party") or f"former {typed.get('signatures.0.former')}"

    assert party_of() == "Switzerland"
    assert party_of(party=("Norway",)) == "Norway"  # chosen in the same go
    assert party_of(name_as_signed=("Elbonia",)) == "former Sweden"
    assert party_of(name_as_signed=("Sweden",)) == "Sweden"
    korea = {"party": ("Republic of Korea",), "was.party": ("Republic of Korea",)}
    assert party_of(name_as_signed=("Korea",), **korea) == "Republic of Korea"
    assert party_of(party=(), **{"was.party": (), "was.signed": ()}, new=("yes",)) == "Switzerland"
