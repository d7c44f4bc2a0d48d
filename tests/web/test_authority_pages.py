"""Names on record as pages: completing, lists, proposing, confirming, merging."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from app.domain.principals import Role
from app.domain.records import NamedPerson
from app.wiring import House
from tests.people import send
from tests.web.registry_pages import id_after, reference_of, registered, signed_in


def test_names_complete_as_json_and_only_kinds_there_are(client: FlaskClient, house: House) -> None:
    reader = signed_in(house, client, "a.reader", role=Role.READER)
    answer = reader.get("/complete/persons?q=xie")
    assert answer.json == {"completions": [{"value": "Xie Yang", "label": "Xie Yang", "hint": ""}]}
    assert answer.headers["Cache-Control"] == "no-store"
    assert reader.get("/complete/persons").json == {"completions": []}
    assert reader.get("/complete/accounts?q=a").status_code == 404


def test_entries_are_listed_with_what_one_may_read(client: FlaskClient, house: House) -> None:
    registered(house, persons=(NamedPerson("Xie Yang"),), title="An open text")
    registered(house, persons=(NamedPerson("Xie Yang"),), label="Secret", title="Canary")
    reader = signed_in(house, client, "a.reader", role=Role.READER)
    assert "谢阳" in reader.get("/authorities/persons?q=xie").text
    assert "No entry of that name" in reader.get("/authorities/persons?q=nobody").text
    page = reader.get("/authorities/persons/xie-yang").text
    assert "1 text that you may read" in page
    assert "An open text" in page
    assert "Canary" not in page
    for kind in ("offices", "subjects", "parties"):
        assert reader.get(f"/authorities/{kind}").status_code == 200
    for address in ("/authorities/accounts", "/authorities/x", "/authorities/persons/nobody"):
        assert reader.get(address).status_code == 404


def test_a_name_is_proposed_from_a_text_and_confirmed(app: Flask, house: House) -> None:
    record_id = registered(house, label="Official", persons=(NamedPerson("Kim of Tests"),))
    reference = reference_of(house, record_id)
    registrar = signed_in(house, app.test_client())
    second = signed_in(house, app.test_client(), "m.second")
    low = signed_in(house, app.test_client(), "m.low", level="Public")
    propose = f"/authorities/propose?kind=persons&name=Kim+of+Tests&record={reference}"

    shown = registrar.get(propose).text
    assert 'value="Kim of Tests"' in shown
    fields = {"kind": "persons", "name": "Kim of Tests", "record": reference}
    refused = send(registrar, "/authorities/propose", propose, **fields, language="no tag")
    assert refused.status_code == 400
    assert f'value="{reference}"' in refused.text
    send(registrar, "/authorities/propose", propose, **fields, other_names="Kim the Elder\n")

    listed = registrar.get("/authorities/proposals").text
    address = f"/authorities/proposals/{id_after(listed, '/authorities/proposals/')}"
    assert "Kim" not in low.get("/authorities/proposals").text
    assert low.get(address).status_code == 404
    own = registrar.get(address).text
    assert 'name="confirm"' not in own
    assert "another registrar must confirm" in own
    assert send(registrar, address, address, reason="x", confirm="1").status_code == 400
    waiting = second.get(address).text
    assert "Confirming makes it public" in waiting
    assert "although it stands in a text marked Official" in waiting
    assert send(second, address, address, reason="", confirm="1").status_code == 400
    assert send(second, address, address, reason="It is his name", confirm="1").status_code == 302
    assert "Kim the Elder" in low.get("/authorities/persons/kim-of-tests").text
    assert send(second, address, "/authorities/propose", reason="x", refuse="1").status_code == 409


def test_what_is_wrong_with_a_proposal_is_said_at_its_field(
    client: FlaskClient, house: House
) -> None:
    registrar = signed_in(house, client)
    page = "/authorities/propose"
    for fields, said in (
        ({"kind": "persons"}, "Write the name"),
        ({"kind": "nothing", "name": "x"}, "Choose what the name is of"),
        ({"kind": "persons", "name": "Kim", "record": "JL-2017-0000F"}, "no such record"),
        ({"kind": "offices", "name": "Envoy", "party": "Nowhereland"}, "Nowhereland"),
        ({"kind": "parties", "name": "League", "code": "LEAGUE"}, "what kind of party"),
        ({"kind": "parties", "name": "League", "code": "can", "party_kind": "state"}, "taken"),
    ):
        answer = send(registrar, page, page, **fields)
        assert answer.status_code == 400, fields
        assert said in answer.text


def test_two_entries_are_merged_after_a_preview_and_parted_again(
    client: FlaskClient, house: House
) -> None:
    registered(house, persons=(NamedPerson("Wu Gan"),))
    registered(house, persons=(NamedPerson("Wu Gan"),), label="Secret")
    registrar = signed_in(house, client)
    page = "/authorities/persons/xie-yang/merge"

    preview = send(registrar, page, page, other="Wu Gan", show="1").text
    assert "吴淦" in preview
    assert preview.split("Wu Gan")[-1].split("</tr>")[0].count(">1<") == 1
    assert send(registrar, page, page, other="Nobody", show="1").status_code == 400
    assert send(registrar, page, page, other="Wu Gan", merge="1").status_code == 400
    done = send(registrar, page, page, other="Wu Gan", merge="1", reason="One person")
    assert done.location == "/authorities/persons/xie-yang"
    assert registrar.get("/authorities/persons/wu-gan").location == done.location

    merged = registrar.get(done.location).text
    undo = f"/authorities/merges/{id_after(merged, '/authorities/merges/')}/undo"
    assert send(registrar, undo, done.location, reason="").status_code == 400
    send(registrar, undo, done.location, reason="Two persons")
    assert registrar.get("/authorities/persons/wu-gan").status_code == 200
    assert "(undone)" in registrar.get(done.location).text


def test_a_synonym_is_added_and_removed_on_the_page_of_its_subject(
    app: Flask, house: House
) -> None:
    registrar = signed_in(house, app.test_client())
    reader = signed_in(house, app.test_client(), "a.reader", role=Role.READER)
    page, target = "/authorities/subjects/torture", "/authorities/subjects/torture/synonyms"
    wrong = send(registrar, target, page, name="the rack", language="nonsense tag")
    assert wrong.status_code == 400
    assert "Write the language as a tag" in wrong.text
    assert 'value="the rack"' in wrong.text
    assert send(registrar, target, page, name="the rack", language="en").location == page
    assert "the rack" in reader.get(page).text
    assert "Add the synonym" not in reader.get(page).text
    assert "the rack" in reader.get("/search?q=torture").text  # the notice names what was used
    assert send(reader, target, "/account", name="x", language="en").status_code == 403
    synonym = id_after(registrar.get(page).text, "/authorities/synonyms/")
    remove = f"/authorities/synonyms/{synonym}/remove"
    assert send(registrar, remove, page, reason="Another thing").location == page
    assert "the rack" not in reader.get(page).text
    assert send(registrar, remove, page, reason="Again").status_code == 404
