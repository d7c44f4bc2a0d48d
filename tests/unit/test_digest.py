"""The digest by which a partition sees that a record it holds need not be written again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.records import RecordId
from app.domain.searches import FacetName
from app.search.columns import digest_of
from app.search.engine import IndexedRecord, Passage, SearchField

TITLE = Passage(SearchField.TITLE, "title", "A letter", "en")
TEXT = Passage(SearchField.TEXT, "text", "of eleven\0states", "en")
RECORD = IndexedRecord(
    RecordId("r1"), 1, (TITLE, TEXT), date(2017, 2, 27), date(2017, 2, 27),
    {FacetName.SIGNATORY: ("AUS", "BEL"), FacetName.SUBJECT: ("torture",)},
    attributes=("reply", "status:open"),
)  # fmt: skip

OTHERS = {
    "text": replace(RECORD, passages=(TITLE, replace(TEXT, text="of eleven\0stated"))),
    "a character over the border": replace(
        RECORD,
        passages=(replace(TITLE, text="A lette"), replace(TEXT, text="rof eleven\0states")),
    ),
    "field": replace(RECORD, passages=(TITLE, replace(TEXT, field=SearchField.SUMMARY))),
    "place": replace(RECORD, passages=(TITLE, replace(TEXT, place="text 2"))),
    "language": replace(RECORD, passages=(TITLE, replace(TEXT, language="fr"))),
    "order of passages": replace(RECORD, passages=(TEXT, TITLE)),
    "lower date": replace(RECORD, date_lower=date(2017, 2, 26)),
    "upper date": replace(RECORD, date_upper=date(2017, 2, 28)),
    "no lower date": replace(RECORD, date_lower=None),
    "no upper date": replace(RECORD, date_upper=None),
    "counter-letter": replace(RECORD, is_counter=True),
    "code": replace(RECORD, facets={**RECORD.facets, FacetName.SUBJECT: ("trial",)}),
    "code less": replace(RECORD, facets={**RECORD.facets, FacetName.SIGNATORY: ("AUS",)}),
    "codes in another order": replace(
        RECORD, facets={**RECORD.facets, FacetName.SIGNATORY: ("BEL", "AUS")}
    ),
    "code of another facet": replace(
        RECORD,
        facets={FacetName.SIGNATORY: ("AUS", "BEL", "torture"), FacetName.SUBJECT: ()},
    ),
    "attribute": replace(RECORD, attributes=("reply", "status:closed")),
    "attribute less": replace(RECORD, attributes=("reply",)),
    "attribute for a code": replace(
        RECORD,
        facets={FacetName.SIGNATORY: ("AUS", "BEL")},
        attributes=("reply", "status:open", "torture"),
    ),
}


@pytest.mark.parametrize("what", OTHERS)
def test_whatever_a_partition_keeps_of_a_record_changes_its_digest(what: str) -> None:
    assert digest_of(OTHERS[what]) != digest_of(RECORD)


def test_no_two_records_have_the_same_digest() -> None:
    assert len({digest_of(one) for one in OTHERS.values()}) == len(OTHERS)


def test_what_is_the_same_in_another_order_has_the_same_digest() -> None:
    facets = dict(reversed(RECORD.facets.items()))
    same = replace(RECORD, facets=facets, attributes=("status:open", "reply"), revision=2)
    assert digest_of(same) == digest_of(RECORD)


def test_half_a_character_has_a_digest() -> None:
    assert digest_of(replace(RECORD, passages=(replace(TEXT, text="\ud800"),)))
