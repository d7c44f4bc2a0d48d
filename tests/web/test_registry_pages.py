"""Withdrawing, sealed notes and relations as pages: what they say, keep, refuse and show to whom."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from app.domain.principals import Role
from app.wiring import House
from tests.people import send
from tests.web.registry_pages import id_after, reference_of, registered, signed_in, without_token


def test_a_withdrawn_record_answers_410_to_its_readers_and_404_to_others(
    app: Flask, house: House
) -> None:
    record_id = registered(house, label="Official", title="Zanzibarium")
    reference = reference_of(house, record_id)
    registrar = signed_in(house, app.test_client())
    reader = signed_in(house, app.test_client(), "a.reader", role=Role.READER)
    stranger = signed_in(house, app.test_client(), "a.stranger", role=Role.READER, level="Public")
    page = f"/records/{record_id}/withdraw"

    refused = send(registrar, page, page, reason=" ")
    done = send(registrar, page, page, reason="Registered twice")

    assert refused.status_code == 400
    assert "Say why" in refused.text
    assert done.location == f"/records/{record_id}"
    stub = reader.get(f"/records/{record_id}")
    assert stub.status_code == 410
    assert "Registered twice" in stub.text
    assert reference in stub.text
    assert "Zanzibarium" not in stub.text
    assert reader.get(f"/r/{reference}").location == f"/records/{record_id}"
    absent = stranger.get("/records/00000000-0000-4000-8000-000000000000")
    for address in (f"/records/{record_id}", f"/r/{reference}"):
        answer = stranger.get(address)
        assert answer.status_code == 404
        assert without_token(answer) == without_token(absent)
    for tail in ("/history", "/sheet.pdf", "/signatories.csv"):
        assert reader.get(f"/records/{record_id}{tail}").status_code == 404
    assert "0 texts" in reader.get("/search?q=zanzibarium").text


def test_a_withdrawn_record_is_brought_back(app: Flask, house: House) -> None:
    record_id = registered(house, title="Zanzibarium")
    registrar = signed_in(house, app.test_client())
    back, away = (f"/records/{record_id}/{one}" for one in ("reinstate", "withdraw"))
    assert registrar.get(back).location == f"/records/{record_id}"
    send(registrar, away, away, reason="Registered twice")
    assert registrar.get(away).status_code == 404

    assert send(registrar, back, back, reason="").status_code == 400
    assert send(registrar, back, back, reason="It was no duplicate").status_code == 302

    assert registrar.get(f"/records/{record_id}").status_code == 200
    assert "It was no duplicate" in registrar.get(f"/records/{record_id}/history").text


def test_readers_are_offered_nothing_that_only_registrars_do(app: Flask, house: House) -> None:
    record_id = registered(house)
    reader = signed_in(house, app.test_client(), "a.reader", role=Role.READER)
    pages = [f"/records/{record_id}", "/search?q=", "/authorities", "/authorities/persons/xie-yang"]
    for page in pages:
        text = reader.get(page).text
        for word in ("withdraw", "/notes", "/relations", "bulk", "propose", "/merge"):
            assert f'{word}"' not in text, (page, word)


def test_a_note_is_sealed_amended_and_removed_on_pages(app: Flask, house: House) -> None:
    record_id = registered(house, label="Official")
    registrar = signed_in(house, app.test_client(), compartments=frozenset({"PEN"}))
    reader = signed_in(house, app.test_client(), "a.reader", role=Role.READER)
    page = f"/records/{record_id}/notes"
    fields = {"kind": "pen-holder", "level": "Official", "compartments": "PEN"}

    refused = send(registrar, page, page, **fields, text="Drafted in <Bern>", reason="")
    send(registrar, page, page, **fields, text="Drafted in <Bern>", reason="By phone")

    assert refused.status_code == 400
    assert "Drafted in &lt;Bern&gt;</textarea>" in refused.text
    assert 'value="PEN" checked' in refused.text
    shown = registrar.get(page).text
    assert "Drafted in &lt;Bern&gt;" in shown
    assert "Bern" in registrar.get(f"/records/{record_id}").text
    assert "Bern" not in reader.get(f"/records/{record_id}").text

    note = f"{page}/{id_after(shown, f'{page}/')}"
    send(registrar, note, note, **fields, text="Drafted in Ottawa", reason="Corrected")
    assert send(registrar, f"{note}/remove", note, reason="").status_code == 400
    send(registrar, f"{note}/remove", note, reason="Not needed")
    after = registrar.get(page).text
    assert "No note that you may read" in after
    assert "Drafted in Ottawa" in after  # in the history of the note
    assert registrar.get(note).status_code == 404


def test_a_note_is_not_sealed_with_a_marking_one_does_not_hold(app: Flask, house: House) -> None:
    record_id = registered(house)
    registrar = signed_in(house, app.test_client())
    page = f"/records/{record_id}/notes"
    for level, compartment in (("Secret", ""), ("Official", "PEN")):
        fields = {"kind": "comment", "text": "x", "reason": "y", "level": level}
        answer = send(registrar, page, page, **fields, compartments=compartment)
        assert answer.status_code == 400
        assert "only with a marking that you hold" in answer.text


def test_a_relation_is_picked_from_a_search_and_kept_typed(app: Flask, house: House) -> None:
    letter = registered(house, title="Letter", label="Official")
    reply = registered(house, title="Zanzibarium of a reply")
    registered(house, title="Zanzibarium canary", label="Secret")
    registrar = signed_in(house, app.test_client())
    page = f"/records/{letter}/relations"

    found = send(
        registrar, page, page, find="1", words="zanzibarium", kind="~replies_to", note="A note kept"
    )
    assert reference_of(house, reply) in found.text
    assert "canary" not in found.text
    assert 'value="A note kept"' in found.text
    assert '<option selected value="~replies_to">' in found.text

    send(registrar, page, page, kind="~replies_to", reference=reference_of(house, reply))
    assert "Answered by" in registrar.get(page).text
    assert "Replies to" in registrar.get(f"/records/{reply}/relations").text


def test_a_relation_is_removed_with_a_reason_and_added_again(app: Flask, house: House) -> None:
    letter, reply = registered(house, title="Letter"), registered(house, title="Reply")
    registrar = signed_in(house, app.test_client())
    page = f"/records/{letter}/relations"
    send(registrar, page, page, kind="counters", reference=reference_of(house, reply))
    shown = registrar.get(page).text
    relation = shown.split('name="relation" value="')[1].split('"')[0]

    refused = send(registrar, f"{page}/remove", page, relation=relation, reason="")
    assert refused.status_code == 400
    assert "Say why" in refused.text
    assert send(registrar, f"{page}/remove", page, relation="0" * 24, reason="x").status_code == 404
    send(registrar, f"{page}/remove", page, relation=relation, reason="Another was meant")

    removed = registrar.get(page).text
    assert "Another was meant" in removed
    change = removed.split('name="change" value="')[1].split('"')[0]
    send(registrar, f"{page}/again", page, change=change)
    assert "Add it again" not in registrar.get(page).text
    assert reference_of(house, reply) in registrar.get(f"/records/{letter}").text


def test_what_is_wrong_with_a_relation_is_said_at_its_field(
    client: FlaskClient, house: House
) -> None:
    letter = registered(house)
    registrar = signed_in(house, client)
    page = f"/records/{letter}/relations"
    for fields, said in (
        ({"kind": "", "reference": "JL-1"}, "how the two texts are related"),
        ({"kind": "counters"}, "Say to which record"),
        ({"kind": "counters", "reference": "JL-2017-0000F"}, "no such record"),
        ({"kind": "counters", "external": "Speech", "date": "yesterday"}, "yesterday"),
        ({"kind": "counters", "external": "Speech", "grade": "Z9"}, "not a grade"),
        ({"find": "1", "words": ""}, "Write a word"),
        ({"find": "1", "words": "("}, "words"),
    ):
        answer = send(registrar, page, page, **fields)
        assert answer.status_code == 400, fields
        assert said in answer.text
