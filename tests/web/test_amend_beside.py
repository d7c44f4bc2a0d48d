"""Amending what stands beside the description: relations of both directions, and the record's own text."""

from __future__ import annotations

import io

import pytest
from flask import Flask

from app.domain.principals import Role
from app.domain.records import FileDraft, RecordId, RelationDraft
from app.domain.vocabularies import RelationKind
from app.services import records, registration, relating
from app.services.importing import importing_principal
from app.wiring import House
from tests.builders import SCHEME, a_draft
from tests.people import an_account, csrf_of
from tests.web.filling import Registrar
from tests.web.test_amend import form_of, registered, view


@pytest.fixture
def okafor(app: Flask, house: House) -> Registrar:
    held = frozenset({"HR-CHN"})
    an_account(house, "r.okafor", role=Role.REGISTRAR, level="Restricted", compartments=held)
    return Registrar(app)


@pytest.fixture
def record_id(house: House) -> RecordId:
    return registered(house)


def test_relations_of_both_directions_stand_in_the_form_and_can_be_removed(
    okafor: Registrar, house: House, record_id: RecordId
) -> None:
    reply, hidden = registered(house, title="Reply"), registered(house, "Secret", title="Hidden")
    everybody = importing_principal(SCHEME)
    kind = RelationDraft(RelationKind.REPLIES_TO)
    with house.work(writing=True) as work:
        for one in (reply, hidden):
            registration.link(everybody, work, one, kind, to_id=record_id)
        registration.link(
            everybody,
            work,
            record_id,
            RelationDraft(RelationKind.PARALLEL_TO, to_external="Hansard"),
        )
        work.commit()
    page = okafor.goes_to(form_of(record_id)).text
    assert "Reply" in page
    assert "Hansard" in page
    assert "Hidden" not in page
    found = {edge.relation.external: edge.id for edge in relating.edges_of(view(house, record_id))}
    assert len(found) == 2

    answer = okafor.presses("look", form_of(record_id), unrelated=found["Hansard"])
    assert f'value="{found["Hansard"]}" checked' in answer.text
    answer = okafor.presses("save", form_of(record_id), reason="It was no parallel")
    assert answer.status_code == 302
    assert [one.external for one in view(house, record_id).relations] == [""]
    assert view(house, record_id).revision == 1  # no relation raises a revision
    assert "It was no parallel" in okafor.goes_to(f"/records/{record_id}/relations").text


def test_a_relation_is_added_from_the_other_side(
    okafor: Registrar, house: House, record_id: RecordId
) -> None:
    reply = registered(house, title="Reply")
    reference = view(house, reply).reference
    okafor.goes_to(form_of(record_id))
    okafor.presses("add:relations", form_of(record_id))
    typed = {"relations__0__kind": "~replies_to", "relations__0__reference": reference}
    outside = okafor.presses(
        "save", form_of(record_id), reason="Answered", **typed, relations__0__external="Hansard"
    )
    assert outside.status_code == 400
    okafor.presses("save", form_of(record_id), relations__0__external="")
    (relation,) = view(house, reply).relations
    assert (relation.kind, relation.is_inverse) == (RelationKind.REPLIES_TO, False)
    assert relation.record is not None
    assert relation.record.id == record_id


def test_the_text_is_amended_with_its_history_and_undone(okafor: Registrar, house: House) -> None:
    record_id = registered(house, text="The wording,\r\nas typed.\n")
    form = form_of(record_id)
    assert "as typed." in okafor.goes_to(form).text
    okafor.presses("save", form, reason="Nothing")
    assert view(house, record_id).revision == 1  # blanks and line ends alone change nothing

    okafor.goes_to(form)
    assert (
        okafor.presses("save", form, text="The wording, mended.", reason="A slip").status_code
        == 302
    )
    assert view(house, record_id).text == "The wording, mended."
    (change,) = view(house, record_id).history[0].changes
    assert (change.field, change.new) == ("text", "The wording, mended.")
    assert "as typed." in okafor.goes_to(f"/records/{record_id}/history").text

    undo = f"/records/{record_id}/versions/2/undo"
    token = csrf_of(okafor.goes_to(f"/records/{record_id}/history"))
    okafor.client.post(undo, data={"csrf_token": token, "reason": "It was right"})
    assert view(house, record_id).text == "The wording,\r\nas typed.\n"

    okafor.goes_to(form)
    okafor.presses("save", form, text="", reason="Not ours to keep")
    assert view(house, record_id).text == ""


def test_two_who_amend_the_text_choose_a_side(okafor: Registrar, house: House) -> None:
    record_id = registered(house, text="First")
    form = form_of(record_id)
    okafor.goes_to(form)
    with house.work(writing=True) as work:
        everybody = importing_principal(SCHEME)
        standing = records.read_record(everybody, work, record_id).description
        registration.amend(everybody, work, record_id, 1, standing, "Meanwhile", text="Theirs")
        work.commit()
    clash = okafor.presses("save", form, text="Mine", reason="Compared")
    assert clash.status_code == 409
    assert "both changed it: choose" in clash.text
    for words in ("First", "Theirs", "Mine"):
        assert words in clash.text
    assert okafor.presses("settle", form).status_code == 409
    assert okafor.presses("settle", form, side__text="yours").status_code == 302
    assert view(house, record_id).text == "Mine"


def test_a_text_that_is_a_files_is_not_typed_over(okafor: Registrar, house: House) -> None:
    with house.work(writing=True) as work:
        stored = work.originals.put(io.BytesIO(b"From the file"), 100)
        file = FileDraft(stored.sha256, stored.size_bytes, "text/plain", "letter.txt")
        draft = a_draft(label="Official", draft={"files": (file,)}, signed_by=["CAN"])
        record_id = registration.register(importing_principal(SCHEME), work, draft)
        work.commit()
    assert 'name="text"' not in okafor.goes_to(form_of(record_id)).text
