"""What a registrar asks of the pages that register and amend, over ids that exist for them and do not.

A registrar is a reader of records like any other: drafts, forms, conflicts, references looked up, undo
and old versions must answer as if what they may not read had never been.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

ABSENT = str(UUID(int=0x4000_8000 << 48))
DRAFT = str(UUID(int=0x4000_8000 << 48 | 7))
NEW = "/register/new"
Fields = tuple[tuple[str, str], ...]
Asked = tuple[str, str, str, Fields, bool]
_LETTER: Fields = (
    ("draft", DRAFT),
    ("kind", "joint_letter"),
    ("title", "Letter begun"),
    ("dated", "2017-02-27"),
    ("signatures_are_complete", "yes"),
    ("signatures", "0"),
    ("signatures.0.name_as_signed", "CH"),
)
_LIKE_OTHERS: Fields = (
    ("draft", DRAFT),
    ("kind", "joint_letter"),
    ("title", "Letter begun"),
    ("dated", "2017"),
    ("level", "Official"),
    ("paste", "Canada, Germany and Japan"),
    ("addressees", "0"),
    ("addressees.0.party", "China"),
    ("addressees.0.office", "Minister of torture"),
)
"""Signed and addressed as records of the plans are; nobody says why it is registered, so it never is."""
_AMENDED: Fields = (
    ("draft", DRAFT),
    ("kind", "joint_letter"),
    ("title", "My title"),
    ("signatures_are_complete", "yes"),
    ("reason", "Because"),
)


def registering_requests(record_ids: Iterable[str], references: Iterable[str]) -> Iterator[Asked]:
    """Endpoint, path, method, form, and that a registrar asks."""
    ids = [*record_ids, ABSENT]
    yield _get("register.new", NEW)
    yield _get("register.index", "/register")
    yield _post("register.new", NEW, "look", _LETTER)
    for do in ("check", "save"):
        yield _post("register.new", NEW, do, _LIKE_OTHERS)
    for reference in [*references, "JL-2017-0000F"]:
        relation = (
            ("relations", "0"),
            ("relations.0.kind", "parallel_to"),
            ("relations.0.reference", reference),
        )
        yield _post("register.new", NEW, "save", (*_LETTER, *relation))
    for record_id in ids:
        yield from _of_one_record(record_id)
    yield _get("register.index", "/register")
    yield _get("register.new", f"{NEW}?draft={DRAFT}")
    yield _get("register.new", f"{NEW}?draft={ABSENT}")
    yield _post("register.discard", f"/register/drafts/{ABSENT}/discard", "", ())


def _of_one_record(record_id: str) -> Iterator[Asked]:
    form = f"/records/{record_id}/amend"
    yield _get("amend.form", form)
    yield _post("amend.form", form, "autosave", _AMENDED)
    for began in ("1", "2", "99"):  # another revision than the record's: both sides are shown
        yield _post("amend.form", form, "look", (*_AMENDED, ("revision", began)))
        if began == "99":
            yield _post("amend.form", form, "save", (*_AMENDED, ("revision", began)))
            yield _post("amend.form", form, "settle", (*_AMENDED, ("revision", began)))
    for revision in ("1", "2", "3"):
        yield _get("versions.show", f"/records/{record_id}/versions/{revision}")
    undo = f"/records/{record_id}/versions/9/undo"
    yield _post("versions.undo", undo, "", (("reason", "Because"),))


def _get(endpoint: str, path: str) -> Asked:
    return endpoint, path, "GET", (), True


def _post(endpoint: str, path: str, do: str, fields: Fields) -> Asked:
    return endpoint, path, "POST", (*fields, ("do", do)), True
