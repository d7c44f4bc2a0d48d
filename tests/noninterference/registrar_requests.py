"""What a registrar of the reader's clearance asks: pages on records, names and bulk amendments.

Picked ids, hidden ones among them, go into every form that takes ids.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.records import RecordId
from tests.noninterference.requests import ABSENT, Request
from tests.noninterference.retention import changing_requests


def registrar_requests(
    record_ids: list[RecordId], references: list[str], stubs: frozenset[RecordId] = frozenset()
) -> Iterator[Request]:
    """The registrar's part of a round; stubs are left out only where they may tell of themselves."""
    for record_id in [*record_ids, RecordId(ABSENT)]:
        yield from _of_one_record(record_id, is_stub=record_id in stubs)
    yield from _relations(record_ids, references)
    yield from _names(references)
    yield from _bulk(record_ids, references)
    for asked in changing_requests(record_ids, references):
        yield Request(*asked)


def _of_one_record(record_id: RecordId, *, is_stub: bool) -> Iterator[Request]:
    for tail in ("withdraw", "notes", "relations", f"notes/{ABSENT}"):
        yield Request("records", f"/records/{record_id}/{tail}")
    if not is_stub:
        yield Request("withdrawals.reinstate", f"/records/{record_id}/reinstate")
        yield Request("records", f"/records/{record_id}")
    for tail in (f"notes/{ABSENT}/remove", "relations/remove", "relations/again"):
        nothing = (("reason", "x"), ("relation", "0" * 24), ("change", ABSENT))
        yield Request("records", f"/records/{record_id}/{tail}", "POST", nothing)


def _relations(record_ids: list[RecordId], references: list[str]) -> Iterator[Request]:
    """References of hidden and absent records, in the form of a record, or of none."""
    page = f"/records/{record_ids[0] if record_ids else ABSENT}/relations"
    for reference in [*references, "JL-2017-0000F"]:
        # No grade is called so: nothing is added, and what is said of the reference is seen.
        form = (("kind", "counters"), ("reference", reference), ("grade", "Z9"))
        yield Request("relations.index", page, "POST", form)
        form = (("kind", "~draws_language_from"), ("reference", reference))
        yield Request("relations.index", page, "POST", form)
    for words in ("zanzibarium", "detention"):
        form = (("find", "1"), ("words", words))
        yield Request("relations.index", page, "POST", form)


def _names(references: list[str]) -> Iterator[Request]:
    yield Request("proposals.index", "/authorities/proposals")
    yield Request("proposals.show", f"/authorities/proposals/{ABSENT}")
    yield Request("proposals.propose", "/authorities/propose?kind=persons&name=Canary")
    for reference in [*references, "JL-2017-0000F"]:
        form = (("kind", "persons"), ("name", ""), ("record", reference))
        yield Request("proposals.propose", "/authorities/propose", "POST", form)
    for kind in ("parties", "persons", "offices", "subjects"):
        yield Request("completion.complete", f"/complete/{kind}?q=canary")
    merge = "/authorities/persons/xie-yang/merge"
    yield Request("authorities.merge", merge)
    yield Request("authorities.merge", merge, "POST", (("other", "Wu Gan"), ("show", "1")))
    for code, other in (("CAN", "ZZLONE"), ("ZZLONE", "ZZGONE"), ("DEU", "JPN")):
        merge = f"/authorities/parties/{code}/merge"
        yield Request("authorities.merge", merge, "POST", (("other", other), ("show", "1")))
    synonym = (("name", "canary word"), ("language", "nonsense tag"))
    yield Request("synonyms.add", "/authorities/subjects/torture/synonyms", "POST", synonym)
    yield Request("synonyms.remove", f"/authorities/synonyms/{ABSENT}/remove", "POST")
    yield Request("authorities.undo", f"/authorities/merges/{ABSENT}/undo", "POST")


def _bulk(record_ids: list[RecordId], references: list[str]) -> Iterator[Request]:
    picked = tuple(("record", str(one)) for one in [*record_ids, RecordId(ABSENT)])
    address = "&".join(f"record={one}" for _, one in picked)
    yield Request("bulk.index", "/bulk")
    yield Request("bulk.index", f"/bulk?{address}")
    yield Request("bulk.index", "/bulk?all=1&q=detention")
    asked = (*picked, ("add_subjects", "grain"), ("label", "Official/HR-CHN"))
    yield Request("bulk.index", "/bulk", "POST", (*asked, ("preview", "1")))
    for reference in references:
        related = (*asked, ("relation_kind", "counters"), ("relation_to", reference))
        yield Request("bulk.index", "/bulk", "POST", (*related, ("preview", "1")))
    begun = (*picked, ("add_subjects", "grain"), ("begin", "1"), ("reason", "Compared"))
    yield Request("bulk.index", "/bulk", "POST", begun)
    yield Request("bulk.index", "/bulk")
    for tail in ("", "/progress"):
        yield Request("bulk", f"/bulk/{ABSENT}{tail}")
    for tail in ("/undo", "/resume"):
        yield Request("bulk", f"/bulk/{ABSENT}{tail}", "POST", (("reason", "x"),))
