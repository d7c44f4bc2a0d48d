"""What the pages say: whose words a text is, what is noted only here, what is recorded."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from app.domain.principals import Role
from app.domain.records import AbsenceReport, PartyCode, Quote, RelationDraft
from app.domain.vocabularies import AbsenceKind, FileRole, Holding, RelationKind
from app.services import accounts, registration
from app.web.record_page import record_page
from app.wiring import House
from tests.builders import a_draft
from tests.papers import a_file
from tests.people import an_account, sign_in
from tests.unit.test_record_page import a_view


@pytest.fixture
def reader(house: House, client: FlaskClient) -> FlaskClient:
    an_account(house, role=Role.READER, level="Public")
    sign_in(client)
    return client


@pytest.mark.parametrize(
    ("holding", "role", "heading"),
    [
        (Holding.SECONDARY_SOURCE_ONLY, FileRole.SOURCE, "Our file on the source"),
        (Holding.COPY, FileRole.SOURCE, "Text"),
        (Holding.SECONDARY_SOURCE_ONLY, FileRole.ORIGINAL, "Text"),
    ],
)
def test_a_file_about_a_letter_is_not_its_text(
    holding: Holding, role: FileRole, heading: str
) -> None:
    view = replace(a_view(holding=holding), files=(a_file(role),), text="Nine words")

    assert record_page(view).text_heading == heading


def test_quotes_are_quoted_and_notes_of_the_register_stand_apart(
    house: House, reader: FlaskClient
) -> None:
    system = accounts.system_principal(house.settings.label_scheme)
    noted = AbsenceReport(PartyCode("ITA"), AbsenceKind.REPORTED_ABSENT, "Not on the list")
    draft = a_draft(quotes=(Quote("growing concern"),), absences=(noted,))
    with house.work(writing=True) as work:
        record_id = registration.register(system, work, draft)
        work.commit()

    page = reader.get(f"/records/{record_id}").text

    assert "“growing concern”" in page
    assert "Noted by the register." in page
    assert "others say so" not in page
    assert "Reply to the letter itself" not in page
    assert "All 1 " not in page


def test_related_texts_outside_the_register_are_counted_apart(
    house: House, reader: FlaskClient
) -> None:
    system = accounts.system_principal(house.settings.label_scheme)
    relations = (
        RelationDraft(RelationKind.PARALLEL_TO, to_external="A statement elsewhere"),
        RelationDraft(RelationKind.PARALLEL_TO, to_external="Another one"),
    )
    with house.work(writing=True) as work:
        registration.register(system, work, a_draft(title="Other", source="press:17"))
        on_record = RelationDraft(RelationKind.PARALLEL_TO, to_source_key="press:17")
        apart = registration.register(system, work, a_draft(draft={"relations": relations}))
        both = registration.register(
            system, work, a_draft(draft={"relations": (*relations, on_record)})
        )
        work.commit()

    apart_page = reader.get(f"/records/{apart}").text
    both_page = reader.get(f"/records/{both}").text

    assert '<span class="aside">2 not in the register</span>' in apart_page
    assert "1 text that you may read · 2 not in the register" in both_page


def test_the_page_on_what_is_recorded_tells_of_related_texts_and_lists(reader: FlaskClient) -> None:
    page = reader.get("/about/recorded").text

    assert "anything above Public, be it only in a text related to it" in page
    assert "a list of signatories (CSV)" in page


def test_help_shows_no_reference_that_finds_nothing(reader: FlaskClient) -> None:
    page = reader.get("/help/search").text

    assert "JL-2017-7K3QF" not in page
    assert "reference:" in page
