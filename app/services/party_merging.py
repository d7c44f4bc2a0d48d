"""What merging two parties needs beyond other entries: which may be merged, what is indexed anew.

A party's code stands in texts, in markings and with accounts. Texts are read with the code that stands
for it (`db/party_codes.py`); markings and accounts keep their own, so that no merge lets anybody read
more (docs/decisions/merging-authorities.md).
"""

from __future__ import annotations

from app.db import account_store, authority_writing, jobs, upkeep
from app.db.authorities import authorities
from app.db.jobs import JobKind
from app.domain.authorities import Entry
from app.domain.errors import InvalidInput
from app.domain.wording import joined, said
from app.services.work import Work


def check(work: Work, kept: Entry, gone: Entry) -> None:
    """Raises InvalidInput for a party that came with Chancery, or that an account serves."""
    if not gone.is_added:
        why = said(
            "{name} ({code}) came with Chancery, and other registers know it by this code. Only a "
            "party added by hand is merged into another.",
            name=gone.name,
            code=gone.code,
        )
        better = said(
            "Open the page of {name} and merge {other} into it.", name=gone.name, other=kept.name
        )
        raise InvalidInput("other", joined([why, better if kept.is_added else ""]))
    family = authorities(work.session).parties.family(gone.code)
    if account_store.serves_any(work.session, family):
        raise InvalidInput(
            "other",
            said(
                "{name} ({code}) is the party of an account. Which texts that account may read "
                "hangs on this code; an administrator gives it another party first.",
                name=gone.name,
                code=gone.code,
            ),
        )


def index_anew(work: Work, *codes: str) -> None:
    """Let every record that names the parties, or those merged into them, be indexed once more."""
    directory = authorities(work.session).parties
    wanted = {one for code in codes for one in directory.family(code)}
    raised = authority_writing.raise_editions(work.session, wanted)
    late = upkeep.without_waiting_job(work.session, JobKind.INDEX_RECORD, raised)
    jobs.enqueue_new(work.session, JobKind.INDEX_RECORD, late, work.clock.now(), work.ids)


def party_to_serve(work: Work, named: str | None) -> str | None:
    """The code of the party an account serves, by code or name. Raises InvalidInput for none such,
    and for one that was merged: what the account may read must not hang on a merge."""
    if not named:
        return None
    directory = authorities(work.session).parties
    code = directory.resolve(named).code
    standing = directory.standing(code)
    if standing != code:
        name = directory.own_name(standing)
        raise InvalidInput(
            "party",
            said(
                "{code} was merged into {name}. Write {standing}.",
                code=code,
                name=name,
                standing=standing,
            ),
        )
    return code
