"""Synonyms that registrars add to a subject: searches use them at once, and leave them out once removed."""

from __future__ import annotations

import pytest

from app.db import seeding
from app.domain.authorities import EntryKind
from app.domain.errors import InvalidInput, NotFound, NotPermitted
from app.domain.principals import Principal
from app.services import authority_pages, synonyms
from app.wiring import House
from tests.builders import a_principal, a_registrar
from tests.integration.test_authorities import _confirmed, _proposed
from tests.searching import ids_of, indexed, searched

REGISTRAR, READER = a_registrar(), a_principal("Official")


def _added(house: House, name: str, language: str = "en", subject: str = "torture") -> str:
    with house.work(writing=True) as work:
        made = synonyms.add(REGISTRAR, work, subject, name, language)
        work.commit()
    return made


def _removed(house: House, synonym_id: str, reason: str = "Another thing") -> None:
    with house.work(writing=True) as work:
        synonyms.remove(REGISTRAR, work, synonym_id, reason)
        work.commit()


def _names(house: House, subject: str = "torture", by: Principal = READER) -> list[str]:
    with house.work() as work:
        page = authority_pages.read_entry(by, work, EntryKind.SUBJECT, subject)
    return [one.name for one in page.entry.names]


def test_a_synonym_is_searched_at_once_and_no_more_once_removed(house: House) -> None:
    record_id = indexed(house, title="Letter", text="They were put on the rack.", label="Official")
    assert ids_of(searched(house, "torture")) == []
    made = _added(house, "the rack")
    page = searched(house, "torture")
    assert ids_of(page) == [record_id]
    assert "the rack" in page.notices[0].text
    assert ids_of(searched(house, "torture", exact_words_only=True)) == []
    assert "the rack" in _names(house)
    _removed(house, made)
    assert ids_of(searched(house, "torture")) == []
    assert "the rack" not in _names(house)
    with pytest.raises(NotFound):
        _removed(house, made)


def test_a_subject_added_by_hand_is_found_by_its_synonyms(house: House) -> None:
    record_id = indexed(house, title="On grain", text="grain shipments", label="Official")
    code = _confirmed(house, _proposed(house, "grain shipments", kind=EntryKind.SUBJECT))
    _added(house, "Getreidelieferungen", "de", code)
    assert ids_of(searched(house, "Getreidelieferungen")) == [record_id]


def test_synonyms_outlive_the_next_start(house: House) -> None:
    _added(house, "the rack")
    with house.work(writing=True) as work:
        seeding.seed_authorities(work.session)
        work.commit()
    assert "the rack" in _names(house)


@pytest.mark.parametrize(
    ("name", "language", "field"),
    [
        (" ", "en", "name"),
        ("...", "en", "name"),
        ("Folter", "de", "name"),
        ("capital punishment", "en", "name"),
        ("a b c d e f g h i", "en", "name"),
        ("x" * 201, "en", "name"),
        ("the rack", "", "language"),
        ("the rack", "en_GB!", "language"),
    ],
)
def test_what_cannot_be_a_synonym_is_said(
    house: House, name: str, language: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        _added(house, name, language)
    assert refusal.value.field == field


def test_only_registrars_add_and_only_to_subjects_there_are(house: House) -> None:
    with house.work(writing=True) as work, pytest.raises(NotPermitted):
        synonyms.add(READER, work, "torture", "the rack", "en")
    with pytest.raises(NotFound):
        _added(house, "the rack", subject="nothing-of-the-kind")
    made = _added(house, "the rack")
    with pytest.raises(InvalidInput):
        _removed(house, made, " ")
