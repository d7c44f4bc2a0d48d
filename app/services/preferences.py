"""What a person chose for the pages: the language of the interface, single letters as keys.

Only languages in which every page exists may be chosen (`INTERFACE_LANGUAGES`). Kept with the account,
so that it holds in every browser; a browser keeps its own choice of keys until one signs out.
"""

from __future__ import annotations

from app.db import account_store, credential_store
from app.db.models.credentials import PreferenceRow
from app.domain.admission import INTERFACE_LANGUAGES, Preferences
from app.domain.errors import InvalidInput, NotFound
from app.domain.principals import Action, Principal
from app.services import audit
from app.services.work import Work


def of_account(work: Work, account_id: int) -> Preferences:
    """By the account's integer key; the usual ones when nothing was chosen."""
    row = credential_store.preference(work.session, account_id)
    if row is None:
        return Preferences()
    language = row.language if row.language in INTERFACE_LANGUAGES else ""
    return Preferences(language, row.has_single_keys)


def save(principal: Principal, work: Work, chosen: Preferences) -> None:
    """Stage one's own preferences. Raises InvalidInput("language")."""
    principal.require(Action.OWN_ACCOUNT)
    account = account_store.by_public_id(work.session, principal.account_id)
    if account is None:
        raise NotFound
    if chosen.language and chosen.language not in INTERFACE_LANGUAGES:
        raise InvalidInput("language", "The pages do not exist in this language.")
    row = credential_store.preference(work.session, account.id)
    if row is None:
        row = PreferenceRow(account_id=account.id, language="", has_single_keys=True)
        credential_store.add(work.session, row)
    row.language, row.has_single_keys = chosen.language, chosen.has_single_keys
    audit.record_change(principal, work, "preferences saved", [account.public_id])
