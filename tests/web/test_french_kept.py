"""What was written at the time of work, in English, is read in French: histories, results, the trail."""

from __future__ import annotations

from flask.testing import FlaskClient
from lxml import html

from app.domain.bulk import BulkSpec
from app.domain.principals import Role
from app.domain.wording import said
from app.services import bulk, registration
from app.services.accounts import principal_for
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import a_draft, a_registrar
from tests.people import an_account, sign_in, speaks
from tests.searching import indexed


def test_a_history_written_in_english_is_read_in_french(house: House, client: FlaskClient) -> None:
    record_id = indexed(house, date="2017-02-27")
    with house.work(writing=True) as work:
        later = a_draft(date="2017-03").description
        registration.amend(a_registrar(), work, record_id, 1, later, said("Imported"))
        work.commit()
    an_account(house)
    speaks(house, "fr")
    sign_in(client)

    page = html.fromstring(client.get(f"/records/{record_id}/history").text)
    told = [" ".join(one.text_content().split()) for one in page.xpath("//tbody/tr/*")]
    assert told == [
        *(
            "Date",
            "27 février 2017, tel qu’indiqué dans le texte",
            "mars 2017, tel qu’indiqué dans le texte",
        ),
    ]
    assert "Motif : Importé" in " ".join(page.text_content().split())


def test_what_became_of_a_bulk_amendment_is_read_in_french(
    house: House, client: FlaskClient
) -> None:
    record_id = indexed(house)
    an_account(house, role=Role.REGISTRAR)
    with house.work(writing=True) as work:
        registrar = principal_for(work, "a.linden")
        spec = BulkSpec(add_subjects=("lawyers",))
        operation = bulk.begin(registrar, work, [record_id], spec, "Agreed")
        work.commit()
    run_pending_jobs(house)
    speaks(house, "fr")
    sign_in(client)

    page = client.get(f"/bulk/{operation}").text
    assert "Sujet ajouté : lawyers" in page
    assert "Subject added" not in page


def test_the_trail_is_said_in_french_and_filtered_by_its_own_words(
    house: House, client: FlaskClient
) -> None:
    indexed(house)
    an_account(house, role=Role.AUDITOR)
    speaks(house, "fr")
    sign_in(client)

    page = html.fromstring(client.get("/audit?action=record registered").text)
    (row,) = page.xpath("//tbody/tr")
    assert "notice enregistrée" in row.text_content()
    chosen = page.xpath("//select[@name='action']/option[@selected]")
    assert [(one.get("value"), one.text) for one in chosen] == [
        ("record registered", "notice enregistrée")
    ]
