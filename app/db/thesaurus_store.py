"""The thesaurus: what ships with Chancery, and the synonyms registrars added. The same for every reader.

The shipped part is read once per process. What was added is asked for at each search, in one statement,
so that a synonym is used at once in every process; the whole is built anew only when that has changed.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache

from sqlalchemy.orm import Session

from app.db import synonym_store
from app.db.authority_entries import names_by_code
from app.db.seeding import SEEDS
from app.domain.authorities import EntryKind
from app.domain.thesaurus import Thesaurus, rows_of

_Rows = tuple[tuple[str, str, str], ...]


def thesaurus(session: Session) -> Thesaurus:
    """All concepts with their labels. One statement, and two more where there are synonyms."""
    added = synonym_store.standing(session)
    if not added:
        return _built(_shipped())
    known = {code for code, _, _ in _shipped()}
    names = names_by_code(session, EntryKind.SUBJECT)
    own = {one.subject: names[one.subject] for one in added if one.subject in names}
    rows = tuple((code, "", name) for code, name in own.items() if code not in known)
    return _built((*_shipped(), *rows, *((one.subject, one.language, one.name) for one in added)))


@lru_cache(maxsize=8)
def _built(rows: _Rows) -> Thesaurus:
    return Thesaurus.from_rows(rows)


@cache
def _shipped() -> _Rows:
    return tuple(rows_of(json.loads((SEEDS / "thesaurus.json").read_text(encoding="utf-8"))))
